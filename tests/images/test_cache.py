"""What was made is kept, whole or not at all, and found again only where it is the same."""

import pytest
from pictures import photo, saved

from images import cache
from images.making import make

DATA = saved(photo(300, 200), "JPEG", quality=95)
ARGUMENTS = ([100, 200], ["webp"])


@pytest.fixture
def name():
    return cache.entry_name(DATA, "cup", *ARGUMENTS)


def test_an_entry_is_found_again(tmp_path, name):
    assert cache.load(tmp_path, name) is None
    stored = cache.store(tmp_path, name, make(DATA, *ARGUMENTS))
    assert cache.load(tmp_path, name) == stored
    assert [file.width for file in stored.files] == [100, 200]
    assert {path.name for path in tmp_path.iterdir()} == {
        f"{name}.entry",
        *(file.name for file in stored.files),
    }


def test_other_pictures_and_settings_have_other_names(name, monkeypatch):
    names = {
        name,
        cache.entry_name(DATA + b"\0", "cup", *ARGUMENTS),
        cache.entry_name(DATA, "mug", *ARGUMENTS),
        cache.entry_name(DATA, "cup", [100], ["webp"]),
        cache.entry_name(DATA, "cup", [100, 200], ["avif"]),
    }
    monkeypatch.setattr(cache.metadata, "version", lambda package: "0.1")
    names.add(cache.entry_name(DATA, "cup", *ARGUMENTS))
    assert len(names) == 6


@pytest.mark.parametrize("harm", ["gone", "cut", "list cut"])
def test_a_part_of_an_entry_is_none(tmp_path, name, harm):
    stored = cache.store(tmp_path, name, make(DATA, *ARGUMENTS))
    copy, listing = tmp_path / stored.files[0].name, tmp_path / f"{name}.entry"
    if harm == "gone":
        copy.unlink()
    elif harm == "cut":
        copy.write_bytes(copy.read_bytes()[:-1])
    else:
        listing.write_bytes(listing.read_bytes()[:-9])
    assert cache.load(tmp_path, name) is None


def test_a_build_that_is_killed_leaves_a_whole_entry_or_none(tmp_path, name, monkeypatch):
    made = make(DATA, *ARGUMENTS)
    steps = []

    class Killed(BaseException):
        pass

    real = cache._write

    def write(path, data):
        if len(steps) == kill_at:
            path.with_name(f".{path.name}.killed").write_bytes(data[: len(data) // 2])
            raise Killed
        steps.append(path)
        real(path, data)

    monkeypatch.setattr(cache, "_write", write)
    for kill_at in range(3):  # noqa: B007 (`write` looks at it)
        steps.clear()
        with pytest.raises(Killed):
            cache.store(tmp_path, name, made)
        assert cache.load(tmp_path, name) is None
    kill_at = -1
    assert cache.load(tmp_path, name) is None
    assert cache.store(tmp_path, name, made) == cache.load(tmp_path, name)
