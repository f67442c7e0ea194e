"""Posts of others within a page: each is a report of its own author, not a word of the outlet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import tzinfo
from itertools import islice
from urllib.parse import urlsplit

from tocsin.gather.drafts import Draft, is_web
from tocsin.gather.pages.asides import drop
from tocsin.gather.text.markup import Element, words
from tocsin.gather.times import tell_time
from tocsin.model import Source, digest

#: What the networks' own code for embedding calls its elements.
_CLASSES = re.compile(
    r"(?:^|\s)(?:twitter-(?:tweet|video)|instagram-media|tiktok-embed|fb-(?:post|video)|fb-xfbml-parse-ignore|mastodon-embed"
    r"|bluesky-embed|tgme_widget_message|text-post-media|reddit-(?:embed|card)(?:-bq)?|vk-embed|truthsocial-embed|telegram-post"
    r"|embed(?:ded)?-(?:tweet|post))(?=\s|$)"
)
# The address of one post, on the networks whose addresses say so.
_POST = re.compile(
    r"^https?://[^/]+/(?:"
    r"@?[\w.]+/status(?:es)?/\d+|@[\w.]+(?:@[\w.-]+)?/(?:post/|video/)?\w{5,}|(?:p|reel|tv)/[\w-]+|[\w.]+/(?:posts|videos)/\w+"
    r"|profile/[\w.:-]+/post/\w+|(?:s/)?[A-Za-z]\w{3,}/\d+(?:$|\?)|wall-?\d+_\d+|r/\w+/comments/\w+)"
)
_HANDLE = r"@[\w.-]+(?:@[\w.-]+)?"
# '— Name (@handle) date' and 'A post shared by Name (@handle)' close a post.
_CREDIT = re.compile(
    rf"(?:[—–-]{{1,2}}\s*|\b(?:(?:a |an |una |une |ein |um |un )?(?:post(?:ed)? (?:shared )?by|shared by|publicación compartida (?:por|de)"
    rf"|publication partagée par|beitrag (?:geteilt )?von|compartilhada por|condiviso da|публикация от))\s+)"
    rf"(?P<name>[^\n()@]{{0,80}}?)\s*\(?(?P<handle>{_HANDLE})\)?\s*(?:on\s+|am\s+|le\s+|el\s+)?(?P<date>[^\n@]{{0,60}})$",
    re.IGNORECASE,
)
_FACEBOOK = re.compile(
    r"\b(?:Posted|Publicado|Publié|Gepostet)(?: by| por| par| von)\s+(?P<name>[^\n]{2,80}?)(?:\s+(?:on|el|le|am)\s+(?P<date>[^\n]{4,60}))?$"
)
_SAME = {
    "twitter.com": "x.com",
    "mobile.twitter.com": "x.com",
    "telegram.me": "t.me",
    "fb.com": "facebook.com",
}


_MOST = 300  # posts of one page


def taken_out(root: Element, page: Draft, zone: tzinfo) -> tuple[list[Draft], bool]:
    """The posts of a page as drafts, in its order; they leave its tree. And whether any did.

    Posts without words just leave it. Times written without a clock count as the day.
    """
    elements = list(islice(_posts(root), _MOST))
    found = [draft for element in elements if (draft := _draft(element, page, zone))]
    for element in elements:
        drop(element)
    return found, bool(elements)


def _posts(root: Element) -> Iterator[Element]:
    """The outermost elements that are posts."""
    taken: set[Element] = set()
    for element in root.iter("blockquote", "div", "section", "figure"):
        if not any(above in taken for above in element.iterancestors()) and _is_post(element):
            taken.add(element)
            yield element


def _is_post(element: Element) -> bool:
    if _CLASSES.search(element.get("class") or ""):
        return True
    if element.tag != "blockquote":
        return False
    text = words(element)
    return len(text) < 3000 and bool(_CREDIT.search(text)) and _link(element) is not None


def _link(element: Element) -> str | None:
    """The address of the post itself: what the network's code states, else the last link that is one."""
    stated = [element.get(key) for key in ("data-instgrm-permalink", "cite", "data-href", "data-embed-url")]
    links = [
        *(told for told in stated if told),
        *reversed([link.get("href") or "" for link in element.iter("a")]),
    ]
    links += [inner.get("cite") for inner in element.iter("blockquote") if inner.get("cite")]
    return next((link.partition("?")[0] for link in links if is_web(link) and _POST.match(link)), None)


def _draft(element: Element, page: Draft, zone: tzinfo) -> Draft | None:
    lines = [line.strip() for line in words(element).split("\n") if line.strip()]
    credit = next(
        (found for line in lines[-3:] if (found := _CREDIT.search(line) or _FACEBOOK.search(line))), None
    )
    link = _link(element)
    text = _said(element, lines, credit)
    source = _author(element, credit, link)
    if source is None or not text:
        return None
    times = element.xpath(".//time/@datetime")
    told = times[0] if times else credit["date"] if credit else None
    when = tell_time(told, zone, offsetless="day", now=page.fetched)
    inner = element.xpath(".//p[@lang]/@lang")
    return Draft(
        source=source,
        text=text,
        published=when[0] if when else None,
        precision=when[1] if when else "second",
        fetched=page.fetched,
        language=inner[0] if inner else None,
        url=link,
        external_id=link or f"{page.whole_page}#post-{digest(source.id, text[:60], size=8)}",
        part_of=page.whole_page,
    )


def _said(element: Element, lines: list[str], credit: re.Match[str] | None) -> str:
    """The words of the post: its paragraphs, without its credit and what the network adds."""
    own = element.xpath(".//*[contains(@class, 'tgme_widget_message_text')]") or element.xpath(".//p")
    text = "\n\n".join(part for p in own if (part := words(p)))
    text = text or "\n".join(lines)
    if credit and credit[0] in text:
        text = text.replace(credit[0], "")
    return "" if re.fullmatch(r"(?:View|Ver|Voir|See)\b.{0,60}", text.strip()) else text.strip()


def _author(element: Element, credit: re.Match[str] | None, link: str | None) -> Source | None:
    """The account that speaks: as credited, else as its address has it. A name alone is nobody's proof."""
    host = (urlsplit(link).hostname or "").removeprefix("www.") if link else ""
    host = _SAME.get(host, host)
    found = credit.groupdict() if credit else {}
    owner = element.xpath(".//*[contains(@class, 'tgme_widget_message_owner_name')]")
    name = " ".join((found.get("name") or (words(owner[0]) if owner else "")).split()).strip("-—– ")
    handle = found.get("handle") or _handle(link)
    if handle is None and not name:
        return None
    key = handle or name
    at = f"{key}@{host}" if host and not host.startswith("bsky.") and key.count("@") < 2 else key
    shown = f"{name} ({handle})" if name and handle else key
    return Source(id=at, name=shown, kind="account", url=_profile(link, handle))


def _handle(link: str | None) -> str | None:
    """The account in the address of a post: /name/status/1, /@name/1, /profile/name/post/1, t.me/name/1."""
    parts = urlsplit(link).path.strip("/").split("/") if link else []
    name = parts[1] if len(parts) > 1 and parts[0] in {"profile", "s"} else parts[0] if len(parts) > 1 else ""
    return f"@{name.lstrip('@')}" if name and name not in {"p", "reel", "tv", "r", "statuses"} else None


def _profile(link: str | None, handle: str | None) -> str | None:
    return (
        link.split("/status")[0].split("/post")[0] if link and handle and handle.strip("@") in link else None
    )
