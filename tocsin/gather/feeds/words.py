"""Which of a feed entry's words are its title and its text: its own, never those of a picture or a module."""

from __future__ import annotations

import re
from typing import Any

from ftfy import fix_encoding
from ftfy.badness import is_bad

from tocsin.gather.feeds.shortcodes import without_codes
from tocsin.gather.text.markup import plain

Entry = dict[str, Any]

_LONE = re.compile(r"(?<!\S)[ÂÃ](?!\S)")  # a letter that stands alone is no sign of a wrong decoding
_MARKS = re.compile(r"<!\[CDATA\[|\]\]>")  # within a text they come from a template that set them twice
_STUB = 3  # a content of which the summary is this many times as long is a stub such as "Read on"
#: Where the words of an entry stand that has neither content nor summary, the best first.
_BESIDE = (
    "apart_dc_description",
    "apart_dc_abstract",
    "apart_itunes_summary",
    "apart_itunes_subtitle",
    "subtitle",
)


def words(entry: Entry, publisher: str | None = None) -> tuple[str, str]:
    """Title and text; a news search adds the outlet's name to the one and repeats the title as the other."""
    text = text_of(entry)
    # Where nothing else is said at all, the words of a picture are better than none.
    title = title_of(entry) or ("" if text else readable(entry.get("apart_media_title")))
    if publisher and title.endswith(f" - {publisher}"):
        title = title.removesuffix(f" - {publisher}").rstrip()
    bare = text.removesuffix(publisher or "").strip()
    return ("", title) if _same(bare, title) or not text else (title, text)


def title_of(entry: Entry) -> str:
    """The entry's own title; one of a module only where it has none, and never that of a picture."""
    names = ("title", "apart_dc_title", "apart_itunes_title")
    title = next((found for name in names if (found := readable(entry.get(name)))), "")
    return " ".join(title.split())


def text_of(entry: Entry) -> str:
    """The content, else the summary, else what a module says where the entry itself says nothing."""
    content = max((readable(part) for part in _contents(entry)), key=len, default="")
    summary = readable(entry.get("summary"))
    if content or summary:
        return summary if len(summary) > _STUB * len(content) else content
    beside = [entry.get(name) for name in _BESIDE]
    beside.append(None if _pictures(entry) else entry.get("apart_media_description"))
    beside.append(max((readable(words) for words in _of(entry, "apart_text_")), key=len, default=""))
    return next((text for words in beside if (text := readable(words))), "")


def readable(value: object) -> str:
    """A field's words without markup, and with the letters that a wrong decoding broke ("lâ€™armÃ©e")."""
    if not isinstance(value, str):
        return ""
    # Once in the markup, for what a code holds, and once in the words, for a code that is parted by markup.
    text = without_codes(plain(without_codes(_MARKS.sub("", value))))
    return (fix_encoding(text) if is_bad(_LONE.sub("", text)) else text).strip()


def _contents(entry: Entry) -> list[object]:
    """The contents that are text: Atom has pictures and addresses there as well."""
    parts = entry.get("content")
    found = [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []
    whole = [part.get("value") for part in found if _is_text(str(part.get("type") or "text/html"))]
    return [*whole, *_of(entry, "apart_whole_")]


def _of(entry: Entry, names: str) -> list[object]:
    """What modules say that nobody has a list of (<yandex:full-text>), by the beginning of our names for it."""
    return [words for name, words in entry.items() if name.startswith(names)]


def _is_text(kind: str) -> bool:
    return not kind.startswith(("image/", "audio/", "video/"))


def _pictures(entry: Entry) -> bool:
    """Whether what the media module describes is a picture; of a film the words are the publisher's text."""
    found = entry.get("media_content")
    return any(
        isinstance(each, dict)
        and (each.get("medium") == "image" or str(each.get("type") or "").startswith("image/"))
        for each in (found if isinstance(found, list) else [])
    )


def _same(one: str, other: str) -> bool:
    return "".join(one.split()).casefold() == "".join(other.split()).casefold()
