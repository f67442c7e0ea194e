"""How much a text would tell a reader."""

from __future__ import annotations

from tocsin.model import Claim, Source


def worth(claim: Claim, whole: str | None, source: Source | None) -> float:
    """To come."""
    return 0.0 * len(whole or claim.text) * (source is None)
