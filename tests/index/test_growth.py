"""An index that grew, shrank or was interrupted is the same as one that was built at once, and nothing is done twice."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.__main__ import main
from index.build import Report, Rules, build, remove
from index.errors import IndexMissingError, SourceError
from index.extract.corpus_speakers import resolve_corpus
from index.schema import Document, Extraction, Quote, Record, Span, Speaker, Style
from index.store.encodings import CHUNK
from index.store.generation import Generation
from tests.fakes import HashEncoder

TEXTS = {
    "dam": "Ann Lee: the dam holds.\nBob Roe: it leaks.\nIt rained.",
    "lee": "Lee: the dam is safe.\nNobody asked.",  # who Lee is, only another article tells
    "roe": "Roe: it leaks still.\nAnn Lee: nonsense.",
    "flood": "The valley flooded.\nLee: nobody could know.",
    "other": "Cy Lee: I am another.\nIt rained.",  # and from this one on Lee is nobody in particular
    "copy": "Lee: the dam is safe.\nNobody asked.",
    "odd": "Lone \ud800 mark: so what?\nIt rained.",
}
LINE = re.compile(r"^(?:(?P<name>[^:\n]+): )?(?P<content>.+)$", re.MULTILINE)


class Reader:
    """Rules that read a line as a sentence, and what stands before a colon as the speaker of the rest."""

    def __init__(self, fingerprint: str = "lines 1", *, until: int = 99) -> None:
        self.read: list[str] = []
        self.until = until
        self.rules = Rules(fingerprint, self._extract, resolve_corpus)

    def _extract(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        for document in documents:
            if len(self.read) == self.until:
                raise KeyboardInterrupt
            self.read.append(document.id)
            lines = list(LINE.finditer(document.text))
            said = [line for line in lines if line["name"]]
            quotes = tuple(
                Quote((Span(*m.span("content")),), Style.DIRECT, source=Span(*m.span("name")), speaker=m["name"])
                for m in said
            )
            cast = tuple(Speaker(name, aliases=(name,), mentions=1) for name in dict.fromkeys(m["name"] for m in said))
            warnings = () if said else ("nobody speaks",)
            yield Extraction(document, tuple(Span(*m.span()) for m in lines), quotes, cast, warnings)


def written(folder: Path, ids: Iterable[str], **changed: str) -> Path:
    texts = TEXTS | changed
    path = folder / "articles.jsonl"
    path.write_text("".join(json.dumps({"id": id, "text": texts[id]}) + "\n" for id in ids))
    return path


def content(root: Path) -> tuple[list[Document], list[Record], list[Speaker], list[list[float]]]:
    """Return everything that an index holds."""
    generation = Generation.open(root, HashEncoder())
    rows = range(len(generation))
    speakers = [entry.speaker for entry in generation.speakers()]
    vectors: list[list[float]] = generation.vectors(rows).tolist()
    return generation.documents(), generation.records(rows), speakers, vectors


def grown(root: Path, folder: Path, ids: Sequence[str], reader: Reader, encoder: HashEncoder) -> Report:
    return build([written(folder, ids)], root, encoder, rules=reader.rules)


@pytest.mark.parametrize("seed", range(6))
def test_a_grown_index_is_the_same_as_a_fresh_one_and_nothing_is_done_twice(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - a fixed seed, no secret
    order = dice.sample(sorted(TEXTS), len(TEXTS))
    reader, encoder = Reader(), HashEncoder()
    for end in sorted(dice.sample(range(1, len(order)), 3)):
        grown(tmp_path / "grown", tmp_path, order[:end], reader, encoder)
    grown(tmp_path / "grown", tmp_path, sorted(TEXTS), reader, encoder)
    grown(tmp_path / "fresh", tmp_path, sorted(TEXTS), Reader(), HashEncoder())
    assert content(tmp_path / "grown") == content(tmp_path / "fresh")
    assert len(reader.read) == len(set(TEXTS.values()))
    assert len(encoder.texts) == len(set(encoder.texts))


def counted(report: Report) -> dict[str, int]:
    return {"kept": report.kept, **{what: len(ids) for what, ids in report.changes.items()}}


def test_a_report_counts_what_was_kept_added_replaced_and_removed(tmp_path: Path) -> None:
    root, reader, encoder = tmp_path / "index", Reader(), HashEncoder()
    first = build([written(tmp_path, ["dam", "lee", "roe"])], root, encoder, rules=reader.rules)
    assert first.changes == {}
    path = written(tmp_path, ["dam", "lee", "flood"], lee="Lee: the dam was safe.\nNobody asked.")
    second = build([path], root, encoder, rules=reader.rules)
    assert counted(second) == {"kept": 1, "added": 1, "replaced": 1, "removed": 1}
    assert reader.read == ["dam", "lee", "roe", "lee", "flood"]
    assert encoder.texts.count("Nobody asked.") == 1


def test_other_rules_read_again_and_encode_only_what_is_new(tmp_path: Path) -> None:
    root, encoder, other = tmp_path / "index", HashEncoder(), Reader("lines 2")
    grown(root, tmp_path, ["dam", "lee"], Reader(), encoder)
    encoded = len(encoder.texts)
    grown(root, tmp_path, ["dam", "lee"], other, encoder)
    assert (other.read, len(encoder.texts)) == (["dam", "lee"], encoded)


def test_another_encoder_encodes_again_and_reads_nothing(tmp_path: Path) -> None:
    root, reader, other = tmp_path / "index", Reader(), HashEncoder(dim=32, fingerprint="hash:2")
    grown(root, tmp_path, ["dam", "lee"], reader, HashEncoder())
    report = grown(root, tmp_path, ["dam", "lee"], reader, other)
    assert (report.kept, reader.read) == (2, ["dam", "lee"])
    assert Generation.open(root, other).vectors([0]).shape == (1, 32)


def test_an_interrupted_build_goes_on_where_it_stopped(tmp_path: Path) -> None:
    root, ids = tmp_path / "index", sorted(TEXTS)
    stopped, resumed = Reader(until=3), Reader()
    with pytest.raises(KeyboardInterrupt):
        grown(root, tmp_path, ids, stopped, HashEncoder())
    with (root / "unfinished.jsonl").open("a") as file:
        file.write('["lines 1", "cut o')
    grown(root, tmp_path, ids, resumed, HashEncoder())
    assert not set(stopped.read) & set(resumed.read)
    grown(tmp_path / "fresh", tmp_path, ids, Reader(), HashEncoder())
    assert content(root) == content(tmp_path / "fresh")
    assert not (root / "unfinished.jsonl").exists()


class Stopping(HashEncoder):
    """An encoder that is interrupted at its second chunk."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if self.texts:
            raise KeyboardInterrupt
        return super().encode(texts)


def test_a_build_that_is_interrupted_while_it_encodes_goes_on_there(tmp_path: Path) -> None:
    root, lines = tmp_path / "index", [f"Ann Lee: word {n}." for n in range(CHUNK)]
    path = tmp_path / "many.jsonl"
    path.write_text(json.dumps({"id": "many", "text": "\n".join(lines)}))
    stopped, resumed, reader = Stopping(), HashEncoder(), Reader()
    with pytest.raises(KeyboardInterrupt):
        build([path], root, stopped, rules=reader.rules)
    build([path], root, resumed, rules=reader.rules)
    assert len(stopped.texts) == CHUNK
    assert not set(stopped.texts) & set(resumed.texts)
    assert reader.read == ["many"]
    build([path], tmp_path / "fresh", HashEncoder(), rules=Reader().rules)
    assert content(root) == content(tmp_path / "fresh")
    assert not (root / "unfinished.vectors").exists()


def test_what_other_rules_left_unfinished_is_read_again(tmp_path: Path) -> None:
    root, other = tmp_path / "index", Reader("lines 2")
    with pytest.raises(KeyboardInterrupt):
        grown(root, tmp_path, ["dam", "lee"], Reader(until=1), HashEncoder())
    grown(root, tmp_path, ["dam", "lee"], other, HashEncoder())
    assert other.read == ["dam", "lee"]


def test_removed_documents_are_gone_until_they_are_built_again(tmp_path: Path) -> None:
    root, reader, encoder = tmp_path / "index", Reader(), HashEncoder()
    grown(root, tmp_path, ["dam", "lee", "other"], reader, encoder)
    report = remove(["other", "lee"], root, encoder, rules=reader.rules)
    assert counted(report) == {"kept": 1, "added": 0, "replaced": 0, "removed": 2}
    grown(tmp_path / "fresh", tmp_path, ["dam"], Reader(), HashEncoder())
    assert content(root) == content(tmp_path / "fresh")
    again = grown(root, tmp_path, ["dam", "lee", "other"], reader, encoder)
    assert counted(again) == {"kept": 1, "added": 2, "replaced": 0, "removed": 0}


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        (["daam"], r"no document 'daam' in the index; did you mean dam\?"),
        (["dam", "zzz"], "no document 'zzz' in the index; an id is for example dam"),
        (["lee", "dam"], "nothing would be left"),
    ],
)
def test_what_cannot_be_removed_is_told_and_nothing_happens(tmp_path: Path, ids: list[str], message: str) -> None:
    root, reader, encoder = tmp_path / "index", Reader(), HashEncoder()
    grown(root, tmp_path, ["dam", "lee"], reader, encoder)
    with pytest.raises(SourceError, match=message):
        remove(ids, root, encoder, rules=reader.rules)
    assert len(content(root)[0]) == 2
    with pytest.raises(IndexMissingError):
        remove(ids, tmp_path / "nowhere", encoder, rules=reader.rules)


def test_a_change_of_metadata_alone_reads_nothing_again(tmp_path: Path) -> None:
    root, reader, encoder = tmp_path / "index", Reader(), HashEncoder()
    path = written(tmp_path, ["dam"])
    build([path], root, encoder, rules=reader.rules)
    path.write_text(json.dumps({"id": "dam", "text": TEXTS["dam"], "title": "A dam"}))
    assert build([path], root, encoder, rules=reader.rules).changes["replaced"] == ["dam"]
    assert reader.read == ["dam"]
    assert replace(content(root)[0][0], title=None) == Document("dam", TEXTS["dam"])
    assert np.isfinite(content(root)[3]).all()


def test_the_command_tells_what_cannot_be_removed(seed_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["remove", "--index", str(seed_index), "putin-xi-wong"]) == 1
    assert (
        "error: there is no document 'putin-xi-wong' in the index; did you mean putin-xi-wang?"
        in capsys.readouterr().err
    )
