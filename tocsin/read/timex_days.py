"""Days, parts of days and clocks: what "on Tuesday", "last night" and "at 9" mean where they stand."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tocsin.read.timex_scene import Meaning, Scene, Words, unit_value


def _date(words: Words, scene: Scene) -> Meaning:
    if "iso" in words:
        day = date.fromisoformat(words["iso"])
        if "h" in words:
            return Meaning("TIME", f"{day}T{words['h']}:{words['min']}", offset=0 if "z" in words else None)
    elif "one" in words:
        one, two, year = int(words["one"]), int(words["two"]), int(words["full"])
        first = scene.day_first or one > 12
        full = year if year > 99 else year + (2000 if year < 50 else 1900)
        day = date(full, two if first else one, one if first else two)
    elif "dom" in words:  # "the night of the 16th": the last one there was
        this = (
            scene.today.replace(day=1)
            if int(words["dom"]) <= scene.today.day
            else scene.today.replace(day=1) - timedelta(days=1)
        )
        day = this.replace(day=int(words["dom"]))
    elif "rel" in words:
        day = date.fromisoformat(f"{unit_value(scene.today, 'M', words['rel'])}-{int(words['day']):02}")
    elif "year" in words:
        day = date(int(words["year"]), words["month"], int(words["day"]))
    else:
        day = _nearest(scene, words["month"], int(words["day"]))
    scene.day, scene.period = day, f"{day:%Y-%m}"
    return _of_day(day, words)


def _of_day(day: date, words: Words) -> Meaning:
    part = words.get("part")
    return _of_part(day, part) if part else Meaning("DATE", day.isoformat())


def _of_part(day: date, part: str) -> Meaning:
    """'MO' or, where a word means less than that ("madrugada", "dawn"), 'MO.START'."""
    name, _, mod = part.partition(".")
    return Meaning("TIME", f"{day}T{name}", mod)


def _today(words: Words, scene: Scene) -> Meaning:
    scene.day = scene.today + timedelta(days=words["day"])
    return _of_day(scene.day, words)


#: Days within which a weekday that is wished for, or "this" one, lies ahead though no verb says so.
SOON = 2


def _weekday(words: Words, scene: Scene) -> Meaning:
    wd, rel = words["wd"], words.get("rel")
    base = (scene.day or scene.today) if "prev" in words else scene.today
    back, ahead = (base.isoweekday() - wd) % 7, (wd - base.isoweekday()) % 7
    if "week" in words:  # "Monday last week"
        day = base + timedelta(days=wd - base.isoweekday() + 7 * words["week"])
    elif "after" in words:  # "on Tuesday week"
        day = base + timedelta(days=(ahead or 7) + 7)
    elif "before" in words:  # "a week ago last Monday"
        day = base - timedelta(days=(back or 7) + 7)
    elif "foll" in words or rel == 1:
        day = base + timedelta(days=ahead or 7)
    elif "prev" in words or rel == -1:
        day = base - timedelta(days=back or 7)
    elif scene.tense() > 0 or (ahead <= SOON and back and (rel == 0 or scene.wished())):
        day = base + timedelta(days=ahead)
    else:
        day = base - timedelta(days=back)
    scene.day = day
    return _of_day(day, words)


def _part(words: Words, scene: Scene) -> Meaning | None:
    if "tonight" in words:
        return _of_part(scene.today, "NI")
    if "overnight" in words:  # the night that ended on the day of the report
        return _of_part(scene.near or scene.today - timedelta(days=1), "NI")
    if "day" in words or "rel" in words:
        return _of_part(scene.today + timedelta(days=words.get("day", words.get("rel", 0))), words["part"])
    if "of" in words and not scene.near:  # "the third night of curfew"
        return None
    meaning = _of_part(scene.near or scene.day or scene.today, words["part"])
    return meaning._replace(mod=words.get("m", meaning.mod))


def _clock(words: Words, scene: Scene) -> Meaning | None:
    hour, minute = _hour(words), int(words.get("min") or (30 if "half" in words else 0))
    day = scene.near
    if "wd" in words:
        day = scene.today - timedelta(days=(scene.today.isoweekday() - words["wd"]) % 7)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    if day is None:
        at = datetime.combine(scene.today, datetime.min.time()) + timedelta(hours=hour, minutes=minute)
        # "At 11 p.m." in a text of the small hours is yesterday's.
        late = at - scene.local.replace(tzinfo=None) > timedelta(hours=12) and scene.local.hour < 12
        day = scene.today - timedelta(days=1 if late and scene.tense() <= 0 else 0)
    return Meaning("TIME", f"{day}T{hour:02}:{minute:02}", offset=words.get("tz"))


def _hour(words: Words) -> int:
    if "fixed" in words:
        return int(words["fixed"][:2])
    hour = int(words["h"]) if "h" in words else int(words["hour"])
    half = words.get("ampm") or {"MO": "a", "MO.START": "a"}.get(words.get("part", ""), "")
    if not half and "part" in words:
        half = "p"
    if hour == 12 and words.get("part") == "NI":
        return 24
    if half == "p" and hour < 12:
        return hour + 12
    return 0 if half == "a" and hour == 12 else hour


def _nearest(scene: Scene, month: int, day: int) -> date:
    """A day and month without a year: this year's, last year's or next year's, as the verb and the distance say."""
    tense = scene.tense()
    years = range(scene.today.year - 1, scene.today.year + 2)
    fits = [date(year, month, day) for year in years if (month, day) != (2, 29) or year % 4 == 0]

    def far(one: date) -> float:
        days = (one - scene.today).days
        against = (tense < 0 < days) or (tense > 0 > days)
        return abs(days) * (4 if against else 1)

    return min(fits, key=far)


DAYS = {"date": _date, "today": _today, "weekday": _weekday, "part": _part, "clock": _clock}
