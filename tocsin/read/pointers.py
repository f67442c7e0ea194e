"""Attributions by a small model: each piece of what is said points at its cue, and each cue at who says it.

The model (tocsin/read/weights, docs/models/reader.md) is a MiniLM encoder in int8, run on one core by ONNX Runtime.
It sees windows of 254 word pieces; what it gives is turned into spans here, so that every span is exact characters.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
import numpy as np

from tocsin.read import weights
from tocsin.read.attribution import Span
from tocsin.read.weights import Scores

#: Word pieces that the model sees at once besides [CLS] and [SEP], and how far two windows overlap.
WINDOW, OVERLAP = 254, 64
#: Pieces before a stretch that are read with it, so that what was just named is seen.
BEFORE = 40
#: The score of "no role" for pieces that no window holds.
OUTSIDE = 30.0
#: Word pieces that one run holds: more of them at once is slower on one core, and takes more memory.
RUN = 512
POINTER = 128
#: O, then B- and I- of source, cue, content, as the model was trained.
SOURCE, CUE, CONTENT = 1, 3, 5
#: What it costs, in nats, to pass from one cue to another inside a stretch of content: a clause of a few pieces that
#: points elsewhere outweighs it, a single piece does not. Chosen on PolNeAR's dev part.
SWITCH = 4.0


#: Added to the scores of the roles (O, then B- and I- of source, cue, content): the model is trained to be right piece
#: by piece, and so misses cues, without which what is said has nobody, and cuts one saying in two. Chosen on PolNeAR's
#: dev part.
LEAN: Any = np.array([0, 0.5, 0.5, 1, 1, -1.6, 0], np.float32)
#: How much surer the model must be that nobody is named than that a given span is the speaker, and below what share
#: of its pointer a span that was marked as a source is passed over for the pieces that the cue points at.
NOBODY, LEAST, TAIL = 3.0, 0.2, 0.03


class Said(msgspec.Struct, frozen=True):
    """One attribution as spans of the text: who, by which words, what."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    sure: float
    """How sure the model is that the content is tied to this cue, 0..1."""


class _Pieces(msgspec.Struct):
    """One text in word pieces, with what the model gave for each."""

    spans: list[Span]
    roles: Scores
    windows: list[tuple[int, int, Scores]]
    """First and last piece of each window, and its pointer vectors ([CLS] first)."""

    def window(self, piece: int) -> tuple[int, int, Scores] | None:
        """The window in which a piece stands furthest from an edge that cuts the text; None where none was read."""
        last = len(self.spans)
        inside = [w for w in self.windows if w[0] <= piece < w[1]]
        return max(
            inside,
            key=lambda w: min(piece - w[0] if w[0] else WINDOW, w[1] - 1 - piece if w[1] < last else WINDOW),
            default=None,
        )


def said(texts: Sequence[str], within: Sequence[Sequence[Span]] | None = None) -> Iterator[list[Said]]:
    """What each text attributes to whom, in order of the texts; `within`: only these stretches of each are read."""
    for pieces in _read(texts, within):
        yield _attributions(pieces)


# The model ----------------------------------------------------------------------------------------


def _run(windows: Sequence[Sequence[int]]) -> list[tuple[Scores, Scores]]:
    """Roles of the pieces and pointer vectors of [CLS] and the pieces, for each window."""
    roles, pointers = weights.run(windows, ["roles", "pointers"])
    return [
        (roles[row, 1 : len(window) + 1], pointers[row, : len(window) + 1])
        for row, window in enumerate(windows)
    ]


def _windows(begins: Sequence[int], stretches: Sequence[Span] | None) -> Iterator[tuple[int, int]]:
    """First and last piece of each window: over the whole text, or over the stretches with some pieces before them."""
    runs = [(0, len(begins))] if stretches is None else []
    for first, last in stretches or ():
        start, end = bisect_left(begins, first), bisect_left(begins, last)
        if runs and start - BEFORE <= runs[-1][1]:
            runs[-1] = (runs[-1][0], end)
        elif end > start:
            runs.append((max(0, start - BEFORE), end))
    for first, last in runs:
        for start in range(first, max(last - OVERLAP, first + 1), WINDOW - OVERLAP):
            if start < last:
                yield start, min(start + WINDOW, last)


def _read(texts: Sequence[str], within: Sequence[Sequence[Span]] | None = None) -> Iterator[_Pieces]:
    """Run the model over the windows of all texts, like with like, and give each text its own back."""
    tokenizer = weights.tokenizer()
    encoded = [tokenizer.encode(text, add_special_tokens=False) for text in texts]
    places = [
        (number, start, end)
        for number, one in enumerate(encoded)
        for start, end in _windows(
            [a for a, _ in one.offsets], within[number] if within is not None else None
        )
    ]
    outcome: dict[tuple[int, int], tuple[Scores, Scores]] = {}
    for batch in _batches(places):
        found = _run([encoded[number].ids[start:end] for number, start, end in batch])
        outcome.update({(number, start): one for (number, start, _), one in zip(batch, found, strict=True)})
    for number, one in enumerate(encoded):
        mine = [(start, end) for n, start, end in places if n == number]
        pieces = _Pieces(
            spans=[(start, end) for start, end in one.offsets],
            roles=np.zeros((len(one.ids), 7), np.float32),
            windows=[(start, end, outcome[number, start][1]) for start, end in mine],
        )
        pieces.roles[:, 0] = OUTSIDE
        for piece in range(len(one.ids)):
            if (window := pieces.window(piece)) is not None:
                pieces.roles[piece] = outcome[number, window[0]][0][piece - window[0]]
        yield pieces


def _batches(places: Iterable[tuple[int, int, int]]) -> Iterator[list[tuple[int, int, int]]]:
    """Windows of about the same length together, so that little is spent on padding."""
    batch: list[tuple[int, int, int]] = []
    for place in sorted(places, key=lambda p: (p[2] - p[1], p)):
        if batch and (place[2] - place[1] + 2) * (len(batch) + 1) > RUN:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


#: No window at all: a role stands only where one was read, so that this is never looked into.
_NOWHERE: tuple[int, int, Any] = (0, 0, np.zeros((1, 4 * POINTER), np.float32))

# From scores to spans -----------------------------------------------------------------------------

#: A span's inside follows only its own beginning or inside.
_FORBIDDEN: Any = np.zeros((7, 7), np.float32)
for _before in range(7):
    for _inside in (2, 4, 6):
        if _before not in {_inside - 1, _inside}:
            _FORBIDDEN[_before, _inside] = -1e4


def _best_path(scores: Scores, between: Scores, first: Scores) -> list[int]:
    """The states that score best together (Viterbi)."""
    best, back = scores[0] + first, []
    for row in scores[1:]:
        ways = best[:, None] + between
        back.append(ways.argmax(0))
        best = ways.max(0) + row
    path = [int(best.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]


def _softmax(scores: Scores) -> Scores:
    risen = np.exp(scores - scores.max(-1, keepdims=True))
    whole: Scores = risen / risen.sum(-1, keepdims=True)
    return whole


def _runs(path: Sequence[int], role: int) -> list[tuple[int, int]]:
    """The spans of a role, as first piece and one past the last."""
    found: list[tuple[int, int]] = []
    for piece, state in enumerate(path):
        if state == role or (state == role + 1 and not (found and found[-1][1] == piece)):
            found.append((piece, piece + 1))
        elif state == role + 1:
            found[-1] = (found[-1][0], piece + 1)
    return found


def _attributions(pieces: _Pieces) -> list[Said]:
    if not pieces.spans:
        return []
    path = _best_path(pieces.roles + LEAN, _FORBIDDEN, _FORBIDDEN[0])
    cues, sources = _runs(path, CUE), _runs(path, SOURCE)
    content: dict[int, list[tuple[int, int]]] = {}
    sure: dict[int, list[float]] = {}
    alone: list[tuple[int, int]] = []
    for run in _runs(path, CONTENT):
        for start, end, cue, chance in _tied(pieces, run, cues):
            if cue is None:
                alone.append((start, end))
            else:
                content.setdefault(cue, []).append((start, end))
                sure.setdefault(cue, []).append(chance)
    found = [
        Said(
            source=tuple(_span(pieces, run) for run in _speaker(pieces, cues[cue], sources)),
            cue=(_span(pieces, cues[cue]),),
            content=tuple(_span(pieces, run) for run in runs),
            sure=float(np.mean(sure[cue])),
        )
        for cue, runs in content.items()
    ]
    found += [Said((), (), (_span(pieces, run),), 0.5) for run in alone]
    return sorted(found, key=lambda one: one.content[0])


def _span(pieces: _Pieces, run: tuple[int, int]) -> Span:
    return pieces.spans[run[0]][0], pieces.spans[run[1] - 1][1]


def _tied(
    pieces: _Pieces, run: tuple[int, int], cues: Sequence[tuple[int, int]]
) -> list[tuple[int, int, int | None, float]]:
    """A stretch of content cut where it passes from one cue to another; None: no cue at all."""
    start, end, vectors = pieces.window(run[0]) or _NOWHERE
    if run[1] > end:
        start, end, vectors = pieces.window((run[0] + run[1]) // 2) or _NOWHERE
    near = [
        number
        for number, cue in enumerate(cues)
        if start <= cue[0] and cue[1] <= end and not _cross(cue, run)
    ]
    first, last = max(run[0], start), min(run[1], end)
    if not near:
        return [(*run, None, 0.0)]
    here = vectors[first - start + 1 : last - start + 1, :POINTER]
    chances = _softmax(here @ vectors[:, POINTER : 2 * POINTER].T / np.sqrt(POINTER))
    of_cue = np.stack(
        [chances[:, cues[n][0] - start + 1 : cues[n][1] - start + 1].sum(1) for n in near] + [chances[:, 0]],
        1,
    )
    scores = np.log(of_cue + 1e-6).astype(np.float32)
    between = np.full((len(near) + 1,) * 2, -SWITCH, np.float32)
    np.fill_diagonal(between, 0)
    path = _best_path(scores, between, np.zeros(len(near) + 1, np.float32))
    found: list[tuple[int, int, int | None, float]] = []
    at = 0
    for position in range(1, len(path) + 1):
        if position == len(path) or path[position] != path[at]:
            chance = float(of_cue[at:position, path[at]].mean())
            cue = near[path[at]] if path[at] < len(near) else None
            # What lies outside the window goes with the piece next to it.
            begin = run[0] if at == 0 else first + at
            stop = run[1] if position == len(path) else first + position
            found.append((begin, stop, cue, chance))
            at = position
    return found


def _cross(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _speaker(
    pieces: _Pieces, cue: tuple[int, int], sources: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The span that a cue points at most, unless it points at nobody more; where no marked span fits, the pieces."""
    start, end, vectors = pieces.window(cue[0]) or _NOWHERE
    near = [source for source in sources if start <= source[0] and source[1] <= end]
    here = vectors[cue[0] - start + 1, 2 * POINTER : 3 * POINTER]
    chances = _softmax(here @ vectors[:, 3 * POINTER :].T / np.sqrt(POINTER))
    weights = [float(chances[a - start + 1 : b - start + 1].sum()) for a, b in near]
    best = max(range(len(near)), key=lambda number: weights[number], default=None)
    if best is not None and weights[best] >= max(LEAST, chances[0] / NOBODY):
        return [near[best]]
    if chances[1:].sum() * NOBODY < chances[0]:
        return []
    first = last = int(chances[1:].argmax()) + 1
    while first > 1 and chances[first - 1] > TAIL:
        first -= 1
    while last < len(chances) - 1 and chances[last + 1] > TAIL:
        last += 1
    return [(start + first - 1, start + last)]
