"""An index that others stand beside answers as one that was built at once, and adding to it costs what is added."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from index import open_index
from index.__main__ import main
from index.added import keep
from index.build import Report, Rules, Sizes, build, compact, grow, remove
from index.search.wire import answer_to_json
from index.store import publish
from index.store.encoder import SentenceEncoder
from index.store.generation import Generation
from index.store.manifest import Manifest
from index.store.publish import current
from tests.conftest import ROOT, SEEDS
from tests.fakes import HashEncoder
from tests.index.layered import article, at_once, compare, layering, written
from tests.index.test_growth import Reader


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


def added(root: Path, id: str, text: str, rules: Rules) -> Report:
    place, _ = keep(json.dumps({"id": id, "text": text}).encode(), "more.jsonl", root)
    return grow(root, HashEncoder(), [place], rules=rules)


def based(folder: Path, count: int, rules: Rules) -> Path:
    """Build an index of so many articles, by people of their own beside one whom all quote."""
    people = [f"{first}{last} Vo{last}" for first in ("An", "Be", "Cy") for last in "abcdefghij"]
    lines = [f"{people[n % 30]}: word{n} holds.\nAnn Lee: number {n} leaks.\nIt rained." for n in range(count)]
    articles = [{"id": f"a{n}", "text": line} for n, line in enumerate(lines)]
    build([written(folder / "articles.jsonl", articles)], folder / "index", HashEncoder(), rules=rules)
    return folder / "index"


def test_what_an_addition_writes_and_reads_does_not_grow_with_the_index(tmp_path: Path) -> None:
    written_bytes, read_texts = [], []
    for count in (20, 400):
        (folder := tmp_path / str(count)).mkdir()
        reader, encoder = Reader(until=999), HashEncoder()
        rules = replace(reader.rules, sizes=Sizes(base=1))
        root = based(folder, count, rules)
        reader.read.clear()
        place, _ = keep(b"Ann Lee: a ferry sails.\nDee Fox: it does not.", "new.txt", root)
        report = grow(root, encoder, [place], rules=rules)
        assert (report.fresh, report.kept, report.counts["documents"]) == (True, count, count + 1)
        assert (len(reader.read), len(encoder.texts)) == (1, 4)
        files = [path.stat() for path in report.generation.rglob("*") if path.is_file()]
        written_bytes.append(sum(status.st_size for status in files if status.st_nlink == 1))
        read_texts.append(len(Generation.open(root, encoder).manifest.files))
    assert written_bytes[1] < 1.2 * written_bytes[0]
    assert read_texts[0] == read_texts[1]


def test_what_is_added_again_is_known_and_what_is_too_much_is_written_anew(tmp_path: Path) -> None:
    rules = layering(delta=12)
    root = based(tmp_path, 5, rules)
    text = "Ann Lee: a ferry sails.\nDee Fox: it does not."
    assert added(root, "new", text, rules).fresh
    assert not added(root, "new", text, rules).fresh
    assert not grow(root, HashEncoder(), rules=rules).fresh
    for number in range(4):
        added(root, f"more{number}", text.replace("ferry", f"boat{number}"), rules)
    bases = {folder.name: Manifest.read(folder).base for folder in publish.numbered(root)}
    assert bases["000005"] is None
    assert list(bases.values())[-1] is not None
    compare(Generation.open(root, HashEncoder()), at_once(Generation.open(root, HashEncoder()).documents(), tmp_path))


def test_what_is_removed_is_gone_from_the_files(tmp_path: Path) -> None:
    rules = layering()
    root = based(tmp_path, 4, rules)
    added(root, "secret", "Dee Fox: the zeppelin is mine.", rules)
    assert remove(["secret", "a1"], root, HashEncoder(), rules=rules).changes["removed"] == ["a1", "secret"]
    files = [path.read_bytes() for path in current(root).rglob("*") if path.is_file()]
    assert Manifest.read(current(root)).base is None
    assert not any(b"zeppelin" in data for data in files)


def test_other_rules_and_another_encoder_write_everything_anew(tmp_path: Path) -> None:
    root = based(tmp_path, 4, layering())
    for rules, encoder in (
        (replace(Reader("lines 2").rules, sizes=Sizes(base=1)), HashEncoder()),
        (layering(), HashEncoder(dim=32, fingerprint="hash:2")),
    ):
        path = written(tmp_path / "more.jsonl", [{"id": "more", "text": "Dee Fox: no."}])
        build([tmp_path / "articles.jsonl", path], root, encoder, rules=rules)
        assert Manifest.read(current(root)).base is None
        path.unlink()


def die_at(root: Path, step: int) -> None:
    """Add an article, and kill this process before its n-th flush; the next test runs it in a process of its own."""
    flushes, flush = iter(range(step)), publish._flush

    def dying(path: Path) -> None:
        if next(flushes, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        flush(path)

    publish._flush = dying
    added(root, "new", "Dee Fox: it sails.", layering())


@pytest.mark.parametrize("step", [0, 5, 11, 16, 18, 19, 20])
def test_whenever_an_addition_is_killed_the_index_is_whole(tmp_path: Path, step: int) -> None:
    root = based(tmp_path, 3, layering())
    script = f"from tests.index.test_delta import *; die_at(Path({str(root)!r}), {step})"
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == -signal.SIGKILL
    left = Generation.open(root, HashEncoder())
    list(left.check(full=True))
    assert len(left.documents()) == (3 if step < 20 else 4)
    added(root, "new", "Dee Fox: it sails.", layering())
    assert len(Generation.open(root, HashEncoder()).documents()) == 4
    assert not list((root / "generations").glob(".*"))


def test_a_file_system_without_links_gets_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = based(tmp_path, 3, layering())

    def refuses(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    with monkeypatch.context() as patch:
        patch.setattr(os, "link", refuses)
        added(root, "new", "Dee Fox: it sails.", layering())
    generation = Generation.open(root, HashEncoder())
    assert all(path.stat().st_nlink == 1 for path in current(root).rglob("*") if path.is_file())
    list(generation.check(full=True))
    compare(generation, at_once(generation.documents(), tmp_path))


QUESTIONS = (
    "what did Reuel say about the ferry?",
    "who said that the tariff is too high?",
    "what did the mayor say?",
    "how many times is Brandt quoted?",
    "compare Reuel and Pietersen on the strike",
    "what did Wang say about third parties?",
    "did Putin say trade could hit $500bn?",
)


def test_answers_on_the_seeds_are_those_of_an_index_built_at_once(tmp_path: Path, encoder: SentenceEncoder) -> None:
    rules, root = replace(Rules.default(), sizes=Sizes(base=1)), tmp_path / "index"
    seeds = sorted(path for path in SEEDS.glob("*.txt"))
    for number, some in enumerate((seeds[:-4], seeds[:-2], seeds)):
        for path in some:
            (tmp_path / "seeds").mkdir(exist_ok=True)
            shutil.copy(path, tmp_path / "seeds" / path.name)
        shutil.copy(SEEDS / "sources.json", tmp_path / "seeds")
        build([tmp_path / "seeds"], root, encoder, rules=rules)
        assert (Manifest.read(current(root)).base is None) == (number == 0)
    grown = open_index(root, encoder=encoder)
    order = {document.id: f"{n:02}" for n, document in enumerate(grown.documents())}
    fields = ("id", "text", "title", "outlet", "date", "url")
    known = [{name: getattr(d, name) for name in fields if getattr(d, name)} for d in grown.documents()]
    build([written(tmp_path / "at_once.jsonl", known)], tmp_path / "whole", encoder, rules=Rules.default())
    whole = open_index(tmp_path / "whole", encoder=encoder)
    assert list(order) == [document.id for document in whole.documents()]
    assert grown.speakers() == whole.speakers()
    for question in QUESTIONS:
        here, there = (answer_to_json("q", index.ask(question)) for index in (grown, whole))
        assert here.pop("generation") != there.pop("generation")
        assert here == there


def test_the_commands_add_and_compact(seed_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root, file = tmp_path / "index", tmp_path / "roof.txt"
    shutil.copytree(seed_index, root)
    file.write_text("Lena Brandt said that the roof leaks.")
    run: Callable[..., int] = lambda *arguments: main([*arguments, "--index", str(root)])  # noqa: E731 - short
    assert run("add", str(file)) == 0
    assert "documents: 1 kept, 1 added, 0 replaced, 0 removed" in capsys.readouterr().out
    assert run("add", str(file)) == 0
    assert "index is up to date" in capsys.readouterr().out
    assert run("add", str(tmp_path / "nothing.txt"), str(file)) == 1
    assert f"error: {tmp_path / 'nothing.txt'} cannot be added (No such file or directory)" in capsys.readouterr().err
    assert run("add", str(tmp_path)) == 1
    assert "cannot be added (Is a directory); give a file" in capsys.readouterr().err
    assert len(list((root / "added").iterdir())) == 1
    assert run("compact") == 0
    assert capsys.readouterr().out.startswith("nothing to compact: ")
