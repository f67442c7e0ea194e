"""How the threads of the bundled crises compare with what a careful editor would have had.

python bench/crises.py [--misses] [CRISIS ...]
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tocsin import SQLiteStore, load_watch, replay
from tocsin.expected import score
from tocsin.gather import from_path
from tocsin.settings import Settings

HOME = Path(__file__).parent.parent / "crises"


def main() -> None:
    """Print the score of each crisis."""
    names = [name for name in sys.argv[1:] if name != "--misses"]
    for folder in (
        sorted(HOME / name for name in names)
        if names
        else sorted(p.parent for p in HOME.glob("*/expected.toml"))
    ):
        watch = load_watch(folder)
        facts = list(from_path(folder, now=datetime.now(UTC), settings=Settings(), zone=watch.zone))
        store = SQLiteStore(":memory:")
        for _ in replay(watch, store, facts, every=timedelta(minutes=15)):
            pass
        print(folder.name)
        print(score(folder / "expected.toml", store).text(misses="--misses" in sys.argv))


if __name__ == "__main__":
    main()
