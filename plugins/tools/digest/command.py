"""`invoke digest`: the week's roundup as a mail, for those friends who prefer that."""

from __future__ import annotations

import getpass
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from pathlib import Path

import msgspec

from jobshower.dates import plural
from jobshower.settings import read_moment
from jobshower.weeks import Week
from problems import ProblemsFound
from safebuild.cards import check_private
from safebuild.lock import Lock
from tools.changes import Changes
from tools.console import Console, Stop
from tools.extras import need
from tools.site import Site, open_site

from .mail import LARGEST, Sender, compose, to_bytes, with_date
from .readers import READERS, address_of, read_readers
from .render import Letter
from .sent import Sent
from .smtp import Outcome, send
from .smtp_settings import FILE, Server, read_server

__all__ = ["digest"]

FOLDER = "digests"
_NAMES_SHOWN = 5


def digest(
    root: Path, settings_file: str, week: str = "", *, sends: bool = False, yes: bool = False
) -> int:
    """Write the mail of a week, and tell who would get it; with `sends`, send it.

    `week` is the last one that is over, if it is empty. Where a person is there, she is asked
    before anything is sent; where none is, it takes `yes`. Returns the exit status.
    """
    console = Console(yes=yes)
    for package in ("css_inline", "html2text"):
        need(package, "digest", console)
    site = open_site(root, settings_file)
    problems = [*check_private(root, site.settings), *site.cards[1]]
    if problems:
        raise ProblemsFound(problems)
    server = read_server(site.private, os.environ)
    own = _sender(site, server)
    readers = read_readers(site.private, site.cards[0])
    slug = _week(week, site.today)
    with console.progress("Building and checking the site"):
        letter = _render(root, settings_file, slug)
    if not letter.slug:
        raise _no_such_week(slug, letter)
    message = compose(letter, own, _when(letter, site))
    _check(site, letter, message)
    folder = site.private / FOLDER
    path = folder / f"{letter.slug}.eml"
    changes = Changes()
    changes.write(path, to_bytes(message))
    changes.apply()
    sent = Sent(folder / "sent.txt")
    left = [reader for reader in readers if not sent.state(letter.slug, reader)]
    _tell(console, site, letter, path, readers, sent)
    if not sends:
        if left:
            console.say("Nothing was sent. To send it: invoke digest --send")
        return 0
    if not left:
        console.say("There is nobody to send it to.")
        return 0
    _agreed(console, letter, left, sent=bool(yes))
    server = _with_password(server, console)
    with _only_one(folder / "sending.lock"):
        # Read again: another one may have been sending until just now.
        sent = Sent(folder / "sent.txt")
        left = [reader for reader in readers if not sent.state(letter.slug, reader)]
        data = with_date(message, read_moment(site.options, dict(site.settings)))
        return _send(console, server, own.address, data, left, letter.slug, sent)


@contextmanager
def _only_one(path: Path) -> Iterator[None]:
    with ExitStack() as stack:
        try:
            stack.enter_context(Lock(path))
        except ProblemsFound:
            raise Stop("A digest is being sent already.", "wait until that has ended") from None
        yield


def _sender(site: Site, server: Server) -> Sender:
    told = server.sender or site.options.reply_to
    try:
        address = address_of(told)
    except ValueError:
        hint = f"write “From: you@your.example” into {site.shown(site.private / FILE)}"
        raise Stop("Whose mail is it? REPLY_TO is no e-mail address.", hint) from None
    if not site.options.address:
        raise Stop("The site has no address yet.", "set FEED_DOMAIN in pelicanconf.py")
    return Sender(
        name=site.options.author,
        address=address,
        site_name=site.options.site_name,
        base=site.options.address,
        language=site.options.language,
    )


def _week(text: str, today: date) -> str:
    """A week's slug: of `2009-w34`, `w34` or `34`, the last such week that has begun."""
    if not text:
        return ""
    word = text.strip().casefold()
    if match := re.fullmatch(r"w?(\d{1,2})", word):
        year = today.isocalendar().year
        for candidate in (year, year - 1):
            slug = f"{candidate:04}-w{int(match[1]):02}"
            found = Week.from_slug(slug)
            if found and found.monday <= today:
                return slug
    found = Week.from_slug(re.sub(r"^(\d{4})-?w?(\d{2})$", r"\1-w\2", word))
    if not found:
        raise Stop(f"“{text}” is no week.", "write it as in 2009-w34, or w34")
    return found.slug


def _render(root: Path, settings_file: str, week: str) -> Letter:
    """The letter, built in a process of its own; its problems are told by it."""
    plugins = Path(__file__).resolve().parents[2]
    paths = os.pathsep.join(filter(None, (str(plugins), os.environ.get("PYTHONPATH"))))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "letter.json")
        command = [sys.executable, "-m", "tools.digest.render", settings_file, week, str(file)]
        done = subprocess.run(
            command,
            cwd=root,
            env={**os.environ, "PYTHONPATH": paths},
            stdout=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode or not file.exists():
            raise Stop("The site has problems, so no mail was made.", "mend them, and try again")
        return msgspec.json.decode(file.read_bytes(), type=Letter)


def _no_such_week(slug: str, letter: Letter) -> Stop:
    if not slug:
        return Stop("No week is over yet in which anything happened.", "try again next Monday")
    known = ", ".join(letter.others[:_NAMES_SHOWN])
    hint = f"there are {known}" if known else "nothing has happened yet"
    return Stop(f"There is no roundup of {slug}.", hint)


def _when(letter: Letter, site: Site) -> datetime:
    """Eight on the morning after the week: what is kept is the same whenever it is made."""
    day = date.fromisoformat(letter.sunday) + timedelta(days=1)
    return datetime.combine(day, time(8), tzinfo=site.options.zone)


def _check(site: Site, letter: Letter, message: EmailMessage) -> None:
    """The guard's rule: nobody's contact, and nothing private, that the site does not show."""
    problems = []
    for part, name in (("html", "html"), ("plain", "txt")):
        text = message.get_body((part,)).get_content()
        found = site.leaks(f"{letter.slug}.{name}", text)
        problems += [msgspec.structs.replace(p, file=f"digest {letter.slug}") for p in found]
    if problems:
        raise ProblemsFound(problems)
    size = len(to_bytes(message))
    if size > LARGEST:
        text = f"The mail has {size // 1024} KB; mail programs cut off what is over 100."
        raise Stop(text, "shorten your words of that week")


def _tell(
    console: Console, site: Site, letter: Letter, path: Path, readers: list[str], sent: Sent
) -> None:
    states = [sent.state(letter.slug, reader) for reader in readers]
    size = path.stat().st_size / 1024
    console.say(f"{letter.slug}: {letter.title}")
    console.say(f"Wrote {site.shown(path)} ({size:.0f} KB); any mail program opens it.")
    if letter.shortened:
        console.say("It is a long week: the mail has its beginning, and links to the rest.")
    if letter.running:
        console.say("This week is not over: what is still to come in it will not be in the mail.")
    if not readers:
        console.say(f"Nobody reads it yet: write addresses into {site.private.name}/{READERS}.")
        return
    line = f"{plural(len(readers), 'reader')}; {states.count('sent')} have it already."
    console.say(line)
    for reader, state in zip(readers, states, strict=True):
        if state == "unsure":
            file = f"{site.private.name}/{FOLDER}/sent.txt"
            console.say(
                f"  {reader} may have it: no answer came. If not, delete the line in {file}"
            )


def _agreed(console: Console, letter: Letter, left: list[str], *, sent: bool) -> None:
    """See to it that nothing is sent by accident. Raises Stop."""
    shown = ", ".join(left[:_NAMES_SHOWN]) + (" …" if len(left) > _NAMES_SHOWN else "")
    console.say(f"To send to: {shown}")
    question = f"Send it to {plural(len(left), 'reader')} now?"
    if letter.running:
        question = f"The week is not over, and they get it once. {question}"
    if not console.confirm(question, default=sent):
        hint = "say yes when you are asked, or add --yes"
        raise Stop("Nothing was sent: this was a dry run.", hint)


def _with_password(server: Server, console: Console) -> Server:
    if not server.host:
        hint = f"write “Host: …” and “User: …” into private/{FILE}"
        raise Stop("Which mail server is yours?", hint)
    if server.user and not server.password:
        if not console.asks:
            hint = "set JOBSHOWER_SMTP_PASSWORD"
            raise Stop("The mail server wants a password, and nobody is here to type it.", hint)
        password = getpass.getpass(f"Password of {server.user} at {server.host}: ")
        return msgspec.structs.replace(server, password=password)
    return server


def _send(
    console: Console,
    server: Server,
    sender: str,
    data: bytes,
    left: list[str],
    slug: str,
    sent: Sent,
) -> int:
    def note(address: str, state: str) -> None:
        sent.note(slug, address, state)

    outcomes: list[Outcome] = []
    with console.progress("Sending", len(left)) as step:
        for outcome in send(server, sender, data, left, note):
            outcomes.append(outcome)
            step()
    count = sum(outcome.state == "sent" for outcome in outcomes)
    console.say(f"Sent to {count} of {plural(len(left), 'reader')}.")
    for outcome in outcomes:
        if outcome.state == "refused":
            print(f"  refused: {outcome.address}: {outcome.said}", file=sys.stderr)
        elif outcome.state == "unsure":
            print(f"  no answer for {outcome.address}: it may have arrived.", file=sys.stderr)
    if count == len(left):
        return 0
    if len(outcomes) < len(left) or any(o.state in ("unsure", "lost") for o in outcomes):
        print("The connection broke. Run it again: nobody gets it twice.", file=sys.stderr)
    return 1
