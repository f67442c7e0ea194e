"""Which characters of a report an update quotes: whole sentences rather than pieces, and nothing left dangling."""

from __future__ import annotations

import re

from tocsin.model import Claim
from tocsin.read.fold import fold

LONGEST = 260
#: Fewer words than this are a label ("the coup in China"), not something that is said.
LEAST = 4

#: Marks of quotation within a quotation.
_WITHIN = str.maketrans("“”„‟", "‘’‚‛")
#: Words that wait for more: a quotation does not end on them.
_DANGLING = re.compile(
    r"(?i)(?:[\s,;:–—-]+(?:and|or|but|nor|that|which|who|whom|whose|while|as|than|because|if|of|to|for|from|by|with|in|"
    r"on|at|the|a|an|its|his|her|their|que|quien|quienes|cuyo|cuya|y|e|o|u|pero|de|del|la|el|los|las|un|una|su|sus|"
    r"en|con|por|para|al|et|ou|mais|qui|dont|le|les|des|du|une|sur|dans|c['’]est))+[\s,;:–—-]*$"
)
#: Words that hang on what stood before: a quotation does not begin with them.
_HANGING = re.compile(r"(?i)^[\s,;:–—-]*(?:(?:and|but|that|or|which|que|y|pero|et|mais)\s+|qu['’](?=\w))")
#: A piece of a sentence that tells nothing by itself.
_PIECE = re.compile(
    r"(?i)^\W*(?:of|after|before|while|as|by|with|from|into|who|whose|whom|which|because|"
    r"tras|después|antes|mientras|cuyo|cuya|quien|après|avant|dont|qui)\b"
)
_INVERTED = re.compile(r"(?i)^\W*(?:is|are|was|were|has|have|did|does|do|will|would|could|can)\s+\w+")
_QUOTED = re.compile(r"[“\"«](.*)[”\"»]", re.DOTALL)


def words(claim: Claim, whole: str | None = None) -> str:
    """The characters to quote of a claim: its own, or its whole sentence where they are a piece of it.

    `whole` is the report's text. In an outlet's own voice, and of what is not known, the sentence belongs to the
    same voice; of what somebody else says only his own words are quoted.
    """
    own = claim.speaker.start is None or claim.stance == "does_not_know"
    if whole is not None and own:
        sentence = whole[claim.sentence_start : claim.sentence_end].strip()
        piece = len(sentence) > len(claim.text.strip()) + 1
        if piece and len(sentence) <= LONGEST and claim.text.strip() in sentence:
            return " ".join(sentence.split())
    return trimmed(claim.text)


def trimmed(text: str) -> str:
    """The text without the quotation marks around all of it, and without words that wait for others."""
    found = " ".join(text.split()).strip(" ,;")
    inner = _QUOTED.fullmatch(found)
    if inner and not re.search(r"[“”\"«»]", inner[1]):
        found = inner[1].strip(" ,;")
    if found[:1] in '“"«' and not re.search(r"[”\"»]", found[1:]):
        found = found[1:].lstrip()
    if found[-1:] in '”"»' and not re.search(r"[“\"«]", found[:-1]):
        found = found[:-1].rstrip(" ,;")
    found = _HANGING.sub("", found)
    cut = _DANGLING.sub("", found)
    return cut if len(cut) >= len(found) / 2 else found


def quoted(claim: Claim, whole: str | None = None) -> str:
    """The exact words in quotation marks, cut at the end of a clause or a word where they are long.

    Marks within them become single ones, as printers do: what a report says cannot end its own quotation and go on in
    our voice.
    """
    found = words(claim, whole)
    if len(found) > LONGEST:
        found = shortened(found) + " …"
    return f"“{found.translate(_WITHIN)}”"


def shortened(text: str) -> str:
    """At most LONGEST characters: up to the last clause that ends in the second half, else up to a word."""
    head = text[:LONGEST]
    clauses = [m.start() for m in re.finditer(r"[,;:.!?]\s", head) if m.start() > LONGEST // 2]
    if clauses:
        return head[: clauses[-1]]
    return _DANGLING.sub("", head.rsplit(" ", 1)[0] if " " in head else head)


def tells(claim: Claim, whole: str | None = None) -> bool:
    """Whether the words say something by themselves: no label, no line that only introduces, no bare question."""
    found = words(claim, whole)
    if introduces(claim) or _PIECE.match(found):
        return False
    if claim.stance != "asks" and is_question(found):
        return False
    return len(found.split()) >= LEAST or _is_sentence(claim, found)


def introduces(claim: Claim) -> bool:
    """Whether the words only lead up to others ("Reaction abroad:")."""
    return claim.text.rstrip(' \n"”»').endswith(":")


def is_question(found: str) -> bool:
    """Whether the words ask: they end with the mark, or begin as a question does."""
    return found.endswith("?") or bool(_INVERTED.match(found))


def _is_sentence(claim: Claim, found: str) -> bool:
    """Whether a short text is all that its sentence says: "Soldiers seize palace"."""
    return len(found.split()) > 1 and claim.sentence_end - claim.sentence_start <= len(found) + 2


#: What stands for nobody: no one can be asked, and nothing is attributed to them.
_NOBODY = frozenset(
    fold(name)
    for name in (
        "himself", "herself", "itself", "themselves", "nobody", "no one", "none", "we", "i", "us", "it", "they", "you",
        "my timeline", "il", "elle", "on", "nous", "je", "él", "ella", "se", "yo", "nosotros", "nadie", "personne",
    )
)  # fmt: skip


def is_somebody(name: str) -> bool:
    """Whether a speaker's name names anybody, rather than being a pronoun that was left over."""
    return fold(name).strip(" .,;:'\"“”") not in _NOBODY and bool(re.search(r"\w", name))
