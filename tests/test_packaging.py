"""What `pip install` gives: every file that the program reads, and nothing that is not its own."""

from __future__ import annotations

import ast
import io
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import tocsin

ROOT = Path(__file__).parents[1]


def test_the_public_names_are_there():
    assert tocsin.__version__
    for name in tocsin.__all__:
        assert getattr(tocsin, name) is not None


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    pytest.importorskip("hatchling", reason="hatchling builds the wheel; make test installs it")
    target = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    return zipfile.ZipFile(next(target.glob("*.whl")))


def test_the_wheel_holds_all_that_the_program_reads(wheel):
    names = set(wheel.namelist())
    needed = {
        f"tocsin/{path.relative_to(ROOT / 'tocsin')}"
        for path in (ROOT / "tocsin").rglob("*")
        if path.is_file() and path.suffix not in {".pyc", ".db"} and "__pycache__" not in path.parts
    }
    assert {n.rpartition(".")[2] for n in needed} >= {"py", "toml", "sql", "html", "css", "js"}
    assert needed and needed <= names
    for crisis in (ROOT / "crises").glob("*/watch.toml"):
        for name in ("reports.jsonl", "sources.jsonl", "watch.toml", "expected.toml"):
            assert f"tocsin/crises/{crisis.parent.name}/{name}" in names


def test_the_wheel_holds_nothing_else(wheel):
    strangers = [
        n for n in wheel.namelist() if not n.startswith(("tocsin/", "tocsin-")) or "__pycache__" in n
    ]
    assert strangers == []


def test_the_wheel_says_what_it_is_and_starts_the_program(wheel):
    (home,) = {n.split("/")[0] for n in wheel.namelist() if ".dist-info/" in n}
    metadata = wheel.read(f"{home}/METADATA").decode()
    assert f"Version: {tocsin.__version__}" in metadata and "Requires-Python: >=3.11" in metadata
    assert "tocsin = tocsin.cli:main" in wheel.read(f"{home}/entry_points.txt").decode()


def test_the_wheel_runs_without_the_checkout(wheel, tmp_path):
    wheel.extractall(tmp_path)  # noqa: S202 - we have just made it
    look = (
        "import tocsin, tocsin.cli; from tocsin.assess.playbook import load; from tocsin.commands.following import bundled;"
        "from tocsin import SQLiteStore; SQLiteStore(':memory:'); load('coup');"
        "print(tocsin.__file__, bundled('caracas-2019-04-30'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", look], cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert all(path.startswith(str(tmp_path)) for path in done.stdout.split())


def test_every_module_that_a_committed_one_needs_is_committed_too():
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("no git checkout: what is committed cannot be asked")
    packed = subprocess.run(["git", "archive", "HEAD", "tocsin"], cwd=ROOT, capture_output=True, check=True)
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as tree:
        texts = {m.name: tree.extractfile(m).read() for m in tree if m.name.endswith(".py")}
    missing = [
        f"{name} needs {node.module}"
        for name, text in texts.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "tocsin"
        for path in [node.module.replace(".", "/")]
        if not {f"{path}.py", f"{path}/__init__.py"} & set(texts)
    ]
    assert missing == []
