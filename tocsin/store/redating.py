"""Conclusions that an earlier version drew with times before the year 1000, which no later stage can reckon with."""

from __future__ import annotations

import re
import sqlite3

from tocsin.store.contract import COLUMNS

_TIME = re.compile(rb'"0\d{3}-\d\d-\d\dT[^"\\]{1,24}"')
_WHEN = re.compile(rb'"when":\[%b,%b\],' % (_TIME.pattern, _TIME.pattern))


def redate(db: sqlite3.Connection) -> None:
    """Tell such times as those of the pass that had drawn the row; of what is said to happen then, tell none."""
    for table, _ in COLUMNS.values():
        rows = db.execute(
            f"SELECT row, ticks.at, body FROM {table} JOIN ticks ON number = tick WHERE instr(body, ?)",
            (b'"0',),
        ).fetchall()
        for row, at, body in rows:
            mended = _TIME.sub(b'"%b"' % at.encode(), _WHEN.sub(b"", body))
            if mended != body:
                db.execute(f"UPDATE {table} SET body = ? WHERE row = ?", (mended, row))
