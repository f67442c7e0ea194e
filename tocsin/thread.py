"""The main flow: one direction, from reports to updates. The first file to read.

    gather -> read -> link -> assess -> publish
    reports   claims  links   assessment updates

Facts go into the journal first, each batch in its own transaction; then one tick draws all conclusions from what is
new, in one transaction. A kill at any moment loses no report and publishes no update twice: either the tick is there
with all that it concluded, or it is not and the next advance draws it. The time always comes in as `now`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from tocsin.assess import assess
from tocsin.assess.evidence import origin_of, witnessed
from tocsin.assess.playbook import of as playbook_of
from tocsin.assess.signs import board
from tocsin.link import Sayings, copies
from tocsin.model import Assessment, Claim, Evidence, Link, Membership, Report, SignState, Source, Tick, Update
from tocsin.publish.updates import News, updates
from tocsin.read import read
from tocsin.store.contract import Fact, Store
from tocsin.watch import Watch

#: How far back claims are compared; older ones are history.
WINDOW = timedelta(hours=96)


def advance(watch: Watch, store: Store, incoming: Iterable[Fact] = (), *, now: datetime) -> Assessment:
    """Bring one thread up to date with what has come in. Safe to run twice."""
    store.append([watch, *incoming], at=now)
    last = store.ticks(last=1)
    if last and last[0].at >= now and store.count("report", upto=last[0].upto) == store.count("report"):
        return store.latest(Assessment)[-1]
    with store.transaction():
        return _draw(store.tick(now), store)


def _draw(tick: Tick, store: Store) -> Assessment:
    """All conclusions of one tick, from the reports that are new since the tick before."""
    watch, sources = store.watch(upto=tick.upto), store.sources(upto=tick.upto)
    reports = store.reports(after=_last_seen(store, tick), upto=tick.upto)
    claims = read(reports, watch, sources)
    store.add(tick, claims)
    taken = copies(reports, store, tick, sources)
    store.add(tick, (*taken.links, *taken.memberships))
    origins = _origins(store)
    earlier = [c for c in store.rows(Claim, tick=tick.number - 1) if tick.at - c.at <= WINDOW]
    links = Sayings(earlier, store.rows(Link), lambda claim: origin_of(claim, origins)).links(claims, tick.at)
    store.add(tick, links)
    return _judge(tick, store, watch, sources, claims, links, origins)


def _judge(
    tick: Tick,
    store: Store,
    watch: Watch,
    sources: Mapping[str, Source],
    claims: list[Claim],
    links: list[Link],
    origins: Mapping[str, str],
) -> Assessment:
    """The signs, the probabilities and the updates that the new claims lead to."""
    playbook = playbook_of(watch)
    before = {state.sign: state for state in store.rows(SignState)}
    signs = board(witnessed(claims, playbook, origins, sources), playbook, before, sources, tick.at)
    last = next(iter(store.latest(Assessment)), None)
    outcome = assess(
        watch,
        claims,
        ledger=store.rows(Evidence),
        last=last,
        origins=origins,
        sources=sources,
        now=tick.at,
        tick=tick.number,
        counts=(len(origins), len(set(origins.values()))),
        blackout=any(s.sign == "networks-cut" and s.state == "corroborated" for s in (*before.values(), *signs)),
    )
    store.add(tick, (*signs, *outcome.evidence, outcome.assessment))
    published = store.rows(Update)
    cited = [name for link in links for name in (link.left, link.right)] + [n for s in signs for n in (*s.claims, *s.against)]
    news = News(
        tick=tick,
        claims=claims,
        links=links,
        signs=signs,
        signs_before=before,
        definitions={sign.id: sign.definition for sign in playbook.signs},
        tell_at={sign.id: sign.tell_at for sign in playbook.signs},
        assessment=outcome.assessment,
        last=last,
        sources=sources,
        known=store.by_id(Claim, list(dict.fromkeys(cited))),
    )
    store.add(tick, updates(news, first=len(published) + 1, published=frozenset(update.key for update in published)))
    return outcome.assessment


def _last_seen(store: Store, tick: Tick) -> int:
    """The journal entry up to which the tick before has read."""
    ticks = store.ticks(last=2)
    return ticks[0].upto if len(ticks) == 2 else 0  # noqa: PLR2004 - this tick and the one before


def _origins(store: Store) -> dict[str, str]:
    """The origin of each report as of now; later memberships stand in for earlier ones."""
    return {member.report: member.origin for member in store.rows(Membership)}


def replay(
    watch: Watch, store: Store, facts: Iterable[Fact], *, every: timedelta, until: datetime | None = None
) -> Iterator[Assessment]:
    """Let a recorded crisis happen again: at each step only what could be known by then is there.

    Steps stand at multiples of `every` on the watch's clock, from the first report to the first step after the last.
    A replay that was broken off goes on where it stood.
    """
    rows = list(facts)
    reports = sorted((f for f in rows if isinstance(f, Report)), key=lambda r: (r.known, r.id))
    others = [fact for fact in rows if not isinstance(fact, Report)]
    if not reports:
        return
    done = {tick.at for tick in store.ticks()}
    past = {tick: assessment for tick, assessment in ((a.at, a) for a in store.rows(Assessment))}
    last = until or reports[-1].known
    at = first_step(reports[0].known, every, watch)
    begin = 0
    while at - every < last:
        end = next((i for i in range(begin, len(reports)) if reports[i].known > at), len(reports))
        if at in done:
            yield past[at]
        else:
            yield advance(watch, store, [*others, *reports[begin:end]], now=at)
        begin, at = end, at + every


def first_step(first: datetime, every: timedelta, watch: Watch) -> datetime:
    """The first multiple of `every` since local midnight at which the first report is known."""
    midnight = first.astimezone(watch.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    steps = -(-(first - midnight) // every)
    return midnight + steps * every


def rebuild(store: Store) -> str:
    """Draw all conclusions again from the journal; the digest of the outcome, which must be what it was."""
    with store.transaction():
        for tick in store.drop_conclusions():
            _draw(store.tick(tick.at, upto=tick.upto), store)
    return store.digest()
