"""Puts a spelling into files of every kind, each escaped as its kind asks for."""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import quopri
import tomllib
import zipfile
import zlib
from pathlib import Path
from urllib.parse import unquote

HERE = Path(__file__).parent
CONTACTS = tomllib.loads((HERE / "contacts.toml").read_text("utf-8"))
INNOCENTS = tomllib.loads((HERE / "innocents.toml").read_text("utf-8"))


def page(inside: str) -> bytes:
    head = (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>A page</title></head>'
    )
    return f"{head}<body><main>\n{inside}\n</main></body></html>\n".encode()


def atom(inside: str) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
    return f"{head}<entry>{inside}</entry></feed>\n".encode()


def rss(inside: str) -> bytes:
    head = "<?xml version='1.0'?>\n<rss><channel><item>"
    return f"{head}<description><![CDATA[{inside}]]></description></item></channel></rss>".encode()


def folded(line: str) -> str:
    """A calendar's line, folded so often that some fold parts whatever is in it."""
    return "\r\n ".join(line[start : start + 11] for start in range(0, len(line), 11))


def calendar(text: str) -> bytes:
    escaped = (
        text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;").replace("\n", "\\n")
    )
    event = (
        f"BEGIN:VEVENT\r\n{folded('DESCRIPTION:Hello.' + chr(92) + 'n' + escaped)}\r\nEND:VEVENT"
    )
    return f"BEGIN:VCALENDAR\r\n{event}\r\nEND:VCALENDAR\r\n".encode()


def document(text: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml", f"<?xml version='1.0'?><w:t>{html.escape(text)}</w:t>"
        )
    return file.getvalue()


def portable(text: str) -> bytes:
    stream = b"BT (" + text.encode("latin-1", "replace").translate(None, b"()\\") + b") Tj ET"
    return b"%PDF-1.4\n1 0 obj\nstream\n" + zlib.compress(stream) + b"\nendstream\nendobj\n"


# For what somebody reads: the name of the file, and how it gets there.
VISIBLE = {
    "text.html": lambda text: page(f"<p>Dear all, {html.escape(text)} and thanks.</p>"),
    "attribute.html": lambda text: page(f'<img src="/x.png" alt="{html.escape(text)}">'),
    "comment.html": lambda text: page(f"<!-- {text} -->"),
    "entities.html": lambda text: page("<p>" + "".join(f"&#{ord(it)};" for it in text) + "</p>"),
    # No browser decodes a percent sign in text, and no reader does with tags around each letter.
    "letters.html": lambda text: page(
        "<p>" + "".join(f"<i>{html.escape(it)}</i>" for it in unquote(text)) + "</p>"
    ),
    "linked.html": lambda text: page(
        f'<script type="application/ld+json">{json.dumps({"x": text})}</script>'
    ),
    "content.atom.xml": lambda text: atom(
        f'<content type="html">{html.escape(f"<p>{html.escape(text)}</p>")}</content>'
    ),
    "title.atom.xml": lambda text: atom(f"<title>{html.escape(text)}</title>"),
    "cdata.rss.xml": lambda text: rss(f"<p>{html.escape(text)}</p>"),
    "feed.json": lambda text: json.dumps({"content_text": text}).encode(),
    "pretty.json": lambda text: json.dumps({"note": text}, ensure_ascii=False, indent=1).encode(),
    "calendar.ics": calendar,
    "notes.txt": lambda text: f"Notes\n\n{text}\n".encode(),
    "drawing.svg": lambda text: (
        f'<svg xmlns="http://www.w3.org/2000/svg"><text>{html.escape(text)}</text></svg>'.encode()
    ),
    "network.opml": lambda text: (
        f'<?xml version="1.0"?><opml><outline text="{html.escape(text)}"/></opml>'.encode()
    ),
    "fragment.pf_fragment": lambda text: gzip.compress(
        b"pagefind_dcd" + json.dumps({"content": text}).encode()
    ),
    "sitemap.xml.gz": lambda text: gzip.compress(
        f"<?xml version='1.0'?><x>{html.escape(text)}</x>".encode()
    ),
    "resume.docx": document,
    "packed.html": lambda text: page(
        f'<a href="data:text/plain;base64,{base64.b64encode(text.encode()).decode()}">x</a>'
    ),
    "wide.txt": lambda text: b"\xff\xfe" + text.encode("utf-16-le"),
    "letter.eml": lambda text: (
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + quopri.encodestring(text.encode())
    ),
}
# For what is written in HTML already.
MARKUP = {
    "page.html": page,
    "content.atom.xml": lambda text: atom(f'<content type="html">{html.escape(text)}</content>'),
    "cdata.rss.xml": rss,
    "feed.json": lambda text: json.dumps({"content_html": text}).encode(),
    "escaped.json": lambda text: (
        json.dumps({"x": text}).replace("<", "\\u003c").replace(">", "\\u003e").encode()
    ),
    "script.html": lambda text: page(
        '<script type="application/ld+json">'
        + json.dumps({"description": text}).replace("<", "\\u003c").replace(">", "\\u003e")
        + "</script>"
    ),
}


def true_contacts():
    """Every file that holds a contact: an id for the test's name, the file's name, its bytes."""
    for kind in ("visible_addresses", "visible_numbers"):
        for number, spelling in enumerate(CONTACTS[kind]):
            for name, carry in VISIBLE.items():
                yield f"{kind}-{number}-{name}", name, carry(spelling)
    for number, spelling in enumerate(CONTACTS["html"]):
        for name, carry in MARKUP.items():
            yield f"html-{number}-{name}", name, carry(spelling)
    for number, file in enumerate(CONTACTS["files"]):
        yield f"file-{number}-{file['name']}", file["name"], file["text"].encode()


def innocents():
    """Every file that holds none."""
    for number, text in enumerate(INNOCENTS["visible"]):
        for name, carry in VISIBLE.items():
            yield f"visible-{number}-{name}", name, carry(text)
    for number, text in enumerate(INNOCENTS["html"]):
        for name, carry in MARKUP.items():
            yield f"html-{number}-{name}", name, carry(text)
    for number, file in enumerate(INNOCENTS["files"]):
        yield f"file-{number}-{file['name']}", file["name"], file["text"].encode()
