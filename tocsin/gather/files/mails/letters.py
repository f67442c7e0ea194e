"""The words of a mail: the sender's own, told from what is quoted, signed under, or forwarded from somebody else."""

from __future__ import annotations

import re
from email.utils import parseaddr
from typing import NamedTuple

import quotequail

from tocsin.gather.text.clean import clean
from tocsin.gather.text.markup import tree, words

_LINES = 1000  # lines of a mail in which a quotation is looked for; newsletters have a tenth
_LINE = 200  # characters: no line that introduces a quotation is longer
_DEEP = 4  # forwarded mails within forwarded mails
_SIGNED = re.compile(r"^--[ \t]?$", re.MULTILINE)  # RFC 3676
_HELD = re.compile("\ue000(\\d+)\ue001")
_PREFIX = re.compile(
    r"^\s*(?:(?:re|aw|sv|antw|rv|res|ref|fwd?|wg|tr|enc|i|отв|ha|رد)\s{0,2}(?:\[\d+\])?\s{0,2}[:：]\s*)+",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"\n\s{0,8}(?:sent|envoyé|enviado|gesendet|inviato|отправлено) (?:from|de|depuis|desde|von|da|с) [^\n]{2,60}$",
    re.IGNORECASE,
)


class Forwarded(NamedTuple):
    """A mail that was passed on, with the sender and the date that stand above it."""

    name: str
    address: str
    title: str
    date: str | None
    text: str


class Letter(NamedTuple):
    """The sender's own words, and what was forwarded below them."""

    text: str
    forwarded: list[Forwarded]


def letter(text: str) -> Letter:
    """A mail's text taken apart. What is quoted in a reply is the other's, and was a mail of its own: it is left out."""
    forwarded: list[Forwarded] = []
    own, rest = _apart(text)
    found = _own(own)
    while rest is not None and len(forwarded) < _DEEP:
        told, text = rest
        own, rest = _apart(text)
        name, address = parseaddr(clean(told.get("from", ""))[:_LINE].replace("(", " "))
        name = " ".join((name or told.get("from", "")).strip(" \"'*<>").split())
        passed = Forwarded(
            name or address,
            address.lower() if "@" in address else "",
            subject(told.get("subject", "")),
            told.get("date"),
            _own(own),
        )
        if passed.text and passed.name:
            forwarded.append(passed)
    return Letter(found, forwarded)


def subject(told: str) -> str:
    """A subject without 'Re:' and 'Fwd:'."""
    return _PREFIX.sub("", told).strip()


def _apart(text: str) -> tuple[str, tuple[dict[str, str], str] | None]:
    """The text above a quotation, and the mail that was forwarded below it, if it is one."""
    lines = text.split("\n")
    if len(lines) > _LINES:
        return text, None
    # Long lines introduce nothing, and are kept from patterns that would be slow on them.
    held = {str(n): line for n, line in enumerate(lines) if len(line) > _LINE}
    short = "\n".join(f"\ue000{n}\ue001" if str(n) in held else line for n, line in enumerate(lines))
    found = quotequail.unwrap(short)
    if found is None:
        return text, None
    told = {key: _whole(value, held) for key, value in found.items()}
    above, below = told.get("text_top", ""), told.get("text_bottom", "")
    if told["type"] == "forward" and told.get("from") and told.get("text"):
        return above, (told, told["text"])
    if told["type"] == "forward" and not told.get("from"):
        return text, None  # a rule across the page, or lines that only look like headers
    # An answer between the lines of a quotation is the sender's own.
    return "\n\n".join(part for part in (above, below) if part), None


def _whole(text: str, held: dict[str, str]) -> str:
    return _HELD.sub(lambda found: held.get(found[1], ""), text)


def _own(text: str) -> str:
    """Without quoted lines, the signature, and what a telephone adds."""
    signed = _SIGNED.search(text)
    if signed and text[signed.end() :].count("\n") <= 15:
        text = text[: signed.start()]
    lines = [line for line in text.split("\n") if not line.startswith(">")]
    # Runs of blank lines first: what is tried at each of a hundred thousand takes minutes.
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip()
    return _PHONE.sub("", text).strip()


def unflowed(text: str) -> str:
    """Text whose lines were only wrapped (format=flowed, RFC 3676), with its paragraphs on one line each."""
    return re.sub(r"(?m)^((?!>)[^\n]*\S) \n(?=[^\n>\s])", r"\1 ", text)


def of_html(page: str) -> str:
    """The text of a mail in HTML; each line of a quotation begins with '>', as in plain mails."""
    root = tree(page)
    if root is None:
        return ""
    quoted: list[str] = []
    for block in root.xpath("//blockquote[not(ancestor::blockquote)]"):
        if "cite" in (block.get("type") or "") or "quote" in (block.get("class") or ""):
            quoted.append("\n".join(f"> {line}" for line in words(block).split("\n")))
            for child in list(block):
                block.remove(child)
            block.text = f"\ue000{len(quoted) - 1}\ue001"
    text = words(root)
    return _HELD.sub(lambda found: quoted[int(found[1])] if int(found[1]) < len(quoted) else "", text)
