"""How fast reading is on one core: loading, triage, the full English reading; and where its time goes.

    python bench/speed.py --data ../shared/data [--texts 200] [--profile]

The texts are PolNeAR's dev part (agency and newspaper copy), every one read whether or not it matters to the watch.
Times are of the processor (one thread), so that a busy machine does not change them much.
"""

from __future__ import annotations

import argparse
import cProfile
import gzip
import json
import pstats
import resource
import time
from datetime import UTC, datetime
from pathlib import Path

from tocsin import Source, load_watch, report
from tocsin.read import read
from tocsin.read.lexicon import lexicon
from tocsin.read.triage import matters

CRISIS = Path(__file__).parent.parent / "crises" / "caracas-2019-04-30"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--texts", type=int, default=84)
    parser.add_argument("--profile", action="store_true")
    args = parser.parse_args()
    with gzip.open(args.data / "attribution" / "polnear.dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines][: args.texts]
    watch = load_watch(CRISIS)
    source = Source(id="abroad", name="Abroad", country="US", language="en")
    reports = [report("abroad", text, published=datetime(2019, 4, 30, tzinfo=UTC)) for text in texts]

    before = time.process_time()
    read(
        [report("abroad", "Nobody said so.", published=datetime(2019, 4, 30, tzinfo=UTC))],
        watch,
        {},
        everything=True,
    )
    print(f"loading and the first sentence: {time.process_time() - before:.1f} s")

    matters(reports[0], source, lexicon(watch))
    before, times = time.process_time(), 10
    for _ in range(times):
        found = sum(matters(one, source, lexicon(watch)) for one in reports)
    took = time.process_time() - before
    size = times * sum(len(one.text.encode()) for one in reports)
    print(f"triage: {size / took / 1e6:.0f} MB a second ({found} of {len(reports)} texts matter)")

    profile = cProfile.Profile()
    if args.profile:
        profile.enable()
    before = time.process_time()
    claims = read(reports, watch, {source.id: source}, everything=True)
    took = time.process_time() - before
    profile.disable()
    words = sum(len(text.split()) for text in texts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"full English reading: {words / took:.0f} words a second ({words} words, {len(claims)} claims), "
        f"peak memory {peak:.0f} MB"
    )
    if args.profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(40)


if __name__ == "__main__":
    main()
