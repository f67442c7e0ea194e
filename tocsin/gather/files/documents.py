"""A text file as a report: its title, the date in its name, the notes at its head."""

from __future__ import annotations

import re
from datetime import tzinfo
from pathlib import PurePath

import msgspec

from tocsin.gather.aside import Unfit
from tocsin.gather.clean import clean, decode
from tocsin.gather.drafts import Draft
from tocsin.gather.times import Read, read_time, tell_time
from tocsin.model import Source

_LONGEST_TITLE = 200  # characters
_DATE = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")
_NOTES = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_NOTE = re.compile(r"([A-Za-z_]+)[ \t]*:[ \t]*(.*)")
_KNOWN = frozenset({"title", "date", "published", "author", "language", "lang", "url", "source"})


def document(raw: bytes, base: Draft, zone: tzinfo) -> Draft:
    """The draft of a text or Markdown file; `base` gives the source and the name of the file.

    The first line is the title where a blank line follows it, it is short, and it ends without a full stop.
    A date in the notes at the head that is none counts as none: the name of the file may have one.
    """
    text = clean(decode(raw))
    notes, body = _notes(text)
    title, body = _title(body) if "title" not in notes else (notes["title"], body)
    told = notes.get("date") or notes.get("published")
    when = tell_time(told, zone, language=notes.get("language") or base.language)
    draft = msgspec.structs.replace(
        base,
        title=title,
        text=body,
        author=notes.get("author"),
        language=notes.get("language") or notes.get("lang") or base.language,
        url=notes.get("url"),
        source=_source(notes.get("source"), base.source),
    )
    return msgspec.structs.replace(draft, published=when[0], precision=when[1]) if when else draft


def _source(name: str | None, otherwise: Source) -> Source:
    return Source(id=name, name=name) if name else otherwise


def _notes(text: str) -> tuple[dict[str, str], str]:
    """The 'key: value' lines between two '---' at the head, and the rest; none where a line is no note."""
    found = _NOTES.match(text)
    lines = found[1].splitlines() if found else []
    pairs = [note.groups() for line in lines if (note := _NOTE.fullmatch(line.strip()))]
    notes = {key.lower(): value.strip().strip("\"'") for key, value in pairs}
    if found is None or not _KNOWN & notes.keys():
        return {}, text  # a rule across the page, not notes: it stays in the text
    return {key: value for key, value in notes.items() if value}, text[found.end() :]


def _title(text: str) -> tuple[str, str]:
    first, _, rest = text.lstrip("\n").partition("\n")
    first = first.strip()
    title = first.strip("#").strip() if first.startswith("#") else first
    heading = title and len(title) <= _LONGEST_TITLE and not title.endswith((".", "。", "۔", ":"))
    apart = rest.startswith("\n") or re.match(r"[ \t]+\n", rest)
    return (title, rest.strip("\n")) if heading and apart and rest.strip() else ("", text)


def dated(name: str, zone: tzinfo) -> Read | None:
    """The day in a file's name ('venezuela-2019-04-30.txt'), where there is exactly one that exists."""
    found = set(_DATE.findall(PurePath(name).name))
    try:
        return read_time(found.pop(), zone) if len(found) == 1 else None
    except Unfit:
        return None
