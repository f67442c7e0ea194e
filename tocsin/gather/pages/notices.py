"""Notices that stand in an article's place: consent, checks, locks, errors, maintenance."""

from __future__ import annotations


def is_notice(title: str, text: str) -> bool:
    """Whether a page says only that it cannot be read."""
    del title, text
    return False
