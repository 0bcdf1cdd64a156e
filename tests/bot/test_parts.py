"""The small parts of the bot: settings, state, lane, limits, logs."""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from bot.errors import BusyError, OverdueError, StateError
from bot.lane import Lane
from bot.library import Library, open_source
from bot.limits import Buckets, Turns
from bot.logs import RedactingFormatter
from bot.pending import Question
from bot.settings import Settings
from bot.state import KEPT_DAYS, State
from index.errors import ConfigError, IndexDamagedError, IndexMissingError
from index.schema import Answer, Intent, Query, Status
from tests.bot.canned_bot import CannedSource
from tests.bot.fake_telegram import TOKEN
from tests.bot.made_up import Clock, cite

ENOUGH = {"TELEGRAM_BOT_TOKEN": TOKEN, "QUOTES_PUBLIC": "true"}


# --- settings ---


def test_settings_are_read_from_the_environment(tmp_path: Path) -> None:
    settings = Settings.from_env(
        {
            "TELEGRAM_BOT_TOKEN": f" {TOKEN} ",
            "QUOTES_USERS": "1, 2;3  4",
            "QUOTES_GROUPS": "-100",
            "QUOTES_STATE": str(tmp_path),
            "TELEGRAM_API_BASE_URL": "http://127.0.0.1:8081/",
        }
    )
    assert settings.users == {1, 2, 3, 4}
    assert settings.groups == {-100}
    assert (settings.public, settings.state) == (False, tmp_path)
    assert (settings.token, settings.api) == (TOKEN, "http://127.0.0.1:8081")
    assert TOKEN not in repr(settings)


def test_the_webhook_and_where_it_listens_are_settings() -> None:
    plain = Settings.from_env(ENOUGH)
    assert (plain.webhook, plain.listen) == (None, ("127.0.0.1", 8080))
    url = "https://bot.example.org/updates"
    given = {"TELEGRAM_WEBHOOK_URL": url, "TELEGRAM_WEBHOOK_LISTEN": "[::1]:9000"}
    settings = Settings.from_env({**ENOUGH, **given})
    assert (settings.webhook, settings.listen) == (url, ("::1", 9000))


BAD_WEBHOOKS = [
    *(
        ("TELEGRAM_WEBHOOK_URL", bad)
        for bad in ("bot.example.org", "https://", "https://x/?a", "https://x/#b", "https://[")
    ),
    *(("TELEGRAM_WEBHOOK_LISTEN", bad) for bad in ("8080", ":8080", "x:", "x:0", "x:99999", "x:²")),
]


@pytest.mark.parametrize(("name", "value"), BAD_WEBHOOKS)
def test_a_webhook_that_cannot_be_is_told(name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=name):
        Settings.from_env({**ENOUGH, name: value})


BAD_ROOTS = ["ftp://x", "http://", "x", "http://x/bot", "http://x?y", "http://[", "http://x:99999"]


@pytest.mark.parametrize("root", BAD_ROOTS)
def test_the_server_s_address_is_a_root_without_a_path(root: str) -> None:
    with pytest.raises(ConfigError, match="TELEGRAM_API_BASE_URL"):
        Settings.from_env({**ENOUGH, "TELEGRAM_API_BASE_URL": root})


# --- state ---


def test_answers_and_offers_are_found_again_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "state.sqlite"
    state = State.open(path)
    answer = Answer(Status.ANSWERED, Query("q\ud800", Intent.SAID_ABOUT), "text", (cite("boats"),), total=1)
    id = state.keep(10, 1, answer)
    state.sent(id, 77)
    offer = state.offer(10, 1, ["a", "b"], id)
    state.close()
    state = State.open(path)
    kept = state.answer_at(10, 77)
    assert kept is not None
    assert (kept.id, kept.user, kept.answer) == (id, 1, answer)
    assert state.answer(id, chat=11) is None
    assert state.query_of(id) == answer.query
    offered = state.offered(offer, 10)
    assert offered is not None
    assert offered.texts == ("a", "b")
    assert state.offered(offer, 11) is None
    state.close()


def asked(words: str, language: str = "en") -> Question:
    return Question(0, 1, None, 1, words, None, None, 0, language)


def test_open_questions_stay_until_they_are_finished(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    state = State.open(path)
    first, second = (state.pending.begin(asked(*how)) for how in (("one \ud800",), ("two", "de")))
    with pytest.raises(OverflowError):
        state.pending.begin(replace(first, chat=1 << 70))
    assert state.pending.place(second, 6, astray=True).placeholder == 6
    state.pending.finish(first.id)
    assert [state.pending.holds(question.id) for question in (first, second)] == [False, True]
    state.close()
    [left] = State.open(path).pending.all()
    assert (left.text, left.placeholder, left.message, left.language, left.astray) == ("two", 6, None, "de", True)


def test_what_is_old_goes_and_what_is_forgotten_is_in_no_file(tmp_path: Path) -> None:
    clock = Clock()
    path = tmp_path / "state.sqlite"
    state = State.open(path, clock)
    about = Query("harbour secrets", Intent.SAID_ABOUT)
    old = state.keep(1, 1, Answer(Status.ABSTAINED, about, "harbour secrets"))
    assert state.last_answer(1, 1, within=10) is not None
    clock.now += KEPT_DAYS * 86_400 + 1
    assert state.last_answer(1, 1, within=10) is None
    mine, other = (
        state.keep(1, 1, Answer(Status.ABSTAINED, about, "x")),
        state.keep(2, 2, Answer(Status.ABSTAINED, about, "y")),
    )
    state.sweep()
    state.scrubber.scrub()
    assert state.answer(old, 1) is None
    state.pending.begin(asked("harbour secrets"))
    state.offer(1, 1, ["harbour secrets"])
    state.vote(mine, 1, "bad", "harbour secrets")
    state.forget(2)
    assert state.answer(other, 2) is None
    assert state.answer(mine, 1) is not None
    state.forget(1)
    state.scrubber.scrub()
    assert [p.name for p in tmp_path.iterdir() if b"harbour secrets" in p.read_bytes()] == []
    state.close()


def test_a_second_vote_replaces_the_first(tmp_path: Path) -> None:
    state = State.open(tmp_path / "state.sqlite")
    id = state.keep(1, 1, Answer(Status.ANSWERED, Query("q", Intent.LIST), "text", (cite("boats"),)))
    state.vote(id, 1, "good")
    state.vote(id, 1, "bad", "topic")
    state.vote(id + 1, 1, "good")
    [vote] = state.votes()
    assert (vote.vote, vote.reason, vote.answer.query.text) == ("bad", "topic", "q")


def test_a_state_file_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    held = State.open(tmp_path / "held")
    with pytest.raises(StateError, match="held by another process"):
        State.open(tmp_path / "held")
    held.close()
    newer = sqlite3.connect(tmp_path / "newer")
    newer.execute("PRAGMA user_version = 99")
    newer.close()
    with pytest.raises(StateError, match="its format is 99"):
        State.open(tmp_path / "newer")
    (tmp_path / "text").write_text("no database at all, but some words" * 50)
    with pytest.raises(StateError, match="not a database"):
        State.open(tmp_path / "text")
    with pytest.raises(StateError, match="cannot be used"):
        State.open(tmp_path)


@pytest.fixture
def powerless() -> Iterator[Path]:
    """A folder that can be read but not written, for a user who owns nothing: root may write whatever the modes say."""
    root = os.geteuid() == 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "closed").mkdir(mode=0)
        folder.chmod(0o555)
        if root:
            os.seteuid(65534)
        try:
            yield folder
        finally:
            if root:
                os.seteuid(0)
            folder.chmod(0o755)
            (folder / "closed").chmod(0o755)


def test_what_may_not_be_written_or_read_is_told(powerless: Path) -> None:
    with pytest.raises(StateError, match="is read-only; make it and its folder writable"):
        State.open(powerless / "state.sqlite")
    with pytest.raises(StateError, match=r"cannot be used \(Permission denied\)"):
        State.open(powerless / "new" / "state.sqlite")
    with pytest.raises(IndexMissingError, match=r"cannot be read \(Permission denied\)"):
        open_source(powerless / "closed")


# --- lane and limits ---


def test_the_lane_is_bounded_and_has_a_deadline() -> None:
    gate = threading.Event()

    async def scenario() -> None:
        lane = Lane(room=2, deadline=0.2)
        first = asyncio.create_task(lane.run(gate.wait))
        second = asyncio.create_task(lane.run(lambda: 1))
        await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await lane.run(lambda: 2)
        for task in (first, second):
            with pytest.raises(OverdueError):
                await task
        gate.set()
        assert await lane.run(lambda: 3) == 3
        assert lane.inside == 0
        lane.close()

    asyncio.run(scenario())


def test_an_index_that_cannot_be_opened_anew_leaves_the_old_one_in_use(caplog: pytest.LogCaptureFixture) -> None:
    class Damaged(CannedSource):
        def refresh(self) -> bool:
            raise IndexDamagedError("vectors are cut")

    async def scenario() -> Answer:
        lane = Lane()
        try:
            return await Library(Damaged(Path()), lane).ask("boats")
        finally:
            lane.close()

    assert asyncio.run(scenario()).citations
    assert "vectors are cut" in caplog.text


def test_a_passage_of_a_document_that_changed_is_not_shown() -> None:
    async def scenario() -> list[str | None]:
        lane = Lane()
        library = Library(CannedSource(Path()), lane)
        try:
            citations = (cite("boats"), cite("boats", sha256="other"), cite("boats", doc="gone"))
            return [await library.context(citation) for citation in citations]
        finally:
            lane.close()

    assert asyncio.run(scenario()) == ["Before it. boats. After it.", None, None]


def test_buckets_empty_and_fill_again() -> None:
    clock = Clock()
    buckets = Buckets(2, every=5, clock=clock)
    assert [buckets.take(1) for _ in range(3)] == [0, 0, 5]
    assert buckets.take(2) == 0
    clock.now += 5
    assert buckets.take(1) == 0
    for key in range(20_000):
        buckets.take(key)
    clock.now += 60
    buckets.take(0)
    assert len(buckets._levels) == 1


def test_one_turn_a_user() -> None:
    turns = Turns()
    with turns.take(1) as first, turns.take(1) as second, turns.take(2) as other:
        assert (first, second, other) == (True, False, True)
    with turns.take(1) as again:
        assert again


# --- logs and polling ---


@pytest.mark.parametrize("form", [TOKEN, quote(TOKEN), quote(TOKEN).replace("%3A", "%3a"), TOKEN.split(":")[1]])
def test_no_form_of_the_token_is_logged(form: str) -> None:
    record = logging.LogRecord("x", logging.INFO, __file__, 1, "GET https://x/bot%s/getMe", (form,), None)
    assert RedactingFormatter(TOKEN).format(record).endswith("GET https://x/bot<token>/getMe")


def test_an_exception_is_logged_without_its_words() -> None:
    words = "what did Wang say about boats?"
    try:
        int(words)
    except ValueError as error:
        info = (type(error), error, error.__traceback__)
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, "failed", (), info)
    shown = RedactingFormatter(TOKEN).format(record)
    assert "ValueError" in shown
    assert "test_parts.py" in shown
    assert words not in shown
