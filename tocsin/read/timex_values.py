"""What a found expression means, seen from when and where it was said: one function for each kind of expression."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from tocsin.read.timex_days import DAYS
from tocsin.read.timex_periods import PERIODS, quarter
from tocsin.read.timex_rules import Found
from tocsin.read.timex_scene import Meaning, Scene, Words, length, unit_value

#: What makes "a year" a rate and not a length: "500 seats a year", "$3 a year", "twice a year".
_RATE = re.compile(r"(?:[\d%]|\b(?:million|billion|percent|once|twice|times)|\d [a-z]{3,15}s) $")


def meaning(found: Found, scene: Scene) -> Meaning | None:
    """The value of a found expression, or None where its words do not fit together ('31 February', '25 o'clock')."""
    scene.start, scene.end = found.start, found.end
    try:
        return _MAKES[found.make](found.words, scene)
    except (ValueError, OverflowError):
        return None


def _ago(words: Words, scene: Scene) -> Meaning | None:
    count, unit = words.get("n", "X"), words["unit"]
    if count == "X" or count is None:
        return Meaning("DATE", words.get("vague", "PAST_REF"))
    sign = words.get("sign", -1)
    number = float(count) + (0.5 if "half" in words else 0)
    if unit[0] == "T":
        at = scene.local + sign * number * {"TH": timedelta(hours=1), "TM": timedelta(minutes=1)}.get(
            unit, timedelta(seconds=1)
        )
        return Meaning("TIME", f"{at:%Y-%m-%dT%H:%M}", "APPROX" if unit == "TH" else "")
    if unit == "2W":
        unit, number = "W", 2 * number
    return Meaning("DATE", unit_value(scene.today, unit, round(sign * number)))


def _span(words: Words, scene: Scene) -> Meaning | None:
    count = words.get("n", "X")
    if isinstance(count, float) and ("half" in words or "half2" in words):
        count += 0.5
    unit = words.get("unit", "X")
    value = length(count, unit)
    if unit == "M" and count in {6, 9} and "near" in words:  # compared with those of the year before
        scene.accounts = str(scene.today.year)
    rate = count == 1 and _RATE.search(scene.folded[max(0, scene.start - 24) : scene.start])
    return Meaning("SET" if rate else "DURATION", value)


def _span1(words: Words, scene: Scene) -> Meaning:
    if "quarter" in words:
        return quarter({}, scene)
    scene.accounts = str(scene.today.year) if "dir" not in words else scene.accounts
    return Meaning("DURATION", length(1, words.get("unit", "Y")))


def _every(words: Words, _scene: Scene) -> Meaning:
    if "value" in words:
        return Meaning("SET", words["value"])
    if "wd" in words:
        return Meaning(
            "SET", f"XXXX-WXX-{words['wd']}" + (f"T{words['part'][:2]}" if "part" in words else "")
        )
    if "part" in words:
        return Meaning("SET", f"XXXX-XX-XXT{words['part'][:2]}")
    if "month" in words:
        return Meaning("SET", f"XXXX-{words['month']:02}")
    return Meaning("SET", length(words.get("n", 1.0), words["unit"]))


def _given(words: Words, _scene: Scene) -> Meaning:
    return Meaning("DATE", words["value"])


_MAKES: dict[str, Callable[[Words, Scene], Meaning | None]] = {
    **DAYS, **PERIODS, "ago": _ago, "span": _span, "span1": _span1, "every": _every, "vaguely": _given, "ref": _given,
}  # fmt: skip
