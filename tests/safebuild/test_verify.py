"""Where links lead: most are taken apart in a quick way, which says what the other would."""

import re
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safebuild import verify
from safebuild.verify import _Site

NAMES = ["index.html", "a/index.html", "a/b.html", "a/b/c.html", "x-y_z/style.css", "é/index.html"]
LINK = st.lists(
    st.sampled_from(
        ["https://", "http://", "//", "/", "/a", "/b", "b", ".", "..", ".html", "index", "#f", "?q",
         "%C3%A9", "é", "x-y_z", "style.css", "nora.example", "other.example", "mailto:", "[", " ",
         "\\", ":", "blog", "\n", "A"]
    ),
    max_size=6,
).map("".join)  # fmt: skip


@pytest.mark.parametrize("address", ["", "https://nora.example", "https://nora.example/blog"])
@given(link=LINK | st.text(max_size=8), page=st.sampled_from(["index.html", "a/b/c.html"]))
def test_the_quick_way_leads_where_the_other_does(address, link, page):
    site = _Site(NAMES, {"SITEURL": address})
    quick = site.target(link, page)
    with mock.patch.multiple(verify, _ELSEWHERE=(), _PLAIN=re.compile("(?!)")):
        assert quick == _Site(NAMES, {"SITEURL": address}).target(link, page)
