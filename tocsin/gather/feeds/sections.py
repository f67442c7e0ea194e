"""A feed's text in turns: markup that a mender may change, and CDATA sections that it may not."""

from __future__ import annotations

import re
from collections.abc import Iterator

CDATA = "<![CDATA["
_ENDS = {CDATA: "]]>", "<!--": "-->"}
_OPENING = re.compile(r"<!\[CDATA\[|<!--")
_NEAR = 300  # characters in which the tag stands that a CDATA section follows
_FIELD = re.compile(r"<([A-Za-z_][\w.:-]{0,80})(?:\s[^<>]{0,200})?>\s{0,50}\Z")
# After the field come others of the same entry, or its end; a text about feeds that quotes one is left alone.
_ENTRY_ENDS = re.compile(
    r"</[\w.:-]{1,80}>\s*(?:<[\w.:-]{1,80}[^<>]*>[^<]*</[\w.:-]{1,80}>\s*){0,20}</(?:item|entry)>"
)


def sections(text: str) -> Iterator[str]:
    """Markup in turns with whole CDATA sections, of which one that lacks its end is closed; no comments."""
    at, ends = 0, dict.fromkeys(_ENDS, 0)
    while found := _OPENING.search(text, at):
        yield text[at : found.start()]
        close = _ENDS[found[0]]
        # The next end is looked for once, however many sections that lack theirs stand before it.
        if 0 <= ends[found[0]] < found.end():
            ends[found[0]] = text.find(close, found.end())
        end = ends[found[0]]
        over = _runs_over(text, found.start(), end) if found[0] == CDATA else 0
        at = over or (end + len(close) if end >= 0 else len(text))
        if found[0] == CDATA:
            yield text[found.start() : over or end if end >= 0 or over else len(text)] + close
    yield text[at:]


def _runs_over(text: str, start: int, end: int) -> int:
    """Where a CDATA section should have ended that swallows the end of its entry; 0 where it does not."""
    opened = _FIELD.search(text, max(start - _NEAR, 0), start)
    if opened is None:
        return 0
    close = text.find(f"</{opened[1]}>", start, end if end >= 0 else len(text))
    return close if close >= 0 and _ENTRY_ENDS.match(text, close) else 0
