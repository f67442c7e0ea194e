"""Citations: a claim at its exact words, with the sentence around them and the chain of voices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from tocsin.assess.evidence import report_origin
from tocsin.model import Claim, Report, Source, Voice
from tocsin.publish.shown import Citation
from tocsin.read.credits import short
from tocsin.read.fold import fold


class Shelf:
    """The claims and reports of a thread, from which citations are made; each is made once."""

    def __init__(
        self,
        claims: Mapping[str, Claim],
        reports: Mapping[str, Report],
        sources: Mapping[str, Source],
        origins: Mapping[str, str],
        called: Mapping[int, str] | None = None,
    ) -> None:
        """`called`: by GeoNames id, the name that a place goes by; else each claim's own."""
        self._claims, self.reports, self._sources, self._origins = claims, reports, sources, origins
        self._called = called or {}
        self._wholes: dict[str, str] = {}
        self._made: dict[str, Citation] = {}

    def cite(self, names: Iterable[str]) -> tuple[Citation, ...]:
        """The citations of claims by their ids; an id that no claim has is left out."""
        return tuple(self._citation(claim) for claim in self.claims_of(names) if claim.report in self.reports)

    def claims_of(self, names: Iterable[str]) -> list[Claim]:
        """The claims of these ids that there are."""
        return [self._claims[name] for name in names if name in self._claims]

    def origin(self, claim: Claim) -> str:
        """What the claim's words go back to."""
        return report_origin(claim, self._origins)

    def _citation(self, claim: Claim) -> Citation:
        if claim.id not in self._made:
            self._made[claim.id] = self._make(claim)
        return self._made[claim.id]

    def _make(self, claim: Claim) -> Citation:
        report = self.reports[claim.report]
        source = self._sources.get(claim.source)
        whole = self._wholes.setdefault(report.id, report.whole)
        start, end = min(claim.sentence_start, claim.start), max(claim.sentence_end, claim.end)
        published = source.name if source else claim.source
        return Citation(
            claim=claim.id,
            report=report.external_id or report.id,
            report_id=report.id,
            source=claim.source,
            source_name=published,
            at=report.known,
            title=report.title,
            url=web_address(report.url),
            language=claim.language,
            start=claim.start,
            end=claim.end,
            text=claim.text,
            before=whole[start : claim.start],
            after=whole[claim.end : end],
            voices=chain(claim, published),
            stance=claim.stance,
            hedged=claim.hedged,
            kind=claim.kind,
            origin=self.origin(claim),
            background=claim.background,
            place=self._place(claim),
            actors=claim.actors,
        )

    def _place(self, claim: Claim) -> str | None:
        where = claim.location
        return self._called.get(where.geonames or 0, where.name) if where else None


def chain(claim: Claim, published: str) -> tuple[str, ...]:
    """Through whom a claim has come, the outlet first and the speaker last."""
    names = [published]
    for voice in claim.voices:
        name = spoken(voice)
        before = {fold(names[-1]), fold(short(names[-1])), fold(names[-1]).lstrip("@")}
        if name and not {fold(name), fold(voice.who or "")} & before:
            names.append(name)
    return tuple(names)


def spoken(voice: Voice) -> str:
    """A speaker as the report names him; a pronoun or a bare surname by the full name."""
    name = " ".join(voice.name.split())
    if voice.who and voice.who[:1].isupper() and len(name.split()) < 2:
        name = voice.who
    return f"{name}, on {voice.medium}" if voice.medium and fold(voice.medium) not in fold(name) else name


def web_address(url: str | None) -> str | None:
    """The address if a reader can safely follow it: http or https with a host; else None."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None
