"""What comes out of the printer."""

from __future__ import annotations

import io
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from sitebuilder import SiteBuilder
from siteserver import make_server, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAPERS = ("A4", "Letter")


def pdf(page, paper="A4"):
    return PdfReader(io.BytesIO(page.pdf(format=paper)))


def words(document):
    return " ".join(" ".join(sheet.extract_text() for sheet in document.pages).split())


def codes(page):
    """What a telephone reads on the printed page."""
    page.emulate_media(media="print")
    image = Image.open(io.BytesIO(page.screenshot(full_page=True)))
    return [found.text for found in zxingcpp.read_barcodes(image)]


@contextmanager
def small_site(tmp_path, files):
    builder = SiteBuilder(tmp_path)
    with serving(make_server(tmp_path / "output")) as address:
        site = builder(files, conf="publishconf.py", SITEURL=address)
        assert site.status == 0, site.said
        yield address


@pytest.mark.parametrize("seeker", ["nora", "luis"])
def test_a_card_is_one_sheet_of_four_that_a_telephone_reads(visit, published, seeker):
    page = visit(f"showers/{seeker}/card/", color_scheme="dark")
    for paper in PAPERS:
        sheet = pdf(page, paper)
        assert len(sheet.pages) == 1
        assert words(sheet).count("I look for") == 4
        assert "Follow-through" not in words(sheet)
    assert codes(page) == [f"{published.address}/showers/{seeker}/"] * 4


def test_on_the_screen_there_is_one_card(visit, published):
    page = visit("showers/nora/card/", color_scheme="dark", viewport={"width": 320, "height": 640})
    assert page.locator(".handout:visible").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    image = Image.open(io.BytesIO(page.screenshot(full_page=True)))
    assert [one.text for one in zxingcpp.read_barcodes(image)] == [
        f"{published.address}/showers/nora/"
    ]


SHOWER = "Title: T\nSeeker: {seeker}\nDate: 2009-08-03\n{keys}\n\nText.\n"


@pytest.mark.parametrize("times", [1, 3, 8, 40, 400])
def test_a_card_is_one_sheet_however_much_is_on_it(chromium, tmp_path, times):
    keys = "\n".join(
        f"{key}: " + f"{key} and more of it, Wimmelburg-Mansfeld. " * times
        for key in ("Role", "Level", "Places", "Targets", "Not-Wanted")
    )
    files = {"showers/nora/shower.md": SHOWER.format(seeker="Nora " * min(times, 12), keys=keys)}
    with small_site(tmp_path, files) as address:
        page = chromium.new_page()
        page.goto(f"{address}/showers/nora/card/")
        for paper in PAPERS:
            assert len(pdf(page, paper).pages) == 1
        page.emulate_media(media="print")
        # A card cuts off what is too long for it, and that should be nothing.
        cut = "all => all.filter(one => one.scrollHeight > one.clientHeight).length"
        page.set_viewport_size({"width": 688, "height": 960})  # A4 without its margins
        assert page.locator(".handout").evaluate_all(cut) == 0
        assert set(codes(page)) == {f"{address}/showers/nora/"}
        page.close()


def test_the_card_of_somebody_who_has_landed_says_so(chromium, tmp_path):
    shower = SHOWER.format(seeker="Nora", keys="Role: Clerk\nStatus: landed")
    with small_site(tmp_path, {"showers/nora/shower.md": shower}) as address:
        page = chromium.new_page()
        page.goto(f"{address}/showers/nora/card/")
        said = words(pdf(page))
        page.close()
    assert said.count("I have found work. Thank you.") == 4
    assert "Clerk" not in said


def test_every_roundup_of_the_sample_is_one_page(visit, published):
    roundups = [url for url in published.urls if url.startswith("roundups/2009")]
    assert len(roundups) > 5
    for url in roundups:
        page = visit(url)
        for paper in PAPERS:
            assert len(pdf(page, paper).pages) == 1, (url, paper)


def test_a_post_is_an_article(visit, published):
    page = visit("posts/job-shower/", color_scheme="dark")
    article = pdf(page)
    said = words(article)
    assert len(article.pages) == 2
    assert "What on earth is a job shower?" in said
    assert "By Nora Wh" in said  # the rest is a ligature
    assert f"{urlsplit(published.address).netloc}/posts/job-shower/" in said
    for navigation in (
        "Skip to",
        "Follow-through",
        "Subscribe",
        "Posts about",
        "Reply",
        "Archives",
    ):
        assert navigation not in said
    assert page.locator("main").inner_text()


def test_addresses_outside_the_site_are_told_after_a_post(chromium, tmp_path):
    post = "Title: One\nDate: 2009-08-05\n\n[Away](https://a.example/b?c=d) and [home](/leads/).\n"
    with small_site(tmp_path, {"posts/one.md": post}) as address:
        page = chromium.new_page()
        page.goto(f"{address}/posts/one/")
        assert not page.get_by_text("Addresses").is_visible()
        said = words(pdf(page))
        page.close()
    assert "Addresses Away: https://a.example/b?c=d" in said


def test_dark_screens_print_black_on_white(visit):
    for url in ("", "posts/job-shower/", "leads/", "showers/nora/", "showers/nora/card/"):
        page = visit(url, color_scheme="dark")
        page.emulate_media(media="print", color_scheme="dark")
        colours = "one => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]"
        assert page.locator("main").evaluate(colours)[0] == "rgb(0, 0, 0)", url
        assert page.locator("body").evaluate(colours)[1] == "rgba(0, 0, 0, 0)", url


@pytest.mark.parametrize(
    ("url", "most", "there"),
    [
        ("leads/bindery-helper/", 1, "https://harborpress.example/"),
        ("leads/", 6, "Bindery helper"),
        ("showers/nora/", 8, "5 of 13 wishes granted"),
        ("follow-through/", 7, "What happened in each week"),
        ("events/", 4, "September 2009"),
    ],
)
def test_other_pages_print_without_what_one_clicks(visit, url, most, there):
    document = pdf(visit(url))
    said = words(document)
    assert len(document.pages) <= most
    assert there in said
    for click in ("Skip to", "I can help", "following this up", "To the wishes"):
        assert click not in said.replace("is following this up", "")
