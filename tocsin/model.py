"""Every noun of Tocsin: frozen values, no behaviour beyond derived properties.

Facts (Source, Report, Quarantine, Decision, Reading, Tick) go into the journal and never change. All else is a
conclusion, drawn from the journal by the stages and drawn again by ``tocsin rebuild``.
Times are aware datetimes in UTC; a missing value is None, never a default.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Literal

import msgspec

from tocsin.errors import Reason

Stance = Literal[
    "asserts", "denies", "calls_for", "orders", "threatens", "promises", "predicts", "asks", "does_not_know"
]
Relation = Literal["same", "supports", "contradicts", "answers", "copy_of", "passage_of"]
SignStateName = Literal["not-seen", "reported", "corroborated", "refuted"]
STATES = ("calm", "tension", "attempt", "seized", "failed")


class _Noun(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Common shape of all nouns: immutable, keyword-only, compact in JSON."""


def digest(*parts: str | None, size: int = 16) -> str:
    """The first `size` hexadecimal digits of the SHA-256 of the parts; None differs from ''."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(b"\x00" if part is None else b"\x01" + part.encode("utf-8", "surrogatepass") + b"\x02")
    return whole.hexdigest()[:size]


# Facts ------------------------------------------------------------------------------------------


class Source(_Noun, frozen=True, kw_only=True):
    """Who published: an outlet, agency, ministry or account."""

    id: str
    name: str
    kind: str = "outlet"
    """agency, broadcaster, newspaper, ministry, party, military, observer, reporter, account, document, claimed (a
    name that only another's feed, or a push without a token, gives); an outlet of which no more is known is just that."""
    country: str | None = None
    language: str | None = None
    owner: str | None = None
    side: str | None = None
    url: str | None = None
    grade: Literal["A", "B", "C", "D", "E", "F"] | None = None
    """An editor's word on how reliable it is, in the Admiralty code; where there is none its kind tells."""

    @property
    def unvouched(self) -> bool:
        """Whether nobody vouches for who it is: an account or a claimed name that is on no known side."""
        return self.kind in {"account", "claimed"} and self.side is None


class Report(_Noun, frozen=True, kw_only=True):
    """One text as one source published it at one time. Content-addressed, never edited."""

    id: str
    source: str
    text: str
    title: str = ""
    published: datetime | None = None
    published_precision: Literal["second", "day"] = "second"
    fetched: datetime | None = None
    author: str | None = None
    language: str | None = None
    url: str | None = None
    external_id: str | None = None
    part_of: str | None = None
    """The address of the live page that this is one part of."""
    revises: str | None = None
    """The report of which this is a later revision (same address, a text near to it)."""

    @property
    def address(self) -> str | None:
        """What stays the same when the publisher changes the text: the source's own id, else the URL."""
        name = self.external_id or self.url
        return None if name is None else f"{self.source}|{name}"

    @property
    def known(self) -> datetime:
        """When the report could be known: as published, unless that lies after we had it."""
        if self.published is None or self.fetched is None:
            known = self.published or self.fetched
            assert known is not None  # noqa: S101 - report() has checked it
            return known
        return min(self.published, self.fetched)

    @property
    def whole(self) -> str:
        """The text that character offsets count in: the title, a blank line, the text."""
        return f"{self.title}\n\n{self.text}" if self.title else self.text


def report(source: str, text: str, **fields: object) -> Report:
    """A report with its content address as id (source, time, author, address, title and words).

    Times are kept in UTC. Raises ValueError where there is neither a publication nor a fetch time, a time
    without an offset, no text, or text that is no valid Unicode.
    """
    draft = msgspec.convert({"id": "", "source": source, "text": text, **fields}, Report)
    if not draft.text.strip():
        raise ValueError("the report has no text")
    if draft.published is None and draft.fetched is None:
        raise ValueError("the report has no time: give published or fetched")
    draft.whole.encode()  # a lone surrogate is no text: UnicodeEncodeError is a ValueError
    draft = msgspec.structs.replace(draft, published=_utc(draft.published), fetched=_utc(draft.fetched))
    name = digest(
        draft.source,
        draft.published.isoformat() if draft.published else None,
        draft.author,
        draft.external_id,
        draft.url,
        draft.title,
        draft.text,
    )
    return msgspec.structs.replace(draft, id=f"r-{name}")


def _utc(time: datetime | None) -> datetime | None:
    if time is None:
        return None
    if time.tzinfo is None:
        raise ValueError(f"the time {time.isoformat()} has no offset from UTC")
    return time.astimezone(UTC)


class Quarantine(_Noun, frozen=True, kw_only=True):
    """An item that was put aside, where it stood and why; nothing is dropped unsaid."""

    where: str
    reason: Reason
    detail: str
    sample: str = ""
    """The first characters of the item, to recognise it by."""

    @property
    def id(self) -> str:
        """Content address: the same failure at the same place is one entry."""
        return f"q-{digest(self.where, self.reason, self.detail, self.sample)}"


class Decision(_Noun, frozen=True, kw_only=True):
    """What an editor decided: to publish an update (target "u-12") or to hold it back; to withdraw a link (target
    "l-...") or to state one (target "LEFT RELATION RIGHT")."""

    kind: Literal["approve", "reject", "withdraw", "state"]
    target: str
    by: str
    at: datetime
    reason: str = ""

    @property
    def id(self) -> str:
        """Content address of the decision."""
        return f"d-{digest(self.kind, self.target, self.by, self.at.isoformat())}"


class Statement(_Noun, frozen=True, kw_only=True):
    """One attribution that a language model pointed at, at characters that were found in the report."""

    start: int
    end: int
    source: tuple[int, int]
    cue: tuple[int, int] | None = None
    stance: Stance


class Reading(_Noun, frozen=True, kw_only=True):
    """What a language model once made of a report: kept, so that it is asked once and a rebuild needs no model."""

    report: str
    model: str
    statements: tuple[Statement, ...] = ()
    discarded: int = 0
    """Statements thrown away because their words are not in the report."""

    @property
    def id(self) -> str:
        """One reading for each report."""
        return f"a-{self.report}"


class Tick(_Noun, frozen=True, kw_only=True):
    """One advance of the thread: all journal entries up to `upto` were known at `at`."""

    number: int
    at: datetime
    upto: int


# Read -------------------------------------------------------------------------------------------


class Voice(_Noun, frozen=True, kw_only=True):
    """Who is speaking, with the characters that name him (none: the outlet's own voice)."""

    name: str
    start: int | None = None
    end: int | None = None
    who: str | None = None
    """The canonical name in the watch file or among the sources, where it could be resolved."""
    side: str | None = None
    named: bool = True
    """False for 'a senior official', 'witnesses': a speaker whom nobody can ask again."""
    medium: str | None = None
    """Where it was said: 'Twitter', 'state television', 'video'."""


class Party(_Noun, frozen=True, kw_only=True):
    """Who does what a claim tells, or to whom it is done, at the characters that name him."""

    name: str
    start: int
    end: int
    who: str | None = None
    """The canonical name in the watch file, or the speaker whom a pronoun stands for."""
    side: str | None = None


class Location(_Noun, frozen=True, kw_only=True):
    """Where on Earth a claim's place is, as precisely as the words say and no more."""

    name: str
    start: int
    end: int
    geonames: int | None = None
    """GeoNames id; None for a site, and for what is larger than a country."""
    latitude: float | None = None
    """Degrees north; of a site that is in no gazetteer, those of the place that it is told with."""
    longitude: float | None = None
    precision: Literal["country", "region", "city", "site"]
    country: str | None = None
    """ISO 3166 alpha-2 code."""


class Quantity(_Noun, frozen=True, kw_only=True):
    """How many of what, as an inclusive range; `high` None is open-ended."""

    low: int
    high: int | None
    unit: str
    start: int
    end: int


class Claim(_Noun, frozen=True, kw_only=True):
    """A proposition in a voice, at exact characters of a report."""

    id: str
    report: str
    source: str
    start: int
    end: int
    text: str
    """Exactly ``report.whole[start:end]``."""
    sentence_start: int
    sentence_end: int
    voices: tuple[Voice, ...]
    """Outermost first; the last one is responsible for the proposition."""
    stance: Stance
    hedged: bool = False
    negated: bool = False
    kind: str | None = None
    kinds: tuple[str, ...] = ()
    """All event kinds of the words, the first being `kind`."""
    actors: tuple[str, ...] = ()
    actor: Party | None = None
    """Who does it, where the words say so."""
    recipient: Party | None = None
    """To whom it is done."""
    place: str | None = None
    location: Location | None = None
    """The place on the map: of the words themselves, else of their sentence."""
    when: tuple[datetime, datetime] | None = None
    """The interval in which it is said to happen; None where the words do not tell."""
    quantities: tuple[Quantity, ...] = ()
    terms: tuple[str, ...] = ()
    """Content words, folded and sorted, by which claims are compared."""
    cue: str | None = None
    question: tuple[int, int] | None = None
    """Of what is not known: the characters of the question itself, within the claim's words."""
    background: bool = False
    """Told as history (another year), so no news of this crisis."""
    language: str
    at: datetime
    """When the report was knowable."""

    @property
    def speaker(self) -> Voice:
        """The innermost voice: who says that it is so."""
        return self.voices[-1]


# Link -------------------------------------------------------------------------------------------


class Link(_Noun, frozen=True, kw_only=True):
    """A relation of two reports or two claims, with the rule that drew it. Never a merge."""

    left: str
    right: str
    relation: Relation
    rule: str
    score: float
    at: datetime
    passages: tuple[tuple[int, int, int, int], ...] = ()
    """Of a copy or a passage: which characters of the left's text stand in which of the right's (start, end, start, end)."""

    @property
    def id(self) -> str:
        """Content address: one link for each pair, relation and rule."""
        return f"l-{digest(self.left, self.right, self.relation, self.rule)}"


class Membership(_Noun, frozen=True, kw_only=True):
    """From this tick on, this report goes back to this origin (the id of its earliest report)."""

    report: str
    origin: str
    rule: str


class Telling(_Noun, frozen=True, kw_only=True):
    """From this tick on, this report is in this story (the id of the report that began it)."""

    report: str
    story: str
    rule: str
    """starts, joins, copy; merged where two stories have grown together, split where one has fallen in two."""
    score: float = 0.0


class Origin(_Noun, frozen=True, kw_only=True):
    """All reports that go back to one witness: ten reprints are one."""

    id: str
    reports: tuple[str, ...]
    rule: str
    """How it is known: the strongest rule that ties them, or 'single'."""
    name: str | None = None
    """The agency or speaker that they go back to, where a text says so."""


# Assess -----------------------------------------------------------------------------------------


class SignState(_Noun, frozen=True, kw_only=True):
    """What is known of one warning sign at one tick."""

    sign: str
    state: SignStateName
    at: datetime
    first_at: datetime | None = None
    first_report: str | None = None
    last_at: datetime | None = None
    """When somebody who can be asked again last spoke for it; the first word of hearsay until then."""
    origins: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()
    """Those of the origins that are unverified accounts: together they are one witness at most."""
    claims: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    """Claims that deny it."""

    @property
    def witnesses(self) -> int:
        """How many independent witnesses there are."""
        return len(set(self.origins) - set(self.unverified)) + bool(self.unverified)


class Evidence(_Noun, frozen=True, kw_only=True):
    """What one origin's word on one sign did to the probabilities, or what time alone did."""

    id: str
    at: datetime
    rule: str
    """The likelihood rule, e.g. 'coup/networks-cut@1', or 'passage-of-time'."""
    sign: str | None = None
    origin: str | None = None
    source: str | None = None
    report: str | None = None
    side: str | None = None
    """The side of the conflict that the witness is on."""
    hearsay: bool = False
    """Whether nobody stands for the word: an unknown account, or a speaker who is not named."""
    claims: tuple[str, ...] = ()
    against: bool = False
    weight: float = 1.0
    """Tempering in 0..1: hedges, interest, repeats and reliability together."""
    reasons: tuple[str, ...] = ()
    """Why the weight is what it is, in words."""
    undoes: str | None = None
    """The earlier evidence that this row takes back."""
    log_likelihood: tuple[float, ...] = ()
    """Natural logarithm of the likelihood for each of STATES, after the weight."""
    before: tuple[float, ...]
    after: tuple[float, ...]


class Assessment(_Noun, frozen=True, kw_only=True):
    """The probabilities of the states at one time, and the words for them."""

    at: datetime
    tick: int
    states: tuple[float, ...]
    low: float
    high: float
    """The interval of `begun` from the uncertainty of the rates."""
    leading: str
    words: str
    """The ICD 203 expression for `begun`."""
    reports: int
    origins: int
    blackout: bool = False
    rules: str = ""

    @property
    def begun(self) -> float:
        """Probability that an attempt has begun, whether or not it is over."""
        return self.states[2] + self.states[3] + self.states[4]


# Publish ----------------------------------------------------------------------------------------


class Update(_Noun, frozen=True, kw_only=True):
    """One entry of the live thread; a correction is a new one that points at the old."""

    seq: int
    at: datetime
    why: Literal["sign", "claim", "disputed", "unknown", "answered", "probability", "correction"]
    text: str
    cites: tuple[str, ...]
    importance: int = 1
    corrects: int | None = None
    key: str = ""
    """What makes it new; no two updates of a thread share one."""
