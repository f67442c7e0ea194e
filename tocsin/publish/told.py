"""Which reports tell of the same happening: the stories of a thread, as text and as rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

import msgspec

from tocsin.model import Membership, Report, Source, Telling
from tocsin.publish.shown import counted
from tocsin.read.language import language_of

TITLE = 100  # characters of the words that stand for a report without a title


class Member(msgspec.Struct, frozen=True):
    """One report of a story, and how it came to be in it."""

    report: str
    source: str
    at: datetime
    title: str
    language: str
    rule: str
    """starts, joins, copy, merged, split."""
    score: float


class Story(msgspec.Struct, frozen=True):
    """A story, its reports in the order of their publication."""

    id: str
    origins: int
    members: tuple[Member, ...]

    @property
    def languages(self) -> list[str]:
        """The languages that it is told in, the most used first."""
        used = [member.language for member in self.members]
        return sorted(set(used), key=lambda language: (-used.count(language), language))


def stories(
    reports: Iterable[Report],
    tellings: Iterable[Telling],
    memberships: Iterable[Membership],
    sources: Mapping[str, Source],
) -> list[Story]:
    """The stories of reports, the one with most reports first. Of several rows for a report the last counts."""
    by_id = {report.id: report for report in reports}
    origin = {row.report: row.origin for row in memberships}
    groups: dict[str, list[Telling]] = {}
    for row in {row.report: row for row in tellings if row.report in by_id}.values():
        groups.setdefault(row.story, []).append(row)
    found = [
        Story(
            id=name,
            origins=len({origin.get(row.report, row.report) for row in rows}),
            members=tuple(
                _member(row, by_id[row.report], sources)
                for row in sorted(rows, key=lambda row: (by_id[row.report].known, row.report))
            ),
        )
        for name, rows in groups.items()
    ]
    return sorted(found, key=lambda story: (-len(story.members), story.members[0].at, story.id))


def _member(row: Telling, report: Report, sources: Mapping[str, Source]) -> Member:
    source = sources.get(report.source)
    return Member(
        report=report.external_id or report.id,
        source=source.name if source else report.source,
        at=report.known,
        title=report.title or " ".join(report.text.split())[:TITLE],
        language=language_of(report),
        rule=row.rule,
        score=row.score,
    )


def text(found: Sequence[Story], zone: tzinfo, *, alone: bool) -> Iterator[str]:
    """The lines that a reader is shown; stories of one report only with `alone`."""
    yield f"{counted(sum(len(s.members) for s in found), 'report')}, {counted(len(found), 'story', 'stories')}"
    for story in found:
        if len(story.members) > 1 or alone:
            yield from ("", *_lines(story, zone))
    single = sum(len(story.members) == 1 for story in found)
    if single and not alone:
        yield from (
            "",
            f"{counted(single, 'report')} by {'itself' if single == 1 else 'themselves'} (--all lists them)",
        )


def _lines(story: Story, zone: tzinfo) -> Iterator[str]:
    since, until = (
        f"{member.at.astimezone(zone):%d %b %H:%M}" for member in (story.members[0], story.members[-1])
    )
    yield story.members[0].title
    yield (
        f"  {counted(len(story.members), 'report')}, {counted(story.origins, 'origin')}, "
        f"{', '.join(story.languages)}, {since if since == until else f'{since} to {until}'}"
    )
    for member in story.members:
        yield f"    {member.at.astimezone(zone):%H:%M}  {member.source}: {member.title[:TITLE]}"


def rows(found: Iterable[Story]) -> list[dict[str, Any]]:
    """The stories as JSON can hold them."""
    return [
        {
            "id": story.id,
            "reports": len(story.members),
            "origins": story.origins,
            "languages": story.languages,
            "members": [msgspec.to_builtins(member) for member in story.members],
        }
        for story in found
    ]
