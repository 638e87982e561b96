"""The board's filters, combined in a browser."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHOWN = "[data-filters]:visible"


def choose(page, token):
    page.locator(f"[data-filter='{token}']").click()


def query(page):
    return parse_qsl(urlsplit(page.url).query)


def tokens_of(page):
    cards = page.locator(SHOWN).evaluate_all("all => all.map(one => one.dataset.filters)")
    return [set(card.split()) for card in cards]


def status(page):
    return page.get_by_role("status").inner_text()


def test_filters_combine_and_say_how_many_fit(visit):
    page = visit("leads/")
    everything = tokens_of(page)

    choose(page, "tag=office")
    choose(page, "kind=referral")

    expected = [card for card in everything if {"tag=office", "kind=referral"} <= card]
    assert 0 < len(expected) < len(everything)
    assert tokens_of(page) == expected
    assert status(page) == f"{len(expected)} of {len(everything)} leads"
    assert query(page) == [("tag", "office"), ("kind", "referral")]


def test_two_values_of_one_property_widen(visit):
    page = visit("leads/")
    everything = tokens_of(page)

    choose(page, "tag=office")
    choose(page, "tag=clinic")

    assert tokens_of(page) == [card for card in everything if card & {"tag=office", "tag=clinic"}]


def test_what_is_chosen_survives_reload_and_can_be_gone_back_from(visit):
    page = visit("leads/")
    everything = len(tokens_of(page))
    choose(page, "tag=office")
    office = len(tokens_of(page))
    choose(page, "status=open")
    both = len(tokens_of(page))
    assert both < office < everything

    page.reload()
    assert len(tokens_of(page)) == both
    assert page.locator("[data-filter][aria-current]").count() == 2
    page.go_back()
    assert len(tokens_of(page)) == office
    page.go_back()
    assert len(tokens_of(page)) == everything
    assert page.locator("[data-filter][aria-current]").count() == 0
    page.go_forward()
    assert len(tokens_of(page)) == office


def test_every_count_is_what_one_then_sees(visit):
    page = visit("leads/?status=open")
    links = page.locator("[data-filter]:not([aria-current]):not([data-filter^='status='])")
    for place in range(links.count()):
        link = links.nth(place)
        token, count = link.get_attribute("data-filter"), link.locator(".count").inner_text()
        link.click()
        assert len(tokens_of(page)) == int(count), token
        page.go_back()


def test_a_choice_that_nothing_fits_says_so_and_is_taken_off_at_once(visit):
    page = visit("leads/?status=closed&tag=office&employment=internship&place=millrace-oh-us")
    choose(page, "kind=referral")
    page.get_by_text("No lead fits all of that.").wait_for()
    assert tokens_of(page) == []
    assert page.locator("main section:visible").count() == 0

    page.get_by_role("link", name="Show all leads").press("Enter")

    assert page.locator("main section:visible").count() == 2
    assert urlsplit(page.url).query == ""
    # What had the focus is gone; it must not be lost.
    assert page.evaluate("document.activeElement.hasAttribute('data-filter')")
    assert page.get_by_role("link", name="Show all leads").count() == 0


def test_by_keyboard_a_filter_keeps_the_focus(visit):
    page = visit("leads/")
    link = page.locator("[data-filter='tag=office']")
    link.focus()
    page.keyboard.press("Enter")
    assert link.get_attribute("aria-current") == "true"
    assert link.evaluate("one => one === document.activeElement")
    page.keyboard.press("Enter")
    assert link.get_attribute("aria-current") is None


def test_a_filtered_board_leads_on_to_what_fits_both(visit):
    page = visit("leads/tag/office/")
    choose(page, "kind=referral")
    page.wait_for_url("**/leads/?*")
    assert sorted(query(page)) == [("kind", "referral"), ("tag", "office")]
    assert all({"tag=office", "kind=referral"} <= card for card in tokens_of(page))


def test_nothing_moves_when_a_filtered_address_is_opened(visit):
    page = visit("leads/?tag=office&status=open")
    moved = page.evaluate(
        "new Promise(done => new PerformanceObserver(list => done("
        "list.getEntries().reduce((sum, one) => sum + one.value, 0)))"
        ".observe({type: 'layout-shift', buffered: true}) || setTimeout(done, 300, 0))"
    )
    assert moved == 0
    assert len(tokens_of(page)) < 20


def test_without_javascript_every_filter_is_a_page(visit, published):
    page = visit("leads/", java_script_enabled=False)
    choose(page, "tag=office")
    assert page.url == f"{published.address}/leads/tag/office/"
    assert all("tag=office" in card for card in tokens_of(page))
    page.get_by_role("link", name="Show all leads").click()
    assert page.url == f"{published.address}/leads/"


def test_what_no_filter_is_called_changes_nothing(visit):
    page = visit("leads/?utm_source=letter&tag=nonsense")
    assert status(page).endswith("open")
    assert len(tokens_of(page)) == page.locator("[data-filters]").count()
