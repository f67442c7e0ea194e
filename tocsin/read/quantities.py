"""How many of what: exact and vague counts as inclusive ranges, in English, Spanish, French and Portuguese.

    quantities("At least 12 people fled.")[0]  ->  Quantity(low=12, high=None, unit="person", start=0, end=18)

The number is read by numerals.py and its noun by counted.py; the words and the ranges are data (quantities.toml).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tocsin.model import Quantity
from tocsin.read.counted import Noun, noun
from tocsin.read.fold import fold
from tocsin.read.numerals import GAP, WORD, Count, Grammar, count_at, grammar

LANGUAGES = ("en", "es", "fr", "pt")
_TOKENS = re.compile(r"\d[\d.,]*|[^\W\d_]+")
_TOKEN = re.compile(r"[^\s(\[\"]+")
_DIGIT = re.compile(r"\d")
#: What may not stand at once before a number: names (AK-47), money ($5), clocks (06:40), parts of figures.
_STUCK = re.compile(r"[\w.,:/@#$€£¥₦₹%+\\_°-]")
_RANGE = re.compile(r" ?- ?")
_MONEY = {"usd", "eur", "gbp", "rs", "us", "a$", "r$", "s/"}
BEFORE = 40  # characters before a number in which its modifier stands

#: "Four in five of the soldiers": the first number of a proportion.
_SHARE = re.compile(r"(?<![\w,.])(?:one|two|three|four|five|six|seven|eight|nine|\d) in $")


def quantities(text: str, offset: int = 0, language: str | None = None) -> tuple[Quantity, ...]:
    """The counts of a text in order, with `offset` added to their places.

    `language` is one of LANGUAGES; where it is not known, the text's own small words tell. Other languages
    give nothing: their nouns cannot be told from their verbs here.
    """
    folded = fold(text)
    words = set(WORD.findall(folded))
    if language is None:
        language = _guessed(words)
    if language not in LANGUAGES:
        return ()
    g = grammar(language)
    if words.isdisjoint(g.signals) and not _DIGIT.search(folded):
        return ()
    return tuple(
        Quantity(low=low, high=high, unit=unit, start=offset + start, end=offset + end)
        for low, high, unit, start, end in _found(text, folded, g)
    )


@cache
def _small() -> dict[str, frozenset[str]]:
    """The words by which the four languages are told apart: their numbers and what ends a noun's phrase."""
    found: dict[str, frozenset[str]] = {}
    for language in LANGUAGES:
        g = grammar(language)
        modifiers = {word for phrase in g.modifiers for word in phrase}
        found[language] = g.sets["stops"] | g.signals | g.sets["determiners"] | g.sets["articles"] | modifiers
    return found


def _guessed(words: set[str]) -> str:
    return max(LANGUAGES, key=lambda language: len(words & _small()[language]))


def _found(text: str, folded: str, g: Grammar) -> Iterator[tuple[int, int | None, str, int, int]]:
    end = 0
    for token in _TOKENS.finditer(folded):
        at = token.start()
        if at < end or not (token[0][0].isdigit() or token[0] in g.starters):
            continue
        if at and _STUCK.match(folded, at - 1) and not (folded[at - 1] == "-" and text[at - 1] == "—"):
            if token[0][0].isdigit():
                end = token.end()  # the rest of such figures is no number either
            continue
        count = count_at(folded, at, g)
        if count is None:
            if token[0][0].isdigit():
                end = token.end()
            continue
        one = _quantity(text, folded, count, g, floor=end)
        if one:
            end = one[4]
            yield one
        elif count.form in {
            "figures",
            "words",
        }:  # a sum, a score or a date is one thing: nothing in it is counted
            end = count.end


def _quantity(
    text: str, folded: str, count: Count, g: Grammar, floor: int
) -> tuple[int, int | None, str, int, int] | None:
    before = _before(folded, count.start, floor)
    last = before[-1][0] if before else ""
    ratio = tuple(word for word, _ in before[-2:])
    share = last == "in" and _SHARE.search(folded, max(0, count.start - 12), count.start)
    if share or ratio == tuple(g.data["ratios"].split()) or _named(text, folded, count, last, g):
        return None
    count, ranged = _range(folded, count, g, between=last == g.data["between"])
    low: int
    high: int | None
    low, high, start, end = count.low, count.high, count.start, count.end
    if ranged and last == g.data["between"]:
        start = before.pop()[1]
    kinds: list[str] = []
    while len(kinds) < 2 and (modifier := _modifier(before, g)):
        kind, size = modifier
        if (kind == "about" and low == high == 1) or (kind == "none" and high != 1):
            break  # "around one arm" is a place, "not two soldiers" may be three
        start = before[-size][1]
        del before[-size:]
        kinds.append(kind)
    if not kinds and not ranged and _year(count, last, g):
        return None
    end, kind_after = _after(folded, end, g)
    kinds += [kind_after] if kind_after else []
    if count.form == "none" and kinds:
        return None
    if kinds and count.exact:
        low = high = count.exact  # "more than a hundred" is more than 100, though "a hundred or so" is not
    for kind in kinds:
        low, high = bounds(kind, low, high)
    single = count.low == count.high == 1
    if count.form == "none":
        single = g.language != "en"
    # "hundreds of people", "dozens killed", but "thousands left their villages"
    loose = count.form != "vague" or count.low < 20 or count.scale > 1 or "half" in folded[count.start : end]
    head = noun(text, folded, end, g, single=single, linked=count.linked, loose=loose)
    if head is None and (stop := _bare(text, folded, count, (start, end), before, g)) is not None:
        low = high if ranged and last == "from" and high is not None else low  # "rose from 40 to 47"
        return low, high, _PERSON[g.language], start, stop
    if head is None or (count.form == "none" and _nothing_of(text, end, head, g)):
        return None
    stop, kind_after = _after(folded, head.end, g)
    if kind_after and not kinds:
        low, high = bounds(kind_after, low, high)
        return low, high, head.unit, start, stop
    return low, high, head.unit, start, head.end


def _nothing_of(text: str, end: int, head: Noun, g: Grammar) -> bool:
    """Whether "no" stands before what is never counted: 'no plans', 'no other way'."""
    first = text[end : head.end].split(maxsplit=1)[0].lower()
    return not {head.unit, first}.isdisjoint(g.sets["none_of"])


#: What a number without a noun counts.
_PERSON = {"en": "person", "es": "persona", "fr": "personne", "pt": "pessoa"}
_CLOSED = re.compile(r"[.,;:!?)\]\"]+(?:\s|$)")
_SENTENCE_ENDS = re.compile(r"[.!?:][\"')]*\s+$|^\s*$|\n\s*$|[\"(]$")
TOLD_BEFORE = 60  # characters before a number in which the noun of a toll stands


def _bare(
    text: str,
    folded: str,
    count: Count,
    span: tuple[int, int],
    before: list[tuple[str, int]],
    g: Grammar,
) -> int | None:
    """Where a number without a noun ends if it counts people: 'wounded 40', 'the toll rose to 47', 'Thousands marched'."""
    end = span[1]
    start, after = _following(folded, end)
    if after in g.sets["others"]:  # "and wounded five others"
        end = start + len(after)
        start, after = _following(folded, end)
    elif after in g.sets["refused"] | g.sets["units"] | g.sets["link"]:
        return None
    if count.form == "none" or folded[end : end + 1] in {"%", "$", "€"}:
        return None
    people = _uncounted(text, folded, count, span[0]) and after != "" and text[start].islower()
    if after in g.sets["been"]:  # "at least 12 were arrested"
        following = WORD.findall(folded[start : start + 40])[:4]
        people |= not (g.sets["dead"] | g.sets["harm"] | g.sets["died"]).isdisjoint(following)
    elif before and count.form != "vague" and (not after or after in g.sets["stops"]):
        people |= _harmed(folded, before[-1], g)
    return end if people else None


def _following(folded: str, end: int) -> tuple[int, str]:
    """The next word and where it starts; no word after a mark."""
    gap = GAP.match(folded, end)
    word = WORD.match(folded, gap.end()) if gap else None
    return (word.start(), word[0]) if word else (end, "")


def _uncounted(text: str, folded: str, count: Count, start: int) -> bool:
    """Whether a vague number begins a sentence and so is its subject: 'Tens of thousands gathered'."""
    opens = text[start].isupper() and _SENTENCE_ENDS.search(folded[max(0, start - 4) : start])
    return bool(opens) and count.form == "vague" and count.low >= 20


def _harmed(folded: str, last: tuple[str, int], g: Grammar) -> bool:
    """Whether the word before a number says what was done to people, or that it is a toll."""
    word, at = last
    said = re.split(r"[.;!?\n]", folded[max(0, at - TOLD_BEFORE) : at])[-1]
    return word in g.sets["harm"] or (
        word in g.sets["levels"] and not g.sets["toll"].isdisjoint(WORD.findall(said))
    )


def bounds(kind: str, low: int, high: int | None) -> tuple[int, int | None]:
    """The range that a modifier makes of low..high; whole numbers, rounded outwards."""
    top = low if high is None else high
    match kind:
        case "at_least":
            return low, None
        case "more":
            return low + 1, None
        case "fewer":
            return 0, max(0, top - 1)
        case "up_to":
            return 0, top
        case "none":
            return 0, 0
        case "nearly":
            return low * 9 // 10, high
        case "about":
            return low * 9 // 10, None if high is None else -(-high * 11 // 10)
        case _:
            return low, high


def _before(folded: str, at: int, floor: int) -> list[tuple[str, int]]:
    """The words before a number, with their places, as far as they are whole and on its line."""
    begin = max(floor, at - BEFORE)
    tail = folded[begin:at]
    if not tail or not (tail[-1].isspace() or tail[-1] == "'") or "\n\n" in tail[-3:]:
        return []
    words = [(match[0], begin + match.start()) for match in _TOKEN.finditer(tail)]
    if words and begin and words[0][1] == begin and not folded[begin - 1].isspace() and begin != floor:
        words = words[1:]
    return words


def _modifier(before: list[tuple[str, int]], g: Grammar) -> tuple[str, int] | None:
    for size in (4, 3, 2, 1):
        if len(before) >= size:
            kind = g.modifiers.get(tuple(word for word, _ in before[-size:]))
            if kind is not None:
                return kind, size
    return None


def _after(folded: str, end: int, g: Grammar) -> tuple[int, str | None]:
    """'20 or more', '50+': where the modifier after a number ends, and what it means."""
    if folded[end : end + 1] == "+":
        return end + 1, "at_least"
    gap = GAP.match(folded, end)
    if gap:
        for pattern, kind in g.after:
            if match := pattern.match(folded, gap.end()):
                return match.end(), kind
    return end, None


def _range(folded: str, count: Count, g: Grammar, *, between: bool) -> tuple[Count, bool]:
    """'20 to 30', '20-30', 'between 2 and 3 million': the two numbers as one count, where they are in order."""
    if count.form in {"vague", "none"} and not between:
        return count, False
    at: int | None = None
    hyphen = _RANGE.match(folded, count.end)
    gap = GAP.match(folded, count.end)
    word = WORD.match(folded, gap.end()) if gap else None
    if between:
        over = GAP.match(folded, word.end()) if word and word[0] == g.data["between_and"] else None
        at = over.end() if over else None
    elif hyphen:
        at = hyphen.end()
    elif word and word[0] in g.sets["ranges"]:
        over = GAP.match(folded, word.end())
        at = over.end() if over else None
    if at is None or at >= len(folded):
        return count, False
    other = count_at(folded, at, g)
    if other is None or other.form in {"vague", "none"}:
        return count, False
    low, high = count.low, other.high
    if other.scale > 1 and count.scale == 1 and low * other.scale < high:
        low *= other.scale  # "two to three thousand"
    if between:
        low, high = min(low, high), max(low, high)
    if low > high or (low == high and not between):
        return count, False
    return Count(low, high, count.start, other.end, "range", other.scale, other.linked), True


def _year(count: Count, last: str, g: Grammar) -> bool:
    """Whether four figures without a mark are a year: 'in 2019 the soldiers', but not '2,019 soldiers'."""
    if count.form != "figures" or count.end - count.start != 4 or not 1900 <= count.low <= 2099:
        return False
    return count.low % 100 != 0 or last in g.sets["clocks"]


def _named(text: str, folded: str, count: Count, last: str, g: Grammar) -> bool:
    """Whether a number is part of a name, a date, an address, a score or a sum rather than a count."""
    follows = folded[count.end : count.end + 1]
    if follows and not follows.isspace() and follows not in "-+" and not _CLOSED.match(folded, count.end):
        return True
    if follows == "-":  # "two-day", "62-year-old"; "20-30" and "ten-twelve" go on with a number
        hyphen = _RANGE.match(folded, count.end)
        if hyphen is None or hyphen.end() >= len(folded) or count_at(folded, hyphen.end(), g) is None:
            return True
    if count.form == "figures" and (last in g.sets["labels"] or last in _MONEY or last[-1:].isdigit()):
        return True
    if (
        count.form == "words"
        and text[count.start].isupper()
        and last
        and not last.endswith((".", ":", "!", "?"))
    ):
        # "the Group of Seven", "the Big Five": a capital within a sentence, where the words before have none
        before = text[: count.start].rstrip()[-BEFORE:].split()[-1:]
        after = text[count.end : count.end + 2].strip()
        inside = bool(before) and (before[0][0].islower() or before[0] == "The")
        return inside and (after[:1].isupper() or before[0] in {"of", "de"})
    return False
