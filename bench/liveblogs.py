"""How high "has a coup begun?" rises over real live blogs, of a real takeover and of crises without a coup.

python bench/liveblogs.py --data ../shared/data [--top]: each blog is read by a watch that knows its country and nothing
else (no sides, no names), in steps of an hour. For each: the highest and the last probability and state. --top also
lists the signs that moved it most.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tocsin import SQLiteStore, replay
from tocsin.assess.explain import moves
from tocsin.model import Assessment, Evidence, Report, Source, report
from tocsin.watch import from_question

#: file, country, the day on which times without a date begin, what it was
BLOGS = (
    ("zimbabwe2017_bbc", "ZW", "2017-11-15", "takeover"),
    ("NEG_brazil2016_impeachment_guardian", "BR", "2016-05-10", "impeachment"),
    ("NEG_brussels2016_guardian", "BE", "2016-03-22", "bombs"),
    ("NEG_paris2015_guardian", "FR", "2015-11-16", "attacks"),
    ("NEG_egyptair_hijack2016_guardian", "EG", "2016-03-29", "hijack"),
)


def reports(path: Path, first: str) -> Iterator[Report]:
    """The posts of a live blog, in the order of the file; a post without a date is put beside the one before it."""
    at = datetime.fromisoformat(first).replace(tzinfo=UTC)
    for line in gzip.decompress(path.read_bytes()).decode().splitlines():
        post = json.loads(line)
        at = datetime.fromisoformat(post["ts_utc"]) if post["ts_utc"] else at
        text = " ".join(post["text"])
        if text.strip():
            yield report("blog", text, published=at, fetched=at, external_id=post["block_id"])


def measured(path: Path, country: str, first: str) -> tuple[list[Assessment], list[Evidence]]:
    """All assessments and the ledger of one live blog."""
    watch, store = from_question("Has a coup begun?", country), SQLiteStore(":memory:")
    facts = [Source(id="blog", name="Live blog", kind="newspaper"), *reports(path, first)]
    course = list(replay(watch, store, facts, every=timedelta(hours=1)))
    return course, store.rows(Evidence)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--top", action="store_true", help="also the signs that moved it most")
    options = parser.parse_args()
    folder = options.data / "liveblogs"
    if not folder.is_dir():
        print(f"skipped: {folder} is not there (--data names the folder of the labelled sets)")
        return
    print(f"{'live blog':38}{'what':13}{'posts':>6}{'highest':>9}{'last':>8}  leading at the end")
    for name, country, first, what in BLOGS:
        course, ledger = measured(folder / f"{name}.jsonl.gz", country, first)
        top, last = max(course, key=lambda a: a.begun), course[-1]
        print(f"{name:38}{what:13}{last.reports:6}{top.begun:9.1%}{last.begun:8.1%}  {last.leading}")
        for move in moves(ledger)[: 8 if options.top else 0]:
            print(f"    {move.log_odds:+6.2f}  {move.sign or 'time alone'} ({len(move.rows)})")


if __name__ == "__main__":
    main()
