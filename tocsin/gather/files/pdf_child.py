"""Reads the lines of a PDF in a process of its own: a library in C++ over hostile bytes may hang, eat memory or fall.

Started by path with two numbers (most pages, most characters); the PDF comes on standard input, one JSON object goes out.
It imports nothing of Tocsin, so that it starts in a tenth of a second.
"""

from __future__ import annotations

import json
import re
import resource
import sys
from typing import Any

import pypdfium2

SECONDS = 45  # of processor time
MEMORY = 3 << 30  # bytes of addresses: the document, its unpacked pages and the library
_LINE = re.compile(
    "([^\r\n\ufffe\x02]+)([\ufffe\x02]?)"
)  # what PDFium makes of a hyphen and the line end after it
Line = tuple[str, float, float, float, float, float]


def lines(page: Any) -> list[Line]:
    """Each line of a page: its words, left, bottom, right, top, and the height of its letters, in points."""
    text = page.get_textpage()
    words = text.get_text_range()
    sized = len(words.encode("utf-16-le", "surrogatepass")) // 2 == text.count_chars() == len(words)
    found: list[Line] = []
    for line in _LINE.finditer(words):
        left, right = line.start(1), line.end(1) - 1
        while left < right and words[left].isspace():
            left += 1
        while right > left and words[right].isspace():
            right -= 1
        if line[1].strip():
            box = _box(text, left, right) if sized else (0.0,) * 5
            found.append((line[1] + ("-" if line[2] else ""), *box))
    return found


def _box(text: Any, first: int, last: int) -> tuple[float, float, float, float, float]:
    a, b = text.get_charbox(first, loose=True), text.get_charbox(last, loose=True)
    return min(a[0], b[0]), a[1], max(a[2], b[2]), a[3], a[3] - a[1]


def read(raw: bytes, most_pages: int, most_characters: int) -> dict[str, Any]:
    """What the PDF holds: its pages as lines, how many it has, what it says of itself; or why it cannot be read."""
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        return {"locked" if "assword" in str(error) else "broken": str(error)}
    pages: list[list[Line]] = []
    left, unread = most_characters, 0
    for number in range(min(len(document), most_pages)):
        try:
            pages.append(lines(document[number]))
        except (pypdfium2.PdfiumError, ValueError):
            unread += 1  # one broken page; the others are read
            pages.append([])
        left -= sum(len(line[0]) for line in pages[-1])
        if left < 0:
            break
    return {
        "pages": pages,
        "of": len(document),
        "unread": unread,
        "full": left < 0,
        "about": document.get_metadata_dict(skip_empty=True),
    }


def main() -> None:
    """Reads standard input within its bounds and prints what was found."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    found = read(sys.stdin.buffer.read(), int(sys.argv[1]), int(sys.argv[2]))
    sys.stdout.buffer.write(json.dumps(found).encode())


if __name__ == "__main__":
    main()
