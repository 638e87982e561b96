"""Everybody can use every kind of page: axe's rules, the keyboard, no motion."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = tuple(product(("light", "dark"), (320, 1280)))
RUN = """async (rules) => (await axe.run({runOnly: rules})).violations.map((one) =>
    [one.id, one.help, one.nodes.map((node) => node.target.join(" ")).slice(0, 3)])"""


@pytest.mark.parametrize("part", range(3))
def test_axe_finds_nothing_on_any_kind_of_page(visit, published, axe, part):
    page = visit()
    found = {}
    for url in published.kinds[part::3]:
        page.goto(f"{published.address}/{url}")
        page.evaluate(axe)
        for scheme, width in LOOKS:
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            if violations := page.evaluate(RUN, RULES):
                found[url, scheme, width] = violations
    assert found == {}


def test_axe_finds_nothing_where_something_is_searched_or_filtered(visit, axe):
    for url in ("search/?q=clerk", "search/?kind=Lead", "leads/?tag=office&status=closed"):
        page = visit(url)
        page.get_by_role("status").filter(has_text=" ").first.wait_for()
        page.evaluate(axe)
        assert page.evaluate(RUN, RULES) == [], url


# What has the focus: where it stands among all that can have it, and how one sees that.
FOCUS = """(all) => {
    const one = document.activeElement;
    const style = getComputedStyle(one);
    const box = one.getBoundingClientRect();
    return {
        place: [...document.querySelectorAll(all)].indexOf(one),
        name: one.outerHTML.slice(0, 90),
        seen: one === document.body || box.width > 0 && box.height > 0
            && box.bottom > 0 && box.top < innerHeight,
        marked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    };
}"""
FOCUSABLE = "a[href], button:not([hidden]), input, select, textarea, summary, [tabindex='0']"


def tabbed(page: Any, most: int = 400) -> list[dict[str, Any]]:
    """What gets the focus, one after the other, until it has left the page."""
    found = []
    for _ in range(most):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS, FOCUSABLE)
        if focus["place"] < 0 or (found and focus["place"] == 0):
            return found
        found.append(focus)
    raise AssertionError(f"the focus never leaves the page: {found[-1]}")


@pytest.mark.parametrize("part", range(2))
def test_the_whole_page_by_keyboard(visit, published, part):
    # What scrolls smoothly is not in view at once.
    page = visit(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    faults = {}
    for url in published.kinds[part::2]:
        page.goto(f"{published.address}/{url}")
        steps = tabbed(page)
        places = [step["place"] for step in steps]
        count = page.locator(FOCUSABLE).locator("visible=true").count()
        wrong = [step["name"] for step in steps if not (step["seen"] and step["marked"])]
        if places != sorted(places) or wrong or len(places) < count:
            faults[url] = (wrong, len(places), count, places == sorted(places))
    assert faults == {}


def test_one_skips_the_navigation(visit):
    page = visit("leads/", viewport={"width": 1280, "height": 900})
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    assert skip.evaluate("one => one === document.activeElement")
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_nothing_moves_for_those_who_want_none_of_it(visit, published):
    page = visit(reduced_motion="reduce")
    for url in published.kinds:
        page.goto(f"{published.address}/{url}")
        moving = page.evaluate(
            """() => [...document.querySelectorAll("*")].filter((one) => {
                const style = getComputedStyle(one);
                return style.scrollBehavior === "smooth" || one.getAnimations().length
                    || [style.transitionDuration, style.animationDuration]
                        .some((time) => time.split(",").some((one) => parseFloat(one) > 0.01));
            }).map((one) => one.outerHTML.slice(0, 80))"""
        )
        assert moving == [], url


def test_the_form_of_the_search_has_labels_and_speaks(visit):
    page = visit("search/")
    for role, label in (("searchbox", "Words"), ("combobox", "Kind"), ("combobox", "Status")):
        assert page.get_by_role(role, name=label, exact=True).count() == 1
    assert page.get_by_role("search").count() == 1
    assert page.locator("[data-index] [role=status]").count() == 1
