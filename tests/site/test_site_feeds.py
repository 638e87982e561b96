"""What subscribers get of leads, roundups, wishes and trails."""

LEAD = """Title: {title}
Company: Acme
Date: {date}
{more}
Text of {title}, [see]({{filename}}/posts/a.md).
"""
POST = """Title: A post
Date: 2009-08-05 10:00
Tags: office

Words ![Cup]({static}/images/cup.png).
"""


def lead(title, date="2009-08-05", more=""):
    return LEAD.format(title=title, date=date, more=more and more + "\n")


SITE = {
    "posts/a.md": POST,
    "images/cup.png": b"\x89PNG",
    "leads/clerk.md": lead("Clerk", more="Tags: office\nTrail: 2009-08-07 applied: by hand"),
    "leads/late.md": lead("Late", "2009-08-27"),
    "showers/nora/shower.md": "Title: Shower\nSeeker: Nora Whitfield\nDate: 2009-08-01\n\nHi.\n",
    "showers/nora/review.md": "Title: A review\nKind: review\nDate: 2009-08-03\n\nPlease.\n",
}


def ids(site, name, form="atom"):
    return {entry.id: entry for entry in site.feed(name, form).entries}


def test_every_feed_holds_its_own(build):
    site = build(SITE)
    assert site.status == 0, site.said
    at = "tag:nora.example,2009:"
    clerk, late, post, wish = (
        f"{at}lead/clerk",
        f"{at}lead/late",
        f"{at}post/a",
        f"{at}wish/nora/review",
    )
    news, week = f"{at}lead-news/clerk/2009-08-07-applied", f"{at}roundup/2009-w32"
    for form in ("atom", "rss"):
        assert set(ids(site, "leads", form)) == {clerk, late}
        assert set(ids(site, "posts", form)) == {post}
        assert set(ids(site, "roundups", form)) == {week}
        assert set(ids(site, "follow-through", form)) == {news}
        assert set(ids(site, "showers/nora", form)) == {wish}
        assert set(ids(site, "tags/office", form)) == {clerk, post}
        assert set(ids(site, "everything", form)) == {post, week, wish, news}


def test_the_running_week_comes_when_it_is_over(build):
    assert "tag:nora.example,2009:roundup/2009-w35" not in ids(build(SITE), "roundups")
    site = build(TODAY="2009-08-31")
    assert "tag:nora.example,2009:roundup/2009-w35" in ids(site, "roundups")


def test_contents_are_whole_and_absolute(build):
    site = build(SITE)
    (post,) = site.feed("posts").entries
    assert 'src="https://nora.example/images/cup.png"' in post.content[0].value
    entry = ids(site, "leads")["tag:nora.example,2009:lead/clerk"]
    html = entry.content[0].value
    assert "Text of Clerk" in html
    assert 'href="https://nora.example/posts/a/"' in html
    assert "Acme" in html
    assert "by hand" in html
    week = ids(site, "roundups")["tag:nora.example,2009:roundup/2009-w32"]
    assert "https://nora.example/leads/clerk/" in week.content[0].value
    assert entry.link == "https://nora.example/leads/clerk/"


def test_the_preview_and_the_published_feeds_are_the_same(build):
    preview = {n: d for n, d in build(SITE).files().items() if n.startswith("feeds/")}
    real = {n: d for n, d in build(conf="publishconf.py").files().items() if n.startswith("feeds/")}
    assert preview == real


def test_a_new_stage_updates_the_same_item(build):
    before = ids(build(SITE), "leads")["tag:nora.example,2009:lead/clerk"]
    more = "Tags: office\nTrail: 2009-08-07 applied: by hand\n    2009-08-20 interview"
    after = ids(build({"leads/clerk.md": lead("Clerk", more=more)}), "leads")
    after = after["tag:nora.example,2009:lead/clerk"]
    assert before.updated == "2009-08-07T00:00:00-04:00"
    assert after.updated == "2009-08-20T00:00:00-04:00"
    assert after.published == before.published


def test_a_retracted_lead_is_a_tombstone_under_its_id(build):
    more = "Tags: office\nPosting: https://acme.example/7\nTrail: 2009-08-20 retracted: my mistake"
    site = build(SITE | {"leads/clerk.md": lead("Clerk", more=more)})
    for name in ("leads", "tags/office"):
        entry = ids(site, name)["tag:nora.example,2009:lead/clerk"]
        text = f"{entry.title} {entry.summary} {entry.content[0].value}"
        assert "taken back" in text
        for old in ("Text of Clerk", "Acme", "acme.example"):
            assert old not in text
    news = (
        ids(site, "follow-through")
        if (site.output / "feeds/follow-through.atom.xml").exists()
        else {}
    )
    assert not [one for one in news if "clerk" in one]


def test_an_id_can_be_frozen(build):
    site = build(SITE | {"leads/clerk.md": lead("Clerk", more="Id: tag:old.example,2008:7")})
    assert "tag:old.example,2008:7" in ids(site, "leads")


def test_one_id_for_two_is_an_error_that_names_both(build):
    same = "Id: tag:old.example,2008:7"
    site = build(SITE | {"leads/a.md": lead("A", more=same), "leads/b.md": lead("B", more=same)})
    assert site.status == 1
    assert "leads/a.md" in site.said
    assert "leads/b.md" in site.said


def test_a_site_with_posts_alone_has_no_other_feeds(build):
    site = build({"posts/a.md": POST.replace("Tags: office\n", ""), "images/cup.png": b"x"})
    feeds = sorted({n.split(".")[0] for n in site.files() if n.startswith("feeds/")})
    assert feeds == ["feeds/categories/notes", "feeds/everything", "feeds/posts", "feeds/roundups"]


def test_pages_name_the_feeds_that_there_are(build):
    site = build(SITE)
    links = site.page("").xpath("//link[@rel='alternate'][contains(@type, 'xml')]/@href")
    assert any(link.endswith("/feeds/everything.atom.xml") for link in links)
    words = site.words("subscribe/")
    assert "Follow-through" in words


def test_a_roundup_that_was_sent_does_not_change(build):
    words = "Goals: {} call Harbor Press\n\nHello.\n"
    week = "tag:nora.example,2009:roundup/2009-w32"
    before = ids(build(SITE | {"roundups/2009-w32.md": words.format("[ ]")}), "roundups")[week]
    later = {
        "roundups/2009-w32.md": words.format("[x]"),
        "leads/clerk.md": lead(
            "Clerk", more="Trail: 2009-08-07 applied: by hand\n    2009-08-20 filled"
        ),
    }
    after = ids(build(SITE | later), "roundups")[week]
    assert after.content == before.content
    assert after.updated == before.updated
