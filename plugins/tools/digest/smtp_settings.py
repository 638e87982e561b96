"""Which server mails are handed over to: `private/mail.txt`, and the environment.

From: nora@nora.example
Host: smtp.nora.example
User: nora
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

import front_matter
from problems import Problem, ProblemsFound, did_you_mean

__all__ = ["FILE", "Server", "read_server"]

FILE = "mail.txt"
_KEYS = ("From", "Host", "Port", "Security", "User", "CA-File")
_PORTS = {"starttls": 587, "ssl": 465, "none": 25}
_HIGHEST_PORT = 2**16 - 1
_HERE = frozenset(("localhost", "127.0.0.1", "::1"))
_PREFIX = "JOBSHOWER_SMTP_"


class Server(msgspec.Struct, frozen=True, kw_only=True):
    """Where mails are handed over; `sender` is what they come from, where that is set."""

    host: str = ""
    port: int = 587
    security: str = "starttls"
    user: str = ""
    password: str = ""
    ca_file: str = ""
    sender: str = ""


def read_server(folder: Path, environ: Mapping[str, str]) -> Server:
    """The settings in the private folder's file, and over them those of the environment.

    These are called JOBSHOWER_SMTP_HOST and so on; the password is taken from there alone. Raises
    ProblemsFound.
    """
    name = f"{folder.name}/{FILE}"
    problems: list[Problem] = []
    values = _from_file(folder / FILE, name, problems)
    for key in _KEYS:
        if value := environ.get(_PREFIX + key.upper().replace("-", "_")):
            values[key] = value
    security = values.setdefault("Security", "starttls").casefold()
    port = values.setdefault("Port", str(_PORTS.get(security, 0)))
    problems += _wrong(name, values)
    if problems:
        raise ProblemsFound(problems)
    return Server(
        host=values.get("Host", ""),
        port=int(port),
        security=security,
        user=values.get("User", ""),
        password=environ.get(f"{_PREFIX}PASSWORD", ""),
        ca_file=values.get("CA-File", ""),
        sender=values.get("From", ""),
    )


def _from_file(path: Path, name: str, problems: list[Problem]) -> dict[str, str]:
    if not path.exists():
        return {}
    try:
        document = front_matter.read(path, name)
    except front_matter.NotReadable as error:
        hidden = [msgspec.structs.replace(p, value="", private=True) for p in error.problems]
        raise ProblemsFound(hidden) from None
    if document.body.strip():
        hint = "write “Key: value” lines, as in Host: smtp.nora.example"
        problems.append(_problem(name, document.body_line, "", "This is no key.", hint))
    known = {front_matter.normal_key(key): key for key in _KEYS}
    values = {}
    for key, field in document.fields.items():
        if key in known:
            values[known[key]] = field.text
            continue
        close = did_you_mean(key, _KEYS)
        hint = f"did you mean {close}?" if close else f"the keys are {', '.join(_KEYS)}"
        if key == "password":
            hint = f"a password lies in no file: set {_PREFIX}PASSWORD, or be asked for it"
        problems.append(_problem(name, field.line, field.key, "There is no such key.", hint))
    return values


def _wrong(name: str, values: Mapping[str, str]) -> Iterator[Problem]:
    security, port = values["Security"].casefold(), values["Port"]
    if security not in _PORTS:
        hint = f"write one of {', '.join(_PORTS)}"
        yield _problem(name, 0, "Security", "This is no kind of security.", hint)
    elif not port.isdecimal() or not 0 < int(port) <= _HIGHEST_PORT:
        yield _problem(name, 0, "Port", "This is not a port.", "write a number, as in 587")
    if security == "none" and values.get("Host", "localhost") not in _HERE:
        message = "A mail would go over the net for everybody to read."
        yield _problem(name, 0, "Security", message, "write starttls or ssl")


def _problem(file: str, line: int, field: str, message: str, hint: str) -> Problem:
    return Problem(file=file, line=line, field=field, message=message, hint=hint, private=True)
