"""What all commands share: the terminal, options that mean the same everywhere, and finding the database."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, TextIO

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tocsin import watch as watches
from tocsin.errors import InputError
from tocsin.model import Quarantine
from tocsin.store.contract import Fact, Store
from tocsin.store.sqlite import SQLiteStore
from tocsin.watch import Watch

console = Console()
errors = Console(stderr=True)

WatchPath = Annotated[
    Path | None, typer.Argument(metavar="WATCH", help="The watch file, or a folder with a watch.toml.")
]
Database = Annotated[
    Path | None, typer.Option("--db", metavar="FILE", help="The database [default: WATCH's name with .db].")
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="TIME", help="Look back: the thread as it stood at TIME (ISO 8601)."),
]
Question = Annotated[
    str | None, typer.Option("--question", metavar="TEXT", help="The question, where there is no watch file.")
]
Country = Annotated[
    str | None,
    typer.Option(
        "--country", metavar="XX", help="ISO 3166 code of the country, where there is no watch file."
    ),
]
Sides = Annotated[
    Path | None,
    typer.Option("--sides", metavar="FILE", help='JSON {"side": ["name", ...]}; "government" is in power.'),
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON for a program to read.")]


def out(text: str) -> None:
    """Text on standard output exactly as it is: no markup, no wrapping, no colour."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


@contextmanager
def target(path: Path | None) -> Iterator[TextIO]:
    """The file to write to, or standard output. Raises InputError where the file cannot be written."""
    if path is None:
        try:
            yield sys.stdout
            sys.stdout.flush()
        except BrokenPipeError:  # whoever reads our output has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return
    try:
        handle = path.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}") from None
    with handle:
        yield handle


def say(text: str) -> None:
    """A line for the person, on standard error, so that output can be piped."""
    errors.print(text, markup=False, highlight=False, soft_wrap=True)


def dump(rows: Iterable[dict[str, Any]]) -> None:
    """JSON lines on standard output."""
    for row in rows:
        out(json.dumps(row, ensure_ascii=False, sort_keys=False))


def put_aside(facts: Iterable[Fact], store: Store, *, after: int) -> list[dict[str, str]]:
    """What was put aside: among what came in, and by a stage since a row of the journal."""
    rows = [fact for fact in facts if isinstance(fact, Quarantine)]
    later = (
        msgspec.json.decode(entry.body, type=Quarantine)
        for entry in store.journal(after=after, kind="quarantine")
    )
    known = {row.id for row in rows}
    rows += [row for row in later if row.id not in known]
    return [{"where": row.where, "reason": row.reason, "detail": row.detail} for row in rows]


def database(watch: Path | None, db: Path | None) -> Path:
    """The database that is meant. Raises InputError where neither a watch nor a database is given."""
    if db is not None:
        return db
    if watch is None:
        raise InputError("name a WATCH, or a database with --db FILE")
    if watch.suffix == ".db":
        return watch
    return watch / "thread.db" if watch.is_dir() else watch.with_suffix(".db")


def opened(watch: Path | None, db: Path | None) -> SQLiteStore:
    """The database of a thread that exists."""
    return SQLiteStore(database(watch, db), create=False)


def chosen_watch(
    path: Path | None, folder: Path | None, question: str | None, country: str | None, sides: Path | None
) -> Watch:
    """The watch of a watch file or of a folder's watch.toml, else one made of a question and a country."""
    if path is not None and path.suffix != ".db" and (path.is_file() or (path / "watch.toml").is_file()):
        return watches.load(path)
    if folder is not None and (folder / "watch.toml").is_file() and question is None:
        return watches.load(folder)
    if question and country:
        return watches.from_question(question, country, _sides(sides))
    if path is not None:
        return watches.load(path)
    raise InputError("there is no watch.toml here: pass WATCH, or --question TEXT and --country XX")


def _sides(path: Path | None) -> dict[str, list[str]]:
    if path is None:
        return {}
    try:
        data = json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read as JSON: {error}") from None
    if not isinstance(data, dict) or not all(
        isinstance(n, list) and all(isinstance(x, str) for x in n) for n in data.values()
    ):
        raise InputError(f'{path}: write {{"government": ["name", ...], "opposition": ["name", ...]}}')
    return data


def moment(text: str | None, watch: Watch | None = None) -> datetime | None:
    """A time of the command line; one without an offset is in the watch's zone."""
    if text is None:
        return None
    try:
        time = datetime.fromisoformat(text.strip().replace(" ", "T", 1))
    except ValueError:
        raise InputError(
            f"{text!r} is no time: write e.g. 2019-04-30T12:00 or 2019-04-30T12:00:00-04:00"
        ) from None
    return time if time.tzinfo else time.replace(tzinfo=watch.zone if watch else UTC)


def duration(text: str) -> timedelta:
    """'1h', '30m', '90s', '2d'. Raises InputError."""
    units = {"s": 1, "m": 60, "h": 3600, "d": 86400}
    number, unit = text[:-1], text[-1:].lower()
    try:
        seconds = float(number) * units[unit]
    except (ValueError, KeyError):
        raise InputError(f"{text!r} is no duration: write e.g. 1h, 30m or 1d") from None
    if not 1 <= seconds <= 366 * 86400:
        raise InputError(f"{text!r}: a step lies between a second and a year")
    return timedelta(seconds=seconds)


def progress(rows: Iterable[Any], total: int | None, words: str) -> Iterator[Any]:
    """Pass rows on, with a bar on a terminal; nothing where output goes to a file."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task(words, total=total)
        for row in rows:
            yield row
            bar.advance(task)
