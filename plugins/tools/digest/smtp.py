"""Handing mails to a server, one reader at a time (RFC 5321, submission by RFC 6409)."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence

import msgspec

from tools.console import Stop

from .smtp_settings import Server

__all__ = ["Outcome", "send"]

_SECONDS = 30
_CLOSING = 421
_REFUSED = 400
"""Answers from here on are no (RFC 5321 section 4.2.1); the one is of a server that hangs up."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one reader's mail: `sent`, `refused`, or `unsure`; and what was said."""

    address: str
    state: str
    said: str = ""


def send(
    server: Server,
    sender: str,
    message: bytes,
    readers: Sequence[str],
    note: Callable[[str, str], None],
) -> Iterator[Outcome]:
    """Hand the message over once for each reader, and tell of each what became of it.

    `note` is called with an address and `unsure` before its mail is handed over, `sent` or ""
    after: what it has written down is true whenever this is broken off. Ends at the first reader
    for whom the server gives no answer. Raises Stop where it cannot be spoken to at all.
    """
    client = _connected(server)
    try:
        for reader in readers:
            outcome = _send_one(client, sender, message, reader, note)
            yield outcome
            if outcome.state in ("unsure", "lost"):
                return
    finally:
        try:
            client.quit()
        except (smtplib.SMTPException, OSError):
            client.close()


def _connected(server: Server) -> smtplib.SMTP:
    """A client that the server knows. Raises Stop with what is in the way."""
    where = f"{server.host}, port {server.port}"
    client: smtplib.SMTP | None = None
    try:
        context = ssl.create_default_context(cafile=server.ca_file or None)
        if server.security == "ssl":
            client = smtplib.SMTP_SSL(timeout=_SECONDS, context=context)
        else:
            client = smtplib.SMTP(timeout=_SECONDS)
        # What certificates are compared with, where one connects later.
        client._host = server.host  # noqa: SLF001
        client.connect(server.host, server.port)
        if server.security == "starttls":
            client.starttls(context=context)
        client.ehlo_or_helo_if_needed()
        if server.user:
            client.login(server.user, server.password)
    except (smtplib.SMTPException, OSError) as error:
        if client:
            client.close()
        raise _unreachable(server, where, error) from error
    return client


def _unreachable(server: Server, where: str, error: Exception) -> Stop:
    said = _said(getattr(error, "smtp_error", ""))
    answers: tuple[tuple[type[Exception], str, str], ...] = (
        (socket.gaierror, f"There is no mail server “{server.host}”.", "look at Host"),
        (
            smtplib.SMTPAuthenticationError,
            f"The mail server ({where}) does not take this name and password. It says: {said}",
            "look at User",
        ),
        (
            ssl.SSLError,
            f"No safe line to the mail server ({where}): {_reason(error)}.",
            "look at Host, Port and Security; CA-File names a certificate of your own",
        ),
        (
            smtplib.SMTPNotSupportedError,
            f"The mail server ({where}) cannot do this: {error}",
            "look at Port and Security",
        ),
        (
            smtplib.SMTPResponseException,
            f"The mail server ({where}) refuses: {said}",
            "try again later",
        ),
        (
            Exception,
            f"The mail server ({where}) cannot be reached: {error}.",
            "look at Host and Port, and whether you are online; CA-File has to be there",
        ),
    )
    return next(Stop(message, hint) for kind, message, hint in answers if isinstance(error, kind))


def _reason(error: Exception) -> str:
    return str(getattr(error, "verify_message", "") or getattr(error, "reason", "") or error)


def _send_one(
    client: smtplib.SMTP,
    sender: str,
    message: bytes,
    reader: str,
    note: Callable[[str, str], None],
) -> Outcome:
    """One transaction with one recipient: so each is accepted or refused by itself."""
    at_stake = False
    try:
        _open(client, sender, reader)
        note(reader, "unsure")
        at_stake = True
        code, said = client.data(message)
        _expect(code, said)
    except smtplib.SMTPServerDisconnected as error:
        return Outcome(address=reader, state="unsure" if at_stake else "lost", said=str(error))
    except smtplib.SMTPResponseException as error:
        if at_stake:
            # It said no, so it has not got it.
            note(reader, "")
        state = "lost" if error.smtp_code == _CLOSING else "refused"
        return Outcome(address=reader, state=state, said=_said(error.smtp_error))
    except smtplib.SMTPException as error:
        return Outcome(address=reader, state="refused", said=str(error))
    note(reader, "sent")
    return Outcome(address=reader, state="sent")


def _open(client: smtplib.SMTP, sender: str, reader: str) -> None:
    """MAIL and RCPT. Raises SMTPException where either is refused."""
    options: list[str] = []
    if not reader.isascii():
        if not client.has_extn("smtputf8"):
            raise smtplib.SMTPNotSupportedError("this server takes no addresses with such letters")
        options = ["SMTPUTF8", "BODY=8BITMIME"]
    try:
        _expect(*client.mail(sender, options))
        _expect(*client.rcpt(reader))
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPResponseException as error:
        if error.smtp_code != _CLOSING:
            client.rset()
        raise


def _expect(code: int, said: bytes) -> None:
    if code >= _REFUSED:
        raise smtplib.SMTPResponseException(code, said)


def _said(answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(text.split())
