"""Edits of a site's texts and pictures, chosen at random."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from editparts import BREAKS, CARDS, PARAGRAPHS, SHOWERS, TRAILS, WHOLE_ONLY
from edits import Edit, Site
from editsite import CONTENT, png

__all__ = ["TEXT_CHOICES", "Dice", "words"]

Dice = random.Random
WORDS = (
    "corn", "rice", "cake", "tea", "work", "the", "card", "chairs", "ink", "north", "harbor", "9",
    "C++", "Ñandú", "&", "<b>", "“so”", "zz",
)  # fmt: skip
TAGS = ("work", "cake", "ends", "t0, t1", "c++", "new tag, work", "Ñandú", None)
DATES = ("2009-08-03", "2009-08-05", "2009-08-27 10:00", "2009-08-28", "2009-08-29", "2008-02-29")


def words(dice: Dice, most: int = 4) -> str:
    """Some."""
    return " ".join(dice.choices(WORDS, k=dice.randint(1, most)))


def _a_text(site: Site, dice: Dice, below: str = "", ending: str = ".md") -> str:
    return dice.choice(site.texts(below, ending) or ["content/posts/keys.md"])


def _paragraph(site: Site, dice: Dice) -> str:
    link = "{filename}/" + _a_text(site, dice).removeprefix("content/")
    return dice.choice(PARAGRAPHS).format(words=words(dice), link=link)


def _title(site: Site, dice: Dice) -> Edit:
    return Edit("field", _a_text(site, dice), "Title", words(dice).replace("<b>", "b"))


def _body(site: Site, dice: Dice) -> Edit:
    return Edit("append", _a_text(site, dice), _paragraph(site, dice))


def _quiet(site: Site, dice: Dice) -> Edit | None:
    names = site.texts() + site.files("theme/templates/partials") + site.files("local")
    return _other_word(site, dice, dice.choice(names + site.files("overrides") * 3))


def _other_word(site: Site, dice: Dice, name: str) -> Edit | None:
    text = site.read(name)
    before = "[ >]"
    if name.endswith(".md"):
        text, before = text.partition("\n\n")[2], "[ ]"
    elif name.endswith(".html"):
        before = ">"
    found = re.findall(rf"{before}[A-Za-z]{{4,}}(?=[ .<])", text)
    if not found:
        return None
    word = dice.choice(found)
    return Edit("quiet", name, word, word[0] + word[2:] + dice.choice("xyz"))


def _tags(site: Site, dice: Dice) -> Edit:
    return Edit("field", _a_text(site, dice, "posts"), "Tags", dice.choice(TAGS))


def _date(site: Site, dice: Dice) -> Edit:
    return Edit("field", _a_text(site, dice, "posts"), "Date", dice.choice(DATES))


def _status(site: Site, dice: Dice) -> Edit:
    status = dice.choice(["draft", "published", "hidden", None, None, "skip"])
    below = dice.choice(["posts", "posts", "pages"])
    return Edit("field", _a_text(site, dice, below), "Status", status)


def _filed(site: Site, dice: Dice) -> Edit:
    key, value = dice.choice(
        [("Category", "Help"), ("Category", "New & old"), ("Category", None),
         ("Authors", "Dana R., Nora Whitfield"), ("Authors", None), ("Modified", "2009-08-27"),
         ("Summary", f"*Short* {words(dice)}"), ("Summary", None), ("Slug", None),
         ("Slug", f"slug-{dice.randint(1, 3)}"), ("Lang", "es"), ("Lang", None),
         ("Template", "page"), ("Template", None)]
    )  # fmt: skip
    return Edit("field", _a_text(site, dice, "posts"), key, value)


def _new(site: Site, dice: Dice) -> Edit:
    number = dice.randint(1, 6)
    if site.kind == "whole" and dice.random() < 0.6:
        name, text = dice.choice(SHOWERS)
    elif site.kind != "whole" and dice.random() < 0.2:
        name, text = "posts/n{n}.rst", "{words}\n{line}\n\n:date: {date}\n\nText.\n"
    elif dice.random() < 0.2:
        name, text = "pages/n{n}.md", "Title: {words}\n\n{text}\n"
    else:
        name, text = "posts/n{n}.md", "Title: {words}\nDate: {date}\nTags: {tags}\n\n{text}\n"
    values = {
        "n": number, "words": words(dice).replace("<b>", "b"), "line": "#" * 60,
        "date": dice.choice(DATES[:4]),
        "tags": dice.choice(TAGS[:-1]), "text": _paragraph(site, dice),
    }  # fmt: skip
    return Edit("write", f"content/{name.format(**values)}", text.format(**values))


def _delete(site: Site, dice: Dice) -> Edit:
    return Edit("delete", _a_text(site, dice, ending=dice.choice([".md", ".md", ".rst", ".png"])))


def _rename(site: Site, dice: Dice) -> Edit:
    name = _a_text(site, dice)
    return Edit("rename", name, re.sub(r"[^/]+\.md$", f"r{dice.randint(1, 3)}.md", name))


def _restore(site: Site, dice: Dice) -> Edit:
    return Edit("restore", f"content/{dice.choice(sorted(CONTENT[site.kind]))}")


def _trail(site: Site, dice: Dice) -> Edit | None:
    below, entries = dice.choice([*TRAILS.items()])
    names = [it for it in site.texts(below) if not it.endswith("shower.md")]
    return Edit("trail", dice.choice(names), dice.choice(entries)) if names else None


def _field(site: Site, dice: Dice) -> Edit | None:
    below, key, values = dice.choice(WHOLE_ONLY)
    names = site.texts(below)
    return Edit("field", dice.choice(names), key, dice.choice(values)) if names else None


def _break(site: Site, dice: Dice) -> Edit:
    if dice.random() < 0.4:
        return Edit("field", _a_text(site, dice), *dice.choice(
            [("Date", "soon"), ("Compnay", "x"), ("Slug", "keys"), ("Status", "gone")]
        ))  # fmt: skip
    return Edit("append", _a_text(site, dice), dice.choice(BREAKS))


def _card(site: Site, dice: Dice) -> Edit | None:
    if site.kind == "plain":
        return None
    name = f"private/cards/c{dice.randint(1, 2)}.md"
    if site.read(name) and dice.random() < 0.6:
        return Edit("delete", name)
    return Edit("write", name, dice.choice(CARDS))


def _picture(_: Site, dice: Dice) -> Edit:
    name = dice.choice(["dot", "other", "new"])
    return Edit(
        "write", f"content/images/{name}.png", png(dice.randint(2, 24), dice.randint(0, 255))
    )


TEXT_CHOICES: dict[str, tuple[float, Callable[[Site, Dice], Edit | None]]] = {
    "title": (6, _title), "body": (8, _body), "quiet": (6, _quiet), "tags": (5, _tags),
    "date": (5, _date), "status": (4, _status), "filed": (6, _filed), "new": (7, _new),
    "delete": (4, _delete), "rename": (3, _rename), "restore": (4, _restore),
    "trail": (5, _trail), "field": (5, _field), "break": (3, _break), "picture": (2, _picture),
    "card": (2, _card),
}  # fmt: skip
"""By name how often it is to come, and what gives one; None where there is none now."""
