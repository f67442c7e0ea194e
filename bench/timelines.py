"""Timelines out of dated articles against those of journalists: date F1, AR1 and AR2 with tilse's definitions.

    python bench/timelines.py --data ../shared/data                  with what ships
    python bench/timelines.py --data ../shared/data --left-out       each topic with what is best for the others

As in Gholipour Ghalandari and Ifrim (ACL 2020), each timeline is written with as many days as the reference has, and
as many sentences a day as it has on average, within its first and last day; DATEWISE, their best, has AR1 .120, AR2
.035, date F1 .544 on all of Timeline17. Beside it in the same run: the days on which most came out, each with the first
sentences of that day. What ships was chosen on these collections; --left-out chooses it again for each topic on all
others, out of CHOICES.
"""

from __future__ import annotations

import argparse
import bisect
import gzip
import json
import re
import sys
import time
from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from statistics import mean

sys.path.insert(0, str(Path(__file__).parent))
from timeline_scores import Timeline, aligned_rouge, date_f1

from tocsin.publish import timeline as made
from tocsin.read.timexes import timexes

FOLDER = Path("timelines/timeline17")
#: LATER, LEADING and COMMON of tocsin/publish/timeline.py.
CHOICES = [
    (later, leading, common)
    for later in (0.0, 0.3, 0.6)
    for leading, common in ((5, 0.35), (10, 0.35), (10, 0.7))
]
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Collection:
    """The articles of one source on one topic, and a journalist's timeline."""

    def __init__(self, articles: Path, reference: list[tuple[str, list[str]]]) -> None:
        self.name = articles.name.removesuffix(".articles.jsonl.gz")
        self.topic = self.name.partition("_")[0]
        self._path = articles
        self.reference: dict[date, list[str]] = {}
        for day, sentences in reference:
            self.reference.setdefault(date.fromisoformat(day[:10]), []).extend(sentences)
        self.first, self.last = min(self.reference), max(self.reference)
        self.sentences = max(1, round(mean(map(len, self.reference.values()))))

    @cached_property
    def told(self) -> list[made.Dated]:
        """Every sentence with the days that it names, seen from the article's own day."""
        with gzip.open(self._path, "rt", encoding="utf-8") as lines:
            return [one for line in lines for one in _dated(json.loads(line))]

    def written(self) -> Timeline:
        """The timeline that Tocsin writes."""
        days = made.timeline(
            self.told, days=len(self.reference), sentences=self.sentences, first=self.first, last=self.last
        )
        return {one.day: [sentence.text for sentence in one.sentences] for one in days}

    def plain(self) -> Timeline:
        """The days of most articles, with their first sentences."""
        out: dict[date, list[made.Dated]] = defaultdict(list)
        for one in self.told:
            if self.first <= one.published <= self.last and one.place < self.sentences:
                out[one.published].append(one)
        most = Counter({day: len(rows) for day, rows in out.items()}).most_common(len(self.reference))
        return {day: [one.text for one in out[day][: self.sentences]] for day, _ in most}


def _dated(article: dict) -> list[made.Dated]:
    sentences = [part.strip() for part in article["text"].split("\n") if part.strip()]
    said = datetime.fromisoformat(article["time"][:10]).replace(hour=18, tzinfo=UTC)
    starts = [0]
    for sentence in sentences:
        starts.append(starts[-1] + len(sentence) + 1)
    days: list[set[date]] = [set() for _ in sentences]
    for timex in timexes("\n".join(sentences), said=said, zone=UTC):
        if found := _DAY.match(timex.value):
            try:
                days[bisect.bisect_right(starts, timex.start) - 1].add(date.fromisoformat(found[0]))
            except ValueError:  # the 31st of June
                continue
    return [
        made.Dated(sentence, said.date(), place, str(article["id"]), tuple(sorted(days[place])))
        for place, sentence in enumerate(sentences)
    ]


def collections(data: Path) -> list[Collection]:
    """Each timeline of Timeline17 with the articles that it is to be written from."""
    found: list[Collection] = []
    for articles in sorted((data / FOLDER).glob("*.articles.jsonl.gz")):
        path = articles.with_name(articles.name.replace(".articles.", ".timelines."))
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            found += [Collection(articles, json.loads(line)["timeline"]) for line in lines]
    return found


Row = tuple[float, float, float]


def _judged(timeline: Timeline, one: Collection) -> Row:
    return (
        aligned_rouge(timeline, one.reference, 1),
        aligned_rouge(timeline, one.reference, 2),
        date_f1(timeline, one.reference),
    )


def _row(one: Collection, choice: tuple[float, int, float]) -> Row:
    made.LATER, made.LEADING, made.COMMON = choice
    return _judged(one.written(), one)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--left-out", action="store_true")
    options = parser.parse_args()
    found = collections(options.data)
    if not found:
        raise SystemExit(f"{options.data / FOLDER} is not there: give --data")
    print(f"{'':<26}{'AR1':>7}{'AR2':>7}{'dates':>7}")
    rows: dict[str, list[Row]] = {"first sentences": [], "tocsin": []}
    begun = time.perf_counter()
    tried = (
        {one.name: {choice: _row(one, choice) for choice in CHOICES} for one in found}
        if options.left_out
        else {}
    )
    for one in found:
        rows["first sentences"].append(_judged(one.plain(), one))
        if options.left_out:
            others = [tried[other.name] for other in found if other.topic != one.topic]
            choice = max(CHOICES, key=lambda choice: mean(row[choice][0] + row[choice][2] for row in others))
            rows["tocsin"].append(tried[one.name][choice])
        else:
            rows["tocsin"].append(_judged(one.written(), one))
        print(f"{one.name:<26}" + "".join(f"{value:7.3f}" for value in rows["tocsin"][-1]), flush=True)
    for name, values in rows.items():
        print(f"{name:<26}" + "".join(f"{mean(column):7.3f}" for column in zip(*values, strict=True)))
    print(f"{len(found)} timelines in {time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
