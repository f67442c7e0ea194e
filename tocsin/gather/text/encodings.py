"""Which encoding a page is in, where its mark does not say."""

from __future__ import annotations

import re

import py3langid
from charset_normalizer import from_bytes

#: What a name means on the web: the larger set of which it is a part (WHATWG Encoding Standard).
_WIDEST = {
    "ascii": "cp1252", "us-ascii": "cp1252", "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252",
    "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932",
    "shift-jis": "cp932", "x-sjis": "cp932", "sjis": "cp932", "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "ksc5601": "cp949",
    "x-euc-jp": "euc_jp", "iso-8859-8-i": "cp1255", "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874",
    "windows-874": "cp874", "x-cp1251": "cp1251", "win-1251": "cp1251", "x-cp1252": "cp1252",
}  # fmt: skip
#: What servers say without looking.
_HABITS = frozenset({"utf8", "iso88591", "latin1", "usascii", "ascii"})
_LEGACY = [
    "cp1251", "koi8_r", "cp866", "cp1252", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp874",
    "gb18030", "big5", "cp932", "euc_jp", "cp949", "iso8859_2", "iso8859_5", "iso8859_6", "koi8_u",
]  # fmt: skip
_WESTERN = frozenset("en fr es pt de it nl sv da nb nn no fi ca gl eu is id".split())  # noqa: SIM905 - a list that one reads
_TAGS = re.compile(rb"<(?:script|style)[\s\S]{0,20000}?</|<[^<>]{0,2000}>|[\x00-\x7f]{80,}")
_LOOKED_AT = 60_000  # bytes: enough letters, and a bound on the time


def is_utf8(raw: bytes) -> bool:
    """Whether bytes are UTF-8 whatever anybody says: several characters beyond ASCII, and no fault."""
    try:
        return len(text := raw.decode("utf-8")) <= len(raw) - 4 and "\x1b$" not in text
    except UnicodeDecodeError:
        return False


def is_habit(name: str) -> bool:
    """Whether a stated encoding is one that servers state of everything."""
    return name.lower().replace("-", "").replace("_", "") in _HABITS


def widest(name: str) -> str:
    """The codec for a stated encoding, as browsers take it."""
    name = name.strip().lower()
    return _WIDEST.get(name, name)


def guessed(raw: bytes) -> str | None:
    """The encoding that the bytes beyond ASCII look like, None where nothing does."""
    words = _TAGS.sub(b" ", raw[:_LOOKED_AT])
    high = sum(byte > 127 for byte in words)
    letters = high + sum(bytes([byte]).isalpha() for byte in words)
    if high < 8 and high * 4 < letters:
        return None
    if high * 4 < letters and py3langid.classify(words.decode("cp1252", "ignore"))[0] in _WESTERN:
        return "cp1252"  # a few accents alone tell too little: the words say which alphabet it is
    found = from_bytes(words, cp_isolation=_LEGACY, preemptive_behaviour=False).best()
    return found.encoding if found else None
