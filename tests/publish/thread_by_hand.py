"""A small thread put together by hand: what each stage would have concluded, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from tocsin.model import (
    Assessment,
    Claim,
    Evidence,
    Link,
    Membership,
    Quarantine,
    Report,
    SignState,
    Source,
    Telling,
    Update,
    Voice,
    report,
)
from tocsin.store.sqlite import SQLiteStore
from tocsin.watch import Watch, parse

START = datetime(2019, 4, 30, 10, 0, tzinfo=UTC)
SIGNS = {
    "site-seized": "An air base is taken",
    "leader-seen": "The leader is seen",
    "new-leader": "A new leader",
}
WATCH = """
question = "Has a coup begun in Venezuela?"
timezone = "America/Caracas"
[place]
country = "VE"
[sides.government]
name = "The government"
incumbent = true
members = [{ name = "Nicolás Maduro" }, { name = "Vladimir Padrino" }]
[sides.opposition]
name = "The opposition"
members = [{ name = "Juan Guaidó" }]
"""
SOURCES = (
    Source(id="ap", name="AP", kind="agency"),
    Source(id="courier", name="Harbor Courier", kind="newspaper", country="US"),
    Source(id="radio", name="Radio Ávila", kind="broadcaster", language="es"),
    Source(id="tv", name="State TV", kind="broadcaster", side="government"),
    Source(id="alert", name="@alert", kind="account"),
    Source(id="alarm", name="@alarm", kind="account"),
)


def at(minutes: float) -> datetime:
    """A time of the thread, in minutes from its start."""
    return START + timedelta(minutes=minutes)


def made(source: str, text: str, name: str, minutes: float, **fields: object) -> Report:
    """A report known at a minute of the thread."""
    return report(source, text, external_id=name, published=at(minutes), fetched=at(minutes), **fields)


def claim(of: Report, words: str, *voices: Voice, stance: str = "asserts", **fields: Any) -> Claim:
    """A claim at the first place of its words in a report, in the outlet's own voice unless told."""
    start = of.whole.index(words)
    end = start + len(words)
    own = (Voice(name=of.source),)
    begin = max(of.whole.rfind(". ", 0, start) + 2, of.whole.rfind("\n", 0, start) + 1) if start else 0
    stop = of.whole.find(".", end)
    return Claim(
        id=fields.pop("id", f"c-{of.external_id}-{start}-{end}"),
        report=of.id,
        source=of.source,
        start=start,
        end=end,
        text=words,
        sentence_start=begin if begin > 1 else 0,
        sentence_end=stop + 1 if stop >= 0 else max(end, len(of.whole.split("\n\n")[0])),
        voices=voices or own,
        stance=stance,
        language=of.language or "en",
        at=of.known,
        **fields,
    )


def voice(of: Report, name: str, who: str | None = None, **fields: Any) -> Voice:
    """A voice named in a report."""
    start = of.whole.index(name)
    return Voice(name=name, start=start, end=start + len(name), who=who or name, **fields)


def link(left: Claim | Report, right: Claim | Report, relation: str, rule: str = "by-hand") -> Link:
    """A link of two claims or two reports."""
    return Link(left=left.id, right=right.id, relation=relation, rule=rule, score=1.0, at=START)


def assessment(tick: int, minutes: float, begun: float, **fields: Any) -> Assessment:
    """An assessment in which an attempt has this probability, half of it under way."""
    states = (1 - begun - 0.001, 0.001, begun / 2, 0.0, begun / 2)
    words = fields.pop("words", "very likely" if begun > 0.5 else "almost no chance")
    leading = fields.pop("leading", "attempt" if begun > 0.5 else "calm")
    return Assessment(
        at=at(minutes),
        tick=tick,
        states=states,
        low=max(0.0, begun - 0.1),
        high=min(1.0, begun + 0.05),
        leading=leading,
        words=words,
        reports=fields.pop("reports", 3),
        origins=fields.pop("origins", 2),
        rules="coup@1",
        **fields,
    )


def alone(*reports: Report) -> list[Membership]:
    """Memberships of reports that are copied from nobody."""
    return [Membership(report=row.id, origin=row.id, rule="single") for row in reports]


def empty(path: Any = ":memory:", watch: Watch | None = None) -> SQLiteStore:
    """A store with a watch and its sources, and nothing else."""
    store = SQLiteStore(path)
    store.append([watch or parse(WATCH), *SOURCES], at=START)
    return store


def drawn(store: SQLiteStore, minutes: float, facts: Sequence[Any], rows: Iterable[Any]) -> None:
    """One pass: facts into the journal, and what was concluded from them."""
    store.append(facts, at=at(minutes))
    with store.transaction():  # as a real pass: who looks in between sees none of it
        store.add(store.tick(at(minutes)), rows)


class Small:
    """Two passes: a seizure claimed, copied, and denied; an unknown asked twice and answered."""

    def __init__(self, path: Any = ":memory:") -> None:
        self.store = empty(path)
        self.taken = made(
            "ap",
            "Soldiers have seized the air base. It is not clear how many soldiers rose. Shots were heard.",
            "r1",
            1,
            title="Air base seized",
            url="https://ap.example/1",
        )
        self.reprint = made(
            "courier", "(AP) Soldiers have seized the air base.", "r2", 3, url="javascript:alert(1)"
        )
        self.seen = made("radio", "Se oyeron disparos cerca de la base.", "r3", 4, language="es")
        self.denial = made("tv", "Vladimir Padrino said the air base was never taken.", "r4", 12)
        self.count = made("radio", "Unos 30 soldados se alzaron, dijo AP.", "r5", 14, language="es")
        self.seizes = claim(self.taken, "Soldiers have seized the air base", kind="site-seized")
        self.reprinted = claim(
            self.reprint, "Soldiers have seized the air base", voice(self.reprint, "AP"), kind="site-seized"
        )
        self.unclear = claim(self.taken, "It is not clear how many soldiers rose", stance="does_not_know")
        self.shots = claim(self.taken, "Shots were heard", kind="gunfire")
        self.disparos = claim(self.seen, "Se oyeron disparos cerca de la base", kind="gunfire")
        minister = voice(self.denial, "Vladimir Padrino", side="government")
        self.denies = claim(
            self.denial, "the air base was never taken", minister, stance="denies", kind="site-seized"
        )
        self.thirty = claim(
            self.count, "Unos 30 soldados se alzaron", voice(self.count, "AP"), kind="unit-defects"
        )
        self._first()
        self._second()

    def _first(self) -> None:
        aside = Quarantine(where="feed line 3", reason="bad-date", detail="no time")
        rows = [
            self.seizes,
            self.reprinted,
            self.unclear,
            self.shots,
            self.disparos,
            link(self.reprint, self.taken, "copy_of", "same-words"),
            link(self.reprinted, self.seizes, "same"),
            link(self.disparos, self.shots, "supports"),
            *alone(self.taken, self.seen),
            Membership(report=self.reprint.id, origin=self.taken.id, rule="same-words"),
            *(
                Telling(report=r.id, story=self.taken.id, rule="starts")
                for r in (self.taken, self.reprint, self.seen)
            ),
            SignState(
                sign="site-seized",
                state="reported",
                at=at(5),
                first_at=self.taken.known,
                first_report=self.taken.id,
                origins=(self.taken.id,),
                claims=(self.seizes.id, self.reprinted.id),
            ),
            assessment(1, 5, 0.05),
            Update(
                seq=1,
                at=at(5),
                why="sign",
                text="Sign: an air base is taken.",
                cites=(self.seizes.id,),
                key="1",
            ),
        ]
        drawn(self.store, 5, [self.taken, self.reprint, self.seen, aside], rows)

    def _second(self) -> None:
        rows = [
            self.denies,
            self.thirty,
            link(self.denies, self.seizes, "contradicts", "denial"),
            link(self.thirty, self.unclear, "answers"),
            *alone(self.denial, self.count),
            SignState(
                sign="site-seized",
                state="refuted",
                at=at(15),
                first_at=self.taken.known,
                first_report=self.taken.id,
                origins=(self.taken.id,),
                claims=(self.seizes.id, self.reprinted.id),
                against=(self.denies.id,),
            ),
            Evidence(
                id="e-1",
                at=at(15),
                rule="coup/site-seized@1",
                sign="site-seized",
                origin=self.taken.id,
                source="ap",
                claims=(self.seizes.id,),
                log_likelihood=(0.0, 0.1, 1.0, 1.0, 0.5),
                before=(0.9, 0.05, 0.03, 0.01, 0.01),
                after=(0.1, 0.1, 0.4, 0.0, 0.4),
            ),
            assessment(2, 15, 0.9, reports=5, origins=4),
            Update(
                seq=2,
                at=at(15),
                why="disputed",
                text="Disputed: AP reports a seizure; the minister denies it.",
                cites=(self.seizes.id, self.denies.id),
                importance=3,
                key="2",
            ),
        ]
        drawn(self.store, 15, [self.denial, self.count], rows)
