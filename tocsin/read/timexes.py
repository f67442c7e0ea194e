"""The time expressions of a news text, with their values seen from when and where it was said (TIMEX3, TimeML 1.2.1)."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from tocsin.read.fold import fold
from tocsin.read.timex import Timex, interval
from tocsin.read.timex_names import in_a_name
from tocsin.read.timex_rules import LANGUAGES, LOOKED_AT, Found, Language, found, load
from tocsin.read.timex_scene import Meaning, Scene
from tocsin.read.timex_values import meaning

__all__ = ["LANGUAGES", "Timex", "interval", "timexes"]

_BESIDE = 28  # characters between a clock and its day: "at 5 a.m. local time on the morning of Tuesday"
_PARTLY = frozenset({"START", "MID", "END", "-"})  # of a day, a month, a year
_OWN_DAY = frozenset({"wd", "rel", "day", "tonight"})  # "this morning" takes no day from its neighbour
_DAYS = frozenset({"date", "today", "weekday"})


#: Where the month stands before the day in English: the United States and theirs, and the Philippines (Unicode CLDR).
MONTH_FIRST = frozenset({"US", "AS", "GU", "MP", "PR", "UM", "VI", "PH"})


def timexes(
    text: str, *, said: datetime, zone: tzinfo, language: str = "en", country: str | None = None
) -> tuple[Timex, ...]:
    """The time expressions of a text in order; in a language without rules, none.

    `said` is when the text was published, `zone` the clock that it goes by and `country` (ISO 3166) where it was written:
    "3/11" is the eleventh of March in the United States and, where no country is given, in English. Never raises; reads 400,000 characters.
    """
    if language not in LANGUAGES:
        return ()
    rules = load(language)
    text = text[:LOOKED_AT]
    folded = fold(text)
    day_first = rules.day_first if country is None else country not in MONTH_FIRST
    scene = Scene(_local(said, zone), folded, rules, day_first or rules.day_first)
    marked: list[Timex] = []
    times = [one for one in found(text, folded, rules) if not in_a_name(text, folded, one, rules, language)]
    for one, last, value in _meanings(times, scene):
        start, mod = _widened(folded, one, marked[-1].end if marked else 0, rules)
        marked.append(
            Timex(start, last, text[start:last], value.type, value.value, value.mod or mod, value.offset)
        )
    return tuple(marked)


def _local(said: datetime, zone: tzinfo) -> datetime:
    try:
        return said.astimezone(zone)
    except (OverflowError, ValueError, OSError):  # the first and last day of all years
        return said.replace(tzinfo=zone)


def _meanings(all_found: list[Found], scene: Scene) -> list[tuple[Found, int, Meaning]]:
    """Each expression, its end and meaning; a clock and the day right after it are one expression."""
    made: list[tuple[Found, int, Meaning]] = []
    taken = -1
    for at, one in enumerate(all_found):
        if at == taken:
            continue
        end = one.end
        if one.make in {"clock", "part"} and not _OWN_DAY & set(one.words):
            scene.near, joined = _day_beside(all_found, at, scene)
            if joined:
                taken, end = at + 1, all_found[at + 1].end
        if value := meaning(one, scene):
            made.append((one, end, value))
        scene.near = None
    return made


def _day_beside(all_found: list[Found], at: int, scene: Scene) -> tuple[date | None, bool]:
    """The day that a clock stands beside ("5 a.m. Tuesday", "on Tuesday at 5 a.m."), and whether it follows at once."""
    one = all_found[at]
    after = all_found[at + 1 : at + 3]
    if (
        len(after) == 2 and one.make == after[0].make and after[0].start - one.end <= 3
    ):  # "9 p.m. (0100 GMT) on Monday"
        one = after.pop(0)
    if after and after[0].make in _DAYS:
        gap = scene.folded[one.end : after[0].start]
        if scene.language.glue.fullmatch(gap) and meaning(after[0], scene):
            return scene.day, one is all_found[at] and ")" not in gap
    one = all_found[at]
    if at and all_found[at - 1].make in _DAYS and one.start - all_found[at - 1].end < _BESIDE:
        gap = scene.folded[all_found[at - 1].end : one.start]
        return (scene.day if "." not in gap and "\n" not in gap else None), False
    return None, False


def _widened(folded: str, one: Found, reached: int, rules: Language) -> tuple[int, str]:
    """Where an expression begins with "early on", "the end of", "nearly", and what that makes of its value."""
    match = rules.before.search(folded[max(reached, one.start - 24) : one.start])
    if not match:
        return one.start, ""
    key = " ".join(match[0].split()) + (" " if match[0][-1].isspace() else "")
    mod = str(rules.words["before"].get(key, ""))
    if mod not in _PARTLY and (
        "n" not in one.words or "near" in one.words
    ):  # "over the weekend" is not "over a week"
        return one.start, ""
    return one.start - len(match[0]), mod.strip("-")
