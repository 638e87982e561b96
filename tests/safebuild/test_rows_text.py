"""Rows of bad-inputs.md: text that is cleaned, escaped, refused, or too much."""

from __future__ import annotations

import json
import re

import pytest
from lxml import etree
from safesite import post

GOOD = {"posts/good.md": post("Good")}
LEAD = "Title: {0}\nCompany: {0}\nDate: 2009-08-05\n{1}\nText.\n"


def test_control_characters_are_left_out_and_told(build):
    bad = "a\x00b\x08c\x0bd\x0ce\x1bf\ufffeg"
    site = build(
        {
            "posts/a.md": post(f"Post {bad}", f"Tags: {bad}") + f"\nBody {bad}\n",
            "leads/b.md": LEAD.format(f"Lead {bad}", f"Trail: 2009-08-06 claimed: {bad}\n"),
        }
    )
    assert site.status == 0, site.said
    for place in ("posts/a.md:1", "posts/a.md:3", "posts/a.md:7", "leads/b.md:1", "leads/b.md:4"):
        assert f"{place}: control characters" in site.said
    for name, data in site.files().items():
        if name.endswith((".html", ".xml")):
            assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe]", data.decode()), name
    assert "Post abcdefg" in site.words("posts/a/")
    assert {entry.title for entry in site.feed("everything").entries} >= {"Post abcdefg"}


def test_lone_surrogates_are_not_utf8(refused):
    refused(
        {**GOOD, "posts/bad.md": b"Title: A\nDate: 2009-08-05\n\nx \xed\xa0\x80\n"},
        "posts/bad.md:4",
        "not UTF-8",
    )


EVIL = """<script>alert("x")</script> & "quoted" 'x' <3 </b> ]]>"""
SITE = {
    "posts/a.md": post("A", f"Tags: {EVIL}\nSummary: short").replace("Title: A", f"Title: {EVIL}"),
    "leads/b.md": LEAD.format(
        EVIL,
        f"Via: {EVIL}\nLocation: {EVIL}\nTags: {EVIL}\nTrail: 2009-08-06 claimed: {EVIL}\n",
    ),
    "showers/nora/shower.md": f"Title: {EVIL}\nSeeker: Nora Whitfield\nDate: 2009-08-01\n"
    f"Role: {EVIL}\nTargets: {EVIL}\n\nText.\n",
    "showers/nora/w.md": f"Title: {EVIL}\nKind: advice\nDate: 2009-08-02\nDone-When: {EVIL}\n\n.\n",
    "events/e.md": f"Title: {EVIL}\nStart: 2009-09-03 18:00\nLocation: {EVIL}\n\nText.\n",
    "network/m.md": f"Title: {EVIL}\nConsent: 2009-06-01\nMet: {EVIL}\n\nText.\n",
    "roundups/2009-w32.md": f"Title: {EVIL}\nGoals: [ ] {EVIL}\n\nText.\n",
}


@pytest.mark.parametrize("settings", [{}, {"REPLY_TO": "https://form.example/?a={title}&b={url}"}])
def test_text_is_escaped_once_everywhere(build, settings):
    site = build(SITE, **settings)
    assert site.status == 0, site.said
    shown = set()
    for name, data in site.files().items():
        text = data.decode("utf-8", "replace")
        if name.endswith(".html"):
            assert "<script>alert" not in text, name
            assert "&amp;lt;" not in text, name
            assert "&amp;quot;" not in text, name
            page = site.page(name.removesuffix("index.html")) if "index" in name else None
            shown |= {name} if page is not None and EVIL in page.text_content() else set()
            for script in [] if page is None else page.xpath("//script[@type]/text()"):
                json.loads(script)
        elif name.endswith((".xml", ".svg", ".opml")):
            etree.fromstring(data)
    assert {"posts/a/index.html", "leads/b/index.html", "showers/nora/index.html"} <= shown
    assert {"events/index.html", "network/index.html", "leads/index.html"} <= shown
    for name in ("posts", "leads", "roundups", "showers/nora"):
        for form in ("atom", "rss"):
            assert "<script>" in site.feed(name, form).entries[0].title
    for href in site.page("showers/nora/").xpath("//a[contains(@href, 'mailto:')]/@href"):
        assert not re.search(r"[<>\"' ]", href)


@pytest.mark.parametrize(
    "files",
    [
        {"leads/bad.md": LEAD.format("A", "Posting: javascript:alert(1)\n")},
        {"leads/bad.md": LEAD.format("A", 'Posting: https://x.example/" onerror="x\n')},
        {"network/bad.md": "Title: A\nConsent: 2009-06-01\nSite: data:text/html,x\n\nText.\n"},
        {"events/bad.md": "Title: A\nStart: 2009-09-03\nLink: vbscript:x\n\nText.\n"},
    ],
    ids=["javascript", "onerror", "data", "vbscript"],
)
def test_links_that_run_something(refused, files):
    (name,) = files
    refused({**GOOD, **files}, f"content/{name}:", "→")


@pytest.mark.parametrize(
    ("front", "body", "words"),
    [
        ("", "[" * 20_000, ("posts/bad.md:6", "More than 100 brackets", "MAX_NESTING")),
        ("", "[[" * 60 + "x" + "\n[" * 30, ("More than 100",)),
        ("", ">" * 3_000 + " x", ("posts/bad.md:6", "More than 100")),
        ("", "word " * 2_100_000, ("bytes", "1,000,000 are allowed", "MAX_SOURCE_BYTES")),
        (
            "Tags: " + ", ".join(f"tag{n}" for n in range(2_000)),
            "x",
            ("posts/bad.md:3", "2,000 tags", "MAX_TAGS"),
        ),
    ],
    ids=["brackets", "brackets over lines", "quotations", "10 MB", "tags"],
)
def test_too_much(refused, front, body, words):
    refused({**GOOD, "posts/bad.md": post("Bad", front) + f"\n{body}\n"}, *words)


def test_too_long_a_trail(refused):
    trail = "\n    ".join(["2009-08-06 interview"] * 300)
    refused(
        {"leads/bad.md": LEAD.format("A", f"Trail: {trail}\n")},
        "leads/bad.md:4",
        "300 entries",
        "MAX_TRAIL",
    )


def test_too_slow_a_text(refused):
    text = "*a **b [c](d) " * 20_000
    refused(
        {**GOOD, "posts/bad.md": post("Bad") + f"\n{text}\n"},
        "posts/bad.md",
        "takes more than 0.1 seconds",
        "MAX_SOURCE_SECONDS",
        MAX_SOURCE_SECONDS=0.1,
    )
