"""What is kept of the posts that are about the same is used as long as it would be found again."""

import pytest

from reading import kept
from reading.kept import kept_related
from reading.related import related

TAGS = [{f"a{n % 7}", f"b{n % 11}"} for n in range(250)]
KIN = [{n + 1} if n % 50 == 0 else () for n in range(250)]


@pytest.fixture
def asked(monkeypatch):
    found = []
    monkeypatch.setattr(kept, "related", lambda *given: found.append(given) or related(*given))
    return found


def test_it_is_found_once(tmp_path, asked):
    wanted = related(TAGS, 3, KIN)
    assert [kept_related(tmp_path, TAGS, 3, KIN) for _ in range(3)] == [wanted] * 3
    assert len(asked) == 1
    assert not list(tmp_path.rglob("*.json.*"))


@pytest.mark.parametrize(
    "other",
    [
        ([{"x"}, *TAGS[1:]], 3, KIN),
        (TAGS[::-1], 3, KIN),
        (TAGS, 2, KIN),
        (TAGS, 3, [{2}, *KIN[1:]]),
        (TAGS[:-1], 3, KIN[:-1]),
    ],
)
def test_whatever_it_is_made_of_is_asked(tmp_path, other):
    kept_related(tmp_path, TAGS, 3, KIN)
    assert kept_related(tmp_path, *other) == related(*other)


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\n[]", None])
def test_damage_is_no_harm(tmp_path, data):
    wanted = kept_related(tmp_path, TAGS, 3, KIN)
    (file,) = tmp_path.rglob("*.json")
    file.write_bytes(file.read_bytes().replace(b"1", b"2") if data is None else data)
    assert kept_related(tmp_path, TAGS, 3, KIN) == wanted


def test_where_nothing_can_be_kept_it_is_found_each_time(tmp_path, asked, caplog):
    (tmp_path / "reading").write_text("a file")
    for _ in range(2):
        assert kept_related(tmp_path, TAGS, 3, KIN) == related(TAGS, 3, KIN)
    assert len(asked) == 2
    assert "Nothing can be kept" in caplog.text


def test_of_a_few_posts_nothing_is_kept(tmp_path):
    assert kept_related(tmp_path, TAGS[:100], 3, KIN[:100]) == related(TAGS[:100], 3, KIN[:100])
    assert not list(tmp_path.iterdir())
