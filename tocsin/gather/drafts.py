"""From what a source gave to a report: cleaned, bounded, addressed by its content."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from urllib.parse import urlsplit

import msgspec

from tocsin.gather.aside import Unfit
from tocsin.gather.text.clean import clean
from tocsin.gather.times import Precision
from tocsin.model import Quarantine, Report, Source, report
from tocsin.settings import Settings

Item = Source | Report | Quarantine


class Intake(msgspec.Struct, frozen=True, kw_only=True):
    """What every reader needs to know: the time, the bounds, and the zone of clocks without one."""

    now: datetime
    settings: Settings
    zone: tzinfo


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A report before it is checked; the fields are those of model.Report."""

    source: Source
    text: str
    title: str = ""
    published: datetime | None = None
    precision: Precision = "second"
    fetched: datetime | None = None
    author: str | None = None
    language: str | None = None
    url: str | None = None
    external_id: str | None = None
    part_of: str | None = None
    misdated: str | None = None
    """The date as it was written, where that is none: the border tells of it."""

    @property
    def name(self) -> str | None:
        """What the publisher calls it: its id, else its address."""
        return self.external_id or self.url

    @property
    def whole_page(self) -> str:
        """What its parts belong to: the page, else the file, else whatever the source publishes."""
        return self.url or self.external_id or self.source.id


class Roster:
    """The sources met so far; a new one is told once, a known one never overwritten."""

    def __init__(self, known: Iterable[Source] = ()) -> None:
        self._known = {source.id: source for source in known}

    def known(self, name: str) -> Source | None:
        """The source with this id, where one was met."""
        return self._known.get(name)

    def meet(self, source: Source) -> Iterator[Source]:
        """The source itself where its id is new, else nothing."""
        if source.id not in self._known:
            self._known[source.id] = source
            yield source


def finish(draft: Draft, intake: Intake) -> Report:
    """The report of a draft. A headline without text is its own text.

    Raises Unfit: 'no-text', 'too-large' (over settings.max_text characters) or 'bad-record'.
    """
    title = " ".join(clean(draft.title).split())
    text = clean(draft.text).strip()
    if not text:
        title, text = "", title
    if not text:
        raise Unfit("no-text", "there is neither a text nor a title")
    if len(title) + len(text) > intake.settings.max_text:
        raise Unfit(
            "too-large",
            f"the text has {len(text)} characters, the bound is {intake.settings.max_text} (TOCSIN_MAX_TEXT)",
            text,
        )
    try:
        return _report(draft, title, text, intake)
    except ValueError as error:  # msgspec's ValidationError is one, too
        raise Unfit("bad-record", str(error), text) from None


def _report(draft: Draft, title: str, text: str, intake: Intake) -> Report:
    url, external_id = _line(draft.url), _line(draft.external_id)
    if url is not None and not is_web(url):  # no such address can be followed; it still names the report
        url, external_id = None, external_id or url
    return report(
        _line(draft.source.id) or "unknown",
        text,
        title=title,
        published=draft.published,
        published_precision=draft.precision,
        fetched=draft.fetched or (intake.now if draft.published is None else None),
        author=_line(draft.author),
        language=language_tag(draft.language),
        url=url,
        external_id=external_id,
        part_of=_line(draft.part_of),
    )


def _line(text: str | None) -> str | None:
    """A name or address on one line, None where nothing is left."""
    return None if text is None else " ".join(clean(text).split()) or None


def is_web(url: str) -> bool:
    """Whether an address is one of the web (http or https, with a host)."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme.lower() in {"http", "https"} and bool(parts.netloc)


def language_tag(tag: str | None) -> str | None:
    """A BCP 47 tag, or None for what is none."""
    tag = (tag or "").strip().replace("_", "-")
    return tag if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", tag) and tag.lower() != "und" else None


def slug(name: str) -> str:
    """An id from a name: lower case, letters and digits of any script, hyphens between."""
    return re.sub(r"[\W_]+", "-", clean(name).casefold()).strip("-")[:80] or "unknown"
