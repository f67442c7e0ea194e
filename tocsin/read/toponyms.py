"""Toponyms: the stretches of a text that may name a place."""

from __future__ import annotations

import msgspec

from tocsin.read.gazetteer import COUNTRY, DISTRICT, LONGEST, Gazetteer, words_of
from tocsin.read.placewords import Words, demonyms, lists


class Toponym(msgspec.Struct, frozen=True):
    """A stretch of text that may name a place: words `first` to `last` (exclusive) of the text."""

    start: int
    end: int
    first: int
    last: int
    form: str
    """'known' in the gazetteer, 'site', 'unknown' or 'demonym'."""
    name: int = -1
    """Its number in the gazetteer, for a known name; the country's number of code for a demonym."""


def toponyms(words: Words, known: Gazetteer) -> list[Toponym]:
    """All stretches that may name a place, in order; those of different forms may overlap."""
    found: list[Toponym] = []
    index = 0
    while index < len(words):
        if words.cased and not words.capital[index]:
            index += 1
            continue
        here = _of(words, index, known)
        if here and not _thing(words, here):
            found.append(here)
        index = here.last if here else index + 1
    runs = _runs(words)
    found += _sites(words, runs) + _unknown(words, runs, found)
    return sorted(found, key=lambda t: (t.start, -t.end, t.form))


def _thing(words: Words, here: Toponym) -> bool:
    """Whether a name and the word after it are a thing that is called after a country: 'Guinea fowl'."""
    things = lists()["compounds"].get(words.folded[here.first], frozenset())
    return (
        here.last == here.first + 1 < len(words)
        and words.joined(here.first)
        and words.folded[here.last] in things
    )


def _of(words: Words, index: int, known: Gazetteer) -> Toponym | None:
    """What begins with this word: a name of the gazetteer, or a people where no longer name begins here."""
    name, people = _known(words, index, known), _demonym(words, index)
    if name is None or people is None:
        return name or people
    country = any(
        known.kind[row] == COUNTRY for row, _ in known.meant(name.name)
    )  # 'Laos', 'the Philippines'
    return people if people.last >= name.last and not country else name


def _make(words: Words, first: int, last: int, form: str, name: int = -1) -> Toponym:
    end = words.ends[last - 1]
    dotted = last - first > 1 and "." in words.gap(last - 2) and words.text[end : end + 1] == "."  # 'U.S.'
    return Toponym(words.starts[first], end + dotted, first, last, form, name)


def _known(words: Words, first: int, known: Gazetteer) -> Toponym | None:
    """The longest name of the gazetteer that begins with this word."""
    ends = [first + 1]
    if words.folded[first] in known.openings or words.folded[first] in {"st", "mt", "ft"}:
        while len(ends) < LONGEST and ends[-1] < len(words) and words.joined(ends[-1] - 1):
            ends.append(ends[-1] + 1)
    for last in reversed(ends):
        if (words.cased and not words.capital[last - 1]) or (
            last - first == 1 and len(words.folded[first]) < 2
        ):
            continue
        name = known.find(" ".join(words_of(" ".join(words.folded[first:last]))))
        if name is not None and (words.cased or _famous(known, name)) and _spelt(words, first, last, known):
            return _make(words, first, last, "known", name)
    return _inflected(words, first, known) if words.folded[first][:1] > "\u0370" else None


def _inflected(words: Words, first: int, known: Gazetteer) -> Toponym | None:
    """A Russian or Ukrainian name in another case, or an Arabic one with a letter joined to it."""
    word, last = words.folded[first], first + 1
    led = first > 0 and words.gap(first - 1) == " " and words.folded[first - 1] in _LEADS
    if led and words.gap(first) == "-" and words.capital[last]:  # 'в Джалал-Абаде'
        word, last = f"{word} {words.folded[last]}", last + 1
    for ending, others in lists()["endings"].items():
        if word.endswith(ending) and len(word) - len(ending) > 2 - led:
            for other in others:
                name = known.find(word[: -len(ending)] + other.strip("-"))
                if name is not None and (_famous(known, name) or (led and _settled(known, name))):
                    return _make(words, first, last, "known", name)
    if word[0] in "وبلف" and (name := known.find(word[1:])) is not None and _famous(known, name):
        made = _make(words, first, first + 1, "known", name)
        return msgspec.structs.replace(made, start=made.start + 1)
    return None


#: Russian words after which a name in a case is a place's, also of a small town: 'в Токмаке'.
_LEADS = frozenset(
    [
        "в",
        "во",
        "на",
        "из",
        "под",
        "около",
        "у",
        "близ",
        "до",
        "к",
        "от",
        "город",
        "города",
        "городе",
        "городом",
    ]
)


def _settled(known: Gazetteer, name: int) -> bool:
    """Whether a town of some size has the name."""
    row = known.meant(name)[0][0]
    return known.kind[row] != DISTRICT and known.population[row] >= 10_000


def _famous(known: Gazetteer, name: int) -> bool:
    """Whether a name may be read without its capital: a country, a region or a large city, and no common word."""
    row, common = known.meant(name)[0][0], known.common[name]
    large = known.kind[row] != DISTRICT and known.population[row] >= 300_000
    foreign = common == -127 and name >= known.foreign  # the counts are of English text
    return large and (
        foreign or common == -128 or -120 < common < -5
    )  # many words; or seen, mostly with a capital


def _spelt(words: Words, first: int, last: int, known: Gazetteer) -> bool:
    """Abbreviations count only where written as such: 'US' and 'Pa.', never 'Us' and 'Pa'."""
    word = words.folded[first]
    if last - first > 1 or not word.isascii() or (len(word) > 2 and word not in known.short):
        return True
    if words.text[words.starts[first] : words.ends[first]].isupper():
        return word in known.short
    dot = words.text[words.ends[first] : words.ends[first] + 1] == "."
    return dot and words.gap(first - 1) == ", " and word not in lists()["words"]["titles"]


def _demonym(words: Words, first: int) -> Toponym | None:
    for last in (first + 3, first + 2, first + 1):
        whole = last <= len(words) and all(words.joined(i) for i in range(first, last - 1))
        if whole and " ".join(words.folded[first:last]) in demonyms():
            return _make(words, first, last, "demonym")
    return None


def _runs(words: Words) -> list[tuple[int, int]]:
    """Stretches of words with capitals, none between."""
    runs, index, total = [], 0, len(words)
    while index < total:
        last = index
        while last < total and words.capital[last] and (last == index or words.joined(last - 1)):
            last += 1
        if last > index:
            runs.append((index, last))
        index = max(last, index + 1)
    return runs


def _sites(words: Words, runs: list[tuple[int, int]]) -> list[Toponym]:
    """Names that say themselves what they are: 'Clinton Street', 'Lake Lanier', 'Highway 19'."""
    found = []
    heads = frozenset().union(*lists()["heads"].values())
    leads = frozenset().union(*lists()["leads"].values())
    for first, last in runs:
        for at in range(first, last):
            if at > first and words.folded[at] in heads and not _doctor(words, at):
                opening = next(i for i in range(first, at) if i == at - 1 or not _opens(words, i))
                found.append(_make(words, max(opening, at - 3), at + 1, "site"))
            elif words.folded[at] in leads:
                end = at + 1
                while end < last and end < at + 3 and words.folded[end] not in heads:
                    end += 1
                if end == at + 1 and end < len(words) and words.folded[end].isdigit() and words.joined(at):
                    end += 1
                if end > at + 1:
                    found.append(_make(words, at, end, "site"))
    return found


def _doctor(words: Words, at: int) -> bool:
    """Whether 'Dr' is a title and not the end of the name of a street."""
    return words.folded[at] == "dr" and words.gap(at) == ". " and words.capital[at + 1]


def _opens(words: Words, at: int) -> bool:
    """Whether a word has its capital only because a sentence begins with it."""
    return words.folded[at] in lists()["words"]["openers"] and (at == 0 or words.gap(at - 1) != " ")


def _unknown(words: Words, runs: list[tuple[int, int]], found: list[Toponym]) -> list[Toponym]:
    """Names with capitals that stand where names of places stand, 'in Kampungu', and wherever they stand then."""
    covered = {word for t in found for word in range(t.first, t.last)}
    free: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    told: set[tuple[str, ...]] = set()
    for first, last in runs:
        if (
            last - first > 3
            or covered.intersection(range(first, last))
            or words.ends[last - 1] - words.starts[first] < 4
        ):
            continue
        key = tuple(words.folded[first:last])
        free.setdefault(key, []).append((first, last))
        if _placed(words, first, last, covered):
            told.add(key)
    return [_make(words, first, last, "unknown") for key in free if key in told for first, last in free[key]]


def _placed(words: Words, first: int, last: int, covered: set[int]) -> bool:
    """Whether a name stands as names of places do: 'in X', 'the village of X', 'X, Queensland'."""
    named = lists()["words"]
    if last < len(words) and words.gap(last - 1) == " " and words.folded[last] in named["kinds"]:
        return True
    if words.gap(last - 1) in {", ", " ("} and last in covered:
        return True
    if not first or words.gap(first - 1) != " ":
        return False
    word = words.folded[first - 1]
    kind = first > 1 and words.folded[first - 2] in named["kinds"]
    return (
        word in {"in", "near", "at", "from", "outside"}
        or word in named["kinds"]
        or (word in {"of", "called"} and kind)
    )
