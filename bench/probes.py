"""What the shipped encoder carries over to other coders' sets: linear heads on its frozen states.

    python bench/probes.py --data ../shared/data [--most 6000]

CAMEO quad class (0 none .. 4), police actions in India (any of kill, arrest, fail, force, action; one head each), and
source and target of CAMEO events (tags of words). A head is a regularised logistic regression fitted on the train part;
where a set has no dev part, every tenth sentence is kept back. The baseline is the same head on bags of words.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import itertools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from events import macro_f1
from numpy.typing import NDArray

from tocsin.read import weights

Matrix = NDArray[np.float32]
BATCH, LONGEST, BAG = 16, 128, 4096
NAMES = {"S": "source", "T": "target", "R": "relation"}
ACTIONS = ("kill", "arrest", "fail", "force", "any action")


def states(texts: Sequence[str]) -> Iterator[tuple[Matrix, list[tuple[int, int]]]]:
    """The encoder's state of each word piece ([CLS] first) and the pieces' characters, in order."""
    encoded = [weights.tokenizer().encode(text, add_special_tokens=False) for text in texts]
    order = sorted(range(len(texts)), key=lambda n: len(encoded[n].ids))
    found: dict[int, Matrix] = {}
    for start in range(0, len(order), BATCH):
        chosen = order[start : start + BATCH]
        rows = [encoded[n].ids[:LONGEST] for n in chosen]
        (out,) = weights.run(rows, ["states"])
        found.update(
            {n: state[: len(row) + 1].copy() for n, state, row in zip(chosen, out, rows, strict=True)}
        )
    return ((found[n], list(encoded[n].offsets[:LONGEST])) for n in range(len(texts)))


def pooled(texts: Sequence[str]) -> Matrix:
    """[CLS] and the mean of all pieces."""
    return np.stack([np.concatenate([state[0], state.mean(0)]) for state, _ in states(texts)])


def bag(texts: Sequence[str]) -> Matrix:
    """Counts of words, hashed: what a head without an encoder sees."""
    found = np.zeros((len(texts), BAG), np.float32)
    for row, text in enumerate(texts):
        for word in re.findall(r"\w+", text.lower()):
            found[row, int(hashlib.md5(word.encode(), usedforsecurity=False).hexdigest(), 16) % BAG] = 1
    return found


class Head:
    """A softmax regression with a ridge, fitted by Adam from zero: no chance in it."""

    def __init__(
        self, features: Matrix, gold: NDArray[np.int64], classes: int, *, ridge: float = 1e-3
    ) -> None:
        self.mean, self.spread = features.mean(0), features.std(0) + 1e-3
        x = np.hstack([(features - self.mean) / self.spread, np.ones((len(features), 1), np.float32)])
        self.w = np.zeros((x.shape[1], classes), np.float32)
        wanted = np.eye(classes, dtype=np.float32)[gold]
        first, second = np.zeros_like(self.w), np.zeros_like(self.w)
        for step in range(1, 301):
            slope = x.T @ (self._softmax(x @ self.w) - wanted) / len(x) + ridge * self.w
            first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
            self.w -= 0.01 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)

    @staticmethod
    def _softmax(scores: Matrix) -> Matrix:
        risen = np.exp(scores - scores.max(1, keepdims=True))
        shares: Matrix = risen / risen.sum(1, keepdims=True)
        return shares

    def __call__(self, features: Matrix) -> list[int]:
        """The class of each row."""
        x = np.hstack([(features - self.mean) / self.spread, np.ones((len(features), 1), np.float32)])
        return [int(best) for best in (x @ self.w).argmax(1)]


def kept(text: str) -> bool:
    """Whether a sentence is kept back, as in train/material.py."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % 10 == 0


def rows(path: Path) -> list[list[str]]:
    """The rows of a gzipped table."""
    with gzip.open(path, "rt", encoding="utf-8", errors="replace") as lines:
        return [line.rstrip("\n").split("\t") for line in lines if line.strip()]


def cameo_class(data: Path) -> None:
    """Quad classes; the shipped head was trained on the same nine tenths."""
    table = rows(data / "cameo_class" / "train.tsv.gz")
    train = [row for row in table if not kept(row[0])]
    dev = [row for row in table if kept(row[0])]
    gold = [int(row[1]) for row in dev]
    for name, features in (("encoder", pooled), ("bag of words", bag)):
        head = Head(features([r[0] for r in train]), np.array([int(r[1]) for r in train]), 5)
        found = head(features([r[0] for r in dev]))
        right = sum(a == b for a, b in zip(gold, found, strict=True)) / len(gold)
        print(
            f"  {name:<13} macro-F1 {macro_f1(gold, found):.3f}  accuracy {right:.3f}  ({len(gold)} kept back)"
        )


def india(data: Path, most: int) -> None:
    """Five yes-or-no questions of each sentence."""
    train = [r for r in rows(data / "india_police" / "train.tsv.gz") if len(r) == 6]
    rare = [r for r in train if any(int(flag) for flag in r[1:])]
    train = rare + [r for r in train if r not in rare][: max(0, most - len(rare))]
    dev = [r for r in rows(data / "india_police" / "dev.tsv.gz") if len(r) == 6]
    for name, features in (("encoder", pooled), ("bag of words", bag)):
        x, y = features([r[0] for r in train]), features([r[0] for r in dev])
        scores = []
        for number in range(5):
            gold = [int(r[1 + number]) for r in dev]
            found = Head(x, np.array([int(r[1 + number]) for r in train]), 2)(y)
            hits = sum(a == b == 1 for a, b in zip(gold, found, strict=True))
            scores.append(2 * hits / max(1, sum(gold) + sum(found)))
        print(f"  {name:<13} " + "  ".join(f"{a} F1 {s:.3f}" for a, s in zip(ACTIONS, scores, strict=True)))


def tagging(path: Path) -> None:
    """Source, target and relation words: a tag for each word, scored by whole spans."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        text = [line.split() for line in lines]
    sentences = [
        list(group) for full, group in itertools.groupby(text, key=lambda row: len(row) == 2) if full
    ]
    parts: dict[bool, list[list[list[str]]]] = {True: [], False: []}
    for sentence in sentences:
        parts[kept(" ".join(row[0] for row in sentence))].append(sentence)
    names = sorted({row[1] for sentence in sentences for row in sentence})
    x, gold = words(parts[False]), [names.index(row[1]) for s in parts[False] for row in s]
    head = Head(x, np.array(gold), len(names))
    found = iter(head(words(parts[True])))
    tagged = [[names[next(found)] for _ in s] for s in parts[True]]
    for kind in "STR":
        wanted = [set(spans([row[1] for row in s], kind)) for s in parts[True]]
        given = [set(spans(tags, kind)) for tags in tagged]
        hits = sum(len(a & b) for a, b in zip(wanted, given, strict=True))
        total = sum(map(len, wanted)) + sum(map(len, given))
        print(f"  {'encoder':<13} {NAMES[kind]} span F1 {2 * hits / total:.3f}")


def words(sentences: Sequence[Sequence[Sequence[str]]]) -> Matrix:
    """The state of each word's first piece beside those of its neighbours and of the sentence."""
    texts = [" ".join(row[0] for row in s) for s in sentences]
    found = []
    for s, (state, offsets) in zip(sentences, states(texts), strict=True):
        at, first = 0, []
        begins = {start: n for n, (start, _) in reversed(list(enumerate(offsets)))}
        for row in s:
            first.append(begins.get(at, len(offsets) - 1) + 1)
            at += len(row[0]) + 1
        edge = [0, *first, 0]
        found += [
            np.concatenate([state[b], state[a], state[c]])
            for a, b, c in zip(edge, edge[1:], edge[2:], strict=False)
        ]
    return np.stack(found)


def spans(tags: Sequence[str], kind: str) -> Iterator[tuple[int, int]]:
    """The spans of a kind in BIO tags."""
    start = None
    for at, tag in enumerate([*tags, "O"]):
        if start is not None and tag != f"I-{kind}":
            yield start, at
            start = None
        if tag == f"B-{kind}" or (tag == f"I-{kind}" and start is None):
            start = at


def main() -> None:
    """Fit, score, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--most", type=int, default=6000, help="training sentences of the police set")
    args = parser.parse_args()
    events = args.data / "events"
    print("CAMEO quad class (ConfliBERT's set)")
    cameo_class(events)
    print("source and target of CAMEO events (ConfliBERT's set)")
    tagging(events / "cameo_ner" / "train.txt.gz")
    print("police actions in India")
    india(events, args.most)


if __name__ == "__main__":
    main()
