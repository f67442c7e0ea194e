"""From claims to evidence: which sign a claim shows, who the witness is, and how much his word weighs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from tocsin.assess.admiralty import credibility, reliability
from tocsin.assess.playbook import Playbook, Sign
from tocsin.model import Claim, Source
from tocsin.read.abroad import PUT
from tocsin.read.fold import fold
from tocsin.watch import Watch

HEDGED = 0.4
UNNAMED = 0.5
HEARSAY = 0.25  # what an outlet passes on from nobody is worth little more than the nobody
OWN_FAVOUR = 0.4
AGAINST_INTEREST = 1.3
DENIAL = 0.35  # a denial says less than an assertion: what is denied is seldom random
SAME_SIDE = 0.3  # a minister after his president is the same party speaking
CARRIER = 0.8  # each further sign that only one report tells of: it may be wrong as a whole
CARRIER_LEAST = 0.35
REPEAT = 0.5  # each further origin of the same sign adds half of what the one before it did: witnesses share sources
IMPLIED = 0.3  # what follows from a sign that others have told already
CLOUDED = 0.35  # a word that has another, harmless reading while nothing supports the grave one
SAME_WITNESS = 0.6
SAME_WITNESS_LEAST = 0.3  # each further sign from one witness: one story told under several names


class Witnessed(msgspec.Struct, frozen=True):
    """One claim as a witness's word on one sign."""

    claim: Claim
    sign: Sign
    origin: str
    against: bool


def witnessed(
    claims: Iterable[Claim],
    playbook: Playbook,
    origins: Mapping[str, str],
    sources: Mapping[str, Source],
    home: str | None = None,
) -> list[Witnessed]:
    """The signs that the claims show or deny; history, questions, predictions and what is told of another country
    than `home` (ISO 3166) show none."""
    found: list[Witnessed] = []
    for claim in claims:
        if not claim.background and not (home and _abroad(claim, home)):
            shown = [w for sign in playbook.signs if (w := _shown(claim, sign, origins, sources)) is not None]
            found += [item for item in shown if not _hidden(item, shown)]
    return found


#: What is told of those who rule here wherever they are, and of what is said of the country elsewhere.
_ANYWHERE = frozenset(
    {"leader-fled", "leader-seen", "condemned-abroad", "backed-abroad", "call-to-rise", "talks"}
)


def _abroad(claim: Claim, home: str) -> bool:
    """Whether a claim tells of an event in another country: its place is there, and its sentence names none here."""
    where = claim.location
    if where is None or where.country in {None, home} or claim.place is not None:
        return False
    if claim.start <= where.start < claim.end and PUT.search(fold(claim.text[: where.start - claim.start])):
        return True  # "condemned the coup in Gabon"
    return not claim.actors and not _ANYWHERE & set(claim.kinds)


def _shown(
    claim: Claim, sign: Sign, origins: Mapping[str, str], sources: Mapping[str, Source]
) -> Witnessed | None:
    """The claim as a word for or against a sign, if it is one; the negation stands by the first event."""
    if not set(sign.kinds) & set(claim.kinds) or not _spoken_by(claim, sign, sources):
        return None
    if claim.stance in sign.stances:
        return Witnessed(claim, sign, origin_of(claim, origins), False)
    if claim.stance == "denies" and claim.kind in sign.kinds:
        return Witnessed(claim, sign, origin_of(claim, origins), True)
    return None


def _hidden(item: Witnessed, shown: Iterable[Witnessed]) -> bool:
    """Whether the same words show a sign that stands for this one as well: one fact under two names."""
    hiders = {*item.sign.implied_by, *item.sign.excluded_by}
    return any(other.sign.id in hiders and other.against == item.against for other in shown)


def origin_of(claim: Claim, origins: Mapping[str, str]) -> str:
    """Who the claim goes back to: the named speaker, else the origin of the report.

    Ten outlets that quote one minister have one witness: the minister.
    """
    speaker = claim.speaker
    if speaker.start is not None and speaker.named and speaker.who:
        return f"voice:{witness_name(speaker.who)}"
    return report_origin(claim, origins)


def report_origin(claim: Claim, origins: Mapping[str, str]) -> str:
    """What the words go back to: the origin of the passage that they stand in, else that of the report."""
    return origins.get(claim.id) or origins.get(claim.report, claim.report)


_BODIES = re.compile(
    r"\b(?:of|government|ministry|office|party|army|forces|agency|press|news|council|union|group|assembly|service|observatory|network|command|"
    r"gobierno|ministerio|partido|de)\b"
)


#: A state's government and its foreign ministry speak for the state: "Cuba", "the Government of Cuba".
_STATE = re.compile(
    r"^(?:the |el |la |le )?(?:government|foreign ministry|ministry of foreign affairs|foreign office|state department|gobierno|cancilleria|"
    r"ministerio de (?:relaciones|asuntos) exteriores|gouvernement|governo) (?:of |de |del |du |da |do )(?:the )?|'s (?:government|foreign ministry)$"
)


def witness_name(who: str) -> str:
    """One name for one speaker in all reports: a person's surname, a body's whole name."""
    folded = _STATE.sub("", fold(who))
    return folded if _BODIES.search(folded) or "'" in folded else folded.split()[-1]


def _spoken_by(claim: Claim, sign: Sign, sources: Mapping[str, Source]) -> bool:
    """Whether the speaker is of the sort that the sign asks for."""
    if sign.speaker == "any":
        return True
    source = sources.get(claim.source)
    own = claim.speaker.start is None
    unsourced = not claim.speaker.named or claim.hedged or (own and (source is None or source.unvouched))
    return unsourced == (sign.speaker == "unnamed")


class Heard(msgspec.Struct, frozen=True):
    """What the ledger holds already when a witness speaks."""

    others: int = 0
    """Origins that have reported the sign before."""
    told: int = 0
    """Other signs on which this origin has spoken before; all hearsay together is one origin."""
    hearsay: bool = False
    """Whether nobody stands for the word."""
    sided: bool = False
    """Whether somebody of the same side has reported the sign before."""
    carried: int = 0
    """Pieces of evidence that the same report has given before."""
    implied: bool = False
    """Whether a sign from which this one follows has been told."""
    supported: bool = False
    """Whether somebody who can be asked has told a sign that supports this one."""
    clouded: bool = False
    """Whether a sign that gives it another reading has been told."""


def side_of(claim: Claim, source: Source | None) -> str | None:
    """The side that a claim's speaker is on, or the outlet that speaks for itself."""
    return claim.speaker.side or (source.side if source and claim.speaker.start is None else None)


#: Speakers that are nobody who could be asked: "Netizens", "several outlets in India", "a viral video".
_ANYBODY = re.compile(
    r"(?:(?:an?|the|some|several|many|various|viral|online|unconfirmed|social|media|un|una|varios|varias|algunos|los|las|les|des|plusieurs) )*"
    r"(?:netizens?|users?|posts?|reports?|rumou?rs?|claims?|social media|outlets?|videos?|accounts?|tweets?|internautas?|usuarios|"
    r"reportes|rumores|redes sociales|medios|internautes|rumeurs?|reseaux sociaux|medias)(?: (?:in|on|from|en|de|of|circulating)\b.*)?"
)
#: What is only told of as told: "the claims that he has fled", "las afirmaciones de que ...".
_TOLD_OF = re.compile(
    r"(?:^|\b(?:the|these|such|of|about|unconfirmed|las|los|les|des) )(?:claims?|rumou?rs?|posts|allegations|speculation|talk|afirmaciones|rumores|"
    r"rumeurs?|affirmations)\b[^.]{0,24}\b(?:that|of|about|de que|sobre|selon lesquelles|que)\b"
)
_IN_PUBLIC = re.compile(r"television|\btv\b|radio|statement|broadcast|communique|comunicado|cadena")


def unverified(claim: Claim, sources: Mapping[str, Source]) -> bool:
    """Whether nobody stands for the word: an unknown account's or a claimed name's own, hearsay, or a speaker who is not named.

    An officer without a name who reads a statement on the air has been heard by all: for him stands who tells it.
    """
    source, speaker = sources.get(claim.source), claim.speaker
    if _TOLD_OF.search(fold(claim.text)) or _ANYBODY.fullmatch(fold(speaker.name)):
        return True
    if speaker.start is None:
        return claim.hedged or (source is not None and source.unvouched)
    if not speaker.named and not _IN_PUBLIC.search(fold(speaker.medium or "")):
        return True  # "according to reports circulating online"
    handle = fold(speaker.who or "").lstrip("@")  # "RT @somebody"
    accounts = (s for s in sources.values() if s.kind == "account" and s.side is None)
    return any(fold(s.name).lstrip("@") == handle for s in accounts)


def weight(
    item: Witnessed, watch: Watch, sources: Mapping[str, Source], heard: Heard
) -> tuple[float, tuple[str, ...]]:
    """The weight of a witness's word in 0..1.5 and the reasons for it."""
    others, told = heard.others, heard.told
    claim, sign, source = item.claim, item.sign, sources.get(item.claim.source)
    kind = source.kind if source else "unknown source"
    interest = _interest(item, watch, source)
    value, letter = reliability(source)
    digit = credibility(
        claim,
        others=others,
        hearsay=heard.hearsay,
        against=item.against,
        own_favour=interest is not None and interest[0] < 1,
    )
    reasons = [f"{letter}{digit}, {kind}: {value:g}"]
    if heard.hearsay and value > HEARSAY:
        value, reasons = HEARSAY, [f"{letter}{digit}, hearsay passed on by {kind}: {HEARSAY:g}"]
    factors: list[tuple[bool, float, str]] = [
        (claim.hedged, HEDGED, "hedged"),
        (not claim.speaker.named and not heard.hearsay, UNNAMED, "speaker not named"),
        (item.against, DENIAL, "a denial"),
        (others > 0, REPEAT**others, f"{others} other origin{'s' * (others != 1)} before"),
        (heard.implied, IMPLIED, "it follows from what was told before"),
        (
            sign.alone < 1 and not heard.supported and not item.against,
            sign.alone,
            "nothing seen that bears it out",
        ),
        (
            heard.clouded and not heard.supported and not item.against,
            CLOUDED,
            "it has another reading, and nothing seen bears it out",
        ),
        (heard.sided, SAME_SIDE, "the same side has said so before"),
        (
            heard.carried > 0,
            max(CARRIER**heard.carried, CARRIER_LEAST),
            f"the same report gave {heard.carried} before",
        ),
        (
            told > 0,
            SAME_WITNESS**told if heard.hearsay else max(SAME_WITNESS**told, SAME_WITNESS_LEAST),
            f"this origin spoke on {told} other sign{'s' * (told != 1)} before",
        ),
    ]
    if interest is not None:
        factors.append((True, *interest))
    for applies, factor, reason in factors:
        if applies:
            value *= factor
            reasons.append(f"{reason}: x{factor:.2g}")
    return value, tuple(reasons)


def _interest(item: Witnessed, watch: Watch, source: Source | None) -> tuple[float, str] | None:
    """A party's word in its own favour weighs little, against its own interest much."""
    side = side_of(item.claim, source)
    if side is None or side not in watch.sides or item.sign.serves is None:
        return None
    own = "government" if watch.sides[side].incumbent else "rebels"
    gains = (item.sign.serves == own) != item.against
    return (OWN_FAVOUR, "in its own favour") if gains else (AGAINST_INTEREST, "against its own interest")


def log_likelihood(item: Witnessed, value: float) -> tuple[float, ...]:
    """The log-likelihoods of the states; a denial leans the other way."""
    sign = -1.0 if item.against else 1.0
    return tuple(sign * value * rate for rate in item.sign.log_rates)


def effective(claim: Claim, not_before: datetime, now: datetime) -> datetime:
    """When a claim counts: when it could be known, but a late one never before the last assessment."""
    return min(max(claim.at, not_before), now)
