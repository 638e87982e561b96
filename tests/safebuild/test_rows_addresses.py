"""Rows of bad-inputs.md: each thing has an address of its own, inside the site."""

from __future__ import annotations

import pytest
from safesite import post

GOOD = {"posts/good.md": post("Good")}
PAGE = "Title: {title}\n{more}\n\nText.\n"
LEAD = "Title: Clerk\nCompany: Acme\nDate: 2009-08-05\nTags: {tags}\n\nText.\n"


def page(title="About", more="Summary: x"):
    return PAGE.format(title=title, more=more)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        # The same slug, from two files' names or keys.
        (
            {"posts/2009-08-05-a.md": post("A"), "posts/2009-08-06-a.md": post("B")},
            ("posts/2009-08-06-a.md", "same address as posts/2009-08-05-a.md"),
        ),
        (
            {"posts/a.md": post("A"), "posts/b.md": post("B", "Slug: a")},
            ("posts/b.md", "same address as posts/a.md"),
        ),
        # A page where the site has one of its own.
        (
            {"pages/tags.md": page("Tags")},
            ("pages/tags.md", "same address as the site's own page “tags”"),
        ),
        ({"pages/leads.md": page("Leads")}, ("leads/index.html",)),
        (
            {"pages/a.md": page("Home", "Save_as: index.html")},
            ("pages/a.md:2", "the site's own page “index”"),
        ),
        # Save_as on another page.
        (
            {"pages/a.md": page(), "pages/b.md": page("B", "Save_as: a/index.html")},
            ("pages/b.md:2", "same address as pages/a.md"),
        ),
        (
            {"posts/a.md": post("A"), "pages/b.md": page("B", "Save_as: posts/a/index.html")},
            ("same address as",),
        ),
        # A copied file over a page, and over another copied file.
        (
            {"images/posts/good/index.html": "<p>mine"},
            ("images/posts/good/index.html", "same address as posts/good.md"),
        ),
    ],
    ids=lambda value: "",
)
def test_two_things_on_one_address(refused, files, words):
    settings = {}
    if "images/posts/good/index.html" in files:
        path = "images/posts/good/index.html"
        settings["EXTRA_PATH_METADATA"] = {path: {"path": "posts/good/index.html"}}
    refused({**GOOD, **files}, *words, **settings)


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("posts", "Slug: ../../x"),
        ("posts", "Save_as: ../../x.html"),
        ("pages", "Save_as: /tmp/x.html"),
        ("pages", "Slug: ../x"),
    ],
)
def test_an_address_outside_of_the_site(refused, kind, line):
    refused(
        {**GOOD, f"{kind}/bad.md": post("Bad", line)},
        f"content/{kind}/bad.md:3",
        line,
        "outside of the output folder",
    )


def test_tags_that_differ_by_signs_only_have_pages_and_feeds_of_their_own(build):
    site = build(
        {
            "posts/a.md": post("A", "Tags: C++, C#, C, .NET, R&D"),
            "leads/a.md": LEAD.format(tags="C++, C#"),
        }
    )
    assert site.status == 0, site.said
    slugs = ("c-plus-plus", "c-sharp", "c", "dot-net", "r-and-d")
    assert [slug for slug in slugs if not site.exists(f"tags/{slug}/")] == []
    assert len(site.feed("tags/c-plus-plus").entries) == 2
    assert len(site.feed("tags/c").entries) == 1
    hrefs = site.page("leads/").xpath("//main//a/@href")
    assert {"/leads/tag/c-plus-plus/", "/leads/tag/c-sharp/"} <= set(hrefs)


def test_tags_that_would_share_a_page_are_named_both(refused):
    said = refused(
        {
            "posts/a.md": post("A", "Tags: Café"),
            "posts/b.md": post("B", "Tags: Cafe"),
            "leads/c.md": LEAD.format(tags="Cafe!"),
        },
        "posts/b.md:3:7",
        "has the same address as “",
        "posts/a.md",
    )
    assert "2 problems in 2 files" in said


def test_two_spellings_of_one_tag_are_one(build):
    site = build(
        {"posts/a.md": post("A", "Tags: Job club"), "posts/b.md": post("B", "Tags: job-club")}
    )
    assert site.status == 0, site.said
    assert len(site.feed("tags/job-club").entries) == 2


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"posts/a.md": post("A", "Tags: 🍰")}, ("posts/a.md:3:7", "gives no address")),
        ({"leads/a.md": LEAD.format(tags="🍰")}, ("leads/a.md:4", "gives no address")),
        ({"posts/🍰.md": post("🍰")}, ("posts/🍰.md", "gives no address")),
        ({"posts/a.md": post("A", f"Tags: {'t' * 300}")}, ("posts/a.md:3", "too long")),
        ({"posts/a.md": post("A", f"Slug: {'s' * 300}")}, ("posts/a.md:3", "longer than")),
    ],
    ids=["tag", "lead's tag", "title", "long tag", "long slug"],
)
def test_what_gives_no_address(refused, files, words):
    refused(files, *words)


def test_a_long_title_is_fine(build):
    site = build({"posts/a.md": post("Long " * 80)})
    assert site.status == 0, site.said
    assert site.exists("posts/a/")


def test_a_page_that_is_gone_is_gone(build):
    build({**GOOD, "posts/other.md": post("Other", "Tags: rare"), "images/x.txt": "x"})
    site = build()
    assert site.exists("posts/other/")
    kept = (site.output / "posts/good/index.html").stat().st_mtime_ns
    (build.content / "posts/other.md").unlink()
    (build.content / "images/x.txt").unlink()
    (site.output / "CNAME").write_text("nora.example")
    site = build(OUTPUT_RETENTION=["CNAME"])
    assert site.status == 0, site.said
    left = {name for name in site.files() if "other" in name or "rare" in name or "x.txt" in name}
    assert left == set()
    assert site.text("CNAME") == "nora.example"
    assert (site.output / "robots.txt").stat().st_mtime_ns < kept + 60_000_000_000


def test_a_build_without_changes_writes_nothing(build):
    files = {**GOOD, "images/x.txt": "x"}
    first = {p: p.stat().st_mtime_ns for p in build(files).output.rglob("*")}
    again = build(DELETE_OUTPUT_DIRECTORY=True)
    assert again.status == 0, again.said
    assert {p: p.stat().st_mtime_ns for p in again.output.rglob("*")} == first
