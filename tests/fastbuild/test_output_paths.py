"""Paths of pages that are found quickly are Pelican's own."""

from __future__ import annotations

import os.path

from hypothesis import given
from hypothesis import strategies as st
from pelican import utils

from fastbuild import addresses

PARTS = st.lists(
    st.sampled_from(["a", "b.html", ".", "..", "", "é x", ".b", "c\\d", "\n"]), max_size=5
).map("/".join)


def outcome(function, *given):
    try:
        return function(*given)
    except (RuntimeError, ValueError) as error:
        return type(error), str(error)


@given(st.sampled_from(["/", "/out", "/out/", "/out/../in", "//out", "out", ""]), PARTS)
def test_paths_in_the_output_folder(base, name):
    assert outcome(addresses.joined, base, name) == outcome(utils.sanitised_join, base, name)


@given(st.sampled_from(["/out", "/out/", "/out/../in", "out"]), PARTS)
def test_the_way_there(base, name):
    path = outcome(utils.sanitised_join, base, name)
    if isinstance(path, str):
        wanted = os.path.relpath(path, base)
        assert addresses.below(path, base) == wanted
