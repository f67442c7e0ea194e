"""Live pages: every update that a page marks up (schema.org LiveBlogPosting) as its own report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from typing import Any
from urllib.parse import urljoin

from tocsin.gather.aside import Unfit
from tocsin.gather.drafts import Draft
from tocsin.gather.markup import Element, plain, words
from tocsin.gather.pages.jsonld import is_a, names_of, text_of, things
from tocsin.gather.times import Read, read_time
from tocsin.model import digest

Update = dict[str, Any]


def updates(root: Element) -> list[Update]:
    """The updates that a page marks up, in JSON-LD or else in microdata; none where it is no live page."""
    found = [
        u
        for thing in things(root)
        if is_a(thing, "LiveBlogPosting")
        for u in _listed(thing.get("liveBlogUpdate"))
    ]
    return found or list(_microdata(root))


def _listed(value: object) -> list[Update]:
    members = value if isinstance(value, list) else [value]
    return [member for member in members if isinstance(member, dict)]


def _microdata(root: Element) -> Iterator[Update]:
    for post in root.xpath("//*[@itemprop='liveBlogUpdate']"):
        body = post.xpath(".//*[@itemprop='articleBody']")
        times = post.xpath(".//*[@itemprop='datePublished']")
        links = post.xpath(".//a[@itemprop='url']/@href")
        yield {
            "headline": _said(post, "headline"),
            "articleBody": "\n\n".join(words(part) for part in body) or words(post),
            "datePublished": (times[0].get("datetime") or times[0].get("content")) if times else None,
            "author": _said(post, "author"),
            "url": links[0] if links else None,
            "@id": post.get("id"),
        }


def _said(post: Element, name: str) -> str | None:
    found = post.xpath(f".//*[@itemprop='{name}']")
    return (found[0].get("content") or words(found[0])) if found else None


def parts(found: list[Update], page: Draft, zone: tzinfo) -> Iterator[Draft | Unfit]:
    """A draft for each update, oldest first; an update that cannot be read is told as Unfit.

    `page` gives what all parts share: the source, the address, the language.
    """
    drafts = [_part(update, page, zone) for update in found]
    # Live pages stand newest first; the journal keeps the order in which it happened.
    yield from sorted(
        drafts, key=lambda d: d.published.timestamp() if isinstance(d, Draft) and d.published else 0.0
    )


def _part(update: Update, page: Draft, zone: tzinfo) -> Draft | Unfit:
    title = plain(text_of(update.get("headline")) or text_of(update.get("name")) or "")
    text = plain(
        text_of(update.get("articleBody"))
        or text_of(update.get("text"))
        or text_of(update.get("description"))
        or ""
    )
    try:
        when = _published(update, zone)
    except Unfit as unfit:
        return Unfit(unfit.reason, unfit.detail, title or text)
    url = text_of(update.get("url")) or text_of(update.get("mainEntityOfPage"))
    name = text_of(update.get("@id")) or text_of(update.get("identifier")) or url
    return Draft(
        source=page.source,
        title=title,
        text=text,
        published=when[0] if when else None,
        precision=when[1] if when else "second",
        fetched=page.fetched,
        author=names_of(update.get("author")),
        language=text_of(update.get("inLanguage")) or page.language,
        url=urljoin(page.url or "", url) if url else page.url,
        external_id=_own(name, page, title or text),
        part_of=page.whole_page,
    )


def _own(name: str | None, page: Draft, opening: str) -> str:
    """A name that no other part has: many pages give every part the address of the page."""
    if name and name not in {page.url, page.external_id}:
        return urljoin(page.url or "", name)
    return f"{page.whole_page}#part-{digest(opening[:60], size=8)}"


def _published(update: Update, zone: tzinfo) -> Read | None:
    told = (
        text_of(update.get("datePublished"))
        or text_of(update.get("dateCreated"))
        or text_of(update.get("dateModified"))
    )
    return read_time(told, zone, offsetless="day") if told else None
