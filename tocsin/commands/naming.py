"""An editor's correction of a name: written into the watch file, where it is remembered, and into the thread."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from tocsin.commands.common import Database, database, say
from tocsin.errors import InputError
from tocsin.read.fold import fold
from tocsin.store.sqlite import SQLiteStore
from tocsin.watch import load


def name(
    watch: Annotated[
        Path, typer.Argument(metavar="WATCH", help="The watch file, or a folder with a watch.toml.")
    ],
    words: Annotated[
        str, typer.Argument(metavar="WORDS", help="What reports call him, e.g. 'the dictator'.")
    ],
    who: Annotated[str, typer.Argument(metavar="WHO", help="Whom they mean: a name of the watch file.")],
    *,
    side: Annotated[
        str | None,
        typer.Option("--side", metavar="SIDE", help="The side of somebody who is not in the watch file yet."),
    ] = None,
    db: Database = None,
) -> None:
    """Say whom a name or title means; it holds for every report from now on."""
    import tomlkit  # noqa: PLC0415 - only here and where a watch file is made

    path = watch / "watch.toml" if watch.is_dir() else watch
    load(path)  # a file that is wrong already is not written to
    words = " ".join(words.split())
    if not words:
        raise InputError("there are no words to be explained")
    text = path.read_text("utf-8")
    document = tomlkit.parse(text)
    members = [
        (key, member)
        for key, table in document.get("sides", {}).items()
        for member in table.get("members", [])
    ]
    for _, member in members:
        if fold(words) in map(fold, (member["name"], *member.get("aliases", []))):
            if fold(member["name"]) == fold(who):
                say(f"“{words}” means {member['name']} already")
                return
            raise InputError(f"{path}: “{words}” means {member['name']} already; take it out there first")
    member = next((m for _, m in members if fold(who) in map(fold, (m["name"], *m.get("aliases", [])))), None)
    if member is None:
        member = _new_member(document, who, side, path, [m["name"] for _, m in members])
    if fold(words) != fold(member["name"]):
        if "aliases" not in member:
            member["aliases"] = tomlkit.array()
        member["aliases"].append(words)
    path.write_text(tomlkit.dumps(document), "utf-8")
    try:
        changed = load(path)
    except Exception:
        path.write_text(text, "utf-8")
        raise
    say(f"{path}: “{words}” means {member['name']}")
    thread = database(watch, db)
    if thread.exists():
        store = SQLiteStore(thread)
        store.append([changed], at=datetime.now(UTC))
        store.close()
        say(f"{thread}: reports are read so from the next pass on")


def _new_member(document: Any, who: str, side: str | None, path: Path, known: list[str]) -> Any:
    """A member added to a side. Raises InputError where no side, or one that is not there, was named."""
    import tomlkit  # noqa: PLC0415

    sides = list(document.get("sides", {}))
    if side is None:
        raise InputError(
            f"{path} names nobody called {who!r} (it has {', '.join(known) or 'no members'}); "
            f"to add him say --side {'|'.join(sides) or 'SIDE'}"
        )
    if side not in sides:
        raise InputError(
            f"{path} has no side {side!r}: choose one of {', '.join(sides) or '(none is there)'}"
        )
    table = document["sides"][side]
    if "members" not in table:
        table["members"] = tomlkit.array()
    member = tomlkit.inline_table()
    member["name"] = who
    table["members"].append(member)
    return table["members"][-1]
