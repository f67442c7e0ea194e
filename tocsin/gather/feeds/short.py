"""Fields of a feed that are short by nature, cut to a length at which a parser's patterns cost nothing.

feedparser looks for an address in every author's name, and tries a dozen patterns on every date: on a name of 200,000
letters that takes minutes. It also knows no address under a name such as .press, and leaves a piece of it in place of the
name; so the sign of an address comes to us as another one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

AT = "\ue000"  # what stands for "@" in names: a character that no script has
LONGEST = 300  # characters of a name or a date
_CDATA = ("<![CDATA[", "]]>")
_NAMES = (
    "author|creator|contributor|managingeditor|webmaster|publisher|name|email|owner|pubdate|published|issued|date"
    "|updated|modified|created|lastbuilddate|expirationdate|valid"
)
_SHORT = rf"<(?:[\w.-]{{1,40}}:)?(?:{_NAMES})(?:\s[^<>]*)?>"
_WITHIN = re.compile(rf"({_SHORT}[^<]{{{LONGEST}}})[^<]+", re.IGNORECASE)
_NAMED = re.compile(rf"{_SHORT}[^<@]*@[^<]*", re.IGNORECASE)
_OPEN = re.compile(rf"{_SHORT}([^<]*)\Z", re.IGNORECASE)


def shortened(pieces: list[str]) -> Iterator[str]:
    """The pieces of a feed (markup, and whole CDATA sections) with those fields cut."""
    left: int | None = None  # characters that the field may still have which is open where a piece begins
    for piece in pieces:
        if piece.startswith(_CDATA[0]):
            words = piece[len(_CDATA[0]) : -len(_CDATA[1])]
            kept = words if left is None else words[:left].replace("@", AT)
            left = None if left is None else left - len(kept)
            yield _CDATA[0] + kept + _CDATA[1]
            continue
        text, tag, rest = piece.partition("<")
        if left is not None:
            text = text[:left].replace("@", AT)
            left -= len(text)
        if tag:
            rest = _NAMED.sub(_without_sign, _WITHIN.sub(r"\1", tag + rest))
            # only the last tag of a piece can stand open at its end
            last = _OPEN.search(rest, rest.rfind("<"))
            left = LONGEST - min(len(last[1]), LONGEST) if last else None
        yield text + rest


def _without_sign(field: re.Match[str]) -> str:
    tag, end, words = field[0].partition(">")
    return tag + end + words.replace("@", AT)
