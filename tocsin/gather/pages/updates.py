"""Posts that grow by 'UPDATE:' sections, taken apart: each section has its own author and time."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple

import msgspec

from tocsin.gather.drafts import Draft
from tocsin.gather.pages.clocks import onward, stamped
from tocsin.gather.times.zones import spoken
from tocsin.model import digest


class Part(NamedTuple):
    """One section. All markers and texts joined are the whole post, character by character."""

    marker: str
    text: str
    author: str | None = None
    clock: Clock | None = None
    alone: bool = False
    """Whether the clock itself opens the section, without a word like UPDATE."""


class Clock(NamedTuple):
    """A time of day as written in a marker, with its zone where one is named."""

    hour: int
    minute: int
    zone: str | None


# Upper case is a heading wherever it stands; 'Update' in lower case needs its colon to be one.
_WORDS = (
    "update", "updated", "actualización", "actualizacion", "actualizado", "mise à jour", "atualização",
    "atualizado", "aktualisierung", "aggiornamento", "обновление", "обновлено", "güncelleme",
)  # fmt: skip
_LOUD = "|".join(re.escape(word.upper()) for word in _WORDS) + "|GUNCELLEME|تحديث"
_QUIET = "|".join(re.escape(word.capitalize()) for word in _WORDS) + "|تحديث"
# Every run of blanks is bounded and nothing can match in two ways: hostile text must not take long.
_GAP = r"[ \t]{0,3}"
_HALF = r"[ap]\.?[ \t]?m\b\.?"  # a.m., pm
_CLOCK = rf"(?:\d{{1,2}}[:.h]\d{{2}}(?:[ \t]?{_HALF})?|\d{{1,2}}[ \t]?{_HALF})(?:{_GAP}[A-Z]{{1,5}}\b)?"
_AT = r"(?:(?:at|a las|à)[ \t]{1,3})?"
_BESIDE = rf"(?:{_GAP}(?:[,@|]{_GAP})?{_AT}(?:{_CLOCK}|#?\d{{1,3}}|\([^()\n]{{1,60}}\)))"
_MARKER = re.compile(
    rf"^[ \t]{{0,8}}(?:[*_#>\[]{{1,4}}{_GAP})?"
    rf"(?:(?:{_LOUD}){_BESIDE}{{0,4}}{_GAP}(?:[:：]|[—–-](?=[ \t])|(?=[*_\]]{{0,4}}{_GAP}$))"
    rf"|(?:{_QUIET}){_BESIDE}{{0,4}}{_GAP}[:：])"
    rf"[*_\]]{{0,4}}",
    re.MULTILINE,
)
_AUTHOR = re.compile(r"[ \t]{0,3}\(([^()\n]{2,40})\)(?![ \t]{0,3}[-–—])")  # '(Reuters) -' is a dateline
_NAME = re.compile(r"[^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*){0,3}")
# What stands in brackets there and is nobody's name: credits (they stay in the text), formats.
_NOBODY = frozenset({
    "ap", "afp", "efe", "ansa", "dpa", "upi", "tass", "reuters", "xinhua", "bbc", "cnn", "associated",
    "press", "agence", "france-presse", "video", "photo", "photos", "pictures", "audio", "graphic",
    "corrected", "new", "correction", "spanish", "english", "french", "final", "local", "time",
})  # fmt: skip


def split(text: str) -> list[Part]:
    """The post before its first marker (it may be empty), then each section up to the next marker."""
    starts = [(found.start(), *_opening(text, found)) for found in _MARKER.finditer(text)]
    ends = [start for start, *_ in starts[1:]] + [len(text)]
    if not starts:
        above, clocks = stamped(text)
        return [
            Part("", above),
            *(Part(c.marker, c.text, None, Clock(c.hour, c.minute, c.zone), True) for c in clocks),
        ]
    parts = [Part("", text[: starts[0][0]])]
    for (start, body, author, clock), end in zip(starts, ends, strict=False):
        parts.append(Part(text[start:body], text[body:end], author, clock))
    return parts


def _opening(text: str, found: re.Match[str]) -> tuple[int, str | None, Clock | None]:
    """Where the words of a section begin, whose they are and from when."""
    beside = re.findall(r"\(([^()\n]*)\)", found[0])
    author = next((name for name in beside if is_name(name)), None)
    after = _AUTHOR.match(text, found.end())
    if after and author is None and is_name(after[1]):
        return after.end(), after[1].strip(), _clock(found[0])
    return found.end(), author, _clock(found[0])


def is_name(words: str) -> bool:
    """Whether words in brackets are a person's name rather than a credit, a format or a time."""
    words = words.strip()
    nobody = all(word.casefold() in _NOBODY for word in words.split())
    return bool(_NAME.fullmatch(words)) and words[0].isupper() and not nobody


def _clock(marker: str) -> Clock | None:
    found = re.search(
        r"(\d{1,2})(?:[:.h](\d{2}))?[ \t]?(?:([ap])\.?[ \t]?m\b\.?)?(?:[ \t]{0,3}([A-Z]{1,5})\b)?",
        _timed(marker),
    )
    if not found:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0) if 1 <= hour <= 12 else 24
    return Clock(hour, minute, found[4]) if hour < 24 and minute < 60 else None


def _timed(marker: str) -> str:
    found = re.search(_CLOCK, marker)
    return found[0] if found else ""


def sections(draft: Draft, *, zone: tzinfo, now: datetime) -> list[Draft]:
    """The draft, or one draft for each part of a post with updates.

    The post keeps its address, so that it stays the same report when updates are added below it. A part
    has no time of its own where none is stated: then it is known from when it was fetched.
    """
    post, *updates = split(draft.text)
    if not updates:
        return [draft]
    had = draft.fetched or now
    first = [msgspec.structs.replace(draft, text=post.text)] if post.text.strip() else []
    times = _times(updates, draft, had, zone, after=bool(first))
    rest = [
        _section(draft, part, had, time)
        for part, time in zip(updates, times, strict=True)
        if part.text.strip()
    ]
    if rest and not first:
        rest[0] = msgspec.structs.replace(rest[0], title=draft.title)
    return [*first, *rest] or [draft]


def _section(draft: Draft, part: Part, had: datetime, time: datetime | None) -> Draft:
    # Named by its opening words: a number would move when an editor adds a section on top.
    name = f"{draft.name or draft.source.id}#update-{digest(part.author, part.text.strip()[:60], size=8)}"
    by_day = time is None and draft.precision == "day"
    return msgspec.structs.replace(
        draft,
        title="",
        text=part.text,
        author=part.author or draft.author,
        published=draft.published if by_day else time,
        precision="day" if by_day else "second",
        fetched=had,
        external_id=name,
        part_of=draft.whole_page,
    )


def _times(
    parts: list[Part], draft: Draft, had: datetime, zone: tzinfo, *, after: bool
) -> list[datetime | None]:
    """The time of each section; on a page of clocks none is earlier than the page's own time.

    A timeline written in the evening tells of the morning: its words were not known in the morning.
    """
    if not parts[0].alone:
        return [_time(part.clock, draft, had, zone, after=after) for part in parts]
    whole = msgspec.structs.replace(draft, precision="day")
    times = onward([_time(part.clock, whole, had, zone, after=after) for part in parts], had)
    if draft.precision == "day" or draft.published is None:
        return times
    return [max(time, draft.published) if time else None for time in times]


def _time(clock: Clock | None, draft: Draft, had: datetime, zone: tzinfo, *, after: bool) -> datetime | None:
    """The time of a section from its clock and the post's day; None where it cannot be told.

    `after`: the post stands above its updates, so that an earlier clock is that of the next day. On a page
    of updates only, the nearest such time is meant. The day of a post that has no clock is one of `zone`.
    """
    if clock is None or draft.published is None:
        return None
    there = spoken(clock.zone, draft.source.country) if clock.zone else zone
    if there is None:
        return None
    if draft.precision == "day":
        day = draft.published.astimezone(zone)
        return _not_after(day.replace(hour=clock.hour, minute=clock.minute, tzinfo=there), had)
    local = draft.published.astimezone(there)
    time = local.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    if after and time < local.replace(second=0, microsecond=0):
        time += timedelta(days=1)
    elif not after and abs(time - local) > timedelta(hours=12):
        time += timedelta(days=1) if time < local else timedelta(days=-1)
    return _not_after(time, had)


def _not_after(time: datetime, had: datetime) -> datetime | None:
    return time if time <= had else None
