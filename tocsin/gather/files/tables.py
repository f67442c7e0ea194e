"""Tables (CSV, TSV) as records: the first line names the columns."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import BinaryIO

from tocsin.gather.aside import Unfit
from tocsin.gather.exports import names_words
from tocsin.gather.files.lines import Line, lines
from tocsin.gather.text.clean import decode


def rows(stream: BinaryIO, limit: int) -> Iterator[tuple[int, dict[str, str] | Unfit]]:
    """Each row with the line that it ends on, as a record or as the reason why it is none."""
    aside: list[tuple[int, Unfit]] = []
    place = [0]
    text = _text(lines(stream, limit), aside, place)
    head = next((line for line in text if line.strip()), "")
    delimiter = max(",;\t|", key=head.count)
    csv.field_size_limit(limit)
    named = _next(csv.reader([head], delimiter=delimiter))
    names = [name.strip().lower() for name in named] if isinstance(named, list) else []
    if not names_words(names):
        yield (
            place[0] or 1,
            Unfit(
                "bad-record",
                f"the first line names no column 'text' or 'title'; it has: {', '.join(names) or 'nothing'}",
            ),
        )
        return
    reader = csv.reader(text, delimiter=delimiter)
    while (cells := _next(reader)) is not None:
        yield from _told(aside)
        if isinstance(cells, Unfit) or cells:
            yield place[0], cells if isinstance(cells, Unfit) else _named(names, cells)
    yield from _told(aside)


def _text(found: Iterator[Line], aside: list[tuple[int, Unfit]], place: list[int]) -> Iterator[str]:
    """The lines as text; one that is too long is put aside. `place` follows the line that is read."""
    for line in found:
        place[0] = line.number
        if line.too_long:
            aside.append(
                (
                    line.number,
                    Unfit("too-large", "the line is over the bound (TOCSIN_MAX_BYTES)", decode(line.raw)),
                )
            )
        else:
            # A bare carriage return ends a line, too (old exports); the csv module would give up on it.
            yield from (f"{piece}\n" for piece in decode(line.raw).replace("\x00", "").split("\r"))


def _told(aside: list[tuple[int, Unfit]]) -> Iterator[tuple[int, Unfit]]:
    while aside:
        yield aside.pop(0)


def _next(reader: Iterator[list[str]]) -> list[str] | Unfit | None:
    try:
        return next(reader, None)
    except csv.Error as error:
        return Unfit("bad-record", f"no valid row: {error}; is a quote opened and never closed?")


def _named(names: list[str], cells: list[str]) -> dict[str, str] | Unfit:
    if len(cells) > len(names) and any(cells[len(names) :]):
        detail = f"the row has {len(cells)} cells, the first line {len(names)}; quote cells that have commas"
        return Unfit("bad-record", detail, " | ".join(cells))
    return {name: cell for name, cell in zip(names, cells, strict=False) if cell}
