"""The few numbers that a whole installation shares, read once at the start."""

from __future__ import annotations

import os

import msgspec


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Bounds and addresses of one installation; every one can be set as TOCSIN_<NAME>."""

    host: str = "127.0.0.1"
    """Address that the page is served at."""
    port: int = 8765
    """Port that the page is served at; 0 takes a free one."""
    allowed_hosts: str = ""
    """Further names that the page is served under, with commas between, e.g. desk.example.org; else loopback, host and addresses in digits."""
    tokens: str = ""
    """File with the tokens of the sources that may push reports in their own name; empty: none may."""
    user_agent: str = "Tocsin/0.1 (crisis monitor; respects robots.txt)"
    """How the gatherer names itself to the sites that it reads."""
    max_bytes: int = 8_000_000
    """Largest single document, feed or line taken in, in bytes."""
    max_text: int = 400_000
    """Longest text of one report, in characters; longer is put aside as too large."""
    timeout_s: float = 20.0
    """Longest wait for one answer of one site, in seconds."""
    source_s: float = 60.0
    """Longest time that one pass spends on one source, redirects, robots and all feeds of a list together, in seconds."""
    pace_s: float = 2.0
    """Shortest time between two requests to one host, in seconds."""
    max_redirects: int = 5
    """Most redirects followed for one address."""
    every_s: float = 120.0
    """Time from one pass of a running watch to the next, in seconds."""
    allow_private: bool = False
    """Whether sources on private and loopback addresses may be read (a desk's own relay)."""
    reader_url: str = ""
    """Address of an OpenAI-compatible interface that may read reports too, e.g. http://127.0.0.1:11434/v1; empty: none."""
    reader_model: str = ""
    """The model to ask there."""
    reader_key: str = ""
    """The key for it, if it wants one; it is never written anywhere."""
    reader_per_day: int = 500
    """Most reports that it is asked about in a day."""
    reader_timeout_s: float = 60.0
    """Longest wait for one of its answers, in seconds."""


def load(environ: dict[str, str] | None = None) -> Settings:
    """Settings from TOCSIN_* variables over the defaults.

    Raises msgspec.ValidationError with the name of the setting where a value has the wrong type.
    """
    values = dict(os.environ if environ is None else environ)
    given = {
        name: values[key]
        for name in Settings.__struct_fields__
        if (key := f"TOCSIN_{name.upper()}") in values
    }
    return msgspec.convert(given, Settings, strict=False)
