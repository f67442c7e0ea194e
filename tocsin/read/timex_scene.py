"""What an expression is seen from: the report's time, what the text named before, the verb beside; and the calendar."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from tocsin.read.timex import TimexType
from tocsin.read.timex_rules import Language

Words = Mapping[str, Any]  # an expression's words, looked up: {'wd': 2, 'part': 'MO'}

_NEAR = 100  # characters in which the verb of an expression is looked for: one clause on either side
_SENTENCE = re.compile(r"[.!?]['\")]*\s+(?=\S)|\n\s*\n")


class Meaning(NamedTuple):
    """Type, value and mod as TIMEX3 has them; minutes east of Greenwich where a clock is named."""

    type: TimexType
    value: str
    mod: str = ""
    offset: int | None = None


@dataclass
class Scene:
    """When and where the words are said, and which day and period the text has come to."""

    local: datetime
    folded: str
    language: Language
    day_first: bool = False  # "3/11" is the third of November
    start: int = 0  # of the expression at hand
    end: int = 0
    near: date | None = None  # a day named right beside the expression
    day: date | None = None  # the last day that the text named
    period: str = ""  # the last month or year that the text named
    accounts: str = ""  # the last quarter that the text named; its year, where it speaks of "the nine months"

    @property
    def today(self) -> date:
        return self.local.date()

    def is_a_name(self) -> bool:
        """Whether a word such as "May", with nothing before it that leads to a time, is rather somebody's name."""
        led, word = self.language.led, self.folded[self.start : self.end]
        left = self.folded[max(0, self.start - 24) : self.start]
        return led is not None and word in self.language.capitals and not led.search(left)

    def tense(self) -> int:
        """-1 where the nearest verb form looks back, 1 where it looks ahead, 0 where none tells."""
        left = self.folded[max(0, self.start - _NEAR) : self.start]
        left = left[[0, *(m.end() for m in _SENTENCE.finditer(left))][-1] :]
        right = _SENTENCE.split(self.folded[self.end : self.end + _NEAR], maxsplit=1)[0]
        ahead = _distance(self.language.future, left, right)
        back = _distance(self.language.past, left, right)
        if ahead == back:
            return 0
        return 1 if ahead <= back else -1

    def wished(self) -> bool:
        """Whether the expression is the time of what somebody calls for or has planned: 'called people out on Wednesday'."""
        return bool(_WISHED.search(self.folded[max(0, self.start - 60) : self.start]))


_WISHED = re.compile(
    r"\b(?:call(?:s|ed|ing)? (?!off)|urg(?:e|es|ed|ing)|invit\w+|summon\w*|due|scheduled|planned|set for|slated|convoc\w+|llam(?:a|o|an|aron|ar|ando)\b|"
    r"cita(?:do|da|n)?\b|"
    r"prevista?s?|programad\w+|appel(?:le|lent|e|er)\b|prevue?s?|marcad[oa]s?|chamou|chamam)[^.;:!?]*$|\b(?:for|para|pour) (?:this |este |esta |el |o |le )?$"
)


def _distance(cue: re.Pattern[str], left: str, right: str) -> int:
    """Characters between an expression and the nearest cue; what stands after it counts double."""
    before = [len(left) - m.end() for m in cue.finditer(left)]
    after = cue.search(right)
    return min([*before[-1:], *([2 * after.start() + 10] if after else []), 1000])


def unit_value(day: date, unit: str, shift: int) -> str:
    """The day, week, month ... that lies `shift` of them from a day's: ("W", -1) is last week."""
    if unit == "D":
        return (day + timedelta(days=shift)).isoformat()
    if unit in {"W", "WE", "2W"}:
        year, week, _ = (day + timedelta(weeks=shift)).isocalendar()
        return f"{year:04}-W{week:02}" + ("-WE" if unit == "WE" else "")
    if unit in {"M", "Q"}:
        size = 1 if unit == "M" else 3
        count = (day.year * 12 + day.month - 1) // size + shift
        year, part = divmod(count, 12 // size)
        return f"{year4(year)}-{part + 1:02}" if unit == "M" else f"{year4(year)}-Q{part + 1}"
    size = {"Y": 1, "DE": 10, "CE": 100}[unit]
    return year4((day.year // size + shift) * size)[: {"Y": 4, "DE": 3, "CE": 2}[unit]]


def year4(number: int) -> str:
    if not 1 <= number <= 9999:
        raise ValueError(number)
    return f"{number:04}"


def length(count: float | str | None, unit: str) -> str:
    """A length of time as ISO 8601 writes it: (2.5, "Y") is P2Y6M; 'several days' is PXD."""
    if count is None or count == "X":
        return f"PT{'X'}{unit[1]}" if unit[0] == "T" else f"PX{'WE' if unit == 'WE' else unit.strip('2')}"
    number = float(count)
    whole, rest = int(number), number - int(number)
    finer = {"Y": ("M", 12), "TH": ("M", 60), "TM": ("S", 60)}.get(unit)
    if unit == "2W":
        return f"P{int(2 * number)}W"
    lead = "PT" if unit[0] == "T" else "P"
    if rest and finer and abs(rest * finer[1] - round(rest * finer[1])) < 0.01:
        return lead + (f"{whole}{unit[-1]}" if whole else "") + f"{round(rest * finer[1])}{finer[0]}"
    return f"{lead}{number:g}{unit[1] if lead == 'PT' else unit}"
