"""What the page shows: frozen values, the same for the page on the web, on a terminal and as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from tocsin.model import SignStateName, Stance
from tocsin.publish.camps import Camp, Count
from tocsin.publish.disputes import Disputed
from tocsin.publish.mapped import Place

Sort = Literal["party", "named", "unnamed", "outlet"]

PLAIN = 0.8  # "very likely" in ICD 203: from here on a state is said without "likeliest"


class _Shown(msgspec.Struct, frozen=True, kw_only=True):
    """Common shape of what is shown: immutable and keyword-only; in JSON every key is there."""


class Citation(_Shown, frozen=True, kw_only=True):
    """One claim at its exact words: who says it, where it stands and what stands around it."""

    claim: str
    report: str
    """The name that the input gave the report, else its id."""
    report_id: str
    source: str
    source_name: str
    at: datetime
    """When the report could be known."""
    title: str
    url: str | None
    """The address of the original; None where it is not http or https."""
    language: str
    start: int
    end: int
    text: str
    """Exactly the characters start..end of the report's title, blank line and text."""
    before: str
    after: str
    """What else its sentence says before and after the words."""
    voices: tuple[str, ...]
    """The outlet first, the speaker last."""
    stance: Stance
    hedged: bool
    kind: str | None
    origin: str
    background: bool
    place: str | None = None
    """The name of the place as most claims give it; None where the words do not tell."""
    actors: tuple[str, ...] = ()
    """Who acts and to whom it is done, where they are named."""


class Point(_Shown, frozen=True, kw_only=True):
    """What several reports say alike: shown once, by its first claim, with all citations."""

    citations: tuple[Citation, ...]
    origins: int
    reports: int
    against: int = 0
    """How many origins say the opposite."""
    last_at: datetime

    @property
    def first(self) -> Citation:
        """The claim that says it first."""
        return self.citations[0]


class Dispute(_Shown, frozen=True, kw_only=True):
    """A point on which reports cannot all be right: two positions, the one taken first on the left."""

    left: tuple[Point, ...]
    right: tuple[Point, ...]
    ledger: Disputed | None = None
    """Who holds each position since when, and who has moved."""


class Stand(_Shown, frozen=True, kw_only=True):
    """One side, with the last word of each of its speakers."""

    camp: Camp
    last: tuple[Citation, ...]
    """What each speaker said last, in the order of the camp."""


class Number(_Shown, frozen=True, kw_only=True):
    """How many people under arms there are, as somebody has it."""

    count: Count
    citation: Citation


class Question(_Shown, frozen=True, kw_only=True):
    """What somebody says is not known, and the claim that has answered it, if one has."""

    point: Point
    answer: Citation | None = None

    @property
    def open(self) -> bool:
        """Whether nobody has answered it yet."""
        return self.answer is None


class Speaker(_Shown, frozen=True, kw_only=True):
    """Everything that one speaker says, through whichever outlet."""

    name: str
    sort: Sort
    side: str | None
    points: tuple[Point, ...]


class Sign(_Shown, frozen=True, kw_only=True):
    """One line of the signs board."""

    id: str
    definition: str
    state: SignStateName
    first_at: datetime | None = None
    origins: int = 0
    witnesses: int = 0
    """Independent witnesses: unverified accounts together are one."""
    reports: int = 0
    against: int = 0
    citations: tuple[Citation, ...] = ()
    """The first claims that show it, and those against it."""


class Entry(_Shown, frozen=True, kw_only=True):
    """One update with its citations."""

    seq: int
    at: datetime
    why: str
    text: str
    importance: int
    corrects: int | None
    citations: tuple[Citation, ...]
    signs: tuple[str, ...] = ()
    """The signs that its claims show or speak against, by id."""


class Moment(_Shown, frozen=True, kw_only=True):
    """One point of the curve: probabilities in 0..1."""

    at: datetime
    begun: float
    low: float
    high: float
    leading: str


class Answer(_Shown, frozen=True, kw_only=True):
    """The answer at one time, in words and numbers (probabilities in 0..1)."""

    at: datetime
    sentence: str
    words: str
    begun: float
    low: float
    high: float
    leading: str
    leading_words: str
    states: dict[str, float]
    reports: int
    origins: int
    blackout: bool
    rules: str
    asked: str = "an attempt has begun"
    """What `begun` is the probability of, in the playbook's words."""
    fact: str | None = None
    """The same held to be so, in languages that tell the two apart."""

    @property
    def plain(self) -> bool:
        """Whether one state stands out enough to be said as it is, and not as the likeliest of several."""
        return self.states.get(self.leading, 0.0) >= PLAIN


class Told(_Shown, frozen=True, kw_only=True):
    """Something told of earlier times, with who tells it."""

    at: datetime | None
    """The beginning of its day, month or year; None where it has no date."""
    precision: Literal["day", "month", "year"]
    citations: tuple[Citation, ...]


class SourceLine(_Shown, frozen=True, kw_only=True):
    """A source with what has come from it."""

    id: str
    name: str
    kind: str
    country: str | None
    side: str | None
    url: str | None
    reports: int
    origins: int
    """How many origins its reports go back to."""
    own: int
    """How many of its reports are copied from nobody known."""
    grade: str = "F"
    """The letter of its reliability by the Admiralty code: an editor's, else that of its kind."""
    claims: int = 0
    """How many claims its reports make that tell of something."""
    borne_out: int = 0
    """How many of them independent witnesses bear out."""
    disputed: int = 0
    """How many of them others contradict."""
    taken_back: int = 0
    """How many of them it has corrected or withdrawn."""


class Member(_Shown, frozen=True, kw_only=True):
    """A report as part of an origin, and the rule that ties it there."""

    report: str
    report_id: str
    source_name: str
    at: datetime
    rule: str


class OriginLine(_Shown, frozen=True, kw_only=True):
    """An origin of more than one report: the first, and who took it over."""

    id: str
    first: Member
    copies: tuple[Member, ...]


class ThreadView(_Shown, frozen=True, kw_only=True):
    """Everything the page shows, at one pass of the thread."""

    question: str
    timezone: str
    as_of: datetime | None
    """The time that was looked back to; None for the thread as it stands."""
    tick: int | None
    last_pass: datetime | None
    ends: datetime | None = None
    """The time of the thread's last pass of all, also on a page that was turned back."""
    newest_report: datetime | None
    stale_since: datetime | None
    """The time of the newest report, where that is long ago; else None."""
    paused_since: datetime | None
    """The time of the last pass, where that is long ago; else None."""
    failing_since: datetime | None = None
    """The time from which on passes have failed, where the last one did; else None."""
    answer: Answer | None
    curve: tuple[Moment, ...]
    known: tuple[Point, ...]
    known_more: int
    disputed: tuple[Dispute, ...]
    disputed_more: int
    claimed: tuple[Point, ...]
    claimed_more: int
    open: tuple[Question, ...]
    answered: tuple[Question, ...]
    signs: tuple[Sign, ...]
    updates: tuple[Entry, ...]
    """Newest first."""
    speakers: tuple[Speaker, ...]
    sources: tuple[SourceLine, ...]
    origins: tuple[OriginLine, ...]
    reports: int
    origin_count: int
    playbook: str = ""
    """The playbook of the watch, which may have what the page shows in other languages."""
    languages: tuple[str, ...] = ()
    """The languages of the watch, in its order."""
    stands: tuple[Stand, ...] = ()
    """Who stands with whom, by the sides of the watch."""
    numbers: tuple[Number, ...] = ()
    """The forces as they were counted."""
    past: tuple[Told, ...] = ()
    """How it came to this, the earliest first."""
    country: str = ""
    """The country of the watch, ISO 3166 alpha-2; empty where it names none."""
    places: tuple[Place, ...] = ()
    """Where it is told to happen, the most told of first."""
    put_aside: dict[str, int]
    """How many items are in quarantine, by reason."""


def counted(number: int, word: str, several: str | None = None) -> str:
    """'1 report', '3 reports'."""
    return f"{number:,} {word if number == 1 else several or word + 's'}"


def percent(probability: float) -> str:
    """A probability for readers; never the certainty of 0% or 100%."""
    if probability < 0.005:
        return "under 1%"
    return "over 99%" if probability > 0.995 else f"{probability:.0%}"


def clock(time: datetime, zone: ZoneInfo) -> str:
    """A time for readers: 'Tue 30 Apr 17:00'; the year stands at the top of the page."""
    return f"{time.astimezone(zone):%a %d %b %H:%M}"
