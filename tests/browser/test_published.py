"""The published site as others see it: checkers of pages and links, hosts, policies, bytes."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import feedparser
import lxml.html
import pytest

from sitebuilder import ROOT

pytestmark = [pytest.mark.slow]

SCRIPTS = ROOT / "theme" / "static" / "js"


def local(published, address):
    """The file of an address of the site."""
    assert address.startswith(published.address), address
    return published.folder / urlsplit(address).path.lstrip("/")


@pytest.mark.java
def test_the_nu_checker_has_nothing_to_say(published):
    jar = os.environ.get("VNU_JAR", "")
    if not shutil.which("java"):
        pytest.skip("there is no java")
    if not Path(jar).is_file():
        pytest.skip("VNU_JAR does not name the Nu HTML checker's vnu.jar")
    # From a server, so that 'self' in the pages' policies means something; it is on this machine.
    checker = ["java", "-Dnu.validator.servlet.allow-forbidden-hosts=true", "-jar", jar]
    pages = [f"{published.address}/{url}" for url in published.urls]
    sheets = sorted(str(path) for path in (published.folder / "theme").rglob("*.css"))
    pictures = sorted(str(path) for path in published.folder.rglob("*.svg"))
    for arguments in (pages, ["--css", *sheets], ["--svg", *pictures]):
        if arguments[1:] or arguments is pages:
            done = subprocess.run(
                [*checker, *arguments], capture_output=True, encoding="utf-8", check=False
            )
            assert done.stdout + done.stderr == ""
            assert done.returncode == 0


@pytest.mark.client
def test_every_link_picture_and_fragment_resolves(published, tmp_path):
    lychee = os.environ.get("LYCHEE", "") or shutil.which("lychee")
    if not lychee:
        pytest.skip("there is no lychee")
    pages = tmp_path / "pages.txt"
    pages.write_text("\n".join(f"{published.address}/{url}" for url in published.urls), "utf-8")
    command = [lychee, "--no-progress", "--include-fragments", "--exclude", ".*"]
    # Nothing is asked of any other host.
    command += ["--include", f"^{published.address}/", "--files-from", str(pages)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 Errors" in done.stdout


@pytest.mark.browser
def test_no_page_breaks_its_policy_asks_another_host_or_sets_a_cookie(visit, published):
    page = visit()
    said, asked, current = {}, set(), ""
    page.on("console", lambda message: said.setdefault(current, []).append(message.text))
    page.on("pageerror", lambda error: said.setdefault(current, []).append(str(error)))
    page.on("request", lambda request: asked.add(urlsplit(request.url)[:2]))
    for current in [*published.kinds, "search/?q=clerk", "leads/?tag=office"]:
        page.goto(f"{published.address}/{current}")
        if current.startswith("search/?"):
            page.get_by_role("status").filter(has_text="Found").wait_for()
    assert said == {}
    assert asked == {urlsplit(published.address)[:2]}
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.browser
def test_the_policy_of_a_page_stops_what_is_not_the_themes(visit):
    page = visit("leads/")
    blocked = page.evaluate(
        """() => new Promise((done) => {
            document.addEventListener("securitypolicyviolation", (event) => done(event.blockedURI));
            const script = document.createElement("script");
            script.textContent = "document.title = 'caught'";
            document.body.append(script);
        })"""
    )
    assert blocked == "inline"
    assert page.title() != "caught"


def first_paint(published, url):
    """What a page and the style sheets that it waits for weigh, compressed."""
    file = published.folder / url
    text = (file / "index.html" if file.is_dir() else file).read_bytes()
    page = lxml.html.document_fromstring(text)
    sheets = page.xpath("//link[@rel='stylesheet'][not(@media='print')]/@href")
    scripts = page.xpath("//script[@blocking]/@src")
    parts = [text, *(local(published, one).read_bytes() for one in [*sheets, *scripts])]
    return sum(len(gzip.compress(part, 6, mtime=0)) for part in parts)


def test_a_page_waits_for_few_bytes(published):
    weights = {url: first_paint(published, url) for url in published.urls}
    assert {url: size for url, size in weights.items() if size > 14 * 1024} == {}
    posts = {url: size for url, size in weights.items() if url.startswith("posts/")}
    assert {url: size for url, size in posts.items() if size > 8 * 1024} == {}


def test_our_own_scripts_are_small():
    assert sum(file.stat().st_size for file in SCRIPTS.iterdir()) <= 6 * 1024


@pytest.mark.browser
def test_who_can_help_gets_a_letter_that_says_what_about(visit):
    page = visit("showers/nora/")
    links = page.get_by_role("link", name="I can help")
    assert links.count() > 3
    for place in range(links.count()):
        link = links.nth(place)
        address = urlsplit(link.get_attribute("href"))
        assert (address.scheme, address.path) == ("mailto", "hello@nora.example")
        letter = {key: values[0] for key, values in parse_qs(address.query).items()}
        title = link.locator("xpath=ancestor::article[1]").locator("h3, h4").first.inner_text()
        assert title in letter["subject"]
        anchor = link.locator("xpath=ancestor::article[1]").get_attribute("id")
        assert f"/showers/nora/#{anchor}" in unquote(letter["body"])
        # RFC 6068 section 5: spaces are %20, and lines end in CR and LF.
        assert "+" not in address.query.split("body=")[0]


@pytest.mark.browser
def test_a_reader_finds_the_feeds_of_each_page(visit, published):
    page = visit()
    seen = set()
    for url in ("", "posts/job-shower/", "leads/", "showers/nora/", "tags/office/"):
        page.goto(f"{published.address}/{url}")
        links = page.locator("link[rel=alternate][type$='xml'], link[rel=alternate][type$='json']")
        feeds = links.evaluate_all("all => all.map(one => [one.title, one.href])")
        assert feeds[0][1].endswith("/feeds/everything.rss.xml")
        seen |= {(title, href) for title, href in feeds}
    assert len({href for _, href in seen}) == len(seen)
    for title, href in seen:
        data = local(published, href).read_bytes()
        if href.endswith(".xml"):
            parsed = feedparser.parse(data)
            assert not parsed.bozo, href
            assert parsed.entries, href
        assert title


TEXT = {
    "": ["Skip to the content", "Nora's Job Shower", "Leads", "Subscribe", "Older posts"],
    "leads/bindery-helper/": [
        "Bindery helper",
        "Harbor Press",
        "Follow it up",
        "following this up",
    ],
    "showers/nora/": ["Nora", "granted", "Wishes", "I can help"],
    "search/": ["Search", "By time", "By tag"],
}


@pytest.mark.client
@pytest.mark.parametrize("url", TEXT)
def test_in_a_text_browser_all_is_there_and_in_order(published, url):
    if not shutil.which("w3m"):
        pytest.skip("there is no w3m")
    address = f"{published.address}/{url}"
    done = subprocess.run(
        ["w3m", "-dump", "-cols", "78", "-o", "display_link_number=1", address],
        capture_output=True, encoding="utf-8", check=False, env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    places = [
        done.stdout.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").find(words)
        for words in TEXT[url]
    ]
    assert -1 not in places, done.stdout
    assert places == sorted(places), done.stdout
    # Links are numbered in the text and listed below it.
    assert "References:" in done.stdout
    assert "data-" not in done.stdout
