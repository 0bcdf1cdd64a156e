"""Updates on their way in: kept until they are dealt with, never twice, and nothing of those who may not ask."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from telegram import Update

from bot.access import Access
from bot.inbox import KNOWN_FOR
from bot.intake import Intake, Processor
from bot.pending import Question
from bot.settings import Settings
from bot.state import State
from tests.bot.fake_telegram import TOKEN, person
from tests.bot.made_up import Clock


def message(number: int, user: int = 1, words: str = "boats") -> dict[str, Any]:
    chat = {"id": user, "type": "private"}
    return {
        "update_id": number,
        "message": {"message_id": 1, "date": 1, "chat": chat, "from": person(user), "text": words},
    }


def intake_of(state: State) -> Intake:
    return Intake(state.inbox, Access(Settings(TOKEN, "", Path(), Path(), users=frozenset({1})), state.guests))


def test_an_update_that_cannot_be_parsed_keeps_only_its_number(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    state = State.open(tmp_path / "state.sqlite")
    take = intake_of(state).take
    assert take({"update_id": 2, "message": {"text": "secret boats"}}) == {"update_id": 2}
    assert take({"update_id": 1 << 70, **message(1)} | {"update_id": 1 << 70}) == {"update_id": 1 << 70}
    ids: tuple[Any, ...] = ([], "1", True, None, 1.5, 1 << 70, {})
    for id in ids:
        odd = message(3)
        odd["message"]["from"]["id"] = id
        assert take(odd) in ({"update_id": 3}, odd)
        assert state.inbox.left() == []
    for nothing in (None, 7, "x", {}, {"update_id": "1"}, {"update_id": True}):
        assert take(nothing) is None
    assert "secret boats" not in caplog.text
    state.close()


def test_what_arrives_is_kept_until_it_is_dealt_with_and_known_after(tmp_path: Path) -> None:
    clock = Clock()
    state = State.open(tmp_path / "state.sqlite", clock)
    take = intake_of(state).take
    for number in (1, 2, 3):
        assert take(message(number)) == message(number)
    state.inbox.begin(1)
    state.inbox.settle(1)
    state.inbox.begin(2)
    state.close()
    state = State.open(tmp_path / "state.sqlite", clock)
    take = intake_of(state).take
    assert [(left.raw, left.begun) for left in state.inbox.left()] == [(message(2), True), (message(3), False)]
    assert [take(message(number)) for number in (1, 2, 3)] == [{"update_id": number} for number in (1, 2, 3)]
    clock.now += KNOWN_FOR + 1
    state.sweep()
    assert take(message(1)) == message(1)
    assert take(message(3)) == {"update_id": 3}
    state.close()


def test_handling_settles_an_update_and_its_bare_number_does_not(tmp_path: Path) -> None:
    state = State.open(tmp_path / "state.sqlite")
    processor = Processor(1, state.inbox)

    async def handled() -> None:
        assert state.inbox.left()

    intake_of(state).take(message(1))
    asyncio.run(processor.process_update(Update(1), handled()))
    assert [left.begun for left in state.inbox.left()] == [False]
    asyncio.run(processor.process_update(Update.de_json(message(1), None), handled()))
    assert state.inbox.left() == []
    state.close()


def test_a_question_that_is_noted_takes_the_place_of_its_update(tmp_path: Path) -> None:
    state = State.open(tmp_path / "state.sqlite")
    intake_of(state).take(message(1))
    state.pending.begin(Question(0, 1, 1, 1, "boats", None, None, 0), update=1)
    assert state.inbox.left() == []
    state.close()


def test_nothing_that_strangers_write_is_kept(tmp_path: Path) -> None:
    state = State.open(tmp_path / "state.sqlite")
    unknown = message(1, user=2, words="a stranger's words")
    assert intake_of(state).take(unknown) == unknown
    state.close()
    assert b"stranger" not in (tmp_path / "state.sqlite").read_bytes()
