"""Copies of any picture: in the right sizes and colours, without metadata, always the same."""

import io
import struct
import zlib

import pytest
from pictures import animated, drawing, opened, photo, profile, saved
from PIL import Image

from images.making import make

WIDTHS = (200, 400, 800)
FORMATS = ("avif", "webp")


def made(data):
    return make(data, WIDTHS, FORMATS)


def shapes(picture):
    return [(copy.format, copy.width) for copy in picture.copies]


def test_a_photograph_comes_in_each_width_and_format():
    picture = made(saved(photo(), "JPEG", quality=95))
    assert (picture.width, picture.height) == (1000, 700)
    assert shapes(picture) == [(name, width) for name in FORMATS for width in WIDTHS]
    for copy in picture.copies:
        image = opened(copy.data)
        assert image.format == copy.format.upper()
        assert image.size == (copy.width, round(copy.width * 0.7))
        assert len(copy.data) < 60_000


def test_no_copy_is_wider_than_the_picture_or_nearly_as_wide_as_the_next():
    picture = made(saved(photo(450, 300), "JPEG", quality=95))
    assert shapes(picture) == [(name, width) for name in FORMATS for width in (200, 450)]


@pytest.mark.parametrize("size", [(60, 60), (400, 2400), (2400, 100)])
def test_any_shape(size):
    picture = made(saved(photo(*size), "JPEG", quality=95))
    assert (picture.width, picture.height) == size
    assert not picture.trouble
    assert bool(picture.copies) == (size[0] > 64)


def test_edges_of_a_drawing_stay_sharp():
    source = drawing()
    picture = made(saved(source))
    (copy,) = [c for c in make(saved(source), [1000], ["webp"]).copies if c.format == "webp"]
    colours = opened(copy.data).convert("RGB").getcolors(1 << 20)
    assert len(colours) == 3
    assert picture.copies


def test_a_format_that_makes_it_no_smaller_is_left_out():
    noise = Image.effect_noise((300, 300), 120)
    assert made(saved(noise, "JPEG", quality=1)).copies == ()


@pytest.mark.slow
def test_no_copy_is_heavier_than_a_wider_one():
    for source in (saved(drawing()), saved(photo(), "JPEG", quality=95)):
        copies = make(source, (300, 500, 700, 1000), FORMATS).copies
        for name in FORMATS:
            sizes = [len(copy.data) for copy in copies if copy.format == name]
            assert sizes == sorted(sizes)
            assert all(size < len(source) for size in sizes)


@pytest.mark.slow
def test_what_is_clear_stays_clear():
    image = photo(mode="RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    for copy in made(saved(image)).copies:
        low, high = opened(copy.data).convert("RGBA").getchannel("A").getextrema()
        assert low < 10
        assert high > 245
    opaque = photo(mode="RGBA")
    assert {opened(copy.data).mode for copy in made(saved(opaque)).copies} == {"RGB"}


_SLOW = {"bad profile", "gray profile", "gray", "palette", "webp", "gif"}
_KINDS = {
    "cmyk": saved(photo(mode="CMYK"), "JPEG", quality=95),
    "bad profile": saved(photo(mode="CMYK"), "JPEG", quality=95, icc_profile=b"no profile"),
    "profile": saved(photo(), "JPEG", quality=95, icc_profile=profile()),
    "gray profile": saved(photo(mode="L"), "JPEG", quality=95, icc_profile=profile()),
    "gray": saved(photo(mode="L")),
    "palette": saved(photo().convert("P")),
    "gray alpha": saved(photo().convert("LA")),
    "webp": saved(photo(), "WEBP", quality=95),
    "gif": saved(photo(), "GIF"),
    "clear palette": saved(drawing(), transparency=0),
}


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(data, id=kind, marks=pytest.mark.slow if kind in _SLOW else ())
        for kind, data in _KINDS.items()
    ],
)
def test_any_kind_of_picture_is_like_its_copies(data):
    picture = made(data)
    assert not picture.trouble
    original = opened(data).convert("RGBA").resize((50, 35))
    for copy in picture.copies:
        image = opened(copy.data)
        assert image.mode in {"RGB", "RGBA"}
        small = image.convert("RGBA").resize((50, 35))
        pairs = zip(original.tobytes(), small.tobytes(), strict=True)
        assert sum(abs(a - b) for a, b in pairs) / (50 * 35 * 4) < 16


def test_sixteen_bits_do_not_burn_out():
    deep = Image.new("I;16", (300, 300), 0x8000)
    deep.putpixel((0, 0), 0xFFFF)
    data = saved(deep)
    data += b"\0" * (3000 - len(data))
    for copy in made(data).copies:
        assert abs(opened(copy.data).convert("L").getpixel((150, 150)) - 128) < 6


def test_nothing_that_a_picture_says_of_its_maker_goes_along():
    exif = Image.Exif()
    exif[0x0112] = 6  # taken on its side
    exif[0x010F] = "Maker of cameras"
    exif.get_ifd(0x8825)[2] = (41.0, 2.0, 3.0)
    data = saved(photo(), "JPEG", quality=95, exif=exif, comment=b"Dana's kitchen")
    assert b"Maker of cameras" in data
    picture = made(data)
    assert (picture.width, picture.height) == (700, 1000)
    for copy in picture.copies:
        image = opened(copy.data)
        assert image.height > image.width
        assert not image.getexif()
        assert not {"exif", "icc_profile", "xmp", "comment"} & {
            key for key, value in image.info.items() if value
        }
        for word in (b"Exif", b"Maker", b"Dana", b"xpacket"):
            assert word not in copy.data


def test_moving_pictures_are_left_as_they_are():
    picture = made(animated())
    assert (picture.width, picture.height) == (200, 100)
    assert not picture.copies
    assert not picture.trouble


@pytest.mark.parametrize(
    "data",
    [b"", b"cup", saved(photo(), "JPEG")[:5000], saved(photo())[:5000], b"\x89PNG\r\n\x1a\n" * 500],
    ids=["empty", "text", "cut JPEG", "cut PNG", "head"],
)
def test_broken_pictures_are_told(data):
    picture = made(data)
    assert picture.trouble
    assert not picture.copies


def test_pictures_of_more_pixels_than_memory_holds_are_told():
    def chunk(kind, body):
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 9000, 9000, 8, 2, 0, 0, 0))
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + head
        + chunk(b"IDAT", zlib.compress(b"\0" * 9000))
        + chunk(b"IEND", b"")
    )
    picture = made(bomb)
    assert "9,000 × 9,000" in picture.trouble
    assert (picture.width, picture.height) == (9000, 9000)


@pytest.mark.slow
def test_a_heavy_picture_has_a_light_copy_for_old_programs():
    picture = make(saved(photo(1800, 1300), "PNG"), (400, 1600), FORMATS)
    copy = picture.copies[-1]
    assert (copy.format, copy.width) == ("jpeg", 1200)
    assert opened(copy.data).format == "JPEG"


def test_the_same_picture_gives_the_same_bytes():
    data = saved(photo(), "JPEG", quality=95)
    assert made(data) == made(data)


def test_there_is_no_avif_where_nothing_can_write_it(monkeypatch):
    from PIL import features

    monkeypatch.setattr(features, "check", lambda name: name != "avif")
    picture = made(saved(photo(), "JPEG", quality=95))
    assert {copy.format for copy in picture.copies} == {"webp"}


def test_pillow_can_write_avif_here():
    assert io.BytesIO(saved(photo(50, 50), "AVIF")).read(12)[4:] == b"ftypavif"
