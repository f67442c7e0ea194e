"""Stories: which reports are about one happening, decided at once for each report as it comes.

Single-pass clustering as in topic detection and tracking (Allan et al. 1998): a report joins the story whose words it
shares most, weighed by how rare they are so far, or starts one. A story that grows in two directions is split, two that
grow together are merged. The same reports in the same order give the same stories; memory is bounded.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import lru_cache

import msgspec

from tocsin.link.passages import Body, body
from tocsin.model import Report

JOIN = 0.34  # cosine from which a report joins a story, in whatever language: names weigh most
MERGE = 0.6  # cosine of two stories from which they are one
SPLIT = 0.1  # cosine of two halves of a story below which they are two
SPLIT_AT = (8, 16, 32, 64)  # reports at which it is looked whether a story is two
LEAD = 2.0  # what words of the first two sentences weigh more
NAME = 3.0  # what names and numbers weigh more: two happenings of one kind differ in little else
OTHERS = 100  # reports of other matters that are taken for granted: in a thread all reports have the same few names
HALF_LIFE = timedelta(days=7)  # silence after which a story draws half as much
KEPT = 4096  # stories that can still be joined
WORDS = 160  # heaviest words kept of a story
MEMBERS = 64  # latest reports of a story that are kept for a split
SOUGHT = 40  # rarest words by which stories are looked for
COMPARED = 12
TABLE = 200_000  # words counted; beyond that those seen once are forgotten

Vector = dict[str, float]


class Placed(msgspec.Struct, frozen=True):
    """Where a report went: the story (the id of its first report), by what rule and how surely."""

    report: str
    story: str
    rule: str
    """starts, joins, copy."""
    score: float
    merged: tuple[str, ...] = ()
    """Stories that came to an end in this one."""
    split: str | None = None
    """The story that came out of this one."""


class _Story(msgspec.Struct):
    id: str
    first: datetime
    last: datetime
    words: Vector
    size: int
    members: list[tuple[str, datetime, Vector]]


class Stories:
    """The stories of one stream so far."""

    def __init__(
        self,
        *,
        join: float = JOIN,
        merge: float = MERGE,
        split: float = SPLIT,
        kept: int = KEPT,
    ) -> None:
        self._join, self._merge, self._split, self._kept = join, merge, split, kept
        self._seen = 0
        self._common: Counter[str] = Counter()
        self._stories: dict[str, _Story] = {}
        self._having: dict[str, dict[str, None]] = {}
        self._story_of: dict[str, str] = {}
        self._into: dict[str, str] = {}

    @classmethod
    def of(cls, told: Iterable[tuple[Report, str]]) -> Stories:
        """Take up again the stories of these reports, each with the name of its story, in the order they were placed."""
        stories = cls()
        sums: dict[str, Vector] = {}
        for report, name in told:
            vector, at = _vector(report.whole), report.known
            stories._count(vector)
            story = stories._stories.get(name) or stories._start(name, at)
            stories._enter(story, report.id, at, vector)
            words = sums.setdefault(name, {})
            for word, weight in vector.items():
                words[word] = words.get(word, 0.0) + weight
        for name, story in stories._stories.items():
            stories._reword(story, sums[name])
        return stories

    def placed(self) -> dict[str, str]:
        """The story of each report."""
        return {report: self.story_of(report) or report for report in self._story_of}

    def story_of(self, report: str) -> str | None:
        """The story that a report is in now."""
        name = self._story_of.get(report)
        while name in self._into:
            name = self._into[name]
        return name

    def groups(self) -> dict[str, list[str]]:
        """All reports by their story."""
        found: dict[str, list[str]] = {}
        for report in self._story_of:
            found.setdefault(self.story_of(report) or report, []).append(report)
        return found

    def add(self, report: Report, copy_of: str | None = None) -> Placed:
        """Place a report. Of one that is known to be a copy the story is that of what it was taken from."""
        vector = _vector(report.whole)
        self._count(vector)
        at = report.known
        known = self._stories.get(self.story_of(copy_of) or "") if copy_of else None
        ranked = [(2.0, known)] if known else self._ranked(vector, at)
        if not ranked:
            story = self._start(report.id, at)
            self._take(story, report.id, at, vector)
            return Placed(report=report.id, story=story.id, rule="starts", score=0.0)
        score, story = ranked[0]
        self._take(story, report.id, at, vector)
        merged = tuple(gone for _, other in ranked[1:] if (gone := self._one(report.id, other)))
        return Placed(
            report=report.id,
            story=self.story_of(report.id) or report.id,
            rule="copy" if known else "joins",
            score=round(min(score, 1.0), 4),
            merged=merged,
            split=self._parted(self._stories[self.story_of(report.id) or story.id]),
        )

    # Finding ------------------------------------------------------------------------------------

    def _ranked(self, vector: Vector, at: datetime) -> list[tuple[float, _Story]]:
        """The stories that a report may join, the likeliest first."""
        held = (word for word in vector if word in self._having)
        rarest = sorted(held, key=lambda word: (self._common[word], word))[:SOUGHT]
        hits: Counter[str] = Counter()
        for word in rarest:
            for name in self._having.get(word, ()):
                hits[name] += 1
        near = sorted(hits.items(), key=lambda item: (-item[1], item[0]))[: 4 * COMPARED]
        found = []
        for name, _ in near:
            story = self._stories[name]
            score = self._alike(vector, story.words) * _fresh(story, at)
            if score >= self._join:
                found.append((score, story))
        return sorted(found, key=lambda item: (-item[0], item[1].first, item[1].id))[:COMPARED]

    def _rare(self, word: str) -> float:
        """How much a word tells: nothing where every report has it (smoothed inverse document frequency)."""
        return math.log((self._seen + OTHERS) / (self._common[word] + 0.5))

    def _alike(self, one: Mapping[str, float], other: Mapping[str, float]) -> float:
        """Cosine of two word weights, by how rare the words are now."""
        if len(other) < len(one):
            one, other = other, one
        dot = sum(
            weight * other[word] * self._rare(word) ** 2 for word, weight in one.items() if word in other
        )
        return dot / (self._length(one) * self._length(other)) if dot else 0.0

    def _length(self, words: Mapping[str, float]) -> float:
        return math.sqrt(sum((weight * self._rare(word)) ** 2 for word, weight in words.items())) or 1.0

    # Growing ------------------------------------------------------------------------------------

    def _count(self, vector: Vector) -> None:
        self._seen += 1
        self._common.update(dict.fromkeys(vector, 1))
        if len(self._common) > TABLE:
            self._common = Counter({word: count for word, count in self._common.items() if count > 1})

    def _start(self, name: str, at: datetime) -> _Story:
        if len(self._stories) >= self._kept:
            self._forget(min(self._stories.values(), key=lambda story: (story.last, story.id)))
        story = _Story(name, at, at, {}, 0, [])
        self._stories[name] = story
        return story

    def _take(self, story: _Story, name: str, at: datetime, vector: Vector) -> None:
        self._enter(story, name, at, vector)
        words = dict(story.words)
        for word, weight in vector.items():
            words[word] = words.get(word, 0.0) + weight
        self._reword(story, words)

    def _enter(self, story: _Story, name: str, at: datetime, vector: Vector) -> None:
        self._story_of[name] = story.id
        story.members = [*story.members, (name, at, vector)][-MEMBERS:]
        story.first, story.last = min(story.first, at), max(story.last, at)
        story.size += 1

    def _reword(self, story: _Story, words: Vector) -> None:
        heaviest = sorted(words, key=lambda word: (-words[word] * self._rare(word), word))[:WORDS]
        for word in story.words.keys() - set(heaviest):
            self._having.get(word, {}).pop(story.id, None)
        story.words = {word: words[word] for word in heaviest}
        for word in heaviest:
            self._having.setdefault(word, {})[story.id] = None

    def _forget(self, story: _Story) -> None:
        for word in story.words:
            having = self._having.get(word, {})
            having.pop(story.id, None)
            if not having:
                self._having.pop(word, None)
        del self._stories[story.id]

    def _one(self, report: str, other: _Story) -> str | None:
        """Merge a report's story and another, the younger into the older, where they have grown together; which ended."""
        story = self._stories[self.story_of(report) or report]
        if self._alike(story.words, other.words) < self._merge:
            return None
        older, younger = sorted((story, other), key=lambda s: (s.first, s.id))
        words = dict(older.words)
        for word, weight in younger.words.items():
            words[word] = words.get(word, 0.0) + weight
        older.members = sorted([*older.members, *younger.members], key=lambda m: (m[1], m[0]))[-MEMBERS:]
        older.first, older.last = min(older.first, younger.first), max(older.last, younger.last)
        older.size += younger.size
        self._forget(younger)
        self._into[younger.id] = older.id
        self._reword(older, words)
        return younger.id

    def _parted(self, story: _Story) -> str | None:
        """Split a story whose reports have fallen into two: the half without its first report becomes one of its own."""
        if story.size not in SPLIT_AT or len(story.members) < story.size:
            return None
        halves = self._halves(story.members)
        if (
            min(map(len, halves)) < 3
            or self._alike(*(_sum(v for _, _, v in half) for half in halves)) >= self._split
        ):
            return None
        stays, goes = halves
        self._forget(story)
        old = self._start(story.id, stays[0][1])
        new = self._start(goes[0][0], goes[0][1])
        for half, members in ((old, stays), (new, goes)):
            for name, at, vector in members:
                self._take(half, name, at, vector)
        return new.id

    def _halves(self, members: list[tuple[str, datetime, Vector]]) -> tuple[list, list]:  # type: ignore[type-arg]
        """Two groups about the first report and the one least like it; each other report goes where it is more alike."""
        seed = members[0]
        far = min(members[1:], key=lambda m: (self._alike(seed[2], m[2]), m[0]))
        near, away = [seed], [far]
        for member in members[1:]:
            if member is not far:
                a, b = (self._alike(member[2], _sum(v for _, _, v in half)) for half in (near, away))
                (near if a >= b else away).append(member)
        return near, sorted(away, key=lambda m: (m[1], m[0]))


@lru_cache(maxsize=2048)
def _vector(whole: str) -> Vector:
    """The words of a text as weights: more for names and for the lead, little for repeats."""
    text: Body = body(whole)
    names = frozenset(text.marks)
    found: dict[str, float] = {}
    for place, sentence in enumerate(text.sentences):
        for word in sentence.words:
            found[word.stem] = found.get(word.stem, 0.0) + (LEAD if place < 2 else 1.0)
    return {word: (1.0 + math.log(n)) * (NAME if word in names else 1.0) for word, n in found.items()}


def _fresh(story: _Story, at: datetime) -> float:
    """How much of its pull a story has kept: all while it is told, half after a half-life of silence."""
    apart = max(at - story.last, story.first - at, timedelta())
    return float(0.5 ** (apart / HALF_LIFE))


def _sum(vectors: Iterable[Vector]) -> Vector:
    found: Vector = {}
    for vector in vectors:
        for word, weight in vector.items():
            found[word] = found.get(word, 0.0) + weight
    return found
