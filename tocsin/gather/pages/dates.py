"""When a page says that it was published: to the second where any of its own statements does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta, tzinfo
from typing import Any

from tocsin.gather.drafts import Draft
from tocsin.gather.markup import Element
from tocsin.gather.pages.jsonld import text_of
from tocsin.gather.times import Read, tell_time

_METAS = (
    "article:published_time", "og:article:published_time", "datePublished", "article:published", "parsely-pub-date",
    "sailthru.date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "date", "dc.date.issued",
    "dcterms.created", "dc.date", "dcterms.date", "cxenseparse:recs:publishtime", "og:pubdate", "release_date", "created",
)  # fmt: skip
_ABOUT = re.compile(r"publi|posted|date|time|byline|dateline|entry-meta|fecha|datum|\bmeta\b", re.IGNORECASE)
# When it was changed is not when it was said.
_CHANGED = re.compile(
    r"updat|modif|edited|actualiz|mis[e]? à jour|aktualis|geändert|atualiz|aggiorna|обновл|измен|güncel|تحديث|更新|last",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"relat|recommend|more|teaser|card|list|comment|sidebar|footer|live", re.IGNORECASE)
_LONGEST = 90  # characters of a line that gives a date
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
                str(content)
                for content in root.xpath(
                    f"//meta[translate(@{attribute}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')=$name]/@content",
                    name=name.lower(),
                )[:2]
            )
    yield from _times(root)
    if guess:
        yield guess
    yield from _lines(root)


def hush(root: Element) -> bool:
    """Take the times of other stories out of the page, where the extractor would find them; whether any was."""
    found = [element for element in root.xpath("//time[@datetime]")[:_MOST] if _elsewhere(element)]
    for element in found:
        del element.attrib["datetime"]
        element.tag, element.text = "span", None
    return bool(found)


def _times(root: Element) -> Iterator[str]:
    """<time datetime> and microdata of the article itself, not of the stories beside it."""
    found = root.xpath("//*[@itemprop='datePublished'] | //time[@datetime]")
    for element in found[:_MOST]:
        told = element.get("datetime") or element.get("content")
        if told and not _elsewhere(element):
            yield str(told)


def _elsewhere(element: Element) -> bool:
    around = [element, *element.iterancestors()]
    named = " ".join(f"{each.get('class') or ''} {each.get('id') or ''}" for each in around[:4])
    if any(each.tag in {"aside", "footer", "nav", "li"} for each in around) or _OTHERS.search(named):
        return True
    before = "".join(element.getparent().itertext())[:_LONGEST] if element.getparent() is not None else ""
    changed = _CHANGED.search(f"{element.get('itemprop') or ''} {element.get('class') or ''}")
    return bool(
        changed or (len(before) < _LONGEST and _CHANGED.search(before.partition(element.text or "\0")[0]))
    )


def _lines(root: Element) -> Iterator[str]:
    """The short lines whose class says that they give a date, without their label ('Published:')."""
    found = [
        e for e in root.xpath("//body//*[@class or @id]") if _ABOUT.search(f"{e.get('class')} {e.get('id')}")
    ]
    for element in found[:_MOST]:
        text = " ".join("".join(element.itertext()).split())
        if 6 <= len(text) <= _LONGEST and not _elsewhere(element) and not _CHANGED.search(text):
            yield re.sub(r"^\D{0,30}?[:：|•·]\s*", "", text)
            yield re.sub(r"^[^\W\d_]+\s+(?:on\s+|el\s+|le\s+|am\s+|em\s+)?", "", text)
