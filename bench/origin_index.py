"""How long it takes to find the origin of a new report in a store of many, and how much memory.

python bench/origin_index.py [--sizes 10000 100000 1000000]: made-up texts of 80 to 160 words with names and numbers,
frequent and rare words as in language (Zipf), one in five a rewrite of a recent one. The store is filled with what the
link stage would enter; at each size 300 new reports are then linked one by one, on one core, as a running watch does.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate, product
from pathlib import Path

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


def reports(chance: random.Random) -> Iterator[Report]:
    """Reports of many sources, one every ten seconds."""
    for number, text in enumerate(texts(chance)):
        at = START + timedelta(seconds=10 * number)
        yield report(f"s{number % SOURCES}", text, published=at, language="en")


def main() -> None:
    """Print a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000])
    options = parser.parse_args()
    stream = reports(random.Random(4))
    sources = {f"s{n}": Source(id=f"s{n}", name=f"Paper number {n}") for n in range(SOURCES)}
    with tempfile.TemporaryDirectory() as folder:
        store, held = SQLiteStore(Path(folder) / "many.db"), 0
        for size in sorted(options.sizes):
            while held < size:
                held += _fill(store, [next(stream) for _ in range(min(BATCH, size - held))])
                if held % 50_000 == 0:
                    print(f"{held} entered", file=sys.stderr, flush=True)
            took, linked = _probe(store, stream, sources)
            held += PROBES
            megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            disk = sum(file.stat().st_size for file in Path(folder).iterdir()) / 1e6
            print(
                f"{size:>9} reports: {statistics.mean(took):.1f} ms a new report (median {statistics.median(took):.1f}, "
                f"19 of 20 under {sorted(took)[int(0.95 * len(took))]:.1f}); {linked} of {PROBES} linked; "
                f"{megabytes:.0f} MB of memory at most, {disk:.0f} MB on disk",
                flush=True,
            )


def _fill(store: SQLiteStore, batch: list[Report]) -> int:
    """Enter reports as the link stage does, without looking for their origin."""
    with store.transaction():
        store.append(batch, at=batch[-1].known)
        tick = store.tick(batch[-1].known)
        for one in batch:
            keys = Keys.of(body(one.text))
            store.fingerprint(tick, one.id, keys.entered(set(), None))
    return len(batch)


def _probe(
    store: SQLiteStore, stream: Iterator[Report], sources: dict[str, Source]
) -> tuple[list[float], int]:
    """Milliseconds for each of some new reports, and how many found an origin."""
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
    return took, linked


if __name__ == "__main__":
    main()
