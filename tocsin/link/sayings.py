"""Claims that say the same, support or contradict each other, or answer an open unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from tocsin.model import Claim, Link, Quantity
from tocsin.read.lexicon import word_list

#: Kinds that cannot both be true of the same leader or place at the same time.
EXCLUSIVE = (
    ("leader-detained", "leader-seen"),
    ("leader-fled", "leader-seen"),
    ("coup-crushed", "takeover-announced"),
    ("coup", "no-sign"),
    ("leader-detained", "no-sign"),
)
#: Of these there is one at a time in a country, so that a denial needs no shared words to meet its assertion.
SINGULAR = frozenset({"coup", "takeover-announced", "leader-detained", "leader-fled", "leader-seen"})
CHANGES = frozenset({"leader-seen", "casualties", "networks-cut", "networks-back", "crowds-out"})
NEAR = timedelta(hours=12)
COUNTS_NEAR = timedelta(hours=2)  # two counts further apart than this may both have been right
SAME = 0.5
ALIKE = 0.3
ANSWERING = 0.25
REPEATS = 0.8  # so much of the same words is the question again, not its answer
STALE = timedelta(hours=72)


def overlap(one: Claim, other: Claim) -> float:
    """The share of the shorter claim's content words that the other has too, 0..1."""
    mine, theirs = set(one.terms), set(other.terms)
    return len(mine & theirs) / min(len(mine), len(theirs)) if mine and theirs else 0.0


class Sayings:
    """What has been said so far, by kind; claims are met in the order in which they could be known."""

    def __init__(
        self, earlier: Iterable[Claim], links: Iterable[Link], origin_of: Callable[[Claim], str]
    ) -> None:
        self._origin_of = origin_of
        self._heads: dict[str, list[Claim]] = {}
        self._open: dict[str, Claim] = {}
        links = list(links)
        said_before = {link.left for link in links if link.relation == "same"}
        answered = {link.right for link in links if link.relation == "answers"}
        for claim in earlier:
            if claim.id not in said_before:
                self._remember(claim)
        for name in answered:
            self._open.pop(name, None)

    def _remember(self, claim: Claim) -> None:
        for kind in claim.kinds or ("",):
            self._heads.setdefault(kind, []).append(claim)
        if claim.stance == "does_not_know":
            self._open[claim.id] = claim

    def links(self, new: Sequence[Claim], at: datetime) -> list[Link]:
        """The links that the new claims make with earlier ones and with each other."""
        found: list[Link] = []
        for claim in sorted(new, key=lambda c: (c.at, c.id)):
            if claim.background:
                continue
            same = self._same(claim)
            if same is None:
                found += self._against(claim, at)
                found += self._support(claim, at)
                self._remember(claim)
            else:
                found.append(
                    Link(
                        left=claim.id,
                        right=same.id,
                        relation="same",
                        rule="same-words",
                        score=round(overlap(claim, same), 4),
                        at=at,
                    )
                )
                if self._origin_of(claim) != self._origin_of(same) and claim.stance in {"asserts", "denies"}:
                    found.append(
                        Link(
                            left=claim.id,
                            right=same.id,
                            relation="supports",
                            rule="other-origin",
                            score=round(overlap(claim, same), 4),
                            at=at,
                        )
                    )
            found += self._answers(claim, at)
        return _once(found)

    def _near(self, claim: Claim, kinds: Iterable[str]) -> list[Claim]:
        found = {
            c.id: c
            for kind in kinds
            for c in self._heads.get(kind, ())[-200:]
            if abs(claim.at - c.at) <= STALE
        }
        return list(found.values())

    def _same(self, claim: Claim) -> Claim | None:
        """The first claim with the same stance and kind and mostly the same words, of the same sort of voice."""
        rows = [
            (overlap(claim, other), other)
            for other in self._near(claim, claim.kinds or ("",))
            if other.stance == claim.stance
            and other.report != claim.report
            and self._one_saying(claim, other)
        ]
        score, best = max(rows, key=lambda row: (row[0], row[1].id), default=(0.0, None))
        enough = best is not None and len(set(claim.terms) & set(best.terms)) >= 3
        return best if enough and score >= SAME else None

    def _one_saying(self, claim: Claim, other: Claim) -> bool:
        """Whether two claims may be one saying: one voice, a copy of the words, or the same thing not known."""
        copied = claim.text == other.text or self._origin_of(claim) == self._origin_of(other)
        return copied or claim.stance == "does_not_know" or _same_voice(claim, other)

    def _support(self, claim: Claim, at: datetime) -> list[Link]:
        if claim.stance != "asserts" or not claim.kinds:
            return []
        rows = [
            (overlap(claim, other), other)
            for other in self._near(claim, claim.kinds[:1])
            if other.stance == "asserts"
            and self._origin_of(other) != self._origin_of(claim)
            and abs(claim.at - other.at) <= NEAR
        ]
        score, best = max(rows, key=lambda row: (row[0], row[1].id), default=(0.0, None))
        if best is None or score < ALIKE:
            return []
        return [
            Link(
                left=claim.id,
                right=best.id,
                relation="supports",
                rule="same-kind-and-words",
                score=round(score, 4),
                at=at,
            )
        ]

    def _against(self, claim: Claim, at: datetime) -> list[Link]:
        """Denials of the same, states that exclude each other, and counts that cannot agree."""
        found: list[Link] = []
        kinds = {b if a == kind else a for a, b in EXCLUSIVE for kind in claim.kinds[:3] if kind in (a, b)}
        for other in self._near(claim, {*claim.kinds[:3], *kinds}):
            rule = self._rule_against(claim, other)
            if rule and abs(claim.at - other.at) <= NEAR:
                found.append(
                    Link(
                        left=claim.id,
                        right=other.id,
                        relation="contradicts",
                        rule=rule,
                        score=round(overlap(claim, other), 4),
                        at=at,
                    )
                )
        found.sort(key=lambda link: (-link.score, link.right))
        return found[:2]  # the point is disputed; every pair of voices on it would drown it

    def _rule_against(self, claim: Claim, other: Claim) -> str | None:
        if (
            claim.cue == "correction"
            and claim.source == other.source
            and other.stance == "asserts"
            and set(claim.kinds) & set(other.kinds)
        ):
            return "correction"
        if self._origin_of(claim) == self._origin_of(other) or claim.background or other.background:
            return None
        shared = overlap(claim, other)
        stances = {claim.stance, other.stance}
        if stances == {"asserts", "denies"} and _same_point(claim, other, shared):
            return "denial"
        if (
            stances == {"asserts"}
            and _exclusive(claim, other)
            and (shared >= ANSWERING or set(claim.actors) & set(other.actors))
        ):
            return "exclusive-states"
        if (
            stances == {"asserts"}
            and "casualties" in claim.kinds
            and "casualties" in other.kinds
            and _counts_apart(claim, other)
        ):
            return "counts-apart"
        return None

    def _answers(self, claim: Claim, at: datetime) -> list[Link]:
        if claim.stance not in {"asserts", "denies"} or claim.hedged or not claim.speaker.named:
            return []
        found: list[Link] = []
        for name, unknown in list(self._open.items()):
            if (
                (overlap(claim, unknown) < REPEATS or (_asks_number(unknown) and claim.quantities))
                and claim.at > unknown.at
                and claim.at - unknown.at <= STALE
                and (score := _answer(claim, unknown))
            ):
                found.append(
                    Link(
                        left=claim.id,
                        right=name,
                        relation="answers",
                        rule="settles-the-question",
                        score=round(score, 4),
                        at=at,
                    )
                )
                del self._open[name]
        return found


def _same_voice(claim: Claim, other: Claim) -> bool:
    """Whether two claims may be one saying: the same named speaker, or both told by outlets themselves."""
    one, two = claim.speaker, other.speaker
    if one.start is None and two.start is None:
        return True
    return (
        one.who == two.who
        if one.who and two.who and one.start is not None and two.start is not None
        else False
    )


def _same_point(claim: Claim, other: Claim, shared: float) -> bool:
    """Whether a denial is of what the other asserts: the denied event is there, in shared words, place or persons."""
    denied, asserted = (claim, other) if claim.stance == "denies" else (other, claim)
    if denied.kind not in asserted.kinds[:3]:
        return False
    if denied.kind in CHANGES and asserted.at > denied.at:
        return False  # he had not appeared, and now he has: a change, no contradiction
    together = set(denied.actors) & set(asserted.actors) or (denied.place and denied.place == asserted.place)
    return shared >= ANSWERING or denied.kind in SINGULAR or bool(together)


def _exclusive(claim: Claim, other: Claim) -> bool:
    pairs = {frozenset(pair) for pair in EXCLUSIVE}
    mine, theirs = claim.kinds[:2], other.kinds[:2]
    return any(frozenset((a, b)) in pairs for a in mine for b in theirs) and not set(mine) & set(theirs)


def _counts_apart(claim: Claim, other: Claim) -> bool:
    """Whether two counts of the same thing at the same time cannot both be right."""
    if abs(claim.at - other.at) > COUNTS_NEAR:
        return False
    return any(a.unit[:4] == b.unit[:4] and _apart(a, b) for a in claim.quantities for b in other.quantities)


def _apart(one: Quantity, other: Quantity) -> bool:
    return (one.high is not None and one.high < other.low) or (
        other.high is not None and other.high < one.low
    )


def _answer(claim: Claim, unknown: Claim) -> float:
    """How well a claim settles what was not known, 0 where it does not.

    A question of number needs a number; any other needs an event of the same kind and most of its content words.
    """
    if _asks_number(unknown) and not claim.quantities:
        return 0.0
    topic = set(unknown.terms) - _QUESTION
    shared = len(topic & set(claim.terms))
    kinds = set(claim.kinds[:3]) & set(unknown.kinds)
    if shared < 2 or (not kinds and shared < 3):
        return 0.0
    score = shared / max(len(topic), 1)
    return score if score >= (0.3 if kinds else 0.5) else 0.0


def _asks_number(unknown: Claim) -> bool:
    return bool({"many", "cuantos", "cuantas", "number", "combien"} & set(unknown.terms))


_QUESTION = word_list("question_words")


def _once(links: Iterable[Link]) -> list[Link]:
    """Each link once."""
    return list({link.id: link for link in links}.values())
