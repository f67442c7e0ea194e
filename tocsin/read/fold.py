"""Folding: text for comparison, character for character as long as the text it was made from."""

from __future__ import annotations

import sys
import unicodedata
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

_QUOTES = {"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "«": '"', "»": '"', "„": '"', "–": "-", "—": "-"}


_BEYOND = "\U00010000"


@lru_cache(maxsize=8192)
def _one(character: str) -> str:
    """One character lower-cased, without its accents, always one character long."""
    if character in _QUOTES:
        return _QUOTES[character]
    base = unicodedata.normalize("NFD", character)[0].lower()
    # A few compatibility ideographs have their base in another plane: they stay, so that the table below is small.
    return base if len(base) == 1 and (base < _BEYOND or character >= _BEYOND) else character


#: From this many characters on a table is faster than one character after the other.
_LONG = 64
_ORDER = f"{sys.byteorder[0]}e"


@lru_cache(maxsize=1)
def _table() -> NDArray[np.uint16]:
    """What each character of the basic plane is folded to; lone surrogates stay."""
    return np.array([ord(_one(chr(code))) for code in range(0x10000)], np.uint16)


@lru_cache(maxsize=1)
def _ascii_table() -> NDArray[np.uint8]:
    """The same where it is ASCII, and a question mark elsewhere."""
    return np.where(_table() < 128, _table(), ord("?")).astype(np.uint8)


def _codes(text: str) -> NDArray[np.uint16]:
    """The characters as numbers, one each; those beyond the basic plane (emoji) as the last of it."""
    codes = np.frombuffer(text.encode(f"utf-16-{_ORDER}", "surrogatepass"), np.uint16)
    if len(codes) == len(text):
        return codes
    wide = np.frombuffer(text.encode(f"utf-32-{_ORDER}", "surrogatepass"), np.uint32)
    return np.minimum(wide, 0xFFFF).astype(np.uint16)


def fold(text: str) -> str:
    """The text in lower case without accents and curly quotes; offsets stay the same."""
    if text.isascii():
        return text.lower()
    if len(text) < _LONG:
        return "".join(map(_one, text))
    codes = _codes(text)
    folded = _table()[codes]
    beyond = np.flatnonzero(codes == 0xFFFF)
    if not len(beyond):
        return folded.tobytes().decode(f"utf-16-{_ORDER}", "surrogatepass")
    wide = folded.astype(np.uint32)
    wide[beyond] = [ord(_one(text[at])) for at in beyond]
    return wide.tobytes().decode(f"utf-32-{_ORDER}", "surrogatepass")


def fold_to_ascii(text: str) -> str:
    """As fold, with a question mark for each character that is not ASCII even then: twice as fast."""
    return text.lower() if text.isascii() else _ascii_table()[_codes(text)].tobytes().decode("ascii")
