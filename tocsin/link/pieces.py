"""A report ready to be compared: its words, its keys in the index, and who may have credited it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

import msgspec

from tocsin.link import index
from tocsin.link.passages import Body, body, pattern
from tocsin.model import Report, Source
from tocsin.read.credits import short
from tocsin.read.fold import fold
from tocsin.read.language import language_of

HEARSAY_MOST = 8  # sentences: a longer text does more than pass on
OFFICIAL = frozenset({"ministry", "military", "party"})
_BESIDE = (
    r"(?:'s)? (?:reporters?|journalists?|photographers?|correspondents?|crew|team|producer|"
    r"reached|found|counted|visited|spoke)"
)
_OWN = (
    r"(?:told|tells|journalistes?|periodistas?|jornalistas?|reporter\w*|reporters? of|fotograf[oa]|photographe|"
    r"dit a|dijo a|joint par|a declare a|confided? to)"
)


class Piece(msgspec.Struct, frozen=True):
    """A report ready to be compared."""

    report: Report
    source: Source | None
    text: Body
    folded: str
    language: str
    names: frozenset[str]
    """The folded names by which its source is credited."""

    @property
    def kind(self) -> str:
        """The kind of its source; an outlet where that is not known."""
        return self.source.kind if self.source else "outlet"

    @property
    def party(self) -> bool:
        """Whether it speaks for itself: a ministry, a party, an army, or whoever else is on a side."""
        return self.source is not None and party(self.source)

    @property
    def hearsay(self) -> bool:
        """Whether it only passes on: an unknown account's post, or one that names posts as all that it rests on."""
        if self.present or pattern("contrary").search(self.folded):
            return False
        if self.source is not None and self.source.unvouched:
            return True
        long = len(self.text.sentences) > HEARSAY_MOST or self.kind == "agency"
        return not long and bool(pattern("hearsay").search(self.folded))

    @property
    def present(self) -> bool:
        """Whether its newsroom says that it was there itself."""
        return bool(pattern("present").search(self.folded)) or _saw(self.names, self.folded)

    def tells_of(self, other: Piece) -> bool:
        """Whether it names the other's source, which is not its own."""
        return self.report.source != other.report.source and any(
            _named(name, self.folded) for name in other.names
        )

    def names_source(self, source: Source) -> bool:
        """Whether it names a source."""
        return any(_named(name, self.folded) for name in _names(source.name))


def party(source: Source) -> bool:
    """Whether a source speaks for itself or for a side."""
    return source.kind in OFFICIAL or source.side is not None


class Keys(msgspec.Struct, frozen=True):
    """Under what a report is found again."""

    runs: tuple[int, ...]
    pairs: tuple[int, ...]
    names: dict[int, str]

    @classmethod
    def of(cls, text: Body) -> Keys:
        """The keys of a text."""
        runs = index.sampled(index.key(run) for run in text.runs)
        return cls(tuple(runs), tuple(index.pairs(text)), index.names(text))

    @property
    def every(self) -> list[int]:
        """All keys."""
        return [*self.runs, *self.pairs, *self.names]

    def entered(self, common: set[int], origin: Report | None) -> list[int]:
        """Those that are entered: what a copy has from its origin is there already, and of common names enough are."""
        known = set(Keys.of(body(origin.text)).every) if origin else set()
        kept = [value for value in (*self.runs, *self.pairs) if value not in known]
        return kept + [value for value in self.names if value not in known and value not in common]


def piece_of(report: Report, sources: Mapping[str, Source]) -> Piece:
    source = sources.get(report.source)
    return Piece(
        report=report,
        source=source,
        text=body(report.text),
        folded=fold(report.whole),
        language=language_of(report),
        names=_names(source.name if source else report.source),
    )


@lru_cache(maxsize=4096)
def _names(name: str) -> frozenset[str]:
    """The folded names by which a source is credited; a name of one short word is too common to be one."""
    plain = {fold(name).lstrip("@"), fold(short(name))}
    return frozenset(one.removeprefix("the ") for one in plain if len(one) > 3)


@lru_cache(maxsize=4096)
def handles_of(name: str) -> frozenset[str]:
    return frozenset({fold(name).lstrip("@"), fold(short(name)), fold(name).replace(" ", "")})


def _named(name: str, folded: str) -> bool:
    """Whether a folded text names a source."""
    at = folded.find(name)
    while at >= 0:
        end = at + len(name)
        if not (at and folded[at - 1].isalnum()) and not (end < len(folded) and folded[end].isalnum()):
            return True
        at = folded.find(name, end)
    return False


def _saw(names: frozenset[str], folded: str) -> bool:
    """Whether a text says of its own newsroom that it saw or was told."""
    return any(
        re.search(
            rf"\b{re.escape(name)}{_BESIDE}\b|\b{_OWN} (?:de |del |of |the )?{re.escape(name)}\b", folded
        )
        for name in names
        if name in folded
    )
