"""An index that others stand beside answers as one that was built at once, and adding to it costs what is added."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from index.added import keep
from index.build import build, compact, grow
from index.store.generation import Generation
from index.store.manifest import Manifest
from index.store.publish import current
from tests.fakes import HashEncoder
from tests.index.layered import article, at_once, compare, layering, written


@pytest.mark.parametrize("seed", range(40))
def test_an_index_with_a_delta_is_the_same_as_one_built_at_once(tmp_path: Path, seed: int) -> None:
    dice, root, rules = random.Random(seed), tmp_path / "index", layering()  # noqa: S311 - a fixed seed, no secret
    articles = {f"a{n}": article(f"a{n}", dice) for n in range(dice.randint(3, 9))}
    path = written(tmp_path / "articles.jsonl", list(articles.values()))
    build([path], root, HashEncoder(), rules=rules)
    for step in range(3):
        if dice.random() < 0.5:
            added = {**article("", dice), "id": f"b{step}"}
            place, _ = keep(json.dumps(added).encode(), "more.jsonl", root)
            grow(root, HashEncoder(), [place], rules=rules)
        else:
            for id in dice.sample(sorted(articles), 2):
                if dice.random() < 0.4 and len(articles) > 2:
                    del articles[id]
                else:
                    articles[id] = article(id, dice)
            articles[f"c{step}"] = article(f"c{step}", dice)
            build([written(path, list(articles.values()))], root, HashEncoder(), rules=rules)
        grown = Generation.open(root, HashEncoder())
        whole = at_once(grown.documents(), tmp_path)
        compare(grown, whole)
        assert "records lie inside" in "".join(grown.check(full=True))
    before = Generation.open(root, HashEncoder())
    assert compact(root, HashEncoder(), rules=rules).fresh == (before.manifest.base is not None)
    compare(Generation.open(root, HashEncoder()), at_once(before.documents(), tmp_path))
    assert Manifest.read(current(root)).base is None
