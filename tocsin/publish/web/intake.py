"""What comes in at POST /api/reports: bounded, well-formed, and from no other site's page."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request


def same_site(request: Request) -> bool:
    """Whether no other site's page has sent this: a browser names the page that sends, programs name none."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


async def body_of(request: Request, most: int) -> bytes:
    """The body, up to `most` bytes. Raises HTTPException 413 for more, as soon as that is known."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise HTTPException(413, f"The body is over {most} bytes; send it in parts. Nothing was taken.")
        parts.append(part)
    return b"".join(parts)


def records_of(body: bytes) -> list[dict[str, Any]]:
    """The records of a JSON object, a list of objects, or lines of JSON.

    Raises ValueError that names the line; a body of which one line is wrong is taken in no part.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"The body is not UTF-8 text (byte {error.start}).") from None
    try:
        found = json.loads(text)
    except RecursionError:
        raise ValueError("The body is nested too deeply.") from None
    except ValueError:
        found = [_line(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    records = [found] if isinstance(found, dict) else found
    if not isinstance(records, list) or not records or not all(isinstance(row, dict) for row in records):
        raise ValueError("Send a report as a JSON object, a list of them, or a line of JSON for each.")
    return records


def _line(number: int, line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"Line {number} is not JSON: {error}.") from None
