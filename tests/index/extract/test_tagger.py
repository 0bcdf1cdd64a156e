"""From pieces to readings: features, decoding and spans, each against what is plain to see."""

from __future__ import annotations

import hashlib
import itertools
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.extract.decoding import DISTANCES, best_sequence, distances, runs
from index.extract.marks import find_quoted
from index.extract.paragraphs import split_blocks
from index.extract.pieces import LONGEST, WEIGHTS, Window, windows
from index.extract.runtime import scorer
from index.extract.tagger import Floats, Ints, Reading, read

ANA = "Ana Ruiz said the BRIDGE would “open soon” in May."


def windows_of(text: str) -> list[Window]:
    blocks = split_blocks(text)
    return windows(text, blocks, find_quoted(text, blocks))


def readings_of(text: str) -> list[Reading]:
    return read(windows_of(text), scorer())


def test_the_weights_are_those_that_were_exported() -> None:
    digests = json.loads((WEIGHTS / "digests.json").read_text(encoding="utf-8"))
    assert digests == {name: hashlib.sha256((WEIGHTS / name).read_bytes()).hexdigest() for name in digests}
    assert sum((WEIGHTS / name).stat().st_size for name in digests if name.endswith(".onnx")) < 25_000_000


def test_pieces_carry_their_case_and_their_place_in_quotes() -> None:
    [window] = windows_of(ANA)
    told = {
        window.span(at, at).of(ANA): (int(window.cases[at]), int(window.places[at])) for at in range(1, len(window) - 1)
    }
    assert told["Ana"] == (2, 0)
    assert told["said"] == (1, 0)
    assert told["BRIDGE"] == (3, 0)
    assert told["“"] == (0, 2)
    assert told["open"] == (1, 1)
    assert told["May"] == (2, 0)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
def test_pieces_lie_in_the_text_in_order_whatever_it_holds(text: str) -> None:
    for window in windows_of(text):
        inner = [(int(s), int(e)) for s, e in zip(window.starts[1:-1], window.ends[1:-1], strict=True)]
        assert all(0 <= start < end <= len(text) for start, end in inner)
        assert [start for start, _ in inner] == sorted(start for start, _ in inner)


def test_a_long_block_is_cut_behind_sentences_and_loses_nothing() -> None:
    text = "The harbour opened late again. " * 80
    found = windows_of(text)
    assert len(found) > 1
    assert all(len(window) <= LONGEST + 2 for window in found)
    assert all(text[window.ends[-2] - 1] == "." for window in found)
    held = "".join(text[s:e] for window in found for s, e in zip(window.starts[1:-1], window.ends[1:-1], strict=True))
    assert held == text.replace(" ", "")


@given(st.integers(0, 2**32 - 1), st.integers(1, 5), st.sampled_from([3, 5]))
def test_the_best_sequence_is_the_best_of_all_allowed_ones(seed: int, count: int, labels: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(count, labels)).astype(np.float32)

    def allowed(path: tuple[int, ...]) -> bool:
        return all(now % 2 or now == 0 or before in (now - 1, now) for before, now in itertools.pairwise((0, *path)))

    best = max(
        filter(allowed, itertools.product(range(labels), repeat=count)), key=lambda p: sum(scores[range(count), p])
    )
    assert best_sequence(np.stack([np.zeros_like(scores), scores]))[1].tolist() == list(best)


def test_distances_are_told_apart_near_the_cue_and_by_side() -> None:
    away = distances(600, 200, 202)
    assert away[200:203].tolist() == [0, 0, 0]
    assert len(set(away[192:200].tolist()) | set(away[203:211].tolist())) == 16
    assert set(away[:200].tolist()).isdisjoint(away[203:].tolist())
    assert away.min() == 0
    assert away.max() < DISTANCES


def test_runs_need_a_beginning() -> None:
    assert list(runs(np.array([2, 1, 2, 0, 2, 1]), 1)) == [(1, 2), (5, 5)]


class Said:
    """A model that finds a cue in each "said", its content behind it and its source before it."""

    def __init__(self, window: Window, text: str) -> None:
        self.cue = next(at for at in range(len(window)) if window.span(at, at).of(text) == "said")

    def encode(self, ids: Ints, cases: Ints, places: Ints) -> tuple[Floats, Floats]:
        scores = np.zeros((len(ids), 3), dtype=np.float32)
        scores[:, 0] = 5.0
        scores[self.cue, 1] = 9.0
        return np.zeros((len(ids), 4), dtype=np.float32), scores

    def roles(self, vectors: Floats, distances: Ints) -> Floats:
        scores = np.zeros((*distances.shape, 5), dtype=np.float32)
        scores[:, : self.cue, 4] = 5.0
        scores[:, 1, 3] = 9.0
        scores[:, self.cue :, 2] = 5.0
        scores[:, self.cue + 1, 1] = 9.0
        return scores


def test_a_reading_has_the_spans_that_its_labels_cover() -> None:
    [window] = windows_of(ANA)
    [reading] = read([window], Said(window, ANA))
    assert reading.cue.of(ANA) == "said"
    assert [span.of(ANA) for span in reading.content] == ["the BRIDGE would “open soon” in May."]
    assert reading.source is not None
    assert reading.source.of(ANA) == "Ana Ruiz"
    assert 0.9 < reading.confidence <= 1.0


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("Ana Ruiz said the bridge would open in May.", "Ana Ruiz", "said", "the bridge would open in May"),
        (
            "Exports fell by a third, according to Olga Brandt.",
            "Olga Brandt",
            "according to",
            "Exports fell by a third",
        ),
        ("“We are late,” the engineer told reporters.", "the engineer", "told", "“We are late,”"),
    ],
)
def test_the_shipped_model_reads_plain_reports(text: str, source: str, cue: str, content: str) -> None:
    [reading] = readings_of(text)
    assert reading.source is not None
    assert (reading.source.of(text), reading.cue.of(text)) == (source, cue)
    assert [span.of(text) for span in reading.content] == [content]


def test_the_shipped_model_reads_nothing_into_plain_narration() -> None:
    assert readings_of("The bridge is 300 metres long and was built in 1931.") == []


def test_readings_do_not_depend_on_what_they_are_batched_with() -> None:
    lines = [
        ANA,
        "“We are late,” the engineer told reporters.",
        "It rained.",
        "Officials denied that the dam had leaked.",
    ]
    alone = [(r.confidence, r.cue.of(line)) for line in lines for r in readings_of(line)]
    text = "\n".join(lines)
    together = [(r.confidence, r.cue.of(text)) for r in readings_of(text)]
    assert [cue for _, cue in together] == [cue for _, cue in alone]
    assert [c for c, _ in together] == pytest.approx([c for c, _ in alone], abs=0.05)
