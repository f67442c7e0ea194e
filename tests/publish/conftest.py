"""Fixtures of the publish tests: a small thread put together by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from .thread_by_hand import Small


@pytest.fixture
def small() -> Small:
    """The thread of thread_by_hand, in memory."""
    return Small()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """The thread of thread_by_hand, in a file."""
    path = tmp_path / "thread.db"
    Small(path).store.close()
    return path
