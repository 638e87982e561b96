"""The search, as somebody uses it in a browser."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def found(page):
    """Titles and addresses of what is listed."""
    links = page.locator("[data-index] ol > li > a:first-child")
    return links.evaluate_all("all => all.map(one => [one.textContent, one.pathname + one.hash])")


def status(page, text):
    page.locator("[data-index]").get_by_role("status").filter(has_text=text).wait_for()


def query(page):
    return parse_qs(urlsplit(page.url).query)


@pytest.mark.parametrize(
    ("words", "title", "address"),
    [
        ("ledger of favors", "A bookkeeper looks at favors", "/posts/ledger-of-favors/"),
        ("bindery helper", "Bindery helper at", "/leads/bindery-helper/"),
        ("gray jacket", "gray jacket", "/showers/nora/#"),
    ],
)
def test_posts_leads_and_wishes_are_found(visit, published, words, title, address):
    page = visit("search/")
    page.get_by_label("Words").fill(words)
    status(page, "Found: ")
    place = next(at for at, (_, url) in enumerate(found(page)) if url.startswith(address))
    assert place < 3
    row = page.locator("[data-index] ol > li").nth(place)
    assert title.lower() in row.locator("a").first.inner_text().lower()
    assert row.locator("mark").count()

    row.locator("a").first.click()

    assert page.url.startswith(published.address + address)
    if "#" in address:
        target = page.locator(f"[id='{urlsplit(page.url).fragment}']")
        assert words in target.inner_text().lower()


def test_nothing_of_pagefind_is_loaded_before_somebody_searches(visit):
    page = visit()
    asked = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.get_by_role("link", name="Search").first.click()
    page.wait_for_load_state("networkidle")
    assert "/theme/js/search.js" in asked
    assert not [path for path in asked if "pagefind" in path]
    page.get_by_label("Words").focus()
    page.wait_for_load_state("networkidle")
    assert "/pagefind/pagefind.js" in asked
    assert all(
        path.startswith(("/pagefind/", "/search/", "/theme/", "/fav", "/site", "/ic"))
        for path in asked
    ), asked


def test_what_is_asked_stands_in_the_address(visit):
    page = visit("search/?q=clerk&kind=Lead")
    status(page, "Found: ")
    leads = found(page)
    assert leads
    assert all(url.startswith("/leads/") for _, url in leads)
    assert page.get_by_label("Words").input_value() == "clerk"
    assert page.get_by_label("Kind").input_value() == "Lead"

    page.get_by_label("Kind").select_option("")
    page.locator("[data-index] ol").filter(has_not_text="Lead, Lead").wait_for()
    assert query(page) == {"q": ["clerk"]}

    # What is only being typed needs no step of its own on the way back; what is sent does.
    page.get_by_label("Words").press("Enter")
    page.get_by_label("Words").fill("jacket")
    page.locator("[data-index] mark", has_text="jacket").first.wait_for()
    assert query(page) == {"q": ["jacket"]}
    page.go_back()
    page.locator("[data-index] mark", has_text="clerk").first.wait_for()
    assert page.get_by_label("Words").input_value() == "clerk"


def test_open_and_closed_are_told_apart(visit):
    page = visit("search/?kind=Lead&status=Open")
    status(page, "Found: ")
    rows = page.locator("[data-index] ol > li > .meta").all_inner_texts()
    assert rows
    assert all("Open" in row and "Lead" in row for row in rows)


def test_what_is_not_there_is_said(visit):
    page = visit("search/?q=zzyzx")
    status(page, "Nothing is found.")
    assert found(page) == []


def test_more_is_shown_on_demand_and_the_focus_goes_there(visit):
    page = visit("search/?kind=Lead")
    status(page, "Found: ")
    assert len(found(page)) == 10
    page.get_by_role("button", name="Show more").press("Enter")
    eleventh = page.locator("[data-index] ol > li").nth(10).locator("a")
    eleventh.wait_for()
    assert len(found(page)) == 20
    assert eleventh.evaluate("one => one === document.activeElement")


def test_a_post_of_another_language_is_found(visit):
    page = visit("search/?q=favores")
    status(page, "Found: ")
    assert any(url.endswith("/es/") for _, url in found(page))


def test_what_cannot_be_loaded_is_said_and_can_be_tried_again(visit):
    page = visit("search/")
    page.route("**/pagefind/**", lambda route: route.abort())
    page.get_by_label("Words").fill("clerk")
    status(page, "The search cannot be loaded.")


def test_without_javascript_there_are_archives_and_tags_and_no_dead_form(visit):
    page = visit("search/", java_script_enabled=False)
    assert page.locator("form, input, select").count() == 0
    # Chromium without scripts still does not show it, but a browser that has none does.
    assert "Searching needs JavaScript." in page.locator("noscript").text_content()
    assert page.locator("main a[href$='/archives/2009/']").is_visible()
    assert page.locator("main a[rel='tag']").count() > 5
