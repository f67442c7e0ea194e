"""Every command does what its help says, and says what went wrong in one line."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tocsin.cli import app
from tocsin.model import STATES

QUESTION = ("--question", "Has a coup begun in Mali?", "--country", "ML")
COMMANDS = sorted(command.name or command.callback.__name__ for command in app.registered_commands)
EXPORTS = {
    "claims": {
        "id",
        "report",
        "start",
        "end",
        "text",
        "voices",
        "stance",
        "hedged",
        "kind",
        "actors",
        "place",
        "when",
    },
    "unknowns": {"id", "report", "start", "end", "text", "voices", "open", "answered_by"},
    "signs": {"sign", "state", "first_at", "first_report", "origins"},
    "origins": {"id", "reports", "rule"},
    "links": {"left", "right", "relation", "rule", "score"},
    "updates": {"seq", "at", "text", "cites"},
    "assessments": {"at", "states"},
    "reports": {"id", "external_id", "source", "text"},
    "evidence": {"rule", "origin", "weight"},
}


def rows(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def process(*words, **fields):
    """The command in a process of its own, as a shell starts it."""
    return subprocess.run(
        [sys.executable, "-m", "tocsin", *map(str, words)],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
        **fields,
    )


def test_the_promised_commands_are_all_there():
    assert set(COMMANDS) >= {
        "init",
        "check",
        "run",
        "replay",
        "thread",
        "explain",
        "export",
        "rebuild",
        "serve",
        "demo",
    }


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_a_sentence_and_its_options(tocsin, command):
    done = tocsin(command, "--help")
    assert done.exit_code == 0 and "Usage" in done.output and len(done.output.split()) > 15


def test_wrong_use_is_exit_code_2_and_a_failure_is_1_with_one_clear_line(tmp_path):
    wrong = process("replay", "--nonsense")
    assert wrong.returncode == 2 and "nonsense" in wrong.stderr
    missing = process("thread", "--db", tmp_path / "none.db")
    assert missing.returncode == 1
    assert "none.db" in missing.stderr and "Traceback" not in missing.stderr
    assert len(missing.stderr.strip().splitlines()) <= 2


def test_output_that_goes_to_a_file_has_no_colours(thread):
    shown = process("thread", "--db", thread, env={**os.environ, "TERM": "xterm-256color"})
    assert shown.returncode == 0 and "\x1b" not in shown.stdout + shown.stderr


def test_init_writes_a_watch_that_check_finds_right_and_never_writes_over_one(tocsin, tmp_path):
    target = tmp_path / "venezuela.toml"
    made = tocsin(
        "init", "Has a coup begun in Venezuela?", "--country", "VE", "--playbook", "coup", "--out", target
    )
    assert made.exit_code == 0 and target.exists()
    assert tocsin("check", target, "--offline").exit_code == 0
    again = process("init", "Has a coup begun in Venezuela?", "--country", "VE", "--out", target)
    assert again.returncode == 1 and "--force" in again.stderr


def test_check_names_the_line_and_the_mend(tocsin, tmp_path):
    target = tmp_path / "watch.toml"
    target.write_text('question = "?"\nplaybok = "coup"\n[place]\ncountry = "VE"\n')
    done = tocsin("check", target, "--offline")
    assert done.exit_code == 1
    assert f"{target}:2: error:" in done.stdout and "playbook" in done.stdout
    found = [json.loads(line) for line in tocsin("check", target, "--offline", "--json").stdout.splitlines()]
    assert {"path", "line", "severity", "message"} <= set(found[0])


def test_one_pass_over_a_folder_without_a_watch_file(tocsin, folder, tmp_path):
    sides = tmp_path / "sides.json"
    sides.write_text('{"government": ["Moussa Keita"], "mutineers": ["Issa Sanogo"]}')
    done = tocsin(
        "run", "--from", folder, *QUESTION, "--sides", sides, "--once", "--db", tmp_path / "t.db", "--json"
    )
    assert done.exit_code == 0
    summary = json.loads(done.stdout)
    assert summary["reports"] == 4 and summary["put_aside"] == []
    claims = rows(tocsin("export", "--db", tmp_path / "t.db", "--what", "claims", "--format", "jsonl"))
    assert any(v["side"] == "mutineers" for c in claims for v in c["voices"])


def test_a_second_pass_over_the_same_folder_adds_nothing(tocsin, folder, thread):
    done = tocsin("run", "--from", folder, *QUESTION, "--once", "--db", thread, "--json")
    summary = json.loads(done.stdout)
    assert (summary["new_reports"], summary["new_updates"]) == (0, 0)


def test_bad_items_are_put_aside_one_line_each_and_the_rest_goes_on(tocsin, folder, tmp_path):
    (folder / "broken.jsonl").write_bytes(
        b'{"id": "x", "text": \n{"id":"y","source":"s","published":"yesterday-ish","text":"Soldiers."}\n'
    )
    (folder / "nul.txt").write_bytes(b"\x00\x00\x00")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "image.html").write_bytes(bytes(range(256)) * 20)
    done = tocsin("run", "--from", folder, *QUESTION, "--once", "--db", tmp_path / "t.db", "--json")
    assert done.exit_code == 0
    summary = json.loads(done.stdout)
    assert summary["reports"] >= 4
    reasons = [item["reason"] for item in summary["put_aside"]]
    assert "bad-record" in reasons and "date-set-aside" in reasons and len(reasons) >= 4
    assert all(item["where"] and item["detail"] for item in summary["put_aside"])
    told = tocsin("check", "--offline", "--db", tmp_path / "t.db", _watch(tmp_path))
    assert "bad-record" in told.stdout


def _watch(tmp_path):
    path = tmp_path / "w.toml"
    path.write_text('question = "?"\n[place]\ncountry = "ML"\n')
    return path


def test_an_empty_folder_is_said_to_be_empty(tocsin, tmp_path):
    place = tmp_path / "nothing"
    place.mkdir()
    done = tocsin("run", "--from", place, *QUESTION, "--once", "--db", tmp_path / "t.db")
    assert done.exit_code == 0 and "no file to read" in done.output


def test_reports_come_by_standard_input_too(tocsin, tmp_path):
    line = json.dumps(
        {
            "id": "z",
            "source": "wire",
            "published": "2024-05-01T06:00:00Z",
            "text": "Gunfire was heard in Bamako.",
        }
    )
    done = tocsin(
        "run", "--from", "-", *QUESTION, "--once", "--db", tmp_path / "t.db", "--json", stdin=line + "\n"
    )
    assert done.exit_code == 0 and json.loads(done.stdout)["reports"] == 1


def test_replay_writes_a_line_a_step_in_the_promised_shape(tocsin, folder, tmp_path):
    target = tmp_path / "steps.jsonl"
    done = tocsin("replay", folder, *QUESTION, "--every", "1h", "--db", tmp_path / "t.db", "--jsonl", target)
    assert done.exit_code == 0
    steps = [json.loads(line) for line in target.read_text().splitlines()]
    assert len(steps) == 4
    for step in steps:
        assert list(step) == ["at", "states", "leading", "reports", "origins"]
        assert tuple(step["states"]) == STATES and sum(step["states"].values()) == pytest.approx(1, abs=1e-4)
    assert (steps[-1]["reports"], steps[-1]["origins"]) == (4, 3)


@pytest.mark.parametrize("what", sorted(EXPORTS))
def test_each_export_has_its_keys(tocsin, thread, what):
    done = tocsin("export", "--db", thread, "--what", what, "--format", "jsonl")
    assert done.exit_code == 0
    found = rows(done)
    assert found, f"nothing in {what}"
    for row in found:
        assert EXPORTS[what] <= set(row), set(row)


def test_exports_call_reports_by_the_ids_of_the_input(tocsin, thread):
    claims = rows(tocsin("export", "--db", thread, "--what", "claims", "--format", "jsonl"))
    texts = {
        r["external_id"]: r["text"]
        for r in rows(tocsin("export", "--db", thread, "--what", "reports", "--format", "jsonl"))
    }
    assert set(texts) == {"a1", "a2", "a3", "a4"}
    for claim in claims:
        assert texts[claim["report"]][claim["start"] : claim["end"]] == claim["text"]
        for voice in claim["voices"]:
            assert (
                voice["start"] is None
                or texts[claim["report"]][voice["start"] : voice["end"]] == voice["name"]
            )


def test_a_site_is_exported_in_spanish(tocsin, thread, tmp_path):
    tocsin("export", "--db", thread, "--what", "site", "--out", tmp_path / "site", "--language", "es")
    assert '<html lang="es"' in (tmp_path / "site" / "index.html").read_text("utf-8")


def test_what_cannot_be_exported_is_named_with_what_can(thread):
    done = process("export", "--db", thread, "--what", "secrets")
    assert done.returncode in {1, 2} and "claims" in done.stderr


def test_the_thread_can_be_read_as_of_any_time(tocsin, thread):
    now = tocsin("thread", "--db", thread)
    then = tocsin("thread", "--db", thread, "--as-of", "2024-05-01T06:40:00Z")
    assert now.exit_code == then.exit_code == 0
    assert "Sanogo" in now.stdout and "Sanogo" not in then.stdout
    assert process("thread", "--db", thread, "--as-of", "noonish").returncode == 1


def test_explain_prints_the_ledger_and_what_it_would_be_without_a_source(tocsin, thread):
    whole = tocsin("explain", "--db", thread)
    assert whole.exit_code == 0 and "%" in whole.stdout
    less = tocsin("explain", "--db", thread, "--without", "Sahel Press")
    assert less.exit_code == 0 and less.stdout != whole.stdout


def test_rebuild_says_that_the_outcome_is_identical(tocsin, thread):
    done = tocsin("rebuild", "--db", thread)
    assert done.exit_code == 0 and "identical" in done.output


def test_an_update_waits_for_its_editor_where_the_watch_says_so(tocsin, folder, tmp_path):
    (folder / "watch.toml").write_text(
        'question = "Has a coup begun in Mali?"\npublish = "editor"\n[place]\ncountry = "ML"\n'
    )
    database = tmp_path / "t.db"
    assert tocsin("run", folder, "--from", folder, "--once", "--db", database).exit_code == 0
    waiting = tocsin("approve", "--db", database)
    assert "Sanogo" in waiting.stdout
    before = tocsin("thread", "--db", database).stdout
    done = tocsin("approve", "--db", database, "1", "--by", "desk")
    assert done.exit_code == 0, done.output
    assert tocsin("thread", "--db", database).stdout != before


def test_a_time_without_sense_a_duration_without_unit_and_a_taken_port_are_said(tmp_path, folder):
    assert "duration" in process("replay", folder, *QUESTION, "--every", "soon").stderr
    assert "no such" in process("serve", "--db", tmp_path / "none.db").stderr
