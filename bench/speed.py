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
from tocsin.model import Report
from tocsin.read import read
from tocsin.read.lexicon import lexicon
from tocsin.read.triage import matters
from tocsin.watch import Watch, from_question

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

    for name, followed in (
        ("", watch),
        (", a watch of the United States", from_question("Has a coup begun?", "US")),
    ):
        _triage(texts, source, followed, name)

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


def _triage(texts: list[str], source: Source, watch: Watch, name: str) -> None:
    """Print the pace of triage on texts that were not seen before: each pass ends them with words of its own."""

    def fresh(number: int) -> list[Report]:
        return [
            report("abroad", f"{text}\n{number}", published=datetime(2019, 4, 30, tzinfo=UTC))
            for text in texts
        ]

    for one in fresh(0):  # what is loaded once is loaded then
        matters(one, source, lexicon(watch))
    passes = [fresh(number) for number in range(1, 6)]
    before = time.process_time()
    found = sum(matters(one, source, lexicon(watch)) for reports in passes for one in reports)
    took = time.process_time() - before
    size = len(passes) * sum(len(text.encode()) for text in texts)
    print(
        f"triage{name}: {size / took / 1e6:.1f} MB a second ({found // len(passes)} of {len(texts)} texts matter)"
    )


if __name__ == "__main__":
    main()
