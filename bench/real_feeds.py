"""Real feeds, as repositories of feed readers keep them: what crashes, hangs, comes without a text, or at another time.

The other opinion on times is that of feedparser on the feed's own bytes; where it differs, either may be right.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser

from tocsin.gather.drafts import Draft, Intake
from tocsin.gather.feeds import entries
from tocsin.gather.feeds.words import readable
from tocsin.model import Source

_FEED = re.compile(rb"<(?:rss|feed|[\w-]{1,20}:RDF)[\s>]|jsonfeed\.org/version")
_CUT = 0.5
_HEAD = 3000  # bytes in which a feed says that it is one
_SOURCE = Source(id="desk", name="Desk")

Limited = Callable[[Callable[[], Any]], tuple[str, Any]]


def files(root: Path) -> Iterator[Path]:
    """The feeds below a folder, by what they say of themselves."""
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                head = file.read(_HEAD)
                # no code that quotes a feed
                if (
                    b"<svg" not in head
                    and _FEED.search(head)
                    and head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe\r\n\t ")[:1] in b"<{"
                ):
                    yield path


def rows(
    root: Path, name: str, limited: Limited, intake: Intake, *, show: bool
) -> Iterator[tuple[str, str, str]]:
    """The figures of one corpus; `show` prints each file and entry that they count."""
    count, slowest = Counter[str](), (0.0, "")
    for path in files(root):
        raw, start = path.read_bytes(), time.perf_counter()
        ended, drafts = limited(lambda raw=raw: list(entries.drafts(raw, _SOURCE, intake))[::-1])
        slowest = max(slowest, (time.perf_counter() - start, path.name))
        count["files"] += 1
        count[ended.partition(":")[0] or "read"] += 1
        told = Counter(
            _judged(raw, drafts or [], limited, lambda said, path=path: show and print(f"-- {path}: {said}"))
        )
        told["empty"] += not ended and not drafts
        if show and (ended or not drafts):
            print(f"-- {path}: {ended or 'no entry'}")
        count += told
    yield (
        f"{name}: feeds",
        f"{count['crash']} crash, {count['hang']} hang of {count['files']}; slowest {slowest[0]:.2f} s",
        "none",
    )
    yield f"{name}: feeds without an entry", f"{count['empty']} of {count['files']}", ""
    yield f"{name}: fewer entries than feedparser", f"{count['fewer']} of {count['files']}", ""
    yield (
        f"{name}: entries without the words that feedparser has",
        f"{count['wordless']} of {count['entries']}",
        "",
    )
    yield f"{name}: titles other than feedparser's", f"{count['other title']} of {count['entries']}", ""
    yield f"{name}: texts cut to under half of feedparser's", f"{count['cut']} of {count['entries']}", ""
    share = 100 * count["other time"] / max(count["timed"], 1)
    yield (
        f"{name}: times other than feedparser's",
        f"{count['other time']} of {count['timed']} ({share:.2f}%)",
        "1%",
    )
    yield (
        f"{name}: times that only one has",
        f"{count['only we']} we, {count['only it']} feedparser, {count['set aside']} set aside",
        "",
    )


def _judged(raw: bytes, drafts: list[Draft], limited: Limited, say: Callable[[str], object]) -> Iterator[str]:
    _, other = limited(lambda: feedparser.parse(raw, sanitize_html=False).entries)
    if len(drafts) < len(other or []):
        say(f"{len(drafts)} entries, feedparser has {len(other)}")
        yield "fewer"
    for number, draft in enumerate(drafts):
        yield "entries"
        same = len(drafts) == len(other or [])
        if not draft.title and not draft.text and same and _worded(other[number]):
            say(f"entry {number} has no words")
            yield "wordless"
        if same and not any(_own_title(draft, other[number])):
            say(f"title {draft.title or draft.text!r:.80}, feedparser has {other[number].get('title')!r:.80}")
            yield "other title"
        if same and len(draft.text) < _CUT * (long := max(map(len, _texts(other[number])), default=0)):
            say(f"{len(draft.text)} characters {draft.text!r:.80}, feedparser has {long}")
            yield "cut"
        if same:
            yield from _timed(draft, other[number], say)


def _own_title(draft: Draft, other: Any) -> Iterator[bool]:
    title = " ".join(readable(other.get("title")).split())
    yield not title or title in " ".join(f"{draft.title}\n{draft.text}".split())


def _texts(other: Any) -> Iterator[str]:
    told = [other.get("summary"), *(part.get("value") for part in other.get("content") or [])]
    return (readable(each) for each in told)


def _worded(other: Any) -> bool:
    return any((other.get(name) or "").strip() for name in ("title", "summary")) or bool(other.get("content"))


def _timed(draft: Draft, other: Any, say: Callable[[str], object]) -> Iterator[str]:
    written = other.get("published") or other.get("updated") or other.get("created")
    parsed = other.get("published_parsed") or other.get("updated_parsed") or other.get("created_parsed")
    if parsed and draft.published:
        yield "timed"
        theirs = datetime(*parsed[:6], tzinfo=UTC)
        day = draft.precision == "day"
        if (
            draft.published.date() != theirs.date()
            if day
            else abs((draft.published - theirs).total_seconds()) >= 60
        ):
            say(f"{written!r}: we {draft.published} ({draft.precision}), feedparser {theirs}")
            yield "other time"
    elif draft.misdated and parsed:  # told of at the border, or no date by any reading
        say(f"set aside: {draft.misdated}, feedparser {parsed[:6]}")
        yield "set aside"
    elif parsed or draft.published:
        say(f"{written!r}: we {draft.published}, feedparser {parsed and parsed[:6]}")
        yield "only it" if parsed else "only we"
