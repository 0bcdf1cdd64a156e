"""What Milvus serves is what was built, and nothing else ever serves."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from index import open_index
from index.errors import ConfigError, IndexMismatchError, IndexMissingError
from index.schema import Document, Extraction, Span
from index.search.wire import answer_to_json
from index.store import corrections
from index.store.corrections import Correction
from index.store.delivery import deliver
from index.store.door import connection, open_store, serving
from index.store.encoder import SentenceEncoder
from index.store.expression import days
from index.store.filter import Filter
from index.store.generation import Generation
from index.store.milvus import TEXTS, Milvus
from tests.conftest import ARTICLE, ROOT
from tests.fakes import HashEncoder
from tests.index.store.test_generation import FIRST, SECOND, publish_to

QUESTIONS = (
    "what did Wang say about third parties?",
    "what did Wang say about trade in 2021?",
    "compare Putin and Wang on trade",
    "who said that relations are not anti-third party?",
    "did Putin say trade could hit $500bn?",
    "how many times is Wang quoted?",
    "what did Merkel say?",
)


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"milvus://{tmp_path / 'milvus' / 'quotes.db'}"


def delivered(root: Path, address: str, *extractions: Extraction) -> Milvus:
    publish_to(root, HashEncoder(), *extractions)
    milvus = connection(address)
    assert deliver(Generation.open(root, HashEncoder()), milvus)
    return milvus


def test_answers_are_those_of_the_files(seed_index: Path, encoder: SentenceEncoder, address: str) -> None:
    deliver(Generation.open(seed_index, encoder), connection(address))
    files, served = open_index(seed_index, encoder=encoder), open_index(seed_index, encoder=encoder, store=address)
    for question in QUESTIONS:
        here, there = (answer_to_json("q", index.ask(question)) for index in (files, served))
        assert here.pop("generation") != there.pop("generation")
        assert here == there


def test_the_command_line_delivers_and_asks(seed_index: Path, tmp_path: Path, address: str) -> None:
    shutil.copytree(seed_index, tmp_path / "index")
    environ = {**os.environ, "QUOTES_STORE": address, "QUOTES_INDEX": str(tmp_path / "index")}

    def run(*arguments: str) -> tuple[int, str, str]:
        command = [sys.executable, "-m", "index", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr

    code, _, told = run("ask", QUESTIONS[0])
    assert (code, "there is no index in milvus://" in told) == (1, True)
    _, printed, _ = run("build", str(ARTICLE))
    assert printed.endswith(f"\ndelivered to {address}\n")
    code, printed, told = run("ask", QUESTIONS[0])
    assert (code, told) == (0, "")
    assert "not anti-third party" in printed
    with contextlib.closing(Milvus.open(address)):
        code, _, told = run("ask", QUESTIONS[0])
    assert code == 1
    assert told.endswith("one process at a time can use such a file\n")


def test_a_reader_stays_in_what_it_opened_until_it_opens_anew(tmp_path: Path, address: str) -> None:
    milvus = delivered(tmp_path, address, FIRST)
    before = open_store(tmp_path, HashEncoder(), address)
    assert serving(tmp_path, address) == before.id
    delivered(tmp_path, address, FIRST, SECOND)
    after = open_store(tmp_path, HashEncoder(), address)
    assert serving(tmp_path, address) == after.id != before.id
    assert (len(before), len(after)) == (8, 10)
    assert (len(before.select()), len(after.select())) == (8, 10)
    delivered(tmp_path, address, SECOND)
    assert set(milvus.collections()) == {
        name + part for name in (after.id, serving(tmp_path, address)) for part in ("", TEXTS)
    }


def test_what_is_not_whole_does_not_serve(tmp_path: Path, address: str) -> None:
    milvus = delivered(tmp_path, address, FIRST)
    before = serving(tmp_path, address)
    milvus.begin("quotes_000002_abcdef", 64)
    with pytest.raises(ConfigError, match="holds 0 records of 8; deliver them again"):
        milvus.finish("quotes_000002_abcdef", 8)
    assert serving(tmp_path, address) == before
    assert len(open_store(tmp_path, HashEncoder(), address).select()) == 8


def test_corrections_go_along(tmp_path: Path, address: str) -> None:
    milvus = delivered(tmp_path, address, FIRST)
    assert not deliver(Generation.open(tmp_path, HashEncoder()), milvus)
    content = FIRST.quotes[0].hull
    corrections.add(tmp_path, Correction(FIRST.document.sha256, content.start, content.end, "Cat Silent"))
    assert deliver(Generation.open(tmp_path, HashEncoder()), milvus)
    store = open_store(tmp_path, HashEncoder(), address)
    [row] = store.select(Filter(speakers=("Cat Silent",)))
    assert store.records([row])[0].speaker == "Cat Silent"
    assert store.speakers() == Generation.open(tmp_path, HashEncoder()).speakers()


def test_a_long_text_comes_back_from_its_pieces(tmp_path: Path, address: str) -> None:
    text = "“Nein \ud800,” said nobody. \U0001f600\0" * 9_000
    delivered(tmp_path, address, Extraction(Document("long \x01 id", text), (Span(0, 20),), ()))
    store = open_store(tmp_path, HashEncoder(), address)
    assert store.document("long \x01 id").text == text
    assert store.documents() == [store.document("long \x01 id")]
    assert [(e.id, e.sha256) for e in store.listing()] == [(d.id, d.sha256) for d in store.documents()]
    assert store.context(store.records([0])[0]) == Span(0, 20)


def test_another_encoder_is_refused_by_name(tmp_path: Path, address: str) -> None:
    with pytest.raises(IndexMissingError, match="there is no index in milvus"):
        open_store(tmp_path, HashEncoder(), address)
    delivered(tmp_path, address, FIRST)
    with pytest.raises(IndexMismatchError, match="has the encoder hash:1, but hash:2 is set"):
        open_store(tmp_path, HashEncoder(fingerprint="hash:2"), address)


ADDRESSES = [
    ("mongodb://here", "it takes milvus://HOST:PORT/NAME, or milvus:///FOLDER/NAME.db"),
    ("milvus:///folder", "it takes milvus://HOST:PORT/NAME"),
    ("milvus://here/two words", "names 'two words'"),
    ("milvus://me:secret/x@here", "QUOTES_STORE is no address; it takes milvus://HOST:PORT/NAME"),
]


@pytest.mark.parametrize(("address", "said"), ADDRESSES)
def test_an_address_that_is_none_is_explained(address: str, said: str) -> None:
    with pytest.raises(ConfigError) as raised:
        Milvus.open(address)
    assert said in str(raised.value)
    assert "secret" not in str(raised.value)


def test_where_no_server_answers_the_message_keeps_the_password() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(ConfigError, match=f"milvus://127.0.0.1:{port}/quotes cannot be opened") as raised:
        Milvus.open(f"milvus://root:secret@127.0.0.1:{port}")
    assert "secret" not in str(raised.value)


DAYS = [
    (None, (0, 0)),
    ("undated", (0, 0)),
    ("2023", (20230000, 20239999)),
    ("2023-02", (20230200, 20230299)),
    ("2023-02-22", (20230222, 20230222)),
    ("2023-02-22T10:00", (20230222, 20230222)),
]


@pytest.mark.parametrize(("date", "expected"), DAYS)
def test_a_date_stands_for_as_many_days_as_it_leaves_open(date: str | None, expected: tuple[int, int]) -> None:
    assert days(date) == expected
