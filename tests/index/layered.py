"""A layered index beside one that was built at once: what to compare, and articles in which much hangs together."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.build import Report, Rules, Sizes, build
from index.schema import Document, Kind, Record, Style
from index.store.filter import Filter
from index.store.generation import Generation
from tests.fakes import HashEncoder
from tests.index.test_growth import Reader

NAMES = "Ann Lee|Lee|Cy Lee|Bob Roe|Robert Roe|Roe|Wang Yi|Wang|Kim Roe|Kim|Dee Fox".split("|")
OUTLETS = ("The Quay", "Canal Wire")
STORY = [
    "Ann Lee: the lock gates at Haven will be replaced before winter comes to the canal.",
    "Lee: we cannot wait for spring, and neither can the boats in the empty basin below.",
    "The board met on Monday after a diver found cracks in the stones under the bridge.",
    "Bob Roe: nobody asked the keepers, who have known of the cracks for seven long years.",
]
WORDS = "dam ferry harbour grain storm treaty court nurse bridge valley mayor winter basin flood tariff".split()
FILTERS = (
    Filter(),
    Filter(kind=Kind.QUOTE),
    Filter(kind=Kind.SENTENCE),
    Filter(styles=(Style.DIRECT,)),
    Filter(outlet="quay"),
    Filter(since="2026-03-04"),
    *(Filter(speakers=(name,)) for name in NAMES),
)


def article(id: str, dice: random.Random) -> dict[str, str]:
    """Return an article: one of its own, or a version or a copy of a story that others carry as well."""
    lines = [f"{dice.choice(NAMES)}: {' '.join(dice.sample(WORDS, 5))}." for _ in range(dice.randint(1, 4))]
    title = " ".join(dice.sample(WORDS, 4))
    if dice.random() < 0.4:
        lines, title = [*STORY[: dice.randint(3, 4)], *lines[:1]], "Lock gates to be replaced"
    if dice.random() < 0.15:
        title = "Correction: Lock gates to be replaced"
    text = "\n".join(lines)
    return {
        "id": id,
        "text": text,
        "title": title,
        "outlet": dice.choice(OUTLETS),
        "date": f"2026-03-0{dice.randint(1, 9)}",
    }


def written(path: Path, articles: Sequence[dict[str, str]]) -> Path:
    """Write articles as JSON lines."""
    path.write_text("".join(json.dumps(article) + "\n" for article in articles))
    return path


def layering(delta: int = 500) -> Rules:
    """Return rules by which the smallest index is large enough to stay as it is."""
    return replace(Reader().rules, sizes=Sizes(base=1, delta=delta))


def at_once(documents: Sequence[Document], folder: Path) -> Generation:
    """Build an index of documents at once, in their order."""
    fields = ("id", "text", "title", "outlet", "date", "url")
    known = [{name: getattr(document, name) for name in fields} for document in documents]
    path = folder / "at_once.jsonl"
    path.write_text("".join(json.dumps({k: v for k, v in one.items() if v is not None}) + "\n" for one in known))
    report: Report = build([path], folder / "at_once", HashEncoder(), rules=Reader().rules)
    return Generation.at(report.generation, HashEncoder())


def compare(grown: Generation, whole: Generation) -> None:
    """Compare everything that two indexes of the same documents in the same order tell."""
    shown = grown.select()
    number = {int(row): n for n, row in enumerate(shown)}

    def renumbered(record: Record) -> Record:
        parent, repeats = (None if row is None else number[row] for row in (record.parent, record.repeats))
        return replace(record, row=number[record.row], parent=parent, repeats=repeats)

    assert (grown.documents(), grown.listing()) == (whole.documents(), whole.listing())
    records = grown.records(shown.tolist())
    assert [renumbered(record) for record in records] == whole.records(range(len(whole)))
    assert grown.speakers() == whole.speakers()
    assert grown.manifest.counts == whole.manifest.counts
    assert (grown.outlets(), grown.months()) == (whole.outlets(), whole.months())
    assert np.array_equal(grown.vectors(shown), whole.vectors(range(len(whole))))
    assert grown.stems(shown) == whole.stems(np.arange(len(whole)))
    assert list(grown.stems_beginning("")) == list(whole.stems_beginning(""))
    assert [grown.sentences_with(word) for word in WORDS] == [whole.sentences_with(word) for word in WORDS]
    for document in whole.documents():
        assert grown.later(document.id) == whole.later(document.id)
        assert grown.replaced(document.id) == whole.replaced(document.id)
    for where in FILTERS:
        for once in (False, True):
            found = [number[row] for row in grown.select(where, once=once).tolist()]
            assert found == whole.select(where, once=once).tolist(), where
    for record, other in zip(records, whole.records(range(len(whole))), strict=True):
        assert [renumbered(one) for one in grown.repeating(record)] == whole.repeating(other)
        assert grown.context(record) == whole.context(other)
        assert grown.in_headline(record.row) == whole.in_headline(other.row)
    at = np.arange(len(whole))
    near, other_near = grown.sentences_near(shown, 1, 1), whole.sentences_near(at, 1, 1)
    assert [number[row] for row in near.rows.tolist()] == other_near.rows.tolist()
    assert near.starts.tolist() == other_near.starts.tolist()
    assert [number[row] for row in grown.headlines(shown).tolist()] == whole.headlines(at).tolist()
    groups = [["ferri", "grain"], ["winter"], ["nowher"]]
    assert np.array_equal(grown.having(shown, groups), whole.having(at, groups))
    [vector] = HashEncoder().encode(["the ferry and the grain"])
    assert grown.cosines(vector, shown[::-1]) == pytest.approx(whole.cosines(vector, at[::-1]), abs=1e-6)
    for rows in (None, grown.select(Filter(kind=Kind.QUOTE))):
        inside = None if rows is None else np.array([number[row] for row in rows.tolist()], dtype=np.int64)
        cosines = {number[row]: score for row, score in grown.nearest(vector, 9_999, rows)}
        assert cosines == pytest.approx(dict(whole.nearest(vector, 9_999, inside)), abs=1e-6)
        matching = {number[row] for row, _ in grown.matching("ferry grain winter", 9_999, rows)}
        assert matching == {row for row, _ in whole.matching("ferry grain winter", 9_999, inside)}
