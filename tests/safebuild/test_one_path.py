"""A path of what is written is told in one way."""

from pathlib import PurePosixPath

from hypothesis import given
from hypothesis import strategies as st

from safebuild.addresses import _normal

PARTS = st.sampled_from(["a", "b.html", ".", "..", "", ".c", "d."])


@given(st.lists(PARTS, min_size=1, max_size=5).map("/".join))
def test_a_path_is_told_in_one_way(path):
    assert _normal(path) == PurePosixPath(path).as_posix()
