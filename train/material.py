"""The labelled texts that the reader model learns from, as lists of token ids with labels.

Character offsets of the sets become labels on word pieces; a window is what the model sees at once.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tokenizers import Encoding, Tokenizer

#: Role labels of a word piece; B- opens a span. The order is part of the shipped model.
ROLES = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
#: PLOVER root codes, in the order of the shipped model.
ROOTS = (
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "YIELD", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "MOBILIZE", "SANCTION", "COERCE", "ASSAULT",
)  # fmt: skip
#: Names of the manual's version 0.5, and what later versions call them.
RENAMED = {
    "DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "CONCEDE": "YIELD", "RETREAT": "YIELD",
    "FIGHT": "ASSAULT",
}  # fmt: skip
#: Word pieces that a window holds besides [CLS] and [SEP].
WINDOW = 254


@dataclass(frozen=True)
class Window:
    """Part of one text. Pointers are, for each content piece (or cue), the pieces that it may point at."""

    ids: list[int]
    roles: list[int]
    cue_of: dict[int, list[int]] = field(default_factory=dict)
    """Content piece -> pieces of its cue; empty where the attribution has none ([CLS] is meant)."""
    source_of: dict[int, list[int]] = field(default_factory=dict)
    """First piece of a cue -> pieces of its source; empty where nobody is named."""


def texts(path: Path) -> list[dict[str, Any]]:
    """The articles of a PolNeAR part."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@dataclass(frozen=True)
class Text:
    """One article as pieces with their labels, by its first annotator."""

    ids: list[int]
    roles: list[int]
    cue_of: dict[int, list[int]]
    source_of: dict[int, list[int]]

    def windows(self, first: int) -> Iterator[Window]:
        """Cut into windows, the first of which is `first` pieces long."""
        for start in (0, *range(first, len(self.ids), WINDOW)):
            end = min(first if start == 0 else start + WINDOW, len(self.ids))
            yield _cut(self.ids, self.roles, self.cue_of, self.source_of, start, end)


def text(article: dict[str, Any], tokenizer: Tokenizer) -> Text:
    """The labelled pieces of an article."""
    encoding = tokenizer.encode(article["text"], add_special_tokens=False)
    return Text(encoding.ids, *_labels(encoding, article["annotations"][0]["attributions"]))


def _labels(
    encoding: Encoding, attributions: list[dict[str, Any]]
) -> tuple[list[int], dict[int, list[int]], dict[int, list[int]]]:
    roles = [0] * len(encoding.ids)
    cue_of: dict[int, list[int]] = {}
    source_of: dict[int, list[int]] = {}
    for attribution in attributions:
        pieces = {
            role: _pieces(encoding, attribution.get(role) or []) for role in ("source", "cue", "content")
        }
        for role, spans in pieces.items():
            opening = ROLES.index(f"B-{role}")
            for span in spans:
                for position, piece in enumerate(span):
                    roles[piece] = opening if position == 0 else opening + 1
        cue = [piece for span in pieces["cue"] for piece in span]
        for span in pieces["content"]:
            cue_of.update(dict.fromkeys(span, cue))
        if cue:
            source_of[cue[0]] = [piece for span in pieces["source"] for piece in span]
    return roles, cue_of, source_of


def _pieces(encoding: Encoding, spans: list[list[int]]) -> list[list[int]]:
    found = []
    for start, end in spans:
        span = [i for i, (a, b) in enumerate(encoding.offsets) if a < end and b > start]
        if span:
            found.append(span)
    return found


def _cut(
    ids: list[int],
    roles: list[int],
    cue_of: dict[int, list[int]],
    source_of: dict[int, list[int]],
    start: int,
    end: int,
) -> Window:
    """One window; position 0 is [CLS]. What points outside is left unlabelled, as the model could not know."""

    def inside(pieces: list[int]) -> list[int]:
        return [piece - start + 1 for piece in pieces if start <= piece < end]

    return Window(
        ids=ids[start:end],
        roles=roles[start:end],
        cue_of={
            piece - start + 1: inside(cue)
            for piece, cue in cue_of.items()
            if start <= piece < end and (not cue or inside(cue))
        },
        source_of={
            piece - start + 1: inside(source)
            for piece, source in source_of.items()
            if start <= piece < end and (not source or inside(source))
        },
    )


@dataclass(frozen=True)
class Sentence:
    """A sentence with source and target marked, and its codes (-1: not labelled)."""

    text: str
    root: int = -1
    cameo: int = -1
    part: str = "train"


def plover(path: Path) -> list[Sentence]:
    """The PLV sentences; a tenth of them, chosen by the sentence's own digest, is our dev part."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Sentence(
            text=row["marked_sentence"],
            root=ROOTS.index(row["gold_root"]),
            part="dev" if _tenth(row["sentence"]) == 0 else "train",
        )
        for row in rows
    ]


def gold_records(path: Path) -> list[Sentence]:
    """The sentences of PLOVER's manual with their source, target and root code where all three are marked."""
    with gzip.open(path, "rt", encoding="utf-8", errors="replace") as file:
        whole = file.read()
    found = []
    for event, markup in re.findall(r'"event":\s*"(\w+)".*?"markup":\s*"(.*?)"\s*\}', whole, re.DOTALL):
        root = RENAMED.get(event, event)
        text = re.sub(r"\((?:SRC|SRC/TAR): (.*?)\)", r"<s>\1</s>", markup)
        text = re.sub(r"\(TAR: (.*?)\)", r"<t>\1</t>", text)
        text = re.sub(r"\(\w+: (.*?)\)", r"\1", text)
        if root in ROOTS and "<s>" in text:
            found.append(Sentence(text=text, root=ROOTS.index(root)))
    return found


def cameo(path: Path) -> list[Sentence]:
    """Sentences with the quad class of CAMEO, nothing marked."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [line.rstrip("\n").rsplit("\t", 1) for line in lines]
    return [
        Sentence(text=text, cameo=int(quad), part="dev" if _tenth(text) == 0 else "train")
        for text, quad in rows
    ]


def _tenth(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % 10
