"""Text as published, less what no reader can see: NULs, control characters, signs of no width, half characters."""

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
#: Signs of no width that say at most where a line may break. Those that join or part letters (U+200C, U+200D) stay:
#: Persian, Hindi and emoji are written with them.
_UNSEEN = dict.fromkeys([0x00AD, 0x2060, *range(0x2061, 0x2065), *range(0x206A, 0x2070), 0xFEFF])
# A tab stays. Vertical tab and form feed part words, so they become line ends.
_CONTROLS: dict[int, str | None] = dict.fromkeys([*range(9), *range(14, 32), *range(127, 160)]) | {
    11: "\n",
    12: "\n",
    **SIGNS,
    **_UNSEEN,
}
_HYPHENED = re.compile(r"(?<=\w)\u00ad\n(?=\w)")  # a word that was parted at the end of a line
#: Scripts that have no spaces between words: there a space of no width tells where a word ends.
_SPACELESS = "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\ua980-\ua9df"
_NO_SPACE = re.compile(rf"(?<![{_SPACELESS}])\u200b+|\u200b+(?![{_SPACELESS}\u200b])")
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    r"""The same words with \n as line end, without control characters and signs of no width; half characters become U+FFFD.

    Direction marks (bidi) stay: they belong to the text, and the page isolates them. "pa\u00adlace" is "palace".
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _HYPHENED.sub("", text).translate(_CONTROLS)
    if "\u200b" in text:
        text = _NO_SPACE.sub("", text)
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
