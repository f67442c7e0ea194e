"""How much a text tells a reader who has followed the thread so far: novelty, deeds, voices, numbers and length, weighed.

The weights are learned from live blogs whose editors marked their key events (train/importance.py) and shipped as a
small table of logarithmic odds; what is looked for stands in importance.toml. Nothing later than a text is looked at.
"""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from importlib import resources

import msgspec

from tocsin.assess.admiralty import reliability
from tocsin.model import Claim, Source

#: A text is compared with so many before it, for likeness and for what is usual in this thread.
LOOKS_BACK = 60
USUAL = 20
#: So much of a text is looked at.
LOOKED_AT = 20_000
_WORD = re.compile(r"[^\W_](?:[\w']*[^\W_])?")
_NUMBER = re.compile(r"\b\d[\d,.]*\b")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


class Post(msgspec.Struct, frozen=True):
    """One text of a thread and when it was published."""

    at: datetime
    text: str


class Weights(msgspec.Struct, frozen=True):
    """The shipped table: per feature its mean and spread in the training part and its weight."""

    intercept: float
    post: dict[str, tuple[float, float, float]]
    threshold: float
    """From this score on a text is told by itself: where F1 was best in the training part."""


def _table() -> Weights:
    content = resources.files("tocsin.publish").joinpath("importance.json").read_text("utf-8")
    return msgspec.convert(json.loads(content), Weights)


def _cues() -> dict[str, re.Pattern[str]]:
    content = resources.files("tocsin.publish").joinpath("importance.toml").read_text("utf-8")
    return {name: re.compile(row, re.IGNORECASE) for name, row in tomllib.loads(content)["cues"].items()}


WEIGHTS = _table()
CUES = _cues()


def scores(posts: Iterable[Post]) -> list[float]:
    """How much each text of a thread tells, in log-odds that an editor would mark it; the posts oldest first."""
    return [_weighed(row) for row in features(posts)]


def _weighed(row: Mapping[str, float]) -> float:
    total = WEIGHTS.intercept
    for name, (mean, spread, weight) in WEIGHTS.post.items():
        if name in row:
            total += weight * max(-4.0, min(4.0, (row[name] - mean) / spread))
    return total


def features(posts: Iterable[Post]) -> list[dict[str, float]]:
    """What the weights are of: each text by itself, and against the texts before it."""
    thread = _Thread()
    return [thread.next(post) for post in posts]


def alone(text: str) -> dict[str, float]:
    """What a text shows by itself."""
    text = text[:LOOKED_AT]
    words = _WORD.findall(text.casefold())
    sentences = [part for part in _SENTENCE.split(text) if part.strip()]
    first = sentences[0] if sentences else ""
    row = {
        "words": math.log1p(len(words)),
        "sentences": math.log1p(len(sentences)),
        "first-words": math.log1p(len(_WORD.findall(first))),
        "essay": float(len(words) > 250),
        "numbers": math.log1p(len(_NUMBER.findall(text))),
    }
    for name, cue in CUES.items():
        row[name] = math.log1p(sum(1 for _ in cue.finditer(text)))
        row[f"{name}-first"] = float(bool(cue.search(first)))
    return row


class _Thread:
    """What was said so far: its words, numbers, rhythm, and the last texts."""

    def __init__(self) -> None:
        self._in: Counter[str] = Counter()
        self._numbers: set[str] = set()
        self._last: deque[dict[str, float]] = deque(maxlen=LOOKS_BACK)
        self._lengths: deque[float] = deque(maxlen=USUAL)
        self._at: datetime | None = None
        self._count = 0

    def next(self, post: Post) -> dict[str, float]:
        """The features of the next text, which from then on is part of what was said."""
        text = post.text[:LOOKED_AT]
        words = Counter(word for word in _WORD.findall(text.casefold()) if len(word) > 2)
        numbers = set(_NUMBER.findall(text))
        vector = self._vector(words)
        likeness = [_cosine(vector, other) for other in self._last]
        row = alone(text)
        new = sum(word not in self._in for word in words)
        usual = sum(self._lengths) / len(self._lengths) if self._lengths else row["words"]
        gap = max(0.0, (post.at - self._at).total_seconds() / 60) if self._at else 0.0
        row |= {
            "likest": max(likeness, default=0.0),
            "like-the-last": max(likeness[-5:], default=0.0),
            "new-share": new / max(1, len(words)),
            "new-words": math.sqrt(new),
            "new-numbers": math.sqrt(len(numbers - self._numbers)),
            "longer-than-usual": row["words"] - usual,
            "usual-length": usual,
            "opening": float(self._count == 0),
            "early": float(self._count < 3),
            "so-far": math.log1p(self._count),
            "pause": math.log1p(gap),
        }
        self._in.update(words.keys())
        self._numbers |= numbers
        self._last.append(vector)
        self._lengths.append(row["words"])
        self._at, self._count = post.at, self._count + 1
        return row

    def _vector(self, words: Mapping[str, int]) -> dict[str, float]:
        """The words weighed by how few texts so far have them, of length one."""
        row = {
            word: (1 + math.log(n)) * (0.3 + math.log((2 + self._count) / (1 + self._in[word])))
            for word, n in words.items()
        }
        length = math.sqrt(sum(weight * weight for weight in row.values())) or 1.0
        return {word: weight / length for word, weight in row.items()}


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    if len(other) < len(one):
        one, other = other, one
    return sum(weight * other.get(word, 0.0) for word, weight in one.items())


#: What a claim is worth besides its words: who publishes it, whether a party speaks, whether somebody can be asked.
TRUSTED, PARTY, NAMED, COUNTED, FIRM = 1.0, 0.4, 0.3, 0.3, 0.4
#: How far the words themselves count.
WORDS = 0.3


def worth(claim: Claim, words: str, source: Source | None) -> float:
    """How much a claim would tell a reader, in no unit: its words, who says it, how firmly, and what it counts."""
    speaker = claim.speaker
    return (
        WORDS * _by_words(words)
        + TRUSTED * reliability(source)[0]
        + PARTY * bool(speaker.side)
        + NAMED * (speaker.start is None or speaker.named)
        + COUNTED * bool(claim.quantities)
        - FIRM * claim.hedged
    )


@lru_cache(maxsize=16_384)
def _by_words(words: str) -> float:
    """What the words themselves are worth; a page asks again at every pass."""
    return _weighed(alone(words))


def ranked(texts: Sequence[Post]) -> list[int]:
    """The numbers of the texts, those that tell most first."""
    found = scores(texts)
    return sorted(range(len(texts)), key=lambda number: (-found[number], number))
