"""The shipped reader model: loaded without running code of its own, and only if it is the file that was shipped."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tocsin.errors import TocsinError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Scores = NDArray[np.float32]
CLS, SEP = 101, 102


@lru_cache(maxsize=1)
def manifest() -> dict[str, Any]:
    """What the outputs of the model mean, and the digests of its files."""
    text = (resources.files(__name__) / "manifest.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def _bytes(name: str) -> bytes:
    data = (resources.files(__name__) / name).read_bytes()
    if hashlib.sha256(data).hexdigest() != manifest()["sha256"][name]:
        raise TocsinError(
            f"{name} of the reader model is not the file that was shipped: install Tocsin again"
        )
    return data


@lru_cache(maxsize=1)
def tokenizer() -> Tokenizer:
    """Words to word pieces, with their characters."""
    from tokenizers import Tokenizer  # noqa: PLC0415 - only where a report is read

    found: Tokenizer = Tokenizer.from_buffer(_bytes("tokenizer.json"))
    return found


@lru_cache(maxsize=1)
def _session() -> InferenceSession:
    import onnxruntime  # noqa: PLC0415 - a fifth of a second, only where a report is read

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(_bytes("reader.onnx"), options, providers=["CPUExecutionProvider"])


def arrays(name: str) -> dict[str, Scores]:
    """The arrays of an .npz file (no pickles)."""
    with np.load(io.BytesIO(_bytes(name)), allow_pickle=False) as found:
        return {key: found[key] for key in found.files}


def run(rows: Sequence[Sequence[int]], outputs: Sequence[str]) -> list[Scores]:
    """The named outputs (roles, pointers, states) for rows of word pieces; [CLS] stands before each, padding after."""
    longest = max(map(len, rows)) + 2
    ids = np.zeros((len(rows), longest), np.int64)
    mask = np.zeros_like(ids)
    for number, row in enumerate(rows):
        ids[number, : len(row) + 2] = (CLS, *row, SEP)
        mask[number, : len(row) + 2] = 1
    found: list[Scores] = _session().run(list(outputs), {"ids": ids, "mask": mask})
    return found
