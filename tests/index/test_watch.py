"""An index follows what is watched: what comes, changes and goes, whatever goes wrong in between."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Event
from typing import IO

import pytest

from index.__main__ import main
from index.build import Report, build
from index.corpus.address import Address
from index.corpus.cache import Cache
from index.corpus.web import Online
from index.corpus.web import Web as Reading
from index.errors import IndexBusyError, SourceError
from index.places import CACHE
from index.store.generation import Generation
from index.store.publish import writer
from index.watch import events, watch
from tests.conftest import ROOT
from tests.fakes import HashEncoder
from tests.index.corpus.web_server import Web, gives, serving
from tests.index.test_growth import Reader

FEED = Address.of("http://courier.example/feed")


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as web:
        yield web


def article(text: str) -> str:
    return f"<html><body><article><p>{text}</p><p>More was not known on Monday.</p></article></body></html>"


def feed(*names: str) -> str:
    items = (f"<item><title>{name}</title><link>/{name.strip('!')}</link></item>" for name in names)
    return f"<rss version='2.0'><channel>{''.join(items)}</channel></rss>"


class Watched:
    """A folder and a feed, and an index that follows them."""

    def __init__(self, root: Path, web: Web) -> None:
        self.root = root / "index"
        self.folder = root / "articles"
        self.folder.mkdir()
        self.web = web
        self.fetcher = web.fetcher()
        self.cache = Cache(root / "fetched")
        self.encoder = HashEncoder()
        self.builds = 0

    def look(self) -> list[Path | Online]:
        return [self.folder, Online(FEED, Reading(self.fetcher, self.cache))]

    def build(self, places: list[Path | Online]) -> Report:
        self.builds += 1
        return build(places, self.root, self.encoder, rules=Reader().rules)

    def follow(self, *changes: Callable[[], object]) -> list[list[tuple[str, str]]]:
        """Watch for a round before and after each change; return what happened in each build."""
        left = list(changes)

        def rest() -> bool:
            if left:
                left.pop(0)()
                return True
            return False

        return [list(events(report)) for report in watch(self.look, self.build, rest)]  # type: ignore[arg-type]

    def documents(self) -> list[str]:
        return [document.id for document in Generation.open(self.root, self.encoder).documents()]


@pytest.fixture
def watched(tmp_path: Path, web: Web) -> Watched:
    watched = Watched(tmp_path, web)
    (watched.folder / "a.txt").write_text("Ann Lee: the dam holds.")
    web.routes["courier.example/feed"] = gives(feed("ferry"))
    web.routes["courier.example/ferry"] = gives(article("Bob Roe: it leaks."))
    web.routes["courier.example/storm"] = gives(article("Ann Lee: it thawed."))
    return watched


def nothing() -> None:
    """Let a round pass."""


def test_what_comes_changes_and_goes_is_followed(watched: Watched, web: Web) -> None:
    seen = watched.follow(
        nothing,
        lambda: (watched.folder / "b.txt").write_text("It rained."),
        lambda: (watched.folder / "b.txt").write_text("It rained and rained."),
        nothing,
        lambda: (watched.folder / "sources.json").write_text('{"b": {"title": "Weather"}}'),
        (watched.folder / "b.txt").unlink,
    )
    assert seen == [[], [("new", "b")], [("changed", "b")], [("changed", "b")], [("removed", "b")]]
    assert watched.documents() == ["a", "http://courier.example/ferry"]


def test_articles_of_a_feed_are_followed(watched: Watched, web: Web) -> None:
    routes = web.routes
    seen = watched.follow(
        lambda: routes.update({"courier.example/feed": gives(feed("storm"))}),
        lambda: routes.update(
            {
                "courier.example/feed": gives(feed("storm!")),
                "courier.example/storm": gives(article("Ann Lee: it froze.")),
            }
        ),
        lambda: routes.update(
            {"courier.example/feed": gives(feed("storm!!")), "courier.example/storm": gives("", 410)}
        ),
        nothing,
    )
    storm = "http://courier.example/storm"
    assert seen == [[], [("new", storm)], [("changed", storm)], [("removed", storm)]]
    assert watched.documents() == ["a", "http://courier.example/ferry"]


def test_a_round_that_fails_leaves_the_index_and_the_next_one_tries_again(
    watched: Watched, web: Web, caplog: pytest.LogCaptureFixture
) -> None:
    moved = watched.folder.with_name("elsewhere")
    other = writer(watched.root)
    seen = watched.follow(
        lambda: watched.folder.rename(moved),
        lambda: moved.rename(watched.folder),
        lambda: (other.__enter__(), (watched.folder / "b.txt").write_text("It rained.")),
        lambda: other.__exit__(None, None, None),
        lambda: web.routes.update({"courier.example/feed": gives("", 500)}),
        nothing,
    )
    assert seen == [[], [("new", "b")], []]
    assert watched.documents() == ["a", "b", "http://courier.example/ferry"]
    assert f"the index stays as it is: {watched.folder} is not there" in caplog.text
    assert "is being written by process" in caplog.text
    assert caplog.text.count("answers with status 500") == 1


def test_where_nothing_changes_nothing_is_built(watched: Watched) -> None:
    hidden = watched.folder / ".index"
    watched.follow(nothing, hidden.mkdir, (hidden / "a.txt").touch, nothing)
    assert watched.builds == 1


def test_a_watch_that_cannot_begin_does_not(watched: Watched) -> None:
    def nowhere() -> list[Path]:
        return [watched.folder / "nowhere"]

    with pytest.raises(SourceError, match="there is no such file or folder"):
        list(watch(nowhere, partial(build, root=watched.root, encoder=watched.encoder), lambda: True))
    watched.root.mkdir()
    with writer(watched.root), pytest.raises(IndexBusyError):
        watched.follow(nothing)


def test_the_command_prints_a_line_a_document_until_it_is_interrupted(
    tmp_path: Path, web: Web, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QUOTES_PRIVATE_HOSTS", "127.0.0.1")
    host = f"127.0.0.1:{web.network.port}"
    web.routes |= {f"{host}/feed": gives(feed("a")), f"{host}/a": gives(article("“It leaks,” Bob Roe said."))}
    watched = ["--index", str(tmp_path / ".index"), str(tmp_path), f"http://{host}/feed"]
    command = [sys.executable, "-m", "index", "watch", "--every", "1", *watched]
    (tmp_path / "n.txt").write_text("“The dam holds,” Ann Lee said.")
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        out: IO[str] = process.stdout  # type: ignore[assignment]
        assert out.readline().startswith("built in ")
        web.routes |= {f"{host}/feed": gives(feed("a", "b")), f"{host}/b": gives(article("“It froze,” Ann Lee said."))}
        assert out.readline()[20:] == f"new http://{host}/b\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0
        assert out.read() == ""
    assert main(["watch", "--once", *watched]) == 0
    assert capsys.readouterr().out.startswith("index is up to date: 3 documents")


def test_a_private_host_is_not_fetched_unless_it_is_named(
    tmp_path: Path, web: Web, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("build", "watch"):
        assert main([command, "--index", str(tmp_path), f"http://127.0.0.1:{web.network.port}/"]) == 1
        assert "127.0.0.1 is 127.0.0.1, an address of this machine" in capsys.readouterr().err
    assert web.asked == []


def test_an_interrupted_build_keeps_what_it_has_fetched_and_says_so(tmp_path: Path, web: Web) -> None:
    host = f"127.0.0.1:{web.network.port}"
    here = Event()

    def wait(request: object) -> None:
        here.set()
        web.over.wait()

    web.routes |= {f"{host}/feed": gives(feed("a", "b")), f"{host}/a": gives(article("It leaks.")), f"{host}/b": wait}
    command = [sys.executable, "-m", "index", "build", "--index", str(tmp_path / "index"), f"http://{host}/feed"]
    environ = {**os.environ, "QUOTES_PRIVATE_HOSTS": "127.0.0.1"}
    with subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.PIPE, text=True) as process:
        assert here.wait(timeout=60)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert told == "interrupted: what was read is kept, and the same command goes on from there\n"
    cache = Cache(tmp_path / "index" / CACHE)
    assert [bool(cache.get(Address.of(f"http://{host}/{name}")).entries) for name in "ab"] == [True, False]
