"""The slug of a file: a name that is one already is found in a quick way."""

import re
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobshower import reader


def slow(stem):
    with mock.patch.object(reader, "_SLUG", re.compile("(?!)")):
        return reader.file_slug.__wrapped__(stem)


@given(st.text("abzA09-_ é.", max_size=12) | st.from_regex(reader._SLUG, fullmatch=True))
def test_it_is_the_one_that_pelican_makes(stem):
    assert reader.file_slug.__wrapped__(stem) == slow(stem)


@pytest.mark.parametrize("stem", ["2009-08-03-keys", "2009-08-03", "a-2009-08-03-b", "keys\n"])
def test_a_date_counts_only_where_nothing_follows(stem):
    assert reader.file_slug(stem) == slow(stem)
