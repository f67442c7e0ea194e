"""The training scripts as modules: a bench that leaves years out learns as they do."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

TRAIN = Path(__file__).parents[1] / "train"


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"train_{name}", TRAIN / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


training = _load("nowcast")
prior = _load("prior")
