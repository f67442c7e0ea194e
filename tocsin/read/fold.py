"""Folding: text for comparison, character for character as long as the text it was made from."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_QUOTES = {"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "«": '"', "»": '"', "„": '"', "–": "-", "—": "-"}


@lru_cache(maxsize=8192)
def _one(character: str) -> str:
    """One character lower-cased, without its accents, always one character long."""
    if character in _QUOTES:
        return _QUOTES[character]
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else character


def fold(text: str) -> str:
    """The text in lower case without accents and curly quotes; offsets stay the same."""
    return text.lower() if text.isascii() else "".join(map(_one, text))
