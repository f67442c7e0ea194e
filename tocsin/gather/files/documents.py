"""A text or office document as a report: its title, the date in its name, the notes at its head."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, tzinfo
from pathlib import PurePath

import msgspec

from tocsin.gather.aside import Unfit
from tocsin.gather.drafts import Draft
from tocsin.gather.text.clean import clean, decode
from tocsin.gather.times import Read, read_time, tell_time
from tocsin.model import Source

_LONGEST_TITLE = 200  # characters
_DATE = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")
_NOTES = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_NOTE = re.compile(r"([A-Za-z_]+)[ \t]*:[ \t]*(.*)")
_KNOWN = frozenset({"title", "date", "published", "author", "language", "lang", "url", "source"})
# What programs write into a title: the name of the file, or of themselves.
_NO_TITLE = re.compile(
    r"microsoft word\b.*|untitled.*|(?:document|dokument|title)\s?\d*|[!-~]+|.*(?:\.\w{2,5}|_\w+)"
)
_SITTING = timedelta(
    days=7
)  # from the first word to the last save of a text that is published when it is done


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What a document of an office program or a PDF holds: its words, and what it says of itself."""

    text: str
    title: str | None = None
    created: str | None = None
    modified: str | None = None


def written(found: Written, base: Draft, zone: tzinfo) -> Draft:
    """The draft of a document. Its own title counts where the text opens with it, its own dates where they agree.

    A title that nobody reads is left from the model that the text was written over, as are its dates.
    """
    text = clean(found.text).strip()
    title = " ".join(clean(found.title or "").split())
    if _stands(title, text):
        first, _, rest = text.partition("\n")
        text = rest.strip("\n") if rest.strip() and _folded(first) == _folded(title) else text
    else:
        title, text = _title(text)
    draft = msgspec.structs.replace(base, title=title, text=text)
    when = None if base.published else _finished(found, zone, base.fetched)
    return msgspec.structs.replace(draft, published=when[0], precision=when[1]) if when else draft


def _stands(title: str, text: str) -> bool:
    """Whether a title is one, and the words that the text opens with have most of it."""
    if not title or len(title) > _LONGEST_TITLE or _NO_TITLE.fullmatch(title.lower()):
        return False
    own = set(_folded(title).split())
    return len(own & set(_folded(text[:1500]).split())) * 3 >= len(own) * 2 > 0


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _finished(found: Written, zone: tzinfo, now: datetime | None) -> Read | None:
    """The day on which a document was last saved, where that is soon after it was begun and not after `now`."""
    try:
        begun, saved = (read_time(told, zone)[0] for told in (found.created, found.modified or found.created))
    except Unfit:
        return None
    if not timedelta(0) <= saved - begun <= _SITTING or (now and saved > now):
        return None
    return read_time(saved.astimezone(zone).date().isoformat(), zone)


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
    return tell_time(found.pop(), zone) if len(found) == 1 else None
