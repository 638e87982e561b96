"""Pagefind's index: the same bytes for the same pages, and made only when one changes."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from search.index import IndexFailed, find_pagefind, write_index
from search.stable import _stored

WORDS = ("press", "clerk", "ledger", "cake", "office", "shop", "favor")
PROGRAM = find_pagefind()


def document(number):
    words = [WORDS[number % step] for step in (2, 3, 5, 7)]
    kinds = f'data-a="{number % 5}" data-b="{number % 3}"'
    return (
        f'<html lang="{["en", "es"][number % 2]}"><body data-pagefind-body {kinds} '
        f'data-pagefind-filter="one[data-a], two[data-b]" data-pagefind-meta="day:{number}">'
        f"<h1>Page {number}</h1><p>{' '.join(words)}</p></body></html>"
    ).encode()


DOCUMENTS = {f"p/{number}/index.html": document(number) for number in range(30)}


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_two_indexes_of_the_same_pages_are_the_same_bytes(tmp_path):
    # Pagefind's own order is another in each run, so that few runs are enough to see it.
    runs = []
    for number in range(3):
        write_index(PROGRAM, DOCUMENTS, tmp_path / str(number))
        runs.append(files(tmp_path / str(number)))
    assert runs[0] == runs[1] == runs[2]


def test_every_file_that_an_index_names_is_there_and_no_interface(tmp_path):
    write_index(PROGRAM, DOCUMENTS, tmp_path / "index")
    found = files(tmp_path / "index")
    entry = json.loads(found["pagefind-entry.json"])
    assert list(entry["languages"]) == ["en", "es"]
    for language in entry["languages"].values():
        assert f"pagefind.{language['hash']}.pf_meta" in found
        assert f"wasm.{language['wasm']}.pagefind" in found
    kinds = {Path(name).suffix for name in found}
    assert kinds == {
        ".js",
        ".json",
        ".pagefind",
        ".pf_filter",
        ".pf_fragment",
        ".pf_index",
        ".pf_meta",
    }
    assert {name for name in found if name.endswith(".js")} == {"pagefind.js", "pagefind-worker.js"}
    assert len([name for name in found if name.startswith("filter/")]) == 4
    assert b"pagefind_dcd" in gzip.decompress(
        next(data for name, data in found.items() if name.endswith(".pf_meta"))
    )


def test_an_index_is_made_again_only_when_a_page_changes(tmp_path):
    cache = tmp_path / "cache"
    assert write_index(PROGRAM, DOCUMENTS, tmp_path / "1", cache)
    assert not write_index(PROGRAM, DOCUMENTS, tmp_path / "2", cache)
    assert files(tmp_path / "1") == files(tmp_path / "2")
    assert write_index(PROGRAM, DOCUMENTS | {"p/1/index.html": document(99)}, tmp_path / "3", cache)
    assert files(tmp_path / "1") != files(tmp_path / "3")


def test_a_damaged_cache_is_passed_over_and_an_old_one_forgotten(tmp_path):
    cache = tmp_path / "cache"
    write_index(PROGRAM, DOCUMENTS, tmp_path / "1", cache)
    (kept,) = cache.iterdir()
    kept.write_bytes(kept.read_bytes()[:1000])
    assert write_index(PROGRAM, DOCUMENTS, tmp_path / "2", cache)
    assert files(tmp_path / "1") == files(tmp_path / "2")
    for number in range(5):
        write_index(PROGRAM, {"a.html": document(number)}, tmp_path / f"x{number}", cache)
    assert len(list(cache.iterdir())) == 4


def test_what_does_not_run_is_told(tmp_path):
    with pytest.raises(IndexFailed, match="nothing does not run"):
        write_index(tmp_path / "nothing", DOCUMENTS, tmp_path / "index")
    program = tmp_path / "pagefind"
    program.write_text("#!/bin/sh\necho one >&2\necho 'It is broken' >&2\nexit 3\n")
    program.chmod(0o755)
    with pytest.raises(IndexFailed, match="It is broken"):
        write_index(program, DOCUMENTS, tmp_path / "index")


@pytest.mark.parametrize("size", [1, 65535, 65536, 200_000])
def test_what_is_stored_can_be_unpacked(size):
    data = bytes(number % 251 for number in range(size))
    assert gzip.decompress(_stored(data)) == data
