"""A text's HTML is the same, whether it was converted now, before, or after others."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import slugify_unicode
from markdown.preprocessors import Preprocessor

from fastbuild import recipe
from fastbuild.conversions import Conversions, MarkdownStandIn
from fastbuild.recipe import Recipe
from fastbuild.store import Store

OPTIONS: dict[str, Any] = {
    "extensions": [
        "markdown.extensions.extra",
        "markdown.extensions.codehilite",
        "markdown.extensions.toc",
        "markdown.extensions.meta",
        "markdown.extensions.smarty",
    ],
    "extension_configs": {"markdown.extensions.codehilite": {"css_class": "highlight"}},
    "output_format": "html",
}
PARTS = (
    "# One\n\n## One\n", "Note[^1].\n\n[^1]: It is *so*.\n", "*[HTML]: Hyper\n\nHTML\n",
    "[a]: /b\n\n[a] and [c][a]\n", "    code\n", "```python\nx = 1\n```\n",
    "a | b\n--|:-:\n1 | 2\n",
    '<div markdown="1">\n*in*\n</div>\n', "Term\n:   said\n", "Title: x\nTags: y\n    z\n\nBody\n",
    "[TOC]\n\n# It\n", "“Quotes” and 'such' -- so...\n", "<b>raw\n", "{: .x }\n", "\u0000", "",
)  # fmt: skip
texts = st.lists(st.sampled_from(PARTS), max_size=5).map("\n".join)


def fresh(text: str, options: dict[str, Any]) -> tuple[str, Any, Any]:
    parser = Markdown(**options)
    return parser.convert(text), getattr(parser, "Meta", None), getattr(parser, "toc_tokens", None)


def quick(conversions: Conversions, text: str) -> tuple[str, Any, Any]:
    parser = MarkdownStandIn(conversions)
    return parser.convert(text), getattr(parser, "Meta", None), getattr(parser, "toc_tokens", None)


@settings(max_examples=30)
@given(st.lists(texts, max_size=6))
def test_one_after_the_other_is_as_each_on_its_own(given):
    conversions = Conversions(OPTIONS, Recipe(OPTIONS), None)
    for text in (*given, *given):
        assert quick(conversions, text) == fresh(text, OPTIONS)


def test_the_second_build_converts_nothing(tmp_path):
    for missed in (len(set(PARTS)), 0):
        store = Store(tmp_path / "kept", 10**6)
        conversions = Conversions(OPTIONS, Recipe(OPTIONS), store)
        assert [quick(conversions, text) for text in PARTS] == [fresh(t, OPTIONS) for t in PARTS]
        assert conversions.missed == missed
        conversions.save()
        store.close()


def test_the_texts_of_the_last_build_are_read_at_once(tmp_path, monkeypatch):
    texts = [f"Text *{n}*" for n in range(30)]
    asked = []
    get = Store.get
    monkeypatch.setattr(Store, "get", lambda store, keys: asked.append(1) or get(store, keys))
    for _ in range(2):
        store = Store(tmp_path / "kept", 10**6)
        conversions = Conversions(OPTIONS, Recipe(OPTIONS), store)
        asked.clear()
        assert [quick(conversions, text) for text in texts] == [fresh(t, OPTIONS) for t in texts]
        conversions.save()
        store.close()
    assert len(asked) < len(texts) / 2
    assert conversions.missed == 0


def test_a_preprocessor_that_is_switched_off_is_off():
    parser = MarkdownStandIn(Conversions(OPTIONS, Recipe(OPTIONS), None))
    text = "Title: x\n\nBody"
    with_it = parser.convert(text)
    parser.preprocessors.deregister("meta")
    assert "Title" not in with_it
    assert "Title" in parser.convert(text)


def other(**changes: Any) -> dict[str, Any]:
    return OPTIONS | changes


@pytest.mark.parametrize(
    "options",
    [
        other(output_format="xhtml"),
        other(extensions=OPTIONS["extensions"][:-1]),
        other(extension_configs={"markdown.extensions.toc": {"slugify": slugify_unicode}}),
        other(tab_length=2),
    ],
)
def test_another_setting_is_another_key(options):
    keys = {Recipe(it).key("text", frozenset()) for it in (OPTIONS, options)}
    assert len(keys) == 2
    assert Recipe(options).key("text", frozenset()) == Recipe(options).key("text", frozenset())


def test_ids_that_are_counted_make_a_parser_one_for_one_text():
    options = other(extension_configs={"markdown.extensions.footnotes": {"UNIQUE_IDS": True}})
    options["extensions"] = [*OPTIONS["extensions"], "markdown.extensions.footnotes"]
    conversions = Conversions(options, Recipe(options), None)
    note = "Note[^1].\n\n[^1]: It is so.\n"
    assert quick(conversions, note) == fresh(note, options)
    assert quick(conversions, note + "x") == fresh(note + "x", options)


def test_a_kept_recipe_needs_no_parser(tmp_path, monkeypatch):
    store = Store(tmp_path / "kept", 10**6)
    first, second = Recipe(OPTIONS, store), Recipe(OPTIONS)
    monkeypatch.setattr(recipe, "new_parser", None)
    third = Recipe(OPTIONS, store)
    store.close()
    assert first.key("text", frozenset()) == second.key("text", frozenset())
    assert vars(first) == vars(second) == vars(third)


def test_a_recipe_is_not_kept_when_a_package_is_installed(tmp_path, monkeypatch):
    packages = tmp_path / "site-packages"
    packages.mkdir()
    monkeypatch.syspath_prepend(str(packages))
    store = Store(tmp_path / "kept", 10**6)
    asked = []
    parser = recipe.new_parser
    monkeypatch.setattr(recipe, "new_parser", lambda **it: asked.append(it) or parser(**it))
    for name in ("", "", "toc.py"):
        if name:
            (packages / name).write_text("")
        assert Recipe(OPTIONS, store).pure
    store.close()
    assert len(asked) == 2


class Shouting(Preprocessor):
    path = ""

    def run(self, lines: list[str]) -> list[str]:
        return [Path(self.path).read_text().upper() if self.path else "loud", *lines]


class ShoutingExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.preprocessors.register(Shouting(md), "shouting", 1)


@pytest.fixture
def shouting(tmp_path):
    """An extension in a module of its own."""
    module = ModuleType("shouting")
    path = tmp_path / "shouting.py"
    path.write_text("# the code\n")
    module.__file__ = str(path)
    sys.modules["shouting"] = module
    module.ShoutingExtension = ShoutingExtension
    names = Shouting.__module__
    Shouting.__module__ = ShoutingExtension.__module__ = "shouting"
    yield other(extensions=[ShoutingExtension()])
    Shouting.__module__ = ShoutingExtension.__module__ = names
    Shouting.path = ""
    ShoutingExtension.pure = False
    del sys.modules["shouting"]


def converted(options: dict[str, Any], path: Path) -> tuple[str, int]:
    store = Store(path, 10**6)
    conversions = Conversions(options, Recipe(options), store)
    html = quick(conversions, "text")[0]
    conversions.save()
    store.close()
    return html, conversions.missed


def test_what_an_unknown_extension_makes_is_not_kept(shouting, tmp_path):
    for _ in range(2):
        assert converted(shouting, tmp_path / "kept") == ("<p>loud\ntext</p>", 1)


def test_what_a_pure_extension_makes_is_kept_as_long_as_its_code(shouting, tmp_path):
    ShoutingExtension.pure = True
    assert [converted(shouting, tmp_path / "kept")[1] for _ in range(2)] == [1, 0]
    (tmp_path / "shouting.py").write_text("# other code\n")
    assert [converted(shouting, tmp_path / "kept")[1] for _ in range(2)] == [1, 0]


def test_what_comes_from_a_file_is_not_kept(shouting, tmp_path):
    ShoutingExtension.pure = True
    Shouting.path = str(tmp_path / "words")
    for word in ("one", "two"):
        (tmp_path / "words").write_text(word)
        assert converted(shouting, tmp_path / "kept") == (f"<p>{word.upper()}\ntext</p>", 1)
