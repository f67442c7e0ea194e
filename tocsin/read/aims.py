"""Aims: which country a text tells of: where it happens, not who speaks of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from tocsin.read.fold import fold
from tocsin.read.gazetteer import COUNTRY, gazetteer, words_of
from tocsin.read.places import Place, places

#: A sentence ends at a full stop before a capital; initials and titles end none.
_ENDS = re.compile(
    r"(?<![A-Z])(?<!\b(?:Gen|Col|Maj|Sgt|Cpt))(?<!\b(?:Dr|Mr|St|Lt))(?<!\bMrs)[.;!?][\"”')]* +(?=[\"“A-Z])|\n+"
)
#: What is said of a country that acts on another one: it is not where the attempt is.
_ABROAD = re.compile(
    r"^(?:'s?)? ?(?:[\w',.-]+ ){0,8}?(?:condemn|suspend|sanction|says|said|warn|urge|call|express|announce|deploy|evacuate|"
    r"grant|extradite|expel|recogni|demand|threaten|ambassador|embassy|foreign|citizen|national|accuse|blame|denie|deny)"
)
_HEAD_OF = re.compile(
    r"\b(?:president|prime minister|premier|king|leader|government|army|military|capital)\b(?: [\w'.-]+){0,4}? of (?:the )?$"
)
_NOT_HERE = re.compile(
    r"\b(?:pro-|anti-|to|from|(?:flees?|fled|exile|asylum|refuge|arriv\w+|funeral|based|visit\w*) (?:in|to|into)|"
    r"ambassador to|(?:funeral|death|king) of|embassy (?:of|in)|with|like|neighbou?ring|former|by) (?:the )?$"
    r"|\b(?:pro|anti)-$"
)
_HERE = re.compile(
    r"^(?:'s?|n|an|ian|ese)? ?(?:[\w'-]+ )?(?:army|armed|military|soldier|troop|general|coup|putsch|junta|presiden|prime|government|"
    r"parliament|capital|defen[cs]e forces|mutin|uprising|leader|king|police|navy|air force|radio|television)"
)
_IN = re.compile(r"\b(?:in|of|across|over|throughout|at|against) (?:the )?(?:[\w'.-]+ ){0,2}$")
#: "the government of Kenya says": the reader of places may take a country that speaks for a person.
_PLAIN = re.compile(
    r"\b(?:[Gg]overnments?|[Aa]rmy|[Mm]ilitary|[Pp]resident|[Pp]rime [Mm]inister|[Cc]apital) of (?:the )?((?:[A-Z][\w'’-]+ ?){1,4})"
)
#: A sentence whose best country scores less goes on about the country of the one before.
STAYS = 1.2


class Mention(msgspec.Struct, frozen=True):
    """A country named in a text."""

    country: str
    start: int
    end: int
    sure: float = 0.5
    """How surely the words name it; a country's name more than a town's."""


def mentions(text: str) -> list[Mention]:
    """The countries that a text names, by name, people, city or site, in order."""
    return mentioned(text, places(text, peoples=True))


def mentioned(text: str, named: Sequence[Place]) -> list[Mention]:
    """The countries of the places that a text names, and those named in full after an office of the state."""
    found = [
        Mention(p.country, p.start, p.end, p.score * (1 if p.precision == "country" else 0.6))
        for p in named
        if p.country
    ]
    taken = [(mention.start, mention.end) for mention in found]
    plain = [m for m in _plain(text) if not any(a < m.end and m.start < b for a, b in taken)]
    return sorted(found + plain, key=lambda mention: mention.start)


def _plain(text: str) -> list[Mention]:
    """Countries named in full after an office of the state."""
    known, found = gazetteer(), []
    for match in _PLAIN.finditer(text):
        words = match[1].split()
        for count in range(len(words), 0, -1):
            name = " ".join(words[:count])
            index = known.find(" ".join(words_of(name.removesuffix("'s").removesuffix("’s"))))
            rows = (
                [row for row, by in known.meant(index) if known.kind[row] == COUNTRY and not by]
                if index is not None
                else []
            )
            if rows and (country := known.country_of(rows[0])):
                found.append(Mention(country, match.start(1), match.start(1) + len(name)))
                break
    return found


def sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a text stand."""
    ends = [match.end() for match in _ENDS.finditer(text)]
    return [(a, b) for a, b in zip([0, *ends], [*ends, len(text)], strict=True) if text[a:b].strip()]


def aim(
    folded: str,
    named: Sequence[Mention],
    *,
    shown: Sequence[int] = (),
    topical: frozenset[str] | set[str] = frozenset(),
) -> tuple[str, float]:
    """The country that a folded sentence is about, of those it names, and how plainly.

    `shown`: where the events stand that it tells; `topical`: countries that what is told is about.
    """

    def score(mention: Mention) -> tuple[float, int]:
        before, after = folded[: mention.start], folded[mention.end :]
        here = bool(_HERE.match(after))
        away = bool(_NOT_HERE.search(before))
        value = mention.sure + 2.0 * here + 1.0 * (mention.country in topical)
        value += 2.0 * bool(_HEAD_OF.search(before)) + (-3.0 if away else 1.0 * bool(_IN.search(before)))
        value -= 1.5 * (bool(_ABROAD.match(after)) and not here)
        if shown:
            value += 1.5 * (1 - min(*(abs(at - mention.start) for at in shown), 150) / 150)
        return value, -mention.start

    best = max(named, key=score)
    return best.country, score(best)[0]


def aims(text: str, named: Sequence[Mention], least: float = STAYS) -> Iterator[str]:
    """The countries that the sentences of a text are about, one after the other, each at `least` so plainly."""
    for start, end in sentences(text):
        here = [
            Mention(m.country, m.start - start, m.end - start, m.sure)
            for m in named
            if start <= m.start < end
        ]
        if here:
            country, value = aim(fold(text[start:end]), here)
            if value >= least:
                yield country
