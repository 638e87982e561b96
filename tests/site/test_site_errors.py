"""A mistake in the sources: the command ends with 1, says where, and leaves the old site whole."""

import pytest

POST = "Title: Hello\nDate: 2009-08-05\n\nText.\n"
LEAD = "Title: Clerk\nCompany: Acme\nDate: 2009-08-05\n\nText.\n"
SHOWER = "Title: My shower\nSeeker: Nora Whitfield\nDate: 2009-08-01\n\nText.\n"
WISH = "Title: A review\nKind: review\nDate: 2009-08-02\n\nText.\n"


def with_line(text, line):
    return text.replace("\n\n", f"\n{line}\n\n", 1)


MISTAKES = {
    "unknown key": ({"leads/a.md": with_line(LEAD, "Colour: red")}, "leads/a.md:4", "Colour: red"),
    "misspelt key": (
        {"leads/a.md": LEAD.replace("Company", "Compnay")},
        "leads/a.md:2",
        "did you mean “Company”?",
    ),
    "missing field": ({"leads/a.md": "Title: Clerk\n\nText.\n"}, "leads/a.md:1", "has no Company"),
    "empty file": ({"posts/a.md": ""}, "posts/a.md:1", "has no Title"),
    "wrong date": (
        {"posts/a.md": POST.replace("2009-08-05", "10/11/2009")},
        "posts/a.md:2",
        "year-month-day",
    ),
    "wrong choice": ({"leads/a.md": with_line(LEAD, "Remote: maybe")}, "leads/a.md:4", "hybrid"),
    "no number": (
        {
            "showers/nora/shower.md": SHOWER,
            "showers/nora/a.md": with_line(WISH, "Quantity: many"),
        },
        "showers/nora/a.md:4",
        "a whole number from 1, or unlimited",
    ),
    "no money": ({"leads/a.md": with_line(LEAD, "Salary: good")}, "leads/a.md:4", "USD 28000"),
    "twice": ({"posts/a.md": "Title: A\n" + POST}, "posts/a.md:2", "the first is on line 1"),
    "not UTF-8": ({"posts/a.md": b"Title: Caf\xe9\n"}, "posts/a.md:1", "UTF-8"),
    "bad status": ({"posts/a.md": with_line(POST, "Status: drfat")}, "posts/a.md:3", "“draft”"),
    "YAML's draft": ({"posts/a.md": with_line(POST, "draft: true")}, "a.md:3", "Status: draft"),
    "unsafe link": (
        {"leads/a.md": with_line(LEAD, "Posting: javascript:alert(1)")},
        "leads/a.md:4",
        "https://",
    ),
    "closes before": (
        {"leads/a.md": with_line(LEAD, "Closes: 2009-08-01")},
        "leads/a.md:4",
        "lies before its Date",
    ),
    "stranger": (
        {"leads/a.md": with_line(LEAD, "Trail: 2009-08-06 claimed by Bob")},
        "leads/a.md:4",
        "has not agreed to be named",
    ),
    "backwards": (
        {"leads/a.md": with_line(LEAD, "Trail: 2009-08-09 claimed\n    2009-08-07 applied")},
        "leads/a.md:5",
        "runs backwards",
    ),
    "future": (
        {"leads/a.md": with_line(LEAD, "Trail: 2009-08-29 claimed")},
        "leads/a.md:4",
        "today is 2009-08-28",
    ),
    "over-claimed": (
        {
            "showers/nora/shower.md": SHOWER,
            "showers/nora/a.md": with_line(
                WISH, "Trail: 2009-08-03 claimed by Nora Whitfield\n    2009-08-04 claimed"
            ),
        },
        "showers/nora/a.md:5",
        "1 is wanted",
    ),
    "un-claimed": (
        {"leads/a.md": with_line(LEAD, "Trail: 2009-08-06 unclaimed")},
        "leads/a.md:4",
        "no claim here",
    ),
    "unknown lead": (
        {
            "leads/acme-clerk.md": LEAD,
            "showers/nora/shower.md": SHOWER,
            "showers/nora/a.md": with_line(WISH, "Lead: acme-clrk"),
        },
        "showers/nora/a.md:4",
        "did you mean “acme-clerk”?",
    ),
    "unknown party": (
        {"showers/nora/shower.md": with_line(SHOWER, "Party: tea")},
        "showers/nora/shower.md:4",
        "There is no event of this name",
    ),
    "unknown week": ({"roundups/2010-w53.md": "Goals: [ ] rest\n"}, "2010-w53.md", "2009-w32.md"),
    "same address": (
        {"leads/2009-08-05-a.md": LEAD, "leads/2009-08-06-a.md": LEAD},
        "leads/2009-08-06-a.md",
        "leads/2009-08-05-a.md",
    ),
    "structured": (
        {"leads/a.md": with_line(LEAD, "Structured: yes")},
        "leads/a.md:4",
        "jobLocation",
    ),
    "broken link": (
        {"posts/a.md": POST + "\n[gone]({filename}/leads/gone.md)\n"},
        "posts/a.md:6",
        "{filename}/leads/gone.md",
    ),
    "missing image": (
        {"leads/a.md": LEAD + "\n![A]({static}/images/gone.png)\n"},
        "leads/a.md:7",
        "a file that is not there",
    ),
    "link to what waits": (
        {
            "posts/a.md": POST + "\n[soon]({filename}/leads/soon.md)\n",
            "leads/soon.md": LEAD.replace("2009-08-05", "2009-09-05"),
        },
        "posts/a.md:6",
        "not shown yet",
    ),
    "unknown folder": ({"lead/a.md": LEAD}, "lead/a.md", "did you mean “leads/”?"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_its_place(build, name):
    files, place, words = MISTAKES[name]
    (build.folder / "output").mkdir()
    (build.folder / "output" / "index.html").write_text("old")
    site = build(files)
    assert site.status == 1
    assert place in site.said
    assert words in site.said
    assert "Traceback" not in site.said
    assert site.files() == {"index.html": b"old"}


def test_the_old_site_stays_whole(build):
    before = build({"posts/a.md": POST, "leads/a.md": LEAD}).files()
    broken = build({"leads/b.md": "Title: B\n", "posts/a.md": POST.replace("Hello", "Changed")})
    assert broken.status == 1
    assert broken.files() == before


def test_all_problems_come_together(build):
    site = build(
        {
            "posts/a.md": POST.replace("2009-08-05", "soon"),
            "leads/b.md": with_line(with_line(LEAD, "Remote: maybe"), "Salary: good"),
            "events/c.md": "Title: Party\n",
        }
    )
    assert site.status == 1
    places = [line for line in site.said.splitlines() if line.startswith("content/")]
    assert places == [
        "content/events/c.md:1:1",
        "content/leads/b.md:4:9",
        "content/leads/b.md:5:9",
        "content/posts/a.md:2:7",
    ]
    assert "4 problems in 3 files." in site.said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TODAY", "28.8.2009"),
        ("TIMEZONE", "Mars/Base"),
        ("REPLY_TO", "nobody"),
        ("REPLY_TO", "https://form.example/?x={nonsense}"),
        ("LEAD_STALE_DAYS", "many"),
    ],
)
def test_a_setting_that_cannot_be_used(build, name, value):
    site = build({"posts/a.md": POST}, **{name: value})
    assert site.status == 1
    assert name in site.said
    assert value in site.said
