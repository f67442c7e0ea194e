"""Statements: what a sentence says, whose words it is in, with what stance and how firmly.

The reader of claims and the bench both take them from here. What is attributed has a speaker; the rest of a sentence
is the outlet's; what is said not to be known, or asked, is a statement of its own.
"""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec
from msgspec.structs import replace

from tocsin.model import Stance
from tocsin.read import firmness
from tocsin.read.attribution import Attribution, Passage, Span, trimmed
from tocsin.read.fold import fold
from tocsin.read.lexicon import tables
from tocsin.read.phrases import AnyOf
from tocsin.read.unknowns import question, unknowns


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """One thing said; offsets as in the passage."""

    start: int
    end: int
    speaker: Span | None
    stance: Stance
    hedged: bool
    negated: bool


#: Stances that a speaker's words can turn into another: a plain saying, and a future that may be good or bad.
_OPEN = frozenset({"asserts", "promises", "predicts"})
_ASKING = re.compile(
    r"^[\W]*(?:whether|who|whom|why|how|what|where|when|which|if|quien\w*|por que|como|donde|cuando|cuant\w+|qui|pourquoi|comment|ou|quand|"
    r"quem|onde|quando|por que)\b"
)
_OWN_FUTURE = re.compile(
    r"(?:^|[,;]\s|\bthat\s)\W*(?:i|we|they|he|she|it)(?:\s\w+ly)?"
    r"(?:'ll|\s(?:will|shall)|\s(?:would|might|may|could)(?!\sbe\b))\s(?!have\b|not be surprised|like\b|say\b)"
)
_EXPECTS = re.compile(
    r"^\W*(?:he|she|i|they|we|it) would (?:not|n't) be surprised if\s|^\W*(?:i|we) (?:think|believe|expect)\s"
)
_CONDITION = re.compile(r"\b(?:if|unless|until|or else|si|a menos que|sauf si|se)\b")
_WARNS = re.compile(r"^(?:warn|caution|alert|advirt|adviert|avert|previen|alerta)")
_MAY = re.compile(r"\b(?:may|might|could|may|podria\w*|pourrait|poderia\w*)\b")
_NO_TRUTH = re.compile(
    r"^\W*there (?:is|was|were|are)\W+(?:absolutely |simply )?no (?:\w+ )?(?:truth|substance|basis|merit|foundation|grain of truth)\W+(?:\w+\W+)?"
    r"(?:to|in|for|behind|whatsoever to)\W+(?:the |those |these |any |such )?(?:claims?|reports?|rumou?rs?|allegations?|suggestions?|stories|"
    r"talk|assertions?|accusations?)\W+(?:that |of )?"
)
_NOT_TRUE = re.compile(
    r"^\W*it (?:is|was|'s)(?: simply| absolutely| completely)? (?:not true|not the case|untrue|false|a lie|wrong)(?: to say)? that\s|"
    r"^\W*(?:no es|es) (?:cierto|verdad|falso|mentira) que\s|^\W*il est faux que\s|^\W*(?:nao e|e) (?:verdade|falso|mentira) que\s"
)
#: What is denied, without the noun that holds it: "the suggestion that votes were bought".
_HELD = re.compile(
    r"^\W*(?:(?:the|any|all|as|these|those|such|los?|las?|les|as|os)\s)*(?:\w+\s)?(?:claims?|suggestions?|reports?|allegations?|accusations?|rumou?rs?|notion|idea|"
    r"assertions?|talk|stories|versiones|acusaciones|rumores|informaciones|informations|rumeurs|accusations|alegacoes|noticias)\s"
    r"(?:that|of|de que|selon lesquelles|selon laquelle)\s"
)
_FALSE = re.compile(
    r"\s(?:is|are|was|were|as)\s(?:\w+ly\s)?(?:false|untrue|baseless|fake|unfounded|fabricated|nonsense|wrong|a lie|lies|groundless|fiction|"
    r"fabrications?|disinformation|propaganda|not true)\b.{0,30}$"
)
_ANYONE = re.compile(
    r"\b(?:any(?:one|body)|any \w+ (?:who|that|caught)|any (?:\w+ )?(?:attempt|move|act|action|provocation|attack|violation|"
    r"interference|protest|gathering|resistance)|"
    r"all \w+ who|who(?:so)?ever|those who|all who|all those|quien|quienes|quiconque|quem)\b.{3,80}"
    r"\b(?:will|would|shall|sera|seran|seront)\b.{0,12}"
    r"\b(?:shot|killed|arrested|punished|face|pay|treated|tried|executed|jailed|detained|crushed|hunted|regret|met|answered|considered|crushed|dealt|repelled|castigad\w+|puni\w*)\b"
)
_SILENCE = re.compile(r"\b(?:refus\w+|declin\w+|not|n't|never|without|avoid\w*)\b(?:\s\w+){0,2}\s?$")
_MARKS = ' \t\n\r,;:-–—.?!…"“”«»¿¡'
_LEAD = re.compile(
    r"^(?:under|by|in|with|pursuant to|according to|segun|par|por)\b[^,]{3,60},(?:\s(?:signed|issued|read|announced|published)[^,]{3,60},)?\s"
)


@lru_cache(maxsize=32)
def shows(name: str) -> AnyOf:
    """A list of stances.toml, for folded text."""
    table = tables()["stances"]["patterns"]
    return AnyOf(table[name], table["lists"])


def statements(text: str, passage: Passage, language: str = "en") -> list[Statement]:
    """All statements of a passage of `text`, in the order of their words."""
    found: list[Statement] = []
    for sentence in passage.sentences:
        inside = [one for one in passage.attributions if sentence[0] <= one.start < sentence[1]]
        drawn = [(one, attributed(text, one, sentence, language)) for one in inside]
        refused = {one.source for one in inside if _only_denies(text, one, inside)}
        said = [
            replace(s, stance="denies") if one.source in refused and s.stance == "asserts" else s
            for one, s in drawn
            if not _only_denies(text, one, inside)
        ]
        open_ones = _open_ones(text, sentence, said)
        found += [s for s in said if not any(_holds(s, clause) for _, clause in open_ones)]
        found += [one for one, _ in open_ones]
        if not said and not open_ones and not _goes_on(text, sentence):
            found.append(own(text, sentence, sentence, language))
    return sorted(found, key=lambda s: (s.start, s.end))


def _goes_on(text: str, sentence: Span) -> bool:
    """Whether a sentence is only the rest of one: '"How many are left?" a rescuer asked'."""
    first = text[sentence[0]]
    return first.islower() and text[: sentence[0]].rstrip()[-1:] in {'"', "”", "»", "’"}


def attributed(text: str, one: Attribution, sentence: Span, language: str = "en") -> Statement:
    """What somebody is quoted with, its stance read from the cue and from the words themselves."""
    start, end = trimmed(text, (one.start, one.end), _MARKS)
    words = fold(text[start:end])
    cue = fold(text[slice(*one.cue)]) if one.cue else ""
    whole = words
    stance, start = _stance(one, words, cue, start, fold(text[slice(*one.source)]) if one.source else "")
    if stance == "denies":
        as_what = _AS_WHAT.match(fold(text[start:end]))
        start += as_what.end() if as_what else 0
        end -= _claimed_false(fold(text[start:end]))
    elif one.stance == "asserts" and (called := _called_false(text, one, sentence)):
        stance, (start, end) = "denies", called
    if stance == "asserts":
        stance = _to_come(text[start:end], words, cue, language)
    if stance == "asserts" and shows("needed").search(words[:OPENING]) and not _CONDITION.search(words):
        stance = "calls_for"
    if stance in {"asserts", "calls_for"} and "?" in text[end : one.end]:
        stance = "asks"
    silent = (
        one.stance == "asserts"
        and one.cue is not None
        and (word := re.search(r"\b(?:comment|elaborat|respond|discuss)", cue))
        and _SILENCE.search(fold(text[sentence[0] : one.cue[0] + word.start()]))
    )
    if silent or (one.stance == "does_not_know" and not _ASKING.match(words)):
        return _not_said(text, one, sentence)
    words = fold(text[start:end])
    speaker = one.source
    unvouched = speaker is not None and bool(
        shows("unvouched").match(fold(_undetermined(text[slice(*speaker)])))
    )
    forbids = stance in {"orders", "calls_for"} and bool(
        shows("forbids").match(cue)
        or re.search(r"\bagainst\b", fold(text[one.cue[1] if one.cue else start : end]))
    )
    return Statement(
        start=start,
        end=end,
        speaker=None if unvouched else speaker,
        stance=stance,
        hedged=unvouched
        or firmness.hedged(words if stance == "denies" else whole)
        or firmness.hedged(_apart(text, one, sentence)),
        negated=forbids or firmness.negates(words, language),
    )


def own(text: str, piece: Span, sentence: Span, language: str = "en") -> Statement:
    """What the outlet says itself."""
    start, end = trimmed(text, piece, _MARKS)
    words = fold(text[start:end])
    stance: Stance = "asserts"
    if question(text[slice(*sentence)]):
        stance = "asks"
    elif shows("ordered").search(words) or (
        shows("order_nouns").search(words) and shows("decreed").search(words)
    ):
        stance = "orders"
        if lead := _LEAD.match(words):
            start += lead.end()
    elif shows("future").search(words):
        stance = "predicts"
    quoted = not text[slice(*sentence)].rstrip().endswith((".", "!", "?", "…", "”", '"')) and bool(
        re.search(r"(?:^|\s)[‘'][^‘’'\n]{4,60}[’'](?=\s|$|[,:])", text[start:end])
    )
    if quoted and stance == "predicts":
        stance = "asserts"  # "PM 'poised to quit'": words that somebody has used
    return Statement(
        start=start,
        end=end,
        speaker=None,
        stance=stance,
        hedged=stance != "asks" and (firmness.hedged(words) or quoted),
        negated=firmness.negates(words, language),
    )


def _stance(one: Attribution, words: str, cue: str, start: int, speaker: str) -> tuple[Stance, int]:
    """The stance of what is said, and where it begins when its first words only tell the stance."""
    stance = one.stance
    if (denied := _denied(stance, words)) is not None:
        return "denies", start + denied
    harm = shows("harm").search(words)
    if harm and stance in {"asserts", "calls_for"} and _OR_ELSE.search(words):
        return "threatens", start
    if stance not in _OPEN:
        return stance, start
    if _ANYONE.search(words) or _YOU_WILL.match(words):
        return "threatens", start
    if stance == "asserts" and (match := shows("oath").search(words)):
        that = re.match(r"\W*that\s", words[match.end() :])
        return "promises", start + (match.end() + that.end() if that else 0)
    if match := _EXPECTS.match(words):
        return "predicts", start + match.end()
    if stance == "promises":
        return ("threatens" if harm and not words.startswith(("an ", "a ")) else stance), start
    return _to_do(stance, words, cue, start, speaker)


def _to_do(stance: Stance, words: str, cue: str, start: int, speaker: str) -> tuple[Stance, int]:
    """Whether what is to come is held out by the speaker as harm or help, or only foretold."""
    harm = shows("harm").search(words)
    own_future, warns = _OWN_FUTURE.search(words), _WARNS.match(cue)
    if own_future and harm and (warns or _CONDITION.search(words) or stance == "asserts"):
        return "threatens", start
    if warns and words.startswith(("of ", "about ")):
        return "predicts", start + words.index(" ") + 1
    if shows("future").search(words) and (
        ((warns or harm) and re.match(r"\W*(?:if|unless|should|si|se)\b", words))
        or (warns and harm and _CONDITION.search(words) and not _MAY.search(words))
    ):
        return "threatens", start
    if own_future and not _MAY.search(own_future[0]) and _OURSELVES.match(words):
        return "promises", start
    if stance == "asserts" and shows("future").search(words):
        own_side = cue.startswith("announc") or _ITS.match(speaker)
        if _ASSURES.match(cue) or (own_side and shows("own_deeds").search(words)):
            return "promises", start
        return "predicts", start
    return stance, start


#: "It would compensate every household": the speaker's own doing, where the weather and the like do not act.
_OURSELVES = re.compile(
    r"\W*(?:we|i|they|he|she)\b|\W*it (?:will|would|'ll|shall) (?!be\b|take\b|rain|snow|appear|seem|have\b|lead|mean|become|"
    r"happen|require|depend|come\b|get\b|cost|need|last)"
)
_ITS = re.compile(r"\W*(?:its|his|her|their|su|sus|son|sa|seu|sua)\s")
_ASSURES = re.compile(r"(?:assur|reassur|guarant|garanti|asegur|jur|promet)")
_YOU_WILL = re.compile(
    r"\W*(?:you|they|he|she)(?: \w+)?(?:'ll| will| shall) (?:\w+ )?(?:pay|regret|suffer|die|burn|answer)\b"
)
_OR_ELSE = re.compile(r"\bor (?:else|(?:you|they|he|we|it|i|the \w+)(?:'ll| will| shall)\b)")


def _claimed_false(words: str) -> int:
    """How many characters at the end only say that the rest is false: 'the bridge was mined | is a lie'."""
    match = _FALSE.search(words)
    return len(words) - match.start() if match and match.start() > SHORTEST else 0


def _called_false(text: str, one: Attribution, sentence: Span) -> Span | None:
    """What is called false by its noun: 'called reports of the king's illness pure invention'."""
    if one.cue is None or not _NAMES_IT.match(fold(text[slice(*one.cue)])):
        return None
    first = one.cue[0] + len(re.match(r"\w+\s*", text[one.cue[0] :])[0])  # type: ignore[index]
    words = fold(text[first : sentence[1]])
    held, false = _HELD.match(words), _NAMED_FALSE.search(words)
    if false is None or false.start() < SHORTEST:
        return None
    return trimmed(text, (first + (held.end() if held else 0), first + false.start()), _MARKS)


_AS_WHAT = re.compile(
    r"as (?:\w+ ){1,3}(?=(?:an?|the|any|all|claims?|reports?)\b)(?:" + _HELD.pattern.removeprefix("^") + r")?"
)
_NAMES_IT = re.compile(r"(?:call|describ|brand|label|term|dismiss|denounc|calific|tach|qualifi)")
_NAMED_FALSE = re.compile(
    r"\s(?:as\s|de\s)?(?:(?:\w+ly|an?|pure|complete|total|utter|entirely|mere|simply|plain|outright)\s){0,2}"
    r"(?:false|untrue|baseless|fake|fake news|unfounded|fabricat\w+|nonsense|lies?|groundless|fiction|invention|rubbish|myths?|"
    r"disinformation|propaganda|falsas?|falsos?|mentiras?|infundad[oa]s?|mensonges?|faux|fausses?)\b[^,;]{0,30}$"
)
#: Characters of the shortest thing that can be denied.
SHORTEST = 4


def _denied(stance: Stance, words: str) -> int | None:
    """Where what is denied begins, if the words say that something is not so."""
    if match := _NO_TRUTH.match(words):
        return match.end()
    if stance in {"asserts", "denies"} and (match := _NOT_TRUE.match(words)):
        return match.end()
    held = _HELD.match(words)
    if held and (stance == "denies" or (stance == "asserts" and _FALSE.search(words))):
        return held.end()
    short = stance == "asserts" and len(words) < SHORT
    return 0 if short and not _ANYONE.search(words) and shows("denial").match(words.lstrip()) else None


#: Characters in which the main clause of what is said has its verb.
OPENING = 90
#: Characters under which words of denial are the whole of what is said: "That is a lie".
SHORT = 60


#: The future by its ending, in languages that have one; accents tell it from other words.
_ROMANCE = re.compile(
    r"\b\w{2,}(?:rá|rán|rás|ré|remos|rão|rei|eront|iront|auront|feront|seront)\b|\b(?:il|elle|on) (?:\w+ )?\w{2,}(?:era|ira|aura)\b"
)


_GOING = re.compile(r"^\W*(?:no |nao )?(?:vamos a|voy a|nous allons|je vais|nous n'allons pas|vamos|vou)\s")


def _to_come(text: str, words: str, cue: str, language: str) -> Stance:
    """The stance of a future told by an ending: the speaker's own where no other subject stands before it."""
    if _GOING.match(words):
        return "threatens" if shows("harm").search(words) else "promises"
    match = _ROMANCE.search(text)
    if match and _WARNS.match(cue) and _CONDITION.search(words):
        return "threatens"
    if match and language == "fr" and match[0].endswith("é"):
        return "asserts"  # a participle: "n'ont pas tiré"
    if match is None or re.search(r"\b(?:que|si|cuando|quand|se|qui)\s[^,]*$", words[: match.start()]):
        return "asserts"
    if len(words[: match.start()].split()) > 1 and not match[0].startswith(("il ", "elle ")):
        return "predicts"
    return "threatens" if shows("harm").search(words) else "promises"


def _not_said(text: str, one: Attribution, sentence: Span) -> Statement:
    """'The minister did not deny meeting him': nothing was said, so it is the outlet that tells the whole of it."""
    start = one.source[0] if one.source and one.source[0] < one.start else sentence[0]
    start, end = trimmed(text, (start, max(one.end, one.cue[1] if one.cue else 0)), _MARKS)
    return Statement(start=start, end=end, speaker=None, stance="asserts", hedged=False, negated=True)


def _open_ones(text: str, sentence: Span, said: list[Statement]) -> list[tuple[Statement, Span]]:
    """What the sentence says is not known, as statements of whoever says so or does not know it."""
    found: list[tuple[Statement, Span]] = []
    for one in unknowns(text, sentence, [(s.start, s.end) for s in said]):
        if one.topic is None:
            continue
        around = [s for s in said if s.start <= one.topic[0] and one.topic[1] <= s.end + 1]
        voices = sorted((s for s in around if s.speaker), key=lambda s: s.start - s.end)
        speaker = voices[0].speaker if voices else one.subject  # who is quoted with it, not the "I" within
        start, end = trimmed(text, one.topic, _MARKS)
        told = Statement(
            start=start, end=end, speaker=speaker, stance="does_not_know", hedged=False, negated=False
        )
        found.append((told, one.clause))
    return found


def _holds(said: Statement, clause: Span) -> bool:
    """Whether what is said is, for the most part, only that something is not known."""
    return min(said.end, clause[1]) - max(said.start, clause[0]) > HALF * (said.end - said.start)


HALF = 0.6


def _only_denies(text: str, one: Attribution, others: list[Attribution]) -> bool:
    """Whether the words are no more than 'That is a lie', and what they deny stands beside them."""
    words = fold(text[one.start : one.end]).lstrip(' "“')
    return (
        bool(shows("denial").match(words))
        and len(words) < SHORT
        and any(other is not one and other.source == one.source for other in others)
    )


def _undetermined(words: str) -> str:
    return re.sub(r"(?i)^\W*(?:the|some|several|many|las?|los|des|les|as|os)\s", "", words)


def _apart(text: str, one: Attribution, sentence: Span) -> str:
    """The words of the sentence between speaker, cue and content: 'has reportedly told his men'."""
    if not one.cue:
        return ""
    return fold(text[max(sentence[0], one.cue[0] - 24) : one.cue[1]])
