"""An exported encoder gives the vectors of its model without PyTorch, or is not used."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index import open_index
from index.build import build
from index.errors import IndexDamagedError
from index.settings import Settings
from index.store import encoder as module
from index.store.encoder import OFFLINE_AND_QUIET, PROBES, SentenceEncoder
from index.store.generation import Generation
from tests.conftest import ARTICLE, ROOT

HEAVY = ("torch", "sentence_transformers", "transformers", "spacy", "sklearn", "scipy")


def test_a_question_from_the_shell_loads_none_of_the_training_libraries(seed_index: Path) -> None:
    script = (
        "import sys; from index.__main__ import main; "
        f"code = main(['ask', '--index', {str(seed_index)!r}, 'what did Wang say about third parties?']); "
        f"print('loaded', [name for name in {HEAVY} if name in sys.modules]); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "will not yield to third-party pressure" in done.stdout
    assert done.stdout.endswith("loaded []\n")


def test_the_runtime_of_graphs_reports_nothing_to_its_makers(tmp_path: Path, encoder: SentenceEncoder) -> None:
    assert encoder.graph(tmp_path) is not None
    script = (
        "import sys; from pathlib import Path; from index.inference import session; "
        "session(Path(sys.argv[1])); import os; "
        "print([p for p in Path('/proc/self/fd').iterdir() if 'DeveloperTools' in os.path.realpath(p)])"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "encoder/model.onnx")]
    environment = {**os.environ, "HOME": str(tmp_path)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
    assert not list(tmp_path.rglob("*onnxruntime.db"))


def test_a_graph_gives_the_vectors_of_its_model(tmp_path: Path, encoder: SentenceEncoder) -> None:
    graph = encoder.graph(tmp_path)
    assert graph is not None
    texts = [*PROBES, "", "lone \ud800", "a question?", *ARTICLE.read_text(encoding="utf-8").splitlines()]
    vectors = graph.encode(texts)
    assert vectors.dtype == np.float32
    assert np.sum(vectors * encoder.encode(texts), axis=1) == pytest.approx(np.ones(len(texts)), abs=1e-4)
    assert graph.encode([]).shape == (0, encoder.dim)
    linked = graph.graph(tmp_path / "other")
    assert linked.files == graph.files
    assert np.array_equal(linked.encode(PROBES), graph.encode(PROBES))


def test_the_next_generation_links_the_graph_of_the_one_before(
    tmp_path: Path, encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, page = tmp_path / "index", tmp_path / "page.txt"
    page.write_text("“It rains,” said Ann Lee.", encoding="utf-8")
    first = build([page], root, encoder).generation
    page.write_text("“It snows,” said Ann Lee.", encoding="utf-8")
    monkeypatch.setattr(encoder, "graph", None)  # cannot be called
    second = build([page], root, encoder).generation
    assert (second / "encoder/model.onnx").samefile(first / "encoder/model.onnx")


def test_a_reader_that_goes_on_to_a_newer_generation_keeps_the_encoder_that_it_has_loaded(
    tmp_path: Path, encoder: SentenceEncoder, caplog: pytest.LogCaptureFixture
) -> None:
    root, page = tmp_path / "index", tmp_path / "page.txt"
    page.write_text("“It rains in the valley,” said Ann Lee.", encoding="utf-8")
    build([page], root, encoder)
    index = open_index(root, encoder=encoder)
    assert "It rains" in index.ask("what did Ann Lee say about rain?").text
    page.write_text("“It snows in the valley,” said Ann Lee.", encoding="utf-8")
    model = build([page], root, encoder).generation / "encoder/model.onnx"
    model.write_bytes(bytes(model.stat().st_size))  # to load it again would be told of
    assert index.refresh()
    assert "It snows" in index.ask("what did Ann Lee say about snow?").text
    assert "until then PyTorch encodes questions" not in caplog.text
    assert "It snows" in open_index(root, encoder=encoder).ask("what did Ann Lee say about snow?").text
    assert "until then PyTorch encodes questions" in caplog.text


def test_a_graph_that_was_changed_is_told_of_and_the_model_answers(
    tmp_path: Path, encoder: SentenceEncoder, caplog: pytest.LogCaptureFixture
) -> None:
    root = tmp_path / "index"
    build([ARTICLE], root, encoder)
    path = root / "generations/000001/encoder/model.onnx"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    answer = open_index(root, encoder=encoder).ask("what did Wang say about third parties?")
    assert "third-party pressure" in answer.text
    assert "model.onnx has sha256" in caplog.text
    assert "until then PyTorch encodes questions" in caplog.text
    with pytest.raises(IndexDamagedError, match=r"model\.onnx has sha256"):
        list(Generation.open(root, encoder).check())


def tiny(folder: Path, *, prompt: str = "") -> Path:
    """Make a model of another make-up: first piece for the whole text, a layer behind it, no unit length, 12 pieces."""
    os.environ.update(OFFLINE_AND_QUIET)  # they are read when the libraries are imported
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Dense, Pooling, Transformer
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    words = {
        word: i for i, word in enumerate("[PAD] [UNK] What did she say about trade ? longer than any model".split())
    }
    tokenizer = Tokenizer(WordLevel(words, "[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    marks = {"pad_token": "[PAD]", "unk_token": "[UNK]"}
    wrapped = PreTrainedTokenizerFast(tokenizer_object=tokenizer, **marks)  # type: ignore[no-untyped-call]
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=12,
    )
    BertModel(config).save_pretrained(folder / "bert")
    wrapped.save_pretrained(folder / "bert")
    modules = [Transformer(str(folder / "bert"), max_seq_length=12), Pooling(16, "cls"), Dense(16, 8)]
    SentenceTransformer(modules=modules).save_pretrained(str(folder / "model"))
    if prompt:
        path = folder / "model" / "config_sentence_transformers.json"
        settings = json.loads(path.read_text()) | {"prompts": {"query": prompt}, "default_prompt_name": "query"}
        path.write_text(json.dumps(settings))
    return folder / "model"


def test_a_model_of_another_make_up_is_exported_too(tmp_path: Path) -> None:
    encoder = SentenceEncoder(str(tiny(tmp_path)))
    graph = encoder.graph(tmp_path)
    assert graph is not None
    assert graph.dim == encoder.dim == 8


def test_a_model_that_a_graph_would_change_answers_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("QUOTES_MODEL", str(tiny(tmp_path, prompt="trade ")))  # a graph would leave out the prompt
    root = tmp_path / "index"
    generation = build([ARTICLE], root, SentenceEncoder(Settings.from_env().model)).generation
    assert "changes when it is exported" in caplog.text
    assert not (generation / "encoder").exists()
    list(Generation.open(root).check(full=True))


def test_a_model_that_cannot_be_exported_answers_itself(
    tmp_path: Path, encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def unknown(*_: object) -> None:
        raise RuntimeError("no such operator")

    monkeypatch.setattr(module, "_export", unknown)
    assert encoder.graph(tmp_path) is None
    assert "cannot be exported (no such operator); questions will load PyTorch" in caplog.text
