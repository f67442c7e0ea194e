"""Tokens: who may push reports in the name of a source.

They stand in a file of their own (TOCSIN_TOKENS), never in the watch file, which the journal keeps and the page
shows; they are read anew for each request, so that one can be taken out while the server runs.
"""

from __future__ import annotations

import hashlib
import hmac
import tomllib
from pathlib import Path

from tocsin.errors import InputError

SHORTEST = 16  # characters: fewer can be guessed


def load(path: str) -> dict[str, str]:
    """The tokens by source; none where no file is named. Raises InputError that says what is wrong, never a token."""
    if not path:
        return {}
    try:
        tokens = tomllib.loads(Path(path).expanduser().read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise InputError(f"{path}: the tokens cannot be read: {why} (TOCSIN_TOKENS)") from None
    except tomllib.TOMLDecodeError:  # its message may have what stands there
        raise InputError(
            f'{path}: the tokens are not valid TOML; write lines of "source" = "token"'
        ) from None
    for source, token in tokens.items():
        if not isinstance(token, str) or len(token) < SHORTEST:
            raise InputError(
                f"{path}: the token of {source!r} must be a text of {SHORTEST} characters or more"
            )
    return tokens


def vouched(tokens: dict[str, str], given: str) -> frozenset[str]:
    """The sources that have this token; it is compared with all of them, each in the same time."""
    mark = _mark(given.strip())
    return frozenset([source for source, token in tokens.items() if hmac.compare_digest(_mark(token), mark)])


def _mark(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()
