"""Everything that is wrong in a watch file, line by line, and what each of its sources gives today."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from tocsin.assess.playbook import load as load_playbook
from tocsin.assess.playbook import mistakes
from tocsin.gather.drafts import Intake, Roster, is_web
from tocsin.gather.shape import Fault, Key, did_you_mean, shape
from tocsin.gather.sources import Pass, read_source
from tocsin.gather.web.fetch import Fetcher
from tocsin.model import Quarantine, Report
from tocsin.watch import WatchSource, faults, line_of

_LOCAL = frozenset({"folder", "file"})
_PLAYBOOKS = Path(__file__).with_name("playbooks")


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing about a watch file: 'error' must be mended, 'warning' may be, 'ok' is good to know."""

    path: str
    line: int
    severity: Literal["error", "warning", "ok"]
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.severity}: {self.message}"


def check(path: Path | str, *, fetcher: Fetcher | None = None, now: datetime | None = None) -> list[Finding]:
    """All mistakes of a watch file (or of the watch.toml of a folder, or of a playbook) by line, then what each source gives.

    Without a fetcher no source is tried. Never raises for what stands in the file.
    """
    path = Path(path)
    path = path / "watch.toml" if path.is_dir() else path
    try:
        text = path.read_text("utf-8-sig")
        data = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        return [Finding(path=str(path), line=1, severity="error", message=f"cannot be read: {error}")]
    except tomllib.TOMLDecodeError as error:
        return [_no_toml(path, str(error))]
    if {"prior", "transitions"} & data.keys():  # a playbook, not a watch
        return [
            Finding(path=str(path), line=line, severity="error", message=message)
            for line, message in mistakes(text, data)
        ]
    mended, found = shape(data)
    wrong = {fault.key for fault in found}  # one mistake a key: a stand-in for it has no mistakes of its own
    found += [fault for fault in _meant(mended, data) if fault.key not in wrong]
    told = [
        Finding(path=str(path), line=line_of(text, key), severity=how, message=say) for how, key, say in found
    ]
    if fetcher is not None:
        broken = {
            key[1] for how, key, _ in found if how == "error" and key[:1] == ("sources",) and len(key) > 1
        }
        told += [
            Finding(path=str(path), line=line_of(text, ("sources", index)), severity=how, message=say)
            for index, how, say in _tried(mended, broken, fetcher, now or datetime.now(UTC))
        ]
    return sorted(told, key=lambda finding: finding.line)


def _no_toml(path: Path, error: str) -> Finding:
    at = re.search(r"at line (\d+)", error)
    message = f"not valid TOML: {error}; texts stand in quotes, lists in [brackets]"
    return Finding(path=str(path), line=int(at[1]) if at else 1, severity="error", message=message)


def _meant(mended: dict[str, Any], data: dict[str, Any]) -> Iterator[Fault]:
    """What is wrong although every key is known and of the right type."""
    for key, message in faults(mended):
        if _stands(data, key):
            yield Fault("error", key, message)
    yield from _place(mended)
    yield from _urls(mended, data)
    yield from _thin(mended)


def _stands(data: Any, key: Key) -> bool:
    """Whether the editor wrote this key: what `shape` filled in is not his mistake."""
    for part in key:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return False
    return True


def _place(mended: dict[str, Any]) -> Iterator[Fault]:
    playbook, known = mended.get("playbook", "coup"), sorted(file.stem for file in _PLAYBOOKS.glob("*.toml"))
    if known and playbook not in known:
        yield Fault(
            "error", ("playbook",), f"there is no playbook {playbook!r}; {did_you_mean(playbook, known)}"
        )
    if playbook in known:
        ids = {sign.id for sign in load_playbook(playbook).signs}
        for index, sign in enumerate(mended.get("signs", ())):
            if sign.get("id") in ids:
                say = f"the playbook {playbook!r} has a sign {sign['id']!r} already; choose another id"
                yield Fault("error", ("signs", index, "id"), say)
    since = mended.get("since")
    try:
        date.fromisoformat(since or "2000-01-01")
    except ValueError:
        yield Fault("error", ("since",), f"{since!r} is no day; write e.g. '2019-04-01'")


def _urls(mended: dict[str, Any], data: dict[str, Any]) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for index, source in enumerate(mended.get("sources", ())):
        key: Key = ("sources", index, "url")
        url, local = source["url"], source["type"] in _LOCAL
        if not _stands(data, key):
            continue
        if local and not Path(url).expanduser().exists():
            yield Fault("error", key, f"there is no file or folder {url!r} as seen from {Path.cwd()}")
        if not local and not is_web(url) and not url.lower().endswith(".opml"):
            yield Fault("error", key, f"{url!r} is no web address; it begins with https:// or http://")
        if url in first:
            yield Fault(
                "error", key, f"the address is that of source {first[url]!r} already; take one of them out"
            )
        first.setdefault(url, source["id"])


def _thin(mended: dict[str, Any]) -> Iterator[Fault]:
    """What is allowed and yet rarely meant."""
    sides: dict[str, dict[str, Any]] = mended.get("sides", {})
    if not mended.get("sources"):
        yield Fault("warning", ("sources",), "there are no sources: reports come by --from or the API only")
    if sides and not any(side.get("incumbent") for side in sides.values()):
        yield Fault("warning", ("sides",), "no side is in power: write 'incumbent = true' in one of them")
    for name, side in sides.items():
        if not side.get("members"):
            say = f"side {name!r} has no members, so no claim is known to be its own; add who speaks for it"
            yield Fault("warning", ("sides", name), say)


def _tried(
    mended: dict[str, Any], broken: set[str | int], fetcher: Fetcher, now: datetime
) -> Iterator[tuple[int, Literal["error", "warning", "ok"], str]]:
    """What each well-formed source gives today."""
    try:
        zone = ZoneInfo(mended.get("timezone", "UTC"))
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    intake = Intake(now=now, settings=fetcher.settings, zone=zone)
    for index, table in enumerate(mended.get("sources", ())):
        if index not in broken:
            source = msgspec.convert(table, WatchSource)
            facts = list(read_source(source, Pass(intake, Roster(), fetcher.visit())))
            reports = [fact for fact in facts if isinstance(fact, Report)]
            aside = [fact for fact in facts if isinstance(fact, Quarantine)]
            yield index, *_told(source, reports, aside)


def _told(
    source: WatchSource, reports: list[Report], aside: list[Quarantine]
) -> tuple[Literal["error", "warning", "ok"], str]:
    named = f"source {source.id!r}"
    why = f"{aside[0].reason}: {aside[0].detail}" if aside else ""
    if aside and not reports:
        return "error", f"{named} gives nothing: {why}"
    if not reports:
        return "warning", f"{named} answers, but has no entries"
    newest = max((report.published for report in reports if report.published), default=None)
    told = f"{named} gives {len(reports)} reports, the newest " + (
        f"of {newest:%Y-%m-%d %H:%M} UTC" if newest else "without a date"
    )
    return ("warning", f"{told}; {len(aside)} were put aside, the first for {why}") if aside else ("ok", told)
