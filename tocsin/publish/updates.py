"""Updates: written when, and only when, something new is known, each sentence with its claims."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta

import msgspec

from tocsin.model import Update
from tocsin.publish.drafts import AND, Draft, News, ended, lesser, major, same_claim
from tocsin.read.fold import fold

#: What leads a tick's updates when many things happen at once; the rest follows in this order.
IMPORTANCE = {
    "correction": 5,
    "probability": 5,
    "sign": 4,
    "disputed": 3,
    "answered": 3,
    "claim": 2,
    "unknown": 2,
}
#: Single claims, open questions and further denials an hour: with a hundred reports, what a reader can follow. All
#: others stand in the page's lists, where nothing is left out.
HANDFUL = 6
#: The importance of these.
LESSER = 2
HOUR = timedelta(hours=1)
#: Two texts with this share of the words of the one in the other say the same.
ALIKE = 0.6


def updates(news: News, *, first: int, published: frozenset[str]) -> list[Update]:
    """The updates of a tick, the most important first, numbered from `first`; none whose keys are all published."""
    fresh = _new(major(news), published)
    chosen = [draft for draft in fresh if not draft.minor]
    cited = {name for draft in chosen for name in draft.cites}
    said = published | {key for draft in chosen for key in draft.keys}
    small = [*(d for d in fresh if d.minor), *lesser(news)]
    minor = [d for d in _new(small, frozenset(said)) if not set(d.cites) <= cited]
    alone = _alone(minor, news, taken=len(chosen))
    left = [draft for draft in minor if draft not in alone]
    whole: list[Draft] = []
    for draft in (*chosen, *alone):
        more = _more(draft, left, news)
        # A report tells one thing more, once.
        left = [other for other in left if more is None or other.report != more.report]
        whole.append(_with(draft, more) if more else draft)
    return [_update(draft, news, first + number) for number, draft in enumerate(whole)]


def _new(drafts: Iterable[Draft], published: frozenset[str]) -> list[Draft]:
    """The drafts that tell something that is not published; each thing once."""
    seen = set(published)
    found: list[Draft] = []
    for draft in drafts:
        if not set(draft.keys) <= seen:
            seen |= set(draft.keys)
            found.append(draft)
    return found


def _alone(minor: Sequence[Draft], news: News, *, taken: int) -> list[Draft]:
    """The best of the single claims and questions, no more in an hour than a reader can follow."""
    recent = sum(u.importance <= LESSER and news.tick.at - u.at < HOUR for u in news.published)
    room = max(0, HANDFUL - recent)
    # A tick does not use up what the rest of the hour may need, and says less where more important things happen.
    room = min(room, max(1, -(-room // 2) - taken // 2)) if room else 0
    best = sorted(minor, key=lambda d: (d.why != "disputed", -d.score, d.keys))
    reports: set[str | None] = set()
    found: list[Draft] = []
    for draft in best:
        if len(found) < room and draft.report not in reports:
            found.append(draft)
            reports.add(draft.report)
    return found


def _more(draft: Draft, left: Sequence[Draft], news: News) -> Draft | None:
    """The best other thing that the same report tells and no other update does; None where there is none."""
    if draft.report is None or draft.why in {"disputed", "correction"}:
        return None
    own = (same_claim(draft, news),)
    others = [
        other
        for other in left
        if other.report == draft.report
        and not set(other.cites) & set(draft.cites)
        and not _alike(other.text, draft.text)
        and other.keys != own
    ]
    return max(others, key=lambda d: (d.score, d.keys), default=None)


def _alike(one: str, other: str) -> bool:
    """Whether most words of the first stand in the second."""
    mine, theirs = (set(re.findall(r"\w+", fold(text.partition(": ")[2] or text))) for text in (one, other))
    return len(mine & theirs) > ALIKE * len(mine)


def _with(draft: Draft, more: Draft) -> Draft:
    return msgspec.structs.replace(
        draft,
        text=f"{ended(draft.text)} Also: {more.text}",
        cites=(*draft.cites, *more.cites),
        keys=(*draft.keys, *more.keys),
    )


def _update(draft: Draft, news: News, seq: int) -> Update:
    return msgspec.convert(
        {
            "seq": seq,
            "at": news.tick.at,
            "why": draft.why,
            "text": draft.text,
            "cites": tuple(dict.fromkeys(draft.cites)),
            "importance": LESSER if draft.minor else IMPORTANCE[draft.why],
            "corrects": draft.corrects,
            "key": AND.join(dict.fromkeys(draft.keys)),
        },
        Update,
    )


def keys(published: Iterable[Update]) -> frozenset[str]:
    """The keys of all that the updates tell."""
    return frozenset(key for update in published for key in update.key.split(AND))


__all__ = ["IMPORTANCE", "News", "keys", "updates"]
