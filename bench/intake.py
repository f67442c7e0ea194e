"""Measures what comes in: whether feeds and pages arrive as they were published.

    python bench/intake.py --feedparser DIR --gofeed DIR --data DIR --real DIR DIR ...

Each section takes a corpus by its path (a checkout, or the git directory of one) and says so where it is not there.
The files of a corpus fall into two halves by their names: failures are looked at (--show) in the one that the code was
mended by, and only counted in the other.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import os
import re
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from real_feeds import rows as real_rows
from revisions import rows as revision_rows

from tocsin.errors import TocsinError
from tocsin.gather.aside import Unfit
from tocsin.gather.drafts import Draft, Intake
from tocsin.gather.feeds import entries, parse
from tocsin.gather.feeds.authors import authors
from tocsin.gather.feeds.words import readable
from tocsin.gather.times import read_time
from tocsin.model import Source
from tocsin.settings import Settings

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
INTAKE = Intake(now=NOW, settings=Settings(), zone=UTC)
SOURCE = Source(id="desk", name="Desk")
LIMIT = 10  # seconds for one file, after which it counts as hanging
HALVES = ("looked at", "unseen")

Row = tuple[str, str, str]
"""What was measured, the figure, and the target."""


class Given(NamedTuple):
    """What the command line said."""

    feedparser: Path | None
    gofeed: Path | None
    data: Path | None
    show: bool
    real: tuple[Path, ...] = ()


def half(name: str) -> str:
    """Which half a file is in, by the hash of its name."""
    return HALVES[hashlib.sha256(name.encode()).digest()[0] % 2]


@contextmanager
def corpus(path: Path | None) -> Iterator[Path | None]:
    """The files of a corpus: a checkout as it is, a git directory unpacked for as long as it is needed."""
    if path is None or not path.exists():
        yield None
    elif not (path / "HEAD").is_file():
        yield path
    else:
        with tempfile.TemporaryDirectory() as folder:
            # not `git archive`: repositories leave their tests out of it
            git = ["git", "--git-dir", str(path.resolve()), "--work-tree", folder]
            index = {**os.environ, "GIT_INDEX_FILE": f"{folder}/.index"}
            for step in (["read-tree", "HEAD"], ["checkout-index", "--all", "--quiet"]):
                subprocess.run([*git, *step], check=step[0] == "read-tree", env=index, cwd=folder)
            yield Path(folder)


def limited(work: Callable[[], Any]) -> tuple[str, Any]:
    """How a piece of work ended ('', 'crash' or 'hang'), and what it gave."""

    def out(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, out)
    signal.alarm(LIMIT)
    try:
        return "", work()
    except TimeoutError:
        return "hang", None
    except (Unfit, TocsinError):
        return "", []  # put aside with its reason: that is an answer
    except Exception as error:
        return f"crash: {type(error).__name__}: {error}", None
    finally:
        signal.alarm(0)


# feedparser's own tests ---------------------------------------------------------------------------

_EXPECT = re.compile(r"Expect:\s*(.*)\s*-->")
_CHARSET = re.compile(r"^Header:\s+Content-type:.*?charset=[\"']?([\w-]+)", re.MULTILINE | re.IGNORECASE)
_URL = (
    "http://127.0.0.1:8097/"  # where its tests serve those files whose addresses are relative to themselves
)
_FIELDS = {
    "title": "title", "title_detail.value": "title", "description": "text", "summary": "text",
    "summary_detail.value": "text", "content.0.value": "content", "link": "link", "id": "id", "guid": "id",
    "author": "author", "published": "time", "published_parsed": "time", "updated": "updated",
    "updated_parsed": "updated", "created": "created", "created_parsed": "created",
}  # fmt: skip


def facts(expect: str) -> list[tuple[int, str, Any]]:
    """What a test expects of entries: which one, which of our fields, and its value."""
    try:
        tree = ast.parse(expect.strip(), mode="eval")
    except SyntaxError:
        return []
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and all(isinstance(op, ast.Eq) for op in node.ops):
            *lefts, value = [node.left, *node.comparators]
            try:
                literal = ast.literal_eval(value)
            except ValueError:
                continue
            for keys in map(_keys, lefts):
                field = _FIELDS.get(".".join(map(str, keys[2:])))
                if field and keys[0] == "entries":
                    found.append((int(keys[1]), field, literal))
    return found


def _keys(node: ast.AST) -> list[Any]:
    keys: list[Any] = []
    while isinstance(node, ast.Subscript):
        keys.insert(0, node.slice.value if isinstance(node.slice, ast.Constant) else None)
        node = node.value
    return [node.id, *keys] if isinstance(node, ast.Name) and None not in keys else []


def one_line(text: str | None) -> str:
    return " ".join((text or "").split())


def holds(draft: Draft, field: str, value: Any) -> bool:
    """Whether a draft says what a test expects; a headline without text is its own text."""
    if field in {"title", "text", "content"}:
        said = one_line(draft.title if field == "title" and draft.title else draft.text)
        return said == one_line(readable(value))
    if field == "link":
        return (draft.url or "") == value or (not value.startswith("http") and draft.url is None)
    if field == "id":
        return value in (draft.external_id, draft.url) or (not value and not draft.external_id)
    if field == "author":
        return one_line(draft.author) == one_line(authors({"author": value}))
    return draft.published is not None and _same_time(draft, value)


def _same_time(draft: Draft, value: Any) -> bool:
    assert draft.published is not None
    if isinstance(value, tuple):
        wanted = datetime(*value[:6], tzinfo=UTC)
        return draft.published == wanted or (
            draft.precision == "day" and draft.published.date() == wanted.date()
        )
    try:
        return draft.published == read_time(value, UTC, offsetless="day")[0]
    except Unfit:
        return False


def asked(raw: bytes, charset: str | None, expect: str) -> list[tuple[int, str, Any]]:
    """The facts that a report can hold: one text and one time, the content before the summary."""
    told = parse.feed(raw, charset).entries
    kept = []
    for number, field, value in facts(expect):
        entry = told[number] if number < len(told) else {}
        before = {"updated": ("published",), "created": ("published", "updated")}.get(field, ())
        contents = [part.get("value") for part in entry.get("content") or []]
        beside = field == "text" and contents and entry.get("summary") not in contents
        if not beside and not any(entry.get(name) for name in before):
            kept.append((number, field, value))
    return kept


def feedparser_files(given: Given) -> Iterator[Row]:
    """feedparser's well-formed files with a fact about an entry; its ill-formed ones without crash or hang."""
    with corpus(given.feedparser) as root:
        if root is None:
            yield "feedparser's files", "skipped: give --feedparser", ""
            return
        right, every = Counter[str](), Counter[str]()
        for path in sorted((root / "tests/wellformed").rglob("*.xml")):
            _one_file(path, root, right, every, given)
        for side in HALVES:
            share = 100 * right[side] / max(every[side], 1)
            yield f"well-formed files, {side}", f"{right[side]} of {every[side]} ({share:.1f}%)", "97%"
        yield from _unbroken(root / "tests", ("illformed", "encoding", "entities", "wellformed"), given)


def _one_file(path: Path, root: Path, right: Counter[str], every: Counter[str], given: Given) -> None:
    raw = path.read_bytes()
    name = str(path.relative_to(root))
    text = parse.characters(raw)
    expect, charset = _EXPECT.search(text), _CHARSET.search(text)
    named = charset[1] if charset else None
    where = _URL + name if "http" in name else None
    ended, wanted = limited(lambda: asked(raw, named, expect[1] if expect else ""))
    if ended or not wanted:
        return
    ended, drafts = limited(lambda: list(entries.drafts(raw, SOURCE, INTAKE, named, where))[::-1])
    good = not ended and all(
        number < len(drafts) and holds(drafts[number], field, value) for number, field, value in wanted
    )
    side = half(name)
    every[side] += 1
    right[side] += good
    if not good and given.show and side == HALVES[0]:
        print(f"-- {name}: {ended} wanted {wanted}, came {drafts}"[:1500])


def _unbroken(folder: Path, parts: tuple[str, ...], given: Given) -> Iterator[Row]:
    for part in parts:
        ends, slowest = Counter[str](), 0.0
        files = sorted(path for path in (folder / part).rglob("*") if path.is_file())
        for path in files:
            raw, start = path.read_bytes(), time.perf_counter()
            ended, _ = limited(lambda raw=raw: list(entries.drafts(raw, SOURCE, INTAKE)))
            slowest = max(slowest, time.perf_counter() - start)
            ends[ended.partition(":")[0]] += 1
            if ended and given.show:
                print(f"-- {path.name}: {ended}")
        figure = f"{ends['crash']} crash, {ends['hang']} hang of {len(files)}; slowest {slowest:.2f} s"
        yield f"{folder.name}/{part}", figure, "none"


def feedparser_entities(given: Given) -> Iterator[Row]:
    """The references of feedparser's entity tests, each moved into the title of an entry."""
    with corpus(given.feedparser) as root:
        if root is None:
            yield "entities in a title", "skipped: give --feedparser", ""
            return
        right, every = Counter[str](), Counter[str]()
        for path in sorted((root / "tests/entities").glob("*.xml")):
            text = path.read_text("utf-8", "replace")
            title = re.search(r"<title[^>]*>(.*?)</title>", text, re.DOTALL)
            expect = re.search(r"feed\['title'\]\s*==\s*(.*?)\s*-->", text, re.DOTALL)
            if not title or not expect:
                continue
            raw = (
                f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Desk</title><item>'
                f"<title>{title[1]}</title><description>Words.</description></item></channel></rss>"
            ).encode()
            ended, drafts = limited(lambda raw=raw: list(entries.drafts(raw, SOURCE, INTAKE)))
            good = (
                not ended
                and bool(drafts)
                and one_line(drafts[0].title) == one_line(ast.literal_eval(expect[1]))
            )
            side = half(path.name)
            every[side] += 1
            right[side] += good
            if not good and given.show and side == HALVES[0]:
                print(f"-- {path.name}: {ended} wanted {expect[1]}, came {drafts and drafts[0].title!r}")
        for side in HALVES:
            share = 100 * right[side] / max(every[side], 1)
            yield f"entities in a title, {side}", f"{right[side]} of {every[side]} ({share:.1f}%)", "98%"


def gofeed_files(given: Given) -> Iterator[Row]:
    """gofeed's files: none may crash or hang."""
    with corpus(given.gofeed) as root:
        if root is None:
            yield "gofeed's files", "skipped: give --gofeed", ""
            return
        yield from _unbroken(root / "testdata", ("parser", "translator", "extensions"), given)


def revisions(given: Given) -> Iterator[Row]:
    """Edited texts against other entries of the same source."""
    if given.data is None or not (given.data / "liveblogs").is_dir():
        yield "revisions", "skipped: give --data", ""
    else:
        yield from revision_rows(given.data)


def real(given: Given) -> Iterator[Row]:
    """Feeds as they were published, from whatever repositories keep some."""
    if not given.real:
        yield "real feeds", "skipped: give --real", ""
    for path in given.real:
        name = (path.parent if path.name == "repo" else path).name
        with corpus(path) as root:
            if root is None:
                yield name, "skipped: not there", ""
            else:
                yield from real_rows(root, name, limited, INTAKE, show=given.show)


#: Whoever measures something else of what comes in adds a section: a function from Given to rows.
SECTIONS: tuple[Callable[[Given], Iterator[Row]], ...] = (
    feedparser_files,
    feedparser_entities,
    gofeed_files,
    real,
    revisions,
)


def main() -> None:
    """Print a row for each figure."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    for name in ("feedparser", "gofeed", "data"):
        arguments.add_argument(f"--{name}", type=Path)
    arguments.add_argument("--real", type=Path, nargs="*", default=[])
    arguments.add_argument(
        "--show", action="store_true", help="also print what fails in the half that is looked at"
    )
    arguments.add_argument("--only", default="", help="sections whose name contains this")
    chosen = arguments.parse_args()
    given = Given(chosen.feedparser, chosen.gofeed, chosen.data, chosen.show, tuple(chosen.real))
    rows = [row for section in SECTIONS if chosen.only in section.__name__ for row in section(given)]
    width = max(len(name) for name, _, _ in rows)
    for name, figure, target in rows:
        print(f"{name:{width}}  {figure}" + (f"  (target {target})" if target else ""))


if __name__ == "__main__":
    main()
