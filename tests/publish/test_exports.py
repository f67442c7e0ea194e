"""The exports keep their contract: documented keys, exact characters, names that the input gave."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from tocsin.errors import InputError
from tocsin.publish.exports import FORMATS, WHAT, export, write

from .thread_by_hand import Small, alone, at, claim, drawn, empty, made

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "how-to" / "export.md"


def _documented() -> dict[str, list[str]]:
    """The keys of each noun as the documentation lists them, in its order."""
    found: dict[str, list[str]] = {}
    for section in re.split(r"^## ", DOCUMENTATION.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        name, _, body = section.partition("\n")
        if keys := re.findall(r"^\| `(\w+)` \|", body, flags=re.MULTILINE):
            found[name.strip().lower()] = keys
    return found


def _rows(small: Small, what: str, **options: object) -> list[dict[str, object]]:
    return list(export(small.store, what, **options))


@pytest.mark.parametrize("what", WHAT)
def test_the_documented_keys_are_the_real_ones(small: Small, what: str) -> None:
    documented = _documented()
    rows = _rows(small, what)
    assert rows, f"the thread of the tests has no {what}"
    keys = documented["claims"] + documented[what] if what == "unknowns" else documented[what]
    for row in rows:
        assert list(row) == keys


@pytest.mark.parametrize("what", WHAT)
def test_every_row_is_plain_json(small: Small, what: str) -> None:
    for row in _rows(small, what):
        assert json.loads(json.dumps(row)) == row


def test_a_claim_is_the_exact_characters_of_the_report_that_it_names(small: Small) -> None:
    wholes = {row["external_id"]: row for row in _rows(small, "reports")}
    for row in _rows(small, "claims"):
        report = wholes[row["report"]]
        whole = f"{report['title']}\n\n{report['text']}" if report["title"] else report["text"]
        assert whole[row["start"] : row["end"]] == row["text"]
        assert report["id"] == row["report_id"]


def test_a_report_without_a_name_goes_by_its_id() -> None:
    plain, store = made("ap", "Shots were heard.", None, 1), empty()
    drawn(store, 5, [plain], [claim(plain, "Shots were heard", id="c1"), *alone(plain)])
    (row,) = export(store, "claims")
    assert row["report"] == row["report_id"] == plain.id


def test_voices_come_outermost_first_with_their_characters(small: Small) -> None:
    row = next(row for row in _rows(small, "claims") if row["id"] == small.denies.id)
    (voice,) = row["voices"]
    assert small.denial.whole[voice["start"] : voice["end"]] == voice["name"] == "Vladimir Padrino"


def test_an_unknown_is_open_until_it_is_answered(small: Small) -> None:
    (before,) = _rows(small, "unknowns", as_of=at(6))
    (after,) = _rows(small, "unknowns")
    assert (before["open"], before["answered_by"]) == (True, None)
    assert (after["open"], after["answered_by"]) == (False, small.thirty.id)


def test_links_of_reports_use_their_names(small: Small) -> None:
    copies = [row for row in _rows(small, "links") if row["relation"] == "copy_of"]
    assert [(row["left"], row["right"], row["left_id"]) for row in copies] == [("r2", "r1", small.reprint.id)]


def test_origins_say_how_they_are_known(small: Small) -> None:
    rows = {row["reports"][0]: row for row in _rows(small, "origins")}
    assert rows["r1"]["reports"] == ["r1", "r2"]
    assert rows["r1"]["rule"] == "same-words"
    assert rows["r3"]["rule"] == "single"


def test_signs_not_seen_are_exported_as_such(small: Small) -> None:
    rows = {row["sign"]: row for row in _rows(small, "signs")}
    assert rows["site-seized"]["first_report"] == "r1"
    assert rows["site-seized"]["state"] == "refuted"
    assert rows["new-leader"]["state"] == "not-seen"
    assert rows["new-leader"]["first_at"] is None


def test_looking_back_exports_what_was_there_then(small: Small) -> None:
    assert len(_rows(small, "reports", as_of=at(7))) == 3
    assert len(_rows(small, "updates", as_of=at(7))) == 1
    assert _rows(small, "claims", as_of=at(-60)) == []


def test_an_unknown_noun_or_format_is_said_at_once(small: Small) -> None:
    with pytest.raises(InputError, match="choose one of claims"):
        export(small.store, "rumours")
    with pytest.raises(InputError, match="jsonl, csv"):
        write([], io.StringIO(), "xml")


@pytest.mark.parametrize("what", WHAT)
def test_csv_and_json_lines_hold_the_same_rows(small: Small, what: str) -> None:
    lines, table = io.StringIO(), io.StringIO()
    write(export(small.store, what), lines, "jsonl")
    write(export(small.store, what), table, "csv")
    rows = [json.loads(line) for line in lines.getvalue().splitlines()]
    cells = list(csv.DictReader(io.StringIO(table.getvalue())))
    assert [list(row) for row in cells] == [list(row) for row in rows]
    for row, cell in zip(rows, cells, strict=True):
        for key, value in row.items():
            if isinstance(value, list | dict):
                assert json.loads(cell[key]) == value


def test_a_formula_in_a_post_does_not_run_in_a_spreadsheet() -> None:
    handle = io.StringIO()
    write([{"text": '=HYPERLINK("http://evil.example")', "n": -1.5, "hedged": True}], handle, "csv")
    (row,) = csv.DictReader(io.StringIO(handle.getvalue()))
    assert row == {"text": '\'=HYPERLINK("http://evil.example")', "n": "-1.5", "hedged": "true"}


def test_every_noun_and_format_is_documented() -> None:
    text = DOCUMENTATION.read_text("utf-8")
    assert set(_documented()) == set(WHAT)
    assert all(name in text for name in FORMATS)
