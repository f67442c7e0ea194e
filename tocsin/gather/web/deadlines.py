"""How long one source may hold us: an end that every read, write and look-up of its requests keeps to.

A limit for each read does not end an answer that drips: headers, chunks, trailers or `100 Continue` may come
a byte at a time for ever. So the connections themselves ask how much time is left.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import httpcore

#: The end in force for the requests of this thread, and the clock that it is on.
_END: ContextVar[tuple[float, Callable[[], float]]] = ContextVar("end", default=(math.inf, lambda: 0.0))


class Late(httpcore.TimeoutException):
    """The time for a source is over."""

    def __init__(self) -> None:
        super().__init__("the answer came too slowly to be read (TOCSIN_TIMEOUT_S, TOCSIN_SOURCE_S)")


@contextmanager
def until(end: float, clock: Callable[[], float]) -> Iterator[None]:
    """Whatever is sent and read within ends at `end` on `clock` (seconds), or at an earlier end around it."""
    before = _END.set((min(end, _END.get()[0]), clock))
    try:
        yield
    finally:
        _END.reset(before)


def left(most: float | None = None) -> float | None:
    """Seconds left, at most `most`; None where nothing bounds them. Raises Late where the time is over."""
    end, clock = _END.get()
    if end == math.inf:
        return most
    rest = end - clock()
    if rest <= 0:
        raise Late
    return rest if most is None else min(rest, most)
