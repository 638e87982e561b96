"""The pictures that are shown beside links."""

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from seo.draw import draw
from seo.font import Font
from seo.page import SIZE, Picture
from seo.photo import cut, usable
from seo.pictures import Pictures
from seo.settings import COLORS
from sitebuilder import ROOT, SiteBuilder

BESLEY = ROOT / "plugins" / "seo" / "fonts" / "besley-600.ttf"
STYLES = ("page", "card", "leaf", "tag")
SITE = "Nora’s Job Shower"
LONG = (
    "Die außergewöhnlich lange Überschrift über Donaudampfschifffahrtsgesellschaftskapitäne, die "
    "in keine Zeile passt, aber trotzdem ganz gelesen werden möchte, bis sie nicht mehr hineinpasst"
)


@pytest.fixture(scope="module")
def font():
    return Font(BESLEY)


def opened(data):
    return Image.open(BytesIO(data))


def paint(font, **said):
    return draw(Picture(**{"title": "A", **said}), SITE, font, COLORS)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("title", ["Hi", "Übermäßig", "X" * 300, LONG, "", "履歴書", "🎉"])
def test_every_title_makes_a_small_picture(font, style, title):
    data = paint(
        font, style=style, title=title, note=LONG, kicker=LONG, mark=title, progress=(1, 2, 3)
    )
    with opened(data) as image:
        assert (image.format, image.size, image.mode) == ("PNG", SIZE, "P")
        assert image.info.keys() <= {"transparency"}
    assert len(data) < 30_000


@pytest.mark.parametrize("style", STYLES)
def test_nothing_is_written_beyond_the_card(font, style):
    texts = {"title": LONG, "note": LONG, "kicker": LONG}
    with (
        opened(paint(font, style=style, **texts)) as long,
        opened(paint(font, style=style)) as short,
    ):
        for box in ((1150, 0, 1200, 630), (0, 0, 1200, 56), (0, 584, 1200, 630)):
            assert (
                long.convert("RGB").crop(box).tobytes() == short.convert("RGB").crop(box).tobytes()
            )


def test_what_differs_is_seen(font):
    seen = [
        paint(font),
        paint(font, title="B"),
        paint(font, note="C"),
        paint(font, kicker="D"),
        *(paint(font, style=style) for style in STYLES[1:]),
        paint(font, style="leaf", mark="32"),
        *(paint(font, style="tag", progress=parts) for parts in ((1, 0, 1), (0, 1, 1), (2, 0, 0))),
        draw(Picture(title="A"), "Another", font, COLORS),
        draw(Picture(title="A"), SITE, font, {**COLORS, "ink": "#000000"}),
    ]
    assert len(set(seen)) == len(seen)


def test_a_title_that_cannot_be_written_gives_way_to_the_sites_name(font):
    instead = draw(Picture(title=SITE), SITE, font, COLORS)
    for title in ("履歴書の裏", "سيرة ذاتية", "रिज़्यूमे", "קורות חיים", "Résumé 履歴書"):
        assert font.writable(title) == ""
        assert paint(font, title=title) == instead


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Größe – “naïve” façade, Łódź & Ñandú", "Größe – “naïve” façade, Łódź & Ñandú"),
        ("cafe\u0301", "café"),
        ("We did it 🎉!", "We did it!"),
        ("👩🏽‍💻 at work 1️⃣", "at work 1"),
        (" two\n lines ", "two lines"),
        ("🎉", ""),
    ],
)
def test_what_is_written_of_a_title(font, title, written):
    assert font.writable(title) == written


def test_lines_fit_their_box_and_lose_no_word(font):
    fitted = font.fit("What I learned from a job I did not get", (80, 60), 976, 250)
    assert fitted.size == 80
    assert " ".join(fitted.lines) == "What I learned from a job I did not get"
    widths = [font.width(line, 80) for line in fitted.lines]
    assert max(widths) <= 976
    # No last line with a single word.
    assert min(widths) > max(widths) / 2


def test_a_text_that_is_too_long_ends_in_an_ellipsis(font):
    fitted = font.fit(LONG * 3, (92, 48), 900, 250)
    assert fitted.size == 48
    assert len(fitted.lines) * 48 * 1.2 <= 250
    assert fitted.lines[-1].endswith("…")
    assert all(font.width(line, 48) <= 900 for line in fitted.lines)


def test_a_word_that_is_too_wide_is_broken_and_whole(font):
    fitted = font.fit("W" * 60, (92, 48), 900, 400)
    assert "".join(fitted.lines) == "W" * 60
    assert all(font.width(line, fitted.size) <= 900 for line in fitted.lines)


def photograph(path, size=(1600, 1200), **options):
    image = Image.new("RGB", size, "#336699")
    ImageDraw.Draw(image).rectangle((0, 0, size[0], size[1] // 2), fill="#cc3300")
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    exif[0x0112] = options.pop("turned", 1)
    image.save(path, exif=exif, **options)
    return path


def test_a_photograph_is_cut_upright_and_says_nothing_of_its_maker(tmp_path):
    path = photograph(tmp_path / "a.jpg", turned=3)
    assert usable(path)
    data = cut(path)
    with opened(data) as image:
        assert (image.format, image.size, image.mode) == ("JPEG", SIZE, "RGB")
        assert not image.getexif()
        red, _, blue = image.getpixel((600, 20))
        assert blue > red  # it was upside down
    assert b"taken at home" not in data


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "CMYK", "1", "I;16"])
def test_a_photograph_may_be_of_any_kind(tmp_path, mode):
    path = tmp_path / ("a.jpg" if mode == "CMYK" else "a.png")
    Image.new(mode, (700, 700)).save(path)
    with opened(cut(path)) as image:
        assert image.size == SIZE


def test_what_is_too_small_or_no_picture_is_not_used(tmp_path):
    Image.new("RGB", (599, 400)).save(tmp_path / "small.png")
    (tmp_path / "a.svg").write_text("<svg/>")
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff nothing")
    assert not any(usable(tmp_path / name) for name in ("small.png", "a.svg", "a.jpg", "none.png"))


POST = "Title: A\nDate: 2009-08-05\nImage: {static}/images/%s\n\nText.\n"


def image_of(site, url):
    (address,) = site.page(url).xpath("//meta[@property='og:image']/@content")
    return address.removeprefix("https://nora.example/")


def test_a_post_is_shown_with_its_own_picture(build, tmp_path):
    path = photograph(tmp_path / "big.jpg")
    Image.new("RGB", (200, 200)).save(tmp_path / "small.png")
    files = {"images/big.jpg": path.read_bytes(), "posts/a.md": POST % "big.jpg"}
    files |= {"images/small.png": (tmp_path / "small.png").read_bytes()}
    files |= {"posts/b.md": (POST % "small.png").replace("Title: A", "Title: B")}
    site = build(files)
    assert site.status == 0, site.said
    assert image_of(site, "posts/a/").endswith(".jpg")
    assert image_of(site, "posts/b/").endswith(".png")
    assert (site.output / image_of(site, "posts/a/")).is_file()


def test_a_broken_photograph_is_told(build, tmp_path):
    data = photograph(tmp_path / "big.png").read_bytes()
    site = build({"images/big.png": data[: len(data) // 2], "posts/a.md": POST % "big.png"})
    assert site.status == 1
    assert "images/big.png" in site.said
    assert "broken" in site.said
    assert "Traceback" not in site.said


def test_a_cache_that_cannot_be_used_does_no_harm(tmp_path):
    (tmp_path / "cache").write_text("a file where a folder should be")
    pictures = Pictures(SITE, BESLEY, COLORS, tmp_path / "cache")
    assert pictures.write(tmp_path, [Picture(title="A")]) == []
    assert (tmp_path / pictures.path(Picture(title="A"))).is_file()


def test_the_cache_does_not_grow_for_ever(tmp_path, monkeypatch):
    monkeypatch.setattr("seo.pictures._SPARE", 3)
    cache = tmp_path / "cache" / "og"
    for number in range(8):
        pictures = Pictures(SITE, BESLEY, COLORS, tmp_path / "cache")
        pictures.write(tmp_path, [Picture(title=str(number))])
        os.utime(
            *cache.glob(f"{Path(pictures.path(Picture(title=str(number)))).stem}*"), (number,) * 2
        )
    kept = {path.stem.split("-")[0] for path in cache.iterdir()}
    wanted = [Path(pictures.path(Picture(title=str(number)))).stem for number in range(8)]
    assert kept == set(wanted[4:])


@pytest.mark.slow
def test_every_machine_draws_the_same(tmp_path):
    said = "Title: Größe “zählt”\nDate: 2009-08-05\n\nText.\n"
    results = []
    for number, env in enumerate(
        [
            {},
            {"LC_ALL": "de_DE.UTF-8", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "4711"},
            {"LC_ALL": "C", "HOME": str(tmp_path)},
        ]
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        site = SiteBuilder(folder)({"posts/a.md": said}, env=env, CACHE_PATH=str(folder / "cache"))
        assert site.status == 0, site.said
        results.append({n: d for n, d in site.files().items() if n.startswith("og/")})
    assert results[0] == results[1] == results[2]


def test_a_build_with_nothing_new_to_draw_loads_no_font(build, tmp_path):
    cache = str(tmp_path / "cache")
    settings = {
        "CACHE_PATH": cache,
        "PLUGINS": ["seo"],
        "THEME": "simple",
        "PELICAN_CLASS": "pelican.Pelican",
        "JINJA_ENVIRONMENT": {},
    }
    post = {"posts/a.md": "Title: A\nDate: 2009-08-05\n\nText.\n"}
    assert build(post, **settings).status == 0
    code = (
        "import sys, pelican; pelican.main(sys.argv[1:]); assert 'PIL.ImageFont' not in sys.modules"
    )
    arguments = [
        str(build.content),
        "-s",
        str(ROOT / "pelicanconf.py"),
        "-o",
        str(tmp_path / "two"),
    ]
    arguments += ["-e", f'CACHE_PATH="{cache}"', 'PLUGINS=["seo"]', 'THEME="simple"']
    arguments += ['PELICAN_CLASS="pelican.Pelican"', "JINJA_ENVIRONMENT={}"]
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=tmp_path, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert list((tmp_path / "two" / "og").iterdir())
