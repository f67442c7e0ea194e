"""How attempts have ended before: the counted record behind the likely course (course.toml, train/course.py)."""

from __future__ import annotations

import math
import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any

from tocsin.assess.playbook import Playbook
from tocsin.model import STATES

ENDS = ("seized", "failed")


@lru_cache(maxsize=1)
def counted() -> dict[str, Any]:
    """The table of course.toml: words, `count` of `of`."""
    return tomllib.loads(resources.files("tocsin.assess").joinpath("course.toml").read_text("utf-8"))


def half_life(playbook: Playbook, state: str) -> float:
    """Hours after which half of such states have ended, by the playbook's rates; infinite where none ends."""
    leaving = math.fsum(playbook.transitions.get(state, {}).values())
    return math.log(2) / leaving if leaving else math.inf


def sentences(playbook: Playbook, leading: str) -> list[str]:
    """The likely course from the leading state, in sentences with their numbers and sources."""
    goes = playbook.transitions.get(leading, {})
    total = math.fsum(goes.values())
    found: list[str] = []
    if total:
        ends = sorted(goes, key=lambda state: (-goes[state], STATES.index(state)))
        shares = ", ".join(
            f"{_clause(playbook.answers[state])} ({goes[state] / total:.0%})" for state in ends
        )
        found.append(
            f"By the playbook's rates half of such states have ended within {_time(half_life(playbook, leading))}; then: {shares}."
        )
    if playbook.id == "coup" and leading == "attempt":
        found.append(
            "On record "
            + "; ".join(
                _counted(n) for n in ("success", "success_recent", "success_combat", "success_no_combat")
            )
            + " (Powell & Thyne 2024; CAM 3.0)."
        )
    if playbook.id == "coup" and leading in ENDS:
        found.append(
            "On record "
            + "; ".join(_counted(n) for n in ("again_30", "again_365"))
            + " (Powell & Thyne 2024)."
        )
    return found


def _counted(name: str) -> str:
    row = counted()[name]
    return f"{row['count']} of {row['of']} {row['words']} ({row['count'] / row['of']:.0%})"


def _clause(answer: str) -> str:
    return answer[:1].lower() + answer[1:].rstrip(".")


def _time(hours: float) -> str:
    return f"{hours:.0f} hours" if hours < 72 else f"{hours / 24:.0f} days"
