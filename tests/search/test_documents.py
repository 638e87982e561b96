"""What is indexed: marked pages, and the parts of them that are results of their own."""

from __future__ import annotations

import lxml.html

from search.documents import documents

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>Nora</title></head><body>
<main data-pagefind-body><h1>Nora’s shower</h1>
<article id="ä &amp; b" data-search-part data-pagefind-filter="kind:Wish">
<h2>A gray jacket</h2></article>
After it.
<article id="other" data-search-part lang="es"><h2>Una chaqueta</h2></article>
</main></body></html>"""


def page(text):
    return f'<html lang="en"><body><main{text}><h1>A</h1></main></body></html>'.encode()


def test_of_marked_pages_and_others_only_the_marked_ones():
    pages = {"a.html": page(" data-pagefind-body"), "b.html": page("")}
    assert documents(pages, {"b.html"}) == {"a.html": pages["a.html"]}


def test_where_no_page_is_marked_the_texts():
    pages = {"a.html": page(""), "tags/b/index.html": page("")}
    assert documents(pages, {"a.html", "gone.html"}) == {"a.html": pages["a.html"]}


def test_a_part_is_a_page_of_its_own_with_its_address():
    found = documents({"showers/nora/index.html": PAGE.encode()}, (), "/blog")

    assert list(found) == [
        "showers/nora/index.1.html",
        "showers/nora/index.2.html",
        "showers/nora/index.html",
    ]
    first, second, whole = (lxml.html.fromstring(data.decode()) for data in found.values())
    assert first.xpath("//body[@data-pagefind-body]/@data-pagefind-meta") == [
        "url:/blog/showers/nora/#ä & b"
    ]
    assert first.xpath("//article/@data-pagefind-filter") == ["kind:Wish"]
    assert (first.get("lang"), second.get("lang"), whole.get("lang")) == ("en", "es", "en")
    assert first.text_content().split() == ["A", "gray", "jacket"]
    assert whole.text_content().split() == ["Nora", "Nora’s", "shower", "After", "it."]


def test_a_page_may_be_nothing_but_parts():
    data = PAGE.replace(" data-pagefind-body", "").encode()
    assert list(documents({"events.html": data}, ())) == ["events.1.html", "events.2.html"]
