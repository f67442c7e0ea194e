"""What many tests start from: a small country, its sources, reports of a minute, and the bundled crises."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from tocsin import settings, watch
from tocsin.gather import from_path
from tocsin.model import Report, Source, report
from tocsin.store.contract import Fact
from tocsin.watch import Watch

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
SOURCES = (
    Source(id="wire", name="Sahel Press", kind="agency", country="ML"),
    Source(id="radio", name="Radio Djoliba", kind="broadcaster", country="ML"),
    Source(id="paper", name="Le Fleuve", kind="newspaper", country="ML"),
    Source(id="ministry", name="Ministry of Defence", kind="ministry", country="ML", side="government"),
    Source(id="alert", name="@alert", kind="account"),
)


def said(text: str, minutes: float = 0, source: str = "wire", **fields: object) -> Report:
    """A report of so many minutes after noon."""
    at = NOON + timedelta(minutes=minutes)
    return report(source, text, published=at, fetched=at, **fields)


CRISES = Path(__file__).parents[1] / "crises"


@cache
def facts_of(name: str) -> tuple[Watch, tuple[Fact, ...]]:
    """The watch and the recorded facts of a bundled crisis."""
    folder = CRISES / name
    following = watch.load(folder)
    facts = from_path(folder, now=datetime.now(UTC), settings=settings.load({}), zone=following.zone)
    return following, tuple(facts)
