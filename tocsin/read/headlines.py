"""What headlines and posts attribute by a colon or a dash: 'Governor: no prisoner has left', 'Base seized - witnesses'."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import structs

from tocsin.model import Stance
from tocsin.read import marks
from tocsin.read.attribution import Attribution, Passage, Span, trimmed
from tocsin.read.fold import fold
from tocsin.read.lexicon import tables, word_list


def speaks(name: str) -> bool:
    """Whether a few words before a colon name an office, a body or witnesses: 'Governor', 'Army chief', 'Police'."""
    words = [fold(word).strip("'.\"") for word in name.split()]
    return bool(words) and len(words) <= 5 and name[:1].isupper() and words[-1] in speakers()


def speakers() -> frozenset[str]:
    """The nouns, folded, for those whose words stand before a colon: offices, bodies, witnesses, heads."""
    lists = tables()["cues"]["en"]["words"]
    return (
        word_list("offices")
        | word_list("speaks")
        | frozenset([*lists["unnamed"], *lists["bodies"]])
        | word_list("heads")
    )


def headed(text: str, passage: Passage, title: int, known: Callable[[str], bool]) -> Passage:
    """The passage with what colons attribute to those who are `known`, and what the title's dashes and commas do.

    `title` is where the title ends in `text`.
    """
    more = [
        one
        for sentence in passage.sentences
        for one in (
            _before_colon(text, passage, sentence, known),
            _after_dash(text, passage, sentence, title),
            _shared(text, passage, sentence, title, known),
        )
        if one
    ]
    if not more:
        return passage
    spoken = [one for one in more if one.rule == "second"]
    # What was read there before had nobody for its speaker.
    kept = [
        one
        for one in passage.attributions
        if not any(one.cue and new.cue and one.cue[0] == new.cue[0] for new in spoken)
    ]
    return structs.replace(passage, attributions=(*more, *kept))


def _before_colon(
    text: str, passage: Passage, sentence: Span, known: Callable[[str], bool]
) -> Attribution | None:
    match = marks.COLON.match(text, *sentence)
    if match is None or not known(match[1]):
        return None
    span = trimmed(text, match.span(2))
    taken = any(
        sentence[0] <= (one.cue or one.content[0])[0] < match.end(1) or one.content == (span,)
        for one in passage.attributions
    )
    if taken:
        return None
    return Attribution(source=match.span(1), cue=None, content=(span,), stance="asserts", rule="colon")


#: A headline's second verb: "Maduro appears on television with generals, says coup bid defeated".
_SECOND = re.compile(
    r"((?:[A-ZÀ-Þ][\w'’.-]*\s+){1,6})[a-z][^,;:“”\"]{4,90},\s+(says|said|claims|warns|vows|insists|adds|declares)\s+([^\n]{8,})"
)


def _shared(
    text: str, passage: Passage, sentence: Span, title: int, known: Callable[[str], bool]
) -> Attribution | None:
    match = _SECOND.fullmatch(text, *trimmed(text, sentence)) if sentence[1] <= title else None
    if match is None or not known(match[1].strip()):
        return None
    if any(
        one.source and one.cue and sentence[0] <= one.cue[0] < sentence[1] and one.cue[0] != match.start(2)
        for one in passage.attributions
    ):
        return None
    return Attribution(
        source=trimmed(text, match.span(1)),
        cue=match.span(2),
        content=(trimmed(text, match.span(3)),),
        stance=_FIRM.get(match[2], "asserts"),
        rule="second",
    )


_FIRM: dict[str, Stance] = {"vows": "promises"}


def _after_dash(text: str, passage: Passage, sentence: Span, title: int) -> Attribution | None:
    match = marks.TAIL.match(text, *sentence) if sentence[1] <= title else None
    if match is None or not (match[3] or marks.UNNAMED_TAIL.match(fold(match[2])) or _plural(match[2])):
        return None
    if any(one.source and one.start < match.end(1) for one in passage.attributions):
        return None
    return Attribution(
        source=match.span(2),
        cue=match.span(3) if match[3] else None,
        content=(match.span(1),),
        stance="asserts",
        rule="tail",
    )


def _plural(words: str) -> bool:
    """Whether a headline's tail is a group that speaks: 'displaced families', 'local doctors'."""
    return len(words.split()) <= 3 and words.rsplit(maxsplit=1)[-1].lower() in speakers() | {
        "families",
        "patients",
        "pupils",
    }
