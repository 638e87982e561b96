"""From the entries of an export to Markdown files, and everything that needs a look."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from html import escape
from pathlib import Path
from urllib.parse import quote, urlsplit

import msgspec
from pelican.urlwrappers import Tag

from feeds.item import is_uri
from problems import Problem
from redirects.aliases import BadAlias, alias_path
from safebuild.settings import DEFAULTS
from tools.newfile import compose, free_name, one_line
from tools.site import Site

from .cleaning import Cleaned, address_key, clean, rewrite_images, rewrite_links
from .export import Entry, Export
from .known import Known, reserved
from .markdown import to_markdown
from .pictures import Pictures

__all__ = ["Imported", "Importer"]

_UNTITLED_WORDS = 6
_MINUTE = 60
_FOLDERS = {"post": "posts", "page": "pages"}


class Imported(msgspec.Struct, frozen=True):
    """A file to be written: its path, its text, and the entry that it was."""

    path: Path
    text: str
    entry: Entry


class Importer:
    """Turns entries into files. `problems` is what to look at, `counts` what was left out."""

    def __init__(
        self, site: Site, export: Export, pictures: Pictures, *, comments: bool = False
    ) -> None:
        self._site, self._export, self._pictures = site, export, pictures
        self._comments = comments
        self.problems: list[Problem] = []
        self.counts: Counter[str] = Counter(export.left_out)
        self.skipped: list[tuple[Entry, str]] = []
        self.left_pictures: dict[str, str] = {}
        self._links: dict[str, str] = {}
        self._tags: dict[str, str] = {}
        self._ids: set[str] = set()
        # The paths below the output folder that nobody else may have.
        self._reserved = reserved(site)
        self._several = len({entry.author for entry in export.entries if entry.author}) > 1

    def plan(self) -> list[tuple[Entry, Path]]:
        """The entries that are not here yet with their files; from now on links find them all."""
        known = Known(self._site)
        taken = {kind: known.slugs(kind) for kind in _FOLDERS}
        taken["page"] |= {path.removesuffix("/index.html") for path in self._reserved}
        new = []
        for entry in self._export.entries:
            here = known.find(entry, self._moment(entry))
            if here:
                self.skipped.append((entry, here))
            else:
                path = self._name(entry, taken[entry.kind])
                taken[entry.kind].add(path.stem.removeprefix(self._prefix(entry)))
                here = path.relative_to(self._site.content).as_posix()
                new.append((entry, path))
            self._note_links(entry, here)
        return new

    def file(self, entry: Entry, path: Path) -> Imported:
        """The file of one of the planned entries."""
        name = path.relative_to(self._site.content).as_posix()
        cleaned = clean(entry.html)
        rewrite_links(cleaned, self._home(entry), self._target, self._is_old)
        left = rewrite_images(cleaned, self._home(entry), self._pictures.copy)
        body = to_markdown(cleaned.soup)
        if self._comments and entry.comments:
            body += self._comment_text(entry)
        elif entry.comments:
            self.counts["comments"] += len(entry.comments)
        fields = self._fields(entry, cleaned, body, name)
        text = compose(fields, body)
        self.left_pictures |= dict.fromkeys(left, name)
        for where, why in cleaned.remarks:
            self._tell(name, _line_of(text, where), why)
        for source in dict.fromkeys(left):
            self._tell(
                name, _line_of(text, source), f"This picture is still on its old server: {source}"
            )
        if entry.remark:
            self._tell(name, 1, f"{entry.remark} It is {_as(entry.status)} here.")
        if not body:
            self._tell(name, 1, "It has no text.")
        return Imported(path, text, entry)

    def _fields(self, entry: Entry, cleaned: Cleaned, body: str, name: str) -> dict[str, str]:
        moment = self._moment(entry)
        title = one_line(entry.title)
        if not title:
            title = _untitled(cleaned, moment)
            self._tell(name, 1, f"It had no title. It is called “{title}” here.")
        if moment is None and entry.kind == "post":
            self._tell(name, 1, "It had no date. It has today's here.")
        fields = {"Title": title, "Date": self._date(moment) or f"{self._site.today}"}
        if entry.kind == "page" and moment is None:
            del fields["Date"]
        updated = entry.updated and self._local(entry.updated)
        if updated and moment and (updated - moment).total_seconds() >= _MINUTE:
            fields["Modified"] = self._date(updated)
        category = one_line(entry.category).replace(",", " ")
        tags = list(self._tag_names(entry, name)) if entry.kind == "post" else []
        return fields | {
            "Category": category if entry.kind == "post" else "",
            "Tags": f"{'; '.join(tags)};" if any("," in tag for tag in tags) else ", ".join(tags),
            "Authors": self._author(entry),
            "Summary": self._summary(entry, body),
            "Status": "" if entry.status == "published" else entry.status,
            "Aliases": ", ".join(self._aliases(entry, name)),
            "Id": self._own_id(entry, name),
            "Image": self._image(entry, name),
        }

    def _name(self, entry: Entry, taken: set[str]) -> Path:
        folder = self._site.content / _FOLDERS[entry.kind]
        title = entry.title or " ".join(clean(entry.html).soup.get_text().split()[:_UNTITLED_WORDS])
        prefix = self._prefix(entry)
        return free_name(folder, entry.slug or title, prefix, entry.kind, taken)

    def _prefix(self, entry: Entry) -> str:
        moment = self._moment(entry)
        return f"{moment or self._site.today:%Y-%m-%d}-" if entry.kind == "post" else ""

    def _moment(self, entry: Entry) -> datetime | None:
        return self._local(entry.published) if entry.published else None

    def _local(self, moment: datetime) -> datetime:
        zone = self._site.options.zone
        return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)

    def _date(self, moment: datetime | None) -> str:
        """As front matter has it; with its offset only in the hour that comes twice a year."""
        if moment is None:
            return ""
        text = f"{moment:%Y-%m-%d %H:%M:%S}".removesuffix(":00")
        other = moment.replace(fold=1 - moment.fold)
        return text if other.utcoffset() == moment.utcoffset() else f"{text} {moment:%z}"

    def _home(self, entry: Entry) -> str:
        return entry.url or self._export.home

    def _note_links(self, entry: Entry, name: str) -> None:
        for address in (entry.url, *entry.other_urls):
            if address:
                self._links.setdefault(address_key(address), f"{{filename}}/{quote(name)}")

    def _target(self, address: str) -> str:
        return self._links.get(address_key(address.partition("#")[0]), "")

    def _is_old(self, address: str) -> bool:
        home = urlsplit(self._export.home).hostname
        return bool(home) and urlsplit(address).hostname == home

    def _tag_names(self, entry: Entry, name: str) -> Iterable[str]:
        """Tags as they were written first: “Job search” and “job-search” are one."""
        most = self._site.settings.get("MAX_TAGS", DEFAULTS["MAX_TAGS"])
        found = {}
        for tag in map(one_line, entry.tags):
            slug = Tag(tag, self._site.settings).slug
            if not slug:
                self._tell(name, 1, f"The tag “{tag}” has no letters, and is left out.")
            else:
                found.setdefault(slug, self._tags.setdefault(slug, tag))
        if len(found) > most:
            self._tell(name, 1, f"It had {len(found)} tags, and has the first {most} here.")
        return [tag.replace(";", " ") for tag in list(found.values())[:most]]

    def _author(self, entry: Entry) -> str:
        """Who wrote it, in a blog of several; a blog of one is the site's owner's."""
        return one_line(entry.author) if self._several else ""

    def _summary(self, entry: Entry, body: str) -> str:
        if not entry.summary:
            return ""
        cleaned = clean(entry.summary)
        rewrite_links(cleaned, self._home(entry), self._target, self._is_old)
        for picture in cleaned.soup.find_all("img"):
            picture.decompose()
        text = one_line(to_markdown(cleaned.soup))
        shown = re.sub(r"\W+", "", text)
        # A feed's summary is often only how the text begins.
        cut = shown and re.sub(r"\W+", "", body).startswith(shown)
        return "" if cut and self._export.program == "a feed" else text

    def _aliases(self, entry: Entry, name: str) -> Iterable[str]:
        """The old addresses that a static site can serve."""
        if entry.status != "published":
            return []
        found = {}
        for address in filter(None, (entry.url, *entry.other_urls)):
            if urlsplit(address).query:
                # Of a WordPress that has others as well, nobody used it.
                if address == entry.url:
                    self.counts["old addresses with a “?”, which lead nowhere now"] += 1
                continue
            try:
                path = alias_path(address)
            except BadAlias as bad:
                self._tell(name, 1, f"No redirect can be made from {address}: {bad}")
                continue
            if path in self._reserved:
                self._tell(name, 1, f"Its old address {address} is that of another page here.")
            else:
                self._reserved.add(path)
                found[quote(urlsplit(address).path, safe="/%~-._")] = None
        return list(found)

    def _own_id(self, entry: Entry, name: str) -> str:
        if not entry.id or entry.kind == "page":
            return ""
        if not is_uri(entry.id):
            why = f"The old feed called it “{entry.id}”, which is no address: readers see it again."
            self._tell(name, 1, why)
            return ""
        if entry.id in self._ids:
            self._tell(name, 1, f"Another text has the id {entry.id}, too: readers see this again.")
            return ""
        self._ids.add(entry.id)
        return entry.id

    def _image(self, entry: Entry, name: str) -> str:
        if not entry.image:
            return ""
        here = self._pictures.copy(entry.image)
        if not here:
            self._tell(name, 1, f"Its picture is still on its old server: {entry.image}")
        return here.removeprefix("{static}/")

    def _comment_text(self, entry: Entry) -> str:
        parts = ["\n\n## Comments"]
        for comment in entry.comments:
            day = f", {self._local(comment.published):%Y-%m-%d}" if comment.published else ""
            said = to_markdown(clean(comment.html).soup)
            name = to_markdown(clean(escape(one_line(comment.author))).soup)
            quoted = "\n".join(f"> {line}".rstrip() for line in said.split("\n"))
            parts.append(f"**{name or 'Somebody'}**{day}:\n\n{quoted}")
        return "\n\n".join(parts)

    def _tell(self, name: str, line: int, why: str) -> None:
        self.problems.append(Problem(file=name, line=line, message=why))


def _untitled(cleaned: Cleaned, moment: datetime | None) -> str:
    words = cleaned.soup.get_text().split()
    if words:
        more = " …" if len(words) > _UNTITLED_WORDS else ""
        return one_line(" ".join(words[:_UNTITLED_WORDS])) + more
    return f"{moment:%Y-%m-%d}" if moment else "Untitled"


def _as(status: str) -> str:
    return "published" if status == "published" else f"a {status}"


def _line_of(text: str, where: str) -> int:
    """The line that has a text, counted from 1; 1 where it cannot be found."""
    wanted = {where, quote(where, safe="%/:?#@!$&'*+,;=~{}|-._"), where.strip()} - {""}
    for number, line in enumerate(text.split("\n"), 1):
        if any(one in line for one in wanted):
            return number
    return 1
