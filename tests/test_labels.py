"""The labelled items that the reader is to learn from are whole, and no happening stands in two parts."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

LABELS = Path(__file__).parents[1] / "train" / "labels"
DATA = Path(__file__).parents[2] / "shared" / "data"


@pytest.fixture(scope="module")
def items():
    sys.path.insert(0, str(LABELS))
    try:
        import items
    finally:
        sys.path.remove(str(LABELS))
    return items


def test_every_label_stands_in_its_text_and_is_of_the_list():
    done = subprocess.run([sys.executable, LABELS / "check.py"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]


def test_words_that_do_not_stand_in_the_text_are_told_with_their_line(tmp_path):
    item = json.loads((LABELS / "en.jsonl").read_text("utf-8").splitlines()[0])
    item["tells"] = [
        {"kind": "war", "polarity": "yes", "when": "now", "by": "unknown", "hedged": False, "words": "Mars"}
    ]
    (tmp_path / "wrong.jsonl").write_text(json.dumps(item))
    command = [sys.executable, LABELS / "check.py", tmp_path / "wrong.jsonl"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (
        done.returncode == 1 and "wrong.jsonl:1: these words do not stand in the text: 'Mars'" in done.stdout
    )


def test_all_versions_of_one_happening_are_in_one_part(items):
    parts = defaultdict(set)
    for item in items.written():
        parts[item["base"]].add(items.part(item))
    assert len(parts) > 1000 and all(len(found) == 1 for found in parts.values())


def test_real_passages_are_cut_from_their_files(items):
    if not (DATA / "liveblogs").is_dir():
        pytest.skip("the real texts lie beside the project, and not here")
    found = [item for item in items.real(DATA) if "zimbabwe" in item["file"]]
    assert found and all(item["text"].strip() == item["text"] for item in found)
    assert all(told["words"] in item["text"] for item in found for told in item["tells"])
