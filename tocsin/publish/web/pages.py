"""The pages as HTML: templates with everything escaped, and the marks on a report's words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tocsin.assess.playbook import Playbook, load
from tocsin.assess.words import expression
from tocsin.model import Report, Source
from tocsin.publish.choosing import Choice, Page, choose, offers
from tocsin.publish.cited import web_address
from tocsin.publish.interface import Interface, english, spoken_in, tables, tally, verdict, warnings
from tocsin.publish.interface.phrases import counted
from tocsin.publish.mapped import charts
from tocsin.publish.plain import visible
from tocsin.publish.shown import Citation, Moment, ThreadView, percent
from tocsin.publish.web.curve import drawn, turned

HERE = Path(__file__).parent
ARROW = {"ltr": "→", "rtl": "←"}  # from the outlet to the speaker, in the direction of reading
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}")


class Piece(msgspec.Struct, frozen=True):
    """A stretch of a report's text and the claims whose words it is part of; `begins` start with it."""

    text: str
    claims: tuple[str, ...]
    begins: tuple[str, ...]


class Other(msgspec.Struct, frozen=True):
    """The same page in another language."""

    name: str
    language: str
    direction: str
    address: str


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,  # for every template, whatever its name
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    made.filters |= {"percent": percent, "iso": _iso, "tongue": _tongue}
    made.globals |= {"assets": _assets()}
    return made


def _finalize(value: object) -> object:
    """Whatever text goes into a page, its acting characters are made visible."""
    return visible(value) if type(value) is str else value


def _bdi(text: str) -> Markup:
    """A name, kept from reordering what stands around it."""
    return Markup("<bdi>%s</bdi>") % visible(text)


def _chain(voices: Sequence[str], direction: str) -> Markup:
    """A claim's voices, the outlet first."""
    arrow = Markup(' <span class="by">%s</span> ') % ARROW[direction]
    return Markup('<span class="chain">%s</span>') % arrow.join(map(_bdi, voices))


def _stance(words: Interface, stance: str, hedged: bool) -> Markup:
    said = words.named("stance", stance) + (f" ({words.plain('claim.hedged')})" if hedged else "")
    return Markup('<span class="stance">%s</span>') % said


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


def thread(
    view: ThreadView,
    page: Page | None = None,
    *,
    live: bool = True,
    feeds: bool = True,
    words: Interface | None = None,
) -> str:
    """The page of a thread with a page of its updates, the newest unless given; not `live`, it is a document
    for a folder of files, without what needs a server. `feeds` says whether there are any beside it; `words`
    are those of its language, English unless given.
    """
    zone, words = ZoneInfo(view.timezone), words or english()
    page = page or choose(view, Choice())
    if playbook := spoken(view.playbook, words.language):
        view = spoken_in(view, playbook, words.language)
        page = msgspec.structs.replace(page, offers=offers(view))
    back = f"as_of={_iso(view.as_of)}&" if view.as_of else ""
    return _rendered(
        "page.html",
        zone,
        words,
        page.choice.lang,
        view=view,
        page=page,
        live=live,
        feeds=feeds,
        verdict=verdict(words, view.answer) if view.answer else "",
        curve=drawn(view.curve),
        charts=charts(view.places, view.country) if not page.choice.deep else (),
        back=back,
        turns=turns(view.curve),
        marks=turned(view.curve, turns(view.curve), view.updates),
        warnings=warnings(words, view, zone),
        latest=view.updates[0].seq if view.updates else 0,
        tongues=_others(words, lambda lang: f"/?{back}{page.choice.address(lang=lang)}") if live else (),
    )


def spoken(playbook: str, language: str) -> Playbook | None:
    """The playbook of that name, where it has wordings of its own for this language."""
    found = load(playbook) if playbook else None
    return found if found and language in found.spoken else None


def _others(words: Interface, address: Callable[[str], str]) -> tuple[Other, ...]:
    return tuple(
        Other(one.name, one.language, one.direction, address(one.language))
        for one in tables().values()
        if one.language != words.language
    )


def turns(moments: Sequence[Moment]) -> list[tuple[Moment, str]]:
    """The moments at which the words or the leading state changed: the curve for those who cannot see it."""
    found: list[tuple[Moment, str]] = []
    for moment in moments:
        words = expression(moment.begun)
        if not found or (found[-1][1], found[-1][0].leading) != (words, moment.leading):
            found.append((moment, words))
    return found


def report(
    report: Report,
    source: Source | None,
    citations: Sequence[Citation],
    zone: ZoneInfo,
    *,
    live: bool = True,
    words: Interface | None = None,
    lang: str = "",
) -> str:
    """The page of one report with its claims marked; `lang` is the language that its links keep."""
    whole, words = report.whole, words or english()
    split = len(whole) - len(report.text)
    return _rendered(
        "report.html",
        zone,
        words,
        lang,
        report=report,
        source=source,
        url=web_address(report.url),
        title=pieces(whole, citations, 0, len(report.title) if split else 0),
        text=pieces(whole, citations, split, len(whole)),
        citations=sorted(citations, key=lambda c: (c.start, c.end)),
        tongues=_others(words, lambda name: f"/reports/{quote(report.id)}?lang={name}") if live else (),
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


def message(
    status: int, text: str, *, told: bool = False, words: Interface | None = None, lang: str = ""
) -> str:
    """A page that says why there is nothing else to show; `told` says that `text` is in the page's language."""
    words = words or english()
    tongues = _others(words, lambda name: f"/?lang={name}")
    return _rendered(
        "message.html",
        ZoneInfo("UTC"),
        words,
        lang,
        status=status,
        text=text,
        told=told,
        tongues=tongues,
    )


def way(address: str, lang: str) -> str:
    """An address of this server that keeps the language which the reader has asked for."""
    if not lang:
        return address
    path, mark, rest = address.partition("#")
    return f"{path}{'&' if '?' in path else '?'}lang={lang}{mark}{rest}"


def _rendered(name: str, zone: ZoneInfo, words: Interface, lang: str, **values: Any) -> str:
    @cache
    def when(time: datetime) -> str:
        return words.clock(time, zone)

    @cache
    def time(at: datetime) -> Markup:
        return Markup('<time datetime="%s">%s</time>') % (_iso(at), when(at))

    @cache
    def day(at: datetime) -> Markup:
        return Markup('<time datetime="%s">%s</time>') % (_iso(at), words.day(at, zone))

    return ENVIRONMENT.get_template(name).render(
        t=words,
        when=when,
        time=time,
        day=day,
        dated=lambda at, precision: words.date(at, precision, zone),
        zone=zone.key,
        original=words("link.original"),
        bdi=cache(_bdi),
        chain=cache(partial(_chain, direction=words.direction)),
        stance=cache(partial(_stance, words)),
        tally=partial(tally, words),
        counted=partial(counted, words),
        way=partial(way, lang=lang),
        **values,
    )
