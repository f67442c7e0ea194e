"""The whole thread as files that any web server serves: pages, reports, data and feeds, with links between files.

The pages are those of the live server; what needs a server (the forms, the news, looking back) is left out, and each
address is turned into the file that holds the same. An address without a file is an error, never a dead link.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from html import escape, unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tocsin.errors import InputError
from tocsin.model import Claim
from tocsin.publish.choosing import Choice, Page, choose
from tocsin.publish.cited import Shelf
from tocsin.publish.copying import drawn
from tocsin.publish.exports import FORMATS, WHAT, export, write
from tocsin.publish.interface import Interface, chosen, tables
from tocsin.publish.shown import ThreadView
from tocsin.publish.view import as_dict, view
from tocsin.publish.web import pages
from tocsin.publish.web.feed import atom, json_feed, live_blog
from tocsin.store.contract import Store

FEEDS = ("feed.atom", "feed.json", "liveblog.jsonld")
_LINK = re.compile(r'(href|src)="(/[^"]*)"')
_NAME = re.compile(r"[A-Za-z0-9_-]+")


def site(store: Store, folder: Path, *, address: str | None = None, language: str | None = None) -> int:
    """Write the thread into a folder, which must be new or empty; the number of files.

    `address` is where the folder will be served ("https://example.org/thread/"); the feeds name it, and without
    it there are none. `language` is that of the pages, else the first of the watch's that there is. Raises
    InputError for a folder with something in it, an address that is none, or a language without words.
    """
    base, words = _base(address), _words(store, language)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{folder}: is not an empty folder; a site is written into a new one")
    shown = view(store)
    leaves = list(_leaves(shown))
    places = {entry.seq: name for name, page in leaves for entry in page.entries}
    names = _reports(store)
    for name, page in leaves:
        _write(
            folder / name,
            _relocated(
                pages.thread(shown, page, live=False, feeds=bool(base), words=words),
                name,
                places,
                names,
                base,
            ),
        )
    _write_reports(store, folder, places, names, base, words)
    _write_data(store, folder, shown)
    _write(folder / "origins.svg", drawn(store, shown, words))
    if base:
        _write(folder / "feed.atom", atom(shown, base, places))
        _write(folder / "feed.json", _text(json_feed(shown, base, places)))
        _write(folder / "liveblog.jsonld", _text(live_blog(shown, base, places)))
    shutil.copytree(pages.HERE / "static", folder / "static", ignore=shutil.ignore_patterns("*.js"))
    return sum(path.is_file() for path in folder.rglob("*"))


def _base(address: str | None) -> str | None:
    if address is None:
        return None
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise InputError(
            f"--address {address!r}: write where the site will be, e.g. https://example.org/thread/"
        )
    return address if address.endswith("/") else address + "/"


def _words(store: Store, language: str | None) -> Interface:
    if language is not None and language not in tables():
        raise InputError(f"--language {language!r}: there are {', '.join(tables())}")
    return chosen(language or "", "", store.watch().languages)


def _leaves(shown: ThreadView) -> Iterator[tuple[str, Page]]:
    """The pages of updates, newest first, each with its file."""
    choice = Choice()
    while True:
        page = choose(shown, choice)
        yield (f"before-{choice.before}.html" if choice.before is not None else "index.html"), page
        if page.more is None:
            return
        choice = Choice(before=page.entries[-1].seq)


def _reports(store: Store) -> dict[str, str]:
    """The file of each report; an id that is no plain name is an error."""
    found = {report.id: f"reports/{report.id}.html" for report in store.reports()}
    if wrong := next((name for name in found if not _NAME.fullmatch(name)), None):
        raise InputError(f"the report {wrong!r} has an id that makes no file name")
    return found


def _write_reports(
    store: Store,
    folder: Path,
    places: Mapping[int, str],
    names: Mapping[str, str],
    base: str | None,
    words: Interface,
) -> None:
    sources, zone = store.sources(), store.watch().zone
    for report in store.reports():
        claims = {claim.id: claim for claim in store.rows(Claim, report=report.id)}
        cited = Shelf(claims, {report.id: report}, sources, {}).cite(claims)
        html = pages.report(report, sources.get(report.source), list(cited), zone, live=False, words=words)
        _write(folder / names[report.id], _relocated(html, names[report.id], places, names, base))


def _write_data(store: Store, folder: Path, shown: ThreadView) -> None:
    _write(folder / "data" / "thread.json", _text(as_dict(shown)))
    for what in WHAT:
        with (folder / "data" / f"{what}.jsonl").open("w", encoding="utf-8") as handle:
            write(export(store, what), handle, FORMATS[0])


def _relocated(
    html: str, file: str, places: Mapping[int, str], names: Mapping[str, str], base: str | None
) -> str:
    """The page with every address of the server turned into the way from this file to the other."""
    up = "../" * file.count("/")

    def turned(match: re.Match[str]) -> str:
        target, mark = _file(unescape(match[2]), places, names, base)
        return f'{match[1]}="{escape(up + target + mark)}"'

    return _LINK.sub(turned, html)


def _file(
    address: str, places: Mapping[int, str], names: Mapping[str, str], base: str | None
) -> tuple[str, str]:
    """The file and anchor for an address of the server. Raises InputError where there is none."""
    parts = urlsplit(address)
    path, mark = unquote(parts.path).lstrip("/"), f"#{parts.fragment}" if parts.fragment else ""
    head, _, rest = path.partition("/")
    before = re.fullmatch(r"before=(\d+)", parts.query)
    if not path and (before or not parts.query):
        return (f"before-{before[1]}.html" if before else "index.html"), mark
    if head == "updates" and rest.isdigit() and int(rest) in places:
        return places[int(rest)], f"#u{rest}"
    if head == "reports" and rest in names:
        return names[rest], mark
    if head == "static" or (path in FEEDS and base):
        return path, mark
    if path == "origins.svg":
        return path, mark
    if path == "api/thread":
        return "data/thread.json", mark
    if path.startswith("api/export/"):
        return f"data/{path.removeprefix('api/export/')}", mark
    raise InputError(f"the page leads to {address}, which has no file: please report this")


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
