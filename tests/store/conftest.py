"""Every store implementation goes through the same suite: add its factory here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tocsin.store.contract import Store
from tocsin.store.sqlite import SQLiteStore

#: Opens the same database again each time it is called with the same folder.
FACTORIES: dict[str, Callable[[Path], Store]] = {"sqlite": lambda folder: SQLiteStore(folder / "thread.db")}


@pytest.fixture(params=sorted(FACTORIES))
def open_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """Opens one and the same database as often as a test wants."""
    opened: list[Store] = []

    def again() -> Store:
        opened.append(FACTORIES[request.param](tmp_path))
        return opened[-1]

    yield again
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store: Callable[[], Store]) -> Store:
    """An empty store."""
    return open_store()
