"""The coder: what one item says of one country, as a set of cues."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources

import msgspec

from tocsin.nowcast.items import Item
from tocsin.nowcast.nations import Leaders, Mention, mentions
from tocsin.read.fold import fold

#: A sentence ends at a full stop before a capital; initials and titles end none.
_ENDS = re.compile(
    r"(?<![A-Z])(?<!\b(?:Gen|Col|Maj|Sgt|Cpt))(?<!\b(?:Dr|Mr|St|Lt))(?<!\bMrs)[.;!?][\"”')]* +(?=[\"“A-Z])"
)
_YEARS = re.compile(r"\b(19[3-9]\d|20[0-4]\d)\b")
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
_SHOWN = ("coup", "mutiny", "power-taken", "head-ousted", "head-held", "site-taken", "shots", "dissolved")


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a sentence tells of a country: cues that must be there, of which one must, and that must not."""

    id: str
    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()

    def fits(self, cues: set[str]) -> bool:
        """Whether the cues amount to it; "a&b" is both."""

        def there(name: str) -> bool:
            return all(part in cues for part in name.split("&"))

        return (
            all(map(there, self.all))
            and (not self.any or any(map(there, self.any)))
            and not any(map(there, self.none))
        )


class Book(msgspec.Struct, frozen=True):
    """The patterns of cues.toml."""

    triage: re.Pattern[str]
    cues: dict[str, re.Pattern[str]]
    kinds: tuple[Kind, ...]


@lru_cache(maxsize=1)
def book() -> Book:
    """The coder's patterns, compiled once."""
    raw = tomllib.loads(resources.files("tocsin.nowcast").joinpath("cues.toml").read_text("utf-8"))
    words: dict[str, str] = raw["words"]
    cues = {}
    for name, pattern in raw["cues"].items():
        for word, alternatives in words.items():
            pattern = pattern.replace(f"{{{word}}}", alternatives)  # noqa: PLW2901 # a pattern is made in steps
        cues[name] = re.compile(pattern)
    return Book(re.compile(raw["triage"]), cues, msgspec.convert(raw["kinds"], tuple[Kind, ...]))


def triaged(item: Item) -> bool:
    """Whether an item has a word that could matter."""
    return bool(book().triage.search(fold(f"{item.topic or ''} {item.text}")))


def coded(item: Item, leaders: Leaders) -> dict[str, str]:
    """What an item tells of each country that it names: the id of a kind, the one nearest to an attempt now."""
    topic = item.topic or ""
    in_topic = mentions(topic) if topic else []
    about = {f"topic:{name}" for name in _cues(fold(topic), item.date.year)} if topic else set()
    sentences = _sentences(item.text)
    named = [mentions(sentence) + leaders.mentions(sentence, item.date) for sentence in sentences]
    topical = {mention.country for mention in in_topic}
    found: dict[str, set[str]] = {}
    last: str | None = None
    for sentence, places in zip(sentences, named, strict=True):
        folded = fold(sentence)
        country = _aim(folded, places, topical, last) if places else last or _of_topic(in_topic)
        if country is None:
            continue
        last = country
        cues = _cues(folded, item.date.year) | (about if country in topical else set())
        kind = next((kind.id for kind in book().kinds if kind.fits(cues)), None)
        if kind:
            found.setdefault(country, set()).add(kind)
    return {country: next(name for name in ORDER if name in kinds) for country, kinds in found.items()}


#: Of several kinds in one item, the one nearest to an attempt now counts.
ORDER = (
    "coup-made", "coup-told", "coup-acts", "power-taken", "coup-failed", "coup-foiled", "head-held", "dissolved",
    "quelled", "palace-attacked", "site-taken", "mutiny", "coup-past", "coup-old", "coup-alleged", "coup-plot", "coup-after", "coup-feared",
    "shots", "topic-coup", "topic-old", "taken-lawful", "taken-court",
    "taken-past", "taken-war",
)  # fmt: skip


def _sentences(text: str) -> list[str]:
    ends = [match.end() for match in _ENDS.finditer(text)]
    return [text[a:b] for a, b in zip([0, *ends], [*ends, len(text)], strict=True) if text[a:b].strip()]


def _of_topic(places: list[Mention]) -> str | None:
    countries = {mention.country for mention in places}
    return next(iter(countries)) if len(countries) == 1 else None


def _aim(folded: str, places: list[Mention], topical: set[str], last: str | None) -> str:
    """The country that a sentence is about: where it happens, not who speaks of it."""
    patterns = book().cues
    shown = [m.start() for name in _SHOWN if (m := patterns[name].search(folded))]

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

    best = max(places, key=score)
    return last if last is not None and score(best)[0] < STAYS else best.country


#: A sentence whose best country scores less goes on about the country of the one before.
STAYS = 1.2


def _cues(folded: str, year: int) -> set[str]:
    found = {name for name, pattern in book().cues.items() if pattern.search(folded)}
    years = {int(match[1]) for match in _YEARS.finditer(folded)}
    if any(named < year for named in years):
        found.add("old-year")
    for match in book().cues["coup"].finditer(folded):
        near = (
            folded[max(0, match.start() - 45) : match.start()] + "|" + folded[match.end() : match.end() + 20]
        )
        if any(int(named[1]) < year for named in _YEARS.finditer(near)):
            found.add("coup-old-year")
    return found
