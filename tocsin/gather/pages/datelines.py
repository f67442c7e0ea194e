"""Lines that say when a page was published and when it was changed: 'Published 3 May 2026, 09:15 (UTC+1), updated 4 May'."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

#: When it was changed is not when it was said.
CHANGED = re.compile(
    r"\b(?:last\s+)?(?:updat|modif|edited)|actualiz|\b(?:mise?|màj|maj)\b(?: à jour)?|aktualis|geändert|atualiz|aggiorna|обновл|измен"
    r"|güncel|تحديث|تعديل|更新|bijgewerkt|gewijzigd|zaktualiz|оновлен|به‌روز|diperbarui|uppdater|ενημερ|अपडेट|수정",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"publi|posted|created|veröffentlicht|erstellt|pubblicat|опублик|yayın|نشر|发布|發布|gepubliceerd|geplaatst|opublikow|dodano"
    r"|منتشر|انتشار|diterbitkan|dipublikasikan|publicera|δημοσ|प्रकाशित|公開|掲載|입력|등록",
    re.IGNORECASE,
)
_LONGEST = 160  # characters
_LABEL = 40  # characters before the first digit
_ENDS = 3  # lines at the top and at the end of a text that are looked at


def labelled(line: str) -> bool:
    """Whether a line opens with the word that it was published or changed, and goes on with a date."""
    opening = re.match(rf"\D{{2,{_LABEL}}}(?=\d)", line)
    return (
        len(line) <= _LONGEST
        and bool(opening)
        and bool(CHANGED.search(line[:_LABEL]) or _PUBLISHED.search(line[:_LABEL]))
    )


def dates_of(line: str) -> Iterator[str]:
    """The pieces of a line that may be the time of publication, the one that says so first, with and without its label."""
    marks = sorted(
        [
            (found.start(), kind)
            for kind, told in ((0, _PUBLISHED), (2, CHANGED))
            for found in told.finditer(line)
        ]
    )
    starts = [(0, 1), *marks]
    ends = [at for at, _ in starts[1:]] + [len(line)]
    pieces = [
        (kind, line[at:end].strip(" \t,;|•·–—-/([")) for (at, kind), end in zip(starts, ends, strict=True)
    ]
    for kind, piece in sorted(pieces, key=lambda told: told[0]):
        if kind < 2 and re.search(r"\d", piece):
            yield re.sub(r"^\D{0,30}?[:：|•·]\s*", "", piece)
            yield re.sub(r"^[^\W\d_]+\s+(?:on\s+|el\s+|le\s+|am\s+|em\s+|il\s+|op\s+|den\s+)?", "", piece)
            yield piece


def without_datelines(text: str, is_time: Callable[[str], bool]) -> str:
    """The text without such lines at its top and its end; `is_time` says whether a piece of one is a time."""
    lines = text.split("\n")
    told = [at for at, line in enumerate(lines) if line.strip()]
    gone = {
        at
        for at in {*told[:_ENDS], *told[-_ENDS:]}
        if labelled(lines[at].strip()) and any(map(is_time, _any(lines[at].strip())))
    }
    return "\n".join(line for at, line in enumerate(lines) if at not in gone).strip() if gone else text


def _any(line: str) -> Iterator[str]:
    yield from dates_of(line)
    yield from dates_of(CHANGED.sub("published", line, count=1))
