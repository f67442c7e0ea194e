"""Commands that bring a thread up to date: run, replay, demo."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from tocsin import settings as config
from tocsin import thread
from tocsin import watch as watches
from tocsin.commands.asking import with_readings
from tocsin.commands.common import (
    AsJson,
    Country,
    Database,
    Question,
    Sides,
    WatchPath,
    chosen_watch,
    database,
    duration,
    moment,
    out,
    progress,
    put_aside,
    say,
    target,
)
from tocsin.errors import InputError
from tocsin.model import STATES, Assessment, Quarantine, Report, Update
from tocsin.store.contract import Fact
from tocsin.store.sqlite import SQLiteStore
from tocsin.watch import Watch

#: A folder of reports that end longer ago than this is an archive: its thread is drawn as of its last report.
ARCHIVE = timedelta(days=2)
From = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="FOLDER_OR_FILE",
        help="Read this instead of the watch's sources; '-' is standard input.",
    ),
]


def run(
    watch: WatchPath = None,
    *,
    from_: From = None,
    once: Annotated[bool, typer.Option("--once", help="One pass, then stop.")] = False,
    db: Database = None,
    now: Annotated[
        str | None,
        typer.Option(
            "--now", metavar="TIME", help="Take TIME for the time of the pass [default: the clock]."
        ),
    ] = None,
    every: Annotated[
        str | None, typer.Option("--every", metavar="TIME", help="Pause between two passes, e.g. 5m.")
    ] = None,
    host: Annotated[str | None, typer.Option(help="Address to serve the page at.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to serve the page at.")] = None,
    question: Question = None,
    country: Country = None,
    sides: Sides = None,
    as_json: AsJson = False,
) -> None:
    """Gather, bring the thread up to date, and serve its page; with --once make one pass."""
    folder = Path(from_) if from_ and from_ != "-" else None
    chosen = chosen_watch(watch, folder, question, country, sides)
    path = db or (database(watch, None) if watch else Path("thread.db"))
    given = moment(now, chosen)
    if once or from_:
        summary = one_pass(chosen, path, from_, given)
        out(json.dumps(summary, ensure_ascii=False)) if as_json else _told(summary, path)
    if not once:
        settings = _served(host, port)
        from tocsin.commands.serving import follow  # noqa: PLC0415 - the server's libraries load only when it serves

        follow(
            chosen,
            path,
            settings,
            every=duration(every) if every else timedelta(seconds=settings.every_s),
            gathering=from_ is None,
        )


def _served(host: str | None, port: int | None) -> config.Settings:
    settings = config.load()
    return msgspec.structs.replace(
        settings, host=host or settings.host, port=settings.port if port is None else port
    )


def one_pass(watch: Watch, path: Path, from_: str | None, now: datetime | None) -> dict[str, Any]:
    """Gather once and advance; what came of it, in numbers."""
    from tocsin.gather import as_source, from_path, gather  # noqa: PLC0415 - parsers of feeds and pages load only when needed
    from tocsin.gather.web.fetch import Fetcher  # noqa: PLC0415

    settings, clock = config.load(), datetime.now(UTC)
    store = SQLiteStore(path)
    if from_:
        known = {**{source.id: as_source(source) for source in watch.sources}, **store.sources()}
        place = Path(from_) if from_ != "-" else "-"
        rows = from_path(place, now=now or clock, settings=settings, zone=watch.zone, known=known.values())
        facts: list[Fact] = list(progress(rows, None, "gathering"))
    else:
        with Fetcher(settings) as fetcher:
            facts = list(
                progress(
                    gather(watch, now=now or clock, settings=settings, fetcher=fetcher), None, "gathering"
                )
            )
    facts = with_readings(facts, watch, store, settings)
    before, start = (store.count("report"), len(store.rows(Update))), store.end()
    passes: list[Assessment] = []
    if before[0] or any(isinstance(fact, Report) for fact in facts):
        end = now or as_of(facts, clock)
        steps = thread.catch_up(watch, store, by_the_end(facts, end), now=end)
        passes += progress(steps, None, "reading")
    else:  # nothing to draw a thread of; what was put aside is kept
        store.append([watch, *facts], at=clock)
    aside = put_aside(facts, store, after=start)
    return _summary(store, aside, before, passes[-1] if passes else None)


def as_of(facts: Iterable[Fact], clock: datetime) -> datetime:
    """The time to draw the thread at: now, or the last report of an archive."""
    known = [fact.known for fact in facts if isinstance(fact, Report)]
    published = [fact.published for fact in facts if isinstance(fact, Report) and fact.published]
    if known and published and clock - max(published) > ARCHIVE:
        return max(published)
    return clock


def by_the_end(facts: Iterable[Fact], end: datetime) -> list[Fact]:
    """The facts of a recording, with its reports of no date known from its end, not from today."""
    return [
        msgspec.structs.replace(fact, fetched=end)
        if isinstance(fact, Report) and fact.published is None and fact.known > end
        else fact
        for fact in facts
    ]


def _summary(
    store: SQLiteStore, aside: list[dict[str, str]], before: tuple[int, int], assessment: Assessment | None
) -> dict[str, Any]:
    updates = store.rows(Update)
    return {
        "at": assessment.at.isoformat() if assessment else None,
        "reports": store.count("report"),
        "new_reports": store.count("report") - before[0],
        "put_aside": aside,
        "new_updates": len(updates) - before[1],
        "begun": round(assessment.begun, 4) if assessment else None,
        "words": assessment.words if assessment else None,
        "leading": assessment.leading if assessment else None,
    }


def _told(summary: dict[str, Any], path: Path) -> None:
    for item in summary["put_aside"]:
        say(f"put aside ({item['reason']}): {item['where']}: {item['detail']}")
    if summary["at"] is None:
        say("nothing to read yet: no report was found")
        return
    out(
        f"{summary['new_reports']} new reports ({summary['reports']} in all), {summary['new_updates']} new updates, {len(summary['put_aside'])} items put aside"
    )
    out(
        f"As of {summary['at']}: {summary['words']} ({summary['begun']:.0%}) that an attempt has begun; leading state: {summary['leading']}"
    )
    say(f'"tocsin thread --db {path}" shows the thread, "tocsin serve --db {path}" serves its page')


def replay(
    folder: Annotated[
        Path,
        typer.Argument(metavar="FOLDER", help="A crisis folder (reports.jsonl, sources.jsonl, watch.toml)."),
    ],
    *,
    every: Annotated[str, typer.Option("--every", metavar="TIME", help="Step, e.g. 1h or 30m.")] = "1h",
    db: Annotated[
        Path | None, typer.Option("--db", metavar="FILE", help="Where to keep the thread [default: nowhere].")
    ] = None,
    jsonl: Annotated[
        Path | None, typer.Option("--jsonl", metavar="OUT", help="Write a line of JSON for each step.")
    ] = None,
    question: Question = None,
    country: Country = None,
    sides: Sides = None,
) -> None:
    """Let a recorded crisis happen again, step by step, and say how the answer moved."""
    watch = chosen_watch(None, folder, question, country, sides)
    facts = recorded(folder, watch)
    store = SQLiteStore(db or ":memory:")
    facts = with_readings(facts, watch, store, config.load())
    rows: list[Assessment] = []
    steps = thread.steps(watch, facts, duration(every))
    with target(jsonl) if jsonl else nullcontext() as handle:
        for assessment in progress(
            thread.replay(watch, store, facts, every=duration(every)), steps, "replaying"
        ):
            rows.append(assessment)
            if handle:
                handle.write(json.dumps(step(assessment), ensure_ascii=False) + "\n")
                handle.flush()
    _told_replay(watch, folder, store, rows)


def recorded(folder: Path, watch: Watch) -> list[Fact]:
    """The facts of a crisis folder. Raises InputError where there is no report in it."""
    from tocsin.gather import from_path  # noqa: PLC0415

    if not folder.exists():
        raise InputError(f"{folder}: there is no such folder")
    facts: list[Fact] = list(
        from_path(folder, now=datetime.now(UTC), settings=config.load(), zone=watch.zone)
    )
    for fact in facts:
        if isinstance(fact, Quarantine):
            say(f"put aside ({fact.reason}): {fact.where}: {fact.detail}")
    if not any(isinstance(fact, Report) for fact in facts):
        raise InputError(
            f"{folder}: no report was found here; a crisis folder has a reports.jsonl (see docs/crises.md)"
        )
    return by_the_end(facts, as_of(facts, datetime.now(UTC)))


def step(assessment: Assessment) -> dict[str, Any]:
    """One step of a replay as its line of JSON."""
    return {
        "at": assessment.at.isoformat(),
        "states": dict(zip(STATES, (round(p, 6) for p in assessment.states), strict=True)),
        "leading": assessment.leading,
        "reports": assessment.reports,
        "origins": assessment.origins,
    }


def _told_replay(watch: Watch, folder: Path, store: SQLiteStore, rows: list[Assessment]) -> None:
    from tocsin.expected import score  # noqa: PLC0415

    out(watch.question)
    previous = None
    for row in rows:
        if previous != (row.words, row.leading):
            local = row.at.astimezone(watch.zone)
            out(
                f"  {local:%a %d %b %H:%M}  {row.words:<20} {row.begun:>6.1%}  leading: {row.leading:<8} {row.reports} reports, {row.origins} origins"
            )
        previous = (row.words, row.leading)
    if (folder / "expected.toml").is_file():
        out(score(folder / "expected.toml", store).text())


def demo(
    crisis: Annotated[
        str, typer.Argument(metavar="CRISIS", help="Which of the bundled crises.")
    ] = "caracas-2019-04-30",
    *,
    host: Annotated[str | None, typer.Option(help="Address to serve the page at.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to serve the page at; 0 takes a free one.")] = None,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Replay only.")] = False,
) -> None:
    """Replay a bundled crisis fast and serve its page."""
    folder = bundled(crisis)
    watch = watches.load(folder)
    place = Path(tempfile.mkdtemp(prefix="tocsin-demo-"))
    try:
        store = SQLiteStore(place / "thread.db")
        facts = recorded(folder, watch)
        every = timedelta(minutes=30)
        for _ in progress(
            thread.replay(watch, store, facts, every=every),
            thread.steps(watch, facts, every),
            f"replaying {crisis}",
        ):
            pass
        out(
            f"{watch.question} {sum(isinstance(fact, Report) for fact in facts)} reports replayed, {len(store.rows(Update))} updates published."
        )
        store.close()
        if not no_serve:
            from tocsin.commands.serving import serve_until_stopped  # noqa: PLC0415

            serve_until_stopped(place / "thread.db", _served(host, port))
    finally:
        shutil.rmtree(place, ignore_errors=True)


def bundled(name: str) -> Path:
    """The folder of a bundled crisis: in the installed package, else in the checkout."""
    package = Path(thread.__file__).parent
    homes = [package / "crises", package.parent / "crises"]
    for home in homes:
        if (home / name / "reports.jsonl").is_file():
            return home / name
    known = sorted({p.parent.name for home in homes for p in home.glob("*/reports.jsonl")})
    raise InputError(f"there is no crisis {name!r}; there are: {', '.join(known)}")
