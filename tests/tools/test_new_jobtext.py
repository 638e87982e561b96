"""What announcements say of themselves is taken, and what they leave open is not made up."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.new.jobtext import read_job_text
from tools.new.postings import guess, is_address
from tools.same_job import clean_address, posting_key

TODAY = date(2009, 8, 28)

BOARD = """Shipping Clerk, 2nd shift
Acme Logistics · Port Ashby, OH (Hybrid)

About the job
Full-time. $18.50 - $21/hr
We want somebody who:
• looks in the box
• <b>tapes</b> it
Apply by: September 4, 2009
Apply at https://acme.example/jobs/7?utm_source=mail.
"""

LABELS = """Position: **Payroll clerk**
Employer: Acme, Inc.
Job location: Port Ashby, OH, US
Salary range: $45K-$55K per year
Job type: Part time
Deadline: 4 Sept
Contact: Jane Smith, ext. 7

# Duties
Come early.
"""


def test_a_job_boards_text_is_read():
    job = read_job_text(BOARD, TODAY)
    assert job.title == "Shipping Clerk, 2nd shift"
    assert job.company == "Acme Logistics"
    assert job.location == "Port Ashby, OH"
    assert job.remote == "hybrid"
    assert job.salary == "USD 18.50–21 an hour"
    assert job.employment == "full-time"
    assert job.closes == date(2009, 9, 4)
    assert job.posting == "https://acme.example/jobs/7"
    assert "- looks in the box\n- &lt;b>tapes&lt;/b> it" in job.body
    assert "utm_" not in job.body
    assert job.unsure == []


def test_labelled_lines_are_read():
    job = read_job_text(LABELS, TODAY)
    assert (job.title, job.company) == ("Payroll clerk", "Acme, Inc.")
    assert job.location == "Port Ashby, OH, US"
    assert job.salary == "USD 45,000–55,000 a year"
    assert job.employment == "part-time"
    assert job.closes == date(2009, 9, 4)
    assert job.contact == "Jane Smith, ext. 7"
    assert job.body == "\\# Duties\n\nCome early."


@pytest.mark.parametrize(
    ("line", "title", "company"),
    [
        ("Payroll clerk at Acme", "Payroll clerk", "Acme"),
        ("Acme is hiring a payroll clerk", "Payroll clerk", "Acme"),
        ("Payroll clerk - Acme - Port Ashby, OH", "Payroll clerk", "Acme"),
        ("Payroll clerk | Acme", "Payroll clerk", "Acme"),
        ("Payroll clerk", "Payroll clerk", ""),
        ("They look for somebody who can count, and who comes early.", "", ""),
        ("https://acme.example/jobs/7", "", ""),
    ],
)
def test_the_first_line_may_be_the_title(line, title, company):
    job = read_job_text(line + "\n\nCome early.", TODAY)
    assert (job.title, job.company) == (title, company)


@pytest.mark.parametrize(
    ("text", "salary"),
    [
        ("$14.50/hour", "USD 14.50 an hour"),
        ("€ 2.800 per month", "EUR 2,800 a month"),
        ("£30k–£35k per annum", "GBP 30,000–35,000 a year"),
        ("USD 52,000.00 yearly", "USD 52,000 a year"),
        ("$500 sign-on bonus", ""),
        ("pays well", ""),
        ("$90 - $80 an hour", "USD 90 an hour"),
    ],
)
def test_pay_is_taken_where_it_says_for_how_long(text, salary):
    assert read_job_text(f"Clerk\n\n{text}", TODAY).salary == salary


def test_a_text_that_names_two_kinds_of_employment_names_none():
    assert read_job_text("Clerk\n\nFull-time or part-time.", TODAY).employment == ""


def test_what_is_unsure_is_told_and_stays_in_the_text():
    job = read_job_text("Clerk\nDeadline: 9/4/2009\n\nCome.", TODAY)
    assert job.closes is None
    assert "2009-04-09 or 2009-09-04" in job.unsure[0]
    assert "Deadline: 9/4/2009" in job.body


@given(st.text(max_size=300))
def test_no_text_is_too_odd(text):
    job = read_job_text(text, TODAY)
    assert "\n" not in job.title + job.company + job.location + job.salary


@pytest.mark.parametrize(
    ("address", "company", "title"),
    [
        ("https://harborpress.example/jobs/214", "Harbor Press", ""),
        ("https://careers.acme.example/openings/shipping-clerk", "Acme", "Shipping clerk"),
        (
            "https://www.linkedin.com/jobs/view/payroll-clerk-at-acme-co-3812345678/",
            "Acme Co",
            "Payroll clerk",
        ),
        ("https://boards.greenhouse.io/acme/jobs/400", "Acme", ""),
        ("https://jobs.lever.co/acme-co/0f3b2c1d-1111-2222-3333-444455556666", "Acme Co", ""),
        (
            "https://acme.wd5.myworkdayjobs.com/en-US/External/job/Oslo/Payroll-Clerk_R-123",
            "Acme",
            "Payroll Clerk",
        ),
        ("https://jobs.smartrecruiters.com/Acme/743999-payroll-clerk", "Acme", "Payroll clerk"),
        ("https://acme.co.uk/vacancies/payroll_clerk.html", "Acme", "Payroll clerk"),
        ("https://www.indeed.com/viewjob?jk=abc", "", ""),
        ("acme.example/jobs/7", "Acme", ""),
        ("https://acme.example/caf%C3%A9-clerk", "Acme", "Café clerk"),
    ],
)
def test_an_address_tells_what_it_can(address, company, title):
    assert is_address(address)
    assert guess(address, ["Harbor Press"]) == (company, title)


@pytest.mark.parametrize(
    "text", ["Shipping clerk", "C++/Rust engineer", "and/or", "", "two words.example/x y"]
)
def test_a_title_is_no_address(text):
    assert not is_address(text)


def test_what_tracks_is_taken_off_and_nothing_else():
    given_ = "https://acme.example/j?id=7&utm_source=x&gh_src=1&fbclid=2&q=a+b#/apply"
    assert clean_address(given_) == "https://acme.example/j?id=7&q=a+b#/apply"
    same = "https://acme.example/j?q=%20a#:~:text=x"
    assert clean_address(same) == "https://acme.example/j?q=%20a"
    assert posting_key(given_) == posting_key("http://www.acme.example/j/?q=a+b&id=7")


@given(st.text(max_size=80))
def test_no_address_is_too_odd(text):
    clean_address(text)
    guess(text, ["Acme"])
