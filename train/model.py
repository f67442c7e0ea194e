"""The reader model as it is trained: one small encoder that points from content to cue and from cue to source."""

from __future__ import annotations

from typing import Any

import torch
from material import ROLES, ROOTS
from torch import Tensor, nn
from transformers import BertModel

#: Width of the spaces in which a piece points at another.
POINTER = 128


class Reader(nn.Module):
    """MiniLM with three kinds of heads: roles of pieces, pointers between pieces, codes of marked sentences."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        width = encoder.config.hidden_size
        self.encoder = encoder
        self.dropout = nn.Dropout(0.1)
        self.roles = nn.Linear(width, len(ROLES))
        self.from_content = nn.Linear(width, POINTER)
        self.to_cue = nn.Linear(width, POINTER)
        self.from_cue = nn.Linear(width, POINTER)
        self.to_source = nn.Linear(width, POINTER)
        self.pool = nn.Linear(3 * width, width)
        self.root = nn.Linear(width, len(ROOTS))
        self.cameo = nn.Linear(width, 5)

    def encode(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Hidden states of the pieces."""
        states: Tensor = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        return self.dropout(states)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """Roles and the four pointer vectors of each piece: what the shipped attribution model gives."""
        states = self.encode(ids, mask)
        return (
            self.roles(states),
            self.from_content(states),
            self.to_cue(states),
            self.from_cue(states),
            self.to_source(states),
        )

    def codes(self, ids: Tensor, mask: Tensor, marks: Tensor) -> tuple[Tensor, Tensor]:
        """PLOVER root and CAMEO class of sentences; marks: positions of the two markers (0: none)."""
        states = self.encode(ids, mask)
        rows = torch.arange(len(ids))
        joined = torch.cat([states[:, 0], states[rows, marks[:, 0]], states[rows, marks[:, 1]]], dim=-1)
        pooled = self.dropout(torch.tanh(self.pool(joined)))
        return self.root(pooled), self.cameo(pooled)


def pointing(from_: Tensor, to: Tensor, mask: Tensor) -> Tensor:
    """Scores of each piece pointing at each other one, padding left out."""
    scores = from_ @ to.transpose(1, 2) / POINTER**0.5
    return scores.masked_fill(~mask[:, None, :].bool(), -1e4)


def soft_pointer_loss(scores: Tensor, targets: list[tuple[int, int, list[int]]]) -> Tensor:
    """Minus the log of the probability that falls on any of the right pieces; targets: (row, piece, right pieces)."""
    if not targets:
        return scores.sum() * 0
    rows = torch.tensor([row for row, _, _ in targets])
    pieces = torch.tensor([piece for _, piece, _ in targets])
    right = torch.zeros(len(targets), scores.shape[-1], dtype=torch.bool)
    for number, (_, _, allowed) in enumerate(targets):
        right[number, allowed or [0]] = True
    chosen = scores[rows, pieces].float()
    all_of_it = chosen.logsumexp(-1)
    return (all_of_it - chosen.masked_fill(~right, -1e4).logsumexp(-1)).mean()


def load_encoder(folder: str) -> BertModel:
    """The MiniLM weights that a Python package carries."""
    encoder: Any = BertModel.from_pretrained(folder, add_pooling_layer=False)
    return encoder
