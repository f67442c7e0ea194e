"""Who wrote an entry of a feed: all names in their order, without their addresses."""

from __future__ import annotations

import re
from typing import Any

from tocsin.gather.feeds.short import AT, LONGEST

# RFC 5322 as people use it; feeds of RSS 2.0 have the name behind it: "noreply@desk.example (Awa)".
_MAIL = re.compile(r"(?:mailto:)?[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}", re.IGNORECASE)
_AROUND = re.compile(r"[<(\[]\s*[>)\]]")
_LETTER = re.compile(r"[^\W\d_]")


def authors(entry: dict[str, Any]) -> str | None:
    """The names of an entry's authors, parted by commas; an address only where nobody has a name."""
    told = entry.get("authors")
    written = (
        [each.get("name") or each.get("email") for each in told if isinstance(each, dict)] if told else []
    )
    whole = [
        name for each in (*written, *([] if any(written) else [entry.get("author")])) if (name := _line(each))
    ]
    named = list(dict.fromkeys(name for each in whole if (name := _name(each))))
    return ", ".join(named) or next(iter(whole), None)


def _line(told: object) -> str:
    return " ".join(told.replace(AT, "@").split())[:LONGEST] if isinstance(told, str) else ""


def _name(written: str) -> str:
    """The name beside an address: Awa of "Awa <a@desk.example>", "a@desk.example (Awa)" and "Awa (a@desk.example)"."""
    bare = _AROUND.sub("", _MAIL.sub("", written)).strip(" ,;:<>") if "@" in written else written
    if bare.startswith("(") and bare.endswith(")") and bare != written:
        bare = bare[1:-1].strip()
    return bare if _LETTER.search(bare) else ""
