"""The characters of a feed, whatever its declaration says of its bytes, with the signs of Windows-1252 in place."""

from __future__ import annotations

import re

from charset_normalizer import from_bytes

from tocsin.gather.text.clean import MARKS, SIGNS
from tocsin.gather.text.encodings import widest

_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']\s*([\w.:-]{2,40})", re.IGNORECASE)
_LANGUAGE = re.compile(rb"(?:<language>\s*|xml:lang\s*=\s*[\"'])([A-Za-z]{2,3})", re.IGNORECASE)
_HEAD = 4096  # bytes in which a declaration or a language stands
_SAMPLE = 40_000  # bytes that are enough to tell an encoding by
_UNLIKELY = 0.02  # share of characters that may be broken where a feed is in the encoding that it names

#: Names that servers and templates give without looking; they say nothing against the other ones.
_SAID = frozenset({"cp1252", "utf-8", "utf8"})
#: What browsers take for pages of a language that name no encoding (HTML Standard, 13.2.3.2).
_HOME = {
    "ar": "cp1256", "az": "cp1254", "be": "cp1251", "bg": "cp1251", "cs": "cp1250", "el": "cp1253", "et": "cp1257",
    "fa": "cp1256", "he": "cp1255", "hr": "cp1250", "hu": "cp1250", "iw": "cp1255", "ja": "cp932", "kk": "cp1251",
    "ko": "cp949", "ku": "cp1254", "ky": "cp1251", "lt": "cp1257", "lv": "cp1257", "mk": "cp1251", "pl": "cp1250",
    "ro": "cp1250", "ru": "cp1251", "sk": "cp1250", "sl": "cp1250", "sr": "cp1251", "tg": "cp1251", "th": "cp874",
    "tr": "cp1254", "uk": "cp1251", "ur": "cp1256", "vi": "cp1258", "zh": "gb18030",
}  # fmt: skip
#: Encodings of scripts other than Latin, in which most bytes lie beyond ASCII.
_GUESSED = ("cp1251", "koi8_r", "cp1253", "cp1255", "cp1256", "gb18030", "big5", "cp932", "euc_jp", "cp949")
_OTHER = 0.45  # share of such bytes from which a text is in another script


def characters(raw: bytes, charset: str | None = None) -> str:
    """The text of a feed's bytes; `charset` is what the HTTP header said. Never fails, and loses no letter.

    Bytes that are UTF-8 are read as UTF-8 whatever was declared: no other text looks like it by chance. Others are
    read as the header or the declaration says, and where they cannot be, as what they look like.
    """
    text = _marked(raw)
    return (_decoded(raw, charset) if text is None else text).translate(SIGNS)


def _marked(raw: bytes) -> str | None:
    """The text by its byte order mark, or by the zeros that UTF-16 puts beside every Latin letter."""
    for mark, codec in MARKS:
        if raw.startswith(mark):
            body = raw[len(mark) :]
            return _mended(body) if codec == "utf-8" else body.decode(codec, "replace")
    for opening, codec in ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be")):
        if raw[:2] == opening and raw[:200].count(0) > len(raw[:200]) // 3:
            return raw.decode(codec, "replace")
    return None


def _decoded(raw: bytes, charset: str | None) -> str:
    declared = _DECLARED.search(raw[:_HEAD])
    told = [
        widest(name)
        for name in (charset, declared[1].decode("ascii", "replace") if declared else None)
        if name
    ]
    if raw.isascii():  # also what ISO-2022 writes its letters with
        shifts = [name for name in told if name.startswith(("iso-2022", "iso2022", "hz"))]
        return next((text for name in shifts if (text := _strict(raw, name))), raw.decode("ascii"))
    text = _strict(raw, "utf-8")
    if text is not None:
        return text
    for name in told:
        if name not in _SAID and (text := _as_told(raw, name)) is not None:
            return text
    return raw.decode("latin-1") if "cp1252" in told and not _other_script(raw) else _mended(raw)


def _strict(raw: bytes, codec: str) -> str | None:
    try:
        return raw.decode(codec)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _as_told(raw: bytes, codec: str) -> str | None:
    """The text in an encoding that was named or found, where it is hardly broken in it."""
    try:
        if codec == "cp1252":
            return raw.decode("latin-1")  # the signs are set in place afterwards
        text = raw.decode(codec, "replace")
    except (LookupError, ValueError):
        return None
    beyond = sum(not character.isascii() for character in text)
    return text if text.count("\ufffd") <= max(beyond * _UNLIKELY, 1 if beyond > 20 else 0) else None


def _mended(raw: bytes) -> str:
    """UTF-8 in which some entries are in another encoding, or what was never UTF-8: by what it looks like."""
    broken = raw.decode("utf-8", "surrogateescape")
    lost = sum("\udc80" <= character <= "\udcff" for character in broken)
    whole = sum(character > "\x7f" for character in broken) - lost
    codec = "cp1252" if whole > lost else _looks(raw)
    if whole <= lost and (text := _as_told(raw, codec)) is not None:
        return text
    return re.sub("[\udc80-\udcff]+", lambda found: _stray(found[0]), broken)


def _stray(broken: str) -> str:
    return broken.encode("utf-8", "surrogateescape").decode("latin-1")


def _looks(raw: bytes) -> str:
    """The encoding by the language that the feed names, else by its letters, else Windows-1252."""
    language = _LANGUAGE.search(raw[:_HEAD])
    home = _HOME.get(language[1].decode("ascii").lower()) if language else None
    if home or not _other_script(raw):
        return home or "cp1252"
    found = from_bytes(_sample(raw), cp_isolation=list(_GUESSED)).best()
    return found.encoding if found else "cp1252"


def _other_script(raw: bytes) -> bool:
    """Whether most letters are beyond ASCII: French has one in ten, Russian and Chinese nearly all."""
    sample = _sample(raw)
    beyond = sum(byte >= 0x80 for byte in sample)
    return beyond > len(sample) * _OTHER


def _sample(raw: bytes) -> bytes:
    """The lines with letters beyond ASCII, without tags and addresses."""
    bare = re.sub(rb"<[^<>]{0,2000}>", b"\n", raw)
    return b"\n".join(line for line in bare.splitlines() if not line.isascii())[:_SAMPLE]
