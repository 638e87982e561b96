"""The leak guard on files: what a leak says, what is public, and what private cards hold."""

import gzip
import io
import pickle
import shutil

import msgspec
import pytest
from PIL import Image

from safebuild.guard import Leak, leaks_in, make_guard, problems_of
from safebuild.guard_private import Secrets
from sitebuilder import ROOT


def find_leaks(folder, settings, members=()):
    """The problems of every file below a folder."""
    guard = make_guard(settings, members)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    names = [path.relative_to(folder).as_posix() for path in files]
    return [
        problem
        for name, path in zip(names, files, strict=True)
        for problem in problems_of(name, leaks_in(name, path.read_bytes(), guard))
    ]


DANA = """Name: Dana Rowe
Email: dana@mail.example
Phone: 216-555-0123
Member: dana-r

Left because of the new manager, which she would not want repeated.
"""


@pytest.fixture
def site(tmp_path):
    """An output folder beside a private one, and the settings of the site."""
    (tmp_path / "content").mkdir()
    (tmp_path / "private" / "cards").mkdir(parents=True)
    (tmp_path / "private" / "cards" / "dana-rowe.md").write_text(DANA)
    return Folder(tmp_path)


class Folder:
    def __init__(self, root):
        self.output = root / "output"
        self.private = root / "private"
        self.settings = {
            "PATH": str(root / "content"),
            "REPLY_TO": "hello@nora.example",
            "PUBLIC_CONTACTS": ("Club@Library.Example", "216-555-0100"),
            "TIMEZONE": "America/New_York",
            "AUTHOR": "Nora Whitfield",
        }

    def __call__(self, name, text, members=(), **settings):
        shutil.rmtree(self.output, ignore_errors=True)
        path = self.output / name
        path.parent.mkdir(parents=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return find_leaks(self.output, {**self.settings, **settings}, members)


def kinds(problems):
    return [problem.field for problem in problems]


def test_a_leak_is_told_with_its_file_line_kind_and_hint_but_not_its_value(site):
    page = "<p>One</p>\n<p>Two</p>\n<p>luis<b>@</b>ferrer.example</p>\n<p>Four</p>\n"
    (problem,) = site("posts/x/index.html", page)
    assert problem.file == "posts/x/index.html"
    assert problem.line == 3
    assert problem.field == "e-mail address"
    assert problem.value == "l…@ferrer.example"
    assert "PUBLIC_CONTACTS" in problem.hint
    assert "luis" not in str(problem)


def test_a_number_shows_its_last_digits_only(site):
    (problem,) = site("x.html", "<p>\nCall (440)\n555-0177</p>")
    assert (problem.field, problem.value, problem.line) == ("telephone number", "…77", 3)


def test_each_value_is_told_once_a_file(site):
    assert len(site("x.txt", "luis@ferrer.example\n" * 3 + "eva@ferrer.example\n")) == 2


def test_all_files_are_told_in_their_order(site):
    site.output.mkdir()
    for name in ("b.txt", "a/b.txt", "a.txt"):
        (site.output / name).parent.mkdir(exist_ok=True)
        (site.output / name).write_text("luis@ferrer.example")
    files = [problem.file for problem in find_leaks(site.output, site.settings)]
    assert sorted(files) == ["a.txt", "a/b.txt", "b.txt"]


@pytest.mark.parametrize(
    "text",
    [
        "hello@nora.example",
        "HELLO@NORA.EXAMPLE",
        "club [at] library [dot] example",
        "(216) 555-0100",
        "+1.216.555.0100",
        "Call us at 555-0100",
        '<a href="tel:+12165550100">',
    ],
)
def test_public_contacts_are_public_in_any_form(site, text):
    assert site("x.html", f"<p>{text}</p>") == []


def test_a_form_as_reply_to_is_no_contact(site):
    form = "https://form.example/?to=luis@ferrer.example"
    assert site("x.html", f"<p>{form}</p>", REPLY_TO=form) != []


@pytest.mark.parametrize(
    "text",
    [
        "Dana Rowe",
        "DANA ROWE",
        "Dana\nRowe",
        "Rowe, Dana",
        "Dana&nbsp;Rowe",
        "<b>Dana</b> <i>Rowe</i>",
        "D<!-- -->ana R<wbr>owe",
        "Dána Rowe's desk",
        '<a href="/tags/dana-rowe/">x</a>',
        '<img src="/dana_rowe.jpg" alt="">',
        "<!-- thanks to Dana Rowe -->",
        '<script type="application/ld+json">{"name": "Dana\\u0020Rowe"}</script>',
    ],
)
def test_a_private_name_is_found(site, text):
    problems = site("x.html", f"<p>{text}</p>")
    assert kinds(problems) == ["private name"]
    assert problems[0].private
    assert not any(word in str(problems).casefold() for word in ("dana", "rowe"))


@pytest.mark.parametrize(
    "text", ["Dana R.", "Dana", "Rowe", "Jordana Rowe", "Dana Rowell", "Dana rows", "dana@"]
)
def test_other_names_are_not(site, text):
    assert site("x.html", f"<p>{text}</p>") == []


def test_a_members_shown_name_is_public_and_no_other(site):
    assert site("x.html", "<p>Dana Rowe</p>", members=["Dana Rowe"]) == []
    assert kinds(site("x.html", "<p>Dana Rowe</p>", members=["Dana R."])) == ["private name"]


def test_a_members_name_may_contain_another(site):
    members = ["Dana Rowe Smith"]
    assert site("x.html", "<p>Dana Rowe Smith</p>", members=members) == []
    both = "<p>Dana Rowe Smith and Dana Rowe</p>"
    assert kinds(site("x.html", both, members=members)) == ["private name"]


def test_the_authors_own_card_hides_nothing(site):
    (site.private / "cards" / "me.md").write_text("Name: Nora Whitfield\n")
    assert site("x.html", "<p>Nora Whitfield</p>") == []


def test_a_name_of_one_word_needs_its_capital(site):
    (site.private / "cards" / "rose.md").write_text("Name: Rose\n")
    assert site("x.html", "<p>a rose is a rose</p>") == []
    assert kinds(site("x.html", "<p>Rose is hiring</p>")) == ["private name"]


@pytest.mark.parametrize(
    "text",
    [
        "which she would not want repeated",
        "she left BECAUSE of the new manager, which was news",
        "because of <b>the new</b> manager, which",
    ],
)
def test_six_words_of_a_note_are_found(site, text):
    problems = site("x.html", f"<p>{text}</p>")
    assert set(kinds(problems)) == {"private note"}
    assert "manager" not in str(problems)
    assert "repeated" not in str(problems)


def test_five_words_are_anybodys_and_the_number_is_a_setting(site):
    text = "<p>Because of the new manager, I left</p>"
    assert site("x.html", text) == []
    assert kinds(site("x.html", text, GUARD_NOTE_WORDS=5)) == ["private note"]


def test_a_short_note_is_found_whole(site):
    (site.private / "cards" / "eva.md").write_text("Name: Eva Lindqvist\n\nOwes me money\n")
    assert kinds(site("x.html", "<p>He owes me money.</p>")) == ["private note"]


def test_other_files_in_private_are_notes(site):
    (site.private / "plans.txt").write_text("the bakery closes in October and nobody knows")
    text = "<p>The bakery closes in October and nobody knows.</p>"
    assert set(kinds(site("x.html", text))) == {"private note"}


@pytest.mark.parametrize(
    "text",
    [
        "dana at mail.example",
        "dana, mail, example",
        "https://jobs.example/2165550123/",
        "Job number 2165550123",
        "0.2165550123",
        "2 1 6 5 5 5 0 1 2 3",
    ],
)
def test_a_cards_contacts_count_where_others_would_not(site, text):
    assert site("x.html", f"<p>{text}</p>") != []


def test_leaks_in_pictures_are_found(site):
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x013B] = "Dana Rowe"
    exif[0x010E] = "luis@ferrer.example"
    Image.new("RGB", (4, 4)).save(file, "JPEG", exif=exif)
    assert kinds(site("x.jpg", file.getvalue())) == ["e-mail address", "private name"]


def test_leaks_in_compressed_search_fragments_are_found(site):
    fragment = gzip.compress(b'pagefind_dcd{"content":"Dana Rowe, luis@ferrer.example"}')
    assert kinds(site("pagefind/en_1.pf_fragment", fragment)) == ["e-mail address", "private name"]


def test_numbers_are_read_as_their_country_writes_them(site):
    text = "<p>030 901820</p>"
    assert site("x.html", text) == []
    assert kinds(site("x.html", text, GUARD_REGIONS=("US", "DE"))) == ["telephone number"]
    assert kinds(site("x.html", text, TIMEZONE="Europe/Berlin")) == ["telephone number"]


def test_without_private_folder_and_settings_there_is_still_a_guard(tmp_path):
    (tmp_path / "x.txt").write_text("luis@ferrer.example")
    assert kinds(find_leaks(tmp_path, {})) == ["e-mail address"]


def test_a_guard_can_be_sent_to_another_process(site):
    guard = make_guard(site.settings, ["Dana R."])
    again = pickle.loads(pickle.dumps(guard))  # noqa: S301
    assert again == guard
    assert leaks_in("x.txt", b"Dana Rowe", again) == [Leak(1, "private name", "d… r…")]


def test_what_a_guard_looks_for_has_a_fingerprint(site):
    guard = make_guard(site.settings, ["Dana R."])
    assert guard.secrets.phrases
    assert guard.recipe == pickle.loads(pickle.dumps(guard)).recipe  # noqa: S301
    assert guard.recipe != make_guard(site.settings, ["Dana R.", "Luis F."]).recipe
    assert guard.recipe != msgspec.structs.replace(guard, secrets=Secrets()).recipe


def test_the_sample_site_leaks_nothing(sample_site):
    settings = {
        "PATH": str(ROOT / "content"),
        "REPLY_TO": "hello@nora.example",
        "FEED_DOMAIN": "https://nora.example",
        "TIMEZONE": "America/New_York",
    }
    assert find_leaks(sample_site, settings) == []
    leaks = find_leaks(sample_site, {**settings, "REPLY_TO": "nobody@nora.example"})
    assert {leak.value for leak in leaks} == {"h…@nora.example"}


def test_the_example_cards_are_not_on_the_sample_site(sample_site):
    settings = {"PATH": str(ROOT / "content"), "REPLY_TO": "hello@nora.example"}
    settings["PRIVATE_PATH"] = "private.example"
    assert find_leaks(sample_site, settings) == []


BODIES = {
    "posts/2009-08-05-x.md": "Title: X\nDate: 2009-08-05\n\nHello.\n\nWrite to {}.\n",
    "leads/2009-08-05-x.md": "Title: X\nCompany: Y\nDate: 2009-08-05\nVia: {}\n\nHello.\n",
    "leads/2009-08-06-y.md": (
        "Title: Y\nCompany: Y\nDate: 2009-08-05\nTrail: 2009-08-06 applied: told {}\n\nHello.\n"
    ),
    "showers/nora/x.md": "Title: X\nKind: advice\nDate: 2009-08-05\n\nAsk {}.\n",
    "events/2009-08-05-x.md": "Title: X\nStart: 2009-08-30 18:00\nLocation: at {}\n\nCome.\n",
}
SHOWER = "Title: S\nSeeker: Nora\nDate: 2009-08-01\n\nA job.\n"


@pytest.mark.parametrize(
    "contact", ["luis@ferrer.example", "luis (at) ferrer.example", "440-555-0177"]
)
@pytest.mark.parametrize("name", BODIES)
def test_a_contact_in_any_source_stops_the_build(build, name, contact):
    site = build({"showers/nora/shower.md": SHOWER, name: BODIES[name].format(contact)})
    assert site.status == 1
    assert "would be published" in site.said
    assert "PUBLIC_CONTACTS" in site.said
    assert contact not in site.said
    assert not site.exists("")


def test_a_card_counts_for_pages_that_are_online_already(build):
    text = "Title: X\nDate: 2009-08-05\n\nDana Rowe has a new job.\n"
    assert build({"posts/2009-08-05-x.md": text}).status == 0
    card = build.content.parent / "private/cards/dana.md"
    card.parent.mkdir(parents=True)
    card.write_text("Name: Dana Rowe\n")
    site = build()
    assert site.status == 1
    assert "private name would be published" in site.said


def test_a_contact_in_a_photograph_is_gone_from_the_built_site(build):
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "luis@ferrer.example"
    Image.new("RGB", (4, 4)).save(file, "JPEG", exif=exif, comment=b"440-555-0177")
    post = "Title: X\nDate: 2009-08-05\n\n![A desk]({static}/images/desk.jpg)\n"
    site = build({"posts/2009-08-05-x.md": post, "images/desk.jpg": file.getvalue()})
    assert site.status == 0, site.said
    photograph = (site.output / "images" / "desk.jpg").read_bytes()
    assert b"luis" not in photograph
    assert b"0177" not in photograph


def test_a_contact_in_a_drawing_stops_the_build(build):
    drawing = '<svg xmlns="http://www.w3.org/2000/svg"><desc>luis@ferrer.example</desc></svg>'
    site = build(
        {
            "posts/2009-08-05-x.md": BODIES["posts/2009-08-05-x.md"].format("me"),
            "images/desk.svg": drawing,
        }
    )
    assert site.status == 1
    assert "images/desk.svg" in site.said


@pytest.mark.parametrize(
    "text", ["<a " * 30_000, "at dot " * 9_000, "216 " * 30_000, "a@b." * 9_000]
)
def test_a_hostile_file_does_not_hold_the_build_up(text):
    # Each took minutes where a pattern went back over all of it: CI's own limit would tell.
    assert leaks_in("x.html", text.encode(), make_guard({})) is not None


def test_many_leaks_in_one_file_each_have_their_line():
    text = "".join(f"x{number}@mail.example\n" for number in range(100))
    leaks = leaks_in("x.txt", text.encode(), make_guard({}))
    assert [leak.line for leak in leaks] == list(range(1, 101))


def test_a_leak_is_told_once_at_its_source_however_many_files_have_it(build):
    keys = "Title: X\nCompany: Y\nDate: 2009-08-05\nTags: office\n"
    text = f"{keys}\nHello.\n\nAsk luis@ferrer.example.\n"
    site = build({"leads/2009-08-05-x.md": text})
    assert site.status == 1
    assert "content/leads/2009-08-05-x.md:8\n    e-mail address: l…@ferrer.example" in site.said
    assert "It stands in leads/x/index.html and " in site.said
    assert "1 problem in 1 file." in site.said


@pytest.mark.parametrize("name", ["TODYA", "REPLYTO", "MAX_TAG", "FEED_TLL", "PUBLIC_CONTACT"])
def test_a_misspelt_setting_is_an_error(build, name):
    site = build({"posts/x.md": "Title: X\nDate: 2009-08-05\n\nHi.\n"}, **{name: "x"})
    assert site.status == 1
    assert f"There is no setting “{name}”." in site.said
