"""Posts of Mastodon and Bluesky as reports of their own accounts; a repost is its own report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import msgspec

from tocsin.gather.aside import Unfit
from tocsin.gather.border import read_date
from tocsin.gather.drafts import Draft, Intake, is_web
from tocsin.gather.records import parse
from tocsin.gather.text.markup import plain
from tocsin.model import Source

Post = dict[str, Any]
_MOST = 40  # posts asked for at once: what Mastodon gives at most


def mastodon_address(url: str) -> str:
    """The interface behind a hashtag's page (https://host/tags/x). Raises Unfit 'unreachable'."""
    parts = urlsplit(url)
    tag = re.fullmatch(r"/(?:tags|web/tags|explore/tags)/([^/]+)/?", parts.path)
    if tag:
        return f"{parts.scheme}://{parts.netloc}/api/v1/timelines/tag/{tag[1]}?limit={_MOST}"
    if parts.path.startswith("/api/v1/"):
        return url
    raise Unfit(
        "unreachable",
        "a Mastodon source is a hashtag: https://host/tags/name; an account is a feed: its page + .rss",
    )


def bluesky_address(url: str) -> str:
    """The interface behind a search or profile page of bsky.app. Raises Unfit 'unreachable'."""
    parts = urlsplit(url)
    if parts.path.startswith("/xrpc/"):
        return url
    words, profile = parse_qs(parts.query).get("q"), re.match(r"/profile/([^/]+)", parts.path)
    tag = re.match(r"/hashtag/([^/]+)", parts.path)
    if words or tag:
        query = urlencode(
            {"q": words[0] if words else f"#{tag[1] if tag else ''}", "sort": "latest", "limit": _MOST}
        )
        # The search is open at this host only; public.api.bsky.app refuses it without a login.
        return f"https://api.bsky.app/xrpc/app.bsky.feed.searchPosts?{query}"
    if profile:
        actor = quote(profile[1], safe=":")
        return f"https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed?actor={actor}&limit={_MOST}"
    raise Unfit(
        "unreachable", "a Bluesky source is https://bsky.app/search?q=words or https://bsky.app/profile/name"
    )


def mastodon(raw: bytes, host: str, intake: Intake) -> Iterator[Draft | Unfit]:
    """The posts of a timeline, oldest first. Raises Unfit 'not-a-feed'."""
    posts = parse(raw)
    if not isinstance(posts, list):
        raise Unfit(
            "not-a-feed", "the answer is no list of posts; is this a Mastodon server with a public timeline?"
        )
    for post in reversed(posts):
        yield from _each(lambda post=post: _toots(post, host, intake))


def bluesky(raw: bytes, intake: Intake) -> Iterator[Draft | Unfit]:
    """The posts of a search or an account, oldest first. Raises Unfit 'not-a-feed'."""
    told = parse(raw)
    posts = (told.get("posts") or told.get("feed") or []) if isinstance(told, dict) else None
    if not isinstance(posts, list):
        raise Unfit("not-a-feed", "the answer holds no posts of Bluesky")
    for post in reversed(posts):
        yield from _each(lambda post=post: _skeets(post, intake))


def _each(read: Any) -> Iterator[Draft | Unfit]:
    """The drafts of one post; one that has another shape than the interface promises is put aside."""
    try:
        yield from read()
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        yield Unfit("bad-record", f"the post lacks what a post has: {type(error).__name__} {error}")
    except Unfit as unfit:
        yield unfit


def _toots(post: Post, host: str, intake: Intake) -> Iterator[Draft]:
    original = post.get("reblog")
    if not original:
        yield _toot(post, host, intake)
        return
    said = _toot(original, host, intake)
    yield said
    by = {**original, **{key: post[key] for key in ("account", "created_at")}}
    boost = _toot(by, host, intake)
    name = post.get("uri") or f"{said.external_id}#by-{boost.source.id}"
    yield msgspec.structs.replace(boost, author=said.source.id, external_id=name)


def _toot(post: Post, host: str, intake: Intake) -> Draft:
    account = post["account"]
    source = _account(_handle(account["acct"], host), account.get("display_name"), account.get("url"))
    when, misdated = read_date(post["created_at"], source, intake)
    return Draft(
        source=source,
        title=plain(post.get("spoiler_text") or ""),
        text=plain(post.get("content") or ""),
        published=when[0] if when else None,
        precision=when[1] if when else "second",
        misdated=misdated,
        fetched=intake.now,
        language=post.get("language"),
        url=post.get("url") or post.get("uri"),
        external_id=post.get("uri") or str(post["id"]),
    )


def _skeets(item: Post, intake: Intake) -> Iterator[Draft]:
    post = item.get("post") or item
    yield _skeet(post, intake)
    repost = item.get("reason") or {}
    if str(repost.get("$type", "")).endswith("reasonRepost"):
        yield _skeet(post, intake, by=repost["by"], at=repost.get("indexedAt"))


def _skeet(post: Post, intake: Intake, by: Post | None = None, at: str | None = None) -> Draft:
    author, words = post["author"], post["record"]
    account, name = by or author, f"@{author['handle']}"
    profile = f"https://bsky.app/profile/{account['handle']}"
    source = _account(f"@{account['handle']}", account.get("displayName"), profile)
    when, misdated = read_date(at or words["createdAt"], source, intake)
    languages = words.get("langs") or [None]
    return Draft(
        source=source,
        text=words.get("text") or "",
        published=when[0] if when else None,
        precision=when[1] if when else "second",
        misdated=misdated,
        fetched=intake.now,
        author=name if by else None,
        language=languages[0] if len(languages) == 1 else None,
        url=f"https://bsky.app/profile/{author['handle']}/post/{post['uri'].rsplit('/', 1)[-1]}",
        external_id=f"{post['uri']}#by-{account['handle']}" if by else post["uri"],
    )


def _handle(acct: str, host: str) -> str:
    """'@name@server' for everybody, also for the accounts of the server that was asked."""
    return f"@{acct}" if "@" in acct else f"@{acct}@{host}"


def _account(handle: str, shown: str | None, url: str | None) -> Source:
    """An account under its handle: the name shown can be anybody's, so it stands beside and not alone."""
    name = f"{' '.join(shown.split())} ({handle})" if shown and shown.strip() else handle
    return Source(id=handle, name=name, kind="account", url=url if url and is_web(url) else None)
