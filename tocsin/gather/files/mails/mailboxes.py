"""Mails as drafts of their senders; a mailbox (mbox) as its mails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

import msgspec

from tocsin.gather.aside import Unfit
from tocsin.gather.drafts import Draft, slug
from tocsin.gather.files.given import Given
from tocsin.gather.files.mails.letters import Forwarded
from tocsin.gather.files.mails.mail import Mail, mail
from tocsin.gather.pages.article import language
from tocsin.gather.times import Read, tell_time
from tocsin.model import Source, digest

_LINE = 1 << 16
_ID = re.compile(rb"^message-id:[ \t]*(\S{3,500})", re.IGNORECASE | re.MULTILINE)
# The line between two mails: 'From sender@host Tue Apr 30 09:15:00 2019'. A sentence may begin with 'From ', too.
_FROM = re.compile(rb"From \S{0,320}\s.{0,60}\d\d:\d\d.{0,60}$|From \S{1,320}\s*$")
# What a mail carries and nobody reads as a text: logos, photographs, signatures, invitations, cards.
_UNSAID = re.compile(
    r".*\.(?:png|jpe?g|gif|bmp|svg|webp|tiff?|heic|p7s|p7m|asc|sig|pgp-\w+|pkcs7-\w+|ics|vcf|calendar)", re.I
)


class Taken(NamedTuple):
    """What one mail gives: its drafts, its attachments, and what those are read with."""

    drafts: list[Draft]
    attached: list[tuple[str, bytes]]
    given: Given


def taken(raw: bytes, given: Given) -> Taken:
    """The reports of a mail. Raises Unfit 'bad-record' where it is none."""
    found = mail(raw)
    sender = _sender(found.name, found.address, given)
    when = _when(found.date, given)
    base = msgspec.structs.replace(given.base, source=sender)
    attached = [(name, held) for name, held in found.attached if not _UNSAID.fullmatch(name)]
    drafts: list[Draft] = []
    if found.text or not (found.forwarded or attached):
        drafts.append(_draft(found, base, when))
    for number, passed in enumerate(found.forwarded, 1):
        draft = msgspec.structs.replace(
            given.base,
            source=_sender(passed.name, passed.address, given),
            external_id=f"{given.name}#{number}",
        )
        drafts.append(_draft(passed, draft, _when(passed.date, given)))
    return Taken(drafts, attached, msgspec.structs.replace(given, sender=sender, sent=when))


def _draft(found: Mail | Forwarded, base: Draft, when: Read | None) -> Draft:
    draft = msgspec.structs.replace(
        base, title=found.title, text=found.text, language=base.language or language(found.text)
    )
    return msgspec.structs.replace(draft, published=when[0], precision=when[1]) if when else draft


def _sender(name: str, address: str, given: Given) -> Source:
    """Who sent a mail, under the address: a name can be anybody's (and so can an address: nobody vouches for it)."""
    if given.default or not (name or address):
        return given.source
    return Source(id=address or slug(name), name=name or address, kind="document")


def _when(told: str | None, given: Given) -> Read | None:
    """The time that a mail gives, None where it is none: the mail is not lost for that."""
    return tell_time(re.sub(r"\s*\([^()]*\)\s*$", "", told or ""), given.intake.zone)


def named(raw: bytes) -> str:
    """A short name for one mail of a mailbox, by its own id, else by its bytes."""
    found = _ID.search(raw[:_LINE])
    return digest((found[1] if found else raw).decode("latin-1"), size=12)


def mails(stream: BinaryIO, limit: int) -> Iterator[bytes | Unfit]:
    """The mails of a mailbox, each as its bytes; one that is over `limit` bytes is passed over and told."""
    held, size, blank, begun = [b""], 0, True, False
    for line in iter(lambda: stream.readline(_LINE), b""):
        if blank and line.startswith(b"From ") and _FROM.match(line.rstrip(b"\r\n")):
            yield from _one(held, size, limit)
            held, size, begun = [], 0, True
        elif begun or line.strip():
            begun = True
            size += len(line)
            if size <= limit:
                held.append(
                    line[1:] if line.startswith(b">") and line.lstrip(b">").startswith(b"From ") else line
                )
        blank = not line.strip()
    yield from _one(held, size, limit)


def _one(held: list[bytes], size: int, limit: int) -> Iterator[bytes | Unfit]:
    if size > limit:
        yield Unfit("too-large", f"the mail has {size} bytes, over {limit} (8 times TOCSIN_MAX_BYTES)")
    elif any(held):
        yield b"".join(held)
