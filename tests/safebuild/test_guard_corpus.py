"""Every true contact of the corpus is found, and nothing else is."""

import pytest
from corpus.carriers import innocents, true_contacts

from safebuild.guard import leaks_in, make_guard

SETTINGS = {
    "REPLY_TO": "hello@nora.example",
    "PUBLIC_CONTACTS": ("440-555-0199",),
    "FEED_DOMAIN": "https://nora.example",
    "GUARD_REGIONS": ("US",),
    "PATH": "/no/such/site/content",
}
GUARD = make_guard(SETTINGS)
TRUE = list(true_contacts())
INNOCENT = list(innocents())


def test_the_corpus_is_as_large_as_it_says():
    assert len({data for _, _, data in TRUE}) > 2000
    assert len({data for _, _, data in INNOCENT}) > 2000


def test_misses():
    assert [name for name, file, data in TRUE if not leaks_in(file, data, GUARD)] == []


# Each is a false alarm that is known, by its id in the corpus, with the reason why it stays.
KNOWN: dict[str, str] = {}


def test_false_alarms():
    alarms = {name for name, file, data in INNOCENT if leaks_in(file, data, GUARD)}
    assert alarms == set(KNOWN)


@pytest.mark.parametrize("name", ["resume.docx", "fragment.pf_fragment", "calendar.ics"])
def test_an_empty_or_broken_file_is_no_leak(name):
    for data in (
        b"",
        b"\x1f\x8b",
        b"PK\x03\x04",
        b"%PDF-",
        b"\xff\xd8\xff",
        b"\x00",
        b"<",
        b"BEGIN:",
    ):
        assert leaks_in(name, data, GUARD) == []
