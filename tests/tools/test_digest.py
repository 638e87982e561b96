"""`invoke digest`: the week by mail."""

import email
import errno
import re
from datetime import UTC, date, datetime
from email.policy import default

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mailserver import Mailbox, serving

from problems import ProblemsFound
from safebuild.cards import Card, read_cards, read_notes
from safebuild.lock import Lock
from sitebuilder import ROOT
from tools.console import Stop
from tools.digest import command as digests
from tools.digest.mail import Sender, compose, to_bytes, with_date
from tools.digest.readers import read_readers
from tools.digest.render import Letter
from tools.digest.sent import Sent
from tools.digest.smtp_settings import read_server

ANN, BOB, CAT = "ann@mail.example", "bob@mail.example", "cat@mail.example"
HTML = """<!DOCTYPE html>
<html lang="en"><head><title>x</title><style>p { margin: 0 0 14px; }</style></head><body>
<h1>Corn</h1><p onclick="x()" class="a">Dear <a href="/leads/a/">all</a>, 2. of many</p>
<p><img src="https://nora.example/cake.png" alt="a cake"> <a href="#note">note</a></p>
<ul><li>A lead<span class="claim"> (<a href="mailto:hello@nora.example?subject=x">I can</a>)</span>
</li></ul><script>bad()</script><iframe src="https://track.example/"></iframe>
<!-- y --><p style="background: URL(https://track.example/)">Yours</p></body></html>
"""
LETTER = Letter(slug="2009-w34", title="Corn, chairs", html=HTML, sunday="2009-08-23")
NORA = Sender(
    name="Nora Whitfield",
    address="hello@nora.example",
    site_name="Nora's Job Shower",
    base="https://nora.example",
)
MOMENT = datetime(2009, 8, 24, 8, tzinfo=UTC)


def parsed(data):
    return email.message_from_bytes(data, policy=default)


def test_the_mail_has_what_mail_programs_look_for():
    mail = parsed(to_bytes(compose(LETTER, NORA, MOMENT)))
    assert not [part.defects for part in mail.walk() if part.defects]
    assert mail["From"] == mail["To"] == "Nora Whitfield <hello@nora.example>"
    assert mail["Subject"] == "Corn, chairs (Nora's Job Shower)"
    assert mail["Message-ID"] == "<roundup.2009-w34@nora.example>"
    assert mail["List-Id"] == "Nora's Job Shower <roundups.nora.example>"
    assert mail["List-Unsubscribe"] == "<mailto:hello@nora.example?subject=no%20more>"
    assert mail["Date"].datetime == MOMENT
    assert "Bcc" not in mail
    kinds = [part.get_content_type() for part in mail.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]


def test_its_html_loads_nothing_and_carries_its_styles():
    html = parsed(to_bytes(compose(LETTER, NORA, MOMENT))).get_body(("html",)).get_content()
    tree = lxml.html.document_fromstring(html)
    assert not tree.xpath("//img | //script | //style | //iframe | //@class | //@onclick")
    assert tree.xpath("string(//p/@style)") == "margin: 0 0 14px;"
    assert "track.example" not in html
    page = "https://nora.example/roundups/2009-w34/"
    assert tree.xpath("//@href") == [
        "https://nora.example/leads/a/",
        page,
        f"{page}#note",
        "mailto:hello@nora.example?subject=x",
    ]
    assert "[a cake]" in tree.text_content()


def test_a_picture_in_a_link_is_its_words():
    picture = '<a href="/x/"><picture><source srcset="a.avif"><img src="a.png"></picture></a>'
    letter = Letter(slug="2009-w34", html=HTML.replace("2. of many", picture))
    html = parsed(to_bytes(compose(letter, NORA, MOMENT))).get_body(("html",)).get_content()
    assert '<a href="https://nora.example/x/"><span>[a picture]</span></a>' in html


def test_its_text_says_the_same():
    mail = parsed(to_bytes(compose(LETTER, NORA, MOMENT)))
    text = mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert text.startswith("# Corn\n\nDear [all][1], 2. of many\n")
    assert "[1]: https://nora.example/leads/a/" in text
    assert "- A lead\n" in text
    assert "I can" not in text


def test_the_same_letter_makes_the_same_bytes_and_may_be_dated_anew():
    first = to_bytes(compose(LETTER, NORA, MOMENT))
    assert to_bytes(compose(LETTER, NORA, MOMENT)) == first
    later = parsed(with_date(compose(LETTER, NORA, MOMENT), MOMENT.replace(hour=9)))
    assert later["Date"].datetime.hour == 9
    assert later["Message-ID"] == parsed(first)["Message-ID"]
    assert len(later.get_all("Date")) == 1


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"]))


@settings(max_examples=40)
@given(NAMES, NAMES, NAMES)
def test_every_name_makes_headers_of_ascii_that_are_read_again(title, name, site):
    letter = Letter(slug="2009-w34", title=title, html=HTML)
    sender = Sender(name=name, address=NORA.address, site_name=site, base=NORA.base)
    data = to_bytes(compose(letter, sender, MOMENT))
    head = data.partition(b"\r\n\r\n")[0]
    assert head.isascii()
    assert max(map(len, head.split(b"\r\n"))) < 999
    mail = parsed(data)
    (address,) = mail["From"].addresses
    assert address.addr_spec == NORA.address
    assert mail["List-Id"].rstrip().endswith("<roundups.nora.example>")
    assert " ".join(mail["Subject"].split()) == " ".join(f"{title} ({site})".split())


@pytest.fixture
def readers(tmp_path):
    def write(text, *cards):
        (tmp_path / "readers.txt").write_text(text, "utf-8")
        return read_readers(tmp_path, cards)

    return write


def test_readers_are_in_a_list_and_on_cards_each_once(readers):
    text = (
        f"\ufeff# friends\n\n{ANN} # from the club\nBob B. <BOB@mail.example>\nzoe@müller.example\n"
    )
    card = Card(file="c.md", name="Cat", emails=(CAT,), digest=True)
    again = Card(file="b.md", name="Bob", emails=(BOB,), digest=True)
    silent = Card(file="d.md", name="Dan", emails=("dan@mail.example",))
    expected = [ANN, "BOB@mail.example", "zoe@xn--mller-kva.example", CAT]
    assert readers(f"{text}zoe@müller.example\n", card, again, silent) == expected


@pytest.mark.parametrize(
    "line",
    ["ann", "ann@", "@nobody.example", "a b@c.example", "ann@mail", "x@y..example", "a@b@c.d"],
)
def test_what_is_no_address_is_told_by_its_line(readers, line):
    with pytest.raises(ProblemsFound) as caught:
        readers(f"{BOB}\n{line}\n{ANN}\n")
    assert [(p.file.rpartition("/")[2], p.line) for p in caught.value.problems] == [
        ("readers.txt", 2)
    ]
    assert line not in str(caught.value)


def test_the_example_is_right():
    folder = ROOT / "private.example"
    readers = read_readers(folder, read_cards(folder)[0])
    assert readers[0] == "night-owl@mail.example"
    assert len(readers) == 4
    assert read_server(folder, {}).host == "smtp.mail.example"


def test_who_has_got_it_is_remembered(tmp_path):
    sent = Sent(tmp_path / "sent.txt")
    sent.note("2009-w34", ANN, "unsure")
    sent.note("2009-w34", ANN, "sent")
    sent.note("2009-w34", BOB, "unsure")
    sent.note("2009-w34", CAT, "unsure")
    sent.note("2009-w34", CAT, "")
    again = Sent(tmp_path / "sent.txt")
    assert [again.state("2009-w34", who) for who in (ANN.upper(), BOB, CAT)] == [
        "sent",
        "unsure",
        "",
    ]
    assert again.state("2009-w35", ANN) == ""
    (tmp_path / "sent.txt").write_text("sent 2009-w34\n", "utf-8")
    with pytest.raises(ProblemsFound):
        Sent(tmp_path / "sent.txt")


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("", ""),
        ("2009-w34", "2009-w34"),
        ("2009W34", "2009-w34"),
        ("w34", "2009-w34"),
        ("35", "2009-w35"),
        ("w36", "2008-w36"),
    ],
)
def test_a_week_may_be_named_in_short(text, slug):
    assert digests._week(text, date(2009, 8, 28)) == slug


@pytest.mark.parametrize("text", ["w99", "2009-w54", "august", "0"])
def test_no_such_week(text):
    with pytest.raises(Stop):
        digests._week(text, date(2009, 8, 28))


@pytest.fixture
def mailbox():
    with serving(Mailbox()) as mailbox:
        yield mailbox


@pytest.fixture
def mailing(project, mailbox, monkeypatch):
    """A project with three readers, a server, and the letter of a week."""
    folder = project.folder / "private"
    folder.mkdir()
    (folder / "readers.txt").write_text(f"{ANN}\n{BOB}\n{CAT}\n")
    (folder / "mail.txt").write_text(f"Host: 127.0.0.1\nPort: {mailbox.port}\nSecurity: none\n")
    monkeypatch.setattr(digests, "_render", lambda *_: LETTER)

    def run(**more):
        return digests.digest(project.folder, "publishconf.py", **more)

    return run


def test_without_send_nothing_is_sent(mailing, mailbox, project, capsys):
    assert mailing() == 0
    said = capsys.readouterr().out
    assert "3 readers; 0 have it already." in said
    assert "Nothing was sent." in said
    assert mailbox.mails == []
    data = (project.folder / "private/digests/2009-w34.eml").read_bytes()
    assert not re.search(rb"ann@|bob@|cat@", data)
    assert parsed(data)["Date"].datetime.isoformat() == "2009-08-24T08:00:00-04:00"


def test_without_readers_it_says_where_to_write_them(mailing, project, capsys):
    (project.folder / "private/readers.txt").unlink()
    assert mailing() == 0
    said = capsys.readouterr().out
    assert "Nobody reads it yet: write addresses into private/readers.txt." in said


def test_nobody_there_and_no_yes_is_a_dry_run(mailing, mailbox):
    with pytest.raises(Stop, match="dry run"):
        mailing(sends=True)
    assert mailbox.mails == []


def test_everybody_gets_it_once(mailing, mailbox, project, person, capsys):
    person("y")
    assert mailing(sends=True) == 0
    assert mailbox.readers == [ANN, BOB, CAT]
    mail = parsed(mailbox.mails[0][1])
    assert mail["To"] == "Nora Whitfield <hello@nora.example>"
    assert not re.search(rb"bob@|Bcc", mailbox.mails[0][1])
    assert mail["Date"].datetime.isoformat() == "2009-08-28T08:00:00-04:00"
    assert mailing(sends=True, yes=True) == 0
    assert len(mailbox.mails) == 3
    assert "There is nobody to send it to." in capsys.readouterr().out
    (project.folder / "private/readers.txt").write_text(f"{ANN}\nnew@mail.example\n")
    assert mailing(sends=True, yes=True) == 0
    assert mailbox.readers[3:] == ["new@mail.example"]


@pytest.mark.parametrize("moment", ["rcpt", "data", "answer"])
def test_broken_off_and_run_again_nobody_gets_it_twice(mailing, mailbox, capsys, moment):
    mailbox.hangs_up_at = {BOB: moment}
    assert mailing(sends=True, yes=True) == 1
    assert "nobody gets it twice" in capsys.readouterr().err
    mailbox.hangs_up_at = {}
    assert mailing(sends=True, yes=True) == 0
    unsure = f"{BOB} may have it" in capsys.readouterr().out
    assert unsure == (moment != "rcpt")
    assert sorted(mailbox.readers) == ([ANN, CAT] if moment == "data" else [ANN, BOB, CAT])


def test_two_at_once_are_one_too_many(mailing, mailbox, project):
    (project.folder / "private/digests").mkdir()
    lock = Lock(project.folder / "private/digests/sending.lock")
    with lock, pytest.raises(Stop, match="being sent"):
        mailing(sends=True, yes=True)
    assert mailbox.mails == []


def test_who_is_refused_is_told_and_tried_again(mailing, mailbox, capsys):
    mailbox.refused = {BOB}
    assert mailing(sends=True, yes=True) == 1
    said = capsys.readouterr()
    assert "Sent to 2 of 3 readers." in said.out
    assert f"refused: {BOB}: 5.1.1 no such user here" in said.err
    mailbox.refused = set()
    assert mailing(sends=True, yes=True) == 0
    assert mailbox.readers == [ANN, CAT, BOB]


def test_a_full_disk_stops_it_before_a_mail_that_would_be_forgotten(mailing, mailbox, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Sent, "note", full)
    with pytest.raises(OSError, match="No space"):
        mailing(sends=True, yes=True)
    assert mailbox.mails == []


def test_a_week_that_is_not_over_is_said_to_be(mailing, mailbox, monkeypatch, person, capsys):
    monkeypatch.setattr(
        digests,
        "_render",
        lambda *_: Letter(slug="2009-w35", html=HTML, running=True, sunday="2009-08-30"),
    )
    person("n")
    with pytest.raises(Stop):
        mailing(week="w35", sends=True)
    assert "This week is not over" in capsys.readouterr().out
    assert mailbox.mails == []


def test_what_the_site_would_not_show_is_in_no_mail(mailing, project, monkeypatch):
    html = HTML.replace("2. of many", "write to dana@mail.example")
    monkeypatch.setattr(
        digests, "_render", lambda *_: Letter(slug="2009-w34", html=html, sunday="2009-08-23")
    )
    with pytest.raises(ProblemsFound, match="e-mail address would be published"):
        mailing()
    assert not (project.folder / "private/digests").exists()


def test_a_mail_that_would_be_cut_off_is_refused(mailing, monkeypatch):
    html = HTML.replace("2. of many", "word " * 30_000)
    monkeypatch.setattr(
        digests, "_render", lambda *_: Letter(slug="2009-w34", html=html, sunday="2009-08-23")
    )
    with pytest.raises(Stop, match="KB"):
        mailing()


def test_without_a_server_or_an_address_it_says_what_to_write(mailing, project):
    (project.folder / "private/mail.txt").unlink()
    with pytest.raises(Stop, match="Which mail server") as caught:
        mailing(sends=True, yes=True)
    assert "private/mail.txt" in caught.value.hint
    conf = project.folder / "publishconf.py"
    conf.write_text(
        conf.read_text("utf-8") + '\nREPLY_TO = "https://form.example/?a={id}"\n', "utf-8"
    )
    with pytest.raises(Stop, match="Whose mail"):
        mailing()


@pytest.mark.slow
def test_the_command_sends_the_mail_of_the_last_week_that_is_over(project, mailbox):
    words = "Title: Our week\nSummary: What was.\n\nDear all, [a lead]({filename}/leads/%s).\n"
    project.write({"roundups/2009-w32.md": words % "2009-08-05-acme-clerk.md"})
    (project.folder / "private").mkdir()
    (project.folder / "private/readers.txt").write_text(f"{ANN}\n")
    server = {"HOST": "127.0.0.1", "PORT": str(mailbox.port), "SECURITY": "none"}
    environment = {f"JOBSHOWER_SMTP_{key}": value for key, value in server.items()}
    done = project.command("digest", "--send", "--yes", env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Sent to 1 of 1 reader." in done.stdout
    assert mailbox.readers == [ANN]
    assert not (project.folder / "output").exists()
    data = (project.folder / "private/digests/2009-w32.eml").read_bytes()
    mail = parsed(data)
    assert mail["Subject"] == "Our week (Nora's Job Shower)"
    html = mail.get_body(("html",)).get_content()
    assert '<a href="https://nora.example/leads/acme-clerk/">a lead</a>' in html
    assert "I’m following this up" in html
    assert "mailto:hello@nora.example" in html
    assert 'href="/' not in html
    text = mail.get_body(("plain",)).get_content()
    assert "Dear all, [a lead][1]." in text
    assert "Shipping clerk" in text
    # What it keeps is in the site's own words, which are no private note.
    assert list(read_notes(project.folder / "private")) == [f"{ANN}\n"]


def test_a_site_with_problems_sends_nothing(project):
    project.write({"leads/bad.md": "Title: A\nCompany: B\nDate: soon\n"})
    done = project.command("digest", "--send", "--yes")
    assert done.returncode == 1
    assert "The site has problems, so no mail was made." in done.stderr
    assert "bad.md" in done.stderr
    assert not (project.folder / "private").exists()
