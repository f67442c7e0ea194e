"""One file that is being read: what messages call it, whose it is, and how much of it is held at once."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import BinaryIO

import msgspec

from tocsin.gather.aside import Unfit
from tocsin.gather.drafts import Draft, Intake, Roster, slug
from tocsin.gather.files import documents
from tocsin.gather.files.outlets import Outlet
from tocsin.gather.text.clean import clean, decode
from tocsin.gather.times import Read
from tocsin.model import Source

# What lies beside reports and is none: notes, settings, our own database, what an editor program hides.
BESIDE = re.compile(
    r"\..*|readme.*|sources\.jsonl|expected\.toml|watch\.toml|.*\.db|.*\.db-(?:wal|shm|journal)|.*~",
    re.IGNORECASE,
)
UNPACKED = 32  # times TOCSIN_MAX_BYTES: what comes out of one archive or mail, with all that lies in it
_EACH = 10_000  # bytes that a file counts for at least: a million empty ones are work, too
HOLDS = 8  # times TOCSIN_MAX_BYTES: what a file may have that holds pictures or other files beside its words


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """One file that is being read: how messages name it, and its name as the address of its reports."""

    where: str
    name: str
    intake: Intake
    roster: Roster
    default: Source | None
    deep: int = 0
    """How many archives and mails it lies in."""
    sender: Source | None = None
    """Who sent it, where it was attached to a mail."""
    sent: Read | None = None
    spent: list[int] = msgspec.field(default_factory=lambda: [0])
    """Bytes that were unpacked so far, of all that lies in one file together."""

    @property
    def source(self) -> Source:
        """Who published a text that does not say so: the watch's source, the mail's sender, else the file itself."""
        return self.default or self.sender or Source(id=self._stem, name=self._stem, kind="document")

    @property
    def _stem(self) -> str:
        return " ".join(clean(PurePath(self.name).stem).split()) or self.name

    def by(self, outlet: Outlet | None) -> Source:
        """Who published a text that names its outlet: shown by that name, told apart by the file.

        A name that a file gives is no id: a saved page cannot speak as a source of the watch. Files of one outlet
        have one name and one owner, so that they count as one witness.
        """
        if self.default or outlet is None:
            return self.source
        known = self.roster.known(self._stem)
        other = (
            known is not None and known.name != outlet.name
        )  # index.html of another folder, another outlet's
        return Source(
            id=f"{self._stem}-{slug(outlet.name)}" if other else self._stem,
            name=outlet.name,
            owner=outlet.owner,
            url=outlet.url,
        )

    @property
    def limit(self) -> int:
        """Most bytes of one line or document."""
        return self.intake.settings.max_bytes

    @property
    def base(self) -> Draft:
        """What the text of a file starts from: its source, its name, and the day that the name has."""
        base = Draft(source=self.source, text="", fetched=self.intake.now, external_id=self.name)
        when = documents.dated(self.name, self.intake.zone) or self.sent
        return msgspec.structs.replace(base, published=when[0], precision=when[1]) if when else base

    def bounded(self, stream: BinaryIO, times: int = 1) -> bytes:
        """The whole of a stream. Raises Unfit 'too-large' where it is over `times` the bound."""
        most = self.limit * times
        raw = stream.read(most + 1)
        if len(raw) > most:
            bound = "TOCSIN_MAX_BYTES" if times == 1 else f"{times} times TOCSIN_MAX_BYTES"
            raise Unfit("too-large", f"is over {most} bytes ({bound})", decode(raw[:400]))
        return raw

    def within(self, name: str) -> Given:
        """A file that lies in this one."""
        return msgspec.structs.replace(
            self, where=f"{self.where}: {name}", name=f"{self.name}/{name}", deep=self.deep + 1
        )

    def spend(self, count: int) -> None:
        """Counts bytes that came out of an archive. Raises Unfit 'too-large' once they are too many."""
        self.spent[0] += max(count, _EACH)
        most = self.limit * UNPACKED
        if self.spent[0] > most:
            raise Unfit("too-large", f"unpacks to over {most} bytes; what came before was read")
