"""The command that shows who copied whom: origins."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from tocsin import settings as config
from tocsin.commands.common import AsJson, AsOf, Database, database, moment, out, say, target
from tocsin.errors import InputError, StoreError
from tocsin.model import Link, Membership, Quarantine, Report, Source
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

    store = _opened(path, db)
    zone = store.watch().zone if store.count("watch") else UTC
    ticks = store.ticks(upto=moment(as_of, store.watch() if store.count("watch") else None), last=1)
    if not ticks:
        raise StoreError("no report was known by then")
    tick = ticks[0]
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
    return store
