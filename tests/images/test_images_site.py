"""Pictures of a whole site: in pages, in feeds, in the cache."""

from html import unescape

import pytest
from pictures import animated, photo, saved

HEAD = "Title: One\nDate: 2009-08-05\n"
TEXT = "\n![A cup]({static}/images/cup.jpg)\n"
PHOTO = saved(photo(1000, 700), "JPEG", quality=90)
FILES = {"posts/one.md": HEAD + TEXT, "images/cup.jpg": PHOTO}


def addresses(page):
    return [
        part.split()[0] for value in page.xpath("//source/@srcset") for part in value.split(",")
    ]


def test_a_page_shows_copies_that_are_there(build):
    site = build(FILES)
    assert site.status == 0, site.said
    page = site.page("posts/one/")
    found = addresses(page)
    assert len(found) == 6
    for address in found:
        assert (site.output / address.removeprefix("/")).stat().st_size < len(PHOTO)
    (image,) = page.xpath("//picture//img")
    assert (image.get("src"), image.get("width"), image.get("height")) == (
        "/images/cup.jpg", "1000", "700",
    )  # fmt: skip
    assert image.get("fetchpriority") == "high"


@pytest.mark.parametrize(
    "siteurl",
    [
        "https://nora.example/blog",
        pytest.param("https://nora.example", marks=pytest.mark.slow),
    ],
)
def test_addresses_are_whole_where_the_sites_are(build, siteurl):
    site = build(FILES, SITEURL=siteurl, FEED_DOMAIN=siteurl)
    assert site.status == 0, site.said
    for address in addresses(site.page("posts/one/")):
        assert (site.output / address.removeprefix(f"{siteurl}/")).is_file()
    entry = unescape(site.text("feeds/posts.atom.xml"))
    assert f'srcset="{siteurl}/images/sized/cup-' in entry
    assert f'src="{siteurl}/images/cup.jpg"' in entry


def test_relative_ones_are_relative(build):
    site = build(FILES, RELATIVE_URLS=True)
    for address in addresses(site.page("posts/one/")):
        assert (site.output / "posts/one" / address).is_file()


def test_a_second_build_makes_nothing_again(build):
    first = build(FILES)
    kept = build.folder / "cache" / "images"
    before = {path.name: path.stat().st_mtime_ns for path in kept.iterdir()}
    second = build()
    assert second.files() == first.files()
    assert {path.name: path.stat().st_mtime_ns for path in kept.iterdir()} == before


def test_all_that_has_a_text_has_pictures(build):
    site = build(
        {
            **FILES,
            "leads/clerk.md": "Title: Clerk\nCompany: Acme\nDate: 2009-08-05\n" + TEXT,
            "pages/about.md": "Title: About\n\n![Me]({attach}me.png)\n",
            "pages/me.png": saved(photo(300, 300)),
            "posts/raw.md": HEAD.replace("One", "Raw") + '\n<img src="/images/cup.jpg" alt="">\n',
        }
    )
    assert site.status == 0, site.said
    assert site.page("leads/clerk/").xpath("//picture//img/@loading") == ["lazy"]
    assert site.page("posts/raw/").xpath("//picture//img/@width") == ["1000"]
    assert site.page("about/").xpath("//picture//img/@src") == ["/about/me.png"]


def test_the_image_of_a_post_is_shown_above_it(build):
    site = build(
        {**FILES, "posts/one.md": f"{HEAD}Image: images/cup.jpg\nImage-Alt: A cup\n\nText.\n"}
    )
    assert site.status == 0, site.said
    (image,) = site.page("posts/one/").xpath("//*[@class='lead-picture']/picture//img")
    assert (image.get("src"), image.get("alt")) == ("/images/cup.jpg", "A cup")
    assert image.get("fetchpriority") == "high"
    (entry,) = site.feed("posts").entries
    assert [link.href for link in entry.links if link.rel == "enclosure"] == [
        "https://nora.example/images/cup.jpg"
    ]


def test_but_not_twice(build):
    site = build({**FILES, "posts/one.md": f"{HEAD}Image: images/cup.jpg\n{TEXT}"})
    assert len(site.page("posts/one/").xpath("//main//img")) == 1


def test_an_image_that_is_not_there_is_told(build):
    site = build({**FILES, "posts/one.md": f"{HEAD}Image: images/cap.jpg\n\nText.\n"})
    assert site.status == 1
    assert "posts/one.md:3" in site.said
    assert "did you mean “images/cup.jpg”?" in site.said


def test_pictures_of_which_there_is_nothing_to_make(build):
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20"></svg>'
    names = ("moving.gif", "drawing.svg", "broken.jpg")
    text = "".join(f"\n![{name}]({{static}}/images/{name})\n" for name in names)
    site = build(
        {
            "posts/one.md": HEAD + text,
            "images/moving.gif": animated(),
            "images/drawing.svg": drawing,
            "images/broken.jpg": b"no picture" * 500,
        }
    )
    assert site.status == 0, site.said
    images = site.page("posts/one/").xpath("//main//img")
    sizes = [(image.get("width"), image.get("height")) for image in images]
    assert sizes == [("200", "100"), ("30", "20"), (None, None)]
    assert not site.page("posts/one/").xpath("//picture")
    assert "images/broken.jpg" in site.said
    assert "cannot be read" in site.said


def test_settings_decide(build):
    site = build(FILES, IMAGE_WIDTHS=[300], IMAGE_FORMATS=["webp"], IMAGE_PATH="p")
    assert [a.rpartition("/")[0] for a in addresses(site.page("posts/one/"))] == ["/p"]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"IMAGE_WIDTHS": [300, "400"]}, "IMAGE_WIDTHS"),
        ({"IMAGE_WIDTHS": 300}, "IMAGE_WIDTHS"),
        ({"IMAGE_FORMATS": ["webp", "jpeg2000"]}, "jpeg2000"),
        ({"IMAGE_SIZE": "50vw"}, "did you mean “IMAGE_SIZES”?"),
    ],
)
def test_wrong_settings_are_told(build, settings, said):
    site = build(FILES, **settings)
    assert site.status == 1
    assert said in site.said
