"""Exports: every noun of a thread as plain rows, for a spreadsheet or another program.

The keys are the contract of docs/how-to/export.md; a test holds both to each other. Wherever a report is
named, it is by the name that the input gave it, else by its id; the id alone stands beside it as `report_id`.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, TextIO

import msgspec

from tocsin.assess.playbook import signs_of
from tocsin.errors import InputError
from tocsin.link.edited import in_force
from tocsin.model import (
    STATES,
    Assessment,
    Claim,
    Evidence,
    Link,
    Membership,
    Party,
    Report,
    SignState,
    Source,
    Telling,
    Tick,
)
from tocsin.publish.coded import cameo, coded, plover
from tocsin.publish.disputes import ledger
from tocsin.publish.editorial import released
from tocsin.publish.points import together
from tocsin.publish.rows import Header, read_rows
from tocsin.store.contract import Store

Row = dict[str, Any]
#: Which rule says how an origin is known, where several tie its reports: the strongest first.
STRONGEST = (
    "same-words", "revision", "shared-passage", "re-shared", "credit-line", "statement", "rewritten", "translation",
    "same-owner", "same-figures", "same-rumour",
)  # fmt: skip
#: First characters by which a spreadsheet takes a cell for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(store: Store, what: str, *, as_of: datetime | None = None) -> Iterator[Row]:
    """The rows of one noun, as of the last pass no later than `as_of`, in the order in which they were drawn.

    Raises InputError where `what` is not one of WHAT. Nothing is given of a thread without a pass by then.
    """
    if what not in _EXPORTS:
        raise InputError(f"{what!r} cannot be exported: choose one of {', '.join(WHAT)}")
    ticks = store.ticks(upto=as_of, last=1)
    return _EXPORTS[what](_Thread(store, ticks[0])) if ticks else iter(())


def write(rows: Iterable[Row], handle: TextIO, format: str) -> None:
    """Write rows as JSON lines or CSV. Raises InputError for another format.

    In CSV, lists and objects are JSON within the cell, and a cell that a spreadsheet would take for a formula
    has an apostrophe before it: a hostile post must not run in an editor's spreadsheet.
    """
    if format not in FORMATS:
        raise InputError(f"{format!r} is no format: choose one of {', '.join(FORMATS)}")
    if format == "jsonl":
        handle.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        return
    writer: csv.DictWriter[str] | None = None
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(handle, list(row), lineterminator="\n")
            writer.writeheader()
        writer.writerow({key: _cell(value) for key, value in row.items()})


def _cell(value: object) -> object:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return str(value).lower()
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


class _Thread:
    """A store at one tick, and the names of its reports."""

    def __init__(self, store: Store, tick: Tick) -> None:
        self.store, self.tick = store, tick
        headers = _headers(store, tick)
        self.names = {header.id: header.name for header in headers}
        self.urls = {header.id: header.url for header in headers}

    def name(self, report: str) -> str:
        return self.names.get(report, report)

    def stories(self) -> dict[str, Telling]:
        return {row.report: row for row in self.store.rows(Telling, tick=self.tick.number)}

    def origins(self) -> dict[str, Membership]:
        return {row.report: row for row in self.store.rows(Membership, tick=self.tick.number)}


def _headers(store: Store, tick: Tick) -> list[Header]:
    return [Header.of(entry) for entry in store.journal(upto=tick.upto, kind="report")]


def _time(time: datetime | None) -> str | None:
    return time.isoformat() if time else None


def _states(numbers: Iterable[float]) -> dict[str, float]:
    return dict(zip(STATES, numbers, strict=False))


def _claim(claim: Claim, thread: _Thread) -> Row:
    when = [_time(time) for time in claim.when] if claim.when else None
    return {
        "id": claim.id,
        "report": thread.name(claim.report),
        "report_id": claim.report,
        "source": claim.source,
        "at": _time(claim.at),
        "start": claim.start,
        "end": claim.end,
        "text": claim.text,
        "voices": [
            {
                "name": voice.name,
                "start": voice.start,
                "end": voice.end,
                "who": voice.who,
                "side": voice.side,
                "named": voice.named,
                "medium": voice.medium,
            }
            for voice in claim.voices
        ],
        "stance": claim.stance,
        "hedged": claim.hedged,
        "negated": claim.negated,
        "question": list(claim.question) if claim.question else None,
        "background": claim.background,
        "kind": claim.kind,
        "kinds": list(claim.kinds),
        "actors": list(claim.actors),
        "actor": _party(claim.actor),
        "recipient": _party(claim.recipient),
        "place": claim.place,
        "location": msgspec.to_builtins(claim.location) if claim.location else None,
        "when": when,
        "quantities": [
            {"low": q.low, "high": q.high, "unit": q.unit, "start": q.start, "end": q.end}
            for q in claim.quantities
        ],
        "language": claim.language,
    }


def _party(party: Party | None) -> Row | None:
    if party is None:
        return None
    return {"name": party.name, "start": party.start, "end": party.end, "who": party.who, "side": party.side}


def _events(thread: _Thread) -> Iterator[Row]:
    """What the claims tell as PLOVER records."""
    watch = thread.store.watch(upto=thread.tick.upto)
    entries = thread.store.journal(upto=thread.tick.upto, kind="source")
    named = {row.id: row.name for row in (msgspec.json.decode(entry.body, type=Source) for entry in entries)}
    for claim, code in coded(thread.store.rows(Claim, tick=thread.tick.number), watch):
        publication = named.get(claim.source, claim.source)
        yield plover(
            claim, code, watch, thread.name(claim.report), publication, thread.urls.get(claim.report)
        )


def _cameo(thread: _Thread) -> Iterator[Row]:
    """The same as one flat line for each event, with CAMEO's codes."""
    return map(cameo, _events(thread))


def _claims(thread: _Thread) -> Iterator[Row]:
    for claim in thread.store.rows(Claim, tick=thread.tick.number):
        yield _claim(claim, thread)


def _unknowns(thread: _Thread) -> Iterator[Row]:
    """What is not known; an answer to one is an answer to all that ask the same, as on the page."""
    store, number = thread.store, thread.tick.number
    claims = store.rows(Claim, tick=number, stance="does_not_know")
    links = in_force(store.rows(Link, tick=number, relation=["answers", "same"]))
    answers = {link.right: link.left for link in links if link.relation == "answers"}
    by_claim: dict[str, str | None] = {}
    for group in together(claims, links):
        answer = next((answers[claim.id] for claim in group if claim.id in answers), None)
        by_claim |= {claim.id: answers.get(claim.id, answer) for claim in group}
    for claim in claims:
        yield {**_claim(claim, thread), "open": by_claim[claim.id] is None, "answered_by": by_claim[claim.id]}


def _signs(thread: _Thread) -> Iterator[Row]:
    """All signs of the watch, seen or not, in the playbook's order."""
    latest = {row.sign: row for row in thread.store.rows(SignState, tick=thread.tick.number)}
    definitions = signs_of(thread.store.watch(upto=thread.tick.upto))
    for sign in dict.fromkeys([*definitions, *latest]):
        row = latest.get(sign) or SignState(sign=sign, state="not-seen", at=thread.tick.at)
        yield {
            "sign": sign,
            "definition": definitions.get(sign),
            "state": row.state,
            "at": _time(row.at),
            "first_at": _time(row.first_at),
            "first_report": thread.name(row.first_report) if row.first_report else None,
            "report_id": row.first_report,
            "origins": list(row.origins),
            "witnesses": row.witnesses,
            "claims": list(row.claims),
            "against": list(row.against),
        }


def _origins(thread: _Thread) -> Iterator[Row]:
    """All origins with their reports, the first report first; the id is that report's id."""
    groups: dict[str, list[Membership]] = {}
    for row in thread.origins().values():
        groups.setdefault(row.origin, []).append(row)
    place = {report: number for number, report in enumerate(thread.names)}
    for origin, members in groups.items():
        members.sort(key=lambda row: (row.report != origin, place.get(row.report, 0)))
        rules = [row.rule for row in members if row.rule != "single"]
        yield {
            "id": origin,
            "reports": [thread.name(row.report) for row in members],
            "report_ids": [row.report for row in members],
            "rule": min(rules, key=_strength, default="single"),
            "rules": [row.rule for row in members],
        }


def _stories(thread: _Thread) -> Iterator[Row]:
    """All stories with their reports, in the order of the journal."""
    rows, origins = thread.stories(), thread.origins()
    groups: dict[str, list[Report]] = {}
    for report in thread.store.reports(upto=thread.tick.upto):
        if report.id in rows:
            groups.setdefault(rows[report.id].story, []).append(report)
    for name, members in groups.items():
        yield {
            "id": name,
            "title": members[0].title or " ".join(members[0].text.split())[:110],
            "reports": [thread.name(report.id) for report in members],
            "report_ids": [report.id for report in members],
            "rules": [rows[report.id].rule for report in members],
            "origins": len({origins[r.id].origin if r.id in origins else r.id for r in members}),
            "first_at": _time(min(report.known for report in members)),
            "last_at": _time(max(report.known for report in members)),
        }


def _strength(rule: str) -> int:
    return STRONGEST.index(rule) if rule in STRONGEST else len(STRONGEST)


def _links(thread: _Thread) -> Iterator[Row]:
    rows = thread.store.rows(Link, tick=thread.tick.number)
    standing = {link.id for link in in_force(rows)}
    for link in rows:
        yield {
            "id": link.id,
            "left": thread.name(link.left),
            "right": thread.name(link.right),
            "left_id": link.left,
            "right_id": link.right,
            "relation": link.relation,
            "rule": link.rule,
            "score": link.score,
            "in_force": link.id in standing,
            "at": _time(link.at),
        }


def _updates(thread: _Thread) -> Iterator[Row]:
    for update in released(thread.store, thread.tick):
        yield {
            "seq": update.seq,
            "at": _time(update.at),
            "why": update.why,
            "text": update.text,
            "cites": list(update.cites),
            "importance": update.importance,
            "corrects": update.corrects,
        }


def _assessments(thread: _Thread) -> Iterator[Row]:
    for row in thread.store.rows(Assessment, tick=thread.tick.number):
        yield {
            "at": _time(row.at),
            "states": _states(row.states),
            "leading": row.leading,
            "begun": row.begun,
            "low": row.low,
            "high": row.high,
            "words": row.words,
            "reports": row.reports,
            "origins": row.origins,
            "blackout": row.blackout,
            "rules": row.rules,
        }


def _reports(thread: _Thread) -> Iterator[Row]:
    origins, stories = thread.origins(), thread.stories()
    for report in thread.store.reports(upto=thread.tick.upto):
        yield {
            "id": report.id,
            "external_id": report.external_id,
            "source": report.source,
            "published": _time(report.published),
            "fetched": _time(report.fetched),
            "author": report.author,
            "language": report.language,
            "url": report.url,
            "title": report.title,
            "text": report.text,
            "revises": report.revises,
            "origin": origins[report.id].origin if report.id in origins else None,
            "story": stories[report.id].story if report.id in stories else None,
        }


def _evidence(thread: _Thread) -> Iterator[Row]:
    for row in thread.store.rows(Evidence, tick=thread.tick.number):
        yield {
            "id": row.id,
            "at": _time(row.at),
            "rule": row.rule,
            "sign": row.sign,
            "origin": row.origin,
            "source": row.source,
            "claims": list(row.claims),
            "against": row.against,
            "weight": row.weight,
            "reasons": list(row.reasons),
            "log_likelihood": _states(row.log_likelihood),
            "before": _states(row.before),
            "after": _states(row.after),
        }


def _disputes(thread: _Thread) -> Iterator[Row]:
    """The contradiction ledger."""
    rows = read_rows(thread.store, thread.tick)
    for point in ledger(rows.claims, rows.links, rows.origin_of, rows.sources, rows.source_of):
        yield {
            "kind": point.kind,
            "place": point.place,
            "since": _time(point.since),
            "positions": [msgspec.json.decode(msgspec.json.encode(one)) for one in point.positions],
            "moved": [msgspec.json.decode(msgspec.json.encode(one)) for one in point.moved],
        }


_EXPORTS: Mapping[str, Callable[[_Thread], Iterator[Row]]] = {
    "claims": _claims,
    "events": _events,
    "cameo": _cameo,
    "unknowns": _unknowns,
    "signs": _signs,
    "origins": _origins,
    "stories": _stories,
    "links": _links,
    "disputes": _disputes,
    "updates": _updates,
    "assessments": _assessments,
    "reports": _reports,
    "evidence": _evidence,
}
WHAT = tuple(_EXPORTS)
FORMATS = ("jsonl", "csv")
