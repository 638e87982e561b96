"""Feeds repeat each other: what is skipped hides nothing."""

import pytest

from safebuild.guard import Guard, leaks_in
from safebuild.guard_repeats import Repeats

GUARD = Guard()
FORMS = {
    "feeds/{}.atom.xml": (
        "<feed>\n",
        "  <entry>\n    <title>{}</title>\n  </entry>\n",
        "</feed>\n",
    ),
    "feeds/{}.rss.xml": ("<rss>\n", "  <item>\n    <title>{}</title>\n  </item>\n", "</rss>\n"),
    "feeds/{}.json": ('{{\n "items": [\n', '  {{\n   "title": "{}"\n  }},\n', " ]\n}}\n"),
}


def feed(form, *titles):
    head, entry, foot = FORMS[form]
    return "".join([head.format(), *(entry.format(t) for t in titles), foot.format()]).encode()


@pytest.mark.parametrize("form", FORMS)
def test_a_leak_is_found_in_every_file_and_at_its_line(form):
    repeats = Repeats()
    clean = feed(form, "One", "Two")
    leaky = feed(form, "One", "Two", "ask dana@mail.example.org", "Three")
    files = (("a", clean), ("b", leaky), ("c", clean), ("d", leaky), ("e", clean))
    for name, data in ((form.format(letter), data) for letter, data in files):
        assert repeats.leaks_in(name, data, GUARD) == leaks_in(name, data, GUARD)
    assert len(repeats.leaks_in(form.format("f"), leaky, GUARD)) == 1


@pytest.mark.parametrize("form", FORMS)
def test_what_was_clean_is_not_read_again(form, monkeypatch):
    repeats = Repeats()
    read = []
    monkeypatch.setattr(
        "safebuild.guard_repeats.leaks_in", lambda name, data, guard: read.append(data) or []
    )
    repeats.leaks_in(form.format("a"), feed(form, "One", "Two"), GUARD)
    repeats.leaks_in(form.format("b"), feed(form, "Two", "Three", "Three"), GUARD)
    assert [title in read[1].decode() for title in ("One", "Two", "Three")] == [False, False, True]
    assert read[1].decode().count("Three") == 1


def test_an_entry_of_a_leaky_file_is_not_taken_for_clean():
    repeats = Repeats()
    form = "feeds/{}.atom.xml"
    leaky = feed(form, "ask dana@mail.example.org")
    assert repeats.leaks_in("feeds/a.atom.xml", leaky, GUARD)
    assert repeats.leaks_in("feeds/b.atom.xml", feed(form, "x", "ask dana@mail.example.org"), GUARD)


def test_a_leak_outside_of_entries_is_found():
    data = b"<feed><author><email>dana@mail.example.org</email></author><entry>x</entry></feed>"
    assert len(Repeats().leaks_in("feeds/a.atom.xml", data, GUARD)) == 1
