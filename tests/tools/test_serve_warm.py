"""What a preview's process builds, again and again, is what a first build without a cache makes."""

import shutil
import time

import pytest

from sitebuilder import ROOT
from tools import serve
from tools.serve.builder import Builder

POST = "posts/2009-08-03-hello.md"
MORE = {
    "posts/2009-08-04-cake.md": "Title: Cake\nDate: 2009-08-04\nTags: cake, work\n\nFlour.\n",
    "leads/dock.md": "Title: Dock clerk\nCompany: Millrace\nDate: 2009-08-20\n\nNights.\n",
}


class Pair:
    """A project's preview in `output`, and clean builds beside it."""

    def __init__(self, project, tmp_path):
        self.project = project
        self._clean = tmp_path / "clean"
        self._builder = Builder(project.folder, "pelicanconf.py", tmp_path / "report.json")

    def build(self):
        """Build the preview, and all that can wait."""
        well = self._builder.build()
        until = time.monotonic() + 60
        while self._builder.busy and time.monotonic() < until:
            self._builder.idle()
        return well

    def check(self):
        """Build the preview, and compare it with a clean one, which must be as good."""
        well = self.build()
        shutil.rmtree(self._clean, ignore_errors=True)
        status = serve.build(
            self.project.folder,
            "pelicanconf.py",
            quiet=True,
            OUTPUT_PATH=str(self._clean / "output"),
            CACHE_PATH=str(self._clean / "cache"),
        )
        assert well is (status == 0)
        if well:
            assert files(self.project.folder / "output") == files(self._clean / "output")
        return well

    def close(self):
        self._builder.restart()


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def pair(project, tmp_path):
    (project.folder / "theme").unlink()
    shutil.copytree(ROOT / "theme", project.folder / "theme")
    project.write(MORE)
    made = Pair(project, tmp_path)
    yield made
    made.close()


@pytest.mark.slow
def test_edits_are_built_as_if_anew(pair, capfd):
    content = pair.project.content
    assert pair.build()
    # A text changes, one is renamed, with another tag, and one goes.
    post = content / POST
    post.write_text(post.read_text("utf-8") + "\nA new word.\n", "utf-8")
    cake = content / "posts/2009-08-04-cake.md"
    cake.rename(content / "posts/2009-08-04-bread.md")
    (content / "posts/2009-08-04-bread.md").write_text(
        "Title: Bread\nDate: 2009-08-04\nTags: bread\n\nRye.\n", "utf-8"
    )
    (content / "leads/dock.md").unlink()
    assert pair.check()
    assert not (pair.project.folder / "output/leads/dock").exists()
    # A mistake leaves the site as it is; mended, it is built, and so is the theme.
    before = files(pair.project.folder / "output")
    text = post.read_text("utf-8")
    post.write_text(text.replace("Title:", "Titel:"), "utf-8")
    assert not pair.build()
    assert files(pair.project.folder / "output") == before
    assert "Titel" in capfd.readouterr().err
    post.write_text(text, "utf-8")
    base = pair.project.folder / "theme/templates/base.html"
    base.write_text(base.read_text("utf-8").replace("</main>", "<p>Mine.</p></main>"), "utf-8")
    assert pair.check()
    assert b"Mine." in files(pair.project.folder / "output")["posts/hello/index.html"]


def test_what_somebody_else_does_to_the_output_is_undone(pair):
    output = pair.project.folder / "output"
    assert pair.build()
    before = files(output)
    (output / "posts/hello/index.html").write_text("nothing", "utf-8")
    (output / "feeds/posts.atom.xml").unlink()
    assert pair.build()
    assert files(output) == before
    assert serve.build(pair.project.folder, "publishconf.py", quiet=True) == 0
    assert files(output) != before
    assert pair.build()
    assert files(output) == before


def test_a_page_that_is_open_is_shown_before_all_others(pair):
    shown = []
    post, name = pair.project.content / POST, "posts/hello/index.html"
    output = pair.project.folder / "output"

    def build():
        shown.clear()

        def show(*page):
            shown.append((*page, (output / name).read_bytes()))

        return pair._builder.build(open_pages=[name, "about/index.html"], show=show)

    assert pair.build()
    old = (output / name).read_bytes()
    post.write_text(post.read_text("utf-8") + "\nA new word.\n", "utf-8")
    assert build()
    # The other page has not changed; on disk all change together.
    assert shown == [(name, (output / name).read_bytes(), old)]
    assert b"A new word." in shown[0][1]
    # What is found out later is told later.
    text = post.read_text("utf-8")
    post.write_text(text + "\n[Nowhere](/nowhere/)\n", "utf-8")
    assert not build()
    assert b"/nowhere/" in shown[0][1]
    assert b"/nowhere/" not in (output / name).read_bytes()
