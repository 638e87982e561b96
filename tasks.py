"""The commands: `invoke --list` shows them.

On a fresh machine `python3 tasks.py serve` does the same as `invoke serve`, after installing what
it needs into `.venv`.
"""

import shutil
import sys
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "plugins"))

if __name__ == "__main__":
    from tools.environment import run_in_environment

    sys.exit(run_in_environment(sys.argv[1:]))

from invoke import Context, Exit, task

from tools.arguments import Command
from tools.running import run

# Invoke keeps Python from writing what it has compiled; each command would compile all again.
sys.dont_write_bytecode = False

PREVIEW = "pelicanconf.py"
REAL = "publishconf.py"

# Invoke would make short options up, and others as soon as a command gets one more.
command = partial(task, auto_shortflags=False)


@command(help={"port": "the port to begin with; the next free one is taken"})
def serve(context: Context, port: str = "8000") -> None:
    """Build the site, show it on this machine, and build again when you save.

    invoke serve --port 8080
    """
    import watchfiles

    from tools import serve as preview

    del context
    _end(run(preview.serve, ROOT, PREVIEW, port, watchfiles.watch))


@command(help={"quiet": "say nothing unless something is wrong"})
def build(context: Context, quiet: bool = False) -> None:
    """Build the preview into output/, drafts included.

    invoke build --quiet
    """
    from tools import serve as preview
    from tools.reminder import remind

    del context
    _end(preview.build(ROOT, PREVIEW, quiet=quiet))
    _end(run(remind, ROOT, quiet=quiet))


@command(help={"format": "text, or json for other tools (docs/checks.md)"})
def check(context: Context, format: str = "text") -> None:  # noqa: A002 (what one types)
    """Check everything, and write nothing."""
    from tools import check as checks

    del context
    if format not in checks.FORMATS:
        raise Exit(f"--format is one of {', '.join(checks.FORMATS)}", code=2)
    _end(checks.check(ROOT, PREVIEW, format))


@command(
    help={
        "upload": "the command that uploads output/, as in --upload 'rsync -a output/ me@host:'",
        "quiet": "say nothing unless something is wrong",
    }
)
def publish(context: Context, upload: str = "", quiet: bool = False) -> None:
    """Build the real site into output/, with all checks.

    invoke publish

    Without a target for “invoke deploy” it tells the hub which feeds changed.
    """
    from tools.publish import publish as publish_site
    from tools.publish import tell_of_published
    from tools.reminder import remind

    _end(run(publish_site, ROOT, REAL, quiet=quiet))
    if upload:
        _end(context.run(upload, warn=True, pty=False).exited)
    _end(run(tell_of_published, ROOT, REAL, uploaded=bool(upload)))
    _end(run(remind, ROOT, quiet=quiet))


@command(
    help={
        "to": "another target than DEPLOY, as in --to rsync:me@host.example:/srv/www",
        "dry_run": "show what would be done, and do nothing",
        "prune": "delete what is on the target and not of this site, too",
        "delete_many": "allow that a large part of the site is deleted",
        "yes": "ask nothing; publish what was published, however old",
    }
)
def deploy(
    context: Context,
    to: str = "",
    dry_run: bool = False,
    prune: bool = False,
    delete_many: bool = False,
    yes: bool = False,
) -> None:
    """Take what was published online: “invoke publish deploy” (docs/deploying.md)."""
    from tools.console import Console
    from tools.deploy.command import deploy as deploy_site

    del context
    options = {"to": to, "dry_run": dry_run, "prune": prune, "drastic": delete_many, "old": yes}
    _end(run(deploy_site, ROOT, REAL, Console(yes=yes), **options))


@command(
    help={
        "name": "your name, as everybody may read it",
        "site": "the site's name",
        "address": "its address, as in https://nora.example",
        "timezone": "as in America/New_York, or only New York",
        "reply-to": "an e-mail address for answers, which everybody can read",
        "from": "a folder of texts to take over; “content” keeps your own beside the sample",
        "yes": "ask nothing",
    }
)
def init(
    context: Context,
    name: str = "",
    site: str = "",
    address: str = "",
    timezone: str = "",
    reply_to: str = "",
    from_: str = "",
    yes: bool = False,
) -> None:
    """Make the sample site yours: your name and address for its own, and a first post and wish.

    invoke init

    invoke init --from ~/old-blog
    """
    from tools import init as beginning

    del context
    given = {"name": name, "site": site, "address": address, "timezone": timezone}
    given["reply-to"] = reply_to
    _end(run(beginning.make_hers, ROOT, given=given, source=from_, yes=yes))


@command
def sample(context: Context) -> None:
    """Note which files are the sample site's, after you have changed it for everybody."""
    from tools.sample import write_list

    del context
    write_list(ROOT / "content")


@command(
    klass=Command,
    positional=["what", "title"],
    help={
        "what": "post, lead, wish, event, member or card, or how that word begins",
        "title": "its title; a person's name; for a lead the address of the posting will do",
        "company": "lead: who offers the job",
        "posting": "lead: the job's own address",
        "location": "lead, event: where",
        "remote": "lead: no, hybrid or yes",
        "via": "lead: who told you of it, as everybody may read",
        "salary": "lead: as in 'USD 14.50 an hour'",
        "closes": "lead: the last day to apply, as in 2009-09-04",
        "tags": "post, lead: with commas between them",
        "draft": "post: show it in the preview only",
        "kind": "wish: introduction, review, practice, advice …",
        "seeker": "wish: whose shower it is for; yours if you leave it out",
        "priority": "wish: high, normal or low",
        "quantity": "wish: a number, or unlimited",
        "done-when": "wish: when it is done",
        "start": "event: as in '2009-09-03 18:30'",
        "end": "event: when it ends",
        "link": "event: its address",
        "consent": "member: the day on which they agreed to be named, or today",
        "site": "member: their own site",
        "feed": "member: its feed",
        "met": "member, card: where you met",
        "email": "card: their address",
        "phone": "card: their number",
        "follow-up": "card: the day on which to be reminded",
        "date": "post, lead, wish: its day; today if you leave it out; card: when you met",
        "text": "a file with the text, as a job's announcement; - for what you paste",
        "edit": "open it in your editor (VISUAL or EDITOR)",
        "yes": "ask nothing",
        "force": "make another one where there is one like it",
    },
)
def new(
    context: Context,
    what: str = "",
    title: str = "",
    company: str = "",
    posting: str = "",
    location: str = "",
    remote: str = "",
    via: str = "",
    salary: str = "",
    closes: str = "",
    tags: str = "",
    draft: bool = False,
    kind: str = "",
    seeker: str = "",
    priority: str = "",
    quantity: str = "",
    done_when: str = "",
    start: str = "",
    end: str = "",
    link: str = "",
    consent: str = "",
    site: str = "",
    feed: str = "",
    met: str = "",
    email: str = "",
    phone: str = "",
    follow_up: str = "",
    date: str = "",
    text: str = "",
    edit: bool = False,
    yes: bool = False,
    force: bool = False,
) -> None:
    """Begin a post, a lead, a wish, an event, a member's page or a private card.

    invoke new post "For and against" --edit

    invoke new lead "Shipping clerk at Acme"

    invoke new lead https://acme.example/jobs/7 --yes

    invoke new lead --text -        (and paste the announcement)

    invoke new wish "Read my cover letter" --kind review
    """
    given = {k: v for k, v in locals().items() if k not in _NO_OPTIONS_OF_NEW}
    from tools.new import command as files

    options = {name.replace("_", "-"): str(value or "") for name, value in given.items()}
    more = {"source": text, "edit": edit, "yes": yes, "force": force}
    _end(run(files.make, ROOT, what, title, options=options, **more))


_NO_OPTIONS_OF_NEW = {"context", "what", "title", "text", "edit", "yes", "force"}


@command(
    klass=Command,
    positional=["item", "event"],
    help={
        "item": "a part of the name, title or company of a lead or a wish",
        "event": "what happened, or how that word begins: claimed, applied, granted, thanked …",
        "by": "who did it: a member, a seeker, you, or someone; a part of the name will do",
        "note": "more about it, in a few words; everybody can read them",
        "date": "the day, as in 2009-08-28, or yesterday; today if you leave it out",
        "times": "how many of a wish's quantity",
        "undo": "take the last entry back, whoever wrote it",
        "yes": "ask nothing",
    },
)
def trail(
    context: Context,
    item: str = "",
    event: str = "",
    by: str = "",
    note: str = "",
    date: str = "",
    times: int = 1,
    undo: bool = False,
    yes: bool = False,
) -> None:
    """Write down what came of a lead or a wish.

    invoke trail harbor claimed --by dana --note "will call on Monday"

    invoke trail harbor --undo
    """
    from tools import trail as trails

    del context
    if undo:
        _end(run(trails.undo, ROOT, item, yes=yes))
    else:
        entry = {"by": by, "note": note, "day": date, "times": times}
        _end(run(trails.record, ROOT, item, event, **entry, yes=yes))


@command(
    klass=Command,
    positional=["action", "item", "day"],
    help={
        "action": "done, snooze or undo; none of them shows the list",
        "item": "an ID of the list, or a part of its words",
        "day": "for snooze: 3d, 2w, monday, or a date",
        "all": "show what is for later, too",
        "cold": "after how many days without news something has gone cold",
        "ics": "write a calendar into the private folder, or to --ics FILE",
        "json": "print it for other tools",
        "yes": "ask nothing",
    },
    optional=["ics"],
)
def followups(
    context: Context,
    action: str = "",
    item: str = "",
    day: str = "",
    all: bool = False,  # noqa: A002 (what one types)
    cold: int = 14,
    ics: str | None = None,
    json: bool = False,
    yes: bool = False,
) -> None:
    """Show what to follow up: due, promised, gone cold, and who waits to hear what came of it.

    invoke followups

    invoke followups done dana

    invoke followups snooze dana 3d
    """
    from tools.followups import command as commands

    del context
    if action == "snooze":
        _end(run(commands.snooze, ROOT, item, day, cold=cold, yes=yes))
    elif action in ("done", "undo"):
        _end(run(getattr(commands, action), ROOT, item, cold=cold, yes=yes))
    elif action:
        raise Exit(f"“{action}” is none of done, snooze and undo.", code=2)
    elif ics:
        _end(run(commands.write_calendar, ROOT, "" if ics is True else ics, cold))
    else:
        _end(run(commands.show, ROOT, everything=all, cold=cold, as_json=json))


@command(
    help={
        "week": "as in 2009-w34, or w34; the last one that is over, if you leave it out",
        "send": "send it, after asking; without this, nothing is sent",
        "yes": "ask nothing",
    },
)
def digest(context: Context, week: str = "", send: bool = False, yes: bool = False) -> None:
    """Make a mail of the week's roundup, and send it to the friends who want it.

    invoke digest

    invoke digest --week w34 --send
    """
    from tools.digest.command import digest

    del context
    _end(run(digest, ROOT, REAL, week, sends=send, yes=yes))


@command(
    klass=Command,
    positional=["file"],
    help={
        "file": "WordPress's or Blogger's export, or any RSS, Atom or JSON feed",
        "images": "the folder in which the old blog's pictures are",
        "comments": "take comments along, with their authors' names",
        "hide_contacts": "put … for other people's e-mail addresses and telephone numbers",
        "dry_run": "show what would be written, and write nothing",
        "yes": "ask nothing",
    },
)
def import_blog(
    context: Context,
    file: str = "",
    images: str = "",
    comments: bool = False,
    hide_contacts: bool = False,
    dry_run: bool = False,
    yes: bool = False,
) -> None:
    """Bring the posts and pages of another blog here, with their ids and old addresses.

    invoke import-blog wordpress.xml --images uploads/
    """
    from tools.blog.command import Wishes, import_blog
    from tools.console import Console

    del context
    wishes = Wishes(images=images, comments=comments, hide_contacts=hide_contacts, dry_run=dry_run)
    _end(run(import_blog, ROOT, PREVIEW, file, wishes, Console(yes=yes)))


@command(
    klass=Command,
    positional=["file"],
    iterable=["map"],
    help={
        "file": "a CSV file, as any spreadsheet saves it",
        "map": "what a column is, as in --map 'Found on=Via'; --map 'Found on=' leaves it out",
        "dates": "dmy, mdy or ymd, where 03/04/09 could be either",
        "delimiter": "comma, semicolon, tab or bar, if another is found than is meant",
        "encoding": "as in cp1252, if letters look wrong",
        "dry-run": "show what would be written, and write nothing",
        "yes": "ask nothing",
    },
)
def import_leads(
    context: Context,
    file: str = "",
    map: list[str] | None = None,  # noqa: A002 (what one types)
    dates: str = "",
    delimiter: str = "",
    encoding: str = "",
    dry_run: bool = False,
    yes: bool = False,
) -> None:
    """Make leads of the rows of a spreadsheet: all of them, or none.

    invoke import-leads jobs.csv --map "Found on=Via"
    """
    from tools.spreadsheet.import_leads import Choices, import_leads

    del context
    choices = Choices(
        columns=map or (), dates=dates, delimiter=delimiter, encoding=encoding, dry_run=dry_run
    )
    _end(run(import_leads, ROOT, file, choices, yes=yes))


@command(
    klass=Command,
    positional=["file"],
    help={
        "file": "the CSV file to write; without one, the screen",
        "yes": "write over a file that is there",
    },
)
def export_leads(context: Context, file: str = "", yes: bool = False) -> None:
    """Write all leads as a CSV file, of which import-leads makes the same again.

    invoke export-leads leads.csv
    """
    from tools.spreadsheet.export_leads import export_leads

    del context
    _end(run(export_leads, ROOT, file, yes=yes))


@command
def clean(context: Context) -> None:
    """Delete what builds have made."""
    del context
    for name in ("output", "cache", "screenshots"):
        shutil.rmtree(ROOT / name, ignore_errors=True)


@command(help={"arguments": "for pytest, as in --arguments '-k trail'"})
def test(context: Context, arguments: str = "") -> None:
    """Run the tests; with --arguments --all, as in CI, the slow ones too."""
    _end(context.run(f"{_python()} -m pytest {arguments}", warn=True, pty=False).exited)


@command
def coverage(context: Context) -> None:
    """Run all tests, and show which lines of plugins/ none of them reaches."""
    _end(context.run(f"{_python()} -m pytest --cov --cov-report=term", warn=True).exited)


@command(help={"only": "just pages that have this in their address's name, as in --only leads"})
def screenshots(context: Context, only: str = "") -> None:
    """Take pictures of every kind of page into screenshots/, to look at."""
    from tools.screenshots import screenshots as take

    del context
    _end(take(ROOT, PREVIEW, ROOT / "screenshots", only))


@command
def lint(context: Context) -> None:
    """Check the code's style."""
    context.run(f"{_python()} -m ruff check .")
    context.run(f"{_python()} -m ruff format --check .")


@command(
    help={
        "posts": "how many, as in --posts 1000,10000",
        "runs": "how many rounds",
        "only": "just these, as in --only jobshower,plain,hugo",
        "sites": "posts, sample, leads, start-up and serve, or some of them",
        "scenarios": "cold, unchanged, edit, template and memory, or some of them",
        "results": "the file for the figures; docs/benchmarks.json is the one that the docs show",
        "add": "leave figures of earlier runs, and add these",
        "folder": "where to build, and to leave it all; a temporary one if you leave it out",
        "profile": "show where the time of Pelican's builds goes, and measure nothing",
    }
)
def bench(
    context: Context,
    posts: str = "1000",
    runs: str = "3",
    only: str = "",
    sites: str = "posts",
    scenarios: str = "",
    results: str = "",
    add: bool = False,
    folder: str = "",
    profile: bool = False,
) -> None:
    """Build the same posts with Jobshower, Pelican, Hugo, Eleventy and Jekyll, and compare.

    invoke bench --posts 1000 --runs 3 --only jobshower,plain,hugo
    """
    from tools.bench.command import Choices, bench
    from tools.console import Console

    del context
    given = {"posts": posts, "runs": runs, "only": only, "sites": sites, "scenarios": scenarios}
    choices = Choices(**given, results=results, add=add, folder=folder, profile=profile)
    _end(run(bench, ROOT, choices, Console()))


@command(help={"chromium": "the program of the browser that draws them"})
def icons(context: Context, chromium: str = "chromium") -> None:
    """Draw the theme's icons anew from theme/static/icons/icon.svg."""
    from tools.icons import draw_icons

    del context
    draw_icons(ROOT / "theme" / "static" / "icons", shutil.which(chromium) or chromium)


@command
def pin(context: Context) -> None:
    """Compile the requirements files anew from pyproject.toml, for every platform."""
    make = (
        f"{_python()} -m uv pip compile pyproject.toml --universal --python-version 3.11 "
        "--generate-hashes --quiet --upgrade"
    )
    name = {"UV_CUSTOM_COMPILE_COMMAND": "invoke pin"}
    context.run(f"{make} -o requirements.txt", env=name)
    s3 = "--extra s3 -c requirements.txt -o plugins/tools/s3-requirements.txt"
    context.run(f"{make} {s3}", env=name)
    digest = "--extra digest -c requirements.txt -o plugins/tools/digest-requirements.txt"
    context.run(f"{make} {digest}", env=name)
    context.run(f"{make} --extra test -c requirements.txt -o tests/requirements.txt", env=name)


def _python() -> str:
    return f'"{sys.executable}"'


def _end(status: int) -> None:
    if status:
        raise Exit(code=status)
