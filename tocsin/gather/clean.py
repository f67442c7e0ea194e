"""Text as published, less what no reader can see: NULs, control characters, half characters."""

from __future__ import annotations

import codecs
import re

#: Byte order marks, longest first: the mark of UTF-16 opens that of UTF-32.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Control characters that are signs of Windows-1252 written as they are: &#146; is an apostrophe (HTML Standard, 13.2.5.80).
SIGNS = {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}  # five that Windows-1252 leaves free
}
# A tab stays. Vertical tab and form feed part words, so they become line ends.
_CONTROLS: dict[int, str | None] = dict.fromkeys([*range(9), *range(14, 32), *range(127, 160)]) | {
    11: "\n",
    12: "\n",
    **SIGNS,
}
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    r"""The same words with \n as line end, without control characters; half characters become U+FFFD.

    Direction marks (bidi) stay: they belong to the text, and the page isolates them.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS).lstrip("\ufeff")
    if _SURROGATE.search(text):
        # Two halves that stand side by side are one character; a single half is none.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


#: Codecs of Python's that no page is written in; the first takes a time that grows with the square of the text.
_NO_CHARSETS = frozenset(
    ["punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"]
)


def charset(name: str | None) -> str | None:
    """The codec of a charset's name; None where there is none, or it is none that text is published in."""
    try:
        found = codecs.lookup(name).name if name else None
    except (LookupError, ValueError):
        return None
    return None if found is None or found.replace("-", "_") in _NO_CHARSETS else found


def decode(raw: bytes, declared: str | None = None) -> str:
    """The text of some bytes: by their byte order mark, as UTF-8, as declared, else as Windows-1252.

    Never fails: bytes that Windows-1252 does not know are read as Latin-1, so that nothing is lost.
    """
    for mark, codec in MARKS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(codec, "replace")
    for name in ("utf-8", charset(declared), "cp1252"):
        try:
            if name:
                return raw.decode(name)
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    return raw.decode("latin-1")


def is_text(raw: bytes) -> bool:
    """Whether the first bytes look like text in any encoding, not like a picture, archive or PDF."""
    head = raw[:4096]
    if any(head.startswith(mark) for mark, _ in MARKS):
        return True
    if head.startswith(
        (b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"SQLite format 3")
    ):
        return False
    odd = sum(byte < 9 or 13 < byte < 27 for byte in head)
    return odd <= len(head) // 50  # a stray NUL or two is an accident; one byte in fifty is not text
