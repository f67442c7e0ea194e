"""What `pip install` gives: every file that the program reads, and nothing that is not its own."""

from __future__ import annotations

import subprocess
import sys
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
        for pattern in (
            "**/*.toml",
            "**/*.sql",
            "publish/web/templates/*",
            "publish/web/static/*",
            "read/weights/*",
        )
        for path in (ROOT / "tocsin").glob(pattern)
    }
    assert needed and needed <= names
    assert "tocsin/crises/caracas-2019-04-30/reports.jsonl" in names


def test_the_wheel_holds_nothing_else(wheel):
    strangers = [
        n for n in wheel.namelist() if not n.startswith(("tocsin/", "tocsin-")) or "__pycache__" in n
    ]
    assert strangers == []
