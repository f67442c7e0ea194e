"""Commands that judge what was said: score, picture."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tocsin.assess import track
from tocsin.assess.playbook import of as playbook_of
from tocsin.assess.playbook import signs_of
from tocsin.commands.common import AsOf, Database, WatchPath, moment, opened, out, say, target
from tocsin.errors import InputError
from tocsin.model import Assessment, SignState
from tocsin.publish import pictures


def score(
    watch: WatchPath = None,
    *,
    db: Database = None,
    outcome: Annotated[
        str, typer.Option("--outcome", help="none, tension-only, attempt-failed or attempt-succeeded.")
    ],
    began: Annotated[
        str | None,
        typer.Option("--began", metavar="TIME", help="When it began [default: before the first assessment]."),
    ] = None,
    record: Annotated[
        Path, typer.Option("--record", metavar="FILE", help="The track record to add to.")
    ] = Path("track-record.jsonl"),
) -> None:
    """Score the whole course of a thread against what came of it, and add it to the track record and its page."""
    store = opened(watch, db)
    chosen = store.watch()
    row = track.scored(
        store.rows(Assessment),
        watch=chosen.id,
        question=chosen.question,
        playbook=chosen.playbook,
        outcome=outcome,
        begun_at=moment(began, chosen),
    )
    rows = track.append(record, row)
    picture = record.with_suffix(".svg")
    with target(picture) as handle:
        handle.write(pictures.reliability(track.pairs(rows)))
    with target(record.with_suffix(".md")) as handle:
        handle.write(track.page(rows, picture.name))
    out(f"Brier {row.brier:.4f}, log score {row.log_score:.4f} over {row.assessments} assessments")
    say(f"{record} has {len(rows)} watch{'es' * (len(rows) != 1)}; its page is {record.with_suffix('.md')}")


def picture(
    watch: WatchPath = None,
    *,
    db: Database = None,
    what: Annotated[str, typer.Option("--what", help="curve or signs.")] = "curve",
    out_: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where to write [default: standard output].")
    ] = None,
    as_of: AsOf = None,
) -> None:
    """Draw the probability over time with its turns, or the board of signs, as an SVG file."""
    store = opened(watch, db)
    chosen = store.watch()
    ticks = store.ticks(upto=moment(as_of, chosen), last=1)
    number = ticks[0].number if ticks else 0
    if what == "curve":
        drawn = pictures.curve(store.rows(Assessment, tick=number), playbook_of(chosen).asked, chosen.zone)
    elif what == "signs":
        board = {state.sign: state for state in store.rows(SignState, tick=number)}
        drawn = pictures.signs(signs_of(chosen), board, chosen.zone)
    else:
        raise InputError(f"--what {what!r}: choose curve or signs")
    with target(out_) as handle:
        handle.write(drawn)
