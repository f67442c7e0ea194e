"""Mails: whose words they are, when they were sent, what is attached; read by the standard library's own parser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr
from typing import NamedTuple

from tocsin.gather.aside import Unfit
from tocsin.gather.files.mails import letters
from tocsin.gather.text.clean import clean, decode
from tocsin.gather.text.markup import page_text

_HEADS = 1 << 18  # bytes of the lines above the first blank one; a mail's are a hundredth of that
_BORDERS = 10_000  # lines that may part one mail; the parser takes time for each
_PARTS = 200  # parts of one mail
_DEEP = 20  # parts within parts
_LONGEST = 998  # characters of one header: what RFC 5322 allows of a line
_FOLD = re.compile(r"\s+")


class Mail(NamedTuple):
    """One mail: its sender and words, what was forwarded in it, and its attachments, each by name."""

    name: str
    """The sender as shown, else the address."""
    address: str
    title: str
    date: str | None
    text: str
    forwarded: list[letters.Forwarded]
    attached: list[tuple[str, bytes]]


def mail(raw: bytes) -> Mail:
    """The mail in some bytes. Raises Unfit 'bad-record' where it is none."""
    if not 0 <= raw[: _HEADS * 2].replace(b"\r\n", b"\n").find(b"\n\n") <= _HEADS:
        raise Unfit("bad-record", "is no mail: no blank line ends its headers", decode(raw[:400]))
    if raw.count(b"\n--") > _BORDERS:
        raise Unfit("too-large", f"has over {_BORDERS} parts", decode(raw[:400]))
    try:
        # The lenient policy: headers are decoded here, where each is bounded, and not by a grammar.
        message = message_from_bytes(raw, policy=policy.compat32)
    except (MessageError, ValueError, LookupError, RecursionError):
        raise Unfit("bad-record", "is no mail that can be taken apart", decode(raw[:400])) from None
    return _mail(message)


def _mail(message: Message) -> Mail:
    shown, address = address_of(_header(message, "from") or _header(message, "sender"))
    address = address.strip().lower()
    bodies: list[str] = []
    attached: list[tuple[str, bytes]] = []
    for part in _parts(message):
        name = _name(part)
        if name is None:
            bodies.append(_text(part))
        else:
            attached.append((name, _bytes(part)))
    if not (shown.strip() or address or bodies):
        raise Unfit("bad-record", "is no mail: nobody sent it, and it has no words")
    own = letters.letter("\n\n".join(body for body in bodies if body.strip()))
    return Mail(
        name=" ".join(shown.split()) or address,
        address=address,
        title=letters.subject(_header(message, "subject")),
        date=_header(message, "date") or None,
        text=own.text,
        forwarded=own.forwarded,
        attached=attached,
    )


def address_of(told: str) -> tuple[str, str]:
    """The name and the address in a sender's header; what is no address is a name."""
    try:
        return parseaddr(told[:_LONGEST])
    except RecursionError:  # brackets in brackets
        return told[:_LONGEST], ""


def _header(message: Message, name: str) -> str:
    """A header in readable characters, on one line; '' where it is not there."""
    return _readable(str(message.get(name) or "")[: _LONGEST * 4])[:_LONGEST]


def _readable(told: str) -> str:
    """Encoded words ('=?utf-8?q?...?=') and bare eight bits as characters, on one line."""
    try:
        pieces = [
            piece if isinstance(piece, str) else _decoded(piece, charset)
            for piece, charset in decode_header(told)
        ]
    except (MessageError, ValueError, LookupError):
        pieces = [told]
    raw = "".join(pieces).encode("utf-8", "surrogateescape")  # eight bits, sent as they are
    return _FOLD.sub(" ", clean(decode(raw))).strip()


def _decoded(raw: bytes, charset: str | None) -> str:
    return decode(raw, charset) if charset not in {None, "unknown-8bit"} else decode(raw)


def _parts(message: Message, deep: int = 0) -> Iterator[Message]:
    """The parts that are read: of versions of the same words the best one; a mail in a mail stays whole."""
    inside = message.get_payload() if message.is_multipart() else None
    if message.get_content_type() == "message/rfc822" or not isinstance(inside, list):
        yield message
        return
    if deep >= _DEEP:
        return
    parts = [part for part in inside[:_PARTS] if isinstance(part, Message)]
    if message.get_content_type() == "multipart/alternative":
        parts = _best(parts)
    elif message.get_content_type() == "multipart/signed":
        parts = parts[:1]  # the second is the signature
    for part in parts:
        yield from _parts(part, deep + 1)


def _best(parts: list[Message]) -> list[Message]:
    """The plain version, unless it only says that there is another one."""
    plain = [part for part in parts if part.get_content_type() == "text/plain"]
    rich = [part for part in parts if part not in plain and part.get_content_type() != "text/calendar"]
    if plain and rich:
        other = next((each for each in rich[-1].walk() if each.get_content_type() == "text/html"), None)
        whole = len("".join(_text(other).split())) if other is not None else 0
        return plain[:1] if len("".join(_text(plain[0]).split())) * 2 >= whole else rich[-1:]
    return plain[:1] or rich[-1:]


def _name(part: Message) -> str | None:
    """The name of an attached file; None for what is the mail's own text."""
    kind = part.get_content_type()
    if kind == "message/rfc822":
        return "forwarded.eml"
    named = part.get_filename()
    name = _readable(named[:_LONGEST])[-200:] if named else ""
    if part.get_content_maintype() == "multipart":
        return None  # broken off, or with no border: its words are all there is
    if kind in {"text/plain", "text/html"} and (part.get_content_disposition() != "attachment" or not name):
        return None
    return name or f"attachment.{part.get_content_subtype()}"


def _bytes(part: Message) -> bytes:
    inside = part.get_payload()
    if isinstance(inside, list):  # message/rfc822
        first = inside[0] if inside else None
        return first.as_bytes(policy=policy.compat32) if isinstance(first, Message) else b""
    raw = part.get_payload(decode=True)
    return raw if isinstance(raw, bytes) else b""


def _text(part: Message) -> str:
    raw, charset = _bytes(part), part.get_content_charset()
    if part.get_content_type() == "text/html":
        return letters.of_html(page_text(raw, charset))
    text = clean(decode(raw, charset))
    return letters.unflowed(text) if part.get_param("format") == "flowed" else text
