"""Who speaks as whom: a name that a feed's entry or a push gives is a claim, and borrows nothing.

Such a name gets an id below the one who gives it ("search-es/reuters", "pushed/reuters"), which no source of
the watch has; it is shown as passed on, is of the kind "claimed", and belongs to who gives it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tocsin.gather.drafts import slug
from tocsin.gather.text.clean import clean
from tocsin.model import Source

PUSHED = "pushed"
LONGEST = 120  # characters of a name
Speaker = Callable[[Source], Source]
"""Who it is that says to be a source."""


def passed_on(name: str, by: Source, site: str | None = None) -> Source:
    """The outlet that an entry of another's feed names."""
    return Source(
        id=f"{by.id}/{slug(name)}",
        name=f"{_line(name)} (as passed on by {by.name})",
        kind="claimed",
        owner=by.owner or by.id,
        url=site,
    )


def _line(name: str) -> str:
    """A name on one line, of bounded length."""
    return " ".join(clean(name[: 4 * LONGEST]).split())[:LONGEST]


def as_named(source: Source) -> Source:
    """The source itself: for what the operator brings in."""
    return source


def pushed(vouched: Iterable[str]) -> Speaker:
    """For what is sent to the API: as itself only one whose token came with it, else as somebody who says so."""
    known = frozenset(vouched)

    def speaker(source: Source) -> Source:
        if source.id in known:
            return source
        name = f"{_line(source.name)} (pushed, not verified)"
        return Source(
            id=f"{PUSHED}/{_line(source.id)}", name=name, kind="claimed", owner=PUSHED, url=source.url
        )

    return speaker
