"""All rows of one pass that the page is made of, in few queries."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import msgspec

from tocsin.link.borrowed import borrowed
from tocsin.link.edited import in_force
from tocsin.model import (
    Assessment,
    Claim,
    Link,
    Membership,
    Quarantine,
    SignState,
    Source,
    Tick,
    Update,
)
from tocsin.publish.editorial import released
from tocsin.store.contract import Entry, Store
from tocsin.watch import Watch


class Header(msgspec.Struct, frozen=True):
    """A report without its text, which most of the page does not need."""

    id: str
    source: str
    published: datetime | None = None
    fetched: datetime | None = None
    external_id: str | None = None
    url: str | None = None

    @property
    def known(self) -> datetime:
        """When the report could be known."""
        times = [time for time in (self.published, self.fetched) if time is not None]
        return min(times)

    @property
    def name(self) -> str:
        """What the input called it, else its id."""
        return self.external_id or self.id

    @classmethod
    def of(cls, entry: Entry) -> Header:
        """The header of a report in the journal."""
        return msgspec.json.decode(entry.body, type=cls)


class Rows(msgspec.Struct, frozen=True):
    """All rows of one pass that the page is made of."""

    watch: Watch
    tick: Tick | None
    sources: dict[str, Source]
    headers: dict[str, Header]
    origins: dict[str, Membership]
    origin_of: dict[str, str]
    """The origin of each report."""
    claims: list[Claim]
    links: list[Link]
    signs: dict[str, SignState]
    updates: list[Update]
    assessments: list[Assessment]
    put_aside: dict[str, int]

    @property
    def source_of(self) -> dict[str, str]:
        """The source of each report."""
        return {header.id: header.source for header in self.headers.values()}


def read_rows(store: Store, tick: Tick | None) -> Rows:
    """The rows as of a tick; none but the watch where there was no tick."""
    number, upto = (tick.number, tick.upto) if tick else (0, 0)
    headers = [msgspec.json.decode(e.body, type=Header) for e in store.journal(upto=upto, kind="report")]
    names = {header.id for header in headers}
    rows = ((e.seq, msgspec.json.decode(e.body, type=Quarantine)) for e in store.journal(kind="quarantine"))
    # what a stage has put aside is told with its report, though it was written down after it
    aside = [row for seq, row in rows if seq <= upto or row.where in names]
    origins = {row.report: row for row in store.rows(Membership, tick=number)}
    claims, links = store.rows(Claim, tick=number), in_force(store.rows(Link, tick=number))
    origin_of = {report: row.origin for report, row in origins.items()}
    passages = [link for link in links if link.relation == "passage_of"]
    return Rows(
        watch=store.watch(upto=upto if tick else None),
        tick=tick,
        sources=store.sources(upto=upto),
        headers={header.id: header for header in headers},
        origins=origins,
        origin_of=origin_of | borrowed(claims, passages, origin_of),
        claims=claims,
        links=links,
        signs={row.sign: row for row in store.rows(SignState, tick=number)},
        updates=released(store, tick),
        assessments=store.rows(Assessment, tick=number),
        put_aside=dict(sorted(Counter(item.reason for item in aside).items())),
    )
