"""The Admiralty code of a word: how reliable its source is (A to F), and how credible what it says is (1 to 6).

Letters and digits as in NATO's AJP-2.1: A completely reliable to E unreliable, F cannot be judged; 1 confirmed by other
sources to 5 improbable, 6 cannot be judged. An editor may grade a source in its record; otherwise its kind grades it.
"""

from __future__ import annotations

from tocsin.model import Claim, Source

#: How far a source of each letter is believed for what it says itself, 0..1 (elicited).
BELIEVED = {"A": 1.0, "B": 0.85, "C": 0.65, "D": 0.45, "E": 0.15, "F": 0.3}
#: How far a kind of source is believed where no editor has graded it (elicited), and the letter that it stands for.
KINDS = {
    "agency": (1.0, "A"), "broadcaster": (0.9, "B"), "newspaper": (0.85, "B"), "observer": (0.9, "B"),
    "reporter": (0.8, "B"), "ministry": (0.8, "C"), "military": (0.8, "C"), "party": (0.7, "C"), "outlet": (0.6, "C"),
    "document": (0.6, "C"), "account": (0.2, "F"), "claimed": (0.2, "F"),
}  # fmt: skip
OTHER = (0.5, "F")


def reliability(source: Source | None) -> tuple[float, str]:
    """How far a source is believed, 0..1, and its letter."""
    if source is not None and source.grade in BELIEVED:
        return BELIEVED[source.grade], source.grade
    return KINDS.get(source.kind, OTHER) if source else OTHER


def credibility(claim: Claim, *, others: int, hearsay: bool, against: bool, own_favour: bool) -> str:
    """The digit of what is said: by who else has said it, how firmly, and whom it serves."""
    if others and not hearsay and not against:
        return "1"  # other origins have said so
    if hearsay:
        return "5" if claim.hedged else "6"
    if claim.hedged or against:
        return "4"
    return "3" if own_favour or not claim.speaker.named else "2"
