"""An e-mail address, what it is made of, and which domains there are."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import msgspec

__all__ = [
    "BACKWARDS_LOCAL",
    "BACKWARDS_WORD",
    "CUTS",
    "DOMAIN",
    "FILES",
    "Address",
    "is_known",
    "normal_address",
]

# RFC 5322 section 3.2.3 (and letters of any language, RFC 6531). U+FFFD stands for bytes that are
# no text, which may have been letters.
_ATEXT = r"\w.!#$%&'*+/=?^`{|}~\ufffd-"
# For a text turned round, so that a local part is found from its end.
BACKWARDS_LOCAL = re.compile(rf'[{_ATEXT}]{{1,64}}|"[\w .+-]{{1,62}}"')
BACKWARDS_WORD = re.compile(r"[\w.+-]{1,64}")
DOMAIN = re.compile(
    r"(?:[\w-]{1,63}\.)+(xn--[a-z0-9-]{2,59}|[^\W\d_]{2,63})(?![^\W_])", re.IGNORECASE
)
# What a local part could hold, but rarely does: rather the end of what stands before it.
CUTS = re.compile(r"[!#$%&'*/=?^`{|}~\"]+")
FILES = frozenset(
    {"png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "ico", "css", "js", "mjs"}
    | {"json", "html", "htm", "xml", "txt", "pdf", "csv", "yml", "yaml", "toml", "lock"}
    | {"woff", "woff2", "ttf", "otf", "eot", "map", "gz", "tar", "tgz", "whl", "jar"}
    | {"exe", "dll", "class", "java", "cpp", "ini", "cfg", "ics", "php", "asp", "aspx"}
    | {"jsp", "tsx", "jsx", "vue", "scss", "docx", "xlsx", "log", "bak", "tmp"}
)


class Address(msgspec.Struct, frozen=True):
    """An address as it can be written to, and the other ways in which it can be read."""

    text: str
    others: tuple[str, ...] = ()

    def is_in(self, public: frozenset[str]) -> bool:
        """Whether the address may be shown; compared without regard to case."""
        return any(normal_address(text) in public for text in (self.text, *self.others))


def normal_address(text: str) -> str:
    """The form in which addresses are compared: without case, the domain in ASCII (RFC 5891)."""
    local, _, domain = text.strip().rpartition("@")
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode()
        except UnicodeError:
            domain = domain.casefold()
    return f"{local.casefold()}@{domain.casefold()}"


@lru_cache(maxsize=4096)
def is_known(tld: str) -> bool:
    """Whether there is such a top-level domain, in whatever script."""
    if not tld.isascii():
        try:
            tld = tld.encode("idna").decode()
        except UnicodeError:
            return False
    return tld.casefold() in _top_levels()


@lru_cache(maxsize=1)
def _top_levels() -> frozenset[str]:
    lines = Path(__file__).with_name("guard_tlds.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
