"""Old addresses: each sends its reader on, and none hides a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redirects.aliases import BadAlias, alias_path, split_aliases


def post(*aliases, title="Cake", **keys):
    lines = "".join(f"{key}: {value}\n" for key, value in keys.items())
    old = "Aliases: " + "\n    ".join(aliases) + "\n" if aliases else ""
    return f"Title: {title}\nDate: 2009-08-01\n{lines}{old}\nText.\n"


@pytest.mark.parametrize(
    ("alias", "path"),
    [
        ("/2009/08/cake.html", "2009/08/cake.html"),
        ("/2009/08/01/cake/", "2009/08/01/cake/index.html"),
        ("/archives/12", "archives/12/index.html"),
        ("https://old.example/2009/08/cake.html", "2009/08/cake.html"),
        ("/k%C3%A4se/", "käse/index.html"),
        ("p/about.html", "p/about.html"),
    ],
)
def test_addresses_to_paths(alias, path):
    assert alias_path(alias) == path


@pytest.mark.parametrize("alias", ["/?p=12", "/a#b", "/../x/", "/", "https://x.example", "/a.xml"])
def test_what_no_page_can_answer(alias):
    with pytest.raises(BadAlias):
        alias_path(alias)


@given(st.text())
def test_any_text_is_a_path_inside_or_told(text):
    for alias in split_aliases(text):
        try:
            path = alias_path(alias)
        except (BadAlias, ValueError):
            continue
        assert not path.startswith(("/", "../"))
        assert "/../" not in path


def test_readers_are_sent_on(build):
    site = build(
        {
            "posts/cake.md": post("/2009/08/cake.html", "https://old.example/k%C3%A4se/"),
            "pages/about.md": "Title: About\nAliases: p/about-me.html, /who/\n\nMe.\n",
        },
        SITEURL="https://nora.example",
    )
    assert site.status == 0, site.said
    for old, new in {
        "2009/08/cake.html": "posts/cake/",
        "käse/index.html": "posts/cake/",
        "p/about-me.html": "about/",
        "who/index.html": "about/",
    }.items():
        text = site.text(old)
        address = f"https://nora.example/{new}"
        assert f'<meta http-equiv="refresh" content="0; url={address}">' in text
        assert f'<link rel="canonical" href="{address}">' in text
        assert f'<a href="{address}">' in text
    # They are no pages of the site's own.
    assert "cake.html" not in site.text("sitemap.xml") + site.text("index.html")


def test_a_preview_stays_on_its_own_machine(build):
    site = build({"posts/cake.md": post("/old/", title='Cake & "tea"')})
    assert site.status == 0, site.said
    assert 'url=/posts/cake/"' in site.text("old/index.html")
    assert "Cake &amp; &#34;tea&#34;" in site.text("old/index.html")


def test_taken_addresses_are_told_at_their_lines(build):
    taken = {
        "/posts/tea/": "This is the address of posts/tea.md.",
        "/tags/office/": "This is the address of the page of “office”.",
        "/archives/": "This is the address of the site's own page “archives”.",
        "/elsewhere/": "This is the address of posts/cake.md.",
        "/?p=12": "A page of a static site cannot know what follows a “?” or a “#”.",
    }
    files = {
        "posts/cake.md": post("/fine/", *taken),
        "posts/tea.md": post("/elsewhere/", title="Tea", Tags="office"),
    }
    site = build(files)
    assert site.status == 1
    for message in taken.values():
        assert message in site.said
    for line in (4, 5, 6, 8):
        assert f"content/posts/cake.md:{line}" in site.said
    assert "content/posts/tea.md:4" in site.said
    assert "5 problems in 2 files" in site.said
    assert not site.output.exists()


def test_a_page_that_no_plugin_can_foresee_is_not_overwritten(build):
    lead = "Title: Clerk\nCompany: Acme\nDate: 2009-08-01\n\nText.\n"
    site = build({"posts/cake.md": post("/leads/"), "leads/acme.md": lead})
    assert site.status == 1
    assert "leads/index.html" in site.said


def test_what_is_shown_has_redirects_and_nothing_else(build):
    files = {
        "posts/draft.md": post("/draft/", Status="draft"),
        "posts/hidden.md": post("/hidden/", title="Hidden", Status="hidden"),
        # Its own address is none.
        "posts/cake.md": post("/posts/cake/"),
    }
    site = build(files, WRITE_DRAFTS=True)
    assert site.status == 0, site.said
    assert not site.exists("draft/")
    assert site.exists("hidden/")
    assert "refresh" not in site.text("posts/cake/index.html")
