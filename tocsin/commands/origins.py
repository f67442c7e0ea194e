"""The commands that show who copied whom, and which reports tell of the same: origins, stories."""

from __future__ import annotations

import json
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Annotated

import typer

from tocsin import settings as config
from tocsin.commands.common import AsJson, AsOf, Database, database, moment, out, say, target
from tocsin.errors import InputError, StoreError
from tocsin.model import Link, Membership, Quarantine, Report, Source, Telling, Tick
from tocsin.store.sqlite import SQLiteStore


def origins(
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="WATCH|FOLDER", help="A watch file, a database, or a folder or file of reports."
        ),
    ] = None,
    *,
    db: Database = None,
    as_of: AsOf = None,
    svg: Annotated[
        Path | None, typer.Option("--svg", metavar="FILE", help="Draw it as a picture (SVG) as well.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Also list reports that nobody copied.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show who copied whom: each origin, its copies, by what rule, and the words that show it."""
    from tocsin.publish import copying  # noqa: PLC0415

    store, zone, tick = _then(path, db, as_of)
    found = copying.origins(
        store.reports(upto=tick.upto),
        store.rows(Membership, tick=tick.number),
        store.rows(Link, tick=tick.number, relation="copy_of"),
        store.sources(upto=tick.upto),
    )
    if svg is not None:
        with target(svg) as handle:
            handle.write(copying.picture(found, zone))
        say(f"drawn: {svg}")
    if as_json:
        out(json.dumps(copying.rows(found), ensure_ascii=False, indent=2))
        return
    for line in copying.text(found, zone, alone=all_):
        out(line)


def stories(
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="WATCH|FOLDER", help="A watch file, a database, or a folder or file of reports."
        ),
    ] = None,
    *,
    db: Database = None,
    as_of: AsOf = None,
    all_: Annotated[bool, typer.Option("--all", help="Also list reports that stand by themselves.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show which reports tell of the same happening, across outlets and languages."""
    from tocsin.publish import told  # noqa: PLC0415

    store, zone, tick = _then(path, db, as_of)
    found = told.stories(
        store.reports(upto=tick.upto),
        store.rows(Telling, tick=tick.number),
        store.rows(Membership, tick=tick.number),
        store.sources(upto=tick.upto),
    )
    if as_json:
        out(json.dumps(told.rows(found), ensure_ascii=False, indent=2))
        return
    for line in told.text(found, zone, alone=all_):
        out(line)


def _then(path: Path | None, db: Path | None, as_of: str | None) -> tuple[SQLiteStore, tzinfo, Tick]:
    """The thread that is meant, its zone, and the last tick by a moment."""
    store = _opened(path, db)
    watch = store.watch() if store.count("watch") else None
    ticks = store.ticks(upto=moment(as_of, watch), last=1)
    if not ticks:
        raise StoreError("no report was known by then")
    return store, watch.zone if watch else UTC, ticks[0]


def _opened(path: Path | None, db: Path | None) -> SQLiteStore:
    """The thread that is meant; reports in a folder or file are linked in memory, without a watch."""
    if db is not None or path is None or path.suffix == ".db" or (path.suffix == ".toml" and path.is_file()):
        return SQLiteStore(database(path, db), create=False)
    if not path.exists():
        raise InputError(f"{path}: there is no such file or folder")
    kept = database(path, None)
    return SQLiteStore(kept, create=False) if kept.exists() else _linked(path)


def _linked(path: Path) -> SQLiteStore:
    from tocsin import watch as watches  # noqa: PLC0415
    from tocsin.gather import from_path  # noqa: PLC0415
    from tocsin.link import copies  # noqa: PLC0415
    from tocsin.link.tellings import tellings  # noqa: PLC0415

    now = datetime.now(UTC)
    own = watches.load(path) if (path / "watch.toml").is_file() else None
    zone = own.zone if own else UTC
    facts = list(from_path(path, now=now, settings=config.load(), zone=zone))
    for fact in facts:
        if isinstance(fact, Quarantine):
            say(f"put aside ({fact.reason}): {fact.where}: {fact.detail}")
    store = SQLiteStore(":memory:")
    store.append([*([own] if own else []), *(f for f in facts if isinstance(f, Source | Report))], at=now)
    with store.transaction():
        tick = store.tick(now)
        taken = copies(store.reports(), store, tick, store.sources(), own)
        store.add(tick, (*taken.links, *taken.memberships))
        store.add(tick, tellings(store.reports(), taken.links, store, tick))
    return store
