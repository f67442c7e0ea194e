"""How long it takes to find the origin of a new report in a store of many, and how much memory.

python bench/origin_index.py [--sizes 10000 100000 1000000] [--folder DIR]: made-up texts of 80 to 160 words with names
and numbers, frequent and rare words as in language (Zipf), one in five a rewrite of a recent one. Another process fills
the store with what the link stage would enter (the words are known there, so that texts need not be taken apart, and
the keys go in sorted); at each size 300 new reports are then linked one by one, as a running watch does. `--flood N`
enters the same text N times instead.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import sys
import tempfile
import time
from array import array
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate, product
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tocsin.link import index
from tocsin.link.copies import copies
from tocsin.link.passages import RUN, STEM, Body, body
from tocsin.link.pieces import Keys
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


def keys_of(text: str) -> Keys:
    """The keys of a made-up text, which has no frame and no small words: the same as of the text taken apart."""
    lines = [line.split() for line in text[:-1].split(". ")]
    marks = [w for line in lines for n, w in enumerate(line) if w[0].isdigit() or (n and w[0].isupper())]
    runs: set[str] = set()
    for line in lines:
        plain = [word.lower() for word in line]
        runs.update(
            map(" ".join, zip(plain, plain[1:], plain[2:], strict=False)) if len(plain) >= RUN else []
        )
        if len(plain) < RUN:
            runs.add(" ".join(plain))
    stems = dict.fromkeys(w if w[0].isdigit() else w[:STEM].lower() for w in marks)
    named = Body((), frozenset(), frozenset(), tuple(stems), frozenset())
    return Keys(tuple(index.sampled(map(index.key, runs))), tuple(index.pairs(named)), index.names(named))


def _filler(path: Path, pipe: Connection) -> None:
    """Fill the store up to each size that is asked for; answer with the reports that come next."""
    stream = reports(random.Random(4))
    while size := pipe.recv():
        store = SQLiteStore(path)
        store._db.execute("PRAGMA cache_size = -300000")
        store._db.execute("PRAGMA synchronous = OFF")
        held = store.count("report")
        keys, rows = array("q"), array("q")
        while held < size:
            batch = [next(stream) for _ in range(min(BATCH, size - held))]
            store.append(batch, at=batch[-1].known)
            assert keys_of(batch[0].text) == Keys.of(body(batch[0].text))
            (last,) = store._db.execute("SELECT max(seq) FROM reports").fetchone()
            for row, one in enumerate(batch, last - len(batch) + 1):
                entered = keys_of(one.text).entered(set(), None)
                keys.extend(entered)
                rows.extend([row] * len(entered))
            held += len(batch)
            if held % 20_000 == 0:
                print(f"{held} entered", file=sys.stderr, flush=True)
        _enter(store, np.array(keys), np.array(rows))
        store.close()
        pipe.send([next(stream) for _ in range(PROBES)])


def _enter(store: SQLiteStore, keys: NDArray[np.int64], rows: NDArray[np.int64]) -> None:
    """Put keys into the index in their order, which is what makes it quick."""
    order = np.lexsort((rows, keys))
    for part in np.array_split(order, len(order) // 1_000_000 + 1):
        with store.transaction():
            store._db.executemany(
                "INSERT OR IGNORE INTO fingerprints VALUES (?, ?)",
                zip(keys[part].tolist(), rows[part].tolist(), strict=True),
            )


def main() -> None:
    """Print a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--folder", type=Path, help="where the store is kept while it is measured")
    parser.add_argument("--flood", type=int, help="enter one text so many times")
    options = parser.parse_args()
    sources = {f"s{n}": Source(id=f"s{n}", name=f"Paper number {n}") for n in range(SOURCES)}
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        if options.flood:
            _flood(SQLiteStore(Path(folder) / "flood.db"), sources, options.flood)
            return
        path, (here, there) = Path(folder) / "many.db", Pipe()
        other = get_context("spawn").Process(target=_filler, args=(path, there), daemon=True)
        other.start()
        for size in sorted(options.sizes):
            began = time.perf_counter()
            here.send(size)
            probes = here.recv()
            print(f"{size} entered in {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
            store = SQLiteStore(path)
            took, waited, linked = _probe(store, probes, sources)
            store.close()
            megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            disk = sum(file.stat().st_size for file in Path(folder).iterdir()) / 1e6
            print(
                f"{size:>9} reports: {statistics.mean(took):.1f} ms a new report (median {statistics.median(took):.1f}, "
                f"19 of 20 under {sorted(took)[int(0.95 * len(took))]:.1f}; {statistics.mean(waited):.1f} by the clock); "
                f"{linked} of {PROBES} linked; {megabytes:.0f} MB of memory at most, {disk:.0f} MB on disk",
                flush=True,
            )
        here.send(0)
        other.join()


def _probe(
    store: SQLiteStore, probes: list[Report], sources: dict[str, Source]
) -> tuple[list[float], list[float], int]:
    """Milliseconds of processor and of the clock for each of some new reports, and how many found an origin."""
    took, waited, linked = [], [], 0
    for one in probes:
        with store.transaction():
            store.append([one], at=one.known)
            tick = store.tick(one.known)
            clock, began = time.perf_counter(), time.process_time()
            found = copies([one], store, tick, sources)
            store.add(tick, (*found.links, *found.memberships))
            took.append((time.process_time() - began) * 1000)
            waited.append((time.perf_counter() - clock) * 1000)
            linked += bool(found.links)
    return took, waited, linked


def _flood(store: SQLiteStore, sources: dict[str, Source], count: int) -> None:
    """Print what one text costs that comes again and again, a thousand at a time, and how many keys it leaves."""
    text = next(texts(random.Random(4)))
    for done in range(0, count, 1000):
        every = [
            report(f"s{n % SOURCES}", text, published=START + timedelta(seconds=n), url=f"https://x.org/{n}")
            for n in range(done, done + 1000)
        ]
        with store.transaction():
            store.append(every, at=every[-1].known)
            tick = store.tick(every[-1].known)
            began = time.process_time()
            found = copies(every, store, tick, sources)
            store.add(tick, (*found.links, *found.memberships))
            took = (time.process_time() - began) * 1000 / len(every)
        if done in {0, 1000} or (done + 1000) % max(1000, count // 5 // 1000 * 1000) == 0:
            (keys,) = store._db.execute("SELECT count(*) FROM fingerprints").fetchone()
            megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            origins = len({m.origin for m in found.memberships})
            print(
                f"{done + 1000:>7} times: {took:.2f} ms each, {keys} keys, {origins} origin, {megabytes:.0f} MB",
                flush=True,
            )


if __name__ == "__main__":
    main()
