"""PLOVER codes of sentences in which source and target are marked, from the same small model.

A sentence reads `<s>The Security Council</s> condemned <t>the attack</t>`; the model joins what it made of the whole,
of the source and of the target (PLOVER: Open Event Data Alliance 2018; quad classes as in Zero-Shot PLOVER, ACL 2024).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from tocsin.read import weights

#: Quad class of each root: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict.
QUADS = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "COOPERATE": 2, "AID": 2, "YIELD": 2, "REQUEST": 3, "ACCUSE": 3,
    "REJECT": 3, "THREATEN": 3, "PROTEST": 4, "MOBILIZE": 4, "SANCTION": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip
LONGEST = 200  # word pieces read of one sentence, as in training
BATCH = 16
_MARK = re.compile(r"(</?[st]>)")


class Code(msgspec.Struct, frozen=True):
    """The root code of a sentence, its quad class, and how sure the model is of the root, 0..1."""

    root: str
    quad: int
    sure: float


@lru_cache(maxsize=1)
def _head() -> dict[str, NDArray[np.float32]]:
    """The layers above the encoder."""
    return weights.arrays("codes.npz")


def codes(sentences: Iterable[str]) -> Iterator[Code]:
    """The code of each marked sentence, in order; one without marks is read as a whole."""
    rows = [_pieces(sentence) for sentence in sentences]
    order = sorted(range(len(rows)), key=lambda number: len(rows[number][0]))
    found: dict[int, Code] = {}
    for start in range(0, len(order), BATCH):
        chosen = order[start : start + BATCH]
        for number, code in zip(chosen, _coded([rows[n] for n in chosen]), strict=True):
            found[number] = code
    return (found[number] for number in range(len(rows)))


def _pieces(sentence: str) -> tuple[list[int], list[int]]:
    """The word pieces of a marked sentence, and where its source and its target begin ([CLS] where not marked)."""
    tokenizer, marks = weights.tokenizer(), weights.manifest()["marks"]
    ids: list[int] = []
    begins = {"<s>": 0, "<t>": 0}
    for part in _MARK.split(sentence):
        if part in marks:
            ids.append(tokenizer.token_to_id(marks[part]) or 0)
            if part in begins and not begins[part]:
                begins[part] = len(ids)
        elif part:
            ids += tokenizer.encode(part, add_special_tokens=False).ids
    return ids[:LONGEST], [at if at <= LONGEST else 0 for at in begins.values()]


def _coded(rows: Sequence[tuple[list[int], list[int]]]) -> Iterator[Code]:
    states = weights.run([ids for ids, _ in rows], ["states"])[0]
    head, roots = _head(), weights.manifest()["roots"]
    for state, (_, (source, target)) in zip(states, rows, strict=True):
        joined = np.concatenate([state[0], state[source], state[target]])
        pooled = np.tanh(head["pool.weight"] @ joined + head["pool.bias"])
        scores = head["root.weight"] @ pooled + head["root.bias"]
        chances = np.exp(scores - scores.max())
        chances /= chances.sum()
        best = int(chances.argmax())
        of_quad = {
            quad: sum(c for c, r in zip(chances, roots, strict=True) if QUADS[r] == quad)
            for quad in (1, 2, 3, 4)
        }
        yield Code(roots[best], max(of_quad, key=lambda quad: of_quad[quad]), float(chances[best]))
