"""How many: numbers and vague number words as inclusive ranges with their unit."""

from __future__ import annotations

import re

from tocsin.model import Quantity
from tocsin.read.fold import fold

#: Vague words as ranges: what newsrooms' style guides and readers' estimates make of them.
WORDS: dict[str, tuple[int, int | None]] = {
    "a": (1, 1), "an": (1, 1), "one": (1, 1), "a single": (1, 1), "two": (2, 2), "three": (3, 3), "four": (4, 4), "five": (5, 5),
    "six": (6, 6), "seven": (7, 7), "eight": (8, 8), "nine": (9, 9), "ten": (10, 10), "eleven": (11, 11), "twelve": (12, 12),
    "a couple of": (2, 3), "a pair of": (2, 2), "a handful of": (3, 8), "a few": (3, 8), "a few dozen": (24, 60), "several": (3, 10),
    "some": (2, None), "a dozen": (10, 14), "dozens of": (24, 99), "dozens": (24, 99), "scores of": (40, 99), "a small group of": (3, 20),
    "several dozen": (36, 99), "about a dozen": (8, 16), "hundreds of": (200, 999), "hundreds": (200, 999), "a few hundred": (200, 500),
    "several hundred": (300, 900), "thousands of": (2000, 9999), "thousands": (2000, 9999), "tens of thousands of": (20000, 99999),
    "hundreds of thousands of": (200000, 999999), "un": (1, 1), "una": (1, 1), "dos": (2, 2), "tres": (3, 3), "cuatro": (4, 4),
    "cinco": (5, 5), "unos pocos": (3, 8), "varios": (3, 10), "varias": (3, 10), "un grupo de": (3, 20), "un grupo reducido de": (3, 20),
    "decenas de": (20, 99), "docenas de": (24, 99), "cientos de": (200, 999), "centenares de": (200, 999), "miles de": (2000, 9999),
    "plusieurs": (3, 10), "des dizaines de": (20, 99), "des centaines de": (200, 999), "des milliers de": (2000, 9999),
}  # fmt: skip
_TENS = {
    "en": "thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety",
    "es": "trece catorce quince dieciseis diecisiete dieciocho diecinueve veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "fr": "treize quatorze quinze seize dix-sept dix-huit dix-neuf vingt trente quarante cinquante soixante soixante-dix quatre-vingts quatre-vingt-dix",
}  # fmt: skip
_WORTH = (*range(13, 20), *range(20, 100, 10))
WORDS |= {w: (n, n) for words in _TENS.values() for w, n in zip(words.split(), _WORTH, strict=True)}
WORDS |= {
    w: (n, n)
    for n, written in enumerate(
        ("seis six", "siete sept", "ocho huit", "nueve neuf", "diez dix", "once onze", "doce douze"), 6
    )
    for w in written.split()
    if w not in WORDS
}
_UNIT = (
    r"soldier|troop|officer|general|people|person|protester|demonstrator|injur|wounded|dead|death|killed|vehicle|tank|truck|aircraft|plane|"
    r"helicopter|member|guard|police officer|arrests|militia|journalist|civilian|man|men|woman|women|student|prisoner|flight|hour|"
    r"soldado|militares|uniformado|efectivo|persona|manifestante|herido|muerto|detenido|vehiculo|tanqueta|avion|vuelo|hora|lesionado|fallecido|"
    r"soldat|militaire|blesse|mort|personne|manifestant"
)
_NUMBER = rf"\d[\d.,]*\d|\d|{'|'.join(sorted(map(re.escape, WORDS), key=len, reverse=True))}"
_PATTERN = re.compile(
    rf"(?<![\w.,:/-])(?P<about>at least|more than|over|nearly|almost|around|about|some|"
    rf"up to|fewer than|less than|al menos|mas de|unos|unas|cerca de|hasta|plus de|au moins|environ)?\s*"
    rf"(?P<low>{_NUMBER})(?:\s*(?:-|–|to|or|and|a|o|y|ou)\s*(?P<high>{_NUMBER}))?\s+(?:of\s+|de\s+)?(?P<between>(?:[a-z'-]+\s+){{0,4}}?)(?P<unit>(?:{_UNIT})\w{{0,5}})(?!\w)"
)


def quantities(text: str, offset: int = 0) -> tuple[Quantity, ...]:
    """The quantities of a text with a unit that matters in a crisis, in order."""
    found: list[Quantity] = []
    for match in _PATTERN.finditer(fold(text)):
        low = _value(match["low"])
        high = _value(match["high"]) if match["high"] else low
        if low is None or high is None or (low[0] > 2200 and match["unit"].startswith("hour")):
            continue
        bounds = _about(match["about"], low[0], high[1])
        found.append(
            Quantity(
                low=bounds[0],
                high=bounds[1],
                unit=match["unit"],
                start=offset + match.start(),
                end=offset + match.end(),
            )
        )
    return tuple(found)


def _value(words: str) -> tuple[int, int | None] | None:
    if words in WORDS:
        return WORDS[words]
    digits = re.sub(r"[.,](?=\d{3}(?!\d))", "", words)
    return (int(digits), int(digits)) if digits.isdigit() and len(digits) < 10 else None


def _about(word: str | None, low: int, high: int | None) -> tuple[int, int | None]:
    """'At least 69' has no upper end; 'nearly 100' stays below it; 'about 25' may be a fifth off."""
    if word in {"at least", "more than", "over", "al menos", "mas de", "plus de", "au moins"}:
        return low, None
    if word in {"up to", "fewer than", "less than", "hasta"}:
        return 0, high
    if word in {"nearly", "almost", "around", "about", "some", "unos", "unas", "cerca de", "environ"}:
        return low - low // 5, None if high is None else high + high // 5
    return low, high
