"""Whatever a writer writes: a site or problems, never a crash."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from pelican.settings import DEFAULT_CONFIG

from jobshower.board import build_boards
from jobshower.followthrough import follow_through
from jobshower.jobposting import job_posting
from jobshower.kinds import KINDS
from jobshower.library import read_library
from jobshower.settings import apply_defaults, read_options

FOLDERS = {
    "wish": "showers/nora/x.md",
    "shower": "showers/nora/shower.md",
    "roundup": "2009-w32.md",
}
DAYS = ["1900-01-01", "2009-08-05", "2009-08-28", "2009-12-28", "2010-01-03", "9999-12-31"]
TRAIL = ["", *(f"{day} {event}" for day in DAYS[1:3] for event in ("claimed", "thanked"))]
VALUES = st.sampled_from(
    [
        *DAYS,
        "2009-08-05 23:30-04:00",
        "9999-12-31 23:59",
        "yes",
        "no",
        "open",
        "advice",
        "referral",
        "unlimited",
        "3",
        "USD 0 a year",
        "https://acme.example/?a={b}",
        "US",
        "Port Ashby, OH, US",
        "{title} 50% \x00 🎈 <b>",
        "[x] one",
        "x",
        "nora",
        "\n    ".join(TRAIL),
    ]
)
REQUIRED = {
    "Title": "A title",
    "Company": "Acme",
    "Date": "2009-08-05",
    "Seeker": "Nora",
    "Kind": "advice",
    "Consent": "2009-08-05",
    "Start": "2009-08-05",
}


@st.composite
def sources(draw):
    """A file of each kind, most of whose keys are fine."""
    files = {}
    for kind in KINDS:
        fields = {key: value for key, value in REQUIRED.items() if key in kind.keys}
        if kind.name == "lead":
            del fields["Kind"]
        for key in draw(st.lists(st.sampled_from(kind.keys), max_size=3)):
            fields[key] = draw(VALUES)
        text = "\n".join(f"{key}: {value}" for key, value in fields.items())
        name = FOLDERS.get(kind.name, "x.md")
        path = name if "/" in name else f"{kind.folder}/{name}"
        files[path] = f"{text}\n\n{draw(st.sampled_from(['', 'Words. ' * 20]))}"
    return files


@settings(max_examples=150)
@given(sources(), st.sampled_from(DAYS[1:-1]), st.sampled_from(["UTC", "Asia/Tokyo"]))
def test_any_content_is_a_site_or_has_problems(files, today, zone):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        site = {**DEFAULT_CONFIG, "PATH": folder, "TODAY": today, "TIMEZONE": zone}
        site |= {"ARTICLE_PATHS": ["posts"], "REPLY_TO": "https://form.example/?{id}{title}"}
        apply_defaults(site)
        library, problems = read_library(read_options(site))

    assert all(problem.file in files and problem.message for problem in problems)
    for lead in library.leads:
        assert lead.open == (lead.closed_on is None)
        assert lead.stage_name
        assert bool(lead.help_link) == lead.open
        assert job_posting(lead, "") is None or lead.structured
    for shower in library.showers:
        assert shower.progress.total <= len(shower.wishes)
        assert sum(len(group.wishes) for group in shower.groups) == len(shower.wishes)
    for wish in library.wishes:
        assert wish.stage_name
        assert bool(wish.help_link) == wish.open
    assert build_boards(library.leads, str.casefold)
    assert follow_through(library.leads, library.showers)
    assert [roundup.slug for roundup in library.roundups] == sorted(
        {roundup.slug for roundup in library.roundups}, reverse=True
    )
