"""Which entries of a feed share a name that is not theirs alone: one id for all, one link for all."""

from __future__ import annotations

from collections import defaultdict

import msgspec

from tocsin.gather.drafts import Draft
from tocsin.model import digest


def told_apart(drafts: list[Draft]) -> list[Draft]:
    """The drafts with a name for each of those that share one though they say different things.

    Entries that stand in a feed side by side are no revisions of each other, however alike their words: an id or a
    link that several have names none of them. The same words twice under one name stay one entry told twice.
    """
    said: defaultdict[str, set[str]] = defaultdict(set)
    for draft in drafts:
        if draft.name:
            said[draft.name].add(_words(draft))
    return [_own(draft) if draft.name and len(said[draft.name]) > 1 else draft for draft in drafts]


def _own(draft: Draft) -> Draft:
    return msgspec.structs.replace(draft, external_id=f"{draft.name}#{digest(_words(draft), size=8)}")


def _words(draft: Draft) -> str:
    return " ".join(f"{draft.title} {draft.text}".split())
