"""Tocsin: follow a developing crisis through the reports about it, and keep one honest live page."""

from tocsin.model import (
    STATES,
    Assessment,
    Claim,
    Decision,
    Evidence,
    Link,
    Origin,
    Report,
    SignState,
    Source,
    Tick,
    Update,
    Voice,
    report,
)
from tocsin.store.sqlite import SQLiteStore
from tocsin.thread import advance, catch_up, rebuild, replay
from tocsin.watch import Watch
from tocsin.watch import load as load_watch

__version__ = "0.1.0"
__all__ = [
    "STATES",
    "Assessment",
    "Claim",
    "Decision",
    "Evidence",
    "Link",
    "Origin",
    "Report",
    "SQLiteStore",
    "SignState",
    "Source",
    "Tick",
    "Update",
    "Voice",
    "Watch",
    "advance",
    "catch_up",
    "load_watch",
    "rebuild",
    "replay",
    "report",
]
