"""How the pages are laid out: lines, widths, and that nothing moves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sitebuilder import SiteBuilder
from siteserver import make_server, serving
from tools.hardsite import hard_files
from tools.screenshots import kinds

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LINES = """() => [...document.querySelectorAll(".prose > p")].flatMap(block => {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    const lines = [];
    let bottom = -1;
    while (walker.nextNode()) {
        for (let at = 0; at < walker.currentNode.length; at++) {
            range.setStart(walker.currentNode, at);
            range.setEnd(walker.currentNode, at + 1);
            const box = range.getBoundingClientRect();
            if (!box.width) continue;
            if (box.top > bottom) lines.push(0);
            if (box.top > bottom) bottom = box.bottom - 4;
            lines[lines.length - 1]++;
        }
    }
    return lines.slice(0, -1);
})"""

SHIFT = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => list.getEntries().forEach(one => sum += one.value))
        .observe({type: "layout-shift", buffered: true});
    requestAnimationFrame(() => setTimeout(() => done(sum), 100));
})"""

WIDTH = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_a_line_of_a_post_has_60_to_75_letters(visit):
    lines = visit("posts/lead-is-worth-nothing/", viewport={"width": 1280, "height": 900}).evaluate(
        LINES
    )
    assert len(lines) > 20
    full = sorted(lines)[len(lines) // 2 :]  # the others end early, before a long word
    assert 60 <= sum(full) / len(full) <= 75
    assert max(lines) <= 78


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_moves_while_a_page_loads(visit, published, width):
    page = visit("", viewport={"width": width, "height": 900})
    moved = {"": page.evaluate(SHIFT)}
    for url in ("posts/job-shower/", "leads/bindery-helper/", "showers/nora/"):
        page.goto(f"{published.address}/{url}")
        moved[url] = page.evaluate(SHIFT)
    assert set(moved.values()) == {0}, moved


@pytest.fixture(scope="module")
def hard_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The site that is hard to lay out, on a server."""
    site = SiteBuilder(tmp_path_factory.mktemp("hard"))(hard_files())
    assert site.status == 0, site.said
    with serving(make_server(site.output)) as address:
        yield address, site.output


@pytest.mark.parametrize(("width", "size"), [(320, 100), (640, 200)])
def test_no_page_of_either_site_scrolls_sideways(chromium, published, hard_site, width, size):
    wide = {}
    # A reader's own size of text comes from outside of the page, and of its policy.
    context = chromium.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    for address, output in ((published.address, published.folder), hard_site):
        for url in kinds(output).values():
            page.goto(f"{address}/{url}")
            if size != 100:
                page.add_style_tag(content=f":root {{ font-size: {size}% !important }}")
            if over := page.evaluate(WIDTH):
                wide[url] = over
    context.close()
    assert wide == {}
