"""From the lines of printed pages to running text: edges dropped, paragraphs told apart, words at line ends made whole."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from statistics import median
from typing import NamedTuple

_EDGE = 2  # lines from the top and from the bottom in which headers, footers and page numbers stand
_COLUMN = 20.0  # points: lines of one column begin as near to each other as that
_NEAR = 8.0  # points: what runs along the edge of every page stands at one height
_LIGATURES = dict(zip(range(0xFB00, 0xFB07), ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True))
_HYPHENS = "-\u00ad\u2010"
_ENDED = re.compile(r"[.!?:;。！？؟۔…][\"'”’»)\]]{0,2}$")
_ITEM = re.compile(r"(?:[•▪●◦■□–—*·-]|\(?(?:\d{1,2}|[a-z])[.)])\s")
_NUMBER = re.compile(r"\W{0,3}(?:[^\W\d]{1,9}\.?\s)?(\d{1,4})(?:\s?(?:/|[^\W\d]{1,4})\s?\d{1,4})?\W{0,3}")
_CJK = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")


class Line(NamedTuple):
    """One printed line with its place on the page, in points from the lower left; all 0 where that is not known."""

    words: str
    left: float = 0.0
    bottom: float = 0.0
    right: float = 0.0
    top: float = 0.0
    height: float = 0.0


def text(pages: Sequence[Sequence[Line]]) -> str:
    """The running text of some pages, paragraphs parted by blank lines."""
    cleaned = [[_clean(line) for line in page] for page in pages]
    kept = list(_without_edges(cleaned))
    kept = kept if any(kept) else cleaned  # a form that says the same on every page
    spacing = _spacing(kept)
    hyphened = {word.casefold() for page in kept for line in page for word in _with_hyphen(line.words)}
    pieces: list[str] = []
    last: Line | None = None
    for page in kept:
        edges = _columns(page)
        for number, line in enumerate(page):
            if last is None:
                pieces.append(line.words)
            else:
                between = (
                    _turned(last, line)
                    if number == 0
                    else _between(last, line, edges[_column(last)], spacing)
                )
                _add(pieces, line.words, between, hyphened)
            last = line
    return "".join(pieces)


def _clean(line: Line) -> Line:
    words = " ".join(line.words.translate(_LIGATURES).split())
    return line._replace(words=words[:-1] + "-" if words[-1:] in set(_HYPHENS) else words)


def _with_hyphen(words: str) -> Iterator[str]:
    return (found for found in re.findall(r"\w+(?:-\w+)+", words))


def _without_edges(pages: list[list[Line]]) -> Iterator[list[Line]]:
    """The pages without headers, footers and page numbers: what stands at one height of many, but for its digits."""
    heights: dict[str, list[float]] = defaultdict(list)
    for page in pages:
        for line in _edges(page):
            heights[_same(line)].append(line.bottom)
    least = max(2, len(pages) * 2 // 5)  # left and right pages may have edges of their own
    running = {words: median(found) for words, found in heights.items() if len(found) >= least}
    for number, page in enumerate(pages, 1):
        gone = {*_outer(page, running), *(line for line in _edges(page) if _is_number(line, number, page))}
        yield [line for line in page if line not in gone]


def _outer(page: Sequence[Line], running: dict[str, float]) -> Iterator[Line]:
    """What runs along the edges of this page and is set off from the text: a line of a list may recur, too."""
    down = sorted(page, key=lambda line: -line.bottom)
    for order in (down, down[::-1]):
        outer = list(takewhile(lambda line: _runs(line, running), order[:_EDGE]))
        inner = order[len(outer)] if len(order) > len(outer) else None
        while outer and inner is not None and not _set_off(outer[-1], inner):
            inner = outer.pop()
        yield from outer


def _set_off(edge: Line, inner: Line) -> bool:
    """Whether a gap, or letters of another size, part two lines."""
    low, high = sorted((edge.height, inner.height))
    return abs(edge.bottom - inner.bottom) > 1.6 * high or high > 1.15 * low


def _edges(page: Sequence[Line]) -> list[Line]:
    """The lines nearest to the top and the bottom."""
    placed = sorted(page, key=lambda line: -line.bottom)
    return placed[:_EDGE] + placed[max(_EDGE, len(placed) - _EDGE) :]


def _same(line: Line) -> str:
    return re.sub(r"\d+", "#", line.words.casefold())


def _runs(line: Line, running: dict[str, float]) -> bool:
    height = running.get(_same(line))
    return height is not None and abs(height - line.bottom) <= _NEAR


def _is_number(line: Line, number: int, page: Sequence[Line]) -> bool:
    """Whether a line at an edge is the page's own number, apart from the text: '3', '- 3 -', 'Page 3 of 9'."""
    found = _NUMBER.fullmatch(line.words)
    if found is None or int(found[1]) != number:
        return False
    near = min((abs(line.bottom - other.bottom) for other in page if other is not line), default=0.0)
    return near > 1.6 * line.height


def _column(line: Line) -> int:
    return round(line.left / _COLUMN)


def _columns(page: Sequence[Line]) -> dict[int, float]:
    """How far the lines that begin at one place reach to the right, most of them: a heading may go beyond."""
    ends: dict[int, list[float]] = defaultdict(list)
    for line in page:
        for column in (_column(line) - 1, _column(line), _column(line) + 1):
            ends[column].append(line.right)
    return {column: sorted(found)[len(found) * 4 // 5] for column, found in ends.items()}


def _spacing(pages: Sequence[Sequence[Line]]) -> float:
    """The distance from one line to the next that is most usual, in points; 0 where heights are not known."""
    steps = [
        above.bottom - below.bottom
        for page in pages
        for above, below in pairwise(page)
        if 0 < above.bottom - below.bottom < 3 * max(above.height, 1)
    ]
    return median(steps) if steps else 0.0


def _between(above: Line, below: Line, edge: float, spacing: float) -> str:
    """What parts two lines of a page: a blank line, a line end, or only a space."""
    step = above.bottom - below.bottom
    if not spacing:
        return "\n"
    if step < 0:
        return _turned(above, below)  # the next column
    taller = max(above.height, below.height) > 1.15 * min(above.height, below.height)
    if step > 1.2 * spacing or (taller and step > 0.5 * spacing):
        return "\n\n"
    ended = bool(_ENDED.search(above.words))
    room = edge - above.right > 0.12 * max(edge - above.left, 1)
    indented = 8 < below.left - above.left < 60
    if (indented and (ended or room)) or (ended and room):
        return "\n\n"
    if _ITEM.match(below.words):
        return "\n"
    apart = edge - above.right > 0.3 * max(edge - above.left, 1) and not below.words[:1].islower()
    return "\n" if apart else " "


def _turned(above: Line, below: Line) -> str:
    """What parts the last line of a page or column from the first of the next."""
    goes_on = below.words[:1].islower() or not _ENDED.search(above.words)
    same = abs(above.height - below.height) <= 0.15 * max(above.height, below.height)
    return " " if goes_on and same and not _ITEM.match(below.words) else "\n\n"


def _add(pieces: list[str], words: str, between: str, hyphened: set[str]) -> None:
    """The next line behind what stands already; a word parted by a hyphen is made whole."""
    before = pieces[-1]
    if between == "\n\n":
        pieces += [between, words]
        return
    parted = re.search(r"([^\W\d_]+)-$", before)
    start = re.match(r"[^\W\d_]+", words)
    if parted and start and words[0].islower():
        kept = f"{parted[1]}-{start[0]}".casefold() in hyphened  # 'north-west' stands elsewhere on one line
        pieces[-1] = before if kept else before[:-1]
        pieces.append(words)
    elif between == " " and (
        (before.endswith("-") and not before.endswith(" -"))
        or (_CJK.match(before[-1:]) and _CJK.match(words))
    ):
        pieces.append(words)
    else:
        pieces += [between, words]
