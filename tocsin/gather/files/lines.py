"""A stream as lines of bounded length, whatever its encoding and however long a line is."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from tocsin.gather.text.clean import MARKS

_CHUNK = 1 << 16


class Line(NamedTuple):
    """One line without its end; `raw` holds only the first characters where it was `too_long`."""

    number: int
    raw: bytes
    too_long: bool = False


def lines(stream: BinaryIO, limit: int) -> Iterator[Line]:
    """The lines of a stream, numbered from 1; one over `limit` bytes is passed over without being held."""
    number = 0
    while raw := stream.readline(limit + 1):
        number += 1
        if len(raw) > limit and not raw.endswith(b"\n"):
            _pass_over(stream)
            yield Line(number, raw[:400], too_long=True)
        else:
            yield Line(number, raw.rstrip(b"\r\n"))


def _pass_over(stream: BinaryIO) -> None:
    while (rest := stream.readline(_CHUNK)) and not rest.endswith(b"\n"):
        pass


def as_utf8(stream: BinaryIO) -> BinaryIO:
    """The stream without its byte order mark; UTF-16 and UTF-32 become UTF-8, chunk by chunk."""
    head = stream.read(4)
    for mark, codec in MARKS:
        if head.startswith(mark):
            return io.BufferedReader(_Pieces(_recoded(head[len(mark) :], stream, codec)), _CHUNK)
    return rejoined(head, stream)


def rejoined(head: bytes, stream: BinaryIO) -> BinaryIO:
    """The stream with its first bytes put back."""
    return io.BufferedReader(_Pieces(_joined(head, stream)), _CHUNK)


def _joined(head: bytes, stream: BinaryIO) -> Iterator[bytes]:
    if head:
        yield head
    while chunk := stream.read(_CHUNK):
        yield chunk


def _recoded(head: bytes, stream: BinaryIO, codec: str) -> Iterator[bytes]:
    if codec == "utf-8":  # kept byte for byte: lines in another encoding are told apart one by one
        yield from _joined(head, stream)
        return
    decoder = codecs.getincrementaldecoder(codec)("replace")
    for chunk in _joined(head, stream):
        yield decoder.decode(chunk).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


class _Pieces(io.RawIOBase):
    """An iterator of byte strings as a raw stream."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._left = pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = piece
        taken = min(len(buffer), len(self._left))
        buffer[:taken], self._left = self._left[:taken], self._left[taken:]
        return taken
