"""Moving a blog here: what comes along, what does not, and what is told of both."""

import re
import subprocess

import pytest
from blogexports import COMMENT, blogger, category, entry, item, wordpress
from hypothesis import given
from hypothesis import strategies as st

from front_matter import parse
from tools.blog import command
from tools.blog.cleaning import clean
from tools.blog.command import Wishes, import_blog
from tools.blog.markdown import to_markdown
from tools.blog.source import read_export
from tools.console import Console, Stop

CHECK = command.check


@pytest.fixture
def bring(project, tmp_path, monkeypatch, capsys):
    """Imports an export into the project; gives the new files and what was said."""
    monkeypatch.setattr(command, "check", lambda *_: 0)

    def run(export, status=0, name="export.xml", **wishes):
        file = tmp_path / name
        file.write_bytes(export if isinstance(export, bytes) else export.encode())
        before = project.files()
        console = Console(yes=True)
        done = import_blog(project.folder, "pelicanconf.py", str(file), Wishes(**wishes), console)
        assert done == status
        after = project.files()
        assert all(after[name] == before[name] for name in before)
        new = {n: data for n, data in after.items() if n not in before}
        texts = {n: data.decode() for n, data in new.items() if n.endswith(".md")}
        return Result(texts, new, capsys.readouterr().out, _report(project))

    return run


class Result:
    def __init__(self, texts, files, said, report):
        self.texts, self.files, self.said, self.report = texts, files, said, report

    def fields(self, name):
        return {key: field.text for key, field in parse(self.texts[name], name).fields.items()}

    def body(self, name):
        return parse(self.texts[name], name).body.strip()


def _report(project):
    report = project.folder / "cache" / "import-blog.txt"
    return " ".join(report.read_text("utf-8").split()) if report.exists() else ""


POST = "posts/2009-08-03-cake.md"


def test_a_post_of_wordpress(bring):
    terms = category("Baking") + category("Friends") + category("oven", domain="post_tag")
    terms += category("Uncategorized", "uncategorized")
    done = bring(wordpress(item("One\n\nTwo", more=terms, excerpt="About <b>cake</b>.")))
    assert done.fields(POST) == {
        "title": "Cake",
        "date": "2009-08-03 08:30",
        "category": "Baking",
        "tags": "Friends, oven",
        "summary": "About **cake**.",
        "aliases": "/2009/08/03/cake/",
        "id": "https://old.example/?p=1",
    }
    assert done.body(POST) == "One\n\nTwo"
    assert "1 post" in done.said


def test_a_post_of_blogger(bring):
    text = "It was hot.<br /><br />And <i>late</i>.<br />Very."
    done = bring(blogger(entry(text, labels=("tea", "evenings")), entry(kind="settings")))
    name = "posts/2009-08-03-tea.md"
    assert done.fields(name) == {
        "title": "Tea",
        "date": "2009-08-03 08:30",
        "tags": "tea, evenings",
        "aliases": "/2009/08/tea.html",
        "id": "tag:blogger.com,1999:blog-1.post-1",
    }
    assert done.body(name) == "It was hot.\n\nAnd *late*.  \nVery."


def test_bloggers_newer_export_is_read_as_well(bring):
    export = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"
        xmlns:blogger="http://schemas.google.com/blogger/2018"><title>Old</title>
        <entry><id>tag:blogger.com,1999:blog-1.post-7</id><blogger:type>POST</blogger:type>
        <blogger:status>LIVE</blogger:status><title>Tea</title><content type="html">Hot.</content>
        <published>2009-08-03T12:30:00Z</published>
        <blogger:filename>/2009/08/tea.html</blogger:filename></entry>
        <entry><id>2</id><blogger:type>POST</blogger:type><title>Gone</title>
        <blogger:status>SOFT_TRASHED</blogger:status></entry></feed>"""
    done = bring(export)
    assert done.fields("posts/2009-08-03-tea.md")["aliases"] == "/2009/08/tea.html"
    assert len(done.texts) == 1
    assert "1 × texts in the trash" in done.said


def test_what_is_not_published_is_a_draft_or_stays_where_it_was(bring):
    items = [
        item(number=1, title="A", name="", status="draft", date="0000-00-00 00:00:00"),
        item(number=2, title="B", name="", status="private"),
        item(number=3, title="C", name="", more="<wp:post_password>x</wp:post_password>"),
        item(number=4, title="D", name="", status="trash"),
        item(number=5, title="E", name="", status="future", date="2031-08-03 12:30:00"),
        item(number=6, title="F", kind="nav_menu_item"),
        item(number=7, title="G", kind="recipe", name=""),
    ]
    done = bring(wordpress(*items))
    status = {f["title"]: f.get("status", "published") for f in map(done.fields, done.texts)}
    drafts = dict.fromkeys("ABC", "draft")
    assert status == drafts | {"E": "published", "G": "published"}
    assert "It was private. It is a draft here." in done.report
    assert "It had a password. It is a draft here." in done.report
    assert "of the kind “recipe”" in done.report
    assert "1 × texts in the trash" in done.said
    assert "3 draft posts, 2 posts" in done.said
    assert not any("aliases" in done.fields(name) for name in done.texts if status == "draft")


def test_pages_and_their_old_addresses(bring):
    page = item(
        kind="page", title="Who I am", name="who", link="https://old.example/who/", number=3
    )
    done = bring(wordpress(page))
    assert done.fields("pages/who.md") == {
        "title": "Who I am",
        "date": "2009-08-03 08:30",
        "aliases": "/who/",
    }


def test_links_between_texts_lead_to_files(bring):
    text = (
        '<a href="https://old.example/2009/08/03/tea/">a</a> <a href="/?p=2">b</a> '
        '<a href="http://www.old.example/2009/08/03/tea">c</a> '
        '<a href="https://old.example/lost/">d</a> <a href="#note">e</a> <a href="#no">f</a>'
        '<p id="note">Note</p>'
    )
    tea = item(number=2, title="Tea", name="tea", link="https://old.example/2009/08/03/tea/")
    done = bring(wordpress(item(text), tea))
    body = done.body(POST)
    assert body.count("({filename}/posts/2009-08-03-tea.md)") == 3
    assert "[d](https://old.example/lost/)" in body
    assert "[e](#note)" in body
    assert re.search('<span id="note"></span> ?Note', body)
    assert "(#no)" not in body
    assert "leads to the old blog, and to nothing that came along" in done.report
    assert "The link to #no led nowhere" in done.report


def test_pictures_come_along_where_they_were_saved(bring, tmp_path):
    uploads = tmp_path / "wp-content" / "uploads" / "2009" / "08"
    uploads.mkdir(parents=True)
    (uploads / "cake.jpg").write_bytes(b"cake")
    (tmp_path / "secret.txt").write_text("no picture")
    text = (
        '<a href="https://old.example/wp-content/uploads/2009/08/cake.jpg">'
        '<img src="https://old.example/wp-content/uploads/2009/08/cake-300x200.jpg" alt="Cake"></a>'
        '<img src="//old.example/wp-content/uploads/2009/08/lost.jpg" alt="Lost">'
        '<img src="/../secret.txt" alt="">'
    )
    done = bring(wordpress(item(text)))
    assert done.files["images/2009/08/cake.jpg"] == b"cake"
    here = "{static}/images/2009/08/cake.jpg"
    assert f"[![Cake]({here})]({here})" in done.body(POST)
    assert "![Lost](https://old.example/wp-content/uploads/2009/08/lost.jpg)" in done.body(POST)
    assert "still on its old server: https://old.example/wp-content/uploads/2009/08/lost.jpg" in (
        done.report
    )
    assert not [name for name in done.files if "secret" in name]


def test_pictures_are_found_by_name_in_a_folder_of_ones_own(bring, tmp_path):
    folder = tmp_path / "saved"
    for place, name in (("a", "one.png"), ("a", "two.png"), ("b", "two.png")):
        (folder / place).mkdir(parents=True, exist_ok=True)
        (folder / place / name).write_bytes(place.encode())
    text = "".join(
        f'<img src="https://cdn.example/s320/{name}" alt="x">' for name in ("one.png", "two.png")
    )
    done = bring(blogger(entry(text)), images=str(folder))
    # Of two with one name, nobody knows which it was.
    assert [name for name in done.files if name.startswith("images/")] == ["images/one.png"]
    with pytest.raises(Stop, match="no folder"):
        bring(blogger(entry()), images=str(tmp_path / "nowhere"))


def test_comments_are_other_peoples(bring):
    export = wordpress(item(more=COMMENT.format(approved=1) + COMMENT.format(approved=0)))
    done = bring(export)
    assert "Gus" not in "".join(done.texts.values())
    assert "left out: 1 × comments" in done.said


def test_comments_come_along_if_that_is_wished(bring):
    export = wordpress(item(more=COMMENT.format(approved=1) + COMMENT.format(approved=0)))
    body = bring(export, comments=True).body(POST)
    assert body.endswith("## Comments\n\n**Gus R.**, 2009-08-04:\n\n> Save me a **slice**.")
    assert "mail.example" not in body
    assert "192.0.2.7" not in body


def test_the_authors_of_a_blog_of_several_are_kept(bring):
    done = bring(wordpress(item(), item(number=2, title="Tea", name="tea", author="gus")))
    assert done.fields(POST)["authors"] == "Nora W."
    assert done.fields("posts/2009-08-03-tea.md")["authors"] == "gus"
    assert "nora@mail.example" not in "".join(done.texts.values())


def test_other_peoples_contacts_are_told(bring):
    done = bring(wordpress(item("Write to gus@mail.example or call 216-555-0123.")))
    assert "2 addresses or numbers of other people" in done.said
    assert "--hide-contacts" in done.said
    assert "gus@mail.example" not in done.report
    assert "This e-mail address would be published." in done.report


def test_other_peoples_contacts_are_put_out_if_that_is_wished(bring):
    text = '<a href="mailto:gus@mail.example">Gus</a>, gus@mail.example, 216-555-0123, in 2009.'
    done = bring(wordpress(item(text)), hide_contacts=True)
    assert "gus@mail" not in done.body(POST)
    assert "555-0123" not in done.body(POST)
    assert "2009" in done.body(POST)
    assert "would be published" not in done.report


def test_a_second_import_adds_only_what_is_new(bring):
    first = bring(wordpress(item(), item(number=2, title="Tea", name="tea")))
    assert len(first.texts) == 2
    pages = item(number=3, kind="page", title="Who", name="who", link="https://old.example/who/")
    export = wordpress(item("Changed."), item(number=2, title="Tea", name="tea"), pages)
    second = bring(export)
    assert list(second.texts) == ["pages/who.md"]
    assert "2 texts here already, and left alone" in second.said
    assert "nothing new" in bring(export).said


def test_two_texts_with_one_name_or_one_id_are_two_files(bring):
    other = item(title="Cake again", guid="https://old.example/?p=1", date="2009-08-09 12:30:00")
    done = bring(wordpress(item(), other))
    assert sorted(done.texts) == [POST, "posts/2009-08-09-cake-2.md"]
    assert "id" not in done.fields("posts/2009-08-09-cake-2.md")
    assert "Another text has the id https://old.example/?p=1" in done.report


def test_addresses_that_the_site_has_itself_stay_its_own(bring):
    page = item(kind="page", title="Tags", name="tags", link="https://old.example/tags/")
    done = bring(wordpress(page))
    assert list(done.texts) == ["pages/tags-2.md"]
    assert "that of another page here" in done.report


def test_texts_without_a_title_a_date_or_words(bring):
    bare = item("These are the first words of it.", title="", name="", date="").replace(
        "<wp:post_date>2009-08-03 08:30:00</wp:post_date>", ""
    )
    done = bring(wordpress(bare, item("", title="Empty", name="empty", number=2)))
    first = done.fields("posts/2009-08-28-these-are-the-first-words-of.md")
    assert first["title"] == "These are the first words of …"
    assert first["date"] == "2009-08-28"
    assert "It had no title." in done.report
    assert "It had no date." in done.report
    assert "It has no text." in done.report


def test_the_hour_that_comes_twice_keeps_its_offset(bring):
    export = wordpress(*(
        item(number=n, title=f"T{n}", name=f"t{n}", date=f"2009-11-01 0{n}:30:00") for n in (5, 6)
    ))  # fmt: skip
    done = bring(export)
    assert done.fields("posts/2009-11-01-t5.md")["date"] == "2009-11-01 01:30 -0400"
    assert done.fields("posts/2009-11-01-t6.md")["date"] == "2009-11-01 01:30 -0500"


def test_what_was_above_the_fold_is_the_summary(bring):
    done = bring(wordpress(item("Short.\n\n<!--more-->\n\nLong.")))
    assert done.fields(POST)["summary"] == "Short."
    assert done.body(POST) == "Short.\n\nLong."


def test_a_title_is_a_text(bring):
    done = bring(wordpress(item(title="Tom &amp; I: <em>the</em> <html> tag")))
    assert done.fields(POST)["title"] == "Tom & I: the <html> tag"


def test_a_dry_run_writes_nothing(bring, project):
    done = bring(wordpress(item()), dry_run=True)
    assert done.texts == {}
    assert "1 post" in done.said
    assert not (project.folder / "cache/import-blog.txt").exists()


def test_all_or_nothing(bring, project, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    before = project.files()
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        bring(wordpress(item(), item(number=2, title="Tea", name="tea")))
    assert project.files() == before


def test_a_person_is_shown_it_and_asked(project, tmp_path, person, monkeypatch, capsys):
    monkeypatch.setattr(command, "check", lambda *_: 0)
    file = tmp_path / "export.xml"
    file.write_text(wordpress(item()))
    person(str(file), "n")
    with pytest.raises(Stop, match="Nothing was written"):
        import_blog(project.folder, "pelicanconf.py", "", Wishes(), Console())
    assert "1 post" in capsys.readouterr().out
    assert not (project.content / POST).exists()
    person("y")
    assert import_blog(project.folder, "pelicanconf.py", str(file), Wishes(), Console()) == 0
    assert (project.content / POST).exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04rest", "unpack"),
        (b"<!DOCTYPE html><html></html>", "web page"),
        (b"Dear diary", "not even XML"),
        (b"<?xml version='1.0'?><opml/>", "begins with <opml>"),
        (b"{", "broken JSON"),
        (b'{"a": 1}', "no feed"),
        (wordpress(item()).encode()[:900], "cut off"),
        (wordpress(item("caf\u00e9")).encode("latin-1"), "encoding"),
        (
            b'<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss version="2.0">&b;</rss>',
            "entities",
        ),
    ],
)
def test_what_is_no_export_is_told_and_nothing_is_written(bring, project, data, said):
    before = project.files()
    with pytest.raises(Stop) as stop:
        bring(data)
    assert said in str(stop.value)
    assert project.files() == before


def test_a_file_that_is_not_there_is_told(project):
    done = project.command("import-blog", "nowhere.xml")
    assert done.returncode == 1
    assert "nowhere.xml" in done.stderr
    assert "Traceback" not in done.stderr


EXPORT = wordpress(item("One\n\n[caption]x[/caption]", more=COMMENT.format(approved=1)))


@given(st.sampled_from([EXPORT, blogger(entry("a<br /><br />b"))]), st.data())
def test_a_damaged_export_is_read_or_told(tmp_path_factory, export, data):
    whole = bytearray(export.encode())
    for _ in range(data.draw(st.integers(0, 3))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("damaged") / "export.xml"
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole)))])
    try:
        for found in read_export(path).entries:
            to_markdown(clean(found.html).soup)
    except Stop:
        return


def test_a_post_about_entities_is_a_post(bring):
    assert "ENTITY" in bring(wordpress(item("Write &lt;!ENTITY a 'b'> so."))).body(POST)


def test_control_characters_do_not_stop_it(bring):
    assert bring(wordpress(item("be\x0bll"))).body(POST) == "bell"


ROUND_TRIP = {
    "posts/2009-08-03-hello.md": "Title: Hello & <all>\nDate: 2009-08-03 10:00\nTags: office\n\n"
    "Some *text* with [a link](https://a.example/) and `code`.\n\n-   one\n-   two\n",
    "posts/2009-08-04-again.md": "Title: Again\nDate: 2009-08-04 09:15:30\nModified: 2009-08-06\n"
    "Id: tag:older.example,2001:post/7\n\nMore.\n\n![A desk](https://a.example/desk.png)\n",
}


@pytest.mark.parametrize(
    "form",
    ["rss.xml", *(pytest.param(form, marks=pytest.mark.slow) for form in ("atom.xml", "json"))],
)
def test_our_own_feeds_come_back_with_the_same_ids(project, bring, build, form):
    first = build(ROUND_TRIP)
    assert first.status == 0, first.said
    for path in (project.content / "posts").iterdir():
        path.unlink()
    done = bring((first.output / f"feeds/posts.{form}").read_bytes(), name=f"feed.{form}")
    assert len(done.texts) == 2
    second = build.__class__(build.folder / "again")(done.texts)
    assert second.status == 0, second.said
    before, after = (site.feed("posts").entries for site in (first, second))
    assert [e.id for e in after] == [e.id for e in before]
    assert [e.published for e in after] == [e.published for e in before]
    assert [e.title for e in after] == [e.title for e in before]
    for old, new in zip(before, after, strict=True):
        assert re.sub(r"\s+", "", new.content[0].value) == re.sub(r"\s+", "", old.content[0].value)


def test_an_imported_site_builds_and_its_old_addresses_lead_on(project, bring, monkeypatch):
    monkeypatch.setattr(command, "check", CHECK)
    done = bring(
        wordpress(
            item('See <a href="/?p=2">tea</a>.', more=category("Baking")),
            item(number=2, title="Tea", name="tea", link="https://old.example/2009/08/03/tea/"),
            item(
                number=3, kind="page", title="Who", name="who", link="https://old.example/who.html"
            ),
        )
    )
    assert "No problems." in done.said
    built = project.build()
    assert built.returncode == 0, built.stdout + built.stderr
    output = project.folder / "output"
    assert 'href="/posts/tea/"' in (output / "posts/cake/index.html").read_text("utf-8")
    assert "url=/posts/tea/" in (output / "2009/08/03/tea/index.html").read_text("utf-8")
    assert "url=/who/" in (output / "who.html").read_text("utf-8")
    assert "https://old.example/?p=1" in (output / "feeds/posts.atom.xml").read_text("utf-8")


def test_what_git_says_afterwards_is_what_the_command_said(project, bring):
    subprocess.run(["git", "init", "-q"], cwd=project.folder, check=True)
    subprocess.run(["git", "add", "content"], cwd=project.folder, check=True)
    before = project.files()
    done = bring(wordpress(item()))
    (undo,) = re.findall(r"“(git clean [^”]+)”", done.said)
    subprocess.run(undo.split(), cwd=project.folder, check=True, capture_output=True)
    assert project.files() == before
