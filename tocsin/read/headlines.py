"""What headlines and posts attribute by a colon or a dash: 'Governor: no prisoner has left', 'Base seized - witnesses'."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import structs

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
        )
        if one
    ]
    return structs.replace(passage, attributions=(*more, *passage.attributions)) if more else passage


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
