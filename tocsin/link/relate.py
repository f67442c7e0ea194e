"""What one claim is to an earlier one: the same happening, its contradiction, or the answer to what was not known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import msgspec

from tocsin.link.cast import Cast
from tocsin.link.counts import agree, cannot_agree, counted, number_the_same
from tocsin.link.gist import Gist
from tocsin.link.meanings import about, apart, parts
from tocsin.link.states import Dimension, dimensions, excluding
from tocsin.model import Relation

STALE = timedelta(hours=72)  # so far back a claim is still compared
NEAR = timedelta(hours=12)  # what passes within hours is another time after this
APART = timedelta(hours=3)  # two named times with such a gap between them are two times
ALIKE = 0.4  # terms that two claims must share to be of one happening, where nothing else ties them
TIED = 0.2  # and where a person, place or thing does
DENIED = 0.2
SAME_WORDS = 0.55
CORRECTED = 0.15
COUNTRY = 0.1
_SERVICES = frozenset({"navy", "air-force", "guard", "police"})
_TOLD = frozenset({"asserts", "denies", "calls_for"})


class Verdict(msgspec.Struct, frozen=True):
    """The relation of a later claim to an earlier one, the rule that saw it, and how alike the two are (0..1)."""

    relation: Relation
    rule: str
    score: float


def alike(one: Gist, other: Gist) -> float:
    """Dice's share of what two claims have in common, 0..1: deeds weigh most, and words that stand for themselves
    least, next to nothing where the languages differ."""
    word = 1.0 if one.claim.language == other.claim.language else 0.3
    both = _weight(one.terms, one, other, word) + _weight(other.terms, one, other, word)
    return 2 * _weight(one.terms & other.terms, one, other, word) / both if both else 0.0


def _weight(terms: Iterable[str], one: Gist, other: Gist, word: float) -> float:
    sort, named = parts(), {*one.persons, *other.persons, *one.places, *other.places}
    return sum(
        3.0 if sort.get(term) == "deeds" else 2.0 if term in sort or term in named else word for term in terms
    )


def verdict(later: Gist, earlier: Gist, cast: Cast, *, one_origin: bool) -> Verdict | None:
    """What the later claim is to the earlier, if anything; claims of one origin can only correct each other."""
    new, old = later.claim, earlier.claim
    if new.background or old.background or abs(new.at - old.at) > STALE:
        return None
    score = round(alike(later, earlier), 4)
    if (
        new.cue == "correction"
        and new.source == old.source
        and new.report != old.report
        and old.stance == "asserts"
        and score >= CORRECTED
        and (later.about & earlier.about or set(new.kinds) & set(old.kinds))
    ):
        return Verdict("contradicts", "correction", score)
    if one_origin or new.stance not in _TOLD or old.stance not in _TOLD:
        return None
    if different(later, earlier, cast):
        return None
    called = "calls_for" in {new.stance, old.stance}  # a call can be told, not denied by another call
    rule = None if called else _against(later, earlier, score)
    if rule:
        return Verdict("contradicts", rule, score)
    rule = _with(later, earlier, score)
    return Verdict("supports", rule, score) if rule else None


def repeated(later: Gist, earlier: Gist, cast: Cast) -> bool:
    """Whether a voice says again, in other words or another language, what it has said."""
    return not different(later, earlier, cast) and bool(_with(later, earlier, alike(later, earlier)))


def different(one: Gist, other: Gist, cast: Cast) -> bool:
    """Whether two claims speak of different places, times, things or persons, whatever they say of them."""
    known = {name for name in set(one.persons) & set(other.persons) if not name.startswith("role:")}
    if not (_personal(one) and _personal(other) and known) and (
        cast.elsewhere(one.places, other.places) or apart(one.things, other.things, ("site", "service"))
    ):
        return True  # a person can be said to be in two places; a thing is two things
    if one.doers and other.doers and not one.doers & other.doers:
        return True
    if _other_person(one, other):
        return True
    if one.claim.when and other.claim.when:
        first, second = sorted((one.claim.when, other.claim.when))
        return second[0] - first[1] > APART
    return False


def _other_person(one: Gist, other: Gist) -> bool:
    """Whether what is told of one person in each is told of different ones."""
    shared = (one.about & other.about) | _personal(one) & _personal(other)
    mine, theirs = set(one.persons), set(other.persons)
    personal = bool(shared & about()["personal"]) or bool(_personal(one) and _personal(other))
    return bool(personal and mine and theirs and not mine & theirs)


def _personal(one: Gist) -> frozenset[str]:
    return frozenset(state for name, state in one.states if name == "person")


def _against(later: Gist, earlier: Gist, score: float) -> str | None:
    if _denial(later, earlier, score):
        return "denial"
    for dimension, _, _ in excluding(later.states, earlier.states):
        if _same_subject(later, earlier, dimension, score) and _at_one_time(later, earlier, dimension):
            return "exclusive-states"
    if cannot_agree(later, earlier):
        return "counts-apart"
    return None


def _denial(later: Gist, earlier: Gist, score: float) -> bool:
    """Whether one says that it happened and the other that it did not."""
    forth, back = later.denied & earlier.deeds, earlier.denied & later.deeds
    deeds = (forth or back) - about()["stances"]
    if not later.about and not earlier.about:
        return _word_for_word(later, earlier, score)
    if not deeds or (later.changed and not forth):
        return False
    if deeds <= about()["personal"] and not _one_person(later, earlier):
        return False
    if deeds <= about()["unit"] and not _same_unit(later, earlier) and score < ALIKE:
        return False
    if _others_hurt(later, earlier):
        return False
    gap = abs(later.claim.at - earlier.claim.at)
    if back and deeds & about()["late"]:
        return False  # it had not happened then, and now it has
    if gap > NEAR and (back or deeds <= about()["passing"]):
        return False
    deny, assertion = (later, earlier) if forth else (earlier, later)
    told = deny.claim.kind is not None and deny.claim.kind in assertion.claim.kinds[:2]
    one = bool(deeds & about()["singular"]) or (
        bool(deeds - about()["faint"]) and later.about == earlier.about
    )
    return score >= DENIED or _tied(later, earlier) or told or one


def _one_person(one: Gist, other: Gist) -> bool:
    """Whether the same person is meant, or nobody is named where the other names one."""
    if one.persons and other.persons:
        return bool(set(one.persons) & set(other.persons))
    return (one.leaderly and other.of_leader) or (other.leaderly and one.of_leader)


def _tied(one: Gist, other: Gist) -> bool:
    """Whether something besides the deed is the same: a person, a place, a thing."""
    return bool(
        set(one.persons) & set(other.persons) or one.places & other.places or one.things & other.things
    )


def _same_subject(one: Gist, other: Gist, dimension: Dimension, score: float) -> bool:
    if dimension.of == "country":
        return score >= COUNTRY or "coup" in one.denied | other.denied
    if dimension.of == "person":
        return bool(one.persons and other.persons and set(one.persons) & set(other.persons))
    if dimension.of == "unit":
        return _same_unit(one, other)
    return bool(one.places & other.places or one.things & other.things)


def _same_unit(one: Gist, other: Gist) -> bool:
    """Whether two claims of soldiers are of the same: of one place, of one service, or of the armed forces as such."""
    named = one.people & other.people & _SERVICES
    general = not (one.places or other.places) and bool(one.people & other.people & {"army"})
    return bool(one.places & other.places or named or general)


def _at_one_time(later: Gist, earlier: Gist, dimension: Dimension) -> bool:
    gap = abs(later.claim.at - earlier.claim.at)
    if dimension.of == "country" and gap > NEAR and "no-sign" in earlier.claim.kinds:
        return False  # nothing was seen then
    return gap <= dimension.near and not later.changed


def _with(later: Gist, earlier: Gist, score: float) -> str | None:
    """Whether both say that it happened, or both that it did not."""
    deeds = (later.deeds & earlier.deeds) | (later.denied & earlier.denied)
    states = {s for s in later.states & earlier.states if s[0] != "unrest"}
    if ("unrest", "none") in later.states & earlier.states and later.denied and earlier.denied:
        return "same-state"
    if (later.deeds & earlier.denied) or (later.denied & earlier.deeds):
        return None
    gap = abs(later.claim.at - earlier.claim.at)
    if gap > NEAR and deeds and deeds <= about()["passing"]:
        return None
    if later.counts and earlier.counts and number_the_same(later, earlier) and not agree(later, earlier):
        return None
    if _others_hurt(later, earlier):
        return None
    telling = deeds - about()["faint"]
    if telling and telling <= about()["unit"] and not _same_unit(later, earlier):
        return None
    held = [dimensions()[name] for name, _ in states]
    if (telling or not deeds) and any(_same_subject(later, earlier, d, 0.0) for d in held):
        return "same-state"
    tied = _tied(later, earlier) or (counted(later, earlier) and agree(later, earlier))
    tied = tied or len(telling) > 1 or bool(states and _one_person(later, earlier))
    if telling and score >= (TIED if tied else ALIKE):
        return "same-happening"
    if deeds and tied and score >= ALIKE:
        return "same-happening"
    kinds = set(later.claim.kinds[:2]) & set(earlier.claim.kinds[:2])
    alike = {later.claim.stance, earlier.claim.stance} != {"asserts", "denies"}
    alike = alike and not (later.about and earlier.about and not deeds)
    if not kinds or not alike:
        return None
    specific = kinds & about()["kinds"]
    return "same-kind-and-words" if score >= (TIED if specific and tied else ALIKE) else None


def _others_hurt(one: Gist, other: Gist) -> bool:
    """Whether others were hurt or held: soldiers in the one, civilians in the other."""
    return bool(one.about & other.about & about()["harm"]) and apart(one.people, other.people, ("hurt",))


def _word_for_word(later: Gist, earlier: Gist, score: float) -> bool:
    """Whether one denies in the other's own words what no rule has a name for."""
    stances = {later.claim.stance, earlier.claim.stance}
    gap = abs(later.claim.at - earlier.claim.at)
    return stances == {"asserts", "denies"} and score >= SAME_WORDS and gap <= NEAR
