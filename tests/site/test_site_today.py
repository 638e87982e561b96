"""What is shown depends on one date."""

import pytest

POST = "Title: {title}\nDate: {date}\n{more}\nText of {title}.\n"
LEAD = "Title: {title}\nCompany: Acme\nDate: {date}\n{more}\nText of {title}.\n"


def post(title, date, more=""):
    return POST.format(title=title, date=date, more=more)


def lead(title, date, more=""):
    return LEAD.format(title=title, date=date, more=more)


SITE = {
    "posts/now.md": post("Now", "2009-08-28"),
    "posts/tonight.md": post("Tonight", "2009-08-28 23:00"),
    "posts/later.md": post("Later", "2009-08-29"),
    "posts/draft.md": post("Sketch", "2009-08-01", "Status: draft\n"),
    "leads/now.md": lead("Clerk", "2009-08-28"),
    "leads/later.md": lead("Porter", "2009-08-29"),
    "showers/nora/shower.md": "Title: My shower\nSeeker: Nora Whitfield\nDate: 2009-08-01\n\nHi.\n",
    "showers/nora/now.md": "Title: Advice\nKind: advice\nDate: 2009-08-28\n\nPlease.\n",
    "showers/nora/later.md": "Title: Practice\nKind: practice\nDate: 2009-08-29\n\nPlease.\n",
}


def mentions(site, word):
    return [name for name, data in site.files().items() if word.encode() in data]


def test_what_is_not_due_is_written_nowhere(build):
    site = build(SITE)
    assert site.status == 0, site.said
    for word in ("Later", "Porter", "Text of Later", "Practice"):
        assert mentions(site, word) == []
    assert not (site.output / "drafts/later/index.html").exists()
    assert site.exists("posts/now/")
    assert site.exists("posts/tonight/")
    assert site.exists("leads/now/")


def test_it_appears_on_its_day(build):
    site = build(SITE, TODAY="2009-08-29")
    assert site.exists("posts/later/")
    assert site.exists("leads/later/")
    assert "Practice" in site.words("showers/nora/")


def test_drafts_are_for_the_preview(build):
    preview = build(SITE)
    assert preview.exists("drafts/draft/")
    assert mentions(preview, "Sketch") == ["drafts/draft/index.html"]
    published = build(conf="publishconf.py")
    assert published.status == 0, published.said
    assert mentions(published, "Sketch") == []


def test_the_published_site_has_absolute_addresses(build):
    site = build(SITE, conf="publishconf.py")
    page = site.page("leads/")
    hrefs = page.xpath("//a/@href | //link[@rel='stylesheet']/@href")
    wrong = [h for h in hrefs if not h.startswith(("https://nora.example", "#", "mailto:"))]
    assert wrong == []


@pytest.mark.parametrize(("day", "open_"), [("2009-08-20", True), ("2009-08-21", False)])
def test_the_closing_day_itself_is_open(build, day, open_):
    more = "Closes: 2009-08-20\nPosting: https://acme.example/jobs/7\n"
    site = build({"leads/a.md": lead("Clerk", "2009-08-05", more)}, TODAY=day)
    links = site.page("leads/a/").xpath("//main//a/@href")
    assert ("https://acme.example/jobs/7" in links) is open_
    assert any(href.startswith("mailto:") for href in links) is open_
    assert ("closing day is past" in site.words("leads/a/")) is not open_


def test_a_lead_without_news_counts_as_closed(build):
    files = {"leads/a.md": lead("Clerk", "2009-06-01")}
    assert "45 days" not in build(files, TODAY="2009-07-15").words("leads/a/")
    assert "Nothing was heard of it for 45 days" in build(TODAY="2009-07-16").words("leads/a/")
    files = {"leads/a.md": lead("Clerk", "2009-06-01", "Trail: 2009-07-01 applied\n")}
    assert "45 days" not in build(files, TODAY="2009-07-16").words("leads/a/")


def test_the_source_date_epoch_is_a_date_in_the_sites_zone(build):
    files = {"leads/a.md": lead("Clerk", "2009-08-05")}
    # 2009-08-05 02:00 in UTC is still the 4th in New York.
    env = {"SOURCE_DATE_EPOCH": "1249437600"}
    assert not build(files, TODAY=None, env=env).exists("leads/a/")
    assert build(TODAY=None, TIMEZONE="UTC", env=env).exists("leads/a/")
