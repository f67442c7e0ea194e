"""The bundled crises end with the right answer, and no later change makes them read worse."""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path

import pytest

from tocsin import watch

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "bench"))
from crises import FLOORS, digest, measured  # noqa: E402 - the bench measures, the test only compares

NAMES = sorted(p.name for p in (ROOT / "crises").iterdir() if p.is_dir())


def rows(name, file):
    return [
        json.loads(line) for line in (ROOT / "crises" / name / file).read_text("utf-8").splitlines() if line
    ]


def floors(name):
    return tomllib.loads(FLOORS.read_text("utf-8"))[name]


@pytest.mark.parametrize("name", NAMES)
def test_a_crisis_reads_at_least_as_well_as_when_it_was_last_measured(name):
    least = floors(name)
    assert least.pop("digest") == digest(name), (
        "the crisis was changed: measure it anew (python bench/crises.py --floors)"
    )
    found = measured(name)
    assert found.outcome
    for what, (right, of) in least.items():
        tally = found.tallies[what]
        assert tally.of == of or what.startswith("copies right")
        assert tally.right / tally.of >= right / of, (what, tally.misses)


@pytest.mark.parametrize("name", NAMES)
def test_a_crisis_says_that_it_is_written_and_its_outlets_are_invented(name):
    about = (ROOT / "crises" / name / "README.md").read_text("utf-8").lower()
    assert "invented" in about and "written" in about


@pytest.mark.parametrize("name", NAMES)
def test_all_that_is_expected_is_in_the_reports(name):
    expected = tomllib.loads((ROOT / "crises" / name / "expected.toml").read_text("utf-8"))
    texts = {r["id"]: f"{r.get('title') or ''}\n\n{r['text']}" for r in rows(name, "reports.jsonl")}
    assert expected["outcome"] in {"calm", "failed", "seized", "tension"}
    for part in ("claims", "unknowns"):
        for row in expected[part]:
            assert row["words"] in texts[row["report"]], row


@pytest.mark.parametrize("name", NAMES)
def test_a_crisis_has_reports_with_sources_and_true_times(name):
    sources = {row["id"] for row in rows(name, "sources.jsonl")}
    reports = rows(name, "reports.jsonl")
    assert len(reports) >= 60 and len({r["id"] for r in reports}) == len(reports)
    assert {r["source"] for r in reports} <= sources and len(sources) >= 12
    assert all(r["published"][-6] in "+-" for r in reports), "times have their offset"
    assert watch.load(ROOT / "crises" / name).timezone != "UTC"


def test_caracas_is_told_in_two_languages_by_many_kinds_of_sources():
    reports, sources = (
        rows("caracas-2019-04-30", "reports.jsonl"),
        rows("caracas-2019-04-30", "sources.jsonl"),
    )
    assert len(reports) >= 100
    assert sum(r["language"] == "es" for r in reports) >= 15
    assert len({s["kind"] for s in sources}) >= 7
