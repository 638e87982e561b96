"""A week's roundup as the theme's mail, out of a whole build that passes every check.

    python -m tools.digest.render SETTINGS WEEK FILE

runs in a process of its own, like every build, and writes a Letter as JSON. WEEK is a slug, or ""
for the last one that is over.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import msgspec

__all__ = ["Letter", "main"]

_MOST_BYTES = 80_000
# From all there is to what is worth a look: mail programs cut off what is over 100 KB.
_SIZES = ((None, True), (20, True), (8, True), (8, False))


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """What a mail is made of; or, with no `slug`, `others` that there are."""

    slug: str = ""
    title: str = ""
    html: str = ""
    running: bool = False
    shortened: bool = False
    sunday: str = ""
    others: tuple[str, ...] = ()


def main(settings_file: str, week: str, file: str) -> None:
    """Build, check and render; exits as Pelican does where there are problems."""
    from pelican.generators import PelicanTemplateNotFound  # noqa: PLC0415
    from pelican.plugins import signals  # noqa: PLC0415 (only in the process that builds)
    from pelican.settings import read_settings  # noqa: PLC0415

    contexts: list[Any] = []

    def keep(generators: list[Any]) -> None:
        contexts.append(generators[0].context)

    settings = read_settings(settings_file, override={"CHECK_ONLY": True})
    from safebuild import SafePelican  # noqa: PLC0415 (the settings say where it is)

    pelican = SafePelican(settings)
    signals.all_generators_finalized.connect(keep)
    pelican.run()
    try:
        letter = _letter(contexts[-1], week)
    except PelicanTemplateNotFound as error:
        # A theme of her own, made before there were mails.
        sys.exit(f"The theme has no template for it: {error}")
    Path(file).write_bytes(msgspec.json.encode(letter))


def _letter(context: Any, week: str) -> Letter:
    roundups = context["roundups"]
    found = [r for r in roundups if r.slug == week] if week else []
    found = found or ([r for r in roundups if not r.running] if not week else [])
    if not found:
        return Letter(others=tuple(roundup.slug for roundup in roundups))
    roundup = found[0]
    base = context["jobshower"].options.address
    html = ""
    for most, with_words in _SIZES:
        html = context["jobshower_render"](
            "mail/roundup",
            roundup=roundup,
            base=base,
            claims=True,
            most=most,
            with_words=with_words,
        )
        if len(html.encode()) <= _MOST_BYTES:
            break
    return Letter(
        slug=roundup.slug,
        title=roundup.title,
        html=html,
        running=roundup.running,
        shortened=(most, with_words) != _SIZES[0],
        sunday=roundup.week.sunday.isoformat(),
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
