"""The command that gives every country a probability for every day: nowcast."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from tocsin.commands.common import say, target
from tocsin.errors import InputError


def nowcast(
    items: Annotated[
        Path | None,
        typer.Argument(metavar="[ITEMS]", help="A day log: JSON lines with date and text, also as .gz."),
    ] = None,
    *,
    icews: Annotated[
        Path | None,
        typer.Option(
            "--icews", metavar="FILE", help="Coded events instead: ICEWS as .parquet, .tsv or .tsv.gz."
        ),
    ] = None,
    playbook: Annotated[str, typer.Option("--playbook", metavar="NAME", help="What is asked.")] = "coup",
    out_: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where to write [default: standard output].")
    ] = None,
) -> None:
    """Say for every country and day how likely it is that an attempt is under way, from a log of all countries."""
    from tocsin import nowcast as nowcasts  # noqa: PLC0415 # the gazetteer is loaded when it is needed
    from tocsin.nowcast import events  # noqa: PLC0415
    from tocsin.nowcast.items import items as read  # noqa: PLC0415

    if (items is None) == (icews is None):
        raise InputError("name a day log, or coded events with --icews FILE")
    if items is not None:
        rows = nowcasts.nowcast(read(items, say), playbook=playbook)
    else:
        assert icews is not None  # noqa: S101 # one of the two is given
        rows = events.nowcast(events.load(icews), playbook=playbook)
    with target(out_) as handle:
        for row in rows:
            line = {"date": row.date.isoformat(), "country": row.country, "p": round(row.p, 6)}
            handle.write(json.dumps(line | ({"told": row.told} if row.told else {})) + "\n")
