"""Each kind of file as reports: records, tables, texts, documents, pages, saved feeds, mails, archives of these."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath
from typing import BinaryIO

import msgspec

from tocsin.gather import exports, social
from tocsin.gather.aside import Unfit, printable
from tocsin.gather.drafts import Item
from tocsin.gather.feeds import entries
from tocsin.gather.files import archives, documents, office, outlets, pdf
from tocsin.gather.files.given import BESIDE, HOLDS, UNPACKED, Given
from tocsin.gather.files.lines import as_utf8, lines, rejoined
from tocsin.gather.files.mails import mailboxes
from tocsin.gather.files.sniff import not_read, sniffed
from tocsin.gather.files.tables import rows as table_rows
from tocsin.gather.pages import article
from tocsin.gather.records import described, parse, record, records
from tocsin.gather.settle import settle
from tocsin.gather.text.clean import decode, is_text

_PEEK = 1 << 16


def read_file(path: Path, given: Given, *, only_known: bool = False) -> Iterator[Item]:
    """The reports of one file by its suffix; by its first characters where that tells nothing.

    `only_known`: among the files of a folder, one of an unknown kind is told rather than tried.
    """
    suffix = path.suffix.lower()
    if only_known and suffix not in READERS:
        yield not_read(suffix).at(given.where)
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
            reader, stream = READERS[sniffed(head)], rejoined(head, stream)
        yield from reader(stream, given)
    except Unfit as unfit:
        yield unfit.at(given.where)
    except OSError:
        raise  # told by who opened the file
    except Exception as error:  # whatever stands in a file, the other files are read
        yield Unfit("bad-record", f"cannot be read: {type(error).__name__}: {error}").at(given.where)


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
    """Records (a list, one, or what another program exports), posts, a JSON Feed, or JSONL under another name."""
    raw = given.bounded(as_utf8(stream))
    try:
        value = parse(raw)
    except Unfit:
        yield from _jsonl(io.BytesIO(raw), given)
        return
    if isinstance(value, dict) and "jsonfeed.org" in str(value.get("version")):
        yield from _entries(raw, outlets.of_json_feed(raw), given)
        return
    if posts := exports.network(value):
        name, host = posts
        found = (
            social.mastodon(raw, host, given.intake)
            if name == "mastodon"
            else social.bluesky(raw, given.intake)
        )
        yield from settle(found, given.where, given.intake, given.roster)
        return
    rows = exports.listed(value)
    yield from records(rows, given.where, given.intake, given.roster, given.default, live=False)


def _table(stream: BinaryIO, given: Given) -> Iterator[Item]:
    for number, row in table_rows(as_utf8(stream), given.limit):
        where = f"{given.where}:{number}"
        if isinstance(row, Unfit):
            yield row.at(where)
        else:
            yield from record(row, where, given.intake, given.roster, given.default, live=False)


def _text(stream: BinaryIO, given: Given) -> Iterator[Item]:
    raw = given.bounded(stream)
    if not is_text(raw):
        raise Unfit("unreadable-file", "is not text, whatever its name says", decode(raw[:400]))
    draft = documents.document(raw, given.base, given.intake.zone)
    yield from settle([draft], given.where, given.intake, given.roster)


def _page(stream: BinaryIO, given: Given) -> Iterator[Item]:
    raw = given.bounded(stream)
    base = msgspec.structs.replace(given.base, source=given.by(outlets.of_page(raw)))
    found = article.drafts(raw, base, given.intake.zone)
    yield from settle(found, given.where, given.intake, given.roster)


def _feed(stream: BinaryIO, given: Given) -> Iterator[Item]:
    """A saved feed (RSS, Atom)."""
    raw = given.bounded(stream)
    yield from _entries(raw, outlets.of_feed(raw), given)


def _entries(raw: bytes, outlet: outlets.Outlet | None, given: Given) -> Iterator[Item]:
    found = entries.drafts(raw, given.by(outlet), given.intake)
    yield from settle(found, given.where, given.intake, given.roster)


def _opml(stream: BinaryIO, given: Given) -> Iterator[Item]:
    del stream
    yield Unfit("unreadable-file", "is a list of feeds; name it as a source of type 'feed'").at(given.where)


def _written(read: Callable[[bytes, Given], documents.Written]) -> Reader:
    """The reader of a kind of document that holds pictures beside its words."""

    def reader(stream: BinaryIO, given: Given) -> Iterator[Item]:
        found = read(given.bounded(stream, HOLDS), given)
        draft = documents.written(found, given.base, given.intake.zone)
        yield from settle([draft], given.where, given.intake, given.roster)

    return reader


def _zip(stream: BinaryIO, given: Given) -> Iterator[Item]:
    """The files of an archive, each as one of its kind; one that is not read is told."""
    if given.deep >= archives.DEEPEST:
        raise Unfit("too-large", f"archives within archives are read {archives.DEEPEST} deep; unpack it")
    archive = archives.opened(given.bounded(stream, HOLDS))
    for name, raw in archives.members(archive, given.limit * HOLDS):
        if BESIDE.fullmatch(PurePath(name).name):
            continue
        inside = given.within(printable(name))
        if isinstance(raw, Unfit):
            given.spend(given.limit * HOLDS if raw.reason == "too-large" else 0)
            yield raw.at(inside.where)
        else:
            given.spend(len(raw))
            yield from _inside(raw, inside)


def _inside(raw: bytes, given: Given) -> Iterator[Item]:
    suffix = PurePath(given.name).suffix.lower()
    if suffix in READERS:
        yield from read_as(io.BytesIO(raw), given, READERS[suffix])
    else:
        yield not_read(suffix).at(given.where)


def _gzip(stream: BinaryIO, given: Given) -> Iterator[Item]:
    """The one file that is packed, by the suffix that stands before '.gz'."""
    if given.deep >= archives.DEEPEST:
        raise Unfit("too-large", f"archives within archives are read {archives.DEEPEST} deep; unpack it")
    name = given.name[: -len(".gz")] if given.name.lower().endswith(".gz") else given.name
    suffix = PurePath(name).suffix.lower()
    if suffix and suffix not in READERS:
        raise not_read(suffix)
    inside = msgspec.structs.replace(given, name=name, deep=given.deep + 1)
    raw = given.bounded(stream, HOLDS)
    yield from read_as(
        archives.unzipped(raw, given.limit, given.limit * UNPACKED), inside, READERS.get(suffix)
    )


def _eml(stream: BinaryIO, given: Given) -> Iterator[Item]:
    yield from _mail(given.bounded(stream, HOLDS), given)


def _mbox(stream: BinaryIO, given: Given) -> Iterator[Item]:
    """The mails of a mailbox, one at a time; one that is over the bound is put aside."""
    for number, raw in enumerate(mailboxes.mails(stream, given.limit * HOLDS), 1):
        # Named by itself and not by its number: a mailbox that is saved again has its mails in another order.
        name = given.name if isinstance(raw, Unfit) else f"{given.name}#{mailboxes.named(raw)}"
        each = msgspec.structs.replace(given, where=f"{given.where}:{number}", name=name, spent=[0])
        if isinstance(raw, Unfit):
            yield raw.at(each.where)
        else:
            yield from read_as(io.BytesIO(raw), each, _eml)


def _mail(raw: bytes, given: Given) -> Iterator[Item]:
    """A mail as a report of its sender, what was forwarded in it as reports of theirs, then its attachments."""
    found = mailboxes.taken(raw, given)
    yield from settle(found.drafts, given.where, given.intake, given.roster)
    for name, attached in found.attached:
        inside = found.given.within(printable(name))
        if given.deep >= archives.DEEPEST:
            yield Unfit("too-large", f"what lies over {archives.DEEPEST} deep in mails is not read").at(
                inside.where
            )
            return
        given.spend(len(attached))
        yield from _inside(attached, inside)


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
    ".pdf": _written(lambda raw, given: pdf.words(raw, given.intake.settings)),
    ".docx": _written(lambda raw, given: office.docx(raw, given.limit)),
    ".odt": _written(lambda raw, given: office.odt(raw, given.limit)),
    ".eml": _eml,
    ".mbox": _mbox,
    ".zip": _zip,
    ".gz": _gzip,
}
