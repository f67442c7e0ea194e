"""What the documentation says is there, is there; what is there, is documented."""

from __future__ import annotations

import inspect
import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest
import typer
from typer.testing import CliRunner

from tocsin import model
from tocsin.assess.playbook import load
from tocsin.cli import app
from tocsin.errors import Reason
from tocsin.settings import Settings

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
COMMANDS = typer.main.get_command(app).commands


def text(name):
    return (DOCS / name).read_text("utf-8")


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_and_every_option_is_documented(name):
    section = text("command-line.md").split(f"## `tocsin {name}")[1].split("\n## ")[0]
    # options that several commands share may be explained once, but are named in each section
    for parameter in COMMANDS[name].params:
        for option in parameter.opts:
            if option.startswith("--") and option != "--help":
                assert f"`{option}" in section or f"{option} " in section or f"{option}`" in section, option


def test_every_setting_is_documented_with_its_default():
    for name, default in zip(Settings.__struct_fields__, Settings.__struct_defaults__, strict=True):
        row = re.search(rf"\| `TOCSIN_{name.upper()}` \| `(.*?)` \|", text("settings.md"))
        assert row, name
        assert row[1].lower() in {str(default).lower(), f"{default:g}" if isinstance(default, float) else ""}


def test_every_sign_of_the_playbook_stands_in_the_assessment_with_its_rates():
    page = text("assessment.md")
    for sign in load("coup").signs:
        rates = " | ".join(f"{sign.rates[state]:g}" for state in model.STATES)
        assert f"| `{sign.id}` | {sign.definition} | {rates} |" in page


def test_every_noun_and_every_closed_list_stands_in_the_glossary():
    page = text("glossary.md")
    nouns = [
        n
        for n, c in inspect.getmembers(model, inspect.isclass)
        if c.__module__ == model.__name__ and n[0] != "_"
    ]
    for word in (
        *nouns,
        *get_args(model.Stance),
        *get_args(model.Relation),
        *get_args(model.SignStateName),
        *model.STATES,
        *get_args(Reason),
    ):
        assert word in page, word


def test_every_dependency_has_its_reason_and_licence():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    page = text("technotes/0001-dependencies.md")
    for line in (
        *project["dependencies"],
        *(d for extra in project["optional-dependencies"].values() for d in extra),
    ):
        name = re.match(r"[\w.-]+", line)[0]
        assert re.search(rf"^\| (?:[\w-]+, )*{re.escape(name)}(?:, [\w-]+)* \|", page, re.M), name


@pytest.mark.parametrize("page", PAGES, ids=[str(p.relative_to(ROOT)) for p in PAGES])
def test_every_link_leads_somewhere(page):
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        if "://" not in target and not target.startswith("#"):
            path = (page.parent / target.partition("#")[0]).resolve()
            assert path.exists(), target


def test_every_make_target_that_is_named_is_there():
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    for page in PAGES:
        for name in re.findall(r"(?m)(?:^|`)make ([\w-]+)", page.read_text("utf-8")):
            assert name in targets, (page.name, name)


def shown_commands():
    found = []
    for page in PAGES:
        for block in re.findall(r"```sh\n(.*?)```", page.read_text("utf-8"), re.S):
            found += [line.split("#")[0].strip() for line in block.splitlines() if line.startswith("tocsin ")]
    return sorted(set(found))


@pytest.mark.parametrize("line", shown_commands())
def test_every_command_that_is_shown_is_one_that_parses(line):
    import shlex

    words = shlex.split(line)[1:]
    known = {option for parameter in COMMANDS[words[0]].params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= known
    assert CliRunner().invoke(app, [words[0], "--help"]).exit_code == 0


def test_the_documents_name_no_machine():
    for page in [*PAGES, *ROOT.glob("*.lock"), ROOT / "Makefile"]:
        assert not re.search(r"/root/|/tmp/|localhost:\d", page.read_text("utf-8")), page.name


def test_no_placeholder_is_left_in_the_documents():
    assert not [
        (page.name, found) for page in PAGES for found in re.findall(r"@[A-Z]{2,}@", page.read_text())
    ]


def test_the_quickstart_prints_what_it_says(tmp_path, monkeypatch):
    """Follow the page: its two files, its commands, and every line that it shows of their answers."""
    blocks = re.findall(r"```(\w+)\n(.*?)```", text("quickstart.md"), re.DOTALL)
    record = next(block for kind, block in blocks if kind == "json")
    first, run, thread = (block for kind, block in blocks if kind == "text")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "one.txt").write_text(first, "utf-8")
    (tmp_path / "reports" / "two.jsonl").write_text(record, "utf-8")
    question = ["--question", "Has a coup begun in Mali?", "--country", "ML", "--db", "mali.db"]
    done = CliRunner().invoke(app, ["run", "--from", "reports/", "--once", *question])
    assert [line for line in run.splitlines() if line not in done.output.splitlines()] == []
    told = CliRunner().invoke(app, ["thread", "--db", "mali.db"]).output.splitlines()
    assert [line for line in thread.splitlines() if line != "…" and line not in told] == []
