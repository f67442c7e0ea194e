"""Revisions made from real posts and short news, against their neighbours: what the store takes for which.

A section of bench/intake.py. Each text is edited as desks edit (sentences added, dropped, replaced, moved; a number or
some words corrected; cut to its first sentence), with words of the next text; the neighbour itself is the other entry
that a feed may give the same id.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from tocsin.store.revisions import near

SEED, MOST = 7, 4000
HALVES = ("looked at", "unseen")
Row = tuple[str, str, str]


def rows(data: Path) -> Iterator[Row]:
    """The share of edits that count as revisions, and of neighbours that do, for each half of the texts."""
    chance = random.Random(SEED)
    found: Counter[tuple[str, str, str, bool]] = Counter()
    for kind, pairs in (("live-blog posts", _posts(data)), ("short news", _events(data))):
        for one, other in chance.sample(pairs, min(MOST, len(pairs))):
            side = HALVES[hashlib.sha256(one.encode()).digest()[0] % 2]
            found[kind, side, "other entries taken for revisions", near(one, other)] += 1
            for edit, text in edits(one, other, chance):
                name = "sentence replaced" if edit == "replaced" else "revisions found"
                found[kind, side, name, near(text, one)] += 1
    for kind, side, name in sorted({key[:3] for key in found}):
        yes, no = found[kind, side, name, True], found[kind, side, name, False]
        target = {"revisions found": "97%", "other entries taken for revisions": "under 2%"}.get(name, "")
        yield f"{kind}, {side}: {name}", f"{yes} of {yes + no} ({100 * yes / (yes + no):.1f}%)", target


def edits(text: str, other: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """The text as an editor might change it, with words of another one."""
    own, new = _sentences(text), _sentences(other)
    words = text.split()
    yield "added", f"{text} {' '.join(new[:2])}"
    yield "put before", f"UPDATE: {new[0]} {text}"
    changed = list(words)
    for _ in range(max(1, len(words) // 10)):
        changed[chance.randrange(len(words))] = chance.choice(other.split())
    yield "corrected", " ".join(changed)
    numbers = [n for n, word in enumerate(words) if word.strip(".,").isdigit()]
    if numbers:
        yield (
            "number",
            " ".join([*words[: numbers[0]], str(chance.randint(1, 500)), *words[numbers[0] + 1 :]]),
        )
    if len(own) > 1:
        yield "dropped", " ".join(own[:-1])
        yield "cut", own[0]
        yield "moved", " ".join(chance.sample(own, len(own)))
        place = chance.randrange(len(own))
        yield "replaced", " ".join([*own[:place], new[0], *own[place + 1 :]])


def _sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+", text) if part]


def _lines(path: Path) -> Iterator[dict[str, object]]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def _pairs(texts: list[str]) -> list[tuple[str, str]]:
    long = [text for text in texts if len(text.split()) > 3]
    return [pair for pair in pairwise(long) if pair[0] != pair[1]]


def _posts(data: Path) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for blog in _lines(data / "liveblogs/guardian_key_events.200.jsonl.gz"):
        documents = blog["documents"]
        assert isinstance(documents, list)
        found += _pairs([" ".join(each["text"]) for each in documents])
    return found


def _events(data: Path) -> list[tuple[str, str]]:
    topics: defaultdict[str, list[str]] = defaultdict(list)
    for event in _lines(data / "streams/current_events.2002-2018.jsonl.gz"):
        topics[str(event["topic"] or event["category"])].append(str(event["text"]))
    return [pair for texts in topics.values() for pair in _pairs(texts)]
