"""One web page: an article, or the parts of a live page; what has no readable text says why."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import tzinfo
from typing import Any

import py3langid
import trafilatura

from tocsin.gather.aside import Unfit
from tocsin.gather.bounded import bounded
from tocsin.gather.drafts import Draft, is_web
from tocsin.gather.markup import Element, linked, meta, page_text, plain, tree
from tocsin.gather.pages import liveblogs
from tocsin.gather.pages.jsonld import is_a, names_of, text_of, things
from tocsin.gather.times import Read, read_time

_ARTICLES = (
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "Article",
    "BlogPosting",
    "LiveBlogPosting",
)
_TIMES = ("article:published_time", "og:article:published_time", "datePublished", "parsely-pub-date", "date")
# A wall, not an article: it says one of these and little else.
_WALL = re.compile(
    r"enable javascript|javascript (?:is|to be) (?:disabled|enabled|required)"
    r"|activ(?:ar?|er|ez) (?:el |le )?javascript|(?:we|this site|our site) uses? cookies"
    r"|accept (?:all )?cookies|utiliz(?:amos|a) cookies|aceptar (?:todas las )?cookies"
    r"|utilis(?:ons|e) des cookies|captcha"
    r"|verif(?:y|ying) (?:that )?you are (?:a )?human|checking your browser|access denied|are you a robot"
    r"|subscribe to continue|turn off your ad ?blocker",
    re.IGNORECASE,
)
# trafilatura logs every page without text as an error; here that is a Quarantine.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
_WALL_LENGTH = 800  # characters; an article about cookies is longer than a notice about them


def drafts(raw: bytes, base: Draft, zone: tzinfo, charset: str | None = None) -> Iterator[Draft | Unfit]:
    """The parts of a live page, else the one article; `base` gives source, address and fetch time.

    Raises Unfit 'no-text' where the page has no article.
    """
    page = bounded(page_text(raw, charset))
    root = tree(page)
    if root is None:
        raise Unfit("no-text", "the page is empty")
    found = liveblogs.updates(root)
    if found:
        yield from liveblogs.parts(found, base, zone)
    else:
        yield article(root, page, base, zone)


def article(root: Element, page: str, base: Draft, zone: tzinfo) -> Draft:
    """The article of a page, without menus and comments. Raises Unfit 'no-text'."""
    about = next((thing for thing in things(root) if is_a(thing, *_ARTICLES)), {})
    found: Any = trafilatura.bare_extraction(
        page,
        url=base.url,
        with_metadata=True,
        include_comments=False,
        # A date in a footer or an address is a guess; only what the page states as its date is taken.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    text = _body(found, about)
    when = _published(root, about, found, zone)
    title = plain(text_of(about.get("headline")) or meta(root, "og:title") or (found and found.title) or "")
    return Draft(
        source=base.source,
        title=title,
        text=_without(title, text),
        published=when[0] if when else base.published,
        precision=when[1] if when else base.precision,
        fetched=base.fetched,
        author=names_of(about.get("author")) or meta(root, "author") or (found.author if found else None),
        language=base.language or language(text),
        url=base.url or _canonical(root),
        external_id=base.external_id,
    )


def _body(found: Any, about: dict[str, Any]) -> str:
    """The longer of what the extractor found and what the page itself gives as its article's body."""
    text, told = (found.text or "") if found else "", plain(text_of(about.get("articleBody")) or "")
    text = told if len(told) > 1.5 * len(text) else text
    if not text.strip():
        raise Unfit(
            "no-text", "no article was found in the page; name its feed, or the address of one article"
        )
    if len(text) < _WALL_LENGTH and _WALL.search(text):
        raise Unfit("no-text", "the page shows a notice (cookies, scripts, robots) instead of its text", text)
    return text


def _without(title: str, text: str) -> str:
    """The text without the headline that the extractor repeats as its first line."""
    first, _, rest = text.partition("\n")
    return (
        rest.lstrip("\n") if title and rest and first.strip().casefold() == title.strip().casefold() else text
    )


def _published(root: Element, about: dict[str, Any], found: Any, zone: tzinfo) -> Read | None:
    """The stated time of publication: with its offset to the second, else the day, else none."""
    for told in (text_of(about.get("datePublished")), meta(root, *_TIMES), found.date if found else None):
        try:
            if told:
                return read_time(told, zone, offsetless="day")
        except Unfit:
            continue  # the next one may be written properly
    return None


def _canonical(root: Element) -> str | None:
    told = linked(root, "canonical") or meta(root, "og:url")
    return told if told and is_web(told) else None


def language(text: str) -> str | None:
    """The language of a text by its words; None under 20 letters, where that would be a guess."""
    if sum(character.isalpha() for character in text[:200]) < 20:
        return None
    return str(py3langid.classify(text[:2000])[0])
