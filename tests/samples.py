"""A small country, its sources, and reports of a minute: what many tests start from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tocsin.model import Report, Source, report

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
