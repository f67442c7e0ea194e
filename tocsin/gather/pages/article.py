"""One web page: an article, or the parts of a live page; what has no readable text says why."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import tzinfo
from typing import Any

import msgspec
import py3langid
import trafilatura
from lxml import etree

from tocsin.gather.aside import Unfit
from tocsin.gather.drafts import Draft, is_web
from tocsin.gather.pages import liveblogs
from tocsin.gather.pages.asides import prune, without_asides
from tocsin.gather.pages.datelines import without_datelines
from tocsin.gather.pages.dates import hush, published, stated
from tocsin.gather.pages.embeds import taken_out
from tocsin.gather.pages.gates import nothing_left, taken_away
from tocsin.gather.pages.jsonld import names_of, own, text_of
from tocsin.gather.pages.notices import is_headline, is_notice, tells_news, without_notices
from tocsin.gather.pages.stamps import unfold
from tocsin.gather.text.bounded import bounded
from tocsin.gather.text.markup import Element, linked, meta, page_text, plain, tree

# trafilatura logs every page without text as an error; here that is a Quarantine.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

_NOTICE = "the page shows a notice instead of its text (consent, a check, a lock, an error)"


def drafts(raw: bytes, base: Draft, zone: tzinfo, charset: str | None = None) -> Iterator[Draft | Unfit]:
    """The parts of a live page, else the one article, and the posts of others that stand in it.

    `base` gives source, address and fetch time. Raises Unfit 'no-text' where the page has no article.
    """
    page = bounded(page_text(raw, charset))
    root = tree(page)
    if root is None:
        raise Unfit("no-text", "the page is empty")
    found = liveblogs.updates(root)
    if found:
        yield from liveblogs.parts(found, base, zone, root)
        return
    here = msgspec.structs.replace(base, url=base.url or _canonical(root))
    posts, taken = taken_out(root, here, zone)
    gated = taken_away(root)
    if gated and not posts and nothing_left(root) and not own(root, base.url).get("articleBody"):
        raise Unfit("no-text", _NOTICE)
    changed = taken | gated | hush(root) | prune(root)
    try:
        yield article(root, etree.tostring(root, encoding="unicode") if changed else page, base, zone)
    except Unfit as unfit:
        if not posts:
            raise
        yield unfit
    yield from posts


def article(root: Element, page: str, base: Draft, zone: tzinfo) -> Draft:
    """The article of a page, without menus and comments. Raises Unfit 'no-text'."""
    about = own(root, base.url)
    found: Any = trafilatura.bare_extraction(
        page,
        url=base.url,
        with_metadata=True,
        include_comments=False,
        # A date in a footer or an address is a guess; only what the page states as its date is taken.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    title = plain(text_of(about.get("headline")) or meta(root, "og:title") or (found and found.title) or "")
    text = _body(found, about)
    when = published(root, about, found.date if found else None, base, zone)
    tongue = base.language or (root.get("lang") or "").split("-")[0] or None
    live = unfold(root)
    text = live if live and len(live) > 0.6 * len(text) else text  # else they are cards beside an article
    text = without_datelines(text, lambda told: stated(told, base, zone, tongue) is not None) or text
    return Draft(
        source=base.source,
        title=title,
        text=_told(title, _without(title, text), dated=when is not None),
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
    text = without_asides(told if len(told) > 1.5 * len(text) else text)
    if not text.strip():
        raise Unfit(
            "no-text", "no article was found in the page; name its feed, or the address of one article"
        )
    return text


def _told(title: str, text: str, *, dated: bool) -> str:
    """The text without notices; empty where only the headline tells something. Raises Unfit 'no-text' where nothing does."""
    rest = without_notices(text)
    if rest != text and tells_news(rest):
        return rest
    if not is_notice(title, text, dated=dated) and not is_notice("", text, dated=True):
        return rest
    if is_headline(title):
        return ""
    raise Unfit("no-text", _NOTICE, text)


def _without(title: str, text: str) -> str:
    """The text without the headline that the extractor repeats as its first line."""
    first, _, rest = text.partition("\n")
    return (
        rest.lstrip("\n") if title and rest and first.strip().casefold() == title.strip().casefold() else text
    )


def _canonical(root: Element) -> str | None:
    told = linked(root, "canonical") or meta(root, "og:url")
    return told if told and is_web(told) else None


def language(text: str) -> str | None:
    """The language of a text by its words; None under 20 letters, where that would be a guess."""
    if sum(character.isalpha() for character in text[:200]) < 20:
        return None
    return str(py3langid.classify(text[:2000])[0])
