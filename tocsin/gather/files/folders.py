"""A crisis folder, any folder of texts and tables, one file, or standard input."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from tocsin.gather.aside import Unfit
from tocsin.gather.drafts import Intake, Item, Roster
from tocsin.gather.files.formats import read_as, read_file, sources_of
from tocsin.gather.files.given import BESIDE, Given
from tocsin.gather.files.sniff import READ_HERE
from tocsin.model import Source


def read_path(
    path: Path | str, intake: Intake, roster: Roster, default: Source | None = None
) -> Iterator[Item]:
    """All reports of a folder or file ('-': standard input); what cannot be read is put aside and told."""
    if str(path) == "-":
        name = "standard input"
        given = Given(where=name, name=name, intake=intake, roster=roster, default=default)
        yield from read_as(sys.stdin.buffer, given, None)
        return
    path = Path(path).expanduser()
    if path.is_dir():
        yield from _folder(path, intake, roster, default)
    else:
        given = Given(where=str(path), name=path.name, intake=intake, roster=roster, default=default)
        yield from read_file(path, given)


def _folder(path: Path, intake: Intake, roster: Roster, default: Source | None) -> Iterator[Item]:
    told, reports = path / "sources.jsonl", path / "reports.jsonl"
    given = Given(where=str(told), name=told.name, intake=intake, roster=roster, default=default)
    if told.is_file():
        yield from sources_of(told, given)
    unread: list[Unfit] = []
    found = [reports] if told.is_file() and reports.is_file() else list(_files(path, unread))
    for each in found:
        name = each.relative_to(path).as_posix()
        given = Given(where=str(each), name=name, intake=intake, roster=roster, default=default)
        yield from read_file(each, given, only_known=True)
    for unfit in unread:
        yield unfit.at(str(path))
    if not found and not unread:
        yield Unfit("no-text", f"the folder has no file to read; {READ_HERE}").at(str(path))


def _files(path: Path, unread: list[Unfit]) -> Iterator[Path]:
    """The files of a folder and those below it, by name; not hidden ones, not what a link leads to."""

    def failed(error: OSError) -> None:
        unread.append(Unfit("unreadable-file", f"{error.filename}: {error.strerror}"))

    found = [Path(folder) / name for folder, _, names in os.walk(path, onerror=failed) for name in names]
    for each in sorted(found, key=lambda file: file.relative_to(path).parts):
        inside = each.relative_to(path).parts
        if (
            not any(part.startswith(".") for part in inside)
            and not BESIDE.fullmatch(each.name)
            and _ends(each)
        ):
            yield each


def _ends(path: Path) -> bool:
    """A pipe or device among the files would be waited for without end; a broken link is told on opening."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return True
