"""How well times are read out of news: spans, types and values against TimeBank 1.2, scored as TempEval-3 did.

    python bench/times.py --data ../shared/data            both halves
    python bench/times.py --data ../shared/data --wrong    what is missed or made up in the half that rules are tuned on

The document's creation time is given, its own timex and what else its header marks are not scored. Documents are split
by the SHA-256 of their name: rules are tuned on one half, the other is kept. Spans are strict (the same characters) or
relaxed (they share one); value F1 is over relaxed matches that have the right value, as in TempEval-3 (UzZaman et al.,
SemEval 2013, task 1).
"""

from __future__ import annotations

import argparse
import hashlib
import tarfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from tocsin.read.timexes import Timex, timexes

#: HeidelTime's value F1 on TempEval-3's platinum texts (UzZaman et al. 2013): other texts, the same score.
PUBLISHED = 0.776


class Marked(NamedTuple):
    """One document: its name, creation time, text and the (start, end, type, value) that people marked."""

    name: str
    said: datetime
    text: str
    gold: list[tuple[int, int, str, str]]


def documents(data: Path) -> Iterator[Marked]:
    """The texts of TimeBank with what is marked in their TEXT element."""
    with tarfile.open(data / "times" / "timebank.tar.gz") as archive:
        for member in sorted(archive.getmembers(), key=lambda m: m.name):
            name = Path(member.name).name
            file = (
                archive.extractfile(member) if name.endswith(".tml") and not name.startswith("._") else None
            )
            if file:
                yield _document(name.removesuffix(".tml"), file.read())


def _document(name: str, content: bytes) -> Marked:
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    root = etree.fromstring(content, parser)
    created = next(t for t in root.iter("TIMEX3") if t.get("functionInDocument") == "CREATION_TIME")
    parts: list[str] = []
    gold: list[tuple[int, int, str, str]] = []
    _walk(root.find("TEXT"), parts, gold)
    said = datetime.fromisoformat(created.get("value"))
    # A day without an hour: the evening, when it had been seen whole.
    return Marked(name, said.replace(tzinfo=UTC, hour=said.hour or 20), "".join(parts), sorted(gold))


def _walk(element: etree._Element, parts: list[str], gold: list[tuple[int, int, str, str]]) -> None:
    start = _length(parts)
    parts.append(element.text or "")
    for child in element:
        _walk(child, parts, gold)
        parts.append(child.tail or "")
    if element.tag == "TIMEX3":
        gold.append((start, _length(parts), *_kind(element)))


def _length(parts: list[str]) -> int:
    return sum(map(len, parts))


def _kind(element: etree._Element) -> tuple[str, str]:
    return element.get("type") or "", element.get("value") or ""


def is_tuned_on(name: str) -> bool:
    """Whether a document is in the half whose errors may be looked at."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2 == 0


class Counts(NamedTuple):
    """What was marked by people and by us, and in how much of it we agree."""

    gold: int = 0
    ours: int = 0
    strict: int = 0
    relaxed: int = 0
    typed: int = 0
    valued: int = 0

    def f1(self, right: int) -> float:
        return 2 * right / max(1, self.gold + self.ours)

    def line(self, name: str) -> str:
        def row(right: int) -> str:
            return f"{right / max(1, self.ours):.3f}/{right / max(1, self.gold):.3f}/{self.f1(right):.3f}"

        return (
            f"{name:10} strict P/R/F1 {row(self.strict)}  relaxed {row(self.relaxed)}  "
            f"type F1 {self.f1(self.typed):.3f}  value F1 {self.f1(self.valued):.3f}  "
            f"({self.gold} marked, {self.ours} read, value right in {self.valued / max(1, self.relaxed):.3f} of the shared)"
        )


def compare(doc: Marked, read: tuple[Timex, ...]) -> tuple[Counts, list[str]]:
    """The counts of one document, and a line for each disagreement."""
    left, wrong = list(read), []
    strict = relaxed = typed = valued = 0
    for start, end, kind, value in doc.gold:
        match = next((t for t in left if t.start < end and start < t.end), None)
        if match is None:
            wrong.append(f"missed   {_around(doc, start, end)}  {kind} {value}")
            continue
        left.remove(match)
        relaxed += 1
        strict += (match.start, match.end) == (start, end)
        typed += match.type == kind
        valued += match.value == value
        if match.value != value:
            wrong.append(
                f"value    {_around(doc, start, end)}  {kind} {value}, not {match.type} {match.value}"
            )
        elif (match.start, match.end) != (start, end):
            wrong.append(f"span     {_around(doc, start, end)}  not {match.text!r}")
    wrong += [f"made up  {_around(doc, t.start, t.end)}  {t.type} {t.value}" for t in left]
    return Counts(len(doc.gold), len(read), strict, relaxed, typed, valued), [
        f"{doc.name:22} {w}" for w in wrong
    ]


def _around(doc: Marked, start: int, end: int) -> str:
    before, after = doc.text[max(0, start - 50) : start], doc.text[end : end + 40]
    return f"{' '.join(before.split())} [[{' '.join(doc.text[start:end].split())}]] {' '.join(after.split())}"


def main() -> None:
    """Print the figures of both halves."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--data", type=Path, required=True, help="folder with times/timebank.tar.gz")
    arguments.add_argument(
        "--wrong", action="store_true", help="list the errors of the half that is tuned on"
    )
    given = arguments.parse_args()
    halves = {True: Counts(), False: Counts()}
    characters, took = 0, 0.0
    for doc in documents(given.data):
        began = time.perf_counter()
        read = timexes(doc.text, said=doc.said, zone=UTC)
        took, characters = took + time.perf_counter() - began, characters + len(doc.text)
        counts, wrong = compare(doc, read)
        half = is_tuned_on(doc.name)
        halves[half] = Counts(*(a + b for a, b in zip(halves[half], counts, strict=True)))
        if given.wrong and half:
            print(*wrong, sep="\n")
    print(halves[True].line("tune half"))
    print(halves[False].line("kept half"))
    print(f"{characters / 1e6 / took:.2f} million characters a second, with the compiling of the rules")
    print(f"published: HeidelTime value F1 {PUBLISHED} on TempEval-3's platinum texts")


if __name__ == "__main__":
    main()
