"""Which edit comes next: at random, of those that the site can have."""

from __future__ import annotations

import re
from collections.abc import Callable

from editparts import (
    CODE,
    EVERYWHERE,
    IN_ARTICLES,
    OWN_PLUGINS,
    PATTERNS,
    SETTINGS,
    WHOLE_SETTINGS,
)  # fmt: skip
from edits import Edit, Site
from edittexts import TEXT_CHOICES, Dice, words

__all__ = ["CHOICES", "choose"]


Choices = dict[str, tuple[float, Callable[[Site, Dice], Edit | None]]]


def choose(
    site: Site, dice: Dice, failed: bool = False, choices: Choices | None = None
) -> tuple[str, Edit]:
    """The name of a choice, and an edit; after a build that `failed` rather one that mends."""
    choices = choices or CHOICES
    if failed and dice.random() < 0.7:
        return "mend", Edit("undo", dice.random() < 0.3)
    while True:
        (name,) = dice.choices([*choices], [weight for weight, _ in choices.values()])
        edit = choices[name][1](site, dice)
        if edit:
            return name, edit


def _snippet(site: Site, dice: Dice) -> str:
    snippets = [
        *EVERYWHERE,
        *(f"{{% if article is defined %}}{it}{{% endif %}}" for it in IN_ARTICLES),
    ]
    if site.kind == "whole":
        snippets += ["{{ leads|length }}", "{{ today }}", "{{ feeds|length }}",
                     "{{ leads|map(attribute='title')|join(', ') }}",
                     "{{ showers|map(attribute='title')|first }}"]  # fmt: skip
    return f"<p>{dice.choice(snippets)}</p>"


def _template(site: Site, dice: Dice) -> Edit:
    """Another last line of a template that others include or extend, or of one of our own."""
    name = dice.choice([
        "overrides/extend_footer.html", "overrides/note.html", "overrides/extend_footer.html",
        dice.choice(site.files("theme/templates/partials")),
    ])  # fmt: skip
    text = "" if name.startswith("overrides") else site.read(name)
    return Edit("write", name, f"{text}{_snippet(site, dice)}\n")


def _untemplate(site: Site, dice: Dice) -> Edit | None:
    names = site.files("overrides")
    return Edit("delete", dice.choice(names)) if names else None


def _macro(site: Site, dice: Dice) -> Edit | None:
    names = [it for it in site.files("theme/templates") if "macro" in it]
    name = dice.choice(names)
    found = re.findall(r"\{% macro \w+\([^)]*\) -?%\}", site.read(name))
    if not found:
        return None
    macro = dice.choice(found)
    return Edit("replace", name, macro, f"{macro}{dice.choice([*EVERYWHERE[:12], '1', ' '])}")


def _page_template(site: Site, dice: Dice) -> Edit:
    names = [it for it in site.files("theme/templates") if it.count("/") == 2]
    name = dice.choice(names)
    block = "{% block content %}"
    return Edit("replace", name, block, f"{block}\n{_snippet(site, dice)}")


def _asset(site: Site, dice: Dice) -> Edit:
    css = site.files("theme/static", ".css")
    if dice.random() < 0.3 or not css:
        return Edit(
            "write", f"theme/static/new-{dice.randint(1, 2)}.css", f"p {{ top: {dice.random()} }}"
        )
    if dice.random() < 0.5:
        return Edit("quiet", dice.choice(css), "color:", "coloR:")
    return Edit("append", dice.choice(css), f"p {{ margin: {dice.randint(1, 9)}px }}")


def _setting(site: Site, dice: Dice) -> Edit:
    settings = {**SETTINGS, **(WHOLE_SETTINGS if site.kind == "whole" else {})}
    name = dice.choice(sorted(settings))
    return Edit("setting", name, dice.choice(settings[name]))


def _today(site: Site, dice: Dice) -> Edit | None:
    if site.kind != "whole":
        return None
    return Edit(
        "setting", "TODAY", f'"2009-{dice.choice(["08-28", "08-29", "08-27", "09-01", "10-15"])}"'
    )


def _own_plugin(site: Site, dice: Dice) -> Edit:
    """A plugin that nobody knows, and a template that uses it; or another text of it."""
    footer = f"{_snippet(site, dice)}\n{dice.choice(PATTERNS)}"
    text = dice.choice(OWN_PLUGINS).replace("WORD", dice.choice(["one", "two", "three"]))
    return Edit(
        "several",
        Edit("write", "local/own.py", text),
        Edit("setting", "OWN", '["own"]'),
        Edit("write", "overrides/extend_footer.html", footer),
    )


def _unplug(_: Site, __: Dice) -> Edit:
    return Edit("setting", "OWN", "[]")


def _data(_: Site, dice: Dice) -> Edit:
    if dice.random() < 0.5:
        return Edit("environ", "EDITED", words(dice).replace("<b>", "b"))
    return Edit("write", "data/quote.txt", words(dice).replace("<b>", "b"))


def _code(site: Site, dice: Dice) -> Edit | None:
    """Our plugins from another folder, other code in them, and back."""
    if site.kind != "whole":
        return None
    if not site.files("plugins"):
        return Edit("take_plugins")
    if dice.random() < 0.2:
        return Edit("leave_plugins")
    return Edit(dice.choice(["replace", "quiet"]), *dice.choice(CODE))


def _touch(site: Site, dice: Dice) -> Edit:
    names = [*site.texts(), *site.files("theme"), "pelicanconf.py", *site.files("content/images")]
    return Edit("touch", dice.choice(names), dice.choice(["now", "later", "earlier"]))


def _undo(_: Site, dice: Dice) -> Edit:
    return Edit("undo", dice.random() < 0.3)


def _output(_: Site, dice: Dice) -> Edit:
    if dice.random() < 0.2:
        return Edit("lose", "output")
    return Edit("spoil", dice.choice(["delete", "change"]), dice.randrange(10**6))


def _cache(_: Site, dice: Dice) -> Edit:
    if dice.random() < 0.2:
        return Edit("lose", "cache")
    how = dice.choice(["flip", "cut", "swap", "delete"])
    return Edit("damage", how, dice.randrange(10**6))


CHOICES: Choices = {
    **TEXT_CHOICES,
    "template": (7, _template), "untemplate": (2, _untemplate), "macro": (3, _macro),
    "page_template": (3, _page_template), "asset": (3, _asset), "setting": (8, _setting),
    "today": (4, _today), "own_plugin": (4, _own_plugin), "unplug": (1, _unplug),
    "data": (3, _data), "code": (2, _code), "touch": (2, _touch), "undo": (5, _undo),
    "output": (2, _output), "cache": (2, _cache),
}  # fmt: skip
