"""Quick Markdown is Markdown: the same HTML, and the same left on the parser, byte for byte."""

from __future__ import annotations

import random
import re
from xml.etree.ElementTree import Element

import markdown
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.blockprocessors import BlockProcessor, HashHeaderProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor, LinkInlineProcessor, Pattern
from markdowns import BLOCKS, EXTENSIONS, SPANS, converted, options, texts

from fastbuild.quickmarkdown import VERSIONS, quicken
from fastbuild.quickpatterns import DIGEST
from fastbuild.quickspans import Spans
from sitebuilder import ROOT

PELICANS = {
    "extensions": ["codehilite", "extra", "meta"],
    "extension_configs": {"codehilite": {"css_class": "highlight"}},
    "output_format": "html5",
}
EVERYTHING = {"extensions": [*EXTENSIONS], "output_format": "html"}

# Side by side: found in one pass.
BESIDE = (
    "Of *em*, **strong** and `code`, [a link](/b) too.", "*a*", "`a`", "[a](b)", "*a*b*c*",
    "(*a*)**b**", "`*a* [b](c)`", "`a [b` c](d)", "[a]( b c )", "[](a_b)", "`x` [a](b)",
    "a\n*b\nc* `d`", "“*a*”", "*a* ] ( )",
)  # fmt: skip
# In each other, or with something else: as upstream does it.
NESTED = (
    "*a `b`*", "*a [b](c)*", "[*a*](b)", "[a `b`](c)", "**a *b* c**", "***a***", "*a**", "**a*b",
    "`a``b`", "``a`b``", "[a](b(c))", "[a](b 'c')", "[a](<b>)", "![a](b) *c*", "!`a` [b]",
    "\\*a* *b*", "_a_ *b*", "* a*", "*a *", "[a [b](c)", "*a* b*", "`a` b`", "*a_b*", "[a_b](c)",
)  # fmt: skip


def same(given: dict, *given_texts: str) -> None:
    """Compare parsers that convert one text after the other."""
    plain, quick = Markdown(**given), quicken(Markdown(**given))
    for text in given_texts:
        assert converted(quick, text) == converted(plain, text), (given, text)


def test_the_parts_of_this_version_are_known():
    # If not, look through what has changed in them before you add the version.
    assert VERSIONS.get(markdown.__version__) == DIGEST
    parser = quicken(Markdown(**EVERYTHING))
    parts = [parser.parser, *parser.preprocessors, *parser.inlinePatterns, *parser.treeprocessors]
    assert sum(type(part).__module__.startswith("fastbuild.") for part in parts) > 15


@given(options, st.lists(texts, min_size=1, max_size=3))
def test_the_same(given, several):
    same(given, *several)


@pytest.mark.slow
@settings(max_examples=2500, suppress_health_check=[HealthCheck.too_slow])
@given(options, st.lists(texts, min_size=1, max_size=4))
def test_the_same_of_many(given, several):
    same(given, *several)


@pytest.mark.parametrize("given", [PELICANS, EVERYTHING, {}], ids=["pelican", "all", "none"])
def test_each_thing_alone_and_beside_each_other(given):
    chance = random.Random(7)  # noqa: S311 (the same each time)
    every = [*SPANS, *BLOCKS]
    ends = ("", " ", "\n", "\n\n")
    pairs = [f"{one}{chance.choice(ends)}{chance.choice(every)}" for one in every]
    inside = [f"a {span} b\n\n- {span}\n- {span}{span}\n\n> {span}\n\n# {span}" for span in SPANS]
    # What one text defines must not reach the next.
    same(given, *every, *pairs, *inside, *BESIDE, *NESTED)


def _sample() -> list[str]:
    files = [*(ROOT / "content").rglob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]
    return [file.read_text(encoding="utf-8") for file in sorted(files)]


@pytest.mark.parametrize("given", [PELICANS, EVERYTHING], ids=["pelican", "all"])
def test_texts_that_people_write(given):
    same(given, *_sample())


@pytest.mark.parametrize("given", [PELICANS, {}], ids=["pelican", "none"])
def test_what_lies_side_by_side_is_found_in_one_pass(given, monkeypatch):
    found = {}
    find = Spans.find
    monkeypatch.setattr(Spans, "find", lambda self, text: found.setdefault(text, find(self, text)))
    same(given, *BESIDE, *NESTED)
    assert [text for text in BESIDE if not found.get(text)] == []
    assert [text for text in NESTED if found.get(text)] == []


def test_an_address_of_much_space_that_never_ends():
    # In the time that upstream takes, or this test would last for minutes.
    same({}, "a [b](" + " " * 100_000 + "c", "a [b](" + " " * 100_000 + "c) *d*")


def test_what_was_found_before_is_not_looked_at_again():
    same({}, ")`c` *******`[a](b) \\``.*\n**b**![a](b)*a*_.")


@pytest.mark.parametrize("change", [
    lambda md: md.delimiters.add("*", "b,i"), lambda md: md.delimiters.add("*", "sub"),
    lambda md: md.delimiters.add("*", "b,i", smart=True), lambda md: md.delimiters.add("~", "del"),
    lambda md: md.delimiters.remove("_"), lambda md: md.inlinePatterns.deregister("escape"),
    lambda md: md.inlinePatterns.deregister("backtick"),
    lambda md: md.inlinePatterns.register(md.inlinePatterns["link"], "link", 30),
    lambda md: setattr(md.inlinePatterns["backtick"], "tag", "kbd"),
    lambda md: setattr(md.inlinePatterns["link"], "ANCESTOR_EXCLUDES", ["p"]),
])  # fmt: skip
def test_side_by_side_for_patterns_that_were_changed(change):
    class Changed(Extension):
        def extendMarkdown(self, md):  # noqa: N802
            change(md)

    same({"extensions": [Changed()]}, *BESIDE, *NESTED)
    same({"extensions": ["extra", "toc", Changed()]}, *BESIDE, *NESTED, "# a\n\n[TOC]", "# *a*")


def test_what_lies_deep():
    for depth in (20, 60, 150, 400):
        for mark in (
            ">",
            "- ",
            "    ",
            "> - ",
            "*",
            "[",
            "<div>",
            "1. ",
            "_a ",
            "![",
            "`",
            "(",
            "\\",
        ):
            same(PELICANS, mark * depth + " a", mark * depth + "a" + mark[::-1] * depth)


class Highlighted(InlineProcessor):
    def handleMatch(self, m, _data):  # noqa: N802
        element = Element("mark")
        element.text = m[1]
        return element, m.start(0), m.end(0)


class Old(Pattern):
    def handleMatch(self, m):  # noqa: N802
        element = Element("u")
        element.text = m[2]
        return element


class NoLinksInHeadings(LinkInlineProcessor):
    ANCESTOR_EXCLUDES = ("h1", "strong")


class Shouting(BlockProcessor):
    def test(self, _parent, _block):
        return True

    def run(self, _parent, blocks):
        blocks[0] = blocks[0].replace("quiet", "> loud")
        return False


class Own(Extension):
    """Parts of somebody else's, among upstream's."""

    def extendMarkdown(self, md):  # noqa: N802
        md.inlinePatterns.register(Highlighted(r"==(.+?)==", md), "mark", 65)
        md.inlinePatterns.register(Old(r"\+\+(.+?)\+\+", md), "old", 66)
        md.inlinePatterns.register(NoLinksInHeadings(r"\[", md), "link", 160)
        md.parser.blockprocessors.register(Shouting(md.parser), "shout", 72)
        md.delimiters.add("~", "sub,del")
        md.delimiters.add("^", "sup")


MIXED = (
    "==a==", "++b++", "++==c==++", "[l](m)", "# [l](m)", "quiet", "~s~", "~~d~~", "^up^", "text",
    "**[l](m)**", "*a* ==[x](y)==", "\n\n", "\n", " ",
)  # fmt: skip


@given(st.lists(st.sampled_from(MIXED), max_size=12).map("".join))
def test_beside_parts_of_somebody_else(text):
    same({"extensions": ["extra", Own()]}, text)


def test_a_part_that_was_changed_stays_as_it_is(monkeypatch):
    parser = Markdown()
    parser.inlinePatterns["link"].getLink = lambda data, index: ("/mine", None, len(data), True)
    assert quicken(parser).convert("[a](b)") == '<p><a href="/mine">a</a></p>'
    other = re.compile(r"(?:^|\n)(?P<level>[=]{1,6})[ ]+(?P<header>.*?)(?:\n|$)")
    monkeypatch.setattr(HashHeaderProcessor, "RE", other)
    assert quicken(Markdown()).convert("#tag\n\n= Head") == "<p>#tag</p>\n<h1>Head</h1>"
    monkeypatch.undo()
    changed = LinkInlineProcessor.getText
    monkeypatch.setattr(
        LinkInlineProcessor, "getText", lambda *them: ("own", *changed(*them)[1:]), raising=True
    )
    assert quicken(Markdown()).convert("[a](b)") == '<p><a href="b">own</a></p>'


def test_another_version_does_without(monkeypatch):
    monkeypatch.setattr(markdown, "__version__", "3.999")
    parser = quicken(Markdown(**EVERYTHING))
    assert {type(part).__module__ for part in parser.inlinePatterns} <= {
        "markdown.inlinepatterns", "markdown.extensions.footnotes", "markdown.extensions.wikilinks",
        "markdown.extensions.legacy_em",
    }  # fmt: skip
