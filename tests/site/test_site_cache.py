"""A site is whole and the same, whatever became of the folder of CACHE_PATH."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from sitebuilder import SiteBuilder

POST = "Title: Keys\nDate: 2009-08-05\nImage: images/cup.jpg\n\n![A cup]({static}/images/cup.jpg)\n"
SETTINGS = {"TODAY": "2009-08-28", "IMAGE_WIDTHS": [200], "SITEURL": "https://nora.example"}
KEEPERS = {"fastbuild", "images", "og", "safebuild", "search"}


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """A site that was built with a cache, and its builder."""
    build = SiteBuilder(tmp_path_factory.mktemp("good"))
    picture = Image.radial_gradient("L").resize((1300, 700)).convert("RGB")
    picture.save(build.content / "images" / "cup.jpg", quality=40)
    site = build({"posts/keys.md": POST}, **SETTINGS)
    assert site.status == 0, site.said
    assert {path.name for path in build.cache.iterdir()} == KEEPERS
    return build, site.files()


def again(good, cache: Path, **more: str) -> tuple[dict[str, bytes], str]:
    """The files of the same site, built with this cache, and what was said."""
    build, _ = good
    shutil.rmtree(build.folder / "output")
    settings = SETTINGS | more
    site = build(env={"COLUMNS": "1000"}, CACHE_PATH=str(cache), **settings)
    assert site.status == 0, site.said
    assert "Traceback" not in site.said
    return site.files(), " ".join(site.said.split())


def test_a_file_in_its_place(good, tmp_path):
    (tmp_path / "cache").write_text("no folder")
    files, said = again(good, tmp_path / "cache")
    assert files == good[1]
    assert said.count("Nothing can be kept") == 1
    assert f"kept in {tmp_path / 'cache'}:" in said
    assert "set CACHE_PATH to another" in said


def test_a_receipt_that_cannot_be_written(good, tmp_path):
    (tmp_path / "cache").write_text("no folder")
    receipt = tmp_path / "cache" / "published.json"
    files, said = again(good, tmp_path / "cache", RECEIPT_FILE=str(receipt))
    assert files == good[1]
    assert f"The site is online, but {receipt} cannot be written" in said


def test_files_in_the_places_of_its_folders(good, tmp_path):
    for name in KEEPERS:
        (tmp_path / name).write_text("no folder")
    files, said = again(good, tmp_path)
    assert files == good[1]
    for name in KEEPERS:
        assert f"kept in {tmp_path / name}:" in said
    assert "Delete it: it is only a cache" in said


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows has no such folders")
@pytest.mark.parametrize(
    "full",
    [pytest.param(True, id="filled"), pytest.param(False, id="empty", marks=pytest.mark.slow)],
)
def test_a_folder_that_may_not_be_written(good, tmp_path, full):
    cache = tmp_path / "cache"
    if full:
        shutil.copytree(good[0].cache, cache)
    else:
        cache.mkdir()
    with _read_only(cache):
        files, said = again(good, cache)
    assert files == good[1]
    assert said.count("Nothing can be kept") == 1
    assert f"kept in {cache}:" in said


class _read_only:  # noqa: N801
    """Takes the right to write away: from root by a mount, where the machine allows that."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mounted = os.geteuid() == 0

    def __enter__(self) -> None:
        if not self._mounted:
            for path in [self._folder, *self._folder.rglob("*")]:
                path.chmod(0o500 if path.is_dir() else 0o400)
            return
        for words in (("--bind", self._folder), ("-o", "remount,ro,bind")):
            command = ["mount", *words, self._folder]
            try:
                done = subprocess.run(command, capture_output=True, check=False)
            except OSError:
                pytest.skip("there is no mount, and root may write anywhere")
            if done.returncode:
                pytest.skip("nothing can be mounted, and root may write anywhere")

    def __exit__(self, *_: object) -> None:
        if self._mounted:
            subprocess.run(["umount", self._folder], check=True)
            return
        for path in [self._folder, *self._folder.rglob("*")]:
            path.chmod(0o700)


@pytest.mark.parametrize(
    "place",
    [0.5, *(pytest.param(place, marks=pytest.mark.slow) for place in (0.0, 1.0))],
)
def test_every_file_in_it_damaged(good, tmp_path, place):
    cache = tmp_path / "cache"
    shutil.copytree(good[0].cache, cache)
    damaged = [path for path in cache.rglob("*") if path.is_file()]
    assert {path.parent.name for path in damaged} == KEEPERS
    for path in damaged:
        data = bytearray(path.read_bytes())
        if data:
            data[int((len(data) - 1) * place)] ^= 0x5A
        path.write_bytes(data)
    files, _ = again(good, cache)
    assert files == good[1]


def test_every_file_in_it_empty(good, tmp_path):
    cache = tmp_path / "cache"
    shutil.copytree(good[0].cache, cache)
    for path in cache.rglob("*"):
        if path.is_file():
            path.write_bytes(b"")
    assert again(good, cache)[0] == good[1]
