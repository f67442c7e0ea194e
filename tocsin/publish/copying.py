"""Who copied whom, as text, as rows and as a picture: the origins of a thread's reports, and of each claim.

The picture is an SVG without scripts: time runs to the right, one line for each origin, an arc from each copy to the
report that it was taken from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from tocsin.model import Link, Membership, Report, Source
from tocsin.publish.interface.table import Interface, english
from tocsin.publish.plain import visible
from tocsin.publish.shown import ThreadView, counted
from tocsin.read.credits import credits
from tocsin.store.contract import Store

QUOTE = 110  # characters shown of a passage
WIDTH, ROW, LEFT, MOST_ROWS = 960, 34, 250, 120
MOST_DOTS = 200  # reports drawn of one origin


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


def drawn(store: Store, shown: ThreadView, words: Interface) -> str:
    """The picture of the most copied origins of a view, as many as have room; only their reports are read."""
    tick = shown.tick or 0
    named = [(line.first, *line.copies) for line in shown.origins[:MOST_ROWS]]
    reports = store.reports([member.report_id for members in named for member in members[:MOST_DOTS]])
    rows, links = store.rows(Membership, tick=tick), store.rows(Link, tick=tick, relation="copy_of")
    found = origins(reports, rows, links, store.sources())
    return picture(found, ZoneInfo(shown.timezone), words, alone=shown.origin_count - len(shown.origins))


_STYLE = """<style>
.paper { fill: #fdfcf9 } text { fill: #1d1c1a } .quiet { fill: #5f5b54 } .row { stroke: #d9d4ca } .arc { fill: none; stroke: #8c1c13 }
.copy { fill: #8c1c13 } .first { fill: #1d1c1a } .elsewhere { fill: #fdfcf9; stroke: #5f5b54; stroke-width: 2 }
@media (prefers-color-scheme: dark) {
.paper { fill: #161514 } text { fill: #e7e3db } .quiet { fill: #a39d92 } .row { stroke: #37342f } .arc { stroke: #f0968c }
.copy { fill: #f0968c } .first { fill: #e7e3db } .elsewhere { fill: #161514; stroke: #a39d92 } }
</style>"""


def picture(
    found: Sequence[Origin], zone: tzinfo, words: Interface | None = None, *, alone: int | None = None
) -> str:
    """The origins as an SVG: time to the right, a line for each origin, an arc from each copy back to its source.

    Reports that nobody copied are counted and not drawn, unless there are no others; what it says is in the
    language of `words`. `alone` is how many these are where they are not in `found`.
    """
    words = words or english()
    shown = ([origin for origin in found if len(origin.copies) > 1] or list(found))[:MOST_ROWS]
    single = sum(len(origin.copies) == 1 for origin in found) if alone is None else 0
    number = sum(len(origin.copies) for origin in found) + (alone or 0)
    every = f"{words.count('reports', number)}, {words.count('origins', len(found) + (alone or 0))}"
    left = alone or single
    left_out = (
        "; " + words.plain("origins.alone", reports=words.count("reports", left))
        if left and single < len(found)
        else ""
    )
    height = 76 + ROW * len(shown)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="12">',
        f"<title>{words.plain('origins.title')}: {every}</title>",
        _STYLE,
        f'<rect width="{WIDTH}" height="{height}" class="paper"/>',
        f'<text x="12" y="24" font-size="15">{every}{left_out}</text>',
    ]
    times = [copy.at for origin in shown for copy in origin.copies]
    if times:
        start, end = min(times), max(times)
        span = (end - start).total_seconds() or 1.0
        parts.append(f'<text x="{LEFT}" y="48" class="quiet">{words.clock(start, zone)}</text>')
        ends = words.clock(end, zone)
        parts.append(f'<text x="{WIDTH - 30}" y="48" class="quiet" text-anchor="end">{ends}</text>')
        for number, origin in enumerate(shown):
            across = [
                LEFT + (WIDTH - LEFT - 30) * (c.at - start).total_seconds() / span for c in origin.copies
            ]
            parts += _line(origin, 76 + ROW * number, across, zone, words)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _line(origin: Origin, y: int, across: Sequence[float], zone: tzinfo, words: Interface) -> list[str]:
    first = origin.copies[0]
    label = f"{first.source} ({len(origin.copies)})" if len(origin.copies) > 1 else first.source
    at = {copy.report: x for copy, x in zip(origin.copies, across, strict=True)}
    parts = [
        f'<text x="12" y="{y + 4}">{escape(visible(label[:36]))}</text>',
        f'<line x1="{LEFT}" x2="{WIDTH - 30}" y1="{y}" y2="{y}" class="row"/>',
    ]
    for copy, x in zip(origin.copies, across, strict=True):
        back = at.get(copy.of or "", across[0])
        if copy is not first:
            rise = y - 6 - min(12.0, abs(x - back) / 12)
            parts.append(
                f'<path d="M{x:.1f} {y} Q{(x + back) / 2:.1f} {rise:.1f} {back:.1f} {y}" class="arc"/>'
            )
        kind = "copy" if copy is not first else "first" if origin.known else "elsewhere"
        rule = f" ({words.named('rule', copy.rule)})" if copy.rule else ""
        told = visible(f"{copy.source}, {words.clock(copy.at, zone)}: {copy.title}{rule}")
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y}" r="5" class="{kind}"><title>{escape(told)}</title></circle>'
        )
    return parts
