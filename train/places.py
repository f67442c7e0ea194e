"""Learn tocsin/read/places.weights.json on the tuned halves of LGL and GeoVirus.

    python train/places.py --data ../shared/data

Two small models, both fitted by full-batch gradient descent from zero, so that the same data give the same weights:
a logistic regression over the findings of toponyms.py, and a conditional logit over the candidates of locating.py,
which asks only that what is chosen lies within 161 km of the truth. Kept texts are never looked at.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter
from functools import lru_cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from tocsin.read import locating
from tocsin.read import places as reading
from tocsin.read.gazetteer import gazetteer
from tocsin.read.places import Weights, names_of, sure
from tocsin.read.placesigns import elsewhere, findings
from tocsin.read.placewords import Words
from tocsin.read.toponyms import toponyms

OUT = Path(__file__).resolve().parent.parent / "tocsin/read/places.weights.json"
#: What a weight is drawn to instead of zero, and what its sign must be: the texts are of local papers and of one
#: wire, which name capitals less, and small towns more, than the news that the weights are for.
DRAWN = {"capital": 1.0}
SET = {"watch": 2.0}  # neither corpus has a country of watch: as much as seven times the people
NEVER_NEGATIVE = (
    "capital",
    "far the largest",
    "holds country",
    "holds region",
    "within",
    "people",
    "some",
    "share",
)
#: A finding that fewer toponyms show is left out.
SEEN = 8
#: What an event's place weighs beside a toponym of the other corpora: only places are marked, so more would
#: teach that everything is one.
EVENTS = 0.5


@lru_cache(maxsize=1)
def bench() -> ModuleType:
    """bench/places.py, for its corpora and its halves."""
    found = spec_from_file_location("bench_places", OUT.parents[2] / "bench/places.py")
    if found is None or found.loader is None:
        sys.exit("bench/places.py is not there")
    module = module_from_spec(found)
    sys.modules[found.name] = module
    found.loader.exec_module(module)
    return module


def material(data: Path, *, keep: bool = False) -> list[tuple[str, list[Any], bool]]:
    read = bench()
    return [
        (text, gold, peoples)
        for load, peoples in read.CORPORA.values()
        for text, gold in load(data)
        if read.tuned(text) != keep
    ]


def events(data: Path) -> list[tuple[str, list[tuple[int, int]]]]:
    """Sentences of event_location (MIT; news of crises), with the place of one event each: the rest is not marked.

    Some of its marks stand beside the words they mean; those that do not begin and end with a word are left out.
    """
    found: dict[str, list[tuple[int, int]]] = {}
    for item in json.loads(gzip.decompress((data / "places/event_location.jsonl.gz").read_bytes())):
        text = item["text"]
        for mark in item.get("spans") or []:
            start, end = mark["start"], mark["end"]
            whole = not text[max(0, start - 1) : start].isalnum() and not text[end : end + 1].isalnum()
            if (
                item.get("answer") == "accept"
                and mark["label"] == "LOCATION"
                and whole
                and text[start:end][:1].isupper()
            ):
                found.setdefault(text, []).append((start, end))
    return [(text, marks) for text, marks in sorted(found.items()) if bench().tuned(text)]


def ascend(matrix: Any, goal: Any, each: Any, ridge: float) -> Any:
    """Logistic regression by Adam on sparse rows (matrix: row, column pairs)."""
    rows, columns, size, width = matrix
    weights, m, v = np.zeros(width), np.zeros(width), np.zeros(width)
    for step in range(1, 601):
        score = np.bincount(rows, weights[columns], size)
        error = (1 / (1 + np.exp(-score)) - goal) * each
        slope = np.bincount(columns, error[rows], width) / size + ridge * weights / size
        m, v = 0.9 * m + 0.1 * slope, 0.999 * v + 0.001 * slope**2
        weights -= 0.03 * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-9)
    return weights


def learn_toponyms(texts: list[tuple[str, list[Any], bool]], ridge: float, data: Path) -> dict[str, float]:
    known, shown, goal = gazetteer(), [], []
    for text, gold, peoples in texts:
        words = Words(text)
        found = toponyms(words, known)
        counts = elsewhere(words, found, known)
        for t in found:
            if peoples or t.form != "demonym":
                shown.append(findings(words, t, known, counts))
                goal.append(any(t.start < g.end and g.start < t.end for g in gold))
    told = len(goal)
    for text, marks in events(data):
        words = Words(text)
        found = toponyms(words, known)
        counts = elsewhere(words, found, known)
        for t in found:
            if t.form != "demonym" and any(t.start < end and start < t.end for start, end in marks):
                shown.append(findings(words, t, known, counts))
                goal.append(True)
    each = np.array([1.0] * told + [EVENTS] * (len(goal) - told))
    seen = Counter(f for row in shown for f in set(row))
    width = {f: n for n, f in enumerate(sorted(f for f, n in seen.items() if n >= SEEN))}
    pairs = [(r, width[f]) for r, row in enumerate(shown) for f in row if f in width]
    rows, columns = (np.array(x) for x in zip(*pairs, strict=True))
    weights = ascend((rows, columns, len(shown), len(width)), np.array(goal, float), each, ridge)
    return {f: round(float(weights[n]), 3) for f, n in width.items()}


def learn_locating(texts: list[tuple[str, list[Any], bool]], together: bool) -> dict[str, float]:
    """Weights of the candidates' findings: of each name alone, or together with the rest of the text."""
    known, km = gazetteer(), bench().kilometres
    groups: list[tuple[list[dict[str, float]], list[bool]]] = []
    local: list[bool] = []
    for text, gold, peoples in texts:
        words = Words(text)
        found = toponyms(words, known)
        surely = sure(words, found, known)
        named = names_of(words, found, surely, known)
        told = [
            (row, 0.5)
            for row in sorted({reading._country(words, t, known) for t in found if t.form == "demonym"})
        ]
        pooled = sorted(set(named.values()), key=lambda n: (n.name, n.within or -1))
        options = {n: locating.candidates(known, n) for n in pooled}
        plain = {n: [locating.alone(known, n, r, by, None) for r, by in options[n]] for n in pooled}
        if together:
            given = {n: locating.chances(plain[n], reading.weights().alone) for n in pooled}
            votes = [
                (n.name, r, n.weight * c)
                for n in pooled
                for (r, _), c in zip(options[n], given[n], strict=True)
                if n.weight * c > 0.05
            ]
            around = locating.Surroundings(known, votes + [(-1, row, w) for row, w in told])
            plain = {
                n: [{**p, **around.of(n.name, r)} for p, (r, _) in zip(plain[n], options[n], strict=True)]
                for n in pooled
            }
        for t, n in named.items():
            truth = next((g for g in gold if t.start < g.end and g.start < t.end and g.at), None)
            if truth is None:
                continue
            near = [km(truth.at, (known.latitude[r], known.longitude[r])) <= 161 for r, _ in options[n]]
            if any(near) and not all(near):
                groups.append((plain[n], near))
                local.append(peoples)
    return fit(groups, np.array(local))


def fit(groups: list[tuple[list[dict[str, float]], list[bool]]], local: Any) -> dict[str, float]:
    """A conditional logit: the chance of all candidates that are right is made as large as it can be.

    Both corpora weigh the same together, however many names they have.
    """
    width = {f: n for n, f in enumerate(sorted({f for rows, _ in groups for row in rows for f in row}))}
    group = np.concatenate([np.full(len(rows), n) for n, (rows, _) in enumerate(groups)])
    right = np.array([x for _, near in groups for x in near])
    table = np.zeros((len(group), len(width)))
    for n, row in enumerate(row for rows, _ in groups for row in rows):
        for f, value in row.items():
            table[n, width[f]] = value
    shares = np.where(local, 1 / max(1, local.sum()), 1 / max(1, (~local).sum())) / len(set(local.tolist()))
    each = shares[group]
    drawn = np.array([DRAWN.get(f, 0.0) for f in width])
    stiff = np.where(drawn > 0, 0.02, 0.002)
    least = np.array([0.0 if f.startswith(NEVER_NEGATIVE) else -9.0 for f in width])
    weights, m, v = drawn.copy(), np.zeros(len(width)), np.zeros(len(width))
    for step in range(1, 801):
        score = np.exp(np.clip(table @ weights, -30, 30))
        chance = score / np.bincount(group, score)[group]
        good = chance * right / np.bincount(group, chance * right)[group]
        slope = table.T @ (each * (chance - good)) + stiff * (weights - drawn)
        m, v = 0.9 * m + 0.1 * slope, 0.999 * v + 0.001 * slope**2
        weights -= 0.05 * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-9)
        weights = np.maximum(weights, least)
    print(
        f"  {len(groups)} names with a choice, right on the data learnt from: {right_share(score, group, right):.3f}"
    )
    return SET | {f: round(float(weights[n]), 3) for f, n in width.items()}


def right_share(score: Any, group: Any, right: Any) -> float:
    best = np.lexsort((-score, group))
    first = best[np.r_[True, np.diff(group[best]) > 0]]
    return float(right[first].mean())


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--ridge", type=float, default=1.0)
    parser.add_argument("--least", type=float, default=0.45)
    given = parser.parse_args()
    texts = material(given.data)
    toponym = learn_toponyms(texts, given.ridge, given.data)
    made = Weights(toponym, {}, {}, given.least)
    for name in ("alone", "together"):
        reading.weights = lambda made=made: made  # what was learnt before is what the next is learnt with
        learnt = learn_locating(texts, name == "together")
        made = Weights(
            toponym,
            learnt if name == "alone" else made.alone,
            learnt if name == "together" else {},
            given.least,
        )
    OUT.write_text(
        json.dumps(
            {"toponym": made.toponym, "alone": made.alone, "together": made.together, "least": made.least},
            indent=0,
            sort_keys=True,
        )
        + "\n"
    )
    print(f"{len(toponym)} findings, {len(made.together)} of candidates")


if __name__ == "__main__":
    main()
