"""Office documents (DOCX, ODT) as their words: what was deleted, hidden or noted at the margin is not text."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from typing import NamedTuple

from lxml import etree

from tocsin.gather.aside import Unfit
from tocsin.gather.files.archives import member, opened
from tocsin.gather.files.documents import Written
from tocsin.gather.text.markup import Element

_OLD = b"\xd0\xcf\x11\xe0"  # the container of old Word files and of locked new ones
_CELL, _ROW = "\x1f", "\x1e"  # no character of XML, so none of a text


class _Tongue(NamedTuple):
    """The names that one format has for what matters here; those of all others are passed through."""

    unseen: frozenset[str]
    paragraphs: frozenset[str]
    cell: str
    row: str
    breaks: dict[str, str]
    words: frozenset[str] | None
    """The only elements whose text is text; None: all."""


_DOCX = _Tongue(
    unseen=frozenset(
        {"del", "moveFrom", "Fallback", "rPr", "pPr", "instrText", "delText", "sectPr", "docPart"}
    ),
    paragraphs=frozenset({"p"}),
    cell="tc",
    row="tr",
    breaks={"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"},
    words=frozenset({"t"}),
)
_ODT = _Tongue(
    unseen=frozenset({
        "tracked-changes", "annotation", "note", "hidden-text", "hidden-paragraph", "title", "desc", "forms",
        "sequence-decls", "variable-decls", "scripts", "binary-data",
    }),
    paragraphs=frozenset({"p", "h"}),
    cell="table-cell",
    row="table-row",
    breaks={"s": " ", "tab": " ", "line-break": "\n"},
    words=None,
)  # fmt: skip


def docx(raw: bytes, limit: int) -> Written:
    """The words of a Word document: paragraphs, tables row by row, then the footnotes.

    Raises Unfit 'unreadable-file' or 'too-large'; `limit` is in bytes of one unpacked part.
    """
    archive = _archive(raw, "DOCX")
    name = next((n for n in archive.namelist() if re.fullmatch(r"word/document\d?\.xml", n)), None)
    if name is None:
        raise Unfit("unreadable-file", "is no Word document, whatever its name says")
    text = _words(_part(archive, name, limit), _DOCX, _gone)
    notes = [
        _words(note, _DOCX, _gone)
        for part in ("word/footnotes.xml", "word/endnotes.xml")
        if part in archive.namelist()
        for note in _part(archive, part, limit).iter("{*}footnote", "{*}endnote")
    ]
    about = _about(archive, "docProps/core.xml", limit)
    template = "python-docx" in about.get("description", "")  # its dates are those of its model of 2013
    return Written(
        text="\n\n".join(part for part in (text, *notes) if part),
        title=about.get("title"),
        created=None if template else about.get("created"),
        modified=None if template else about.get("modified"),
    )


def odt(raw: bytes, limit: int) -> Written:
    """The words of an OpenDocument text, as `docx`."""
    archive = _archive(raw, "ODT")
    if "content.xml" not in archive.namelist():
        raise Unfit("unreadable-file", "is no OpenDocument text, whatever its name says")
    if b"encryption-data" in _read(archive, "META-INF/manifest.xml", limit):
        raise Unfit("unreadable-file", "is locked with a password; save it without one")
    body = next(_part(archive, "content.xml", limit).iter("{*}body"), None)
    if body is None:
        raise Unfit("no-text", "the document has no body")
    notes = [_words(note, _ODT) for note in body.iter("{*}note-body")]
    about = _about(archive, "meta.xml", limit)
    return Written(
        text="\n\n".join(part for part in (_words(body, _ODT), *notes) if part),
        title=about.get("title"),
        created=about.get("creation-date"),
        modified=about.get("date"),
    )


def _archive(raw: bytes, kind: str) -> zipfile.ZipFile:
    if raw.startswith(_OLD):
        raise Unfit(
            "unreadable-file",
            f"is locked with a password, or an old Word file; save it as {kind} without one",
        )
    return opened(raw)


def _read(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    return member(archive, name, limit) if name in archive.namelist() else b""


def _part(archive: zipfile.ZipFile, name: str, limit: int) -> Element:
    """A part of a document as a tree: no entities, nothing fetched, bounded depth."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(member(archive, name, limit), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise Unfit("unreadable-file", f"is damaged: {name} is no XML")
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unfit("unreadable-file", f"{name} declares a document type, as no office program writes it")
    return root


def _about(archive: zipfile.ZipFile, name: str, limit: int) -> dict[str, str]:
    """What the document says of itself, by plain names; nothing where that is damaged."""
    try:
        root = _part(archive, name, limit) if name in archive.namelist() else None
    except Unfit:
        return {}
    told = (
        [each for each in root.iter() if isinstance(each.tag, str) and each.text] if root is not None else []
    )
    return {_name(each): each.text.strip() for each in told}


def _gone(element: Element) -> bool:
    """Whether a run is hidden or a row of a table deleted."""
    marks = element.find("{*}rPr/{*}vanish"), element.find("{*}trPr/{*}del")
    return any(mark is not None for mark in marks)


def _words(root: Element, tongue: _Tongue, gone: Callable[[Element], bool] = lambda _: False) -> str:
    """The words below an element: a blank line between paragraphs, ' | ' between the cells of a row."""
    pieces: list[str] = []
    tables = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        name = _name(element)
        if event == "start":
            tables += name == tongue.row
            if not name or name in tongue.unseen or (name in {"r", "tr"} and gone(element)):
                walk.skip_subtree()
            elif tongue.words is None or name in tongue.words:
                pieces.append(element.text or "")
            pieces.append(tongue.breaks.get(name, ""))
        else:
            pieces.append(_edge(name, tongue, tables))
            tables -= name == tongue.row
            if tongue.words is None and element is not root:
                pieces.append(element.tail or "")
    return _laid_out("".join(pieces))


def _name(element: Element) -> str:
    """The name of an element, whatever it is declared to belong to; '' for a comment."""
    return re.split("[}:]", element.tag)[-1] if isinstance(element.tag, str) else ""


def _edge(name: str, tongue: _Tongue, tables: int) -> str:
    """What ends with an element; a table within a cell is a part of that cell's words."""
    if name in tongue.paragraphs:
        return " " if tables else "\n\n"
    if name in {"tbl", "table"}:
        return " " if tables else "\n\n"
    if tables == 1:
        return {tongue.cell: _CELL, tongue.row: _ROW}.get(name, "")
    return " " if name in {tongue.cell, tongue.row} else ""


def _laid_out(text: str) -> str:
    rows = [_row(line) if _CELL in line else line for line in text.split(_ROW)]
    text = re.sub(r"[ \t\r\u00a0]+", " ", "\n".join(rows))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r" ?\n ?", "\n", text)).strip()


def _row(line: str) -> str:
    """A row of a table, and what stood before the table."""
    *before, first = line.split("\n\n") if "\n\n" in line.split(_CELL, maxsplit=1)[0] else [line]
    cells = [" ".join(cell.split()) for cell in first.split(_CELL)]
    return "\n\n".join([*before, " | ".join(cell for cell in cells if cell)])
