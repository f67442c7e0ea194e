"""How long it takes to find the origin of a new report in a store of many, and how much memory.

python bench/origin_index.py [--sizes 10000 100000 1000000]: made-up texts of 80 to 160 words with names and numbers,
frequent and rare words as in language (Zipf), one in five a rewrite of a recent one. The store is filled with what the
link stage would enter; at each size 300 new reports are then linked one by one, on one core, as a running watch does. A million take about an hour to make.
"""

from __future__ import annotations

import argparse
import random
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from array import array
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice, product
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from tocsin.link.copies import Keys, copies
from tocsin.link.passages import body
from tocsin.model import Report, Source, report
from tocsin.store.sqlite import SQLiteStore

START = datetime(2024, 1, 1, tzinfo=UTC)
PROBES, BATCH, SOURCES = 300, 2000, 400
SYLLABLES = ("ba", "ke", "lo", "mi", "nu", "ra", "se", "ti", "vo", "za", "dre", "gal", "hin", "por", "shu")
VOCABULARY = ["".join(p) for p in product(SYLLABLES, SYLLABLES, SYLLABLES, SYLLABLES[:9])]
WEIGHTS = list(accumulate(1 / (n + 3) for n in range(len(VOCABULARY))))


def texts(chance: random.Random) -> Iterator[str]:
    """Made-up texts without end; one in five says a recent one again in part and in other words."""
    recent: list[list[str]] = []
    while True:
        if recent and chance.random() < 0.2:
            kept = [s for s in chance.choice(recent) if chance.random() < 0.7]
            sentences = [
                _sentence(chance),
                *(" ".join(w for w in s.split() if chance.random() < 0.9) for s in kept),
            ]
        else:
            sentences = [_sentence(chance) for _ in range(chance.randint(5, 8))]
        recent = [*recent[-200:], sentences]
        yield " ".join(f"{sentence[0].upper()}{sentence[1:]}." for sentence in sentences)


def _sentence(chance: random.Random) -> str:
    words = chance.choices(VOCABULARY, cum_weights=WEIGHTS, k=chance.randint(14, 20))
    for _ in range(2):
        words[chance.randrange(1, len(words))] = chance.choice(VOCABULARY).capitalize()
    if chance.random() < 0.5:
        words[chance.randrange(1, len(words))] = str(chance.randint(2, 4000))
    return " ".join(words)


def reports(chance: random.Random, first: int) -> Iterator[Report]:
    """Reports of many sources, one every ten seconds; `first` is how many there were before."""
    for number, text in enumerate(texts(chance), first):
        at = START + timedelta(seconds=10 * number)
        yield report(f"s{number % SOURCES}", text, published=at, language="en")


def main() -> None:
    """Print a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path, held = Path(folder) / "many.db", 0
        for size in sorted(options.sizes):
            began = time.monotonic()
            # Processes of their own, so that the memory of filling is not taken for that of linking.
            _apart(_fill, path, held, size - held)
            filled = time.monotonic() - began
            took, linked, megabytes = _apart(_probe, path, size)
            held = size + PROBES
            disk = sum(file.stat().st_size for file in Path(folder).iterdir()) / 1e6
            print(
                f"{size:>9} reports: {statistics.mean(took):.1f} ms a new report (median {statistics.median(took):.1f}, "
                f"19 of 20 under {sorted(took)[int(0.95 * len(took))]:.1f}); {linked} of {PROBES} linked; "
                f"{megabytes:.0f} MB of memory at most, {disk:.0f} MB on disk; filled in {filled:.0f} s",
                flush=True,
            )


def _apart(task: Callable[..., Any], *arguments: object) -> Any:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(task, *arguments).result()


def _fill(path: Path, held: int, count: int) -> None:
    """Enter reports as the link stage does, without looking for their origin; their keys in the keys' own order.

    In the order of arrival each key would go to another page of a file of many gigabytes, which is slow and measures
    the disk; the table that comes out is the same.
    """
    store, stream = SQLiteStore(path), reports(random.Random(held + 4), held)
    keys: array[int] = array("q")
    names: list[tuple[str, int]] = []
    for first in range(0, count, BATCH):
        batch = list(islice(stream, min(BATCH, count - first)))
        with store.transaction():
            store.append(batch, at=batch[-1].known)
            tick = store.tick(batch[-1].known)
        for one in batch:
            entered = Keys.of(body(one.text)).entered(set(), None)
            keys.extend(entered)
            names.append((one.id, len(entered)))
        if (first + BATCH) % 20_000 == 0:
            print(f"{first + BATCH} read", file=sys.stderr, flush=True)
    hashes = np.frombuffer(keys, np.int64)
    owners = np.repeat(np.arange(len(names), dtype=np.int32), [n for _, n in names])
    order = np.argsort(hashes, kind="stable")
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA synchronous = OFF")
    for first in range(0, len(order), 1_000_000):
        part = order[first : first + 1_000_000]
        rows = ((int(hashes[at]), names[owners[at]][0], tick.number) for at in part)
        db.execute("BEGIN")
        db.executemany("INSERT OR IGNORE INTO fingerprints VALUES (?, ?, ?)", rows)
        db.execute("COMMIT")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()


def _probe(path: Path, held: int) -> tuple[list[float], int, float]:
    """Milliseconds for each of some new reports, how many found an origin, and megabytes of memory at most."""
    store, stream = SQLiteStore(path), reports(random.Random(held), held)
    sources = {f"s{n}": Source(id=f"s{n}", name=f"Paper number {n}") for n in range(SOURCES)}
    took, linked = [], 0
    for _ in range(PROBES):
        one = next(stream)
        with store.transaction():
            store.append([one], at=one.known)
            tick = store.tick(one.known)
            began = time.process_time()
            found = copies([one], store, tick, sources)
            store.add(tick, (*found.links, *found.memberships))
            took.append((time.process_time() - began) * 1000)
            linked += bool(found.links)
    return took, linked, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
