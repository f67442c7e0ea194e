"""What comes in at POST /api/reports: bounded, well-formed, in time, and from no other site's page."""

from __future__ import annotations

import asyncio
import io
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request

#: Reports of one request; more are sent in parts.
ROWS = 10_000
#: Different sources of one request: an honest collector has some dozens, a flood of invented ones has thousands.
SOURCES = 1_000
#: Seconds within which a body must have come.
BODY_S = 60.0
_BLANK = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


class TooMany(ValueError):
    """More than one request may bring."""


def same_site(request: Request) -> bool:
    """Whether no other site's page has sent this: a browser names the page that sends, programs name none."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


async def body_of(request: Request, most: int) -> bytes:
    """The body, up to `most` bytes. Raises HTTPException 413 for more, 408 where it does not come in time."""
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(BODY_S):
            async for part in request.stream():
                size += len(part)
                if size > most:
                    raise HTTPException(
                        413, f"The body is over {most} bytes; send it in parts. Nothing was taken."
                    )
                parts.append(part)
    except TimeoutError:
        raise HTTPException(
            408, f"The body did not come within {BODY_S:.0f} seconds. Nothing was taken."
        ) from None
    return b"".join(parts)


def records_of(body: bytes) -> list[dict[str, Any]]:
    """The records of a JSON object, a list of objects, or lines of JSON.

    Raises ValueError that names the line; a body of which one line is wrong is taken in no part. Raises TooMany
    for more than ROWS records, before the others are looked at, or for more than SOURCES sources.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"The body is not UTF-8 text (byte {error.start}).") from None
    records: list[dict[str, Any]] = []
    for record in _listed(text) if text[_start(text) :].startswith("[") else _loose(text):
        if not isinstance(record, dict):
            raise ValueError("Send a report as a JSON object, a list of them, or a line of JSON for each.")
        records.append(record)
        if len(records) > ROWS:
            raise TooMany(f"One request brings at most {ROWS} reports; send them in parts.")
    if not records:
        raise ValueError("Send a report as a JSON object, a list of them, or a line of JSON for each.")
    if len({_named(record) for record in records}) > SOURCES:
        raise TooMany(f"One request brings reports of at most {SOURCES} sources; send them in parts.")
    return records


def _named(record: dict[str, Any]) -> str | None:
    """The source that a record names, as far as it has to be told from others."""
    named = record.get("source") or record.get("outlet") or record.get("publisher")
    named = (named.get("id") or named.get("name")) if isinstance(named, dict) else named
    return named if isinstance(named, str) else None


def _start(text: str, at: int = 0) -> int:
    """Where the next thing that is no blank stands."""
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _listed(text: str) -> Iterator[object]:
    """The members of a list, one at a time, so that too many are never held."""
    at = _start(text, _start(text) + 1)
    while text[at : at + 1] != "]":
        if text[at : at + 1] != "{":
            yield None  # not looked at further: it is no record, whatever it is
        value, at = _value(text, at)
        yield value
        at = _start(text, at)
        if text[at : at + 1] == "," and text[(after := _start(text, at + 1)) : after + 1] != "]":
            at = after
        elif text[at : at + 1] != "]":
            raise ValueError(f"The list of reports is not JSON at character {at + 1}.")
    if _start(text, at + 1) != len(text):
        raise ValueError(f"After the list of reports something follows at character {at + 2}.")


def _loose(text: str) -> Iterator[object]:
    """One object, on however many lines, else a line of JSON for each."""
    try:
        value, end = _value(text, _start(text))
        if _start(text, end) == len(text):
            yield value
            return
    except ValueError:
        pass
    for number, line in enumerate(io.StringIO(text, newline="\n"), 1):
        if line.strip():
            yield _line(number, line)


def _value(text: str, at: int) -> tuple[object, int]:
    try:
        return _DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise ValueError(
            f"The body is not JSON: {error.msg} on line {error.lineno}, column {error.colno}."
        ) from None
    except RecursionError:
        raise ValueError("The body is nested too deeply.") from None


def _line(number: int, line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"Line {number} is not JSON: {error}.") from None
