"""The search of a whole site: its page, its index, and what happens without Pagefind."""

from __future__ import annotations

import gzip
import json

import pytest

POST = "Title: {}\nDate: 2009-08-05\nTags: press\n\n{}\n"


def fragments(site):
    """What the index says of each page, by address."""
    found = {}
    for name, data in site.files().items():
        if name.endswith(".pf_fragment"):
            page = json.loads(gzip.decompress(data).removeprefix(b"pagefind_dcd"))
            found[page["meta"].get("url") or page["url"]] = page
    return found


def test_posts_leads_and_wishes_are_found_at_their_own_address(build):
    shower = "Title: Nora’s shower\nSeeker: Nora\nDate: 2009-08-01\n\nAn office job.\n"
    wish = "Title: A gray jacket\nKind: thing\nDate: 2009-08-02\n\nSize ten.\n"
    lead = "Title: Clerk\nCompany: Acme\nDate: 2009-08-03\nTrail: 2009-08-04 filled\n\nFiling.\n"
    site = build(
        {
            "posts/one.md": POST.format("One", "A ledger."),
            "posts/draft.md": "Status: draft\n" + POST.format("Draft", "Not yet."),
            "leads/2009-08-03-clerk.md": lead,
            "showers/nora/shower.md": shower,
            "showers/nora/jacket.md": wish,
        },
        SITEURL="https://nora.example/blog",
    )
    assert site.status == 0, site.said
    found = fragments(site)
    parts = [url for url in found if "#" in url]
    assert {"/posts/one/", "/leads/clerk/", "/showers/nora/"} < set(found)
    assert not [url for url in found if "draft" in url]
    (address,) = parts
    path, anchor = address.split("#")
    assert path == "/blog/showers/nora/"
    assert site.page("showers/nora/").xpath("//*[@id=$id]", id=anchor)
    jacket = found[address]
    assert jacket["meta"]["title"] == "A gray jacket"
    assert jacket["filters"] == {"kind": ["Wish"], "status": ["Open"]}
    assert "Size ten." in jacket["content"]
    assert "Size ten." not in found["/showers/nora/"]["content"]
    assert found["/leads/clerk/"]["meta"]["title"] == "Clerk at Acme"
    assert found["/leads/clerk/"]["filters"] == {"kind": ["Lead"], "status": ["Closed"]}
    assert found["/posts/one/"]["meta"]["day"] == "5 August 2009"


def test_the_page_offers_archives_and_tags_without_javascript(build):
    site = build({"posts/one.md": POST.format("One", "A ledger.")})
    links = site.page("search/").xpath("//main//a/@href")
    assert {"/archives/", "/archives/2009/", "/tags/press/"} <= set(links)
    assert site.page("search/").xpath("//noscript")
    assert "https://nora.example/search/" in site.text("sitemap.xml")


def test_without_pagefind_the_site_is_whole_and_says_so(build, tmp_path):
    (tmp_path / "pagefind_bin.py").write_text("raise ImportError\n")
    site = build(
        {"posts/one.md": POST.format("One", "A ledger.")},
        env={"PYTHONPATH": str(tmp_path), "PATH": str(tmp_path)},
    )
    assert site.status == 0, site.said
    assert "There is no Pagefind for this machine" in site.said
    page = site.page("search/")
    assert not page.xpath("//script[@src] | //noscript | //*[@data-index]")
    assert "/archives/" in page.xpath("//main//a/@href")
    assert not [name for name in site.files() if name.startswith("pagefind/")]


def test_a_failing_pagefind_is_a_problem_and_no_traceback(build, tmp_path):
    (tmp_path / "pagefind_bin.py").write_text("raise ImportError\n")
    program = tmp_path / "pagefind"
    program.write_text("#!/bin/sh\necho 'Out of luck' >&2\nexit 1\n")
    program.chmod(0o755)
    site = build(
        {"posts/one.md": POST.format("One", "A ledger.")},
        env={"PYTHONPATH": str(tmp_path), "PATH": str(tmp_path)},
    )
    assert site.status == 1
    assert "The search index could not be made: Out of luck" in site.said
    assert "SEARCH = False" in site.said
    assert not site.output.exists()


def test_without_a_search_there_is_no_page_for_it_and_no_link(build):
    site = build({"posts/one.md": POST.format("One", "A ledger.")}, SEARCH=False)
    assert site.status == 0, site.said
    assert not [name for name in site.files() if name.startswith(("search/", "pagefind/"))]
    for name, data in site.files().items():
        assert b'href="/search/' not in data, name
    assert "search/" not in site.text("sitemap.xml")


def test_an_ordinary_blog_has_its_posts_indexed(build, tmp_path):
    theme = tmp_path / "theme" / "templates"
    theme.mkdir(parents=True)
    names = "index tags categories authors archives period_archives tag category author"
    for name in names.split():
        (theme / f"{name}.html").write_text("<html lang=en><body><h1>List</h1></body></html>")
    text = "<nav>Menu</nav><h1>{{ article.title }}</h1>{{ article.content }}"
    (theme / "article.html").write_text(f"<html lang=en><body>{text}</body></html>")
    site = build(
        {"posts/one.md": POST.format("One", "A ledger.")},
        THEME=str(tmp_path / "theme"),
        PLUGINS=["search"],
        PELICAN_CLASS="pelican.Pelican",
        PAGE_URL="{slug}.html",
    )
    assert site.status == 0, site.said
    (page,) = fragments(site).values()
    assert (page["url"], page["meta"]["title"]) == ("/posts/one/", "One")
    assert "Menu" not in page["content"]


@pytest.mark.parametrize("wrong", [{"SEARCH": "yes"}, {"SEARCH_INDX": "x"}])
def test_a_wrong_setting_is_told(build, wrong):
    site = build({"posts/one.md": POST.format("One", "A ledger.")}, **wrong)
    assert site.status == 1
    assert next(iter(wrong)) in site.said
