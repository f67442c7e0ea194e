"""Each kind of file as reports: records, tables, texts, pages, saved feeds."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath
from typing import BinaryIO

import msgspec

from tocsin.gather.aside import Unfit
from tocsin.gather.clean import clean, decode, is_text
from tocsin.gather.drafts import Draft, Intake, Item, Roster
from tocsin.gather.feeds import entries
from tocsin.gather.files import documents
from tocsin.gather.files.lines import as_utf8, lines, rejoined
from tocsin.gather.files.tables import rows
from tocsin.gather.pages import article
from tocsin.gather.records import described, parse, record, records
from tocsin.gather.settle import settle
from tocsin.model import Source

_PEEK = 1 << 16
READ_HERE = "what is read: .txt .md .html .htm .jsonl .ndjson .json .csv .tsv .xml .rss .atom"


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """One file that is being read: how messages name it, and its name as the address of its reports."""

    where: str
    name: str
    intake: Intake
    roster: Roster
    default: Source | None

    @property
    def source(self) -> Source:
        """Who published a text that does not say so: the watch's source, else the file itself."""
        stem = " ".join(clean(PurePath(self.name).stem).split()) or self.name
        return self.default or Source(id=stem, name=stem, kind="document")

    @property
    def limit(self) -> int:
        """Most bytes of one line or document."""
        return self.intake.settings.max_bytes


def read_file(path: Path, given: Given, *, only_known: bool = False) -> Iterator[Item]:
    """The reports of one file by its suffix; by its first characters where that tells nothing.

    `only_known`: among the files of a folder, one of an unknown kind is told rather than tried.
    """
    suffix = path.suffix.lower()
    if only_known and suffix not in READERS:
        yield Unfit("unreadable-file", f"{suffix or 'a file without suffix'} is not read; {READ_HERE}").at(
            given.where
        )
        return
    try:
        with path.open("rb") as stream:
            yield from read_as(stream, given, READERS.get(suffix))
    except OSError as error:
        yield Unfit("unreadable-file", f"cannot be read: {error.strerror or error}").at(given.where)


def read_as(stream: BinaryIO, given: Given, reader: Reader | None) -> Iterator[Item]:
    """The reports of a stream; without a reader, its first characters choose one."""
    try:
        if reader is None:
            head = stream.read(_PEEK)
            reader, stream = READERS[_sniffed(head)], rejoined(head, stream)
        yield from reader(stream, given)
    except Unfit as unfit:
        yield unfit.at(given.where)
    except OSError:
        raise  # told by who opened the file
    except Exception as error:  # whatever stands in a file, the other files are read
        yield Unfit("bad-record", f"cannot be read: {type(error).__name__}: {error}").at(given.where)


def _sniffed(head: bytes) -> str:
    if not is_text(head):
        raise Unfit("unreadable-file", f"is not text; {READ_HERE}")
    text = decode(head).lstrip().lower()
    if text.startswith(("<?xml", "<rss", "<feed", "<rdf")):
        return ".xml"
    if text.startswith(("<!doctype html", "<html", "<head", "<body")):
        return ".html"
    return ".jsonl" if any(line.lstrip().startswith("{") for line in text.splitlines()) else ".txt"


def _jsonl(stream: BinaryIO, given: Given) -> Iterator[Item]:
    for where, value in _values(stream, given):
        if isinstance(value, Unfit):
            yield value.at(where)
        else:
            yield from record(value, where, given.intake, given.roster, given.default, live=False)


def _values(stream: BinaryIO, given: Given) -> Iterator[tuple[str, object]]:
    """Each line's place and what it says, or why it says nothing; blank lines are none."""
    for line in lines(as_utf8(stream), given.limit):
        where = f"{given.where}:{line.number}"
        if line.too_long:
            detail = "the line is over the bound (TOCSIN_MAX_BYTES) and was passed over"
            yield where, Unfit("too-large", detail, decode(line.raw))
        elif line.raw.strip(b" \t\r\x00"):
            try:
                yield where, parse(line.raw)
            except Unfit as unfit:
                yield where, unfit


def sources_of(path: Path, given: Given) -> Iterator[Item]:
    """The sources that a folder's sources.jsonl describes."""
    try:
        with path.open("rb") as stream:
            for where, value in _values(stream, given):
                try:
                    yield from given.roster.meet(described(value))
                except Unfit as unfit:
                    yield unfit.at(where)
    except OSError as error:
        yield Unfit("unreadable-file", f"cannot be read: {error.strerror or error}").at(given.where)


def _json(stream: BinaryIO, given: Given) -> Iterator[Item]:
    """A list of records, one record, an object with 'reports', a JSON Feed, or JSONL under another name."""
    raw = _bounded(as_utf8(stream), given)
    try:
        value = parse(raw)
    except Unfit:
        yield from _jsonl(io.BytesIO(raw), given)
        return
    if isinstance(value, dict) and "jsonfeed.org" in str(value.get("version")):
        yield from _feed(io.BytesIO(raw), given)
        return
    told = value.get("reports") if isinstance(value, dict) else value
    listed = told if isinstance(told, list) else [value]
    yield from records(listed, given.where, given.intake, given.roster, given.default, live=False)


def _table(stream: BinaryIO, given: Given) -> Iterator[Item]:
    for number, row in rows(as_utf8(stream), given.limit):
        where = f"{given.where}:{number}"
        if isinstance(row, Unfit):
            yield row.at(where)
        else:
            yield from record(row, where, given.intake, given.roster, given.default, live=False)


def _text(stream: BinaryIO, given: Given) -> Iterator[Item]:
    raw = _bounded(stream, given)
    if not is_text(raw):
        raise Unfit("unreadable-file", "is not text, whatever its name says", decode(raw[:400]))
    draft = documents.document(raw, _base(given), given.intake.zone)
    yield from settle([draft], given.where, given.intake, given.roster)


def _page(stream: BinaryIO, given: Given) -> Iterator[Item]:
    found = article.drafts(_bounded(stream, given), _base(given), given.intake.zone)
    yield from settle(found, given.where, given.intake, given.roster)


def _feed(stream: BinaryIO, given: Given) -> Iterator[Item]:
    """A saved feed (RSS, Atom, JSON Feed)."""
    found = entries.drafts(_bounded(stream, given), given.source, given.intake)
    yield from settle(found, given.where, given.intake, given.roster)


def _opml(stream: BinaryIO, given: Given) -> Iterator[Item]:
    del stream
    yield Unfit("unreadable-file", "is a list of feeds; name it as a source of type 'feed'").at(given.where)


def _base(given: Given) -> Draft:
    """What the text of a file starts from: its source, its name, and the day that the name has."""
    base = Draft(source=given.source, text="", fetched=given.intake.now, external_id=given.name)
    when = documents.dated(given.name, given.intake.zone)
    return msgspec.structs.replace(base, published=when[0], precision=when[1]) if when else base


def _bounded(stream: BinaryIO, given: Given) -> bytes:
    raw = stream.read(given.limit + 1)
    if len(raw) > given.limit:
        raise Unfit("too-large", f"is over {given.limit} bytes (TOCSIN_MAX_BYTES)", decode(raw[:400]))
    return raw


Reader = Callable[[BinaryIO, Given], Iterator[Item]]
READERS: dict[str, Reader] = {
    ".jsonl": _jsonl,
    ".ndjson": _jsonl,
    ".json": _json,
    ".csv": _table,
    ".tsv": _table,
    ".txt": _text,
    ".text": _text,
    ".md": _text,
    ".markdown": _text,
    ".html": _page,
    ".htm": _page,
    ".xhtml": _page,
    ".xml": _feed,
    ".rss": _feed,
    ".atom": _feed,
    ".opml": _opml,
}
