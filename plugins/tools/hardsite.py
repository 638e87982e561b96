"""A site that is hard to lay out: what a theme meets at other people's, all at once."""

from __future__ import annotations

__all__ = ["hard_files"]

_LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
_ADDRESS = "https://jobs.example/" + "openings-in-the-county/" * 6
_MANY = 60

_WIDE = """\
| {head} |
|{rule}
| {row} |
""".format(
    head=" | ".join(f"Column {number}" for number in range(14)),
    rule="---|" * 14,
    row=" | ".join(f"Value {number}" for number in range(14)),
)

_CODE = "    print(" + ", ".join(f'"argument {number}"' for number in range(20)) + ")\n"

_POST = f"""\
Title: {_LONG} and other words
Date: 2009-08-20
Tags: {_LONG}, {", ".join(f"tag {number}" for number in range(20))}
Authors: {_LONG}, Nora Whitfield

{_LONG} {_ADDRESS} and <{_ADDRESS}>

## A heading with {_LONG}

{_WIDE}
{_CODE}
> {_LONG}
> > and a quotation inside of it

1. One
    - Two
        - {_LONG}

Term
:   A definition with {_LONG}

![{_LONG}]({{static}}/images/wide.svg)
"""

_PICTURE = """\
<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="300"><rect width="9" height="9"/></svg>
"""

_ARABIC = """\
Title: أبحث عن عمل، بصوت عالٍ ومعًا
Date: 2009-08-21
Lang: ar

سلّمت مفاتيحي يوم الاثنين. أبحث الآن عن عمل في مكتب أو مطبعة، وأكتب هنا كل أسبوع ما سمعت به من وظائف.

## ما أبحث عنه

- مكتب فيه ناس، مثل *Harbor Press*
- عمل له موعد: 28 August 2009

> من سأل لم يضل.

    print("left to right")
"""

_LEAD = """\
Title: {title}
Company: {company}
Date: 2009-08-{day:02}
Location: {company}, Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch
Posting: {posting}
Closes: 2009-09-{day:02}
Kind: referral
Employment: full-time
Salary: USD 34000-38000 a year
Tags: {tags}
Trail: 2009-08-{day:02} claimed by someone: {company}
    2009-08-27 applied by someone

{company} has an opening. Their page is {posting}

{wide}
"""

_WISH = """\
Title: {title}
Kind: {kind}
Date: 2009-08-01
Priority: high
Done-When: {title}
Trail: {trail}

{title}. {address}
"""

_KINDS = ("introduction", "lead", "interview", "review", "practice", "advice", "company", "thing")
_TRAILS = (
    "2009-08-02 claimed by someone",
    "2009-08-02 granted by someone: " + _LONG,
    "2009-08-02 withdrawn: not needed any more",
)


def hard_files() -> dict[str, str]:
    """Its files: long words and addresses, right-to-left text, wide tables, many of everything."""
    files = {
        "images/wide.svg": _PICTURE,
        "posts/long.md": _POST,
        "posts/arabic.md": _ARABIC,
        "pages/long.md": f"Title: {_LONG}\n\n{_LONG}\n",
        "roundups/2009-w34.md": f"Title: {_LONG}\nSummary: {_LONG}\nGoals: [x] {_LONG}\n"
        f"    [ ] {_ADDRESS}\n\nDear {_LONG},\n\n{_ADDRESS}\n\n{_WIDE}",
        "showers/long/shower.md": f"Title: {_LONG}\nSeeker: Nora Whitfield\nDate: 2009-08-01\n"
        f"Role: {_LONG}\nTargets: {_LONG}\n\n{_LONG}\n",
        "network/long.md": f"Title: {_LONG}\nConsent: 2009-06-01\nMet: {_LONG}\n"
        f"Site: {_ADDRESS}\nFeed: {_ADDRESS}feed.xml\n\n{_LONG}\n",
        "events/long.md": f"Title: {_LONG}\nStart: 2009-09-03 18:00\nEnd: 2009-09-04 02:00\n"
        f"Location: {_LONG}\nLink: {_ADDRESS}\nTags: {_LONG}\n\n{_LONG}\n",
    }
    for number in range(_MANY):
        day = number % 26 + 1
        files[f"posts/many-{number}.md"] = (
            f"Title: Post {number}\nDate: {1990 + number % 19}-08-{day:02}\n"
            f"Tags: tag {number}\n\nText.\n"
        )
        files[f"leads/many-{number}.md"] = _LEAD.format(
            title=f"{_LONG} {number}" if number % 7 == 0 else f"Clerk {number}",
            company=_LONG if number % 5 == 0 else "Acme",
            day=day,
            posting=f"{_ADDRESS}{number}",
            tags=f"tag {number}, {_LONG}",
            wide=_WIDE if number % 9 == 0 else "",
        )
        files[f"showers/long/many-{number}.md"] = _WISH.format(
            title=f"{_LONG} {number}" if number % 7 == 0 else f"A wish, number {number}",
            kind=_KINDS[number % len(_KINDS)],
            trail=_TRAILS[number % len(_TRAILS)],
            address=_ADDRESS,
        )
    return files
