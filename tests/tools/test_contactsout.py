"""What may not be published is taken out of a text, and no more than that."""

import pytest

from tools.contactsout import take_out
from tools.site import open_site


@pytest.fixture
def site(project):
    cards = project.folder / "private" / "cards"
    cards.mkdir(parents=True)
    note = "would rather leave before the end of the summer"
    (cards / "ruth.md").write_text(f"Name: Ruth Calloway\nEmail: r@c.example\n\n{note}\n")
    return open_site(project.folder)


@pytest.mark.parametrize(
    ("text", "left", "mails", "phones"),
    [
        ("Ask jane@quill.example.", "Ask ….", ["jane@quill.example"], []),
        ("[Jane](mailto:jane@quill.example)", "[Jane](…)", ["jane@quill.example"], []),
        ("jane [at] quill.example, please", "…, please", ["jane@quill.example"], []),
        ("Call 216-555-0188 from 2009 on.", "Call … from 2009 on.", [], ["216-555-0188"]),
        ("Call (216) 555-0188 x 12.", "Call ….", [], ["(216) 555-0188 x 12"]),
        ("- jane@quill.example\n\n\n\nCome.", "\n\nCome.", ["jane@quill.example"], []),
        ("Ruth Calloway asks.\n\nCome early.", "\nCome early.", [], []),
    ],
)
def test_it_is_taken_out_and_told(site, text, left, mails, phones):
    taken = take_out(site, text)
    assert (taken.text, taken.mails, taken.phones) == (left, mails, phones)
    assert taken.count == 1


@pytest.mark.parametrize(
    "text",
    [
        "Clerk @ Acme, 2009-08-05, 12 000 to 15 000 a year.\n\n\n\n…\n",
        "",
        "Job 20090805-17, 7 days.",
    ],
)
def test_a_text_without_any_stays_as_it_is(site, text):
    taken = take_out(site, text)
    assert taken.text == text
    assert taken.count == 0


def test_what_is_named_beside_a_number_stays(site):
    taken = take_out(site, "Clerk @ Acme, 12 000 to 15 000 a year: 216-555-0188.")
    assert taken.text == "Clerk @ Acme, 12 000 to 15 000 a year: …."


def test_what_is_spread_over_lines_leaves_nothing_behind(site):
    text = "She would rather leave\nbefore the end of\nthe summer, she said.\n\nCome early."
    assert site.leaks("x.md", text)
    taken = take_out(site, text)
    assert site.leaks("x.md", taken.text) == []
    assert "Come early." in taken.text


def test_the_lines_stay_where_the_caller_tells_of_them(site):
    taken = take_out(site, "Ruth Calloway, or 216-555-0188.", "[…]", lines=False)
    assert taken.text == "Ruth Calloway, or […]."
    assert taken.lines == 0
