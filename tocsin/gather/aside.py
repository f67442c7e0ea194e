"""What cannot be taken in is put aside, with its reason, and the rest goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TypeVar

from tocsin.errors import Reason
from tocsin.model import Quarantine

T = TypeVar("T")
TOLD = 5  # rows of one input that are told singly for each reason; of the others the number is
SAMPLE = 120  # characters: enough to recognise an item by, too few to fill the journal


class Unfit(Exception):
    """One item or source that cannot be taken in; `detail` says what is wrong and what mends it.

    The detail holds no times or counters: the same failure must be the same entry on every pass.
    """

    def __init__(self, reason: Reason, detail: str, sample: str = "") -> None:
        super().__init__(detail)
        self.reason: Reason = reason
        self.detail = detail
        self.sample = sample

    def at(self, where: str) -> Quarantine:
        """The entry for the journal."""
        return Quarantine(
            where=printable(where),
            reason=self.reason,
            detail=printable(self.detail),
            sample=shown(self.sample),
        )


def shown(item: str) -> str:
    """The first characters of an item, safe to store and to print."""
    return printable(item[:SAMPLE])


def printable(text: str) -> str:
    """The text without control characters and lone surrogates (file names and hostile input have both)."""
    kept = "".join(c if c.isprintable() else " " for c in text)
    return kept.encode("utf-8", "replace").decode()


def in_few_words(found: Iterable[T], where: str) -> Iterator[T | Quarantine]:
    """The same facts; of what is put aside the first TOLD for each reason, and how many there were beyond."""
    counted: Counter[Reason] = Counter()
    for fact in found:
        if isinstance(fact, Quarantine):
            counted[fact.reason] += 1
            if counted[fact.reason] > TOLD:
                continue
        yield fact
    for reason, number in counted.items():
        if number > TOLD:
            yield Unfit(reason, f"and {number - TOLD} more rows for this reason").at(where)
