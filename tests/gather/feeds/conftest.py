"""Feeds as bytes, read into drafts without a network."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tocsin.gather.drafts import Draft, Intake
from tocsin.gather.feeds import entries
from tocsin.model import Source
from tocsin.settings import Settings

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
SPACES = (
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"'
    ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
INTAKE = Intake(now=NOW, settings=Settings(), zone=UTC)


def rss(items: str, *, spaces: str = SPACES, head: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    """An RSS feed around some items."""
    channel = f"<channel><title>Desk</title><link>https://desk.example/home</link>{items}</channel>"
    return f'{head}\n<rss version="2.0"{spaces}>{channel}</rss>'


def drafts_of(feed: str | bytes, charset: str | None = None, url: str | None = None) -> list[Draft]:
    """The drafts of a feed in the order in which its entries stand."""
    raw = feed.encode() if isinstance(feed, str) else feed
    found = entries.drafts(raw, Source(id="desk", name="Desk"), INTAKE, charset, url)
    return [draft for draft in found if isinstance(draft, Draft)][::-1]


@pytest.fixture
def read():
    return drafts_of


@pytest.fixture
def words():
    """Title and text of the one entry with these elements."""

    def reading(item: str, **given: str) -> tuple[str, str]:
        (draft,) = drafts_of(rss(f"<item>{item}</item>", **given))
        return draft.title, draft.text

    return reading
