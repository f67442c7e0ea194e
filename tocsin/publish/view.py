"""The view: everything the page shows at one time, read from the journal and the conclusions of one pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from tocsin.assess import playbook
from tocsin.model import STATES, Assessment, Claim, Update
from tocsin.publish import lists
from tocsin.publish.background import past, told_of
from tocsin.publish.camps import camps, counts
from tocsin.publish.cited import Shelf
from tocsin.publish.disputes import of_pair
from tocsin.publish.interface.table import english
from tocsin.publish.mapped import called, places
from tocsin.publish.points import Group, Standing, standing, together
from tocsin.publish.rows import Rows, read_rows
from tocsin.publish.shown import Answer, Dispute, Entry, Moment, Number, Question, Stand, ThreadView, Told
from tocsin.read.credits import outlet_names
from tocsin.store.contract import Store

SHOWN = 12  # known, disputed and claimed points shown; the rest is counted
MOMENTS = 240  # points of the curve: more than a screen can show
QUIET = timedelta(hours=3)  # no report for so long: the page says since when
PAUSED = timedelta(minutes=30)  # fifteen passes of a watch with the default pace have not come


def view(
    store: Store,
    *,
    as_of: datetime | None = None,
    now: datetime | None = None,
    definitions: Mapping[str, str] | None = None,
    speakers: bool = True,
) -> ThreadView:
    """The thread as it stood at the last pass no later than `as_of`, or as it stands.

    `now` is the reader's clock, by which the page says whether it is stale. `definitions` are the signs of
    the board, those of the watch's playbook unless given; without `speakers` the list of all claims by
    speaker is left out. Raises StoreError where no watch was ever run into the store, PlaybookError where
    its playbook is missing.
    """
    ticks = store.ticks(upto=as_of, last=1)
    rows = read_rows(store, ticks[0] if ticks else None)
    stands = standing(rows.claims, rows.links, rows.origin_of, rows.sources, rows.source_of)
    said = together(rows.claims, rows.links) if speakers else []
    parties = camps(rows.claims, rows.watch.sides, rows.sources)
    counted = counts(rows.claims, rows.origin_of)
    spoken = [one.claim for camp in parties for one in camp.speakers] + [count.claim for count in counted]
    outlets = outlet_names(rows.sources.values())
    history = told_of(rows.claims)
    shelf = _shelf(store, rows, stands, said, [*spoken, *(claim.id for claim in history)])
    signs = playbook.signs_of(rows.watch) if definitions is None else definitions
    newest = max((header.known for header in rows.headers.values()), default=None)
    last_pass = rows.tick.at if rows.tick else None
    made = ThreadView(
        question=rows.watch.question,
        timezone=rows.watch.timezone,
        playbook=rows.watch.playbook,
        languages=rows.watch.languages,
        as_of=as_of,
        tick=rows.tick.number if rows.tick else None,
        last_pass=last_pass,
        ends=next((tick.at for tick in store.ticks(last=1)), None),
        newest_report=newest,
        stale_since=None,
        paused_since=None,
        answer=_answer(rows),
        curve=curve(rows.assessments),
        known=tuple(lists.point(group, shelf) for group in stands.known[:SHOWN]),
        known_more=max(0, len(stands.known) - SHOWN),
        disputed=tuple(
            _dispute(pair, stands.against, shelf, rows, outlets) for pair in stands.disputed[:SHOWN]
        ),
        disputed_more=max(0, len(stands.disputed) - SHOWN),
        claimed=tuple(lists.point(group, shelf) for group in stands.claimed[:SHOWN]),
        claimed_more=max(0, len(stands.claimed) - SHOWN),
        open=tuple(_question(group, None, shelf) for group, answer in stands.unknown if answer is None),
        answered=tuple(_question(group, answer, shelf) for group, answer in stands.unknown if answer),
        signs=lists.board(rows, signs, shelf),
        updates=_entries(rows, shelf),
        speakers=lists.speakers(said, rows, shelf),
        sources=lists.sources(rows, stands),
        origins=lists.origins(rows),
        reports=len(rows.headers),
        origin_count=len({rows.origin_of.get(name, name) for name in rows.headers}),
        stands=tuple(
            Stand(camp=camp, last=shelf.cite(one.claim for one in camp.speakers)) for camp in parties
        ),
        numbers=tuple(
            Number(count=count, citation=citation)
            for count in counted
            for citation in shelf.cite([count.claim])
        ),
        country=rows.watch.place.country,
        places=places(rows.claims, rows.origin_of, frozenset(stands.contradicted)),
        past=tuple(
            Told(at=one.at, precision=one.precision, citations=shelf.cite(one.claims))
            for one in past(history, shelf.reports, rows.watch.zone)
        ),
        put_aside=rows.put_aside,
    )
    return aged(made, as_of or now or last_pass)


def aged(shown: ThreadView, clock: datetime | None, *, failing_since: datetime | None = None) -> ThreadView:
    """The view as it reads at this time: it says since when there was no report and no pass, and since when they fail."""
    newest, last_pass = shown.newest_report, shown.last_pass
    return msgspec.structs.replace(
        shown,
        stale_since=newest if newest and clock and clock - newest > QUIET else None,
        paused_since=last_pass if last_pass and clock and clock - last_pass > PAUSED else None,
        failing_since=failing_since,
    )


def as_dict(shown: ThreadView) -> dict[str, Any]:
    """The view as JSON values; times are ISO 8601 in UTC."""
    built: dict[str, Any] = msgspec.to_builtins(shown)
    return built


def _shelf(
    store: Store, rows: Rows, stands: Standing, said: Sequence[Sequence[Claim]], spoken: Iterable[str]
) -> Shelf:
    """The cited claims with their reports, fetched in one query."""
    if said:
        names = {claim.id for claim in rows.claims}
    else:
        disputed = [group for sides in stands.disputed[:SHOWN] for side in sides for group in side]
        unknown = [group for group, _ in stands.unknown]
        groups = [*stands.known[:SHOWN], *disputed, *stands.claimed[:SHOWN], *unknown]
        names = {claim.id for group in groups for claim in group.claims}
        names |= {answer for _, answer in stands.unknown if answer}
        names |= {name for update in rows.updates for name in update.cites}
        names |= set(spoken)
        names |= {name for sign in rows.signs.values() for name in lists.cited(sign)}
    claims = {claim.id: claim for claim in rows.claims}
    wanted = dict.fromkeys(claims[name].report for name in sorted(names) if name in claims)
    reports = {report.id: report for report in store.reports(list(wanted))}
    return Shelf(claims, reports, rows.sources, rows.origin_of, called(rows.claims))


def _answer(rows: Rows) -> Answer | None:
    if not rows.assessments:
        return None
    now, asked = rows.assessments[-1], playbook.of(rows.watch).asked
    return Answer(
        at=now.at,
        sentence=english().plain(f"verdict.{now.words}", asked=asked, fact=asked).removesuffix("."),
        asked=asked,
        words=now.words,
        begun=now.begun,
        low=now.low,
        high=now.high,
        leading=now.leading,
        leading_words=playbook.of(rows.watch).answers.get(now.leading, now.leading),
        states=dict(zip(STATES, now.states, strict=True)),
        reports=now.reports,
        origins=now.origins,
        blackout=now.blackout,
        rules=now.rules,
    )


def curve(assessments: Sequence[Assessment]) -> tuple[Moment, ...]:
    """The assessments as a curve of at most MOMENTS points that keeps each stretch's highest and lowest."""
    chosen = list(assessments)
    if len(chosen) > MOMENTS:
        size = -(-len(chosen) // (MOMENTS // 2 - 1))
        inner = [chosen[begin : begin + size] for begin in range(0, len(chosen), size)]
        ends = [pick(part, key=lambda a: a.begun) for part in inner for pick in (min, max)]
        chosen = sorted(
            {id(a): a for a in (assessments[0], *ends, assessments[-1])}.values(), key=lambda a: a.tick
        )
    return tuple(Moment(at=a.at, begun=a.begun, low=a.low, high=a.high, leading=a.leading) for a in chosen)


def _dispute(
    pair: tuple[tuple[Group, ...], tuple[Group, ...]],
    against: Mapping[Group, frozenset[str]],
    shelf: Shelf,
    rows: Rows,
    outlets: frozenset[str],
) -> Dispute:
    left, right = (
        tuple(lists.point(group, shelf, len(against.get(group, ()))) for group in side) for side in pair
    )
    return Dispute(
        left=left,
        right=right,
        ledger=of_pair(pair, rows.sources, outlets),
    )


def _question(group: Group, answer: str | None, shelf: Shelf) -> Question:
    answers = shelf.cite([answer]) if answer else ()
    return Question(point=lists.point(group, shelf), answer=answers[0] if answers else None)


def _entries(rows: Rows, shelf: Shelf) -> tuple[Entry, ...]:
    """The updates, newest first, each with the signs that its claims bear on."""
    shows: dict[str, list[str]] = {}
    for name, sign in rows.signs.items():
        for claim in {*sign.claims, *sign.against}:
            shows.setdefault(claim, []).append(name)
    return tuple(_entry(update, shelf, shows) for update in sorted(rows.updates, key=lambda u: -u.seq))


def _entry(update: Update, shelf: Shelf, shows: Mapping[str, Sequence[str]]) -> Entry:
    return Entry(
        seq=update.seq,
        at=update.at,
        why=update.why,
        text=update.text,
        importance=update.importance,
        corrects=update.corrects,
        citations=shelf.cite(update.cites),
        signs=tuple(dict.fromkeys(sign for name in update.cites for sign in shows.get(name, ()))),
    )


__all__ = ["ThreadView", "as_dict", "curve", "view"]
