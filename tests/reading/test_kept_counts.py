"""How many words a text has is counted once, as long as it is the same text."""

import copy

import pytest
from pelican.settings import DEFAULT_CONFIG

from reading import kept
from reading.kept import KeptCounts
from reading.outline import words

TEXTS = [f"<p>{'word ' * (n % 40)}{n} \U0001f600</p>" for n in range(250)]


@pytest.fixture
def asked(monkeypatch):
    found = []
    monkeypatch.setattr(kept, "words", lambda html: found.append(html) or words(html))
    return found


def build(cache, texts):
    counts = KeptCounts(cache)
    found = [counts.words(text) for text in texts]
    counts.save()
    return found


def test_a_text_is_counted_once(tmp_path, asked):
    wanted = [words(text) for text in TEXTS]
    assert [build(tmp_path, TEXTS) for _ in range(3)] == [wanted] * 3
    assert asked == TEXTS


def test_another_text_is_counted(tmp_path, asked):
    build(tmp_path, TEXTS)
    asked.clear()
    assert build(tmp_path, ["<p>One two</p>", *TEXTS[1:]])[0] == 2
    assert asked == ["<p>One two</p>"]


@pytest.mark.parametrize("data", [b"", b"{", None])
def test_damage_is_no_harm(tmp_path, data):
    wanted = build(tmp_path, TEXTS)
    (file,) = tmp_path.rglob("*.bin")
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + b"\xff" if data is None else data)
    assert build(tmp_path, TEXTS) == wanted
    assert file.read_bytes() == whole


def test_of_a_few_texts_nothing_is_kept(tmp_path):
    build(tmp_path, TEXTS[:100])
    assert not list(tmp_path.iterdir())


def test_settings_with_it_can_be_copied_and_pickled(tmp_path):
    # By Pelican's own cache of contents.
    assert copy.deepcopy(DEFAULT_CONFIG | {"it": KeptCounts(tmp_path)})["it"] is None


def test_a_process_that_builds_again_keeps_them_itself(tmp_path):
    texts = [f"<p>{'word ' * n}</p>" for n in range(300)]
    counts = KeptCounts(tmp_path, stays=True)
    first = [counts.words(text) for text in texts]
    counts.save()
    (file,) = tmp_path.rglob("words.bin")
    saved = file.read_bytes()
    texts[7] = "<p>three other words</p>"
    assert [counts.words(text) for text in texts] == [*first[:7], 3, *first[8:]]
    counts.save()
    # A page that was saved is shown first, and the next command counts one text anew.
    assert file.read_bytes() == saved
    assert [KeptCounts(tmp_path).words(text) for text in texts] == [*first[:7], 3, *first[8:]]
