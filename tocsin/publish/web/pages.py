"""The pages as HTML: templates with everything escaped, and the marks on a report's words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tocsin.assess.words import expression
from tocsin.model import Report, Source
from tocsin.publish.choosing import Choice, Page, choose
from tocsin.publish.cited import web_address
from tocsin.publish.plain import visible
from tocsin.publish.shown import Citation, Moment, ThreadView, age, clock, counted, percent
from tocsin.publish.text import STANCES, warnings
from tocsin.publish.web.curve import drawn, turned

HERE = Path(__file__).parent
STATE_NAMES = {
    "corroborated": "Corroborated",
    "reported": "Reported",
    "refuted": "Refuted",
    "not-seen": "Not seen",
}
WHYS = {
    "sign": "Sign",
    "claim": "Claim",
    "disputed": "Disputed",
    "unknown": "Not known",
    "answered": "Answered",
    "probability": "Answer",
    "correction": "Correction",
}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}")


class Piece(msgspec.Struct, frozen=True):
    """A stretch of a report's text and the claims whose words it is part of; `begins` start with it."""

    text: str
    claims: tuple[str, ...]
    begins: tuple[str, ...]


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,  # for every template, whatever its name
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    made.filters |= {"percent": percent, "counted": counted, "iso": _iso, "chain": _chain, "tongue": _tongue}
    made.globals |= {
        "stances": STANCES,
        "state_names": STATE_NAMES,
        "whys": WHYS,
        "assets": _assets(),
        "age": age,
    }
    return made


def _finalize(value: object) -> object:
    """Whatever text goes into a page, its acting characters are made visible."""
    return visible(value) if type(value) is str else value


def _chain(citation: Citation) -> Markup:
    """A claim's voices, the outlet first, each kept from reordering what stands around it."""
    arrow = Markup(' <span class="by">→</span> ')
    voices = [Markup("<bdi>%s</bdi>") % visible(name) for name in citation.voices]
    return Markup('<span class="chain">%s</span>') % arrow.join(voices)


def _tongue(words: Citation | Report) -> Markup:
    """The attributes of an element that holds words of a report."""
    name = language(words.language)
    return Markup(' lang="%s" dir="auto"') % name if name else Markup(' dir="auto"')


def _iso(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _assets() -> str:
    """A mark of the styles and scripts, by which a browser knows new ones from old."""
    files = sorted((HERE / "static").iterdir())
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]


def language(name: str | None) -> str:
    """A language tag fit for lang=''; empty where it is none."""
    return name if name and _LANGUAGE.fullmatch(name) else ""


ENVIRONMENT = _environment()


def thread(view: ThreadView, page: Page | None = None, *, live: bool = True, feeds: bool = True) -> str:
    """The page of a thread with a page of its updates, the newest unless given; not `live`, it is a document
    for a folder of files, without what needs a server. `feeds` says whether there are any beside it.
    """
    zone = ZoneInfo(view.timezone)
    return _rendered(
        "page.html",
        zone,
        view=view,
        page=page or choose(view, Choice()),
        live=live,
        feeds=feeds,
        curve=drawn(view.curve),
        turns=turns(view.curve),
        marks=turned(view.curve, turns(view.curve), view.updates),
        warnings=warnings(view, zone),
        latest=view.updates[0].seq if view.updates else 0,
    )


def turns(moments: Sequence[Moment]) -> list[tuple[Moment, str]]:
    """The moments at which the words or the leading state changed: the curve for those who cannot see it."""
    found: list[tuple[Moment, str]] = []
    for moment in moments:
        words = expression(moment.begun)
        if not found or (found[-1][1], found[-1][0].leading) != (words, moment.leading):
            found.append((moment, words))
    return found


def report(report: Report, source: Source | None, citations: Sequence[Citation], zone: ZoneInfo) -> str:
    """The page of one report with its claims marked."""
    whole = report.whole
    split = len(whole) - len(report.text)
    return _rendered(
        "report.html",
        zone,
        report=report,
        source=source,
        url=web_address(report.url),
        title=pieces(whole, citations, 0, len(report.title) if split else 0),
        text=pieces(whole, citations, split, len(whole)),
        citations=sorted(citations, key=lambda c: (c.start, c.end)),
    )


def pieces(whole: str, citations: Sequence[Citation], start: int, end: int) -> list[Piece]:
    """The characters start..end cut wherever a claim begins or ends; claims may lie within each other."""
    cuts = {start, end} | {cut for c in citations for cut in (c.start, c.end) if start < cut < end}
    found: list[Piece] = []
    for begin, stop in pairwise(sorted(cuts)):
        inside = tuple(c.claim for c in citations if c.start < stop and c.end > begin)
        begins = tuple(c.claim for c in citations if max(c.start, start) == begin and c.claim in inside)
        found.append(Piece(whole[begin:stop], inside, begins))
    return found


def message(status: int, text: str) -> str:
    """A page that says why there is nothing else to show."""
    return _rendered("message.html", ZoneInfo("UTC"), status=status, text=text)


def _rendered(name: str, zone: ZoneInfo, **values: Any) -> str:
    def when(time: datetime) -> str:
        return clock(time, zone)

    @cache
    def time(at: datetime) -> Markup:
        return Markup('<time datetime="%s">%s</time>') % (_iso(at), clock(at, zone))

    def day(time: datetime) -> str:
        return f"{time.astimezone(zone):%A %d %B %Y, %H:%M}"

    return ENVIRONMENT.get_template(name).render(when=when, time=time, day=day, zone=zone.key, **values)
