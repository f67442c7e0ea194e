"""Each type of source of a watch file, and how it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import msgspec

from tocsin.gather import social
from tocsin.gather.aside import Unfit
from tocsin.gather.claimed import passed_on
from tocsin.gather.drafts import Draft, Intake, Item, Roster, is_web, slug
from tocsin.gather.feeds import entries, opml
from tocsin.gather.files.documents import document
from tocsin.gather.files.folders import read_path
from tocsin.gather.pages import article
from tocsin.gather.settle import settle
from tocsin.gather.web.fetch import Answer
from tocsin.gather.web.replies import public
from tocsin.gather.web.visits import OVER, Visit
from tocsin.model import Source
from tocsin.watch import SourceType, WatchSource

_SHARES = 4  # one feed of a list takes at most a quarter of the list's time
_LISTS_DEEP = 2  # a list may name lists, and these only feeds


class Pass(NamedTuple):
    """One source in one pass: the time and bounds, the sources met, the visit that reads the web."""

    intake: Intake
    roster: Roster
    fetcher: Visit


def as_source(source: WatchSource) -> Source:
    """Who publishes there, as the journal knows it."""
    return Source(
        id=source.id,
        name=source.name or source.id,
        kind=source.kind,
        country=source.country,
        language=source.language,
        owner=source.owner,
        side=source.side,
        grade=source.grade,
        url=public(source.url) if is_web(source.url) else None,
    )


def read_source(source: WatchSource, at: Pass) -> Iterator[Item]:
    """The reports of one source, or the Quarantine that says why not; whoever takes them keeps the visit."""
    try:
        yield from READERS[source.type](source, at)
    except Unfit as unfit:
        at.fetcher.drop()
        yield unfit.at(_where(source))
    except Exception as error:  # whatever a site sends, the other sources are read
        at.fetcher.drop()
        yield Unfit("bad-record", f"cannot be read: {type(error).__name__}: {error}").at(_where(source))


def _where(source: WatchSource) -> str:
    """How messages name a source: its id and address, without a password that stands in it."""
    return f"{source.id}: {public(source.url) if is_web(source.url) else source.url}"


def _feed(source: WatchSource, at: Pass, deep: int = 0) -> Iterator[Item]:
    """A feed, or a list of feeds (OPML) by address or as a file."""
    found = _bytes(source.url, at)
    if found is None:
        return
    raw, charset, url = found
    if opml.is_list(raw):
        yield from _list(raw, source, at, deep)
    else:
        yield from settle(
            entries.drafts(raw, as_source(source), at.intake, charset, url),
            _where(source),
            at.intake,
            at.roster,
        )


def _bytes(url: str, at: Pass) -> tuple[bytes, str | None, str | None] | None:
    """The bytes at an address or in a file, the charset and address of the answer; None where nothing is new."""
    if is_web(url):
        answer = at.fetcher.get(url)
        return (answer.body, answer.charset, answer.url) if answer else None
    try:
        with Path(url).expanduser().open("rb") as stream:
            raw = stream.read(at.intake.settings.max_bytes + 1)
    except (OSError, ValueError) as error:
        raise Unfit(
            "unreadable-file", f"cannot be read: {getattr(error, 'strerror', None) or error}"
        ) from None
    if len(raw) > at.intake.settings.max_bytes:
        raise Unfit("too-large", "the file is over the bound (TOCSIN_MAX_BYTES)")
    return raw, None, None


def _list(raw: bytes, source: WatchSource, at: Pass, deep: int) -> Iterator[Item]:
    """The feeds of a list, each a source of its own that takes kind, country and side from the list."""
    found = opml.outlines(raw)
    if deep >= _LISTS_DEEP or not found:
        detail = "lists within lists are read two deep" if found else "the list names no feed"
        raise Unfit("not-a-feed", detail)
    if len(found) > opml.MOST:
        yield Unfit("too-large", f"the list has over {opml.MOST} feeds; the first {opml.MOST} are read").at(
            source.id
        )
    for outline in _in_turn(found[: opml.MOST], source, at):
        own = msgspec.structs.replace(
            source, id=f"{source.id}/{slug(outline.name)}", name=outline.name, url=outline.url
        )
        try:
            with at.fetcher.share(at.intake.settings.source_s / _SHARES):
                yield from _feed(own, at, deep + 1)
        except Unfit as unfit:
            yield unfit.at(f"{source.id}: {public(outline.url)}")


def _in_turn(found: list[opml.Outline], source: WatchSource, at: Pass) -> Iterator[opml.Outline]:
    """The feeds of a list, from where the last pass had to stop on; a list may need several passes."""
    turns = at.fetcher.fetcher.turns
    first = turns.pop(source.url, 0) % len(found)
    for number, outline in enumerate((*found[first:], *found[:first])):
        if number and at.fetcher.over:
            turns[source.url] = first + number
            raise Unfit("unreachable", OVER)
        yield outline


def _page(source: WatchSource, at: Pass) -> Iterator[Item]:
    """An article, or the parts of a live page."""
    answer = at.fetcher.get(source.url)
    if answer is None:
        return
    base = Draft(
        source=as_source(source), text="", fetched=at.intake.now, url=answer.url, language=source.language
    )
    if answer.kind == "text/plain":
        found: Iterator[Draft | Unfit] = iter([document(answer.body, base, at.intake.zone)])
    elif answer.kind and "html" not in answer.kind and "xml" not in answer.kind:
        raise Unfit("no-text", f"the address gives {answer.kind}, not a page of text")
    else:
        found = article.drafts(answer.body, base, at.intake.zone, answer.charset)
    yield from settle(_as_claimed(found, source, at), _where(source), at.intake, at.roster)


def _as_claimed(
    found: Iterable[Draft | Unfit], source: WatchSource, at: Pass, server: str | None = None
) -> Iterator[Draft | Unfit]:
    """The drafts, none of them in the name of another source of the watch; a server speaks for its own accounts."""
    for draft in found:
        if isinstance(draft, Draft) and draft.source.id != source.id and at.roster.known(draft.source.id):
            own = server is not None and draft.source.id.endswith(f"@{server}")
            by = draft.source if own else passed_on(draft.source.name, as_source(source), draft.source.url)
            yield msgspec.structs.replace(draft, source=by)
        else:
            yield draft


def _path(source: WatchSource, at: Pass) -> Iterator[Item]:
    """A folder or file, as seen from where the program runs."""
    if source.url.lower().endswith(".opml"):
        yield from _feed(source, at)
    else:
        yield from read_path(source.url, at.intake, at.roster, as_source(source))


def _mastodon(source: WatchSource, at: Pass) -> Iterator[Item]:
    answer = at.fetcher.get(social.mastodon_address(source.url))
    if answer:
        server = urlsplit(source.url).hostname or ""
        found = _as_claimed(social.mastodon(answer.body, server, at.intake), source, at, server)
        yield from settle(found, _where(source), at.intake, at.roster)


def _bluesky(source: WatchSource, at: Pass) -> Iterator[Item]:
    answer: Answer | None = at.fetcher.get(social.bluesky_address(source.url))
    if answer:
        found = social.bluesky(answer.body, at.intake)
        if not f".{urlsplit(answer.url).hostname}".endswith(".bsky.app"):  # which knows all of its accounts
            found = _as_claimed(found, source, at)
        yield from settle(found, _where(source), at.intake, at.roster)


READERS: dict[SourceType, Callable[[WatchSource, Pass], Iterator[Item]]] = {
    "feed": _feed,
    "news-search": _feed,
    "page": _page,
    "liveblog": _page,
    "folder": _path,
    "file": _path,
    "mastodon": _mastodon,
    "bluesky": _bluesky,
}
