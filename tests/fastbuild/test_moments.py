"""Days are told as Pelican tells them."""

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pelican import utils
from pelican.utils import SafeDatetime

from fastbuild import moments

DIRECTIVES = st.builds("%{}{}".format, st.sampled_from(["", "-"]), st.characters(max_codepoint=127))
FORMATS = st.lists(st.one_of(DIRECTIVES, st.text(max_size=3)), max_size=6).map("".join)


@given(st.datetimes(), FORMATS)
@example(dt.datetime(2009, 8, 5), "%Y-%m-%d")  # noqa: DTZ001
@example(dt.datetime(999, 8, 5, 1), "%Y-%m-%d")  # noqa: DTZ001
@example(dt.datetime(9, 8, 5), "%a, %d %b %Y %H:%M:%S +0000")  # noqa: DTZ001
def test_a_moment_is_told_as_by_pelican(moment, form):
    for kind in (dt.datetime, SafeDatetime):
        it = kind.combine(moment.date(), moment.time())
        try:
            expected = moments._stock(it, form)
        except (ValueError, UnicodeError, TypeError) as error:
            with pytest.raises(type(error)):
                moments._strftime(it, form)
        else:
            assert moments._strftime(it, form) == expected


def test_somebody_elses_way_is_left_alone(monkeypatch):
    def own(date, form):
        return f"{date}{form}"

    monkeypatch.setattr(utils, "strftime", own)
    moments.quicken_moments(None)
    assert utils.strftime is own
