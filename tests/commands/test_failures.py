"""What cannot be done is said in one line that names it, with exit code 1; and it leaves nothing half done."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys

import pytest

from tocsin.cli import main

QUESTION = ("--question", "Has a coup begun in Mali?", "--country", "ML")


@pytest.fixture
def failing(monkeypatch, capsys):
    """Runs a command as the shell does and gives what its user reads; the exit code must be 1."""

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["tocsin", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        assert ended.value.code == 1, said
        assert "Traceback" not in said.err
        return said.err.strip() or said.out.strip()

    return run


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["thread"], "--db FILE"),
        (["thread", "--db", "{none}.db"], "none.db"),
        (["thread", "--db", "{folder}"], "not a Tocsin database"),
        (["thread", "--db", "{folder}/reports.jsonl"], "not a Tocsin database"),
        (["thread", "--db", "{thread}", "--as-of", "noonish"], "'noonish' is no time"),
        (["explain", "--db", "{thread}", "--as-of", "2001-01-01"], "nothing has been assessed"),
        (["explain", "--db", "{thread}", "--without", "Nobody"], "'Nobody'"),
        (["export", "--db", "{thread}", "--what", "secrets"], "choose one of claims"),
        (["export", "--db", "{thread}", "--what", "claims", "--format", "xml"], "choose one of jsonl, csv"),
        (["export", "--db", "{thread}", "--what", "claims", "--language", "es"], "only a site has one"),
        (["export", "--db", "{thread}", "--what", "site", "--out", "{none}", "--language", "xx"], "en, es"),
        (["approve", "--db", "{thread}", "999"], "no update 999"),
        (["rebuild", "--db", "{none}.db"], "none.db"),
        (["serve", "--db", "{none}.db"], "none.db"),
        (["check", "{none}.toml", "--offline"], "none.toml"),
        (["init", "A coup?", "--country", "XX", "--out", "{none}.toml"], "'XX'"),
        (["init", "A coup?", "--country", "ML", "--playbook", "war", "--out", "{none}.toml"], "there are: blackout, contested-election, coup"),
        (["run", "--once", "--db", "{none}.db"], "--question TEXT"),
        (["run", "--once", "{folder}"], "watch.toml"),
        (["run", "--once", "--from", "{folder}", "--question", "A coup?", "--country", "XX", "--db", "{none}.db"], "'XX'"),
        (["run", "--once", "--from", "{folder}", *QUESTION, "--sides", "{none}.json", "--db", "{none}.db"], "none.json"),
        (["run", "--once", "--from", "{folder}", *QUESTION, "--now", "2024-13-01", "--db", "{none}.db"], "2024-13-01"),
        (["run", "--once", "--from", "{folder}", *QUESTION, "--db", "/nowhere/at/all.db"], "/nowhere/at/all.db"),
        (["replay", "{none}", *QUESTION], "no such folder"),
        (["replay", "{folder}", *QUESTION, "--every", "soon"], "'soon' is no duration"),
        (["replay", "{folder}", *QUESTION, "--every", "0h"], "between a second and a year"),
        (["demo", "atlantis-2019", "--no-serve"], "caracas-2019-04-30"),
    ],
    ids=lambda value: " ".join(value[:2] + value[-2:]) if isinstance(value, list) else None,
)  # fmt: skip
def test_what_is_wrong_is_named_in_one_line(failing, thread, folder, tmp_path, words, named):
    none = tmp_path / "none"
    said = failing(*(w.replace("{none}", str(none)).replace("{folder}", str(folder)).replace("{thread}", str(thread)) for w in words))  # fmt: skip
    assert named in said
    assert len(said.splitlines()) == 1
    assert not list(tmp_path.glob("none*")), "a command that failed has left a file"


@pytest.mark.parametrize(
    "words",
    [
        ["export", "--db", "{thread}", "--what", "claims", "--out", "{gone}"],
        ["replay", "{folder}", *QUESTION, "--jsonl", "{gone}"],
        ["init", "A coup?", "--country", "ML", "--out", "{gone}"],
    ],
    ids=lambda words: words[0],
)
def test_a_place_that_cannot_be_written_to_is_named(failing, thread, folder, tmp_path, words):
    gone = tmp_path / "gone" / "file"
    said = failing(*(w.format(thread=thread, folder=folder, gone=gone) for w in words))
    assert str(gone) in said and len(said.splitlines()) == 1


def test_a_port_that_is_none_is_named(failing, thread):
    assert "99999" in failing("serve", "--db", thread, "--port", "99999")


def test_a_taken_port_is_named_with_the_way_out(failing, thread):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = failing("serve", "--db", thread, "--host", "127.0.0.1", "--port", port)
    assert str(port) in said and "--port" in said


@pytest.mark.parametrize(
    "sides", ["[1, 2]", '{"government": "Keita"}', '{"government": [1]}', "{", '["government"]']
)
def test_sides_of_another_shape_are_refused_with_the_right_one(failing, folder, tmp_path, sides):
    path = tmp_path / "sides.json"
    path.write_text(sides)
    said = failing("run", "--from", folder, *QUESTION, "--sides", path, "--once", "--db", tmp_path / "t.db")
    assert "sides.json" in said


def test_a_watch_file_with_a_mistake_is_named_with_its_line(failing, folder):
    (folder / "watch.toml").write_text('question = "?"\nplaybok = "coup"\n[place]\ncountry = "ML"\n')
    said = failing("run", folder, "--from", folder, "--once")
    assert "watch.toml" in said and "playbok" in said


@pytest.mark.parametrize(
    "words", [["nonsense"], ["run", "--nonsense"], ["export"], ["init"], ["replay"], ["serve", "--port", "x"]]
)
def test_wrong_use_is_exit_code_2(tocsin, words):
    done = tocsin(*words)
    assert done.exit_code == 2
    assert "Usage" in done.output and "Traceback" not in done.output


def test_a_refused_time_leaves_the_thread_as_it_was(failing, tocsin, thread, folder):
    before = tocsin("export", "--db", thread, "--what", "assessments").stdout
    extra = {"id": "b", "source": "S", "published": "2024-05-01T09:00:00Z", "text": "Soldiers left Bamako."}
    (folder / "more.jsonl").write_text(json.dumps(extra) + "\n")
    said = failing("run", "--from", folder, *QUESTION, "--once", "--db", thread, "--now", "2024-04-01T00:00Z")
    assert "time runs forward" in said
    assert tocsin("export", "--db", thread, "--what", "assessments").stdout == before
    assert tocsin("run", "--from", folder, *QUESTION, "--once", "--db", thread).exit_code == 0


@pytest.mark.parametrize("empty", ["missing", "empty"])
def test_a_pass_that_found_nothing_does_not_close_the_thread_to_an_archive(tocsin, folder, tmp_path, empty):
    place, database = tmp_path / empty, tmp_path / "t.db"
    if empty == "empty":
        place.mkdir()
    tocsin("run", "--from", place, *QUESTION, "--once", "--db", database)
    done = tocsin("run", "--from", folder, *QUESTION, "--once", "--db", database, "--json")
    assert done.exit_code == 0, done.exception
    assert json.loads(done.stdout)["reports"] == 4


def test_a_reader_who_has_seen_enough_stops_the_output_without_a_word(thread):
    command = subprocess.Popen(
        [sys.executable, "-m", "tocsin", "export", "--db", str(thread), "--what", "evidence"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    command.stdout.close()
    assert command.stderr.read() == b""
    assert command.wait(timeout=60) == 0
    command.stderr.close()
