"""Arabic words as a pattern meets them: with the article and the letters joined to them, and with vowel signs."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Vowel signs and the stroke that only makes a word longer; they stand between letters and are no part of a word.
MARKS = "\u0640\u064b-\u0652\u0670"
_MARKS = re.compile(f"[{MARKS}]")
_LETTER = re.compile(r"[\u0620-\u06ff]")
_ALIKE = str.maketrans("ىة", "يه")
#: "and", "so"; then "by", "like" with the article; "to", "with", "will" and the article alone.
_JOINED = re.compile("[وف]?(?:[بك]?ال|لل|[بلكس])?")
#: Letters that may stand joined before a word.
LONGEST = 4


def is_in(text: str) -> bool:
    """Whether a text has a letter of the Arabic script."""
    return bool(_LETTER.search(text))


def bare(folded: str) -> str:
    """A folded text without vowel signs, with letters that are often written for each other as one; for finding only,
    as its offsets are others."""
    return _MARKS.sub("", folded).translate(_ALIKE) if is_in(folded) else folded


def unmarked(word: str) -> str:
    """A word without vowel signs."""
    return word if word.isascii() else _MARKS.sub("", word)


def stems(words: Iterable[str]) -> set[str]:
    """The words, those in Arabic also without each row of letters that may be joined to them."""
    found = set(words)
    for word in list(found):
        if is_in(word):
            found |= {
                word[length:]
                for length in range(1, min(LONGEST, len(word) - 2) + 1)
                if _JOINED.fullmatch(word[:length])
            }
    return found


def expression(word: str) -> str:
    """The regular expression of one folded word of a pattern ('*': any ending), for folded text."""
    body = "".join(r"\w*" if c == "*" else f"{_letter(c)}[{MARKS}]*" for c in word if not _MARKS.match(c))
    return rf"{_marked('[وف]')}?(?:{_marked('[بك]')}?{_marked('ا')}{_marked('ل')}|{_marked('ل')}{_marked('ل')}|{_marked('[بلكس]')})?{body}"


def _letter(character: str) -> str:
    return {"ى": "[يى]", "ي": "[يى]", "ة": "[ةه]"}.get(character) or re.escape(character)


def _marked(letter: str) -> str:
    """A letter with its vowel signs."""
    return f"(?:{letter}[{MARKS}]*)"
