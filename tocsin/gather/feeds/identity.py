"""Which entries of a feed share a name that is not theirs alone: one id for all, one link for all."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import msgspec

from tocsin.gather.drafts import Draft
from tocsin.model import digest
from tocsin.store.revisions import near

_EVERY = (
    3  # entries of a feed that all share a name, from which on it is the template's and names none of them
)


def told_apart(drafts: list[Draft]) -> list[Draft]:
    """The drafts with a name for each of those that share one though they say different things.

    An id or a link that all or unlike entries of a feed have names none of them. Where one is told again, later and
    in nearly the same words, it is a revision: its name stays, and the latest stands first as in any feed. The same
    words twice under one name stay one entry told twice.
    """
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, draft in enumerate(drafts):
        if draft.name:
            places[draft.name].append(place)
    found = list(drafts)
    for shared in places.values():
        alike = [drafts[place] for place in shared]
        if len({_words(draft) for draft in alike}) < 2:
            continue
        states = _states(alike) if len(shared) < max(len(drafts), _EVERY) else None
        for place, draft in zip(shared, states or map(_own, alike), strict=True):
            found[place] = draft
    return found


def _states(drafts: list[Draft]) -> list[Draft] | None:
    """The drafts as states of one text, the latest first; None where they are no such thing."""
    dated = [(draft.published, draft) for draft in drafts if draft.published]
    if len(dated) < len(drafts):
        return None
    dated.sort(key=lambda each: each[0], reverse=True)
    kept = all(
        later > earlier and near(one.text or one.title, other.text or other.title)
        for (later, one), (earlier, other) in pairwise(dated)
    )
    return [draft for _, draft in dated] if kept else None


def _own(draft: Draft) -> Draft:
    return msgspec.structs.replace(draft, external_id=f"{draft.name}#{digest(_words(draft), size=8)}")


def _words(draft: Draft) -> str:
    return " ".join(f"{draft.title} {draft.text}".split())
