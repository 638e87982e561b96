"""What is wrong with a content folder: one test for each mistake, as its author is told."""

from __future__ import annotations

import os

import pytest


def told(problem):
    return (problem.place, problem.field, problem.value)


class TestFiles:
    def test_in_a_folder_of_no_kind(self, content):
        content.write("lead/acme.md", "Title: x\n\nBody")

        problem = content.problem()

        assert problem.place == "lead/acme.md"
        assert problem.message == "No kind of content lives in this folder."
        assert problem.hint == "did you mean “leads/”?"

    def test_in_no_folder_at_all(self, content):
        content.write("readme.md", "Title: x\n\nBody")

        problem = content.problem()

        assert problem.place == "readme.md"
        assert problem.hint.startswith("the folders are leads, roundups, showers, network, events")

    def test_wish_outside_a_seekers_folder(self, content):
        content.write("showers/advice.md", "Title: x\nKind: advice\nDate: 2009-08-05\n\nBody")
        content.write("showers/nora/more/advice.md", "Title: x\n\nBody")
        content.shower()

        found = content.problems()

        assert [p.file for p in found] == ["showers/advice.md", "showers/nora/more/advice.md"]
        for problem in found:
            assert problem.message == "A wish lies in the folder of its seeker."
            assert problem.hint == "move it to showers/<seeker>/, beside that shower.md"

    def test_wish_without_a_shower(self, content):
        content.wish("advice", seeker="sam")

        problem = content.problem()

        assert problem.place == "showers/sam/advice.md"
        assert problem.message == "This folder has no shower.md, so the wish belongs to nobody."
        assert problem.hint == "write showers/sam/shower.md with Title, Seeker and Date"

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("leads/acme.md", "leads/2009-08-05-acme.md"),
            ("leads/acme.md", "leads/old/acme.md"),
            ("leads/acme.markdown", "leads/acme.md"),
            ("leads/acme-clerk.md", "leads/Acme Clerk.md"),
        ],
    )
    def test_two_leads_of_one_name(self, content, first, second):
        for name in (first, second):
            content.write(name, "Title: x\nCompany: Acme\nDate: 2009-08-05\n\nBody")

        problem = content.problem()

        later, earlier = sorted([first, second], reverse=True)
        assert problem.file == later
        assert problem.message == f"This has the same address as {earlier}."
        assert problem.hint == "give one of the two files another name"

    def test_two_posts_of_one_slug(self, content):
        content.post("one", Slug="same")
        content.post("2009-08-05-same")

        assert content.problem().message == "This has the same address as posts/2009-08-05-same.md."

    def test_one_slug_in_two_languages_or_kinds_is_fine(self, content):
        content.post("same")
        content.post("otro", Slug="same", Lang="es")
        content.page("same")
        content.lead("same")
        content.event("same")

        assert content.problems() == []

    def test_one_slug_twice_in_a_language_written_otherwise(self, content):
        content.post("same")
        content.post("other", Slug="same", Lang="EN")

        assert content.problem().message == "This has the same address as posts/other.md."

    @pytest.mark.parametrize("name", ["leads/🎈.md", "leads/!?.md", "posts/🎈.md"])
    def test_name_without_an_address(self, content, name):
        company = "Company: Acme\n" if name.startswith("leads") else ""
        content.write(name, f"Title: x\n{company}Date: 2009-08-05\n\nBody")

        problem = content.problem()

        assert problem.place == name
        assert problem.message == "The file's name gives no address."
        assert problem.hint == "name it with letters and digits, as in acme-clerk.md"

    def test_not_utf8(self, content):
        content.write("leads/acme.md", "Title: x\n\nCafé".encode("latin-1"))

        problem = content.problem()

        assert problem.place == "leads/acme.md:3"
        assert problem.message == "This file is not UTF-8 text."

    def test_link_to_nowhere(self, content):
        (content.folder / "leads").mkdir()
        (content.folder / "leads/acme.md").symlink_to("nowhere.md")

        problem = content.problem()

        assert problem.place == "leads/acme.md"
        assert problem.message == "This file is not readable: No such file or directory."

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
    def test_folder_that_may_not_be_read(self, content):
        content.lead("acme")
        (content.folder / "leads").chmod(0)

        problem = content.problem()

        (content.folder / "leads").chmod(0o755)
        assert problem.place == "leads"
        assert problem.message == "This folder is not readable: Permission denied."

    def test_folder_that_cannot_be_listed(self, content, monkeypatch):
        content.lead("acme")
        content.post("fine")
        scandir = os.scandir

        def refuse(path):
            if str(path).endswith("leads"):
                raise PermissionError(13, "Permission denied", str(path))
            return scandir(path)

        monkeypatch.setattr(os, "scandir", refuse)

        problem = content.problem()

        assert problem.place == "leads"
        assert problem.message == "This folder is not readable: Permission denied."
        assert problem.hint == "check that it is there and that you may read it"

    @pytest.mark.parametrize(
        "name",
        [
            "leads/.acme.md",
            ".obsidian/notes.md",
            "leads/acme.md~",
            "leads/acme.txt",
            "images/readme.md",
            "drafts.tmp/acme.md",
        ],
    )
    def test_what_is_no_source_is_left_alone(self, content, name):
        content.write(name, "nonsense")

        assert content.problems(IGNORE_FILES=["**/.*", "*.tmp"]) == []

    def test_posts_may_lie_anywhere_where_pelican_is_told_so(self, content):
        content.write("notes/x.md", "Title: x\nDate: 2009-08-05\n\nBody")
        content.lead("acme")

        library = content.read(ARTICLE_PATHS=[""], ARTICLE_EXCLUDES=["pages"])

        assert [post.source for post in library.posts] == ["notes/x.md"]
        assert [lead.slug for lead in library.leads] == ["acme"]


class TestLinks:
    def test_party_that_is_no_event(self, content):
        content.shower(Party="noras-partty")
        content.event("noras-party")

        problem = content.problem()

        assert told(problem) == ("showers/nora/shower.md:4", "Party", "noras-partty")
        assert problem.message == "There is no event of this name."
        assert problem.hint == "did you mean “noras-party”?"

    def test_party_where_there_are_no_events(self, content):
        content.shower(Party="picnic")

        assert content.problem().hint == (
            "write the name of a file in events/, without its date and .md"
        )

    def test_wish_about_no_lead(self, content):
        content.shower()
        content.wish("word", Lead="acme-clrek")
        content.lead("acme-clerk")

        problem = content.problem()

        assert told(problem) == ("showers/nora/word.md:4", "Lead", "acme-clrek")
        assert problem.message == "There is no lead of this name."
        assert problem.hint == "did you mean “acme-clerk”?"

    def test_wish_about_a_lead_that_is_not_shown_yet(self, content):
        content.shower()
        content.wish("word", Lead="acme")
        content.lead("acme", Date="2009-09-02")

        problem = content.problem()

        assert told(problem) == ("showers/nora/word.md:4", "Lead", "acme")
        assert problem.message == "That lead is not shown before 2009-09-02."
        assert problem.hint == "give the wish a later Date, or the lead an earlier one"

    @pytest.mark.parametrize("name", ["2010-w53", "2009-32", "this-week"])
    def test_words_of_no_week(self, content, name):
        content.words(name)

        problem = content.problem()

        assert problem.place == f"roundups/{name}.md"
        assert problem.message == "The file is not named after an ISO week that exists."
        assert problem.hint == "name it year, -w and two digits, as in 2009-w32.md"


class TestDates:
    def test_closes_before_it_was_heard_of(self, content):
        content.lead("acme", Closes="2009-08-04")

        problem = content.problem()

        assert told(problem) == ("leads/acme.md:4", "Closes", "2009-08-04")
        assert problem.message == "This lies before its Date."
        assert problem.hint == "correct Closes or Date"

    def test_closing_on_the_day_it_was_heard_of_is_fine(self, content):
        content.lead("acme", Closes="2009-08-05")

        assert content.problems() == []

    @pytest.mark.parametrize(
        ("start", "end"),
        [
            ("2009-08-20 18:00", "2009-08-20 17:59"),
            ("2009-08-20", "2009-08-19"),
            ("2009-08-20 18:00", "2009-08-20 22:30+01:00"),
        ],
    )
    def test_event_ends_before_it_starts(self, content, start, end):
        content.event("mixer", Start=start, End=end)

        problem = content.problem()

        assert told(problem) == ("events/mixer.md:3", "End", end)
        assert problem.message == "This lies before its Start."
        assert problem.hint == "correct End or Start"

    @pytest.mark.parametrize("write", ["post", "page"])
    @pytest.mark.parametrize(
        ("day", "modified"),
        [
            ("2009-08-10", "2009-08-09"),
            ("2009-08-10 18:00", "2009-08-10 17:00"),
            ("2009-08-10 01:00Z", "2009-08-08"),
        ],
    )
    def test_modified_before_it_was_written(self, content, write, day, modified):
        getattr(content, write)("x", Date=day, Modified=modified)

        problem = content.problem()

        assert told(problem) == (f"{write}s/x.md:3", "Modified", modified)
        assert problem.message == "This lies before its Date."
        assert problem.hint == "correct Modified or Date"

    @pytest.mark.parametrize(
        ("day", "modified"),
        [
            ("2009-08-10 18:00", "2009-08-10"),
            ("2009-08-10", "2009-08-10"),
            ("2009-08-10", "2009-08-10 00:30"),
            ("2009-08-10 01:00Z", "2009-08-09"),
        ],
    )
    def test_modified_on_the_day_it_was_written_is_fine(self, content, day, modified):
        content.post("x", Date=day, Modified=modified)

        assert content.problems() == []

    def test_consent_in_the_future(self, content):
        content.member("Dana R.", Consent="2009-08-29")

        problem = content.problem()

        assert told(problem) == ("network/dana-r.md:2", "Consent", "2009-08-29")
        assert problem.message == "The day of the consent has not come yet: today is 2009-08-28."
        assert problem.hint == "write the day on which they agreed to be named"

    def test_consent_of_today_is_fine(self, content):
        content.member("Dana R.", Consent="2009-08-28")

        assert content.problems() == []


class TestTrails:
    @pytest.mark.parametrize("kind", ["lead", "wish"])
    @pytest.mark.parametrize(
        ("entry", "message"),
        [
            ("2009-08-06 claimed", "The trail runs backwards: the entry above is of 2009-08-07."),
            ("2009-08-04 claimed", "This lies before the day it began, 2009-08-05."),
            ("2009-08-29 claimed", "This has not happened yet: today is 2009-08-28."),
            (
                "2009-08-08 unclaimed by Nora Whitfield",
                "Nora Whitfield has no claim here that could be taken back.",
            ),
            ("2009-08-08 eaten", "“eaten” is not an event of this trail."),
            ("8 August claimed", "This is not a trail entry."),
        ],
    )
    def test_refused_at_its_own_line(self, content, kind, entry, message):
        content.shower()
        getattr(content, kind)("x", Trail=["2009-08-07 thanked", entry])

        problem = content.problem()

        folder = {"lead": "leads", "wish": "showers/nora"}[kind]
        assert told(problem) == (f"{folder}/x.md:5", "Trail", entry)
        assert problem.message == message
        assert problem.hint

    def test_more_promised_than_wanted(self, content):
        content.shower()
        content.wish(
            "pie", Quantity=2, Trail=["", "2009-08-06 claimed", "2009-08-07 claimed x2: mine"]
        )

        problem = content.problem()

        assert told(problem) == ("showers/nora/pie.md:7", "Trail", "2009-08-07 claimed x2: mine")
        assert problem.message == "2 are wanted, and with this entry 3 are promised or granted."

    def test_lines_are_right_inside_fences_and_after_blank_lines(self, content):
        content.write(
            "leads/acme.md",
            "---\ntitle: x\ncompany: Acme\ndate: 2009-08-05\n\ntrail:\n\n  - 2009-08-06 claimed\n\n"
            "  - 2009-08-04 applied\n---\nBody",
        )

        assert content.problem().place == "leads/acme.md:10"

    @pytest.mark.parametrize("kind", ["lead", "wish"])
    def test_a_stranger_is_not_named(self, content, kind):
        content.shower()
        content.member("Dana R.")
        getattr(content, kind)(
            "x", Trail=["2009-08-06 claimed by Dana", "2009-08-07 claimed by Bo"][:1]
        )

        problem = content.problem()

        assert problem.line == 4
        assert (problem.field, problem.value) == ("Trail", "2009-08-06 claimed by Dana")
        assert problem.message == (
            "Dana is no member of the network, and has not agreed to be named."
        )
        assert problem.hint == (
            "did you mean “Dana R.”? Otherwise write “by someone”, or ask them and add "
            "network/<name>.md"
        )

    def test_a_stranger_like_nobody_else(self, content):
        content.lead("x", Trail="2009-08-06 claimed by Bo")

        assert content.problem().hint == (
            "write “by someone”, or ask them and add network/<name>.md"
        )

    @pytest.mark.parametrize("name", ["Dana R.", "Nora Whitfield", "Sam", "someone", ""])
    def test_members_author_seekers_and_someone_are_named(self, content, name):
        content.member("Dana R.")
        content.shower("sam", Seeker="Sam")
        content.lead("x", Trail=f"2009-08-06 claimed by {name}" if name else "2009-08-06 claimed")

        assert content.problems() == []


LONG = "You answer the telephone, keep the calendar of three people, and order what runs out. " * 2


class TestStructured:
    def lead(self, content, body=LONG, **keys):
        keys = {"Structured": "yes", "Location": "Port Ashby, OH, US", **keys}
        content.lead("acme", body=body, **keys)

    def test_a_whole_one_is_fine(self, content):
        self.lead(content)

        assert content.problems() == []

    def test_an_unstructured_one_needs_none_of_it(self, content):
        self.lead(content, Structured="no", Location=None, body="")

        assert content.problems() == []

    def test_without_a_location(self, content):
        self.lead(content, Location=None)

        problem = content.problem()

        assert told(problem) == ("leads/acme.md:4", "Location", "")
        assert problem.message == "“Structured: yes” needs a jobLocation, which is missing."
        assert problem.hint == ("add “Location: Port Ashby, OH, US”; or write “Structured: no”")

    @pytest.mark.parametrize(
        "location", ["Port Ashby", "San Jose, CA", "Port Ashby, OH, USA", "Port Ashby, OH, us"]
    )
    def test_without_a_country(self, content, location):
        self.lead(content, Location=location)

        problem = content.problem()

        assert told(problem) == ("leads/acme.md:5", "Location", location)
        assert problem.message == (
            "“Structured: yes” needs a jobLocation's addressCountry, which is missing."
        )
        assert "region and the country's two letters, as in Port Ashby, OH, US" in problem.hint

    def test_without_a_town(self, content):
        self.lead(content, Location="US")

        problem = content.problem()

        assert told(problem) == ("leads/acme.md:5", "Location", "US")
        assert problem.message == "“Structured: yes” needs a jobLocation's town, which is missing."
        assert "or write “Remote: yes”" in problem.hint

    def test_a_remote_one_needs_no_town(self, content):
        self.lead(content, Location="US", Remote="yes")

        assert content.problems() == []

    def test_a_remote_one_needs_a_country(self, content):
        self.lead(content, Location=None, Remote="yes")

        assert content.problem().field == "Location"

    @pytest.mark.parametrize("body", ["", "Call me.", f"[Call]({'https://acme.example/' * 9})"])
    def test_without_a_description(self, content, body):
        self.lead(content, body=body)

        problem = content.problem()

        assert told(problem) == ("leads/acme.md:4", "Structured", "yes")
        assert problem.message == "“Structured: yes” needs a description, which is missing."
        assert "describe the work" in problem.hint

    def test_all_that_is_missing_is_told(self, content):
        self.lead(content, Location=None, body="")

        assert [problem.field for problem in content.problems()] == ["Location", "Structured"]


def test_all_problems_of_all_files_are_told_by_file_and_line(content):
    content.event("mixer", End="2009-08-19")
    content.lead(
        "acme", Closes="2009-08-04", Trail=["2009-08-01 claimed", "2009-08-06 applied by X"]
    )
    content.lead("bolt", Company=None, Compnay="Bolt", Salary="lots")
    content.member("Dana R.", Consent="2010-01-01")
    content.post("x", Staus="draft")
    content.words("2009-w54")
    content.wish("advice", seeker="sam")
    content.write("notes/x.md", "Title: x\n")

    assert [(problem.place, problem.field) for problem in content.problems()] == [
        ("events/mixer.md:3", "End"),
        ("leads/acme.md:4", "Closes"),
        ("leads/acme.md:5", "Trail"),
        ("leads/acme.md:6", "Trail"),
        ("leads/bolt.md:3:1", "Compnay"),
        ("leads/bolt.md:4", "Salary"),
        ("network/dana-r.md:2", "Consent"),
        ("notes/x.md", ""),
        ("posts/x.md:3:1", "Staus"),
        ("roundups/2009-w54.md", ""),
        ("showers/sam/advice.md", ""),
    ]


class TestOneMistakeIsOneProblem:
    """Who points to a file with a mistake is not also to blame."""

    def test_of_a_shower(self, content):
        content.shower(Level="", Plaes="Port Ashby")
        content.shower("sam", Seeker="Sam", Status="opne")
        content.wish("advice", Trail="2009-08-06 claimed by Nora Whitfield")
        content.wish("pie", seeker="sam", Trail="2009-08-06 claimed by Sam")

        assert [(problem.file, problem.field) for problem in content.problems()] == [
            ("showers/nora/shower.md", "Level"),
            ("showers/nora/shower.md", "Plaes"),
            ("showers/sam/shower.md", "Status"),
        ]

    def test_of_a_lead(self, content):
        content.lead("acme", Closes="soon")
        content.shower()
        content.wish("word", Lead="acme")

        assert content.problem().file == "leads/acme.md"

    def test_of_an_event(self, content):
        content.event("party", Start="soon")
        content.shower(Party="party")

        assert content.problem().file == "events/party.md"

    def test_of_a_member(self, content):
        content.member("Dana R.", Site="dana.example")
        content.lead("acme", Trail="2009-08-06 claimed by Dana R.")

        assert content.problem().file == "network/dana-r.md"

    def test_of_a_member_whose_name_is_lost(self, content):
        content.write("network/dana.md", b"\xff")
        content.lead("acme", Trail="2009-08-06 claimed by Dana R.")

        assert content.problem().file == "network/dana.md"

    def test_strangers_are_told_all_the_same(self, content):
        content.member("Dana R.", Site="dana.example")
        content.lead("acme", Trail="2009-08-06 claimed by Bo")

        assert [problem.file for problem in content.problems()] == [
            "leads/acme.md",
            "network/dana-r.md",
        ]
