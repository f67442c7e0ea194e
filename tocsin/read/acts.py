"""What is done by saying something, where the words of what is said decide it and not the verb of saying.

"We will hand over power" is a promise whoever says it, "the terminals will shut if ..." a threat, a question a question.
Patterns over folded words in four languages; what they do not meet keeps the stance of its cue.
"""

from __future__ import annotations

import re

from tocsin.model import Stance
from tocsin.read.fold import fold

_OPENING = re.compile(r"^[\W_]*")
_QUESTION = re.compile(
    r"(?:whether|if|who(?:m|se)?|what|when|where|why|how|which|si|quien(?:es)?|que|cuando|donde|como|por que|cual(?:es)?|"
    r"cuant[oa]s?|qui|quand|ou|pourquoi|comment|combien|quem|onde|quando|quant[oa]s?)\b"
)
_ASKING = re.compile(
    r"\b(?:ask(?:s|ed|ing)?|wonder\w*|pregunt\w+|demand(?:e|a|ent|aient|ait)|pergunt\w+|wants? to know)\b"
)
_PLEDGE = re.compile(
    r"(?:(?:we|i) (?:will|shall|are going to|am going to|promise|pledge|guarantee|swear)\b|(?:we|i)'ll\b|you have (?:my|our) word"
    r"|(?:vamos|voy) a |haremos|nous allons|vou |garanti[zs]amos)"
)
_REFUSED = re.compile(r"(?:we|i) (?:will|shall) (?:not|never)\b|(?:we|i) won't\b")
_HARM = re.compile(
    r"\b(?:kill\w*|attack\w*|burn\w*|shoot\w*|fire on|crush\w*|destroy\w*|retaliat\w*|aveng\w*|reveng\w*|punish\w*|bomb\w*|strike|hit"
    r"|storm|march on|block\w*|blockad\w*|shut|close|cut|seize|graveyard|bloodbath|war|halt|stop|withhold|expel|hang|execut\w*"
    r"|atacar\w*|matar\w*|quemar\w*|bloquear\w*|cerrar\w*|cortar\w*|paralizar\w*|tuer|attaquer\w*|bloquer\w*|fermer\w*|couper\w*)\b"
)
_COMING = re.compile(
    r"\b(?:will|shall|would|may|might|could|going to|\w+ra|\w+ran|\w+remos|va a|van a|\w+ront)\b"
)
_CONDITION = re.compile(
    r"\b(?:if|unless|or else|otherwise|until|should (?:they|he|she|it|the)|si no|a menos que|sauf si|se nao)\b"
)
_PERFECT = re.compile(
    r"\b(?:may|might|could|would) (?:\w+ )?have\b|\b(?:podria|podrian|habria|habrian) haber\b"
)
_LIKELY = re.compile(
    r"\b(?:(?:is|are|remain|seems?) (?:un)?likely|likely to|bound to|probablement|probablemente)\b"
)
_WARNS = re.compile(r"\b(?:warn\w*|caution\w*|alert\w*|advi[ie]r?t\w+|averti\w*|fear\w*|tem\w+)\b")
_OF = re.compile(r"(?:(?:warn\w*|caution\w*|alert\w*) )?(?:of|de|sobre) ")
_VOWS = re.compile(r"\b(?:vow\w*|swear\w*|swore|promis\w*|pledg\w*|jur\w+)\b")
_THINGS = re.compile(
    r"^(?:(?:bail|entry|visas?|access|asylum|permission|parole|leave|credit|treatment|pizzas?|drinks?|food|lunch)\b)"
)

#: At the head of the main clause: nothing, nobody, "there is no ...".
_NOTHING = re.compile(
    r"(?:and |but |that |y |que |et |e )?(?:(?:there|it) (?:is|was|are|were|has been|have been|will be) (?:no|not|never|nothing|nobody)\b"
    r"|(?:no|nobody|none|neither|nothing|never|not (?!only|just|less|least|more|fewer))\b|zero "
    r"|(?:no|nadie|ningun\w*|nunca|tampoco|nada|jamas)\b|(?:aucune?|personne|rien|nul|jamais)\b|(?:nao|ninguem|nenhum\w*)\b)"
)
#: The verb of the main clause, before anything that hangs on it.
_VERB_NOT = re.compile(
    r"\b(?:is|are|was|were|has|have|had|do|does|did|will|would|can|could|may|might|shall|should|must|be)(?:n't| not| never| no longer)\b"
    r"|\b(?:cannot|won't|can't)\b|\b(?:refus|declin|fail)(?:e|es|ed|s)? to\b|\b(?:no|nao|nunca) (?:se |lo |la |les? |ha |han |hay |hubo |fue )?\w+"
    r"|\bn['’e] ?\w+(?: \w+)? (?:pas|plus|jamais|aucun\w*)\b|\bagainst \w+ing\b"
)
_TO_NOT = re.compile(r"(?:.{0,80}\b)?(?:not to|to not|never to|a no|de no|de ne pas|a nao)\b")
_HANGS = re.compile(
    r"\b(?:that|who|which|because|when|while|whose|where|after|before|although|if|unless|que|quien|porque|cuando|qui|parce|quand|si)\b|[;:]"
)


def stance_of(stance: Stance, cue: str | None, said: str) -> Stance:
    """The stance of what is said: that of the cue unless the words themselves ask, promise, threaten or foretell."""
    words, by = fold(said), fold(cue or "")
    begin = _OPENING.sub("", words)
    if stance in {"asserts", "calls_for", "asks"} and (
        words.rstrip(" \"'»)").endswith("?") or (_ASKING.search(by) and _QUESTION.match(begin))
    ):
        return "asks"
    if stance == "promises" and _HARM.search(words) and _VOWS.search(by):
        return "threatens"
    if stance in {"asserts", "predicts"}:
        if (
            _CONDITION.search(words)
            and _COMING.search(words)
            and _HARM.search(words)
            and not _LIKELY.search(words)
        ):
            return "threatens"
        if _REFUSED.match(begin):
            return stance
        if _PLEDGE.match(begin):
            return "promises"
        if _PERFECT.search(words) and not _CONDITION.search(words):
            return "asserts"
        if _LIKELY.search(words) or (_WARNS.search(by) and not _HANGS.search(words) and _OF.match(begin)):
            return "predicts"
    return stance


#: "Shops were ordered to close": who orders is not said, but that it is an order.
_ORDERED = re.compile(
    r"\b(?:was|were|been|are|is|being) (?:\w+ )?(?:ordered|instructed|commanded|told) (?:not )?to\b|\b(?:is|are) to be (?:clos|suspend|bann|clear|evacuat)\w+"
)
_URGED = re.compile(
    r"\b(?:was|were|been|are|is|being) (?:\w+ )?(?:urged|asked|advised|begged|called on|called upon|invited) (?:not )?to\b"
)


def told_to(said: str) -> Stance | None:
    """Whether an outlet's own words tell of an order or a call whose speaker is not named."""
    words = fold(said)
    return "orders" if _ORDERED.search(words) else "calls_for" if _URGED.search(words) else None


def act_of_saying(cue: str | None, said: str) -> bool:
    """Whether the verb says something here: nobody is denied bail, and no pizza ordered, in words."""
    return not (cue and _THINGS.match(_OPENING.sub("", fold(said))))


#: Verbs that order or ask that something be left undone.
_BANS = re.compile(r"\b(?:ban(?:s|ned|ning)?|forb\w+|prohib\w+|interdi\w+|proib\w+|outlaw\w+)\b")


def negative(said: str, cue: str | None = None) -> bool:
    """Whether the main clause says that something is not so, or is not to be done."""
    if cue and _BANS.search(fold(cue)):
        return True
    words = _OPENING.sub("", fold(said)[:600])
    if _NOTHING.match(words) or _TO_NOT.match(words[:100]):
        return True
    hangs = _HANGS.search(words)
    return bool(_VERB_NOT.search(words[: hangs.start() if hangs and hangs.start() > 3 else len(words)]))
