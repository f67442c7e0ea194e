"""Live pages: every update that a page marks up (schema.org LiveBlogPosting) as its own report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import tzinfo
from typing import Any
from urllib.parse import urljoin

import msgspec

from tocsin.gather.drafts import Draft
from tocsin.gather.pages.asides import without_asides
from tocsin.gather.pages.dates import stated
from tocsin.gather.pages.embeds import taken_out
from tocsin.gather.pages.jsonld import is_a, names_of, text_of, things
from tocsin.gather.text.markup import Element, linked, meta, plain, tree, words
from tocsin.gather.times import Read
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


def parts(found: list[Update], page: Draft, zone: tzinfo, root: Element) -> Iterator[Draft]:
    """A draft for each update, oldest first, each followed by the posts of others that stand in it.

    `page` gives what all parts share: the source, the address, the language. An update whose time cannot be
    read is known from when the page was had.
    """
    shared = _shared(found, page, root)
    drafts = [draft for update in reversed(found) for draft in _part(update, page, zone, shared)]
    # Live pages stand newest first; the journal keeps the order in which it happened.
    yield from sorted(drafts, key=lambda d: d.published.timestamp() if d.published else 0.0)


def _shared(found: list[Update], page: Draft, root: Element) -> set[str]:
    """The names that are no update's own: those of the page, and those that several updates have."""
    names = Counter(name for update in found if (name := _name(update)))
    of_page = {page.url, page.external_id, linked(root, "canonical"), meta(root, "og:url")}
    for thing in things(root):
        if is_a(thing, "LiveBlogPosting"):
            of_page |= {text_of(thing.get(key)) for key in ("url", "@id", "mainEntityOfPage")}
    return {name for name, times in names.items() if times > 1} | {name for name in of_page if name}


def _name(update: Update) -> str | None:
    return text_of(update.get("@id")) or text_of(update.get("identifier")) or _link(update)


def _link(update: Update) -> str | None:
    return text_of(update.get("url")) or text_of(update.get("mainEntityOfPage"))


def _part(update: Update, page: Draft, zone: tzinfo, shared: set[str]) -> list[Draft]:
    title = plain(text_of(update.get("headline")) or text_of(update.get("name")) or "")
    body = (
        text_of(update.get("articleBody"))
        or text_of(update.get("text"))
        or text_of(update.get("description"))
    )
    when = _published(update, page, zone)
    url = _link(update)
    draft = Draft(
        source=page.source,
        title=title,
        text="",
        published=when[0] if when else None,
        precision=when[1] if when else "second",
        fetched=page.fetched,
        author=names_of(update.get("author")),
        language=text_of(update.get("inLanguage")) or page.language,
        url=urljoin(page.url or "", url) if url else page.url,
        part_of=page.whole_page,
    )
    text, posts = _body(body or "", draft, zone)
    text = without_asides(text)
    name = _own([_name(update), url], page, title or text, shared)
    part = msgspec.structs.replace(draft, text=text, external_id=name)
    return [*posts, part]


def _body(told: str, draft: Draft, zone: tzinfo) -> tuple[str, list[Draft]]:
    """The words of an update and the posts of others that stand in it."""
    if "<blockquote" not in told.lower() or (root := tree(f"<div>{told}</div>")) is None:
        return plain(told), []
    posts, _ = taken_out(root, draft, zone)
    return words(root), posts


def _own(names: list[str | None], page: Draft, opening: str, shared: set[str]) -> str:
    """A name that no other part has: many pages give every part the address of the page."""
    for name in names:
        if name and name not in shared and urljoin(page.url or "", name) not in shared:
            return urljoin(page.url or "", name)
    return f"{page.whole_page}#part-{digest(opening[:60], size=8)}"


def _published(update: Update, page: Draft, zone: tzinfo) -> Read | None:
    """The first of an update's times that can be read, None where none can."""
    language = page.language or text_of(update.get("inLanguage"))
    keys = ("datePublished", "dateCreated", "dateModified")
    read = (stated(text_of(update.get(key)), page, zone, language) for key in keys)
    return next((when for when in read if when), None)
