"""A page bounded before it is parsed: a parser compares each attribute of a tag with all before it, and who looks for
the article each paragraph with many others."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Attributes of one tag, and tags of one page, that are kept; no page that people read has so many.
MOST, MOST_TAGS = 256, 50_000
_TAG = re.compile(r"<(?:!--|(/?[A-Za-z][^\s>/]*+))")
_ATTRIBUTE = re.compile(r"[\s/]*+[^\s>/][^\s>/=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"?|'[^']*+'?|[^\s>]*+))?+")
#: Elements whose text is no markup.
_RAW = frozenset(["script", "style", "textarea", "title"])


def bounded(page: str) -> str:
    """The page without the attributes of a tag beyond the first MOST, and with line ends for the tags beyond MOST_TAGS:
    no words are lost. Linear in the length of the page."""
    return "".join(_kept(page))


def _kept(page: str) -> Iterator[str]:
    begin = at = tags = 0
    while tag := _TAG.search(page, at):
        if tag[1] is None:  # a comment
            at = _after(page, "-->", tag.end())
            continue
        tags += 1
        at, cut = _attributes(page, tag.end())
        if tags > MOST_TAGS:
            yield page[begin : tag.start()] + "\n"
            begin = at = _after(page, ">", at)
        elif cut:
            yield page[begin:cut]
            begin = at
        if (name := tag[1].lower()) in _RAW:
            found = re.compile(f"</{name}", re.IGNORECASE).search(page, at)
            at = found.start() if found else len(page)
            begin = at if tags > MOST_TAGS else begin
    yield page[begin:]


def _attributes(page: str, at: int) -> tuple[int, int]:
    """Where a tag's attributes end, and where those that are too many begin (0 for none)."""
    cut = seen = 0
    while attribute := _ATTRIBUTE.match(page, at):
        seen += 1
        cut = at if seen == MOST + 1 else cut
        at = attribute.end()
    return at, cut


def _after(page: str, mark: str, at: int) -> int:
    found = page.find(mark, at)
    return len(page) if found < 0 else found + len(mark)
