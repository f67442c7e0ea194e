"""Archives (ZIP, GZIP) as the files in them: bounded in entries, bytes and depth; nothing is written anywhere."""

from __future__ import annotations

import gzip
import io
import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from tocsin.gather.aside import Unfit

MOST = 1000  # files of one archive
DEEPEST = 2  # a ZIP attached to a mail, or in a ZIP; deeper is an accident or an attack
RATIO = 60  # times: prose and records are packed to a twentieth at best; what is packed to less is made to fill disks
_LISTED = 20_000  # entries, before the list of them alone fills the memory
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, RuntimeError,
    NotImplementedError, ValueError, KeyError, IndexError, OverflowError,
)  # fmt: skip
_CHUNK = 1 << 16


def opened(raw: bytes) -> zipfile.ZipFile:
    """The archive in some bytes. Raises Unfit 'unreadable-file' or 'too-large'."""
    if raw.count(b"PK\x01\x02") > _LISTED:
        raise Unfit("too-large", f"the archive lists over {_LISTED} files; unpack it and name the folder")
    try:
        return zipfile.ZipFile(io.BytesIO(raw))
    except _BROKEN as error:
        raise Unfit("unreadable-file", f"is damaged: {_said(error)}; save or download it again") from None


def member(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """One file of an archive. Raises Unfit where it is not there, locked, damaged or over `limit` bytes.

    What counts is what comes out, not what the archive says of itself.
    """
    try:
        info = archive.getinfo(name)
        if info.flag_bits & 1:
            raise Unfit("unreadable-file", "is locked with a password; unpack it and name the folder")
        with archive.open(info) as stream:
            raw = stream.read(limit + 1)
    except _BROKEN as error:
        raise Unfit("unreadable-file", f"is damaged: {_said(error)}; save or download it again") from None
    if len(raw) > limit:
        raise Unfit("too-large", f"unpacks to over {limit} bytes")
    return raw


def members(archive: zipfile.ZipFile, limit: int) -> Iterator[tuple[str, bytes | Unfit]]:
    """The files of an archive by name, each at most `limit` bytes, or why one cannot be had.

    Folders, links and what programs hide are passed over. Raises Unfit 'too-large' after MOST files.
    """
    named = sorted(info.filename for info in archive.infolist() if _plain(info))
    for name in named[:MOST]:
        try:
            yield name, member(archive, name, limit)
        except Unfit as unfit:
            yield name, unfit
    if len(named) > MOST:
        raise Unfit("too-large", f"holds {len(named)} files; the first {MOST} by name were read")


def _plain(info: zipfile.ZipInfo) -> bool:
    """Whether an entry is a file that a person put there; its path is a name and is never followed."""
    parts = PurePosixPath(info.filename).parts
    hidden = any(part.startswith(".") and part not in {".", ".."} for part in parts)
    link = stat.S_ISLNK(info.external_attr >> 16)
    return not (info.is_dir() or link or hidden or "__MACOSX" in parts)


def unzipped(raw: bytes, least: int, most: int) -> BinaryIO:
    """What a GZIP file holds, as a stream that ends in Unfit where it is damaged or too much comes out.

    Too much is over `least` bytes and RATIO times what is packed, or over `most`.
    """
    bound = max(least, min(most, len(raw) * RATIO))
    return io.BufferedReader(_Inside(gzip.GzipFile(fileobj=io.BytesIO(raw), mode="rb"), bound), _CHUNK)


class _Inside(io.RawIOBase):
    """A compressed stream whose faults are told in plain words."""

    def __init__(self, stream: gzip.GzipFile, most: int) -> None:
        self._stream, self._left, self._most = stream, most, most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            taken = self._stream.read(len(buffer))
        except _BROKEN as error:
            raise Unfit("unreadable-file", f"is damaged: {_said(error)}; download it again") from None
        self._left -= len(taken)
        if self._left < 0:
            raise Unfit("too-large", f"unpacks to over {self._most} bytes; what came before was read")
        buffer[: len(taken)] = taken
        return len(taken)


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:100] or type(error).__name__
