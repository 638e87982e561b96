"""What a whole site tells machines: tags, sitemap, robots, icons and manifest."""

import json
import re
from datetime import date
from io import BytesIO
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import etree
from PIL import Image

from seo.settings import COLORS
from sitebuilder import MEMBER, ROOT, SiteBuilder

BASE = "https://nora.example/"
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}

POST = (
    "Title: {}\nDate: {}\nTags: night shift\nCategory: Notes\nSummary: In short: {}.\n{}\nText.\n"
)
LEAD = "Title: {}\nCompany: Acme\nDate: 2009-08-05\nTags: day shift\n{}\n\nText of it.\n"
FILES = {
    "posts/one.md": POST.format("One & only", "2009-08-05 09:00", "one", "Modified: 2009-08-20\n"),
    "posts/two.md": POST.format("Two", "2009-08-26 10:30", "two", ""),
    "posts/two-es.md": POST.format("Dos", "2009-08-26 10:30", "dos", "Slug: two\nLang: es\n"),
    "posts/draft.md": POST.format("Draft", "2009-08-26", "draft", "Status: draft\n"),
    "posts/later.md": POST.format("Later", "2009-09-26", "later", ""),
    "pages/about.md": "Title: About\n\nWho I am.\n",
    "pages/hidden.md": "Title: Hidden\nStatus: hidden\n\nOnly for those who know.\n",
    "leads/2009-08-05-open.md": LEAD.format("Open clerk", "Trail: 2009-08-07 applied"),
    "leads/2009-08-05-shut.md": LEAD.format("Shut clerk", "Trail: 2009-08-21 filled"),
    "leads/2009-08-05-gone.md": LEAD.format("Gone clerk", "Trail: 2009-08-08 retracted: no"),
    "leads/2009-08-05-past.md": LEAD.format("Past clerk", "Closes: 2009-08-26"),
    "showers/nora/shower.md": "Title: For Nora\nSeeker: Nora Whitfield\nDate: 2009-08-01\n\nHi.\n",
    "showers/nora/call.md": (
        "Title: A call\nKind: practice\nDate: 2009-08-02\nTrail: 2009-08-19 granted by Dana R.\n\n"
        "Say hello.\n"
    ),
    "network/dana-r.md": MEMBER,
    "events/mixer.md": "Title: Mixer\nStart: 2009-09-03 18:00\nLocation: Library\n\nCome.\n",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("seo")


@pytest.fixture(scope="module")
def site(folder):
    site = SiteBuilder(folder)(FILES, conf="publishconf.py", CACHE_PATH=str(folder / "cache"))
    assert site.status == 0, site.said
    return site


def metas(page):
    """The content of each meta element, by name or property, in order."""
    found = {}
    for meta in page.xpath("//head/meta[@content][@name or @property]"):
        found.setdefault(meta.get("name") or meta.get("property"), []).append(meta.get("content"))
    return found


def pages_of(site):
    return [
        name.removesuffix("index.html")
        for name in site.files()
        if name.endswith(".html") and name != "404.html"
    ]


def lastmods(site):
    """The sitemap: whole address to the day of the last change, or None."""
    tree = etree.fromstring((site.output / "sitemap.xml").read_bytes())
    return {
        one.findtext("s:loc", namespaces=SITEMAP): one.findtext("s:lastmod", namespaces=SITEMAP)
        for one in tree.iterfind("s:url", SITEMAP)
    }


def test_a_post_says_what_it_is(site):
    said = metas(site.page("posts/one/"))
    assert said["og:title"] == ["One & only"]
    assert said["og:type"] == ["article"]
    assert said["og:url"] == [f"{BASE}posts/one/"]
    assert said["og:site_name"] == ["Nora's Job Shower"]
    assert said["og:locale"] == ["en_US"]
    assert said["description"] == said["og:description"] == ["In short: one."]
    assert said["article:published_time"] == ["2009-08-05T09:00:00-04:00"]
    assert said["article:modified_time"] == ["2009-08-20T00:00:00-04:00"]
    assert said["article:author"] == [f"{BASE}authors/nora-whitfield/"]
    assert said["article:tag"] == ["night shift"]
    assert said["author"] == ["Nora Whitfield"]
    assert said["twitter:card"] == ["summary_large_image"]
    assert "fediverse:creator" not in said
    assert metas(site.page("posts/two/es/"))["og:locale"] == ["es_ES"]


def test_no_two_pages_say_the_same(site):
    shown = [url for url in pages_of(site) if "robots" not in metas(site.page(url))]
    for name in ("description", "og:title", "og:url"):
        said = {url: metas(site.page(url))[name][0] for url in shown}
        assert len(set(said.values())) == len(said), name
        assert all(0 < len(text) <= 200 for text in said.values()), name


def test_each_page_has_a_picture_that_is_there(site):
    used = set()
    for url in pages_of(site):
        said = metas(site.page(url))
        (address,) = said["og:image"]
        assert address.startswith(f"{BASE}og/")
        used.add(address.removeprefix(BASE))
        with Image.open(BytesIO((site.output / address.removeprefix(BASE)).read_bytes())) as image:
            assert image.size == (1200, 630)
            assert (str(image.width), str(image.height)) == (
                *said["og:image:width"],
                *said["og:image:height"],
            )
            assert not image.info.keys() - {"gamma", "transparency"}
        assert said["og:image:alt"] != [""]
    assert used == {name for name in site.files() if name.startswith("og/")}
    own = ("posts/one/", "leads/open/", "roundups/2009-w34/", "showers/nora/", "about/", "")
    assert len({metas(site.page(url))["og:image"][0] for url in own}) == len(own)


def test_pictures_are_small(site):
    sizes = {name: len(data) for name, data in site.files().items() if name.startswith("og/")}
    assert {name: size for name, size in sizes.items() if size > 30_000} == {}


def test_what_was_taken_back_is_in_no_picture_and_no_tag(site):
    page = site.page("leads/gone/")
    assert "Acme" not in json.dumps(metas(page))
    assert metas(page)["og:image"] == metas(site.page("leads/"))["og:image"]


def test_a_lead_is_described_by_what_decides(site):
    (told,) = metas(site.page("leads/open/"))["description"]
    assert told == "Open clerk at Acme."


def test_the_sitemap_has_the_pages_that_search_engines_may_show(site):
    shown = {f"{BASE}{u}" for u in pages_of(site) if "robots" not in metas(site.page(u))}
    assert set(lastmods(site)) == shown
    canonical = {
        site.page(u).xpath("string(//link[@rel='canonical']/@href)") for u in pages_of(site)
    }
    assert canonical - {""} == shown
    assert f"{BASE}leads/open/" in shown
    assert f"{BASE}leads/shut/" not in shown
    assert f"{BASE}hidden/" not in shown


def test_lastmod_is_the_newest_day_of_what_a_page_shows(site):
    changed = {url.removeprefix(BASE): day for url, day in lastmods(site).items()}
    two = "2009-08-26T10:30:00-04:00"
    assert changed["posts/one/"] == "2009-08-20T00:00:00-04:00"
    assert changed["posts/two/"] == changed["posts/two/es/"] == two
    assert (
        changed["archives/"] == changed["categories/notes/"] == changed["tags/night-shift/"] == two
    )
    assert changed["leads/open/"] == "2009-08-07"
    # A lead that only time has closed, on the day after its last.
    assert changed["leads/"] == changed["leads/tag/day-shift/"] == "2009-08-27"
    assert changed["tags/day-shift/"] == changed[""] == "2009-08-27"
    assert changed["showers/nora/"] == changed["showers/"] == "2009-08-19"
    assert changed["roundups/2009-w32/"] == "2009-08-10"
    assert changed["roundups/2009-w35/"] == "2009-08-26"
    assert changed["follow-through/"] == "2009-08-27"
    # Nothing says when these were written.
    assert changed["about/"] is changed["events/"] is changed["network/"] is None
    days = [date.fromisoformat(day[:10]) for day in changed.values() if day]
    assert max(days) <= date(2009, 8, 28)


def test_an_edit_moves_lastmod_and_the_picture_of_what_it_touches(site, build, tmp_path):
    edited = FILES["posts/one.md"].replace("One & only", "One & all").replace("08-20", "08-28")
    files = FILES | {"posts/one.md": edited}
    other = build(files, conf="publishconf.py", CACHE_PATH=str(tmp_path / "cache"))
    assert other.status == 0, other.said
    old, new = lastmods(site), lastmods(other)
    moved = {url.removeprefix(BASE) for url in new if old[url] != new[url]}
    assert {"", "posts/one/", "archives/", "tags/night-shift/", "archives/2009/"} <= moved
    assert not moved & {
        "posts/two/",
        "leads/",
        "leads/open/",
        "showers/nora/",
        "roundups/2009-w33/",
    }
    before, after = ({n for n in one.files() if n.startswith("og/")} for one in (site, other))
    assert len(before - after) == len(after - before) == 1


def test_a_second_build_draws_nothing_and_is_the_same(folder, site):
    first = site.files()
    cache = folder / "cache" / "og"
    kept = {path: (path.stat().st_ino, path.read_bytes()) for path in cache.iterdir()}
    drawn = [name for name in first if name.startswith("og/")]
    assert len(kept) == len(drawn)
    # Half a file, as a machine that lost its power may leave it, is drawn again.
    broken = next(iter(kept))
    broken.write_bytes(broken.read_bytes()[:100])
    # What is online could stay; here it is copied from the cache.
    second = SiteBuilder(folder)(
        conf="publishconf.py", CACHE_PATH=str(folder / "cache"), ONLINE_CACHE=False
    )
    assert second.status == 0, second.said
    assert second.files() == first
    now = {path: (path.stat().st_ino, path.read_bytes()) for path in cache.iterdir()}
    assert {path for path in kept if now[path][0] != kept[path][0]} <= {broken}
    assert {path: data for path, (_, data) in now.items()} == {p: d for p, (_, d) in kept.items()}


@pytest.mark.parametrize("preview", ["pelicanconf.py"])
def test_a_preview_has_it_all_under_the_real_address(build, preview):
    site = build({"posts/one.md": FILES["posts/one.md"]}, conf=preview)
    said = metas(site.page("posts/one/"))
    assert said["og:url"] == [f"{BASE}posts/one/"]
    assert (site.output / said["og:image"][0].removeprefix(BASE)).is_file()
    assert f"{BASE}posts/one/" in lastmods(site)
    assert not site.page("posts/one/").xpath("//link[@rel='canonical']")


def test_drafts_are_told_to_nobody(build):
    site = build({"posts/draft.md": FILES["posts/draft.md"]}, ALLOW_EMPTY=True)
    page = site.page("drafts/draft/")
    assert "og:url" not in metas(page)
    assert metas(page)["og:image"] == metas(site.page(""))["og:image"]
    assert not page.xpath("//script[@type='application/ld+json']")
    assert not [url for url in lastmods(site) if "draft" in url]


def test_robots_are_led_to_the_sitemap_and_unwelcome_ones_sent_away(site, build):
    assert site.text("robots.txt") == f"User-agent: *\nAllow: /\n\nSitemap: {BASE}sitemap.xml\n"
    lines = ["User-agent: Example", "Disallow: /"]
    other = build(
        FILES, conf="publishconf.py", SEO_ROBOTS=lines, SEO_CREATOR="@nora@social.example"
    )
    assert other.status == 0, other.said
    assert other.text("robots.txt").startswith(
        "User-agent: Example\nDisallow: /\n\nUser-agent: *\n"
    )
    assert metas(other.page(""))["fediverse:creator"] == ["@nora@social.example"]


def test_a_file_of_the_sites_own_goes_before_ours(build):
    site = build(
        {"images/robots.txt": "User-agent: *\nDisallow: /\n"},
        EXTRA_PATH_METADATA={"images/robots.txt": {"path": "robots.txt"}},
    )
    assert site.status == 0, site.said
    assert site.text("robots.txt") == "User-agent: *\nDisallow: /\n"


def test_the_manifest_and_the_icons_are_what_they_say(site):
    page = site.page("posts/one/")
    (manifest,) = page.xpath("//link[@rel='manifest']/@href")
    told = json.loads(site.text(manifest.removeprefix(BASE)))
    assert told["name"] == "Nora's Job Shower"
    assert told["start_url"] == told["scope"] == "./"
    for icon in told["icons"]:
        path = urlsplit(urljoin(manifest, icon["src"])).path.lstrip("/")
        with Image.open(site.output / path) as image:
            assert f"{image.width}x{image.height}" == icon["sizes"]
            assert image.format == "PNG"
    sizes = {(icon["sizes"], icon["purpose"]) for icon in told["icons"]}
    assert {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")} == sizes
    with Image.open(site.output / "favicon.ico") as ico:
        assert ico.ico.sizes() == {(16, 16), (32, 32), (48, 48)}
    (touch,) = page.xpath("//link[@rel='apple-touch-icon']/@href")
    with Image.open(site.output / touch.removeprefix(BASE)) as image:
        assert image.size == (180, 180)
        assert image.mode == "RGB"  # iOS shows what is transparent as black
    for icon in page.xpath("//link[@rel='icon']/@href"):
        assert (site.output / icon.removeprefix(BASE)).is_file()
    svg = etree.fromstring((ROOT / "theme/static/icons/icon.svg").read_bytes())
    assert "prefers-color-scheme: dark" in svg.findtext("{http://www.w3.org/2000/svg}style")


def test_pictures_are_in_the_colours_of_the_theme():
    css = (ROOT / "theme/static/css/site.css").read_text("utf-8")
    tokens = dict(re.findall(r"--([\w-]+): (#\w{6});", css.partition("@media")[0]))
    assert {name: tokens[name] for name in COLORS} == dict(COLORS)


def test_the_bars_of_the_browser_are_the_colour_of_the_paper(site):
    css = (ROOT / "theme/static/css/site.css").read_text("utf-8")
    light, dark = re.findall(r"--paper: (#\w{6});", css)[:2]
    bars = site.page("").xpath("//meta[@name='theme-color']")
    assert {meta.get("media"): meta.get("content") for meta in bars} == {
        "(prefers-color-scheme: light)": light,
        "(prefers-color-scheme: dark)": dark,
    }
    assert json.loads(site.text("manifest.webmanifest"))["theme_color"] == light


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"SEO_COLORS": {"papier": "#ffffff"}}, "There is no such colour"),
        ({"SEO_COLORS": {"paper": "white"}}, "not a colour"),
        ({"SEO_CREATOR": "nora"}, "@nora@social.example"),
        ({"SEO_FONT": "fonts/none.ttf"}, "There is no such file"),
        ({"SEO_PICTURE": True}, "did you mean “SEO_PICTURES”?"),
    ],
)
def test_settings_that_cannot_be_used_are_told(build, settings, told):
    site = build(**settings)
    assert site.status == 1
    assert told in " ".join(site.said.split())
    assert "Traceback" not in site.said


def test_without_pictures_all_the_rest_is_there(build):
    site = build({"posts/one.md": FILES["posts/one.md"]}, SEO_PICTURES=False)
    assert site.status == 0, site.said
    said = metas(site.page("posts/one/"))
    assert "og:image" not in said
    assert "twitter:card" not in said
    assert said["og:title"] == ["One & only"]
    assert not (site.output / "og").exists()
