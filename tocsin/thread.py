"""The main flow: one direction, from reports to updates. The first file to read.

    gather -> read -> link -> assess -> publish
    reports   claims  links   assessment updates

Facts go into the journal first, each batch in its own transaction; then one tick draws all conclusions from what is
new, in one transaction. A kill at any moment loses no report and publishes no update twice: either the tick is there
with all that it concluded, or it is not and the next advance draws it. The time always comes in as `now`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

import msgspec

from tocsin.assess import assess, silence
from tocsin.assess.evidence import origin_of, unverified, witnessed
from tocsin.assess.playbook import of as playbook_of
from tocsin.assess.signs import board
from tocsin.assess.undone import undone
from tocsin.errors import InputError, TocsinError
from tocsin.link import Sayings, copies
from tocsin.link.borrowed import of_reports
from tocsin.link.edited import in_force, parsed
from tocsin.link.tellings import tellings
from tocsin.model import (
    Assessment,
    Claim,
    Decision,
    Evidence,
    Link,
    Report,
    SignState,
    Source,
    Tick,
    Update,
)
from tocsin.publish.updates import News, keys, updates
from tocsin.read import read
from tocsin.read.credits import outlet_names
from tocsin.setting_aside import each_alone, first_culprit, set_aside, too_long, unread
from tocsin.store.contract import Fact, Store
from tocsin.undoing import (
    Change,
    change_of,
    changed_signs,
    corrected_copies,
    fresh_edits,
    new_origins,
    origins_with_passages,
    standing_signs,
)
from tocsin.watch import Watch

#: How far back claims are compared; older ones are history.
WINDOW = timedelta(hours=96)
#: So many of the journal's last entries tell how often each source publishes.
HEARD = 1000
#: So many of a sign's last claims may be cited when it changes: a long thread has thousands.
CITABLE = 20


def advance(watch: Watch, store: Store, incoming: Iterable[Fact] = (), *, now: datetime) -> Assessment:
    """Bring one thread up to date with what has come in. Safe to run twice."""
    store.append([watch, *incoming], at=now)
    last = store.ticks(last=1)
    if last and last[0].at >= now and not _pending(store):
        return store.latest(Assessment)[-1]
    return _drawn(store, now)


class _Work(msgspec.Struct, frozen=True):
    """What one tick is drawn from, read before the store is locked for writing."""

    upto: int
    watch: Watch
    sources: dict[str, Source]
    reports: list[Report]
    claims: list[Claim]

    def first(self, reports: Sequence[Report]) -> _Work:
        """The same of some of the reports only."""
        names = {report.id for report in reports}
        claims = [claim for claim in self.claims if claim.report in names]
        return msgspec.structs.replace(self, reports=list(reports), claims=claims)


def _drawn(store: Store, at: datetime, *, upto: int | None = None) -> Assessment:
    """One tick, read first and then written at once; a report on which a stage fails is set aside, and it goes on."""
    while True:
        last = store.ticks(last=1)
        work = _read(store, at, store.end() if upto is None else upto)
        try:
            with store.transaction():
                if store.ticks(last=1) == last:
                    return _draw(store.tick(at, upto=work.upto), store, work)
            at = max(at, store.ticks(last=1)[0].at)  # another process was faster: what it left is drawn
        except TocsinError:
            raise
        except Exception as error:
            culprit = first_culprit(work.reports, partial(_fails, store, at, work))
            if culprit is None:
                raise
            store.append([set_aside(culprit, error)], at=at)


def _read(store: Store, at: datetime, upto: int) -> _Work:
    """The claims of the reports that are new up to a row; what is very long, or cannot be read, is told."""
    watch, sources = store.watch(upto=upto), store.sources(upto=upto)
    new = store.reports(after=_last_seen(store), upto=upto)
    aside = unread(store) if new else frozenset()  # most passes bring nothing, and the journal is long
    reports = [report for report in new if report.id not in aside]
    if long := too_long(reports):
        store.append(long, at=at)
    readings = store.readings([report.id for report in reports])
    try:
        claims = read(reports, watch, sources, readings=readings)
    except Exception:
        culprits = each_alone(
            reports, lambda report: _unreadable(lambda: read([report], watch, sources, readings=readings))
        )
        if not culprits:
            raise
        store.append(culprits, at=at)
        return _read(store, at, upto)
    return _Work(upto, watch, sources, reports, claims)


def _unreadable(reading: Callable[[], object]) -> Exception | None:
    try:
        reading()
    except Exception as error:
        return error
    return None


class _Enough(Exception):
    """A trial has gone well and is undone."""


def _fails(store: Store, at: datetime, work: _Work, some: Sequence[Report]) -> bool:
    """Whether a tick cannot be drawn from some of the reports; nothing of the trial is kept."""
    try:
        with store.transaction():
            _draw(store.tick(at, upto=work.upto), store, work.first(some))
            raise _Enough
    except _Enough:
        return False
    except Exception:
        return True


def _draw(tick: Tick, store: Store, work: _Work) -> Assessment:
    """All conclusions of one tick, from the reports that are new since the tick before."""
    watch, sources, reports, claims = work.watch, work.sources, work.reports, work.claims
    store.add(tick, claims)
    taken = copies(reports, store, tick, sources, watch)
    edited = fresh_edits(store, tick)
    store.add(tick, (*taken.links, *edited))
    store.add(tick, tellings(reports, in_force([*taken.links, *edited]), store, tick))
    moved = new_origins(edited, taken.memberships, store, tick)
    store.add(tick, {m.report: m for m in (*taken.memberships, *moved)}.values())
    origins = origins_with_passages(store)
    earlier = [c for c in store.rows(Claim, tick=tick.number - 1) if tick.at - c.at <= WINDOW]
    sayings = Sayings(
        earlier,
        in_force(store.rows(Link)),
        lambda claim: origin_of(claim, origins),
        watch,
        lambda claim: not unverified(claim, sources),
    )
    links = sayings.links(claims, tick.at)
    links += corrected_copies(links, store)
    store.add(tick, links)
    change = change_of(store, links, edited, {m.report for m in moved} - {r.id for r in reports}, origins)
    return _judge(tick, store, watch, sources, claims, earlier, links, origins, change)


def _judge(
    tick: Tick,
    store: Store,
    watch: Watch,
    sources: Mapping[str, Source],
    claims: list[Claim],
    earlier: list[Claim],
    links: list[Link],
    origins: Mapping[str, str],
    change: Change,
) -> Assessment:
    """The signs, the probabilities and the updates that the new claims lead to."""
    playbook, by_report = playbook_of(watch), of_reports(origins)
    heard = store.reports(after=max(0, tick.upto - HEARD), upto=tick.upto)
    before = {state.sign: state for state in store.rows(SignState)}
    standing = standing_signs(before, change, store, origins, sources)
    fresh = [claim for claim in claims if claim.id not in change.corrected]
    weighed = [*fresh, *(claim for claim in change.again if claim.id not in {c.id for c in fresh})]
    told = witnessed(weighed, playbook, origins, sources, watch.place.country)
    changed = board(told, playbook, standing, sources, tick.at)
    signs = changed_signs(before, standing, changed, tick)
    ledger = store.rows(Evidence)
    last = next(iter(store.latest(Assessment)), None)
    outcome = assess(
        watch,
        weighed,
        ledger=ledger,
        undone=undone(ledger, change.corrected, change.moved),
        last=last,
        origins=origins,
        sources=sources,
        now=tick.at,
        tick=tick.number,
        counts=(len(by_report), len(set(by_report.values()))),
        heard=heard,
        blackout=silence.blackout(
            {**before, **{s.sign: s for s in signs}}.values(),
            [*earlier, *claims],
            heard,
            sources,
            watch.place.country,
            tick.at,
        ),
    )
    store.add(tick, (*signs, *outcome.evidence, outcome.assessment))
    published = store.rows(Update)
    refuters = {name for sign in playbook.signs for name in sign.refuted_by}
    shown = [*signs, *(state for state in before.values() if state.sign in refuters)]
    cited = [name for link in links for name in (link.left, link.right)] + [
        n for s in shown for n in (*s.claims[-CITABLE:], *s.against[-CITABLE:])
    ]
    known = store.by_id(Claim, list(dict.fromkeys(cited)))
    corrects = any(claim.cue == "correction" for claim in claims)
    news = News(
        tick=tick,
        claims=claims,
        links=links,
        signs=signs,
        signs_before=before,
        definitions={sign.id: sign.definition for sign in playbook.signs},
        asked=playbook.asked,
        answers=playbook.answers,
        tell_at={sign.id: sign.tell_at for sign in playbook.signs},
        refuted_by={sign.id: sign.refuted_by for sign in playbook.signs},
        assessment=outcome.assessment,
        last=last,
        sources=sources,
        outlets=outlet_names(sources.values()),
        known=known,
        reports={
            report.id: report
            for report in store.reports(
                list(dict.fromkeys(claim.report for claim in (*claims, *known.values())))
            )
        },
        published=published,
        told=store.by_id(Claim, list({name for update in published for name in update.cites}))
        if corrects
        else {},
    )
    store.add(tick, updates(news, first=len(published) + 1, published=keys(published)))
    return outcome.assessment


def _last_seen(store: Store) -> int:
    """The journal entry up to which the last tick has read."""
    ticks = store.ticks(last=1)
    return ticks[0].upto if ticks else 0


def replay(watch: Watch, store: Store, facts: Iterable[Fact], *, every: timedelta) -> Iterator[Assessment]:
    """Let a recorded crisis happen again: at each step only what could be known by then is there.

    Steps stand at multiples of `every` on the watch's clock, from the first report to the first step after the last.
    A replay that was broken off goes on where it stood.
    """
    known = _journalled(watch, store, facts)
    if known is None:
        return
    drawn = {assessment.at: assessment for assessment in store.rows(Assessment)}
    at = first_step(known[0], every, watch)
    for _ in range(_steps(*known, every, watch)):
        yield drawn[at] if at in drawn else _step(store, at)
        at += every


def catch_up(
    watch: Watch,
    store: Store,
    facts: Iterable[Fact],
    *,
    now: datetime,
    every: timedelta = timedelta(minutes=15),
) -> Iterator[Assessment]:
    """Take in what has come as it unfolded: a step of publication time wherever there is something new, then `now`.

    What was published before the thread's last pass is a late report, and counts from that pass on.
    """
    _journalled(watch, store, facts)
    while pending := _pending(store):
        last = store.ticks(last=1)
        at = first_step(pending[0][1], every, watch)
        at = max(at, last[0].at) if last else at
        if at >= now:
            break
        yield _step(store, at)
    yield advance(watch, store, now=now)


def _journalled(watch: Watch, store: Store, facts: Iterable[Fact]) -> tuple[datetime, datetime] | None:
    """Put all facts into the journal before anything is drawn from them; when the first and last could be known.

    Reports go in by the time at which they could be known, so that each step can take in the journal up to a row.
    """
    rows = list(facts)
    reports = sorted(
        (fact for fact in rows if isinstance(fact, Report)), key=lambda report: (report.known, report.id)
    )
    at = reports[-1].known if reports else datetime.now(UTC)
    store.append([watch, *(fact for fact in rows if not isinstance(fact, Report)), *reports], at=at)
    return (reports[0].known, reports[-1].known) if reports else None


def _pending(store: Store) -> list[tuple[int, datetime]]:
    """The journal's reports that no tick has taken in: row and the latest time known up to it."""
    last = store.ticks(last=1)
    found: list[tuple[int, datetime]] = []
    for seq, known in store.known(after=last[0].upto if last else 0):
        found.append((seq, max(known, found[-1][1]) if found else known))
    return found


def _step(store: Store, at: datetime) -> Assessment:
    """One tick at `at` that takes in all that could be known by then."""
    last = store.ticks(last=1)
    rows = [seq for seq, known in _pending(store) if known <= at]
    upto = rows[-1] if rows else last[0].upto if last else _first_row(store)
    return _drawn(store, at, upto=upto)


def _first_row(store: Store) -> int:
    """The last row before the first report: the watch and its sources."""
    first = next(iter(store.journal(kind="report")), None)
    return first.seq - 1 if first else 0


def steps(watch: Watch, facts: Iterable[Fact], every: timedelta) -> int:
    """How many steps a replay of these facts takes."""
    known = [fact.known for fact in facts if isinstance(fact, Report)]
    if not known:
        return 0
    return _steps(min(known), max(known), every, watch)


def _steps(first: datetime, last: datetime, every: timedelta, watch: Watch) -> int:
    """Up to the first step at which the last report is known."""
    return max(0, -(-(last - first_step(first, every, watch)) // every)) + 1


def first_step(first: datetime, every: timedelta, watch: Watch) -> datetime:
    """The first multiple of `every` since local midnight at which the first report is known."""
    midnight = first.astimezone(watch.zone).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
    count = -(-(first - midnight) // every)
    return midnight + count * every


def decide(store: Store, decision: Decision, *, now: datetime) -> None:
    """Take an editor's decision into the journal, and make a pass so that whoever follows the page hears of it."""
    last = store.ticks(last=1)
    if decision.kind in {"withdraw", "state"}:
        _checked(store, decision)
        if last:  # later than every pass, so that rebuild takes it in at the same one
            at = max(now, last[0].at + timedelta(microseconds=1))
            decision, now = msgspec.structs.replace(decision, at=at), at
    store.append([decision], at=now)
    if last:
        _drawn(store, max(now, last[0].at), upto=last[0].upto)


def _checked(store: Store, decision: Decision) -> None:
    """Raises InputError where a decision on a link names what this thread does not have."""
    if decision.kind == "withdraw":
        link = store.by_id(Link, [decision.target]).get(decision.target)
        if link is None or link.id not in {row.id for row in in_force(store.rows(Link, left=link.left))}:
            raise InputError(
                f"there is no link {decision.target} in force; tocsin export --what links lists them"
            )
        return
    left, relation, right = parsed(decision.target)
    known: Mapping[str, Claim | Report] = (
        {report.id: report for report in store.reports([left, right])}
        if relation == "copy_of"
        else store.by_id(Claim, [left, right])
    )
    if missing := [name for name in (left, right) if name not in known]:
        raise InputError(f"this thread has no {' and no '.join(missing)}")


def rebuild(store: Store) -> str:
    """Draw all conclusions again from the journal; the digest of the outcome, which must be what it was."""
    with store.transaction():
        for tick in store.drop_conclusions():
            _drawn(store, tick.at, upto=tick.upto)
    return store.digest()
