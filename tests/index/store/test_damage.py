"""Any damage is found and named; another generation answers until the index is whole again, and repair makes it so."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from index.__main__ import main
from index.build import repair
from index.errors import IndexDamagedError, IndexMissingError
from index.search.engine import Index
from index.store.generation import Generation
from index.store.newest import newest
from index.store.publish import current
from index.store.tables import CATALOGUE
from index.store.vectors import VECTORS
from tests.fakes import HashEncoder
from tests.index.test_growth import Reader, content, grown

NAMES = ("CURRENT", "manifest.json", CATALOGUE, VECTORS, "words/scores.npy", "words/stems.json", "columns/codes.npy")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def flipped(path: Path, at: int | None = None) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2 if at is None else at] ^= 1
    path.unlink()  # generations share files by links
    path.write_bytes(data)


DAMAGES = (cut, emptied, flipped, Path.unlink)


def file(root: Path, name: str) -> Path:
    return root / name if name == "CURRENT" else root / "generations" / "000002" / name


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two generations: one article, then two."""
    folder = tmp_path_factory.mktemp("two")
    for ids in (["dam"], ["dam", "lee"]):
        grown(folder / "index", folder, ids, Reader(), HashEncoder())
    return folder / "index"


@pytest.fixture
def root(two: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(two, tmp_path / "index"))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("damage", DAMAGES)
def test_the_generation_before_answers_until_the_damage_is_mended(
    root: Path, name: str, damage: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    damage(file(root, name))
    generation = Generation.open(root, HashEncoder())
    before = "000002" if name == "CURRENT" else "000001"
    assert generation.id == before
    [warning] = caplog.messages
    assert str(file(root, name)) in warning
    assert warning.endswith(f"; run python -m index repair; until then generation {before} answers")


@pytest.mark.parametrize("name", [name for name in NAMES if name != "CURRENT"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_of_the_only_generation_is_told(root: Path, name: str, damage: Callable[[Path], None]) -> None:
    shutil.rmtree(root / "generations" / "000001")
    damage(file(root, name))
    with pytest.raises(IndexDamagedError, match=rf"{name}.*; run python -m index repair"):
        Generation.open(root, HashEncoder())


@pytest.mark.parametrize("seed", range(3))
def test_a_flipped_bit_anywhere_is_found_by_the_check(seed_index: Path, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - a fixed seed, no secret
    names = sorted(path.relative_to(seed_index) for path in current(seed_index).rglob("*") if path.is_file())
    assert len(names) == 14
    for name in names:
        root = Path(shutil.copytree(seed_index, tmp_path / name.name))
        flipped(root / name, dice.randrange((root / name).stat().st_size))
        with pytest.raises(IndexDamagedError, match=name.name):
            list(Generation.at(current(root)).check())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("damage", DAMAGES)
def test_repair_makes_the_index_what_it_was(two: Path, root: Path, name: str, damage: Callable[[Path], None]) -> None:
    damage(file(root, name))
    reader, encoder = Reader(), HashEncoder()
    report = repair(root, encoder, rules=reader.rules)
    assert report.fresh
    if name == CATALOGUE and damage is not flipped:  # the second article was there alone
        assert [document.id for document in content(root)[0]] == ["dam"]
    else:
        assert content(root) == content(two)
    assert not reader.read or name in (CATALOGUE, "manifest.json")
    list(Generation.at(current(root), encoder).check(full=True))


def test_a_generation_that_is_dropped_while_it_is_opened_is_not_damaged(
    root: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    tried: list[str] = []

    def read(folder: Path) -> Generation:
        tried.append(folder.name)
        if len(tried) == 1:
            for ids in (["dam"], ["lee"]):
                grown(root, tmp_path, ids, Reader(), HashEncoder())
        return Generation.at(folder, HashEncoder())

    assert newest(root, read).id == "000004"
    assert tried == ["000002", "000004"]
    assert not caplog.messages


def test_what_is_whole_is_not_repaired(root: Path) -> None:
    report = repair(root, HashEncoder(), rules=Reader().rules)
    assert (report.fresh, report.generation, report.counts["documents"]) == (False, current(root), 2)


def test_a_text_that_is_lost_is_named_and_the_others_are_kept(root: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = file(root, CATALOGUE)
    data = path.read_bytes()
    assert data.count(b"the dam is safe") > 0
    path.write_bytes(data.replace(b"the dam is safe", b"the dam is SAFE"))
    report = repair(root, HashEncoder(), rules=Reader().rules)
    assert report.counts["documents"] == 1
    assert "the text of document lee is lost; build it again from its file" in caplog.text


def test_where_nothing_can_be_read_there_is_nothing_to_repair(root: Path, tmp_path: Path) -> None:
    for path in root.glob(f"generations/*/{CATALOGUE}"):
        emptied(path)
    with pytest.raises(IndexMissingError, match=r"nothing in .* can be read; build it again"):
        repair(root, HashEncoder(), rules=Reader().rules)
    with pytest.raises(IndexMissingError, match="there is no index"):
        repair(tmp_path / "nowhere", HashEncoder(), rules=Reader().rules)


def test_a_build_takes_over_what_is_whole(root: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    flipped(file(root, VECTORS))
    reader, encoder = Reader(), HashEncoder()
    grown(root, tmp_path, ["dam", "lee"], reader, encoder)
    assert "encoding anew" in caplog.text
    assert (reader.read, bool(encoder.texts)) == ([], True)
    flipped(current(root) / CATALOGUE)
    grown(root, tmp_path, ["dam", "lee"], reader, encoder)
    assert reader.read == []  # the generation before has it
    for path in root.glob(f"generations/*/{CATALOGUE}"):
        cut(path)
    grown(root, tmp_path, ["dam", "lee"], reader, encoder)
    assert "building anew" in caplog.text
    assert reader.read == ["dam", "lee"]


def test_an_open_index_takes_a_new_generation_up_once_and_a_damaged_one_never(root: Path, tmp_path: Path) -> None:
    index = Index(root, Generation.open(root, HashEncoder()), HashEncoder())
    assert not index.refresh()
    grown(root, tmp_path, ["dam", "lee", "roe"], Reader(), HashEncoder())
    assert [index.refresh(), index.refresh()] == [True, False]
    assert len(index.documents()) == 3
    grown(root, tmp_path, ["dam"], Reader(), HashEncoder())
    flipped(current(root) / VECTORS)
    assert [index.refresh(), index.refresh()] == [False, False]
    assert len(index.documents()) == 3
    repair(root, HashEncoder(), rules=Reader().rules)
    assert index.refresh()
    assert len(index.documents()) == 1


def test_the_commands_name_the_fault_mend_it_and_find_nothing_more(
    seed_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = Path(shutil.copytree(seed_index, tmp_path / "index"))
    flipped(current(root) / VECTORS)
    assert main(["check", "--index", str(root)]) == 1
    assert f"error: {current(root) / VECTORS} has sha256" in capsys.readouterr().err
    assert main(["repair", "--index", str(root)]) == 0
    assert "documents: 1 kept, 0 added, 0 replaced, 0 removed" in capsys.readouterr().out
    assert main(["repair", "--index", str(root)]) == 0
    assert capsys.readouterr().out == f"nothing to repair: {root}/generations/000002 is whole\n"
    assert main(["check", "--index", str(root), "--full"]) == 0
