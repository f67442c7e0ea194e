"""Which kind of file it is where its name does not say, and what to say of a kind that is not read."""

from __future__ import annotations

import re

from tocsin.gather.aside import Unfit
from tocsin.gather.text.clean import decode, is_text

READ_HERE = (
    "what is read: .txt .md .html .htm .pdf .docx .odt .eml .mbox .jsonl .ndjson .json .csv .tsv .xml .rss .atom, "
    "and .zip and .gz of these"
)
# Lines that only the head of a mail has, where nothing but such lines stands before them.
_MAIL = re.compile(
    rb"(?:[!-9;-~]{1,60}:[^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n){0,50}){0,50}?"
    rb"(?:from|received|message-id|return-path|mime-version|delivered-to):",
    re.IGNORECASE,
)
#: What to do with a kind that is not read.
MENDS = {
    ".doc": "save it as .docx", ".rtf": "save it as .docx", ".pages": "export it as .docx", ".msg": "save it as .eml",
    ".xls": "save it as .csv", ".xlsx": "save it as .csv", ".ods": "save it as .csv",
    ".rar": "unpack it and name the folder", ".7z": "unpack it and name the folder",
    ".tar": "unpack it and name the folder", ".tgz": "unpack it and name the folder",
}  # fmt: skip


def not_read(suffix: str) -> Unfit:
    """Why a file of some kind is put aside, and what mends it."""
    mend = MENDS.get(suffix)
    return Unfit(
        "unreadable-file",
        f"{suffix or 'a file without suffix'} is not read; {mend + '; ' if mend else ''}{READ_HERE}",
    )


def sniffed(head: bytes) -> str:
    """The suffix of the kind of file that begins so."""
    packed = _packed(head)
    if packed:
        return packed
    if not is_text(head):
        raise Unfit("unreadable-file", f"is not text; {READ_HERE}")
    text = decode(head).lstrip().lower()
    if text.startswith(("<?xml", "<rss", "<feed", "<rdf")):
        return ".xml"
    if text.startswith(("<!doctype html", "<html", "<head", "<body")):
        return ".html"
    if head.startswith(b"From ") and _MAIL.match(head.partition(b"\n")[2]):
        return ".mbox"
    if _MAIL.match(head):
        return ".eml"
    return ".jsonl" if any(line.lstrip().startswith("{") for line in text.splitlines()) else ".txt"


def _packed(head: bytes) -> str | None:
    """The kind of a file that is no text, by its first bytes."""
    if head.startswith(b"PK\x03\x04"):
        office = {b"word/": ".docx", b"opendocument.text": ".odt"}
        return next((suffix for mark, suffix in office.items() if mark in head[:4096]), ".zip")
    kinds = {b"%PDF-": ".pdf", b"\x1f\x8b": ".gz"}
    return next((suffix for mark, suffix in kinds.items() if head.startswith(mark)), None)
