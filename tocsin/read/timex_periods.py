"""Months, quarters, years: what "last May", "the third quarter" and "a year earlier" mean where they stand."""

from __future__ import annotations

import re
from datetime import date

from tocsin.read.timex_scene import Meaning, Scene, Words, unit_value, year4

_SEASONS = ("SP", "SU", "FA", "WI")


def _settled(scene: Scene, value: str, mod: str = "") -> Meaning:
    """A calendar period, kept as what "a year earlier" counts from."""
    scene.period = value
    return Meaning("DATE", value, mod)


def _month(words: Words, scene: Scene) -> Meaning | None:
    month, rel, now = words["month"], words.get("rel"), scene.today
    if "year" in words or "spelled" in words:
        return _settled(scene, f"{_spelled(words)}-{month:02}")
    if "rel2" in words:
        return _settled(scene, f"{year4(now.year + words['rel2'])}-{month:02}")
    if rel is None and scene.is_a_name():
        return None
    tense = scene.tense()
    year = now.year
    if rel == -1 or (rel is None and tense < 0):
        year -= month > now.month or (rel == -1 and month == now.month)
    elif rel == 1 or (rel is None and tense > 0):
        year += month < now.month or (rel == 1 and month == now.month)
    elif rel is None:
        year -= month - now.month > 6
        year += now.month - month > 9
    return _settled(scene, f"{year4(year)}-{month:02}")


def _spelled(words: Words) -> str:
    if "year" in words:
        return str(words["year"])
    if "y2k" in words:
        return "2000"
    return year4(1900 + int(words["n"]) + int(words.get("n2") or 0))


def _year_of(words: Words, scene: Scene) -> Meaning:
    return _settled(scene, _spelled(words))


def quarter(words: Words, scene: Scene) -> Meaning:
    now = (scene.today.month + 2) // 3
    named = int(words.get("q") or words.get("qn") or 0)
    if not named and not {"year", "rel"} & set(
        words
    ):  # "the quarter": the one spoken of, or the last to be reported
        scene.accounts = scene.accounts if "Q" in scene.accounts else unit_value(scene.today, "Q", -1)
        return Meaning("DATE", scene.accounts)
    quarter = named or (int(scene.accounts[-1]) if "Q" in scene.accounts else (now - 2) % 4 + 1)
    if "year" in words:
        year = int(words["year"])
    elif "rel" in words:
        year = scene.today.year + words["rel"]
    else:  # "the fourth quarter" in January is last year's, unless somebody expects it
        year = scene.today.year - (quarter > now and scene.tense() <= 0)
    scene.accounts = f"{year4(year)}-Q{quarter}"
    return Meaning("DATE", scene.accounts)


def _half(words: Words, scene: Scene) -> Meaning:
    if "decade" in words or "decade4" in words:
        return Meaning(
            "DATE",
            (words.get("decade4") or f"19{words['decade']}")[:3],
            "START" if words["half"] == 1 else "END",
        )
    year = int(words["year"]) if "year" in words else scene.today.year + words.get("rel", 0)
    return _settled(scene, f"{year4(year)}-H{words['half']}")


def _decade(words: Words, _scene: Scene) -> Meaning:
    return Meaning("DATE", words.get("decade4") or f"19{words.get('decade2') or words['decade']}")


def _century(words: Words, _scene: Scene) -> Meaning:
    return Meaning("DATE", f"{int(words['cent']) - ('th' in words or isinstance(words['cent'], str)):02}")


def _season(words: Words, scene: Scene) -> Meaning:
    season, year = words["season"], scene.today.year
    now = _SEASONS[(scene.today.month - 3) % 12 // 3]
    later = _SEASONS.index(season) > _SEASONS.index(now) or (season == now and words.get("rel") == -1)
    if "year" in words:
        year = int(words["year"])
    elif words.get("rel") == -1 or (words.get("rel") is None and scene.tense() < 0):
        year -= later
    elif words.get("rel") == 1:
        year += not later
    return _settled(scene, f"{year4(year)}-{season}")


def _unit(words: Words, scene: Scene) -> Meaning | None:
    unit = words.get("unit")
    if "dayrel" in words:
        base = scene.day or scene.today
        return Meaning("DATE", unit_value(base, "D", -1 if words["dayrel"] == "before" else 1))
    if unit is None:
        return Meaning("DATE", str(scene.today.year), "END")
    if "that" in words or "foll" in words or "prev" in words or "latest" in words:
        return _beside(words, scene)
    shift = words.get("rel", 0)
    if "bare" in words and unit in {"W", "WE"} and scene.today.isoweekday() <= 2:
        shift = -1 if scene.tense() < 0 else 0  # Monday's paper on the week that was
    if "bare" in words and unit == "Q":
        return quarter({}, scene)
    return _settled(scene, unit_value(scene.today, unit, shift))


def _beside(words: Words, scene: Scene) -> Meaning | None:
    """That, the following, the previous day, month or year: counted from what the text named last."""
    unit = words["unit"]
    shift = 1 if "foll" in words else -1 if "prev" in words else 0
    if unit == "Q":
        return quarter({}, scene)
    base = scene.day or scene.today
    if match := re.match(r"(\d{4})(?:-(\d\d))?", scene.period):
        base = base if unit in {"D", "W", "WE"} else date(int(match[1]), int(match[2] or 1), 1)
    if "latest" in words:
        base, shift = scene.today, -1
    return _settled(scene, unit_value(base, unit, shift))


def _year_ago(words: Words, scene: Scene) -> Meaning:
    """A year before the quarter or month that the text speaks of, or before now."""
    period = scene.accounts
    if "q" in words:
        period = f"{scene.accounts[:4] or scene.today.year}-Q{words['q']}"
    elif "same" in words and "Q" not in period:
        period = period or unit_value(scene.today, "Q", -1)
    year = int(period[:4] or scene.today.year)
    return Meaning("DATE", f"{year4(year - 1)}{period[4:]}")


PERIODS = {
    "month": _month, "year": _year_of, "quarter": quarter, "half": _half, "decade": _decade, "century": _century,
    "season": _season, "unit": _unit, "year_ago": _year_ago,
}  # fmt: skip
