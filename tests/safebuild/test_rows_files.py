"""Rows of bad-inputs.md: files that are none, cannot be read, or lead somewhere else."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from safesite import post, snapshot

from safebuild.reading import unreadable_folders

GOOD = {"posts/good.md": post("Good"), "posts/fine.md": post("Fine")}


@pytest.mark.parametrize(
    "data", ["Title: Café\n".encode("latin-1"), "Title: Café\n".encode("utf-16")], ids=len
)
def test_other_encodings(refused, data):
    refused({**GOOD, "posts/bad.md": data}, "content/posts/bad.md:1", "not UTF-8", "save it again")


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_byte_order_marks_and_line_ends_are_fine(build, end):
    site = build({"posts/a.md": ("\ufeff" + post("A")).replace("\n", end)})
    assert site.status == 0, site.said
    assert "Text of A." in site.words("posts/a/")


@pytest.fixture
def as_nobody(build):
    """Run the command as somebody who may not read everything: root may."""
    if os.geteuid():
        return
    for folder in (build.folder, *build.folder.parents[:3]):
        folder.chmod(0o755)
    build.folder.chmod(0o777)
    build.prefix = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


@pytest.mark.parametrize("what", ["posts/bad.md", "posts/closed"])
@pytest.mark.usefixtures("as_nobody")
def test_what_may_not_be_read(build, what):
    build.write({**GOOD, "posts/bad.md": post("Bad"), "posts/closed/a.md": post("Closed")})
    (build.folder / "output").mkdir()
    (build.folder / "output").chmod(0o777)
    (build.content / what).chmod(0)
    try:
        site = build(env={"HOME": str(build.folder), "PYTHONDONTWRITEBYTECODE": "1"})
    finally:
        (build.content / what).chmod(0o755)
    assert site.status == 1, site.said
    assert f"content/{what}" in site.said
    assert "not readable" in site.said
    assert snapshot(site.output) == {}


def test_a_pipe_and_a_socket_are_skipped_with_a_warning(build):
    build.write(GOOD)
    os.mkfifo(build.content / "posts/pipe.md")
    os.mkfifo(build.content / "images/pipe.png")
    there = Path.cwd()
    os.chdir(build.content / "posts")  # a socket's name must be short
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("plug.md")
    finally:
        os.chdir(there)
    site = build()
    assert site.status == 0, site.said
    for name in ("posts/pipe.md", "posts/plug.md", "images/pipe.png"):
        assert f"{name}: skipped" in site.said
    assert site.exists("posts/good/")


@pytest.mark.parametrize(
    "link",
    [
        "{attach}../../../../../../../../etc/hostname",
        "{static}/../../../../../../../../etc/hostname",
        "{static}/../outside.txt",
        "{filename}../../outside.txt",
    ],
)
def test_links_out_of_the_content_folder(refused, build, link):
    (build.folder / "outside.txt").write_text("secret")
    text = post("Bad") + f"\n[x]({link})\n"
    refused({**GOOD, "posts/bad.md": text}, "posts/bad.md:6:5", link, "out of the content folder")


@pytest.mark.parametrize("name", ["posts/bad.md", "images/bad.txt", "images/folder"])
def test_symbolic_links_out_of_the_content_folder(refused, build, name):
    outside = build.folder / "outside"
    outside.mkdir()
    (outside / "x.md").write_text(post("Outside"))
    (build.content / name).symlink_to(outside if name.endswith("folder") else outside / "x.md")
    refused(GOOD, f"content/{name}", "leads out of the content folder")


def test_a_symbolic_link_inside_is_fine(build):
    build.write({**GOOD, "images/one.txt": "one"})
    (build.content / "images/two.txt").symlink_to("one.txt")
    site = build()
    assert site.status == 0, site.said
    assert site.text("images/two.txt") == "one"


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("[x]({filename}gone.md)", ("{filename}gone.md", "not there")),
        ("![x]({static}/images/gone.png)", ("{static}/images/gone.png", "not there")),
        ("![x](/images/gone.png)", ("/images/gone.png", "not in the site")),
        ("[x](/posts/goood/)", ("/posts/goood/", "did you mean /posts/good/?")),
        ("[x](/posts/good/#nowhere)", ("no place “nowhere”",)),
        ("[x](https://nora.example/gone/)", ("https://nora.example/gone/", "not in the site")),
    ],
)
def test_broken_links_and_images(refused, link, words):
    files = {**GOOD, "posts/bad.md": post("Bad") + f"\nHere: {link}\n"}
    refused(files, "content/posts/bad.md:6:", *words)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<div>open", "<div> is not closed"),
        ("a </section> b", "</section> closes nothing"),
    ],
)
def test_html_that_is_not_well_formed(refused, body, words):
    refused({**GOOD, "posts/bad.md": post("Bad") + f"\n{body}\n"}, "posts/bad.md:6", words)


@pytest.mark.parametrize(
    "name",
    [".env", "site.key", "notes.md", "photo.png~", "private/dana.txt", ".git/config", "a.md.swp"],
)
def test_files_that_are_never_published(refused, name):
    path = f"images/{name}"
    refused(
        {**GOOD, path: "x"},
        "would be published as" if not name.endswith(".md") else "images/notes.md",
        path,
        IGNORE_FILES=[],
    )


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bad.svg", "<svg><g></svg>"),
        ("bad.json", "{"),
        ("bad.css", "a { background: url(gone.png) }"),
        ("bad.html", "<p><b>x</p>"),
    ],
)
def test_copied_files_are_checked_too(refused, name, data):
    refused({**GOOD, f"images/{name}": data}, f"images/{name}")


def test_folders_that_cannot_be_read_in_process(tmp_path, monkeypatch):
    def walk(folder, onerror, **_):
        onerror(PermissionError(13, "Permission denied", f"{folder}/posts"))
        return []

    monkeypatch.setattr(os, "walk", walk)
    (problem,) = unreadable_folders(tmp_path)
    assert problem.file == "posts"
    assert "not readable" in problem.message


def test_a_picture_for_shared_links_that_is_not_there(build, tmp_path):
    mine = tmp_path / "mine"
    mine.mkdir()
    tag = '<meta property="og:image" content="https://nora.example/none.png">\n'
    (mine / "extend_head.html").write_text(tag)
    site = build(THEME_TEMPLATES_OVERRIDES=[str(mine)])
    assert site.status == 1
    assert "none.png, which is not in the site" in " ".join(site.said.split())
