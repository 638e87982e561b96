"""Pelican's own features keep working beside ours."""

POST = "Title: {title}\nDate: {date}\n{more}\nText of {title}.\n"


def post(title, date="2009-08-05", more="", body=""):
    return POST.format(title=title, date=date, more=more and more + "\n") + body


EVERY_KIND = {
    "posts/2009-08-05-a.md": post("A post"),
    "pages/about.md": "Title: About\n\nText.\n",
    "leads/2009-08-05-clerk.md": "Title: Clerk\nCompany: Acme\nDate: 2009-08-05\n\nText.\n",
    "roundups/2009-w32.md": "Hello.\n",
    "showers/nora/shower.md": "Title: Shower\nSeeker: Nora Whitfield\nDate: 2009-08-01\n\nHi.\n",
    "showers/nora/review.md": "Title: Review\nKind: review\nDate: 2009-08-02\n\nText.\n",
    "network/dana-r.md": "Title: Dana R.\nConsent: 2009-06-01\n\nText.\n",
    "events/2009-09-03-mixer.md": "Title: Mixer\nStart: 2009-09-03 18:00\n\nText.\n",
}
ADDRESSES = {
    "posts/2009-08-05-a.md": "/posts/a/",
    "pages/about.md": "/about/",
    "leads/2009-08-05-clerk.md": "/leads/clerk/",
    "roundups/2009-w32.md": "/roundups/2009-w32/",
    "showers/nora/shower.md": "/showers/nora/",
    "showers/nora/review.md": "/showers/nora/#wish-review",
    "network/dana-r.md": "/network/#dana-r",
    "events/2009-09-03-mixer.md": "/events/#mixer",
}


def test_links_work_between_all_kinds_in_both_directions(build):
    links = "".join(f"\n[to {name}]({{filename}}/{name})\n" for name in EVERY_KIND)
    site = build({name: text + links for name, text in EVERY_KIND.items()})
    assert site.status == 0, site.said
    for source, address in ADDRESSES.items():
        page = site.page(address.partition("#")[0].strip("/") + "/")
        for target, expected in ADDRESSES.items():
            hrefs = page.xpath(f"//a[text()='to {target}']/@href")
            assert hrefs, f"{source} does not show its link to {target}"
            assert set(hrefs) == {expected}


def test_static_and_attached_files_go_along(build):
    site = build(
        {
            "leads/clerk.md": EVERY_KIND["leads/2009-08-05-clerk.md"]
            + "\n![Cup]({static}/images/cup.png) ![Card]({attach}card.png)\n",
            "images/cup.png": b"cup",
            "leads/card.png": b"card",
        }
    )
    assert site.status == 0, site.said
    assert site.page("leads/clerk/").xpath("//main//img/@src") == [
        "/images/cup.png",
        "/leads/clerk/card.png",
    ]
    assert (site.output / "leads/clerk/card.png").read_bytes() == b"card"


def test_translations_link_to_each_other(build):
    site = build(
        {
            "posts/shower.md": post("Shower"),
            "posts/shower-es.md": post("Fiesta", more="Lang: es\nSlug: shower"),
        }
    )
    assert site.status == 0, site.said
    assert "/posts/shower/es/" in site.page("posts/shower/").xpath("//a/@href")
    assert "/posts/shower/" in site.page("posts/shower/es/").xpath("//a/@href")
    assert "Fiesta" not in site.words("")


def test_pages_of_a_list_have_clean_addresses(build):
    site = build(
        {f"posts/p{n}.md": post(f"Post {n}", f"2009-08-0{n + 1}") for n in range(3)},
        DEFAULT_PAGINATION=2,
    )
    assert site.status == 0, site.said
    assert "/page/2/" in site.page("").xpath("//a/@href")
    assert "Post 0" in site.words("page/2/")
    assert "/" in site.page("page/2/").xpath("//a[@rel='prev']/@href")
    assert site.exists("categories/notes/page/2/")


def test_an_override_replaces_one_template(build, tmp_path):
    overrides = tmp_path / "overrides"
    overrides.mkdir()
    (overrides / "lead.html").write_text(
        '{% extends "base.html" %}{% block content %}<h1>Mine: {{ lead.title }}</h1>{% endblock %}'
    )
    site = build(EVERY_KIND, THEME_TEMPLATES_OVERRIDES=[str(overrides)])
    assert site.status == 0, site.said
    assert "Mine: Clerk" in site.words("leads/clerk/")


PLUGIN = """
from pelican import signals

def shout(content):
    if content._content:
        content._content = content._content.replace("Text", "TEXT")

def note(path, context):
    with open(context["OUTPUT_PATH"] + "/written.txt", "a") as file:
        file.write(path + "\\n")

def register():
    signals.content_object_init.connect(shout)
    signals.content_written.connect(note)
"""


def test_other_plugins_see_our_kinds(build, tmp_path):
    (tmp_path / "shouting.py").write_text(PLUGIN)
    site = build(
        EVERY_KIND,
        PLUGIN_PATHS=[str(tmp_path), "plugins"],
        PLUGINS=["reading", "jobshower", "feeds", "shouting"],
    )
    assert site.status == 0, site.said
    assert "TEXT" in site.words("leads/clerk/")
    assert "leads/clerk/index.html" in site.text("written.txt")


def test_extra_keys_are_let_through_for_posts(build):
    files = {"posts/a.md": post("A", more="Mood: hopeful")}
    assert build(files).status == 1
    assert build(EXTRA_KEYS=["Mood"]).status == 0


def test_a_body_may_begin_like_front_matter(build):
    site = build({"posts/a.md": "Title: A\nDate: 2009-08-05\n\nNote: bring a chair.\n"})
    assert "Note: bring a chair." in site.words("posts/a/")


def test_byte_order_mark_and_windows_line_ends(build):
    text = post("A", more="Tags: office").replace("\n", "\r\n").encode("utf-8-sig")
    site = build({"posts/a.md": text})
    assert site.status == 0, site.said
    assert "Text of A." in site.words("posts/a/")
    assert site.exists("tags/office/")
