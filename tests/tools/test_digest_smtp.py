"""Handing mails to a real server, which may refuse, or hang up."""

import ssl

import pytest
import trustme
from mailserver import Mailbox, serving

from problems import ProblemsFound
from tools.console import Stop
from tools.digest.smtp import send
from tools.digest.smtp_settings import Server, read_server

RIGHT, WRONG = "right", "wrong"
MAIL = b"From: n@nora.example\r\nSubject: x\r\n\r\n.a dot\r\nText.\r\n"
ANN, BOB, CAT = "ann@mail.example", "bob@mail.example", "cat@mail.example"


@pytest.fixture
def mailbox():
    with serving(Mailbox()) as mailbox:
        yield mailbox


def sent_to(mailbox, *readers, noted=None, **server):
    server = Server(host="127.0.0.1", port=mailbox.port, **({"security": "none"} | server))
    noted = {} if noted is None else noted
    outcomes = send(server, "n@nora.example", MAIL, readers, noted.__setitem__)
    return [(outcome.address, outcome.state) for outcome in outcomes]


def test_each_reader_gets_a_mail_to_himself(mailbox):
    noted = {}
    assert sent_to(mailbox, ANN, BOB, noted=noted) == [(ANN, "sent"), (BOB, "sent")]
    assert mailbox.mails == [((ANN,), MAIL), ((BOB,), MAIL)]
    assert noted == {ANN: "sent", BOB: "sent"}


def test_one_who_is_refused_keeps_it_from_nobody(mailbox):
    mailbox.refused, mailbox.full_for = {BOB}, {CAT}
    noted = {}
    result = sent_to(mailbox, BOB, CAT, "zoë@mail.example", ANN, noted=noted)
    assert [state for _, state in result] == ["refused", "refused", "refused", "sent"]
    assert mailbox.readers == [ANN]
    assert {who for who, state in noted.items() if state} == {ANN}


@pytest.mark.parametrize(
    ("moment", "state", "noted"),
    [("rcpt", "lost", None), ("data", "unsure", "unsure"), ("answer", "unsure", "unsure")],
)
def test_a_connection_that_breaks_ends_it_and_says_what_is_sure(mailbox, moment, state, noted):
    mailbox.hangs_up_at = {BOB: moment}
    notes = {}
    assert sent_to(mailbox, ANN, BOB, CAT, noted=notes) == [(ANN, "sent"), (BOB, state)]
    assert notes.get(BOB) == noted
    assert CAT not in notes


@pytest.fixture
def authority():
    return trustme.CA()


@pytest.fixture
def tls(authority):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.mark.parametrize(("implicit", "security"), [(False, "starttls"), (True, "ssl")])
def test_lines_are_safe_and_passwords_are_asked_for(tmp_path, authority, tls, implicit, security):
    ca = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(ca)
    known = {"security": security, "ca_file": str(ca), "user": "nora"}
    with serving(Mailbox(), tls=tls, implicit=implicit, password=RIGHT) as mailbox:
        assert sent_to(mailbox, ANN, password=RIGHT, **known) == [(ANN, "sent")]
        with pytest.raises(Stop, match="does not take this name and password"):
            sent_to(mailbox, BOB, password=WRONG, **known)
        with pytest.raises(Stop, match="No safe line"):
            sent_to(mailbox, BOB, **(known | {"ca_file": ""}))
    assert mailbox.readers == [ANN]


def test_a_server_without_starttls_gets_nothing(mailbox):
    with pytest.raises(Stop, match="STARTTLS"):
        sent_to(mailbox, ANN, security="starttls")
    with pytest.raises(Stop, match=r"No safe line|cannot be reached"):
        sent_to(mailbox, ANN, security="ssl")
    with pytest.raises(Stop, match=r"CA-File|cannot be reached"):
        sent_to(mailbox, ANN, ca_file="/nowhere.pem")
    assert mailbox.mails == []


def test_a_server_that_is_not_there_is_told():
    with serving(Mailbox()) as closed:
        pass
    with pytest.raises(Stop, match="cannot be reached"):
        sent_to(closed, ANN)
    nowhere = Server(host="nowhere.invalid", security="none")
    with pytest.raises(Stop, match=r"no mail server “nowhere\.invalid”"):
        list(send(nowhere, "n@nora.example", MAIL, [ANN], lambda *_: None))


def settings(folder, text, **environ):
    (folder / "mail.txt").write_text(text, "utf-8")
    return read_server(folder, {f"JOBSHOWER_SMTP_{key}": value for key, value in environ.items()})


def test_settings_come_from_a_file_and_the_environment(tmp_path):
    server = settings(tmp_path, "Host: a.example\nUser: nora\n", HOST="b.example", PASSWORD=RIGHT)
    assert (server.host, server.user, server.password) == ("b.example", "nora", RIGHT)
    assert (server.port, server.security) == (587, "starttls")
    assert settings(tmp_path, "Security: SSL\n").port == 465
    assert read_server(tmp_path / "none", {}) == Server()


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Hsot: a.example\n", "did you mean Host?"),
        ("Password: secret\n", "JOBSHOWER_SMTP_PASSWORD"),
        ("Port: 99999\n", "587"),
        ("Security: tls\n", "starttls"),
        ("Host: a.example\nSecurity: none\n", "starttls or ssl"),
        ("secret\n", "Host: smtp"),
    ],
)
def test_mistakes_in_them_are_told_without_their_values(tmp_path, text, hint):
    with pytest.raises(ProblemsFound) as caught:
        settings(tmp_path, text)
    (problem,) = caught.value.problems
    assert hint in problem.hint
    assert problem.private
    assert "secret" not in str(caught.value)
