"""Every store implementation goes through the same suite: add its factory here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tocsin.store.contract import Store
from tocsin.store.sqlite import SQLiteStore

#: Opens the same database again each time it is called with the same folder.
FACTORIES: dict[str, Callable[[Path], Store]] = {"sqlite": lambda folder: SQLiteStore(folder / "thread.db")}


@pytest.fixture(scope="session", params=sorted(FACTORIES))
def factory(request: pytest.FixtureRequest) -> Callable[[Path], Store]:
    """Opens the database of a folder; every test goes through each of them."""
    return FACTORIES[request.param]


@pytest.fixture
def open_store(factory: Callable[[Path], Store], tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """Opens one and the same database as often as a test wants."""
    opened: list[Store] = []

    def again() -> Store:
        opened.append(factory(tmp_path))
        return opened[-1]

    yield again
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store: Callable[[], Store]) -> Store:
    """An empty store."""
    return open_store()
