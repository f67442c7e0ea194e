"""Words for probabilities: the expressions of ICD 203 (US Intelligence Community Directive 203, 2015)."""

from __future__ import annotations

_BANDS = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (1.01, "almost certain"),
)


def expression(probability: float) -> str:
    """The ICD 203 expression of a probability."""
    return next(words for bound, words in _BANDS if probability < bound)
