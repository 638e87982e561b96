"""What subscribers get of leads, roundups, wishes and trails."""

import json

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
    news, week = f"{clerk}#2009-08-07-applied", f"{at}roundup/2009-w32"
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
    assert before.updated == "2009-08-07T00:01:00-04:00"
    assert after.updated == "2009-08-20T00:02:00-04:00"
    assert after.published == before.published


def test_a_retracted_lead_is_a_tombstone_under_its_id(build):
    more = (
        "Tags: office\nPosting: https://acme.example/7\nCloses: 2009-09-01\n"
        "Trail: 2009-08-07 applied: by hand\n    2009-08-20 retracted: my mistake"
    )
    site = build(SITE | {"leads/clerk.md": lead("Clerk", more=more)})
    assert site.status == 0, site.said
    clerk = "tag:nora.example,2009:lead/clerk"
    for form in ("atom", "rss"):
        for name in ("leads", "tags/office"):
            entry = ids(site, name, form)[clerk]
            text = f"{entry.title} {entry.summary} {entry.content[0].value}"
            assert "taken back" in text
            assert "my mistake" in text
        told = ids(site, "everything", form)
        assert {f"{clerk}#2009-08-07-applied", f"{clerk}#2009-08-20-retracted"} <= set(told)
    assert told[f"{clerk}#2009-08-07-applied"].title == "A lead that was taken back"
    feeds = {n: d for n, d in site.files().items() if n.startswith(("feeds/", "calendar"))}
    # The address, which holds the slug, must stay: it is where the tombstone leads.
    for old in (b"Text of Clerk", b"Clerk", b"acme.example", b"by hand"):
        assert [name for name, data in feeds.items() if old in data] == []


def test_a_week_that_told_of_a_retracted_lead_is_updated(build):
    before = ids(build(SITE), "roundups")["tag:nora.example,2009:roundup/2009-w32"]
    assert "Clerk" in before.content[0].value
    gone = {"leads/clerk.md": lead("Clerk", more="Trail: 2009-08-20 retracted: my mistake")}
    after = ids(build(SITE | gone), "roundups")["tag:nora.example,2009:roundup/2009-w32"]
    assert "Clerk" not in after.content[0].value
    assert after.updated > before.updated


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
    site = build(
        {"posts/a.md": POST.replace("Tags: office\n", ""), "images/cup.png": b"x"}, SEARCH=False
    )
    feeds = sorted({n.split(".")[0] for n in site.files() if n.endswith((".xml", ".json"))})
    feeds.remove("sitemap")
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


def test_two_steps_on_one_day_are_two_updates(build):
    clerk = "tag:nora.example,2009:lead/clerk"
    once = ids(build(SITE), "leads")[clerk]
    more = "Tags: office\nTrail: 2009-08-07 applied: by hand\n    2009-08-07 interview"
    twice = ids(build(SITE | {"leads/clerk.md": lead("Clerk", more=more)}), "leads")[clerk]
    assert twice.updated > once.updated


def test_a_renamed_file_keeps_its_items_by_its_id(build):
    before = build(SITE)
    renamed = {"leads/office-clerk.md": SITE["leads/clerk.md"].replace("Tags", "Id: clerk\nTags")}
    (build.content / "leads/clerk.md").unlink()
    after = build({k: v for k, v in SITE.items() if k != "leads/clerk.md"} | renamed)
    for name in ("leads", "everything", "follow-through"):
        assert set(ids(after, name)) == set(ids(before, name))
    assert ids(after, "leads")["tag:nora.example,2009:lead/clerk"].link.endswith("office-clerk/")


def test_closing_a_lead_says_so_in_its_item(build):
    files = SITE | {"leads/clerk.md": lead("Clerk", more="Closes: 2009-08-20")}
    entry = ids(build(files), "leads")["tag:nora.example,2009:lead/clerk"]
    assert "Closed since Friday 21 August 2009" in entry.content[0].value
    assert entry.summary == "The closing day is past."
    assert entry.updated == "2009-08-21T00:00:00-04:00"


def test_json_feeds_hold_the_same(build):
    site = build(SITE)
    for name in ("everything", "leads", "roundups", "follow-through", "showers/nora", "posts"):
        feed = json.loads(site.text(f"feeds/{name}.json"))
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert {item["id"] for item in feed["items"]} == set(ids(site, name))


def test_news_say_what_happened_before_what_it_is_about(build):
    (entry,) = build(SITE).feed("follow-through").entries
    assert entry.title == "Somebody applied: Clerk"
    assert entry.summary == "Somebody applied. by hand"


def test_a_leads_summary_is_what_decides_whether_to_read_on(build):
    more = (
        "Location: Port Ashby, OH, US\nRemote: hybrid\nEmployment: part-time\n"
        "Salary: USD 14.50 an hour\nCloses: 2009-09-04"
    )
    site = build(SITE | {"leads/clerk.md": lead("Clerk", more=more)})
    assert ids(site, "leads")["tag:nora.example,2009:lead/clerk"].summary == (
        "Acme, Port Ashby, OH, US. Partly from home. Part-time. USD 14.50 an hour. "
        "Closes on Friday 4 September 2009."
    )
