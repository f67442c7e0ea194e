"""When a page says that it was published: to the second where any of its own statements does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta, tzinfo
from itertools import islice
from typing import Any

from tocsin.gather.drafts import Draft
from tocsin.gather.pages.datelines import CHANGED, dates_of, labelled
from tocsin.gather.pages.jsonld import text_of
from tocsin.gather.pages.microdata import nearest, others
from tocsin.gather.text.markup import Element
from tocsin.gather.times import Read, tell_time

_METAS = (
    "article:published_time", "og:article:published_time", "datePublished", "article:published", "parsely-pub-date",
    "sailthru.date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "date", "dc.date.issued",
    "dcterms.created", "dc.date", "dcterms.date", "cxenseparse:recs:publishtime", "og:pubdate", "release_date", "created",
)  # fmt: skip
_ABOUT = re.compile(r"publi|posted|date|time|byline|dateline|entry-meta|fecha|datum|\bmeta\b", re.IGNORECASE)
_OTHERS = re.compile(r"relat|recommend|more|teaser|card|list|comment|sidebar|footer|live", re.IGNORECASE)
_LONGEST = 90  # characters of a line that gives a date
_LONGEST_LINE = 160  # characters of a line that gives two
_BELOW = "following::*[self::p or self::div or self::span or self::time or self::small][position() <= 6]"
_MOST = 40  # elements that are looked at


def published(
    root: Element, about: dict[str, Any], guess: str | None, page: Draft, zone: tzinfo
) -> Read | None:
    """The time of publication of a page; None where it states none.

    The article's own JSON-LD, then meta data, <time>, and the line below the headline. What is known to the
    second is taken before a mere day, where the two agree. `guess`: what the extractor found.
    """
    first: Read | None = None
    language = page.language or (root.get("lang") or "").split("-")[0] or None
    for told in _stated(root, about, guess):
        when = stated(told, page, zone, language)
        if when is None:
            continue
        if when[1] == "second":
            return when if first is None or abs(when[0] - first[0]) <= timedelta(days=1, hours=14) else first
        first = first or when
    return first


def stated(told: str | None, page: Draft, zone: tzinfo, language: str | None) -> Read | None:
    """A time that a page states, None where it is none.

    '12 minutes ago' is none either: counted anew on every pass, it would make the same words a new report.
    """
    when = tell_time(
        told, zone, offsetless="day", now=page.fetched, country=page.source.country, language=language
    )
    if when is None or when[1] == "day":
        return when
    counted = tell_time(told, zone, country=page.source.country, language=language) is None
    return None if counted else when


def _stated(root: Element, about: dict[str, Any], guess: str | None) -> Iterator[str]:
    for key in ("datePublished", "dateCreated", "uploadDate"):
        if told := text_of(about.get(key)):
            yield told
    for name in _METAS:
        for attribute in ("property", "name", "itemprop"):
            yield from (
                str(found.get("content"))
                for found in root.xpath(
                    f"//meta[translate(@{attribute}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')=$name][@content]",
                    name=name.lower(),
                )[:2]
            )
    yield from _times(root)
    if guess:
        yield guess
    yield from _lines(root)


def hush(root: Element) -> bool:
    """Take the times and microdata of other stories out of the page, where they would be found; whether any was."""
    strangers = others(root, _elsewhere)
    found = [element for element in root.xpath("//time[@datetime]")[:_MOST] if _elsewhere(element)]
    for element in found:
        del element.attrib["datetime"]
        element.tag, element.text = "span", None
    return bool(found or strangers)


def _times(root: Element) -> Iterator[str]:
    """<time datetime> and microdata of the article itself, not of the stories beside it."""
    found = root.xpath("//*[@itemprop='datePublished'] | //time[@datetime]")
    for element in nearest(root, found[:_MOST]):
        told = element.get("datetime") or element.get("content")
        if told and not _elsewhere(element):
            yield str(told)


def _elsewhere(element: Element) -> bool:
    around = [element, *element.iterancestors()]
    named = " ".join(f"{each.get('class') or ''} {each.get('id') or ''}" for each in around[:4])
    if any(each.tag in {"aside", "footer", "nav", "li"} for each in around) or _OTHERS.search(named):
        return True
    before = "".join(element.getparent().itertext())[:_LONGEST] if element.getparent() is not None else ""
    changed = CHANGED.search(f"{element.get('itemprop') or ''} {element.get('class') or ''}")
    return bool(
        changed or (len(before) < _LONGEST and CHANGED.search(before.partition(element.text or "\0")[0]))
    )


def _lines(root: Element) -> Iterator[str]:
    """The short lines that give a date, by their class or by their label below the headline, without that label."""
    named = (
        e for e in root.xpath("//body//*[@class or @id]") if _ABOUT.search(f"{e.get('class')} {e.get('id')}")
    )
    below = (e for h1 in root.xpath("(//h1)[1]") for e in h1.xpath(_BELOW) if labelled(_line(e)))
    for element in (*islice(named, _MOST), *below):
        text = _line(element)
        if 6 <= len(text) <= _LONGEST_LINE and not _elsewhere(element):
            yield from dates_of(text)


def _line(element: Element) -> str:
    pieces = islice(element.itertext(), 40)
    return " ".join(" ".join(pieces).split())
