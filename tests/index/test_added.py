"""Documents that were added to an index stay in it, whatever it is built of later."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import open_index
from index.added import added, keep
from index.build import Report, Rules, build, grow
from index.errors import IndexMissingError, SourceError
from index.search.engine import Index
from tests.fakes import HashEncoder

FIRST = b"\xe2\x80\x9cThe ferry is late,\xe2\x80\x9d Mayor Nora Falk said.\n"
SECOND = b"Lena Brandt said that the roof leaks.\n"


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Rules.default()


def names(root: Path) -> list[str]:
    return sorted(document.id for document in Index.documents(open_index(root, encoder=HashEncoder())))


def test_what_was_added_is_there_at_once_and_after_every_build(tmp_path: Path, rules: Rules) -> None:
    articles, root = tmp_path / "articles", tmp_path / "index"
    articles.mkdir()
    (articles / "first.txt").write_bytes(FIRST)
    build([articles], root, HashEncoder(), rules=rules)
    place, new = keep(SECOND, "../../Dachschäden (2).pdf", root)
    assert (place.parent, new) == (root / "added", True)
    report: Report = grow(root, HashEncoder(), rules=rules)
    assert (report.kept, len(report.changes["added"])) == (1, 1)
    assert not grow(root, HashEncoder(), rules=rules).fresh
    wanted = ["Dachschäden-2-" + place.stem[-8:], "first"]
    assert names(root) == wanted

    (articles / "third.txt").write_bytes(SECOND.replace(b"roof", b"tap"))
    build([articles], root, HashEncoder(), rules=rules)
    assert names(root) == [*wanted, "third"]
    assert not build([articles], root, HashEncoder(), rules=rules).fresh
    assert open_index(root, encoder=HashEncoder()).generation.manifest.sources == (str(articles),)
    place.unlink()
    build([articles], root, HashEncoder(), rules=rules)
    assert names(root) == ["first", "third"]


def test_the_same_file_is_kept_once_under_whatever_name_it_comes(tmp_path: Path) -> None:
    first, _ = keep(FIRST, "a.txt", tmp_path)
    assert keep(FIRST, "b.txt", tmp_path) == (first, False)
    assert keep(SECOND, "a.txt", tmp_path)[0] != first
    assert [folder.name for folder in added(tmp_path)] == ["added"]


BROKEN = [(b" \n", "empty"), (b"%PDF-1.7 cut", "damaged"), (b"MZ\0\0", "binary")]


@pytest.mark.parametrize(("data", "fault"), BROKEN)
def test_what_cannot_be_read_is_refused_by_the_name_it_came_with(data: bytes, fault: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        keep(data, "Rede.pdf", tmp_path)
    assert caught.value.fault == fault
    assert str(caught.value).startswith("Rede.pdf is ")
    assert str(tmp_path) not in str(caught.value)
    assert added(tmp_path) == []


def test_nothing_is_added_where_there_is_no_index(tmp_path: Path, rules: Rules) -> None:
    keep(FIRST, "a.txt", tmp_path)
    with pytest.raises(IndexMissingError):
        grow(tmp_path, HashEncoder(), rules=rules)
