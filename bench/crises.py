"""How the threads of the bundled crises compare with what a careful editor would have had.

python bench/crises.py [--misses] [CRISIS ...]; with --floors what was reached is written to bench/floors.toml, under
which tests/test_crises.py lets nothing fall. Raising a floor is a commit; lowering one needs a reason in that commit.
"""

from __future__ import annotations

import argparse
import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tocsin import SQLiteStore, load_watch, replay
from tocsin.expected import Score, score
from tocsin.gather import from_path
from tocsin.settings import Settings

HOME = Path(__file__).parents[1] / "crises"
FLOORS = Path(__file__).with_name("floors.toml")
NAMES = sorted(path.parent.name for path in HOME.glob("*/expected.toml"))
HEAD = """# What the bundled crises reached when they were last measured: right, of. Written by python bench/crises.py --floors.
# Raising a floor is a commit; lowering one needs a reason in that commit. The digest is of the crisis' files.
"""


def measured(name: str) -> Score:
    """Replay a bundled crisis in quarters of an hour and compare it with its expected.toml."""
    folder = HOME / name
    watch, store = load_watch(folder), SQLiteStore(":memory:")
    facts = list(from_path(folder, now=datetime.now(UTC), settings=Settings(), zone=watch.zone))
    for _ in replay(watch, store, facts, every=timedelta(minutes=15)):
        pass
    return score(folder / "expected.toml", store)


def digest(name: str) -> str:
    """SHA-256 of the files that a score depends on."""
    whole = hashlib.sha256()
    for file in ("watch.toml", "sources.jsonl", "reports.jsonl", "expected.toml"):
        whole.update((HOME / name / file).read_bytes())
    return whole.hexdigest()


def floor(name: str, found: Score) -> str:
    """One crisis as a table of floors.toml."""
    rows = [f"{what!r} = [{tally.right}, {tally.of}]" for what, tally in found.tallies.items()]
    return "\n".join([f'["{name}"]', f'digest = "{digest(name)}"', *rows]).replace("'", '"') + "\n"


def main() -> None:
    """Print the score of each crisis."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("crises", nargs="*", default=NAMES)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--floors", action="store_true")
    options = parser.parse_args()
    tables = []
    for name in options.crises:
        found = measured(name)
        print(name)
        print(found.text(misses=options.misses))
        tables.append(floor(name, found))
    if options.floors:
        FLOORS.write_text("\n".join([HEAD, *tables]), "utf-8")


if __name__ == "__main__":
    main()
