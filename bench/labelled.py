"""How well counts and names of units are read, on the sentences that were labelled for it (bench/sentences).

    python bench/labelled.py                  the part that rules are tuned on
    python bench/labelled.py --part test      the part that is kept
    python bench/labelled.py --misses         what is missed or made up, in the tuned part only

A count is right where its span, range and unit are; its span alone is scored beside it. A name is right where its span
is. The peer is one plain regular expression for each, as somebody in a hurry would write it, scored in the same run.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from tocsin.read.quantities import quantities
from tocsin.read.units import units

SENTENCES = Path(__file__).parent / "sentences"
LANGUAGES = ("en", "es", "fr", "pt")
#: One thing read: where it stands, and what else must be right.
Found = tuple[Any, ...]

_WORDS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "dois": 2, "três": 3,
}  # fmt: skip
_PLAIN_COUNT = re.compile(
    rf"(?i)(?<![\w.,-])(?P<least>at least |al menos |au moins |pelo menos |more than |más de |plus de |mais de )?"
    rf"(?P<number>\d[\d.,]*|(?:{'|'.join(_WORDS)})\b) (?P<noun>[^\W\d]+s|people|personas|men|women)\b"
)
_PLAIN_UNIT = re.compile(
    r"(?:\d+\w* )?(?:[A-Z][\w'-]+ )+(?:Battalion|Brigade|Regiment|Guards?|Forces?|Army|Police|Corps|Division|Squad|Unit)\b"
    r"|(?:\d+\S* )?(?:Batall[oó]n|Batalhão|Bataillon|Brigad[ae]|Regimi?ento|Régiment|Guardia|Guarda|Garde|Fuerzas?|Forças?"
    r"|Forces?|Polic[ií]a|Polícia|Police|Ejército|Exército|Armée)(?: (?:(?:de|del|da|du|des|y|e|et) )*[A-ZÁÉÍÓÚ]\w+)+"
)


def counts(text: str, language: str) -> list[Found]:
    """The counts of a text as we read them."""
    return [(q.start, q.end, q.low, q.high, q.unit) for q in quantities(text, 0, language)]


def names(text: str, language: str) -> list[Found]:
    """The names of units as we read them."""
    return [*units(text, language)]


def plain_counts(text: str, language: str) -> list[Found]:
    """The peer's counts: a figure or a small number word with a plural after it."""
    del language
    found: list[Found] = []
    for match in _PLAIN_COUNT.finditer(text):
        digits = re.sub(r"\D", "", match["number"])
        low = int(digits) if digits else _WORDS[match["number"].lower()]
        unit = {"people": "person", "men": "man", "women": "woman", "personas": "persona"}.get(
            match["noun"], match["noun"][:-1].lower()
        )
        found.append((match.start(), match.end(), low, None if match["least"] else low, unit))
    return found


def plain_names(text: str, language: str) -> list[Found]:
    """The peer's names: capitals that end, or begin, in a word for a unit."""
    del language
    starts = ((m, len(re.match(r"(?:The |A )?", m[0])[0])) for m in _PLAIN_UNIT.finditer(text))
    return [(m.start() + skip, m.end()) for m, skip in starts]


class Score(NamedTuple):
    """What people marked, what was read, and in how much both agree."""

    gold: int = 0
    ours: int = 0
    right: int = 0

    def __add__(self, other: object) -> Score:
        assert isinstance(other, Score)
        return Score(*(a + b for a, b in zip(self, other, strict=True)))

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, self.gold + self.ours)

    def __str__(self) -> str:
        of = f"{self.right} of {self.gold}, {self.ours} read"
        return f"{self.f1:.3f} ({of})"


def scored(gold: Iterable[Found], ours: Iterable[Found], size: int | None = None) -> Score:
    """The agreement of two sets of findings; of each the first `size` parts must be the same."""
    a, b = {g[:size] for g in gold}, {o[:size] for o in ours}
    return Score(len(a), len(b), len(a & b))


def rows(task: str, part: str) -> list[dict[str, Any]]:
    """The sentences of one task and part."""
    lines = (SENTENCES / f"{task}.{part}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line]


def marked(task: str, row: dict[str, Any]) -> list[Found]:
    """What people marked in a sentence."""
    text = row["text"]
    if task == "units":
        return [(text.index(span), text.index(span) + len(span)) for span in row["units"]]
    return [
        (text.index(q["span"]), text.index(q["span"]) + len(q["span"]), q["low"], q["high"], q["unit"])
        for q in row["quantities"]
    ]


Reader = Callable[[str, str], list[Found]]
#: Task, what is scored, how many parts of a finding that takes, our reader and the peer.
SCORES: list[tuple[str, str, int, Reader, Reader]] = [
    ("quantities", "span, range and unit", 5, counts, plain_counts),
    ("quantities", "span alone", 2, counts, plain_counts),
    ("units", "span", 2, names, plain_names),
]


def measured(part: str) -> dict[tuple[str, str, str, str], Score]:
    """The scores by task, what is scored, reader ("tocsin" or "plain") and language ("all" for all four)."""
    found: dict[tuple[str, str, str, str], Score] = {}
    for task, what, size, ours, peer in SCORES:
        for row in rows(task, part):
            for reader, read in (("tocsin", ours), ("plain", peer)):
                score = scored(marked(task, row), read(row["text"], row["language"]), size)
                for language in (row["language"], "all"):
                    key = (task, what, reader, language)
                    found[key] = found.get(key, Score()) + score
    return found


def misses() -> Iterable[str]:
    """The sentences of the tuned part that are read otherwise than marked."""
    for task, read in (("quantities", counts), ("units", names)):
        for row in rows(task, "dev"):
            text, gold = row["text"], marked(task, row)
            ours = read(text, row["language"])
            for sign, these in (("missed", set(gold) - set(ours)), ("made up", set(ours) - set(gold))):
                for one in sorted(these, key=str):
                    yield f"{row['id']:20} {sign:8} {text[one[0] : one[1]]!r} {one[2:] or ''}  in {text!r}"


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--part", choices=["dev", "test"], default="dev")
    arguments.add_argument("--misses", action="store_true", help="list the errors; of the tuned part only")
    arguments.add_argument("--data", type=Path, help="not needed: the sentences are part of the project")
    given = arguments.parse_args()
    if given.misses and given.part == "test":
        arguments.error("the errors of the test part are not for looking at")
    found = measured(given.part)
    print(f"F1 on the {given.part} part: right of marked, and how many were read")
    for task, what, *_ in SCORES:
        for language in ("all", *LANGUAGES):
            ours, peer = (found[task, what, reader, language] for reader in ("tocsin", "plain"))
            print(f"{task:10} {what:20} {language:3}  {ours!s:32}  plain regex {peer}")
    if given.misses:
        print(*misses(), sep="\n")


if __name__ == "__main__":
    main()
