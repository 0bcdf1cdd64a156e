"""The tagger can be trained on anyone's annotations: labels, batches, interruption, and the graphs that come out."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from benchmarks.tagger import train as training
from benchmarks.tagger.data import IGNORED, Batch, batches, examples, split
from benchmarks.tagger.export import export
from benchmarks.tagger.model import Tagger
from benchmarks.tagger.train import Plan, TorchScorer, train
from index.evaluate.gold import read_gold
from index.extract import runtime
from index.extract.pieces import Window
from index.settings import default_model

LINES = [
    ("Ana Ruiz", "said", "the bridge would open in May"),
    ("Olga Brandt", "warned", "that the dam might leak"),
    ("The union", "denied", "that the crew had left"),
    ("He", "added", "“nobody was hurt”"),
]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(article(number)) + "\n" for number in range(4)), encoding="utf-8")
    return path


def article(number: int) -> dict[str, object]:
    text, attributions = "", []
    for source, cue, content in LINES[number:] + LINES[:number]:
        at = len(text)
        text += f"{source} {cue} {content}.\n"
        places = {"source": source, "cue": cue, "content": content}
        spans = {name: [[text.index(words, at), text.index(words, at) + len(words)]] for name, words in places.items()}
        attributions.append(spans)
    return {"id": f"article-{number}", "text": text, "attributions": attributions}


def plan(gold: Path, folder: Path, epochs: int) -> Plan:
    return Plan(gold, folder, default_model(), epochs=epochs, held=1, device="cpu")


def test_labels_cover_the_annotated_words(gold: Path) -> None:
    first = read_gold(gold)[0]
    text = first.document.text
    found = [
        (
            example.window.span(target.first, target.last).of(text),
            words(example.window, target.roles, text),
        )
        for example in examples(first)
        for target in example.targets
    ]
    assert found == [(cue, [source.split(), content_words(content)]) for source, cue, content in LINES]


def words(window: Window, roles: NDArray[np.int64], text: str) -> list[list[str]]:
    spans = [window.span(at, at).of(text) for at in range(len(roles))]
    return [[s for s, role in zip(spans, roles, strict=True) if role in pair] for pair in ((3, 4), (1, 2))]


def content_words(content: str) -> list[str]:
    return content.replace("“", "“ ").replace("”", " ”").split()


def test_batches_hold_every_window_once_and_pad_with_labels_that_do_not_count(gold: Path) -> None:
    found = [example for one in read_gold(gold) for example in examples(one)]
    made = list(batches(found, 64, seed=1))
    assert sum(len(batch.ids) for batch in made) == len(found)
    assert sum(len(batch.rows) for batch in made) == sum(len(example.targets) for example in found)
    assert all(batch.ids.numel() <= 64 for batch in made)
    assert all(bool((batch.cues[batch.mask == 0] == IGNORED).all()) for batch in made)


def test_the_articles_kept_out_are_the_same_whatever_their_order(gold: Path) -> None:
    articles = read_gold(gold)
    assert split(articles, 2)[1] == split(articles[::-1], 2)[1]


def test_an_interrupted_training_goes_on_to_the_same_weights(
    gold: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    train(plan(gold, tmp_path / "whole", 2))
    monkeypatch.setattr(training, "SAVED", 0.0)
    step = training._State._step
    steps: list[Batch] = []

    def killed(state: training._State, batch: Batch) -> float:
        if len(steps) == 1:
            raise KeyboardInterrupt
        steps.append(batch)
        return step(state, batch)

    monkeypatch.setattr(training._State, "_step", killed)
    with pytest.raises(KeyboardInterrupt):
        train(plan(gold, tmp_path / "cut", 2))
    monkeypatch.setattr(training._State, "_step", step)
    train(plan(gold, tmp_path / "cut", 2))
    assert "going on from epoch" in capsys.readouterr().out
    ends = [torch.load(tmp_path / name / "checkpoint.pt", weights_only=True)["model"] for name in ("whole", "cut")]
    for name, tensor in ends[0].items():
        torch.testing.assert_close(tensor, ends[1][name], msg=name)


def test_the_exported_graphs_score_as_the_trained_model_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(1)
    model = Tagger(default_model())
    torch.save({"model": model.state_dict()}, tmp_path / "best.pt")
    export(tmp_path, default_model(), tmp_path / "weights")
    monkeypatch.setattr(runtime, "WEIGHTS", tmp_path / "weights")
    shipped, trained = runtime.OnnxScorer(), TorchScorer(model.eval(), "cpu")
    ids = np.random.default_rng(1).integers(1000, 5000, 21)
    given = (ids, ids % 5, ids % 3)
    here, there = shipped.encode(*given)[0], trained.encode(*given)[0]
    cosines = (here * there).sum(-1) / np.linalg.norm(here, axis=-1) / np.linalg.norm(there, axis=-1)
    assert cosines.mean() > 0.98
    away = np.stack([ids % 32, ids % 7])
    np.testing.assert_allclose(shipped.roles(there, away), trained.roles(there, away), atol=1e-3)
