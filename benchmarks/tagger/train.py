"""Annotated articles → trained weights, with a checkpoint from which an interrupted training goes on."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from tqdm import tqdm

from benchmarks.tagger.data import IGNORED, Batch, Example, batches, examples, split
from benchmarks.tagger.model import Tagger
from benchmarks.tagger.score import score
from index.evaluate.extraction import Scores
from index.evaluate.gold import read_gold
from index.extract.tagger import Floats, Ints

BATCH = 3072  # pieces
WARMUP = 0.06  # of all steps
CLIP = 1.0
RATES = {"encoder": 2e-4, "heads": 1e-3}
DECAY = 0.01
SAVED = 120.0  # seconds between two checkpoints
SEED = 20161108


@dataclass(frozen=True, slots=True)
class Plan:
    """What is trained on what. `held`: articles kept out, to choose by."""

    data: Path
    folder: Path
    encoder: Path
    epochs: int
    held: int
    device: str


class TorchScorer:
    """The model in training, as the tagger sees it."""

    def __init__(self, model: Tagger, device: str) -> None:
        self._model = model
        self._device = device

    def encode(self, ids: Ints, cases: Ints, places: Ints) -> tuple[Floats, Floats]:
        """See `Scorer`."""
        given = [self._batch(array[None]) for array in (ids, np.ones_like(ids), cases, places)]
        with torch.no_grad(), autocast(self._device):
            vectors, cues = self._model.encoder(*given)
        return vectors[0].float().cpu().numpy(), cues[0].float().cpu().numpy()

    def roles(self, vectors: Floats, distances: Ints) -> Floats:
        """See `Scorer`."""
        with torch.no_grad():
            every = self._batch(vectors).expand(len(distances), -1, -1)
            scores: Floats = self._model.roles(every, self._batch(distances)).float().cpu().numpy()
        return scores

    def _batch(self, array: Ints | Floats) -> Tensor:
        return torch.from_numpy(array).to(self._device)


def autocast(device: str) -> torch.autocast:
    """Half precision (bfloat16) where it is safe; weights stay as they are."""
    return torch.autocast(device, dtype=torch.bfloat16)


def train(plan: Plan) -> None:
    """Train and leave `best.pt` (the weights with the best F1 on the articles kept out) in the plan's folder."""
    torch.manual_seed(SEED)
    plan.folder.mkdir(parents=True, exist_ok=True)
    learn, held = split(read_gold(plan.data), plan.held)
    found = [example for article in learn for example in examples(article)]
    print(f"{len(learn)} articles, {len(found)} windows, {sum(len(e.targets) for e in found)} attributions", flush=True)
    model = Tagger(plan.encoder).to(plan.device)
    state = _State(plan, model, steps=plan.epochs * len(list(batches(found, BATCH, 0))))
    for epoch in range(state.epoch, plan.epochs):
        state.run(epoch, found)
        reached = score(held, TorchScorer(model.eval(), plan.device))
        print(f"epoch {epoch + 1}: F1 {reached.f1:.4f}, with source {reached.f1_with_source:.4f}", flush=True)
        state.keep(epoch + 1, reached)


class _State:
    """The training as it stands, which is what a checkpoint holds."""

    def __init__(self, plan: Plan, model: Tagger, steps: int) -> None:
        self._plan = plan
        self._model = model
        self._steps = steps
        self._optimizer = torch.optim.AdamW(_groups(model), weight_decay=DECAY)
        self._schedule = torch.optim.lr_scheduler.LambdaLR(self._optimizer, self._rate)
        self._saved = time.monotonic()
        self.epoch, self._done, self._best = 0, 0, 0.0
        path = plan.folder / "checkpoint.pt"
        if path.exists():
            held: dict[str, Any] = torch.load(path, map_location=plan.device, weights_only=True)
            model.load_state_dict(held["model"])
            self._optimizer.load_state_dict(held["optimizer"])
            self._schedule.load_state_dict(held["schedule"])
            torch.set_rng_state(held["chance"].cpu())
            self.epoch, self._done, self._best = held["epoch"], held["done"], held["best"]
            print(f"going on from epoch {self.epoch + 1}, batch {self._done + 1}", flush=True)

    def _rate(self, step: int) -> float:
        warm = max(1, math.ceil(WARMUP * self._steps))
        return min(1.0, (step + 1) / warm) * max(0.0, (self._steps - step) / self._steps)

    def run(self, epoch: int, found: Sequence[Example]) -> None:
        """Learn from every window once; batches that a checkpoint has seen are left out."""
        self._model.train()
        todo = list(batches(found, BATCH, SEED + epoch))
        losses: list[float] = []
        bar = tqdm(todo, desc=f"epoch {epoch + 1}", initial=self._done, disable=not sys.stderr.isatty())
        for number, batch in enumerate(todo):
            if number < self._done:
                continue
            losses.append(self._step(batch))
            bar.update()
            if time.monotonic() - self._saved > SAVED:
                self._save(epoch, number + 1)
                print(f"  batch {number + 1} of {len(todo)}: loss {np.mean(losses[-50:]):.4f}", flush=True)
        bar.close()
        self._done = 0

    def keep(self, epoch: int, reached: Scores) -> None:
        """Keep the weights where they are the best so far."""
        if reached.f1_with_source > self._best:
            self._best = reached.f1_with_source
            _write({"model": self._model.state_dict()}, self._plan.folder / "best.pt")
        self._save(epoch, 0)

    def _step(self, batch: Batch) -> float:
        with autocast(self._plan.device):
            loss = _loss(self._model, batch, self._plan.device)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self._model.parameters(), CLIP)
        self._optimizer.step()
        self._schedule.step()
        self._optimizer.zero_grad(set_to_none=True)
        return float(loss.detach())

    def _save(self, epoch: int, done: int) -> None:
        held = {
            "model": self._model.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "schedule": self._schedule.state_dict(),
            "chance": torch.get_rng_state(),
            "epoch": epoch,
            "done": done,
            "best": self._best,
        }
        _write(held, self._plan.folder / "checkpoint.pt")
        self._saved = time.monotonic()


def _loss(model: Tagger, batch: Batch, device: str) -> Tensor:
    """Mean cross-entropy of cue labels, plus that of role labels, given the cues of the annotation."""
    vectors, cues = model.encoder(*(t.to(device) for t in (batch.ids, batch.mask, batch.cases, batch.places)))
    loss = _entropy(cues, batch.cues.to(device))
    if len(batch.rows):
        loss = loss + _entropy(
            model.roles(vectors[batch.rows.to(device)], batch.distances.to(device)), batch.roles.to(device)
        )
    return loss


def _entropy(scores: Tensor, labels: Tensor) -> Tensor:
    return nn.functional.cross_entropy(scores.float().flatten(0, 1), labels.flatten(), ignore_index=IGNORED)


def _groups(model: Tagger) -> list[dict[str, Any]]:
    inner = [p for layer in model.encoder.layers for p in layer.parameters() if p.requires_grad]
    known = {id(p) for p in inner}
    heads = [p for p in model.parameters() if p.requires_grad and id(p) not in known]
    return [{"params": inner, "lr": RATES["encoder"]}, {"params": heads, "lr": RATES["heads"]}]


def _write(held: dict[str, Any], path: Path) -> None:
    """Write beside and rename, so that a kill leaves the file before or the file after."""
    beside = path.with_suffix(".new")
    torch.save(held, beside)
    beside.replace(path)
