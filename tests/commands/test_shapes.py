"""What commands print keeps its shape: keys, numbers, files, and what was put in comes out by its name."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tocsin.assess.playbook import load
from tocsin.model import STATES
from tocsin.publish.exports import WHAT

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "how-to" / "export.md"
QUESTION = ("--question", "Has a coup begun in Mali?", "--country", "ML")


def documented(what):
    """The keys of a noun as the documentation lists them."""
    sections = re.split(r"^## ", DOCUMENTATION.read_text("utf-8"), flags=re.MULTILINE)
    body = next(s for s in sections if s.lower().startswith(what + "\n"))
    return re.findall(r"^\| `(\w+)` \|", body, flags=re.MULTILINE)


def rows(done):
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("what", WHAT)
def test_the_exports_of_a_real_thread_have_exactly_the_documented_keys(tocsin, thread, what):
    keys = [*(documented("claims") if what == "unknowns" else []), *documented(what)]
    found = rows(tocsin("export", "--db", thread, "--what", what))
    assert found or what == "disputes"  # nothing is disputed in these four reports
    assert all(list(row) == keys for row in found)


@pytest.mark.parametrize("what", WHAT)
def test_a_file_holds_what_standard_output_shows(tocsin, thread, tmp_path, what):
    target = tmp_path / "rows.csv"
    assert tocsin("export", "--db", thread, "--what", what, "--format", "csv", "--out", target).exit_code == 0
    shown = tocsin("export", "--db", thread, "--what", what, "--format", "csv").stdout
    assert target.read_bytes().decode("utf-8") == shown
    assert len(list(csv.DictReader(io.StringIO(shown)))) == len(
        rows(tocsin("export", "--db", thread, "--what", what))
    )


def test_an_export_as_of_a_time_has_nothing_that_came_later(tocsin, thread):
    then = rows(tocsin("export", "--db", thread, "--what", "reports", "--as-of", "2024-05-01T06:40:00Z"))
    assert [row["external_id"] for row in then] == ["a1", "a2"]
    assert (
        rows(tocsin("export", "--db", thread, "--what", "reports", "--as-of", "2024-04-01T00:00:00Z")) == []
    )


def test_the_names_of_the_input_lead_through_every_noun(tocsin, thread):
    names = {"a1", "a2", "a3", "a4"}
    origins = rows(tocsin("export", "--db", thread, "--what", "origins"))
    assert sorted(name for row in origins for name in row["reports"]) == sorted(names)
    assert ["a1", "a2"] in [row["reports"] for row in origins]
    signs = rows(tocsin("export", "--db", thread, "--what", "signs"))
    assert {row["first_report"] for row in signs} <= names | {None} and any(r["first_report"] for r in signs)
    copies = [
        r for r in rows(tocsin("export", "--db", thread, "--what", "links")) if r["relation"] == "copy_of"
    ]
    assert [(r["left"], r["right"]) for r in copies] == [("a2", "a1")]


def test_updates_cite_claims_that_are_there(tocsin, thread):
    claims = {row["id"] for row in rows(tocsin("export", "--db", thread, "--what", "claims"))}
    updates = rows(tocsin("export", "--db", thread, "--what", "updates"))
    assert [row["seq"] for row in updates] == list(range(1, len(updates) + 1))
    assert all(set(row["cites"]) <= claims for row in updates) and any(row["cites"] for row in updates)


def test_the_board_has_every_sign_of_the_playbook_seen_or_not(tocsin, thread):
    signs = rows(tocsin("export", "--db", thread, "--what", "signs"))
    assert [row["sign"] for row in signs] == [sign.id for sign in load("coup").signs]
    assert {row["state"] for row in signs} >= {"not-seen", "reported"}


def test_the_page_as_json_parses_and_answers_the_same_as_its_text(tocsin, thread):
    page = json.loads(tocsin("thread", "--db", thread, "--json").stdout)
    text = tocsin("thread", "--db", thread).stdout
    assert "Has a coup begun in Mali?" in text and "Has a coup begun in Mali?" in json.dumps(page)
    then = json.loads(tocsin("thread", "--db", thread, "--json", "--as-of", "2024-05-01T06:40:00Z").stdout)
    assert then != page and "Sanogo" in json.dumps(page) and "Sanogo" not in json.dumps(then)


def test_the_explanation_as_json_adds_up(tocsin, thread):
    found = json.loads(tocsin("explain", "--db", thread, "--json").stdout)
    assert tuple(found["states"]) == STATES == tuple(found["course_24h"])
    assert found["prior"] + sum(move["change"] for move in found["moves"]) == pytest.approx(
        found["begun"], abs=1e-9
    )
    evidence = {row["id"] for row in rows(tocsin("export", "--db", thread, "--what", "evidence"))}
    assert {name for move in found["moves"] for name in move["evidence"]} == evidence


def test_the_explanation_prints_the_ledger_with_rule_weight_and_reason(tocsin, thread):
    text = tocsin("explain", "--db", thread).stdout
    shown = set(re.findall(r"\[(coup/[\w-]+@\d+)\]", text))
    ledger = {row["rule"] for row in rows(tocsin("export", "--db", thread, "--what", "evidence"))}
    assert shown == ledger - {"passage-of-time"}
    assert re.search(r"weight \d\.\d\d \(.+\)", text) and "Time alone" in text


def test_an_explanation_as_of_a_time_is_of_that_time(tocsin, thread):
    then = json.loads(tocsin("explain", "--db", thread, "--json", "--as-of", "2024-05-01T06:40:00Z").stdout)
    assert then["at"] <= "2024-05-01T06:40:00+00:00"


def test_without_a_sign_or_an_origin_can_be_asked_too(tocsin, thread):
    row = next(r for r in rows(tocsin("export", "--db", thread, "--what", "evidence")) if r["sign"])
    for name in (row["sign"], row["origin"], row["source"]):
        done = tocsin("explain", "--db", thread, "--without", name)
        assert done.exit_code == 0 and "instead of" in done.stdout


def test_rebuild_prints_the_digest_alone_on_standard_output(tocsin, thread):
    first, second = tocsin("rebuild", "--db", thread), tocsin("rebuild", "--db", thread)
    assert re.fullmatch(r"[0-9a-f]{64}\n", first.stdout) and first.stdout == second.stdout


def test_each_line_of_a_replay_is_in_time_and_counts_up(tocsin, folder, tmp_path):
    target = tmp_path / "steps.jsonl"
    assert tocsin("replay", folder, *QUESTION, "--every", "30m", "--jsonl", target).exit_code == 0
    steps = [json.loads(line) for line in target.read_text().splitlines()]
    assert [s["at"] for s in steps] == sorted({s["at"] for s in steps})
    assert [s["reports"] for s in steps] == sorted(s["reports"] for s in steps)
    for step in steps:
        assert set(step) == {"at", "states", "leading", "reports", "origins"}
        assert step["leading"] == max(STATES, key=lambda state: step["states"][state])
        assert step["origins"] <= step["reports"]


def test_a_replay_into_a_database_is_the_thread_that_other_commands_show(tocsin, folder, tmp_path):
    target, database = tmp_path / "steps.jsonl", tmp_path / "t.db"
    tocsin("replay", folder, *QUESTION, "--every", "1h", "--db", database, "--jsonl", target)
    last = json.loads(target.read_text().splitlines()[-1])
    found = rows(tocsin("export", "--db", database, "--what", "assessments"))[-1]
    assert (found["at"], found["leading"], found["reports"]) == (last["at"], last["leading"], last["reports"])
    assert found["states"] == pytest.approx(last["states"], abs=1e-6)


def test_an_update_that_an_editor_holds_back_is_not_exported(tocsin, folder, tmp_path):
    (folder / "watch.toml").write_text(
        'question = "Has a coup begun in Mali?"\npublish = "editor"\n[place]\ncountry = "ML"\n'
    )
    database = tmp_path / "t.db"
    tocsin("run", folder, "--from", folder, "--once", "--db", database)
    assert rows(tocsin("export", "--db", database, "--what", "updates")) == []
    assert tocsin("approve", "--db", database, "1", "--by", "desk").exit_code == 0
    assert tocsin("approve", "--db", database, "2", "--reject", "--reason", "thin").exit_code == 0
    assert [row["seq"] for row in rows(tocsin("export", "--db", database, "--what", "updates"))] == [1]
    waiting = tocsin("approve", "--db", database).stdout
    assert not re.search(r"^ +[12]  ", waiting, flags=re.MULTILINE)


def test_a_watch_that_init_wrote_runs_over_a_folder_with_its_database_beside_it(tocsin, folder, tmp_path):
    target = tmp_path / "mali.toml"
    assert tocsin(
        "init", "Has a coup begun in Mali?", "--country", "ml", "--out", target
    ).stdout.strip() == str(target)
    assert tocsin("run", target, "--from", folder, "--once").exit_code == 0
    assert (tmp_path / "mali.db").exists()
    assert tocsin("thread", target).exit_code == 0


def test_reports_come_by_a_pipe_as_a_shell_gives_them(folder, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tocsin", "run", "--from", "-", *QUESTION, "--once", "--json", "--db", str(tmp_path / "t.db")],
        input=(folder / "reports.jsonl").read_bytes() + b"not json\n",
        capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)
    assert summary["reports"] == 4 and [a["reason"] for a in summary["put_aside"]] == ["bad-record"]
    assert b"\x1b" not in done.stdout + done.stderr


def test_what_was_put_aside_is_named_by_file_and_line(tocsin, folder, tmp_path):
    with (folder / "reports.jsonl").open("a") as handle:
        handle.write('{"id": "bad", "source": "s", "published": "the day after", "text": "Soldiers."}\n')
    done = tocsin("run", "--from", folder, *QUESTION, "--once", "--db", tmp_path / "t.db", "--json")
    (aside,) = json.loads(done.stdout)["put_aside"]
    assert aside["reason"] == "date-set-aside" and re.search(r"reports\.jsonl.*5", aside["where"])
    assert "the day after" in aside["detail"]


def test_the_version_is_the_packages(tocsin):
    import tocsin as package

    assert tocsin("--version").stdout == f"tocsin {package.__version__}\n"


def test_without_a_command_the_help_is_shown(tocsin):
    done = tocsin()
    assert "Usage" in done.output and "replay" in done.output
