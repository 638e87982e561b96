"""Two leads of one job."""

import pytest

from tools.same_job import job_key, name_key, posting_key


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("https://acme.example/jobs/7", "http://www.Acme.example/jobs/7/"),
        ("https://acme.example/jobs/7", "https://acme.example/jobs/7?utm_source=x&gclid=1#top"),
        ("https://acme.example/jobs/7", "https://acme.example/jobs/7/apply?ref=Simplify"),
        ("https://acme.example/j?a=1&b=2", "https://acme.example/j?b=2&gh_src=9&a=1"),
        ("https://acme.example:443/j", "https://acme.example/j"),
    ],
)
def test_one_posting(first, second):
    assert posting_key(first) == posting_key(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("https://acme.example/jobs/7", "https://acme.example/jobs/8"),
        ("https://acme.example/jobs?gh_jid=7", "https://acme.example/jobs?gh_jid=8"),
        ("https://acme.example/jobs?token=7", "https://acme.example/jobs?token=8&utm_medium=x"),
        ("https://acme.example:8080/j", "https://acme.example/j"),
        ("mailto:jobs@acme.example", "mailto:work@acme.example"),
        ("https://acme.example/Jobs/aB", "https://acme.example/Jobs/ab"),
    ],
)
def test_two_postings(first, second):
    assert posting_key(first) != posting_key(second)


def test_what_is_no_address_is_itself():
    assert posting_key("") == ""
    assert posting_key("http://[broken") == "http://[broken"


def test_names_are_compared_by_their_words():
    assert name_key("Café  Clerk") == name_key("cafe clerk")
    assert name_key("C++ developer") != name_key("C# developer")


def test_jobs_are_compared_without_a_companys_legal_form():
    assert job_key("Café Clerk", "ACME, Inc.") == job_key("cafe clerk", "The Acme Co.")
    assert job_key("Clerk", "Limited") != job_key("Clerk", "Inc")
    assert job_key("Clerk", "Incline") != job_key("Clerk", "Line")
