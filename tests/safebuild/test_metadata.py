"""Pictures lose what they say of their makers, and nothing else."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms, PngImagePlugin, TiffImagePlugin

from safebuild.guard import leaks_in, make_guard
from safebuild.metadata import BrokenImage, strip_metadata, without_metadata

MAIL = "dana@mail.example"
XMP = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><dc:creator>{MAIL}</dc:creator></x:xmpmeta>".encode()
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
KINDS = ("JPEG", "PNG", "WEBP", "TIFF")
SUFFIXES = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp", "TIFF": ".tif"}
GUARD = make_guard({"PATH": "/no/such/site/content", "GUARD_REGIONS": ("US",)})


def picture(mode="RGB"):
    image = Image.effect_noise((48, 32), 80).convert(mode)
    image.putpixel((0, 0), 255 if mode == "L" else (255, 0, 0))
    return image


def exif(orientation=None):
    block = Image.Exif()
    block[0x010F] = "A camera"
    block[0x013B] = MAIL
    block.get_ifd(0x8825)[1] = "N"
    block.get_ifd(0x8825)[2] = (41.0, 29.0, 58.0)
    if orientation:
        block[0x0112] = orientation
    return block


def saved(kind, *, orientation=None, clean=False, **more):
    file = io.BytesIO()
    options = {"icc_profile": PROFILE, **more}
    if clean:
        picture().save(file, kind, **options)
        return file.getvalue()
    options["exif"] = exif(orientation)
    if kind == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Author", MAIL)
        info.add_text("Comment", MAIL, zip=True)
        info.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=True)
        options["pnginfo"] = info
    elif kind == "TIFF":
        tags = TiffImagePlugin.ImageFileDirectory_v2()
        tags[270] = MAIL
        tags[700] = XMP
        tags[33723] = MAIL.encode()
        if orientation:
            tags[0x0112] = orientation
        options |= {"tiffinfo": tags}
        del options["exif"]
    else:
        options["xmp"] = XMP
        if kind == "JPEG":
            options["comment"] = MAIL.encode()
    picture().save(file, kind, **options)
    return file.getvalue()


def pixels(data):
    image = Image.open(io.BytesIO(data))
    return image.mode, image.size, image.tobytes()


def orientation_of(data):
    return Image.open(io.BytesIO(data)).getexif().get(0x0112, 1)


def strip(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    problems = strip_metadata(tmp_path)
    return path.read_bytes(), problems


@pytest.mark.parametrize("kind", KINDS)
def test_metadata_goes_and_pixels_stay(tmp_path, kind):
    before = saved(kind)
    assert leaks_in("x" + SUFFIXES[kind], before, GUARD)
    after, problems = strip(tmp_path, "x" + SUFFIXES[kind], before)
    assert problems == []
    assert MAIL.encode() not in after
    assert b"A camera" not in after
    assert pixels(after) == pixels(before)
    assert Image.open(io.BytesIO(after)).info["icc_profile"] == PROFILE
    assert not Image.open(io.BytesIO(after)).getexif().get_ifd(0x8825)
    assert leaks_in("x" + SUFFIXES[kind], after, GUARD) == []


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", KINDS)
def test_orientation_stays(tmp_path, kind, orientation):
    after, problems = strip(tmp_path, "x" + SUFFIXES[kind], saved(kind, orientation=orientation))
    assert problems == []
    assert orientation_of(after) == orientation
    assert b"A camera" not in after


@pytest.mark.parametrize("orientation", [None, 6])
@pytest.mark.parametrize("kind", KINDS)
def test_a_clean_picture_is_not_written_again(tmp_path, kind, orientation):
    once, _ = strip(tmp_path, "x" + SUFFIXES[kind], saved(kind, orientation=orientation))
    path = tmp_path / ("x" + SUFFIXES[kind])
    stat = path.stat()
    assert strip_metadata(tmp_path) == []
    assert path.stat() == stat
    assert path.read_bytes() == once
    assert [it.name for it in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("JPEG", {"progressive": True}),
        ("JPEG", {"restart_marker_blocks": 1}),
        ("JPEG", {"quality": 100, "subsampling": 0}),
        ("PNG", {"transparency": (0, 0, 0)}),
        ("WEBP", {"lossless": True}),
        ("TIFF", {"compression": "tiff_lzw"}),
        ("TIFF", {"compression": "jpeg"}),
        ("TIFF", {"compression": "tiff_adobe_deflate"}),
    ],
)
def test_every_way_of_coding(tmp_path, kind, more):
    before = saved(kind, **more)
    after, problems = strip(tmp_path, "x" + SUFFIXES[kind], before)
    assert problems == []
    assert MAIL.encode() not in after
    assert pixels(after) == pixels(before)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_animations_keep_their_frames(tmp_path, kind):
    file = io.BytesIO()
    frames = [picture(), picture().rotate(90).resize((48, 32)), picture()]
    frames[0].save(file, kind, save_all=True, append_images=frames[1:], exif=exif(), duration=50)
    after, problems = strip(tmp_path, "x" + SUFFIXES[kind], file.getvalue())
    assert problems == []
    assert Image.open(io.BytesIO(after)).n_frames == Image.open(file).n_frames
    assert MAIL.encode() not in after


def test_every_page_of_a_tiff_stays_but_thumbnails(tmp_path):
    file = io.BytesIO()
    picture().save(file, "TIFF", save_all=True, append_images=[picture(), picture()])
    after, problems = strip(tmp_path, "x.tiff", file.getvalue())
    assert problems == []
    assert Image.open(io.BytesIO(after)).n_frames == 3


def test_what_follows_the_picture_goes(tmp_path):
    for name, data in (("a.jpg", saved("JPEG", clean=True)), ("b.png", saved("PNG", clean=True))):
        after, problems = strip(tmp_path, name, data + b"trailing " + MAIL.encode())
        assert problems == []
        assert after == data


def test_a_jpegs_own_thumbnail_goes(tmp_path):
    data = saved("JPEG", clean=True)
    jfif = b"\xff\xe0" + struct.pack(">H", 16 + 3) + data[6:18] + b"\x01\x01abc"
    after, _ = strip(tmp_path, "x.jpg", data[:2] + jfif + data[20:])
    assert b"abc" not in after[:40]
    assert pixels(after) == pixels(data)


def test_iptc_goes(tmp_path):
    data = saved("JPEG", clean=True)
    body = b"Photoshop 3.0\x008BIM\x04\x04" + MAIL.encode()
    iptc = b"\xff\xed" + struct.pack(">H", len(body) + 2) + body
    after, problems = strip(tmp_path, "x.jpg", data[:2] + iptc + data[2:])
    assert problems == []
    assert after == data


def test_unknown_chunks_of_a_png_go(tmp_path):
    data = saved("PNG", clean=True)
    body = MAIL.encode()
    chunk = struct.pack(">I", len(body)) + b"prVt" + body
    chunk += struct.pack(">I", zlib.crc32(b"prVt" + body))
    after, _ = strip(tmp_path, "x.png", data[:33] + chunk + data[33:])
    assert after == data


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_broken_picture_with_metadata_is_a_problem(tmp_path, kind):
    data = saved(kind)
    cut = data[: 8 if kind == "TIFF" else 40]
    after, problems = strip(tmp_path, "x" + SUFFIXES[kind], cut)
    assert [problem.file for problem in problems] == ["x" + SUFFIXES[kind]]
    assert after == cut


def test_other_pictures_are_a_problem_only_where_they_say_something(tmp_path):
    picture().save(tmp_path / "a.gif")
    picture().save(tmp_path / "b.bmp")
    (tmp_path / "c.avif").write_bytes(b"\0\0\0\x1cftypavif" + XMP)
    (tmp_path / "d.txt").write_bytes(b"Exif is a word")
    (tmp_path / "e.jpg").write_bytes(b"")
    assert [problem.file for problem in strip_metadata(tmp_path)] == ["c.avif"]


def test_folders_below_are_cleaned_too_and_links_left_alone(tmp_path):
    outside = tmp_path / "outside.jpg"
    outside.write_bytes(saved("JPEG"))
    site = tmp_path / "site"
    (site / "a" / "b").mkdir(parents=True)
    (site / "a" / "b" / "x.JPG").write_bytes(saved("JPEG"))
    (site / "link.jpg").symlink_to(outside)
    before = outside.read_bytes()
    assert strip_metadata(site) == []
    assert MAIL.encode() not in (site / "a" / "b" / "x.JPG").read_bytes()
    assert outside.read_bytes() == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_cut_anywhere_is_cleaned_or_told(kind):
    data = saved(kind, orientation=3)
    for end in range(12, len(data), 7):
        try:
            cleaned = without_metadata(data[:end])
        except BrokenImage:
            continue
        assert MAIL.encode() not in cleaned.data
