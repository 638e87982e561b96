"""Sites that have another theme, or have not got this plugin; and the icons' source."""

import shutil

import pytest
from PIL import Image, ImageChops

from sitebuilder import ROOT

POST = {"posts/one.md": "Title: One & only\nDate: 2009-08-05\nTags: x\n\nThe *text* of it.\n"}
ICONS = ROOT / "theme" / "static" / "icons"


def test_any_theme_has_it_by_one_line(build, tmp_path):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "base.html").write_text(
        '<!DOCTYPE html><html lang="en"><head><title>x</title>{{ seo(output_file) }}</head>'
        "<body>{% block content %}{% endblock %}</body></html>"
    )
    site = build(
        POST,
        PLUGINS=["seo", "safebuild"],
        THEME="simple",
        THEME_TEMPLATES_OVERRIDES=[str(mine)],
        ARTICLE_URL="{slug}.html",
        ARTICLE_SAVE_AS="{slug}.html",
        SITEURL="https://blog.example/sub",
        JINJA_ENVIRONMENT={"autoescape": True},
    )
    assert site.status == 0, site.said
    text = site.text("one-only.html")
    assert '<meta property="og:title" content="One &amp; only">' in text
    assert '<meta property="og:description" content="The text of it.">' in text
    assert '"mainEntityOfPage":"https://blog.example/sub/one-only.html"' in text
    assert "<loc>https://blog.example/sub/one-only.html</loc>" in site.text("sitemap.xml")
    assert "<loc>https://blog.example/sub/</loc>" in site.text("sitemap.xml")
    # A theme without icons gets none that lead nowhere.
    assert not (site.output / "manifest.webmanifest").exists()


def test_without_an_address_there_is_nothing_that_needs_one(build):
    settings = {"PLUGINS": ["seo"], "THEME": "simple", "JINJA_ENVIRONMENT": {}}
    site = build(POST, SITEURL="", FEED_DOMAIN="", **settings)
    assert site.status == 0, site.said
    assert not (site.output / "sitemap.xml").exists()
    assert not (site.output / "og").exists()
    assert site.text("robots.txt") == "User-agent: *\nAllow: /\n"


def test_the_theme_does_without_the_plugin(build):
    plugins = ["policy", "reading", "images", "jobshower", "feeds", "redirects", "safebuild"]
    site = build(POST, PLUGINS=plugins, conf="publishconf.py")
    assert site.status == 0, site.said
    page = site.page("posts/one/")
    assert page.xpath("//meta[@name='description']/@content") == ["The text of it."]
    assert page.xpath("//link[@rel='canonical']/@href") == ["https://nora.example/posts/one/"]
    assert page.xpath("//link[@rel='icon']")
    assert not page.xpath("//link[@rel='manifest'] | //meta[@property]")


@pytest.mark.slow
@pytest.mark.browser
def test_the_icons_are_what_their_source_shows(tmp_path):
    chromium = shutil.which("chromium")
    if not chromium:
        pytest.skip("there is no Chromium")
    from tools.icons import draw_icons

    shutil.copy(ICONS / "icon.svg", tmp_path)
    draw_icons(tmp_path, chromium)
    names = {path.name for path in ICONS.iterdir()}
    assert names == {path.name for path in tmp_path.iterdir()}
    for name in names - {"icon.svg"}:
        with Image.open(ICONS / name) as kept, Image.open(tmp_path / name) as drawn:
            assert kept.size == drawn.size
            apart = ImageChops.difference(kept.convert("RGBA"), drawn.convert("RGBA"))
            # Another Chromium may smooth an edge otherwise.
            assert sum(apart.convert("L").histogram()[32:]) < kept.width * kept.height / 100, name
