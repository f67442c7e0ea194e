"""Claims that say the same, support or contradict each other, or answer an open unknown; met in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from tocsin.link.answers import askable, same_question, settles
from tocsin.link.cast import cast_of
from tocsin.link.counts import agree, counted
from tocsin.link.gist import Gist, gist
from tocsin.link.nearby import Nearby, Questions
from tocsin.link.relate import STALE, different, repeated, verdict
from tocsin.model import Claim, Link, Relation
from tocsin.watch import Watch

SAME = 0.5
REPEATS = 0.8  # so much of the same words is the question again, not its answer
#: Of one claim so many contradictions are kept: the point is disputed; every pair of voices on it would drown it.
DISPUTED = 6
_ASKS_NUMBER = {"many", "cuantos", "cuantas", "number", "combien"}


def overlap(one: Claim, other: Claim) -> float:
    """The share of the shorter claim's content words that the other has too, 0..1."""
    mine, theirs = set(one.terms), set(other.terms)
    return len(mine & theirs) / min(len(mine), len(theirs)) if mine and theirs else 0.0


class Sayings:
    """What has been said so far; claims are met in the order in which they could be known."""

    def __init__(
        self,
        earlier: Iterable[Claim],
        links: Iterable[Link],
        origin_of: Callable[[Claim], str],
        watch: Watch | None = None,
        stood_for: Callable[[Claim], bool] = lambda claim: claim.speaker.named,
    ) -> None:
        """`stood_for` tells whether somebody who can be asked again stands for a claim: only then it answers."""
        self._stood_for = stood_for
        self._origin_of = origin_of
        self._cast = cast_of(watch)
        self._said = Nearby()
        self._open = Questions()
        links = list(links)
        said_before = {link.left for link in links if link.relation == "same"}
        answered = {link.right for link in links if link.relation == "answers"}
        for claim in earlier:
            if claim.id not in said_before:
                self._remember(gist(claim, self._cast))
        for name in answered:
            self._open.close(name)

    def _remember(self, one: Gist) -> None:
        self._said.add(one)
        if one.claim.stance == "does_not_know":
            self._open.add(one)

    def links(self, new: Sequence[Claim], at: datetime) -> list[Link]:
        """The links that the new claims make with earlier ones and with each other."""
        found: list[Link] = []
        for claim in sorted(new, key=lambda c: (c.at, c.id)):
            if not claim.background:
                found += self._links_of(gist(claim, self._cast), at)
        return list({link.id: link for link in found}.values())

    def _links_of(self, one: Gist, at: datetime) -> list[Link]:
        claim, found = one.claim, []
        near = [g for g in self._said.of(one) if abs(claim.at - g.claim.at) <= STALE]
        same = self._same(one, near)
        if same is None:
            found += self._related(one, near, at)
            self._remember(one)
        else:
            found.append(_link(claim, same, "same", "same-words", overlap(claim, same), at))
            if self._origin_of(claim) != self._origin_of(same) and claim.stance in {"asserts", "denies"}:
                found.append(_link(claim, same, "supports", "other-origin", overlap(claim, same), at))
        return found + self._answers(one, at)

    def _same(self, one: Gist, near: Sequence[Gist]) -> Claim | None:
        """The first claim with the same stance and mostly the same words, of the same sort of voice; or the same
        question in other words."""
        claim = one.claim
        rows = [
            (overlap(claim, g.claim), g.claim)
            for g in near
            if g.claim.stance == claim.stance
            and g.claim.report != claim.report
            and set(g.claim.kinds or ("",)) & set(claim.kinds or ("",))
            and self._one_saying(claim, g.claim)
            and (g.claim.text == claim.text or not self._another(one, g))
        ]
        score, best = max(rows, key=lambda row: (row[0], row[1].id), default=(0.0, None))
        enough = best is not None and len(set(claim.terms) & set(best.terms)) >= 3
        if enough and score >= SAME:
            return best
        if claim.stance != "does_not_know":
            return self._told_again(one, near)
        asked = (
            g.claim
            for g in near
            if g.claim.stance == "does_not_know"
            and g.claim.report != claim.report
            and same_question(one, g, self._cast)
        )
        return next(asked, None)

    def _another(self, one: Gist, other: Gist) -> bool:
        """Whether the words are alike, but tell of another count, place, person or deed."""
        if counted(one, other) and not agree(one, other):
            return True
        deeds = bool(one.about and other.about and not one.about & other.about)
        return deeds or different(one, other, self._cast)

    def _told_again(self, one: Gist, near: Sequence[Gist]) -> Claim | None:
        """The same said by the same voice in other words, as where two papers translate one statement."""
        again = (
            g.claim
            for g in near
            if g.claim.stance == one.claim.stance
            and g.claim.report != one.claim.report
            and one.claim.speaker.start is not None
            and self._origin_of(one.claim) == self._origin_of(g.claim)
            and repeated(one, g, self._cast)
        )
        return next(again, None)

    def _one_saying(self, claim: Claim, other: Claim) -> bool:
        """Whether two claims may be one saying: one voice, a copy of the words, or the same thing not known."""
        copied = claim.text == other.text or self._origin_of(claim) == self._origin_of(other)
        return copied or claim.stance == "does_not_know" or _same_voice(claim, other)

    def _related(self, one: Gist, near: Sequence[Gist], at: datetime) -> list[Link]:
        """What the claim contradicts, the nearest first, and the earlier claim that it supports most."""
        against: list[Link] = []
        support: list[Link] = []
        for other in near:
            one_origin = self._origin_of(one.claim) == self._origin_of(other.claim)
            found = verdict(one, other, self._cast, one_origin=one_origin)
            if found:
                link = _link(one.claim, other.claim, found.relation, found.rule, found.score, at)
                (against if found.relation == "contradicts" else support).append(link)
        against.sort(key=lambda link: (link.rule != "correction", -link.score, link.right))
        support.sort(key=lambda link: (-link.score, link.right))
        corrected = [link for link in against if link.rule == "correction"]
        return [*against[: max(DISPUTED, len(corrected))], *support[:1]]

    def _answers(self, one: Gist, at: datetime) -> list[Link]:
        """The open unknowns that the claim settles; each is closed by the first that does."""
        claim = one.claim
        if not askable(one) or not self._stood_for(claim):
            return []
        found: list[Link] = []
        for unknown in self._open.that(one):
            asks_number = bool(_ASKS_NUMBER & set(unknown.claim.terms))
            again = overlap(claim, unknown.claim) >= REPEATS and _unsettled(claim)
            if again and not (asks_number and claim.quantities):
                continue
            if score := settles(one, unknown, self._cast):
                found.append(_link(claim, unknown.claim, "answers", "settles-the-question", score, at))
                self._open.close(unknown.claim.id)
        return found


def _unsettled(claim: Claim) -> bool:
    """Whether a claim only puts the question again, as reader's remnants of "it is still unclear" do."""
    return claim.stance not in {"asserts", "denies"}


def _link(left: Claim, right: Claim, relation: Relation, rule: str, score: float, at: datetime) -> Link:
    return Link(left=left.id, right=right.id, relation=relation, rule=rule, score=round(score, 4), at=at)


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
