"""A PDF as its words: pages in order, without what runs along their edges, lines joined to paragraphs again."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from tocsin.gather.aside import Unfit
from tocsin.gather.files import layout
from tocsin.gather.files.documents import Written
from tocsin.settings import Settings

MOST_PAGES = 2000
_PATIENCE = 90  # seconds of the clock; the child's own bound is in seconds of work
_CHILD = Path(__file__).with_name("pdf_child.py")
_WHEN = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(?:Z|([+-]\d\d)'?(\d\d)?)?")
_NO_LETTER = re.compile(r"[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]")
_OCR = "make its words readable (for instance with ocrmypdf IN OUT) and read that"


def words(raw: bytes, settings: Settings) -> Written:
    """The words of a PDF. Raises Unfit 'unreadable-file', 'no-text' (scanned pages) or 'too-large'."""
    found = _asked(raw, settings)
    if "locked" in found:
        raise Unfit("unreadable-file", "is locked with a password; save it without one")
    if "broken" in found:
        raise Unfit("unreadable-file", "is damaged, or no PDF; save or download it again")
    if found["full"] or found["of"] > len(found["pages"]):
        bound = f"{MOST_PAGES} pages or {settings.max_text} characters (TOCSIN_MAX_TEXT)"
        raise Unfit("too-large", f"has {found['of']} pages, and more than {bound}; split it")
    text = layout.text([[layout.Line(*line) for line in page] for page in found["pages"]])
    if not text.strip():
        raise Unfit("no-text", f"has {found['of']} pages and no text, as scanned paper has; {_OCR}")
    if len(_NO_LETTER.findall(text)) * 3 > len(text):
        raise Unfit("no-text", f"its fonts do not say which letters they show; {_OCR}")
    about = found["about"]
    return Written(
        text=_NO_LETTER.sub("", text),
        title=about.get("Title"),
        created=_time(about.get("CreationDate")),
        modified=_time(about.get("ModDate")),
    )


def _asked(raw: bytes, settings: Settings) -> dict[str, Any]:
    """What the child process says of a PDF. Raises Unfit where it gave up."""
    command = [sys.executable, "-P", str(_CHILD), str(MOST_PAGES), str(settings.max_text * 2)]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, and no shell
            command, input=raw, capture_output=True, timeout=_PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        raise Unfit("too-large", f"takes more than {_PATIENCE} seconds to read; split it") from None
    try:
        found = json.loads(done.stdout)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        if done.returncode < 0:
            raise Unfit("too-large", "takes more time or memory to read than a document may; split it")
        raise Unfit("unreadable-file", "is damaged: the pages cannot be read; save or download it again")
    return found


def _time(told: object) -> str | None:
    """A PDF's time (D:20190430091500-04'00') as ISO 8601, the day where it has no offset."""
    found = _WHEN.match(told) if isinstance(told, str) else None
    if found is None:
        return None
    year, month, day, hour, minute, _, ahead, beside = found.groups()
    date = f"{year}-{month}-{day}"
    offset = f"{ahead}:{beside or '00'}" if ahead else "+00:00" if "Z" in found[0] else ""
    return f"{date}T{hour}:{minute}{offset}" if hour and offset else date
