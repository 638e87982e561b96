"""What holds on every page of the sample site, and on a site that has nothing in it yet."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import html5lib
import lxml.html
import pelican
import pytest

from policy import script_hashes
from sitebuilder import ROOT

TEMPLATES = ROOT / "theme" / "templates"
CSS = ROOT / "theme" / "static" / "css" / "site.css"
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

Pages = Mapping[str, lxml.html.HtmlElement]


@pytest.fixture(scope="module")
def sources(sample_site: Path) -> dict[str, str]:
    """The text of every page by its address below the site's."""
    return read_sources(sample_site)


@pytest.fixture(scope="module")
def pages(sources: Mapping[str, str]) -> Pages:
    return {url: lxml.html.document_fromstring(text) for url, text in sources.items()}


def read_sources(output: Path) -> dict[str, str]:
    return {
        path.relative_to(output).as_posix().removesuffix("index.html"): path.read_text("utf-8")
        for path in sorted(output.rglob("*.html"))
    }


def test_there_is_a_page_of_every_kind(pages):
    kinds = (
        "^$", "^posts/", "^archives/$", "^archives/2009/$", "^tags/.", "^categories/.",
        "^authors/.", "^leads/$", "^leads/tag/", "^leads/", "^roundups/2009-w", "^showers/[^/]+/$",
        "^network/$", "^events/$", "^follow-through/$", "^subscribe/$", "^search/$", "^404.html$",
        "^page/2/$", "^drafts/", "/es/$", "^showers/[^/]+/card/$",
    )  # fmt: skip
    assert [kind for kind in kinds if not any(re.search(kind, url) for url in pages)] == []


def test_every_page_parses_strictly(sources):
    assert strict_faults(sources) == {}


def strict_faults(sources: Mapping[str, str]) -> dict[str, str]:
    faults = {}
    for url, text in sources.items():
        try:
            html5lib.HTMLParser(strict=True).parse(text)
        except html5lib.html5parser.ParseError as error:
            faults[url] = str(error)
    return faults


def test_every_page_has_one_h1_a_language_and_a_title_of_its_own(pages):
    assert [url for url, page in pages.items() if len(page.xpath("//main//h1")) != 1] == []
    assert [url for url, page in pages.items() if len(page.xpath("//h1")) != 1] == []
    assert [url for url, page in pages.items() if not page.get("lang")] == []
    titles = {url: page.findtext("head/title").strip() for url, page in pages.items()}
    assert [url for url, title in titles.items() if not title.strip(" ·")] == []
    assert len(set(titles.values())) == len(titles)


def test_headings_skip_no_level(pages):
    faults = {}
    for url, page in pages.items():
        levels = [int(one.tag[1]) for one in page.iter(*HEADINGS)]
        if any(below > above + 1 for above, below in zip([0, *levels], levels, strict=False)):
            faults[url] = levels
    assert faults == {}


def test_ids_are_unique(pages):
    for url, page in pages.items():
        ids = page.xpath("//@id")
        assert len(set(ids)) == len(ids), url


def test_labels_refer_to_what_is_there(pages):
    for url, page in pages.items():
        ids = set(page.xpath("//@id"))
        for names in page.xpath("//@aria-labelledby"):
            assert set(names.split()) <= ids, (url, names)


def test_images_have_an_alternative(pages):
    assert [url for url, page in pages.items() if page.xpath("//img[not(@alt)]")] == []


def test_navigation_and_tables_say_what_they_are(pages):
    for url, page in pages.items():
        labels = page.xpath("//nav/@aria-label")
        assert len(labels) == len(page.xpath("//nav")), url
        assert len(set(labels)) == len(labels), url
        # Tables inside posts are the author's.
        assert not page.xpath("//table[not(caption) and not(ancestor::*[@class='prose'])]"), url
        assert not page.xpath("//th[not(@scope) and not(ancestor::*[@class='prose'])]"), url


def test_the_page_one_is_on_is_marked(pages):
    current = "//body/header//a[@aria-current='page']/@href"
    for url in ("", "leads/", "follow-through/", "archives/", "subscribe/"):
        assert pages[url].xpath(current) == [f"/{url}"]
    (lead,) = {url for url in pages if re.fullmatch(r"leads/bindery-helper/", url)}
    assert pages[lead].xpath("//header//nav//a[@aria-current='true']/@href") == ["/leads/"]


def test_every_page_begins_with_a_way_past_the_navigation(pages):
    for url, page in pages.items():
        first = page.xpath("//body//a")[0]
        assert first.get("href") == "#main", url
        assert page.xpath("//main/@id") == ["main"], url


def links_of(url: str, page: lxml.html.HtmlElement) -> Iterator[str]:
    """What a page's links and images point to on this site: paths below it, with fragments."""
    for value in page.xpath("//@href | //@src"):
        parts = urlsplit(value)
        if parts.scheme or parts.netloc:
            continue
        assert not parts.path or parts.path.startswith("/"), f"{url}: {value}"
        path = unquote(parts.path).removeprefix("/") if parts.path else url
        yield f"{path}#{unquote(parts.fragment)}"


def test_internal_links_and_fragments_resolve(pages, sample_site):
    assert broken_links(pages, sample_site) == []


def broken_links(pages: Pages, output: Path) -> list[tuple[str, str]]:
    broken = []
    for url, page in pages.items():
        for link in links_of(url, page):
            path, fragment = urldefrag(link)
            there = path in pages or (path and (output / path).is_file())
            if not there or (fragment and not pages[path].xpath("//*[@id=$id]", id=fragment)):
                broken.append((url, link))
    return broken


def test_every_page_is_two_clicks_from_home(pages):
    reached = {""}
    for _ in range(2):
        reached |= {
            urldefrag(link)[0] for url in reached & set(pages) for link in links_of(url, pages[url])
        }
    apart = re.compile(r"drafts/|404\.html$|(.*/)?page/\d+/$")
    assert [url for url in pages if url not in reached and not apart.match(url)] == []


def test_there_is_no_script_and_no_style_in_a_page(pages):
    for url, page in pages.items():
        assert not page.xpath("//style | //@style"), url
        assert not page.xpath("//@*[starts-with(name(), 'on')]"), url
        scripts = page.xpath("//head/script[@src]")
        assert all(script.get("src").startswith("/theme/js/") for script in scripts), url
        assert not scripts or url.startswith(("leads/", "search/")), url
        for script in page.xpath("//script[not(@src)]"):
            assert dict(script.attrib) == {"type": "application/ld+json"}, url
            assert json.loads(script.text)["@context"].startswith("https://schema.org"), url


def test_nothing_is_loaded_from_another_host(pages):
    loaded = (
        "//@src | //@srcset | //@poster | //link[@rel!='alternate' and @rel!='canonical']/@href"
    )
    for url, page in pages.items():
        for address in page.xpath(loaded):
            assert not urlsplit(address).netloc, (url, address)
    for path in CSS.parent.glob("*.css"):
        css = path.read_text("utf-8")
        for address in re.findall(r"url\(\"?(.*?)\"?\)", css):
            assert (path.parent / address).is_file(), (path, address)
        assert "@import" not in css


def test_a_translation_is_in_its_own_language(pages):
    spanish = pages["posts/job-shower/es/"]
    assert spanish.get("lang") == "es"
    assert spanish.xpath("//body/header/@lang | //body/footer/@lang") == ["en", "en"]
    assert spanish.xpath("//link[@rel='alternate'][@hreflang]/@href") == ["/posts/job-shower/"]
    assert pages["posts/job-shower/"].xpath("//main//a[@hreflang='es']/@href") == [
        "/posts/job-shower/es/"
    ]


def test_feeds_are_announced(pages):
    for url, page in pages.items():
        feeds = page.xpath("//link[@rel='alternate'][@type='application/rss+xml']/@href")
        assert "/feeds/everything.rss.xml" in feeds, url
    assert pages["showers/nora/"].xpath("//link[@href='/feeds/showers/nora.atom.xml']")
    subscribe = pages["subscribe/"]
    announced = subscribe.xpath("//main//a[contains(@href, '.rss.xml')]/@href")
    assert announced[0] == "/feeds/everything.rss.xml"
    assert len(announced) == len(subscribe.xpath("//main//a[contains(@href, '.atom.xml')]"))


def test_the_picture_shows_what_the_table_says(pages):
    page = pages["follow-through/"]
    rows = page.xpath("//tbody/tr")
    told = [[cell.text_content() for cell in row.xpath("td")] for row in rows]
    for picture, columns in (("leads", (0, 1, 2)), ("wishes", (3, 4))):
        chart = f"//*[@aria-labelledby='{picture}-title {picture}-description']"
        drawn = [text.text for text in page.xpath(f"{chart}//text[@dx]")]
        weeks = [[row[column] for column in columns] for row in told]
        counted = [[*week[:2], *[n for n in week[2:] if n != "0"]] for week in weeks]
        assert drawn == [n for week in counted if set(week) != {"0"} for n in week]
        nothing = page.xpath(f"{chart}//text[contains(., ': nothing')]")
        assert len(nothing) == sum(set(week) == {"0"} for week in counted)


def test_every_picture_says_what_it_shows(pages):
    seen = set()
    for url, page in pages.items():
        for picture in page.xpath("//svg[not(@aria-hidden) and not(ancestor::svg)]"):
            assert picture.get("role") == "img", url
            first, second = picture.getchildren()[:2]
            assert [first.tag, second.tag] == ["title", "desc"], url
            assert picture.get("aria-labelledby").split() == [first.get("id"), second.get("id")]
            assert first.text.strip(), url
            assert second.text.strip(), url
            seen.add(picture.get("class").split()[-1])
    assert seen >= {"bars", "timeline", "leaf", "wishline"}


def test_a_leads_picture_numbers_the_list_below_it(pages):
    for url, page in pages.items():
        for story in page.xpath("//*[@class='story']"):
            numbers = [text.text for text in story.xpath(".//g/text")]
            assert numbers == [str(n + 1) for n in range(len(story.xpath("ol/li")))], url


def test_a_months_picture_has_a_mark_for_each_event_of_its_list(pages):
    page = pages["events/"]
    for month in page.xpath("//section[svg or div/svg]"):
        drawn = month.xpath("count(.//rect)")
        told = f"A calendar: {drawn:.0f} event"
        assert month.xpath(".//desc")[0].text.startswith(told)


def test_the_tags_of_a_shower_are_its_wishes(pages):
    page = pages["showers/nora/"]
    tags = page.xpath("//svg[contains(@class, 'wishline')]/g/@class")
    told = page.xpath("string(//*[@class='progress']/p)")
    granted, promised, open_ = (tags.count(f"tag-{s}") for s in ("granted", "claimed", "open"))
    assert told.startswith(
        f"{granted} of {len(tags)} wishes granted, {promised} promised, {open_} still open"
    )


def test_drafts_and_the_page_that_is_not_there_stay_out_of_search_engines(pages):
    kept_out = "//meta[@name='robots'][@content='noindex']"
    hidden = {url for url, page in pages.items() if page.xpath(kept_out)}
    assert "404.html" in hidden
    assert {url for url in pages if url.startswith("drafts/")} <= hidden
    assert not {url for url in hidden if re.match(r"posts/|roundups/|showers/[^/]+/$", url)}
    # What is on a card stands on the shower's page, too.
    assert {url for url in pages if re.match(r"showers/.*/card/$", url)} <= hidden


def tokens(css: str, scheme: str) -> dict[str, str]:
    """The colours of one scheme, as the style sheet's first rules set them."""
    light, dark = re.findall(r":root \{(.*?)\}", css, re.DOTALL)[:2]
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    if scheme == "dark":
        colours |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark))
    return colours


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "card", "link-tint", "accent-tint", "good-tint"])
def test_letters_and_lines_stand_out(scheme, ground):
    colours = tokens(CSS.read_text("utf-8"), scheme)
    least = {
        "ink": 7,
        "soft": 4.5,
        "link": 4.5,
        "accent": 4.5,
        "good": 4.5,
        "edge": 3,
        "claimed": 3,
    }
    contrasts = {name: contrast(colours[name], colours[ground]) for name in least}
    assert {name: one for name, one in contrasts.items() if one < least[name]} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_button_under_the_hand_can_be_read(scheme):
    colours = tokens(CSS.read_text("utf-8"), scheme)
    assert contrast(colours["card"], colours["link"]) >= 4.5


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, as WCAG 2 defines it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_each_palette_is_chosen_for_its_own_sake():
    light, dark = (tokens(CSS.read_text("utf-8"), scheme) for scheme in ("light", "dark"))
    assert light.keys() == dark.keys()
    assert not light.items() & dark.items()


def test_no_page_falls_back_to_pelicans_own_theme():
    simple = Path(pelican.__file__).parent / "themes" / "simple" / "templates"
    parts = {"pagination.html", "translations.html"}  # only its own pages include them
    missing = {path.name for path in simple.glob("*.html")} - parts
    assert missing <= {path.name for path in TEMPLATES.glob("*.html")}


def test_a_site_with_nothing_in_it_says_so(build):
    site = build()
    assert site.status == 0, site.said
    sources = read_sources(site.output)
    pages = {url: lxml.html.document_fromstring(text) for url, text in sources.items()}
    assert strict_faults(sources) == {}
    assert broken_links(pages, site.output) == []
    for url, words in {
        "": "Nothing is written yet",
        "leads/": "No lead is open",
        "roundups/": "No week has anything to tell yet",
        "showers/": "Nobody has a shower here yet",
        "network/": "Nobody is named here yet",
        "events/": "Nothing is planned",
        "follow-through/": "Nothing has happened yet",
        "tags/": "Nothing has a tag yet",
    }.items():
        assert words in site.words(url), url
    for url, page in pages.items():
        for part in page.xpath("//section | //main//ul | //main//ol | //main//dl"):
            assert part.text_content().strip(), url


def test_the_published_site_names_its_own_addresses(build):
    site = build({"posts/one.md": "Title: One\nDate: 2009-08-05\n\nText.\n"}, conf="publishconf.py")
    assert site.status == 0, site.said
    canonical = site.page("posts/one/").xpath("//link[@rel='canonical']/@href")
    assert canonical == ["https://nora.example/posts/one/"]
    assert site.page("").xpath("//link[@rel='canonical']/@href") == ["https://nora.example/"]


def test_an_owner_adds_to_every_page_without_a_fork(build, tmp_path):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "extend_head.html").write_text('<meta name="verification" content="42">\n')
    (mine / "extend_footer.html").write_text("<p>{{ SITENAME }} is mine.</p>\n")
    (mine / "authors.html").write_text(
        '{% extends "base.html" %}\n{% block content %}<p>Me.</p>{% endblock %}\n'
    )
    site = build(
        {"posts/one.md": "Title: One\nDate: 2009-08-05\n\nText.\n"},
        THEME_TEMPLATES_OVERRIDES=[str(mine)],
        SITENAME="A site",
    )
    assert site.status == 0, site.said
    page = site.page("posts/one/")
    assert page.xpath("//head/meta[@name='verification']")
    assert page.xpath("//body/p[last()]")[0].text == "A site is mine."
    assert site.words("authors/") == "Me."
    assert site.page("authors/").findtext("head/title") == "A site"


def test_a_translator_of_whom_there_is_no_page_is_named_without_a_link(build):
    post = "Title: {}\nDate: 2009-08-05\nSlug: one\nLang: {}\nAuthors: {}\nTags: {}\n\nText.\n"
    site = build(
        {
            "posts/one.md": post.format("One", "en", "Nora Whitfield", "both"),
            "posts/one-es.md": post.format("Uno", "es", "Luis Ferrer", "both, solo"),
        }
    )
    assert site.status == 0, site.said
    assert "Luis Ferrer" in site.words("posts/one/es/")
    linked = site.page("posts/one/es/").xpath("//main//a/@href")
    assert "/tags/both/" in linked
    assert not {"/authors/luis-ferrer/", "/tags/solo/"} & set(linked)


@pytest.mark.parametrize("conf", ["pelicanconf.py", "publishconf.py"])
def test_no_script_of_a_text_may_run(build, conf):
    site = build(
        {"posts/a.md": "Title: A\nDate: 2009-08-05\n\nHi. <script>alert(1)</script>\n"}, conf=conf
    )
    assert site.status == 0, site.said
    for name in site.files():
        if name.endswith(".html"):
            page = lxml.html.fromstring(site.text(name))
            (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
            rules = dict(rule.split(maxsplit=1) for rule in policy.split("; "))
            assert rules["default-src"] == rules["base-uri"] == "'none'", name
            allowed = {source for source in rules["script-src"].split() if "sha256-" not in source}
            assert allowed <= {"'self'", "'none'", "'wasm-unsafe-eval'"}, name
            assert script_hashes("<script>alert(1)</script>")[0] not in rules["script-src"]
            # It is in force only for what comes after it.
            assert page.xpath("count(//meta[@http-equiv]/preceding::link)") == 0


def test_only_a_page_with_code_loads_the_colours_of_code(build):
    head = "Title: {}\nDate: 2009-08-05\n\n"
    site = build(
        {
            "posts/code.md": head.format("Code") + '```python\nprint("hi")\n```\n',
            "posts/plain.md": head.format("Plain") + "Just `code` in a line.\n",
        }
    )
    assert site.status == 0, site.said
    link = "//head/link[contains(@href, 'css/code.css')]"
    assert site.page("posts/code/").xpath(link)
    assert site.page("posts/code/").xpath("//*[@class='highlight']//span/@class")
    assert not site.page("posts/plain/").xpath(link)
    # Its letters have colours that are proved to stand out, and no others.
    css = (CSS.parent / "code.css").read_text("utf-8")
    assert set(re.findall(r" color: ([^;]+);", css)) <= {
        f"var(--{name})" for name in ("ink", "soft", "accent", "good", "link")
    }


def test_a_language_that_runs_from_right_to_left_does(build):
    site = build({"posts/a.md": "Title: عمل\nDate: 2009-08-05\nLang: ar\n\nأبحث عن عمل.\n"})
    assert site.status == 0, site.said
    page = site.page("posts/a/ar/")
    assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")
    # What the theme says on it is in the site's language.
    assert page.xpath("//body/header/@dir | //body/footer/@dir") == ["ltr", "ltr"]
    assert site.page("").get("dir") is None
