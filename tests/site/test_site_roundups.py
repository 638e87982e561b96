"""Roundups as pages."""

LEAD = "Title: {title}\nCompany: Acme\nDate: {date}\n{more}\nText.\n"


def lead(title, date, more=""):
    return LEAD.format(title=title, date=date, more=more and more + "\n")


def test_a_page_for_each_week_with_news_and_none_for_empty_ones(build):
    site = build(
        {
            "leads/a.md": lead("Clerk", "2009-08-05"),
            "leads/b.md": lead("Porter", "2009-08-19"),
        }
    )
    assert site.status == 0, site.said
    assert site.exists("roundups/2009-w32/")
    assert not site.exists("roundups/2009-w33/")
    assert site.exists("roundups/2009-w34/")
    assert "/roundups/2009-w34/" in site.page("roundups/2009-w32/").xpath("//a/@href")
    listed = [h for h in site.page("roundups/").xpath("//main//a/@href") if "2009-w" in h]
    assert listed == ["/roundups/2009-w34/", "/roundups/2009-w32/"]


def test_weeks_at_the_turn_of_the_year(build):
    site = build(
        {
            "leads/a.md": lead("Clerk", "2010-01-03"),
            "leads/b.md": lead("Porter", "2010-01-04"),
            "leads/c.md": lead("Baker", "2008-12-29"),
        },
        TODAY="2010-01-10",
    )
    assert "Clerk" in site.words("roundups/2009-w53/")
    assert "Porter" in site.words("roundups/2010-w01/")
    assert "Baker" in site.words("roundups/2009-w01/")


def test_the_week_is_told_with_the_authors_words_on_top(build):
    site = build(
        {
            "roundups/2009-w32.md": "Title: Hot\n"
            "Goals: [x] call Harbor Press\n    [ ] sleep\n\nHello all.\n",
            "roundups/2009-w33.md": "Goals: [ ] write\n\nMe again.\n",
            "leads/a.md": lead("Clerk", "2009-08-05", "Closes: 2009-08-12"),
            "leads/b.md": lead("Porter", "2009-07-30", "Trail: 2009-08-06 filled"),
            "leads/c.md": lead(
                "Baker", "2009-08-04", "Closes: 2009-08-12\nTrail: 2009-08-09 closed"
            ),
            "events/mixer.md": "Title: The mixer\nStart: 2009-08-13 18:00\n\nCome.\n",
            "showers/nora/shower.md": "Title: S\nSeeker: Nora Whitfield\nDate: 2009-08-01\n\nHi.\n",
            "showers/nora/a.md": "Title: A review\nKind: review\nDate: 2009-08-03\nQuantity: 2\n"
            "Trail: 2009-08-07 granted: in red ink\n\nPlease.\n",
        }
    )
    assert site.status == 0, site.said
    words = site.words("roundups/2009-w32/")
    for word in (
        "Hot",
        "Hello all",
        "Clerk",
        "The job went to somebody else",
        "A review",
        "in red ink",
        "The mixer",
        "call Harbor Press",
    ):
        assert word in words
    assert words.index("Hello all") < words.index("Clerk")
    closing = words[words.lower().index("closing") :]
    assert "Clerk" in closing
    assert "call Harbor Press" in site.words("roundups/2009-w33/")


def test_a_post_near_midnight_lies_in_the_week_of_the_sites_zone(build):
    # Sunday evening in New York, Monday already in Tokyo.
    post = {"posts/a.md": "Title: Late\nDate: 2009-08-09 21:00-04:00\n\nText.\n"}
    assert build(post).exists("roundups/2009-w32/")
    site = build(TIMEZONE="Asia/Tokyo")
    assert site.exists("roundups/2009-w33/")
    assert not site.exists("roundups/2009-w32/")


def test_words_for_a_week_to_come_wait(build):
    site = build({"roundups/2009-w36.md": "Next week.\n", "leads/a.md": lead("C", "2009-08-05")})
    assert not site.exists("roundups/2009-w36/")


def test_posts_of_one_day_are_told_in_the_order_of_their_times(build):
    site = build(
        {
            "posts/a.md": "Title: Evening\nDate: 2009-08-05 20:00\n\nText.\n",
            "posts/b.md": "Title: Morning\nDate: 2009-08-05 08:00\n\nText.\n",
        }
    )
    words = site.words("roundups/2009-w32/")
    assert words.index("Morning") < words.index("Evening")


def test_an_event_may_end_on_a_day_without_a_time(build):
    event = "Title: Mixer\nStart: 2009-08-20 18:00\nEnd: 2009-08-20\n\nCome.\n"
    site = build({"events/mixer.md": event})
    assert site.status == 0, site.said
    assert "Mixer" in site.words("events/")
