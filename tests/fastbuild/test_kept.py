"""What is remembered of pages takes little room until the end, and is whole then."""

from __future__ import annotations

import pytest

from fastbuild.kept import Kept, Memory, packed, unpacked


def page(number: int, reads: int = 3) -> Kept:
    read = tuple((("c", f"posts/{one}.md"), (("a", "title"),)) for one in range(reads))
    return Kept(("article.html",), b"s", packed(read), b"%d" % number, b"", (0, 0))


@pytest.fixture
def memory(tmp_path):
    return lambda: Memory(tmp_path, "output", b"recipe")


def test_all_pages_are_there_in_the_next_build(memory):
    pages = {f"{number}.html": page(number) for number in range(777)}
    first = memory()
    for name, one in pages.items():
        first.note(name, one)
    first.save()
    assert memory().pages == pages


def test_what_stays_what_is_new_and_what_has_gone(memory):
    first = memory()
    for number in range(300):
        first.note(f"{number}.html", page(number))
    first.save()
    second = memory()
    for number in range(200):
        second.note(f"{number}.html", second.pages[f"{number}.html"])
    changed = {f"{number}.html": page(-number) for number in range(150, 350)}
    for name, one in changed.items():
        second.note(name, one)
    second.save()
    found = memory().pages
    assert found == {f"{number}.html": page(number) for number in range(150)} | changed


def test_one_page_less_is_saved(memory):
    first = memory()
    for name in "abc":
        first.note(name, page(1))
    first.save()
    second = memory()
    for name in "ab":
        second.note(name, second.pages[name])
    second.save()
    assert list(memory().pages) == ["a", "b"]


def test_a_long_list_is_packed_by_itself(memory):
    one = page(1, 20_000)
    assert isinstance(one.reads, bytes)
    assert unpacked(one.reads)[-1] == (("c", "posts/19999.md"), (("a", "title"),))
    first = memory()
    first.note("archives.html", one)
    first.save()
    assert memory().pages == {"archives.html": one}
