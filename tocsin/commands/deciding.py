"""Commands about links between claims: the contradiction ledger, and an editor's word on a link."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec
import typer

from tocsin import thread as flow
from tocsin.commands.common import AsJson, AsOf, Database, WatchPath, moment, opened, out, say
from tocsin.link.edited import in_force
from tocsin.model import Claim, Decision, Link
from tocsin.publish.disputes import Disputed, Position, ledger
from tocsin.publish.rows import read_rows

HOLDERS = 6


def disputes(
    watch: WatchPath = None, *, db: Database = None, as_of: AsOf = None, as_json: AsJson = False
) -> None:
    """Print the contradiction ledger: each disputed point, who holds which position since when, who has moved."""
    store = opened(watch, db)
    ticks = store.ticks(upto=moment(as_of, store.watch()), last=1)
    rows = read_rows(store, ticks[0] if ticks else None)
    found = ledger(rows.claims, rows.links, rows.origin_of, rows.sources, rows.source_of)
    if as_json:
        out(json.dumps(msgspec.to_builtins(found), ensure_ascii=False, indent=2))
        return
    for number, point in enumerate(found, 1):
        for line in _told(number, point, store.watch().zone):
            out(line)
    say(f"{len(found)} disputed point{'s' * (len(found) != 1)}")


def _told(number: int, point: Disputed, zone: ZoneInfo) -> Iterator[str]:
    about = ", ".join(part for part in (point.kind, point.place) if part)
    yield f"{number}. {about or 'unsorted'}: disputed since {point.since.astimezone(zone):%d %b %H:%M}"
    for mark, position in zip("AB", point.positions, strict=True):
        yield from _position(mark, position, zone)
    for move in point.moved:
        yield f"   moved to {'AB'[move.to]}: {move.name}, {move.at.astimezone(zone):%d %b %H:%M}"
    yield ""


def _position(mark: str, position: Position, zone: ZoneInfo) -> Iterator[str]:
    counts = f"{position.reports} report{'s' * (position.reports != 1)}, {position.origins} origin{'s' * (position.origins != 1)}"
    yield f"   {mark}  “{' '.join(position.words.split())}” ({counts})"
    for holder in position.holders[:HOLDERS]:
        side = f" ({holder.side})" if holder.side else ""
        yield f"        {holder.since.astimezone(zone):%d %b %H:%M}  {holder.name}{side}"
    if len(position.holders) > HOLDERS:
        yield f"        and {len(position.holders) - HOLDERS} more"


def link(
    watch: WatchPath = None,
    *,
    db: Database = None,
    withdraw: Annotated[
        str | None, typer.Option("--withdraw", metavar="LINK", help="The link that does not hold (l-...).")
    ] = None,
    state: Annotated[
        str | None,
        typer.Option(
            "--state",
            metavar="LINK",
            help='A link that holds: "LEFT RELATION RIGHT", claims or reports by id.',
        ),
    ] = None,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides.")] = "editor",
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")] = "",
) -> None:
    """Withdraw a link or state one; everything drawn from it follows. Without either, list the links in force."""
    store = opened(watch, db)
    if not withdraw and not state:
        for row in in_force(store.rows(Link)):
            out(
                f"{row.id}  {row.at:%Y-%m-%d %H:%M}  {row.left} {row.relation} {row.right}  [{row.rule} {row.score:.2f}]"
            )
            if row.relation not in {"copy_of", "passage_of"}:
                claims = store.by_id(Claim, [row.left, row.right])
                for name in (row.left, row.right):
                    out(f"      “{' '.join(claims[name].text.split())}”")
        return
    now = datetime.now(UTC)
    if withdraw:
        flow.decide(store, Decision(kind="withdraw", target=withdraw, by=by, at=now, reason=reason), now=now)
        say(f"{withdraw} is withdrawn")
    if state:
        words = " ".join(state.split())
        flow.decide(store, Decision(kind="state", target=words, by=by, at=now, reason=reason), now=now)
        say(f"{words}: stated")
