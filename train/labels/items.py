"""The labelled items of this folder, each with its text and its part.

An item is a dictionary as in README.md. All versions of one item (the same happening told in other languages) have one
`base` and so one part; passages of real text are parted by the file that they stand in.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

HERE = Path(__file__).parent
Item = dict[str, Any]
Part = Literal["train", "dev", "test"]
#: Real text that is only tested on: a takeover, a crisis without one, and posts on a rumour that was none.
HELD_OUT = ("zimbabwe2017", "NEG_brazil2016", "rumoureval2017")
#: What identifies a row of a file of lines.
_NAMES = ("block_id", "blog_id", "url", "id", "thread")


def part(item: Item) -> Part:
    """The part of an item: eight in ten bases to learn from, one to look at, one to test on."""
    if "file" in item:
        return "test" if any(name in item["file"] for name in HELD_OUT) else "train"
    drawn = int(hashlib.sha256(item["base"].encode()).hexdigest(), 16) % 10
    return "test" if drawn == 0 else "dev" if drawn == 1 else "train"


def written() -> Iterator[Item]:
    """The items that were written for this project, language by language."""
    for path in sorted(HERE.glob("[a-z][a-z].jsonl")):
        yield from map(json.loads, path.read_text("utf-8").splitlines())


def real(data: Path) -> Iterator[Item]:
    """The passages of real text, cut from the files of a data folder, their tellings with `words` like the others'."""
    for item in map(json.loads, (HERE / "real.jsonl").read_text("utf-8").splitlines()):
        text = _field(_rows(data / item["file"])[item["key"]], item["field"])[item["start"] : item["end"]]
        tells = [{**told, "words": text[told["start"] : told["end"]]} for told in item["tells"]]
        yield {**item, "text": text, "tells": tells}


@lru_cache(maxsize=4)
def _rows(path: Path) -> dict[Any, Any]:
    """The rows of a file by what identifies them, and by their number from 0 on."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        if path.name.endswith(".json.gz"):
            return dict(json.load(lines))
        rows = [json.loads(line) for line in lines]
    name = next((name for name in _NAMES if rows and rows[0].get(name) is not None), None)
    return {**dict(enumerate(rows)), **({row[name]: row for row in rows} if name else {})}


def _field(row: Any, path: str) -> str:
    """The text of a row's field; sentences of a list are joined with one blank."""
    for name in path.split("."):
        row = row[int(name)] if isinstance(row, list) else row[name]
    return " ".join(row) if isinstance(row, list) else str(row)
