"""Who copied whom, as text, as rows and as a picture: the origins of a thread's reports, and of each claim.

The picture is an SVG without scripts: time runs to the right, one line for each origin, an arc from each copy to the
report that it was taken from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from html import escape
from typing import Any

import msgspec

from tocsin.model import Link, Membership, Report, Source
from tocsin.publish.shown import counted
from tocsin.read.credits import credits

QUOTE = 110  # characters shown of a passage
WIDTH, ROW, LEFT, MOST_ROWS = 960, 34, 250, 120


class Copy(msgspec.Struct, frozen=True):
    """One report of an origin: from which other it was taken, by what rule, and the words that show it."""

    report: str
    source: str
    at: datetime
    title: str
    rule: str | None = None
    of: str | None = None
    score: float | None = None
    passages: tuple[str, ...] = ()
    """The copy's words that stand in the other, as they stand in the copy."""


class Origin(msgspec.Struct, frozen=True):
    """The reports that go back to one witness, the first of them first."""

    id: str
    known: bool
    """False where the first report credits somebody whose report is not at hand."""
    credits: tuple[str, ...]
    copies: tuple[Copy, ...]


def origins(
    reports: Iterable[Report],
    memberships: Iterable[Membership],
    links: Iterable[Link],
    sources: Mapping[str, Source],
) -> list[Origin]:
    """The origins of reports, the most copied first."""
    by_id = {report.id: report for report in reports}
    rows = {row.report: row for row in memberships if row.report in by_id}
    taken = {link.left: link for link in links if link.relation == "copy_of"}
    names = {source.name for source in sources.values()}
    groups: dict[str, list[Membership]] = {}
    for row in rows.values():
        groups.setdefault(row.origin, []).append(row)
    found = []
    for name, members in groups.items():
        first = by_id.get(name)
        ordered = sorted(members, key=lambda m: (m.report != name, by_id[m.report].known, m.report))
        known = all(m.rule != "not-known" for m in members if m.report == name)
        credited = () if known or first is None else _credited(first, names)
        found.append(
            Origin(
                name, known, credited, tuple(_copy(by_id[m.report], taken, by_id, sources) for m in ordered)
            )
        )
    return sorted(found, key=lambda origin: (-len(origin.copies), origin.copies[0].at, origin.id))


def _credited(report: Report, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(credit.name for credit in credits(report.whole, names) if credit.whole))


def _copy(
    report: Report, taken: Mapping[str, Link], by_id: Mapping[str, Report], sources: Mapping[str, Source]
) -> Copy:
    link = taken.get(report.id)
    source = sources.get(report.source)
    words = [" ".join(report.whole[a:b].split()) for a, b, _, _ in link.passages] if link else []
    return Copy(
        report=report.external_id or report.id,
        source=source.name if source else report.source,
        at=report.known,
        title=report.title or " ".join(report.text.split())[:QUOTE],
        rule=link.rule if link else None,
        of=(by_id[link.right].external_id or link.right) if link and link.right in by_id else None,
        score=link.score if link else None,
        passages=tuple(words),
    )


def tally(reports: int, origins: int, against: int = 0) -> str:
    """'12 reports, 3 origins, 1 against': how many said it, how many of them saw it, how many say no."""
    words = f"{counted(reports, 'report')}, {counted(origins, 'origin')}"
    return f"{words}, {against} against" if against else words


def text(found: Sequence[Origin], zone: tzinfo, *, alone: bool = True) -> Iterable[str]:
    """The origins in lines: each with its first report, then its copies with rule and first passage."""
    yield tally(sum(len(origin.copies) for origin in found), len(found))
    for origin in found:
        if len(origin.copies) == 1 and not alone:
            continue
        first, *rest = origin.copies
        yield ""
        unknown = f"; origin not known: credits {' and '.join(origin.credits) or 'another'}, whose report is not at hand"
        yield f"{first.source}, {_when(first.at, zone)}: {first.title} [{first.report}]{'' if origin.known else unknown}"
        for copy in rest:
            score = f", {copy.score:.0%}" if copy.score is not None else ""
            rule = (copy.rule or "same origin").replace("-", " ")
            where = f"of {copy.of or first.report} [{copy.report}]"
            yield f"  {copy.source}, {_when(copy.at, zone)}: {rule}{score}, {where}"
            if copy.passages:
                more = (
                    f" and {counted(len(copy.passages) - 1, 'more passage')}"
                    if len(copy.passages) > 1
                    else ""
                )
                yield f"      “{_short(copy.passages[0])}”{more}"


def _short(words: str) -> str:
    return words if len(words) <= QUOTE else words[: QUOTE - 1].rstrip() + "…"


def _when(time: datetime, zone: tzinfo) -> str:
    return f"{time.astimezone(zone):%d %b %H:%M}"


def rows(found: Sequence[Origin]) -> list[dict[str, Any]]:
    """The origins for a program to read."""
    return [msgspec.to_builtins(origin) for origin in found]


def picture(found: Sequence[Origin], zone: tzinfo) -> str:
    """The origins as an SVG: time to the right, a line for each origin, an arc from each copy back to its source.

    Reports that nobody copied are counted and not drawn, unless there are no others.
    """
    shown = ([origin for origin in found if len(origin.copies) > 1] or list(found))[:MOST_ROWS]
    every = tally(sum(len(origin.copies) for origin in found), len(found))
    alone = sum(len(origin.copies) == 1 for origin in found)
    left_out = (
        f"; not drawn: {counted(alone, 'report')} that nobody copied" if alone and alone < len(found) else ""
    )
    height = 76 + ROW * len(shown)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="12">',
        f"<title>Who copied whom: {every}</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="12" y="24" font-size="15">{every}{left_out}</text>',
    ]
    times = [copy.at for origin in shown for copy in origin.copies]
    if times:
        start, end = min(times), max(times)
        span = (end - start).total_seconds() or 1.0
        parts.append(f'<text x="{LEFT}" y="48" fill="#555">{_when(start, zone)}</text>')
        parts.append(f'<text x="{WIDTH - 30}" y="48" fill="#555" text-anchor="end">{_when(end, zone)}</text>')
        for number, origin in enumerate(shown):
            across = [
                LEFT + (WIDTH - LEFT - 30) * (c.at - start).total_seconds() / span for c in origin.copies
            ]
            parts += _line(origin, 76 + ROW * number, across, zone)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _line(origin: Origin, y: int, across: Sequence[float], zone: tzinfo) -> list[str]:
    first = origin.copies[0]
    label = f"{first.source} ({len(origin.copies)})" if len(origin.copies) > 1 else first.source
    at = {copy.report: x for copy, x in zip(origin.copies, across, strict=True)}
    parts = [
        f'<text x="12" y="{y + 4}">{escape(label[:36])}</text>',
        f'<line x1="{LEFT}" x2="{WIDTH - 30}" y1="{y}" y2="{y}" stroke="#ddd"/>',
    ]
    for copy, x in zip(origin.copies, across, strict=True):
        back = at.get(copy.of or "", across[0])
        if copy is not first:
            rise = y - 6 - min(12.0, abs(x - back) / 12)
            parts.append(
                f'<path d="M{x:.1f} {y} Q{(x + back) / 2:.1f} {rise:.1f} {back:.1f} {y}" fill="none" stroke="#b35900"/>'
            )
        fill = "#b35900" if copy is not first else "#1a4d80" if origin.known else "#888"
        told = f"{copy.source}, {_when(copy.at, zone)}: {copy.title}" + (
            f" ({copy.rule})" if copy.rule else ""
        )
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y}" r="5" fill="{fill}"><title>{escape(told)}</title></circle>'
        )
    return parts
