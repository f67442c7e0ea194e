"""How well the text of real article pages comes out, by the scoring of the article-extraction-benchmark.

    python bench/pages_intake.py PLACE      (the archive, or a folder with its ground-truth.json and html/*.html.gz)

Precision and recall count runs of four words, each page alike; skipped with a word where the folder is not there.
"""

from __future__ import annotations

import gzip
import json
import re
import statistics
import sys
import tarfile
import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from tocsin.gather.aside import Unfit
from tocsin.gather.drafts import Draft, is_web
from tocsin.gather.pages import article
from tocsin.model import Source

SOURCE = Source(id="page", name="page")
LATER = datetime(2030, 1, 1, tzinfo=UTC)


class Score(NamedTuple):
    """Mean over the pages."""

    precision: float
    recall: float
    f1: float
    pages: int
    lost: int


def extraction(folder: Path) -> Score:
    """The score of the texts that gather makes of the pages of a folder."""
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    pairs, lost = [], 0
    for name, told in sorted(truth.items()):
        url = told.get("url") or ""
        found = texts(gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()), url)
        lost += not found
        pairs.append(_page(told["articleBody"], found))
    precision = statistics.mean(p for p, _ in pairs)
    recall = statistics.mean(r for _, r in pairs)
    return Score(precision, recall, 2 * precision * recall / (precision + recall), len(pairs), lost)


def texts(raw: bytes, url: str) -> str:
    """What gather takes from one page, with the posts in it; nothing where it is put aside."""
    base = Draft(source=SOURCE, text="", url=url if is_web(url) else None, fetched=LATER)
    try:
        drafts = [draft for draft in article.drafts(raw, base, UTC) if isinstance(draft, Draft)]
    except Unfit:
        return ""
    return "\n".join(draft.text for draft in drafts)


def _page(truth: str, found: str) -> tuple[float, float]:
    wanted, got = _runs(truth), _runs(found)
    both = sum((wanted & got).values())
    if not got:
        return (1.0, 1.0) if not wanted else (0.0, 0.0)
    return both / sum(got.values()), both / sum(wanted.values()) if wanted else 1.0


def _runs(text: str, length: int = 4) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[at : at + length]) for at in range(max(1, len(words) - length + 1)))


def main() -> None:
    """Print the score of the folder or archive that is named on the command line."""
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else Path()
    with tempfile.TemporaryDirectory() as unpacked:
        if place.suffix == ".gz" and place.is_file():
            with tarfile.open(place) as files:
                files.extractall(unpacked, filter="data")
            place = Path(unpacked)
        if not (place / "ground-truth.json").exists():
            print("article pages: skipped, no ground-truth.json in", place)
            return
        score = extraction(place)
    print(
        f"article pages: F1 {score.f1:.3f} (precision {score.precision:.3f}, recall {score.recall:.3f}), "
        f"{score.pages} pages, {score.lost} without text"
    )


if __name__ == "__main__":
    main()
