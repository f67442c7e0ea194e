"""Text that cannot act: invisible controls of hostile words, made visible."""

from __future__ import annotations

import re

#: Controls of C0 and C1, line and paragraph separators, the marks that reorder text (bidi embeddings,
#: overrides and isolates), spaces and joiners of no width that only hide words from a search, lone surrogates, tags,
#: and code points that are no character. The joiners that Persian and emoji need stay as they are.
_ACTING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2060-\u2064\ufeff\u2028\u2029\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    """The text with each acting character as its name, '⟨U+202E⟩': it can reorder or run nothing."""
    return _ACTING.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", text)
