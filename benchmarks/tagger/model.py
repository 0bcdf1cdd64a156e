"""The tagger as it is trained: MiniLM's encoder, a head for cues, and a head for what belongs to a cue.

Every attribution of PolNeAR has exactly one cue and no two share one, so cues are found first (BIO over pieces), and
then, once for each cue, its content and source (BIO over both), as predicates and arguments are in semantic role
labelling (Shi and Lin 2019, arXiv 1904.05255, mark the predicate; here its mean vector meets every piece).
"""

from __future__ import annotations

import os
from pathlib import Path

from torch import Tensor, nn

from index.extract.decoding import CUE_LABELS, DISTANCES, ROLE_LABELS
from index.extract.pieces import CASES, PLACES
from index.store.encoder import OFFLINE_AND_QUIET

FROZEN = 2  # layers, and the embeddings below them, that keep the weights they come with
WIDTH = 192  # of the head for roles
DROPOUT = 0.1


class Encoder(nn.Module):
    """Word pieces with their features → one vector each, and the scores of its being a cue."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        os.environ.update(OFFLINE_AND_QUIET)
        from transformers import AutoModel  # reads the environment when it is imported

        bert = AutoModel.from_pretrained(folder, attn_implementation="eager")
        self.embeddings, self.layers = bert.embeddings, bert.encoder.layer
        size = bert.config.hidden_size
        self.case, self.place = nn.Embedding(CASES, size), nn.Embedding(PLACES, size)
        for features in (self.case, self.place):
            nn.init.normal_(features.weight, std=0.02)
        self.cue = nn.Linear(size, CUE_LABELS)
        self.size = size
        self.frozen = [self.embeddings, *self.layers[:FROZEN]]
        for part in self.frozen:
            part.requires_grad_(requires_grad=False)

    def train(self, mode: bool = True) -> Encoder:
        """Switch dropout on or off; the frozen layers never drop anything."""
        super().train(mode)
        for part in self.frozen:
            part.eval()
        return self

    def forward(self, ids: Tensor, mask: Tensor, cases: Tensor, places: Tensor) -> tuple[Tensor, Tensor]:
        """Return vectors (windows, pieces, size) and cue scores (windows, pieces, labels); all given is int64."""
        hidden = self.embeddings(input_ids=ids)
        bias = (1.0 - mask[:, None, None, :].to(hidden.dtype)) * -1e4
        for number, layer in enumerate(self.layers):
            if number == FROZEN:
                hidden = hidden.detach() + self.case(cases) + self.place(places)
            out = layer(hidden, bias)
            hidden = out[0] if isinstance(out, tuple) else out
        return hidden, self.cue(hidden)


class Roles(nn.Module):
    """The vectors of a window and the place of a cue in it → scores of content and source."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.token, self.cue = nn.Linear(size, WIDTH), nn.Linear(size, WIDTH)
        self.distance = nn.Embedding(DISTANCES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH)
        self.near = nn.ModuleList(nn.Conv1d(WIDTH, WIDTH, 3, padding=1) for _ in range(2))
        self.drop = nn.Dropout(DROPOUT)
        self.out = nn.Linear(WIDTH, ROLE_LABELS)

    def forward(self, vectors: Tensor, distances: Tensor) -> Tensor:
        """Return scores (cues, pieces, labels) for vectors (cues, pieces, size) and distances int64 (cues, pieces)."""
        inside = (distances == 0).to(vectors.dtype)[:, :, None]
        cue = (vectors * inside).sum(1, keepdim=True) / inside.sum(1, keepdim=True).clamp(min=1.0)
        mixed = self.drop(nn.functional.gelu(self.norm(self.token(vectors) + self.cue(cue) + self.distance(distances))))
        for near in self.near:
            mixed = mixed + self.drop(nn.functional.gelu(near(mixed.transpose(1, 2)).transpose(1, 2)))
        scores: Tensor = self.out(mixed)
        return scores


class Tagger(nn.Module):
    """Both parts, trained together."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.encoder = Encoder(folder)
        self.roles = Roles(self.encoder.size)
