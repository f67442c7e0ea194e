"""Pictures as SVG files that stand alone: the curve with its turns, the signs board, the reliability diagram.

Plain functions from values to text. Colours keep a contrast of 4.5 to 1 on white; every picture has a title and says
in words what it shows, for those who cannot see it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from html import escape
from itertools import pairwise

from tocsin.assess.words import expression
from tocsin.model import Assessment, SignState

WIDTH = 960
INK, QUIET, BAND, LINE = "#1a1a1a", "#595959", "#d7e3f4", "#14518f"
MARKS = {
    "corroborated": ("#8a1c1c", "seen by more than one"),
    "reported": ("#9a5b00", "reported"),
    "refuted": ("#3d6b35", "refuted"),
    "not-seen": ("#767676", "not seen"),
}
TURNS = 8  # as many marks as can be read


def _svg(height: int, title: str, told: str, body: Sequence[str]) -> str:
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
            ' role="img" aria-labelledby="t d" font-family="system-ui, sans-serif" font-size="14">',
            f'<title id="t">{escape(title)}</title>',
            f'<desc id="d">{escape(told)}</desc>',
            f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
            f'<text x="16" y="28" font-size="18" font-weight="600" fill="{INK}">{escape(title)}</text>',
            *body,
            "</svg>\n",
        ]
    )


def _text(x: float, y: float, words: str, *, colour: str = INK, anchor: str = "start", size: int = 14) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}" font-size="{size}">{escape(words)}</text>'


def turns(course: Sequence[Assessment]) -> list[Assessment]:
    """The assessments at which the words or the leading state changed, the first among them."""
    return (
        [
            course[0],
            *(
                now
                for before, now in pairwise(course)
                if (expression(before.begun), before.leading) != (expression(now.begun), now.leading)
            ),
        ]
        if course
        else []
    )


def curve(course: Sequence[Assessment], asked: str, zone: tzinfo) -> str:
    """The probability over time with its range, and its turns marked by number and told below."""
    marked = turns(course)[-TURNS:]
    left, top, wide, high = 60, 50, WIDTH - 90, 260
    height = top + high + 50 + 20 * len(marked)
    title = f"Probability that {asked}"
    if not course:
        return _svg(
            height,
            title,
            "Nothing has been assessed yet.",
            [_text(left, 90, "Nothing has been assessed yet.")],
        )
    start, span = course[0].at, max((course[-1].at - course[0].at).total_seconds(), 1.0)

    def x(at: datetime) -> float:
        return left + (at - start).total_seconds() / span * wide

    def y(value: float) -> float:
        return top + (1 - value) * high

    def steps(values: Sequence[float]) -> list[str]:
        points = [f"{x(course[0].at):.1f},{y(values[0]):.1f}"]
        for number in range(1, len(course)):
            across = x(course[number].at)
            points += [f"{across:.1f},{y(values[number - 1]):.1f}", f"{across:.1f},{y(values[number]):.1f}"]
        return points

    body = [
        piece
        for value in (0, 0.25, 0.5, 0.75, 1)
        for piece in (
            f'<line x1="{left}" x2="{left + wide}" y1="{y(value):.1f}" y2="{y(value):.1f}" stroke="#ddd"/>',
            _text(left - 8, y(value) + 5, f"{value:.0%}", colour=QUIET, anchor="end"),
        )
    ]
    band = [*steps([a.high for a in course]), *reversed(steps([a.low for a in course]))]
    body.append(f'<polygon points="{" ".join(band)}" fill="{BAND}"/>')
    body.append(
        f'<polyline points="{" ".join(steps([a.begun for a in course]))}" fill="none" stroke="{LINE}" stroke-width="2"/>'
    )
    for number, turn in enumerate(marked, 1):
        body.append(
            f'<circle cx="{x(turn.at):.1f}" cy="{y(turn.begun):.1f}" r="9" fill="#fff" stroke="{LINE}"/>'
        )
        body.append(_text(x(turn.at), y(turn.begun) + 4, str(number), anchor="middle", size=11))
        at = turn.at.astimezone(zone)
        body.append(
            _text(
                left,
                top + high + 44 + 20 * (number - 1),
                f"{number}  {at:%d %b %H:%M}  {expression(turn.begun)} ({turn.begun:.0%}), leading: {turn.leading}",
            )
        )
    for at, anchor in ((course[0].at, "start"), (course[-1].at, "end")):
        body.append(
            _text(x(at), top + high + 20, f"{at.astimezone(zone):%d %b %H:%M}", colour=QUIET, anchor=anchor)
        )
    last = course[-1]
    told = f"From {course[0].begun:.0%} to {last.begun:.0%} ({last.words}, range {last.low:.0%} to {last.high:.0%}), with {len(turns(course)) - 1} turns."
    return _svg(height, title, told, body)


def signs(definitions: Mapping[str, str], board: Mapping[str, SignState], zone: tzinfo) -> str:
    """The signs board: each sign with its state, its witnesses and when it was first told of; seen ones first."""
    order = list(MARKS)
    states = {name: board[name].state if name in board else "not-seen" for name in definitions}
    rows = sorted(definitions, key=lambda name: order.index(states[name]))
    body: list[str] = []
    for number, name in enumerate(rows):
        y, (colour, words) = 62 + 26 * number, MARKS[states[name]]
        seen = board.get(name)
        filled = colour if states[name] in {"corroborated", "reported"} else "#fff"
        body.append(
            f'<circle cx="26" cy="{y - 5}" r="7" fill="{filled}" stroke="{colour}" stroke-width="2"/>'
        )
        body.append(_text(44, y, definitions[name]))
        when = f", first {seen.first_at.astimezone(zone):%d %b %H:%M}" if seen and seen.first_at else ""
        many = f" ({seen.witnesses})" if seen and seen.witnesses > 1 else ""
        body.append(_text(WIDTH - 16, y, f"{words}{many}{when}", colour=colour, anchor="end"))
    count = sum(state in {"corroborated", "reported"} for state in states.values())
    return _svg(
        70 + 26 * len(rows), "Warning signs", f"{count} of {len(rows)} signs have been reported.", body
    )


def reliability(pairs: Sequence[tuple[float, bool]], bins: int = 10) -> str:
    """How often it came true when so much was said: (probability, outcome) in bins, with how many in each."""
    left, top, size = 60, 50, 380
    body = [
        f'<rect x="{left}" y="{top}" width="{size}" height="{size}" fill="none" stroke="#bbb"/>',
        f'<line x1="{left}" y1="{top + size}" x2="{left + size}" y2="{top}" stroke="#bbb" stroke-dasharray="4 4"/>',
        _text(left + size / 2, top + size + 40, "what was said", colour=QUIET, anchor="middle"),
        _text(left + size + 30, top + 20, "share that came true, against what was said;", colour=QUIET),
        _text(left + size + 30, top + 40, "on the dashed line a forecast is calibrated", colour=QUIET),
    ]
    for value in (0, 0.5, 1):
        body.append(_text(left - 8, top + (1 - value) * size + 5, f"{value:.0%}", colour=QUIET, anchor="end"))
        body.append(
            _text(left + value * size, top + size + 20, f"{value:.0%}", colour=QUIET, anchor="middle")
        )
    told: list[str] = []
    for number in range(bins):
        inside = [(p, yes) for p, yes in pairs if min(int(p * bins), bins - 1) == number]
        if inside:
            said, came = sum(p for p, _ in inside) / len(inside), sum(yes for _, yes in inside) / len(inside)
            body.append(
                f'<circle cx="{left + said * size:.1f}" cy="{top + (1 - came) * size:.1f}" r="6" fill="{LINE}"/>'
            )
            line = f"said {said:.1%}, came true {came:.1%}, {len(inside)} times"
            body.append(_text(left + size + 30, top + 76 + 22 * len(told), line))
            told.append(line)
    return _svg(top + size + 60, "Reliability", "; ".join(told) or "Nothing has been scored yet.", body)
