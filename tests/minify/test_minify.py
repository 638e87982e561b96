"""Style sheets as they are published."""

from __future__ import annotations

from sitebuilder import ROOT

CSS = ROOT / "theme" / "static" / "css"


def test_the_themes_style_sheets_lose_what_browsers_do_not_read(sample_site):
    for source in CSS.glob("*.css"):
        made = (sample_site / "theme" / "css" / source.name).read_text("utf-8")
        assert "/*" not in made
        assert len(made) < 0.85 * source.stat().st_size
        assert made.count("{") == source.read_text("utf-8").count("{")


def test_what_has_to_stay_stays(build, tmp_path):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "mine.css").write_text(
        "/*! by Ann */\n/* why */\na > b { width: calc(1em + 2px); content: '/* é */  x' }\n",
        "utf-8",
    )
    site = build(THEME_STATIC_PATHS=["static", str(mine)])
    assert site.status == 0, site.said
    made = site.text("theme/mine.css")
    assert made == "/*! by Ann */a>b{width:calc(1em + 2px);content:'/* é */  x'}"
