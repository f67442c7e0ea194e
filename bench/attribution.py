"""Who said what, on PolNeAR's dev part, beside the best rule-based peer as published with the data.

python bench/attribution.py --data ../shared/data [--out PREDICTED.jsonl]
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import time
from pathlib import Path
from typing import Any

from tocsin.read.pointers import said

#: Gender Gap Tracker's extractor over spaCy's small parse, the figures of the data's README.
PEER = {
    "content chars": 0.671,
    "attributions @0.3": 0.546,
    "attributions @0.8": 0.359,
    "speaker": 0.843,
    "relations @0.8": 0.331,
}


def scorer(data: Path) -> Any:
    """The scorer that stands beside the data."""
    path = data.parent / "bench" / "score_attribution.py"
    spec = importlib.util.spec_from_file_location("score_attribution", path)
    if spec is None or spec.loader is None or not path.exists():
        raise SystemExit(f"{path}: the scorer is not beside the data")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> None:
    """Read, score, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    with gzip.open(options.data / "attribution" / "polnear.dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        gold = [json.loads(line) for line in lines]
    list(said(["Warm up, she said."]))
    began = time.perf_counter()
    found = list(said([article["text"] for article in gold]))
    took = time.perf_counter() - began
    predicted = [
        {
            "id": article["id"],
            "attributions": [{"source": a.source, "cue": a.cue, "content": a.content} for a in one],
        }
        for article, one in zip(gold, found, strict=True)
    ]
    if options.out:
        options.out.write_text("".join(json.dumps(row) + "\n" for row in predicted), "utf-8")
    score = scorer(options.data).score(gold, predicted)
    print(f"{'PolNeAR dev':<20} {'here':>7} {'peer':>7}")
    for name, value in score.items():
        if name != "counts":
            figure = value["f1"] if isinstance(value, dict) else value
            print(f"{name:<20} {figure:>7.3f} {PEER.get(name, float('nan')):>7.3f}")
    words = sum(len(article["text"].split()) for article in gold)
    print(f"{words / took:,.0f} words a second on one core")


if __name__ == "__main__":
    main()
