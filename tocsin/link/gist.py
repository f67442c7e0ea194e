"""The gist of a claim: what it says in terms that claims in other words and other languages share."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from tocsin.link.cast import Cast
from tocsin.link.meanings import about, parts, words, words_of
from tocsin.link.states import State, shown
from tocsin.model import Claim, Quantity
from tocsin.read import firmness
from tocsin.read.claims import STOP
from tocsin.read.fold import fold
from tocsin.read.lexicon import patterns, word_list

#: So much of a word that has no meaning in meanings.toml stands for it: "detonate" and "detonated" are one.
STEM = 6
_LOOKED_AT = 900
_NO = re.compile(
    r"^\W*(?:no(?! (?:more|fewer|less) than)|nobody|none|no one|ningun\w*|nadie|aucun\w*|personne ne)\b|"
    r"\bthere (?:is|are|was|were|have been|has been) no\b|\bno (?:hay|hubo|ha habido)\b|\bil n'y a\w* (?:pas|aucun)"
)
_UP_TO = re.compile(r"(?:no|not) more than|no (?:hay )?mas de|pas plus de|at most")
_AND_NOT = re.compile(r"\b(?:and|y|et|rather than|sino)\s+(?:not|no|non)\b.*")
_PRONOUN = re.compile(r"\b(?:he|his|him)\b")
_HE = re.compile(r"\W*(?:he|el|il)\b")
_SEEN = re.compile(r"\b(?:re)?appear\w*|\brumou?rs?\b")
_RETOLD = re.compile(
    r"\W*(?:the |las? |los |les |des )?(?:claims?|rumou?rs?|reports|allegations|afirmaciones|rumores|rumeurs|affirmations)\b"
)
_LACKING = re.compile(r"(?:without|no|sin|sans|off|hors|fuera)\b")
_DOERS = frozenset({"soldiers", "guard", "rebels", "police", "crowd"})
_DENYING = re.compile(
    r"den(?:y|ie)|reject|dismiss|refut|rebut|neg[oa]|nieg|desm[ie]|rechaz|dement|nie\b|nient"
)
_NO_EVIDENCE = re.compile(
    r"\b(?:no|without|any) (?:\w+ )?(?:evidence|signs?|proof|indications?)\b|\b(?:sin|no hay|ningun\w*) (?:pruebas?|indicios?|senal\w*)\b|"
    r"\baucune? (?:preuve|signe|indice)\b"
)
#: What is only spoken of is not said to be: "rumours of a coup", "fears of arrest".
_SPOKEN_OF = re.compile(
    r"\b(?:rumou?rs?|talk|fears?|evidence|speculation|claims|asked|asking|find|rumores|preguntando|bruits?|rumeurs?)"
    r"(?:\s+(?:of|about|por|de|sur|the|that|a|an|el|un|una|la|le))*\W*(?:military\s+)?$"
)
_AS_RUMOUR = re.compile(r"\W{1,2}(?:rumou?rs?|talk|fears|speculation|claims)\b")
_STRANGER = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ]+ [A-ZÀ-Þ][a-zà-ÿ]+")
_NO_FIGURE = re.compile(r"\b(?:figures?|toll|cifras?|cuant[oa]s|how many|saber|combien|bilan|nombre)\b")
_FORECAST = re.compile(
    r"\b(?:likely|expected|set|poised|due|bound|probable|a punto de)\s+(?:to\s+)?(?:\w+\s+)?$"
)
_TRIVIAL = word_list("question_words")


class Gist(msgspec.Struct, frozen=True, eq=False):
    """What a claim says, by meaning."""

    claim: Claim
    deeds: frozenset[str]
    """Those that are said to have happened."""
    denied: frozenset[str]
    """Those that are said not to have."""
    things: frozenset[str]
    people: frozenset[str]
    persons: tuple[str, ...]
    places: frozenset[str]
    doers: frozenset[str]
    """Of deeds that are done by speaking: the words of who spoke."""
    terms: frozenset[str]
    """All meanings, and the stems of the words that have none."""
    counts: tuple[Quantity, ...]
    states: frozenset[State]
    asks: frozenset[str]
    """What a claim of not knowing asks: where, who, how many ..."""
    firm: bool
    """Whether it is said without a hedge; "appears on television" is none."""
    of_leader: bool
    """Whether the one in power is named."""
    leaderly: bool
    """Whether nobody is named, so that it may be the leader who was held, or fled, or appeared."""
    changed: bool
    """Whether it is told as a change: "released", "back on air"."""

    @property
    def about(self) -> frozenset[str]:
        """All deeds that it speaks of."""
        return self.deeds | self.denied


_KEPT: dict[tuple[str, str], Gist] = {}


def gist(claim: Claim, cast: Cast) -> Gist:
    """The gist of a claim for one watch; the last of them are kept, as each is compared in many passes."""
    key = (cast.id, claim.id)
    if key not in _KEPT:
        if len(_KEPT) > 50_000:
            _KEPT.clear()
        _KEPT[key] = _made(claim, cast)
    return _KEPT[key]


def _made(claim: Claim, cast: Cast) -> Gist:
    text = claim.text[:_LOOKED_AT]
    # a deed by its saying ("condemns the coup") has the saying in the cue
    cue = fold(claim.cue) if claim.cue and fold(claim.cue) not in fold(text) else ""
    folded = fold(text)
    tokens = words_of(folded)
    found = [m for m in words("deeds", "things", "people").find(tokens) if m.meaning != "nothing"]
    sort = parts()
    deeds = [m for m in found if sort[m.meaning] == "deeds"]
    said = {m.meaning for m in words("deeds").find(words_of(cue))} - {"dismiss"}  # "dismissed the reports"
    denied = _denied(claim, folded, [(m.meaning, m.start, m.end) for m in deeds])
    forecast = {m.meaning for m in deeds if _FORECAST.search(folded[max(0, m.start - 30) : m.start])}
    forecast |= {
        m.meaning
        for m in deeds
        if _SPOKEN_OF.search(folded[max(0, m.start - 30) : m.start]) or _AS_RUMOUR.match(folded[m.end :])
    }
    if _RETOLD.match(folded) or (claim.stance == "denies" and _NO_FIGURE.search(folded)):
        forecast |= {m.meaning for m in deeds}
    asserted = {m.meaning for m in deeds} - denied - forecast | (said - denied)
    meanings = frozenset(m.meaning for m in found) | frozenset(said)
    people = frozenset(m for m in meanings if sort[m] == "people")
    counts = _counts(claim, folded)
    mentions = cast.mentions(folded)
    persons = tuple(dict.fromkeys(name for _, name in mentions))
    if gone := cast.left(folded):
        meanings |= {"flee"}
        if claim.stance == "denies" or firmness.negated(folded, gone):
            denied = denied | {"flee"}
        else:
            asserted = asserted | {"flee"}
    if claim.stance == "does_not_know" and not persons and _PRONOUN.search(folded):
        persons = (cast.leader,)  # "His whereabouts were not known": whom the watch asks about
    if (
        "loyal" in asserted
        and (set(persons) & cast.rebels or "rebels" in people)
        and cast.leader not in persons
    ):
        asserted = asserted - {"loyal"} | {"defect"}  # loyal to those who rose
        meanings = meanings - {"loyal"} | {"defect"}
    rest = {
        word[:STEM]
        for word, start, _ in tokens
        if word not in STOP
        and len(word) > 2
        and word not in _TRIVIAL
        and not any(m.start <= start < m.end for m in found)
    }
    states = shown(folded, meanings - denied - forecast, claim.kinds, denied)
    if mentions and any(m.start < mentions[0][0] and m.meaning in _DOERS for m in found):
        states -= {("person", "seen"), ("person", "abroad")}  # "soldiers who guard the president appeared"
    changed = bool(words("change").find(tokens))
    return Gist(
        claim=claim,
        deeds=frozenset(asserted),
        denied=frozenset(denied),
        things=frozenset(m for m in meanings if sort[m] == "things"),
        people=people,
        persons=persons,
        places=cast.places(text, claim.place),
        doers=_doers(claim, text, cast)
        if (asserted | denied) & about()["speech"]
        and not (asserted | denied) - about()["speech"] - {"coup", "rise"}
        else frozenset(),
        terms=meanings | rest | set(persons),
        counts=counts,
        states=states,
        asks=frozenset(m.meaning for m in words("questions").find(tokens))
        if claim.stance == "does_not_know"
        else frozenset(),
        firm=not _RETOLD.match(folded) and (not claim.hedged or not firmness.hedged(_SEEN.sub("", folded))),
        of_leader=cast.leader in persons,
        leaderly=not persons
        and not _STRANGER.search(text)
        and (
            any(kind.startswith("leader-") for kind in claim.kinds)
            or bool(_HE.match(folded))
            or not (counts or people & {"soldiers", "crowd", "rebels", "persons"})
        ),
        changed=changed,
    )


def _denied(claim: Claim, folded: str, deeds: list[tuple[str, int, int]]) -> set[str]:
    """The deeds that are said not to have happened."""
    if claim.stance == "does_not_know":
        return set()
    if "no-sign" in claim.kinds or claim.cue == "correction" or _NO_EVIDENCE.search(folded):
        return {deed for deed, _, _ in deeds}
    plain = _UP_TO.sub("", folded)
    if claim.negated and not patterns("negations").search(_AND_NOT.sub("", plain)):
        return set()  # "with the people and not with the dictator": what is told is what is so
    if claim.negated and _NO_FIGURE.search(plain):
        return set()  # that no figure can be given denies nothing
    near: set[str] = set()
    clause = -1
    for deed, start, end in deeds if plain == folded else ():
        here = max(folded.rfind(mark, 0, start) for mark in ",;:") + 1
        told = folded
        if _LACKING.match(folded, start):  # "without internet" is a state, and denies nothing
            told = f"{folded[:start]}{'x' * (end - start)}{folded[end:]}"
        if here != clause and firmness.negated(told, (start, end)):
            near.add(
                deed
            )  # the first of its clause is what is denied: "does not support a coup" denies support
            clause = here
    if claim.stance != "denies":
        first = min(deeds, key=lambda row: row[1], default=None)
        return near | ({first[0]} if first and _NO.search(plain[: first[2]]) else set())
    if claim.negated and near and not (claim.cue and _DENYING.match(fold(claim.cue))):
        return near
    return {deed for deed, _, _ in deeds} if plain == folded or not claim.negated else set()


def _doers(claim: Claim, text: str, cast: Cast) -> frozenset[str]:
    """Who does what is done by speaking: the speaker, else the names in the words."""
    speaker = claim.speaker
    names: Iterable[str] = (
        [speaker.who or speaker.name] if speaker.start is not None else re.findall(r"[A-ZÀ-Þ][\w'’-]+", text)
    )
    told = {word[:5] for name in names for word in re.findall(r"[^\W_]+", fold(name))}
    return frozenset(w for w in told if len(w) > 3 and w not in STOP and not cast.wide(w))


def _counts(claim: Claim, folded: str) -> tuple[Quantity, ...]:
    """The quantities, with "no more than 20" as at most 20."""
    if not _UP_TO.search(folded):
        return claim.quantities
    return tuple(msgspec.structs.replace(q, low=0, high=q.high or q.low) for q in claim.quantities)
