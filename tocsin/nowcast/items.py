"""The day log: dated items of all countries, one JSON object a line, read with what is wrong put aside."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import msgspec

from tocsin.errors import InputError

#: Years that a log can be of: a slip of the pen must not make the filter walk through millennia.
YEARS = range(1900, 2200)


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a day log."""

    date: date
    text: str
    topic: str | None = None
    outlets: tuple[str, ...] = ()


def items(path: Path, aside: Callable[[str], None]) -> Iterator[Item]:
    """The items of a file of JSON lines, plain or gzip, in its order.

    A line that is no item is told to `aside` with its number and what is wrong with it. Raises InputError where the
    file itself cannot be read.
    """
    decoder = msgspec.json.Decoder(Item)
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    try:
                        item = decoder.decode(line)
                        if item.date.year not in YEARS:
                            raise msgspec.ValidationError(f"the year {item.date.year} is a mistake")
                        yield item
                    except (msgspec.DecodeError, UnicodeDecodeError) as error:
                        aside(f"{path}:{number}: put aside: {error}")
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from None
