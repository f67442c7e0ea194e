"""Turn trained weights into what is shipped: python train/export.py --model FOLDER/reader.pt --out tocsin/read/weights

Two int8 ONNX graphs over the same encoder would double the size, so there is one graph with both outputs of the
encoder's pieces: roles and pointers for attribution, and the hidden states from which event codes are read.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from pathlib import Path

import numpy as np
import torch
from material import ROLES, ROOTS
from model import Reader, load_encoder
from onnxruntime.quantization import QuantType, quantize_dynamic
from reader import MARKS, base
from tokenizers import Tokenizer
from torch import Tensor, nn


class Shipped(nn.Module):
    """Ids and mask to roles, four pointer vectors and hidden states of every piece."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Roles [batch, pieces, 7], pointers [batch, pieces, 4 * 128], states [batch, pieces, 384]."""
        states = self.reader.encode(ids, mask)
        one = self.reader
        pointers = torch.cat(
            [one.from_content(states), one.to_cue(states), one.from_cue(states), one.to_source(states)],
            dim=-1,
        )
        return one.roles(states), pointers, states


def main() -> None:
    """Export, quantise, describe."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    reader = Reader(load_encoder(str(base())))
    reader.load_state_dict(torch.load(options.model, weights_only=True))
    reader.eval()
    options.out.mkdir(parents=True, exist_ok=True)
    graph(reader, options.out / "reader.onnx")
    np.savez_compressed(
        options.out / "codes.npz",
        **{
            name: value.detach().numpy().astype(np.float32)
            for name, value in reader.named_parameters()
            if name.split(".")[0] in {"pool", "root", "cameo"}
        },
    )
    tokenizer = Tokenizer.from_file(str(base() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.save(str(options.out / "tokenizer.json"), pretty=False)
    describe(options.out)


def graph(reader: Reader, target: Path) -> None:
    """The int8 graph."""
    ids = torch.randint(1000, 2000, (2, 16))
    with tempfile.TemporaryDirectory() as place:
        whole = Path(place) / "whole.onnx"
        torch.onnx.export(
            Shipped(reader),
            (ids, torch.ones_like(ids)),
            str(whole),
            input_names=["ids", "mask"],
            output_names=["roles", "pointers", "states"],
            dynamic_axes={
                name: {0: "batch", 1: "pieces"} for name in ("ids", "mask", "roles", "pointers", "states")
            },
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(
            whole,
            target,
            weight_type=QuantType.QInt8,
            per_channel=True,
            extra_options={"MatMulConstBOnly": True},
        )


def describe(folder: Path) -> None:
    """The digests by which the weights are pinned, and what their outputs mean."""
    files = sorted(
        path for path in folder.iterdir() if path.suffix in {".onnx", ".npz"} or path.name == "tokenizer.json"
    )
    (folder / "manifest.json").write_text(
        json.dumps(
            {
                "roles": ROLES,
                "roots": ROOTS,
                "marks": MARKS,
                "sha256": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files},
            },
            indent=1,
        )
        + "\n"
    )
    for path in files:
        print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
