"""A published generation gives back what went in, by row, by vector, by word and by filter."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.errors import IndexDamagedError, IndexMismatchError, IndexMissingError
from index.schema import Document, Extraction, Kind, Polarity, Quote, Span, Speaker, Style
from index.store.contents import Contents
from index.store.delivery import deliver
from index.store.door import Store, connection, open_store
from index.store.filter import Filter
from index.store.generation import Generation
from index.store.publish import publish, writer
from index.store.rows import rows
from tests.fakes import HashEncoder

TEXT = (
    "Ann Lee arrived. “We agree,” Lee told Bob Roe, “on the treaty.” It rained \ud800 in Rome. "
    "Roe said through an interpreter that Lee had promised that grain would flow. Nobody spoke of cats."
)


def at(part: str, start: int = 0) -> Span:
    found = TEXT.index(part, start)
    return Span(found, found + len(part))


DIRECT = Quote(
    (at("We agree,"), at("on the treaty.")),
    Style.DIRECT,
    cue=at("told"),
    source=at("Lee", 20),
    speaker="Ann Lee",
    addressee="Bob Roe",
)
OUTER = Quote(
    (at("Lee had promised that grain would flow"),),
    Style.INDIRECT,
    cue=at("said"),
    source=at("Roe", 80),
    speaker="Bob Roe",
    mediation="through an interpreter",
    polarity=Polarity.NEGATED,
    modality="would",
    confidence=0.5,
    rule="dependency",
)
INNER = Quote((at("grain would flow"),), Style.INDIRECT, cue=at("promised"), speaker="Ann Lee", nested_in=1)
SENTENCES = tuple(
    at(part)
    for part in (
        "Ann Lee arrived.",
        "“We agree,” Lee told Bob Roe, “on the treaty.”",
        "It rained \ud800 in Rome.",
        "Roe said through an interpreter that Lee had promised that grain would flow.",
        "Nobody spoke of cats.",
    )
)
FIRST = Extraction(
    Document("2023/first", TEXT, "A treaty", "ROME (Wire)", "2023-02-22", "https://example.org"),
    SENTENCES,
    (DIRECT, OUTER, INNER),
)
SECOND = Extraction(Document("second", "No title\0. Cats again."), (Span(0, 10), Span(11, 22)), ())
SPEAKERS = (
    Speaker("Cat Silent", mentions=9),
    Speaker("Bob Roe", aliases=("Bob Roe", "Roe"), titles=("Mr",), mentions=2),
    Speaker("Ann Lee", aliases=("Ann Lee", "Lee"), mentions=3),
)


def publish_to(root: Path, encoder: HashEncoder, *extractions: Extraction) -> str:
    numbered = list(rows(extractions))
    contents = Contents(
        documents=[extraction.document for extraction in extractions],
        rows=numbered,
        speakers=SPEAKERS,
        matrix=encoder.encode([row.content for row in numbered]),
        encoder=encoder.fingerprint,
    )
    with writer(root):
        return publish(root, contents)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    publish_to(folder, HashEncoder(), FIRST, SECOND)
    return folder


@pytest.fixture(scope="module")
def served(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    address = f"milvus://{tmp_path_factory.mktemp('milvus') / 'quotes.db'}"
    assert deliver(Generation.open(root, HashEncoder()), connection(address))
    return open_store(root, HashEncoder(), address)


@pytest.fixture(params=["files", "milvus"])
def generation(request: pytest.FixtureRequest, root: Path) -> Store:
    """Each store in turn: whatever holds for one holds for all."""
    return request.getfixturevalue("served") if request.param == "milvus" else Generation.open(root, HashEncoder())


def contents_of(generation: Store, found: list[tuple[int, float]]) -> list[str]:
    documents = {document.id: document for document in generation.documents()}
    return [
        " ".join(span.of(documents[record.doc].text) for span in record.spans)
        for record in generation.records(row for row, _ in found)
    ]


def test_rows_go_by_document_and_position_with_a_sentence_before_its_quotes(generation: Store) -> None:
    records = generation.records(range(len(generation)))
    assert [record.row for record in records] == list(range(10))
    assert [record.kind.value[0] for record in records] == list("ssqssqqsss")
    assert [record.quote for record in records if record.quote] == [DIRECT, OUTER, INNER]
    assert [record.attributed for record in records if not record.quote] == [False, True, False, True] + [False] * 3
    assert records[2].sentence == SENTENCES[1]
    assert (records[5].parent, records[6].parent) == (None, 5)
    counts = {"documents": 2, "records": 10, "quotes": 3, "sentences": 7, "speakers": 3, "repeats": 0}
    assert generation.manifest.counts == counts


def test_records_come_in_the_order_asked(generation: Store) -> None:
    assert [record.row for record in generation.records([5, 0, 5])] == [5, 0, 5]
    with pytest.raises(IndexError, match="no row 10"):
        generation.records([10])


def test_documents_come_back_character_by_character(generation: Store) -> None:
    assert generation.documents() == [FIRST.document, SECOND.document]
    assert [(entry.id, entry.sha256) for entry in generation.listing()] == [
        (extraction.document.id, extraction.document.sha256) for extraction in (FIRST, SECOND)
    ]
    assert generation.document("second") == SECOND.document
    with pytest.raises(KeyError):
        generation.document("third")


def test_scores_are_cosines_best_first(generation: Store) -> None:
    [vector] = generation.encode(["We agree, on the treaty."])
    found = generation.nearest(vector, 3)
    assert contents_of(generation, found)[0] == "We agree, on the treaty."
    assert found[0][1] == pytest.approx(1.0, abs=1e-5)
    every = generation.vectors(range(10)) @ vector
    expected = sorted(every.tolist(), reverse=True)[:3]
    some = np.array([7, 0, 7])
    assert generation.cosines(vector, some) == pytest.approx(every[some], abs=1e-6)
    assert len(generation.cosines(vector, some[:0])) == 0
    assert [score for _, score in found] == pytest.approx(expected, abs=1e-5)


def test_a_search_inside_rows_is_exact_and_never_leaves_them(generation: Store) -> None:
    [vector] = generation.encode(["cats"])
    inside = np.array([0, 2, 6], dtype=np.int64)
    found = generation.nearest(vector, 10, inside)
    assert sorted(row for row, _ in found) == [0, 2, 6]
    whole = dict(generation.nearest(vector, 10))
    assert dict(found) == pytest.approx({row: whole[row] for row in (0, 2, 6)}, abs=1e-5)


@pytest.mark.parametrize(("k", "subset", "length"), [(99, None, 10), (0, None, 0), (5, [], 0), (99, [1, 2], 2)])
def test_no_more_comes_back_than_there_is(generation: Store, k: int, subset: list[int] | None, length: int) -> None:
    inside = None if subset is None else np.array(subset, dtype=np.int64)
    [vector] = generation.encode(["rain"])
    assert len(generation.nearest(vector, k, inside)) == length
    assert len(generation.matching("rain cats treaty agree", k, inside)) <= length


def test_a_vector_of_another_length_is_refused(generation: Store) -> None:
    with pytest.raises(ValueError, match="has 3 numbers, the index 64"):
        generation.nearest(np.ones(3, dtype=np.float32), 1)


WORDS = [
    ("words are stemmed", "promising", "Lee had promised that grain would flow"),
    ("accents do not matter", "gráin", "grain would flow"),
    ("the content outweighs the context", "treaty", "We agree, on the treaty."),
    ("the sentence before counts", "rained interpreter", "Lee had promised that grain would flow"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in WORDS], ids=[case[0] for case in WORDS])
def test_words_find_quotes(generation: Store, text: str, expected: str) -> None:
    found = generation.matching(text, 10, generation.select(Filter(kind=Kind.QUOTE)))
    assert expected in contents_of(generation, found)[:2]
    assert all(score > 0 for _, score in found)
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


@settings(deadline=None)
@given(
    st.text()
    | st.sampled_from(['"', "a AND (", "NEAR(x", "content:", "*", "-", "x OR", "\\", '\\"', "\0", "\ud800", "_ __"])
)
def test_no_text_is_read_as_query_syntax(root: Path, served: Store, text: str) -> None:
    for store in (Generation.open(root, HashEncoder()), served):
        store.matching(text, 5)
        store.matching(f"cats {text}", 5)
        assert store.select(Filter(speakers=(text,), docs=(text,), addressee=text)).tolist() == []
        store.select(Filter(outlet=text))


def test_a_very_long_question_is_answered(generation: Store) -> None:
    assert generation.matching("cats " + " ".join(f"word{i}" for i in range(5000)), 3)


FILTERS = [
    (Filter(), list(range(10))),
    (Filter(speakers=("Ann Lee",)), [2, 6]),
    (Filter(speakers=("Ann Lee", "Bob Roe")), [2, 5, 6]),
    (Filter(speakers=("Nobody",)), []),
    (Filter(speakers=("",)), []),
    (Filter(addressee=""), []),
    (Filter(speakers=('x"] or row >= 0 or speaker in ["',)), []),
    (Filter(kind=Kind.QUOTE), [2, 5, 6]),
    (Filter(kind=Kind.SENTENCE, docs=("second",)), [8, 9]),
    (Filter(styles=(Style.DIRECT,)), [2]),
    (Filter(styles=(Style.DIRECT, Style.INDIRECT), speakers=("Ann Lee",)), [2, 6]),
    (Filter(addressee="Bob Roe"), [2]),
    (Filter(mediated=True), [5]),
    (Filter(mediated=False), [2, 6]),
    (Filter(outlet="wire"), list(range(8))),
    (Filter(outlet="Herald"), []),
    (Filter(since="2023-02-22"), list(range(8))),
    (Filter(since="2023-02-23"), []),
    (Filter(since="2023"), list(range(8))),
    (Filter(until="2023-02"), list(range(8))),
    (Filter(until="2023-02-21"), []),
    (Filter(until="2022"), []),
    (Filter(since="2023-02-01", until="2023-02-28", speakers=("Bob Roe",)), [5]),
]


@pytest.mark.parametrize(("where", "expected"), FILTERS)
def test_filters_select_rows(generation: Store, where: Filter, expected: list[int]) -> None:
    selected = generation.select(where)
    assert selected.tolist() == expected
    assert selected.dtype == np.int64


def test_sentences_are_found_around_rows_inside_their_document(generation: Store) -> None:
    rows = np.array([0, 2, 6, 9])
    own, near = generation.sentences_near(rows), generation.sentences_near(rows, before=1, after=1)
    assert (own.rows.tolist(), own.starts.tolist()) == ([0, 1, 4, 9], [0, 1, 2, 3, 4])
    assert (near.rows.tolist(), near.starts.tolist()) == ([0, 1, 0, 1, 3, 3, 4, 7, 8, 9], [0, 2, 5, 8, 10])
    assert generation.headlines(rows).tolist() == [0, 0, 0, 8]
    assert [generation.in_headline(row) for row in rows.tolist()] == [True, False, False, False]


def test_stems_are_known_of_rows_and_of_the_corpus(generation: Store) -> None:
    having = generation.having(np.array([6, 9, 6]), [["flow"], ["cat", "flow"], ["again", "nowher"], []])
    assert having.tolist() == [[True, True, False, False], [False, True, True, False], [True, True, False, False]]
    assert list(generation.stems_beginning("tre")) == ["treati"]
    assert [generation.sentences_with(stem) for stem in ("cat", "treati", "nowher", "a", "")] == [2, 1, 0, 0, 0]


def test_outlets_and_months_are_told_once(generation: Store) -> None:
    assert generation.outlets() == ["ROME (Wire)"]
    assert generation.months() == ["2023-02"]


def test_speakers_come_most_quoted_first_and_the_silent_last(generation: Store) -> None:
    entries = generation.speakers()
    assert [(entry.speaker.name, entry.direct, entry.indirect, entry.mixed) for entry in entries] == [
        ("Ann Lee", 1, 1, 0),
        ("Bob Roe", 0, 1, 0),
        ("Cat Silent", 0, 0, 0),
    ]
    assert entries[1].speaker == SPEAKERS[1]


def test_context_is_the_sentences_around_and_stays_in_the_document(generation: Store) -> None:
    records = generation.records(range(10))
    assert generation.context(records[2], 0) == SENTENCES[1]
    assert generation.context(records[2]) == Span(SENTENCES[0].start, SENTENCES[2].end)
    assert generation.context(records[2], 99) == Span(SENTENCES[0].start, SENTENCES[-1].end)
    assert generation.context(records[8]) == Span(0, 22)


def test_threads_share_a_generation(generation: Store) -> None:
    barrier = threading.Barrier(8)
    [vector] = generation.encode(["treaty"])
    alone = (generation.nearest(vector, 5), generation.matching("treaty", 5), generation.records([2, 6]))

    def ask(_: int) -> bool:
        barrier.wait()
        inside = generation.select(Filter(kind=Kind.QUOTE))
        generation.nearest(vector, 5, inside)
        again = (generation.nearest(vector, 5), generation.matching("treaty", 5), generation.records([2, 6]))
        return again == alone

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(64)))


def test_check_tells_what_is_good(root: Path) -> None:
    assert list(Generation.open(root, HashEncoder()).check(full=True)) == [
        "11 files match their checksums",
        "2 documents match their sha256",
        "10 records lie inside their documents",
        "10 vectors are of unit length",
        "10 of 10 vectors are those of their texts",
    ]


def test_check_finds_vectors_of_another_text(root: Path) -> None:
    class Forgetful(HashEncoder):
        def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
            return super().encode([text[::-1] for text in texts])

    with pytest.raises(IndexDamagedError, match="vector 0 is not that of its text"):
        list(Generation.open(root, Forgetful()).check())


def test_check_finds_offsets_outside_of_the_document(tmp_path: Path) -> None:
    beyond = Quote((Span(15, 99),), Style.DIRECT)
    publish_to(tmp_path, HashEncoder(), Extraction(SECOND.document, SECOND.sentences, (beyond,)))
    with pytest.raises(IndexDamagedError, match=r"record 2: 15\.\.99 lies outside of document 'second', 0\.\.22"):
        list(Generation.open(tmp_path, HashEncoder()).check())


def test_an_index_of_another_encoder_is_refused_by_name(root: Path) -> None:
    with pytest.raises(IndexMismatchError, match="built with the encoder hash:1, but hash:2 is set"):
        Generation.open(root, HashEncoder(fingerprint="hash:2"))


def test_no_index_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="python -m index build PATH"):
        Generation.open(tmp_path, HashEncoder())
