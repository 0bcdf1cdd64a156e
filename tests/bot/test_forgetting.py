"""What /forget leaves of a person in the bot's files: nothing, whatever they did before, and whenever the bot is killed."""

from __future__ import annotations

import random
import shutil
import signal
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from bot.corrections import Outcome
from bot.inbox import Inbox
from bot.pending import Question
from bot.state import State
from index.schema import Answer, Intent, Query, Status
from tests.bot.conftest import Start, answer_to, place
from tests.bot.fake_telegram import FakeTelegram, person
from tests.bot.made_up import cite

SOMEBODY, OTHER = 7_700_123_456, 1
NAME, WORDS = "Quartermain", "zebras on the quay"
TRACES = (str(SOMEBODY).encode(), SOMEBODY.to_bytes(6), NAME.encode(), WORDS.encode())  # text, and SQLite's integer


def files_with_traces(folder: Path) -> list[str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    return [f"{path.name}: {trace!r}" for path in files for trace in TRACES if trace in path.read_bytes()]


def test_after_forget_nothing_of_a_person_is_in_any_file(telegram: FakeTelegram, tmp_path: Path, start: Start) -> None:
    bot = start(QUOTES_USERS=f"{SOMEBODY},{OTHER}")
    me = person(SOMEBODY) | {"last_name": NAME, "username": NAME}

    def say(words: str, **how: Any) -> None:
        telegram.user_says(words, user=SOMEBODY, **(how | {"from": me}))

    say(f"boats and {WORDS}")
    answer = telegram.wait("editMessageText")
    for label in ("👎", "Wrong speaker"):
        telegram.presses(label, message=place(answer), user=SOMEBODY)
        telegram.wait("editMessageText")
    say(f"this is {NAME}", reply_to=place(answer))
    telegram.wait("sendMessage")
    for command in ("/history", f"/alerts Ada Marsh about {WORDS}", "/start"):
        say(command)
        telegram.wait("sendMessage")
    others = place(answer_to(telegram, "many", OTHER))
    assert files_with_traces(tmp_path)
    say(f"slow 0.7 {WORDS}")
    telegram.wait("sendMessage")
    say("/forget")
    assert telegram.wait("sendMessage").text.startswith("Done: everything")
    assert telegram.wait("editMessageText").text.startswith("Done: everything")
    telegram.silent()
    assert files_with_traces(tmp_path) == []
    bot.stop(signal.SIGKILL)
    assert files_with_traces(tmp_path) == []
    bot = start(QUOTES_USERS=f"{SOMEBODY},{OTHER}")
    telegram.presses("2", message=others, user=OTHER)
    assert "In its place" in telegram.wait("editMessageText").text
    assert bot.stop() == 0
    assert files_with_traces(tmp_path) == []


@pytest.mark.parametrize("seed", range(6))
def test_rows_that_moved_between_pages_leave_nothing_behind(tmp_path: Path, seed: int) -> None:
    """Many people's rows of many lengths are written and deleted in any order before one of them asks to be forgotten."""
    dice = random.Random(seed)  # noqa: S311 - a fixed seed, no secret
    home, killed = tmp_path / "home", tmp_path / "killed"
    state = State.open(home / "state.sqlite")
    for number in range(300):
        user = dice.choice((SOMEBODY, OTHER, OTHER + 1))
        words = f"{WORDS if user == SOMEBODY else 'boats'} " * dice.choice((1, 9, 90, 400))
        query = Query(words, Intent.SAID_ABOUT)
        answer = state.keep(user, user, Answer(Status.ANSWERED, query, words, (cite(words),)))
        state.offer(user, user, [words], answer)
        state.vote(answer, user, "bad", words)
        question = state.pending.begin(Question(0, user, number, user, words, None, None, 0), None)
        state.inbox.keep(number, user, {"words": words, "name": NAME if user == SOMEBODY else ""})
        _settle_some(state.inbox, dice, number)
        if dice.random() < 0.7:
            state.pending.finish(question.id)
    citation = cite("zebras")
    state.corrections.propose(SOMEBODY, 1, SOMEBODY, citation, NAME)
    state.corrections.decide(state.corrections.propose(OTHER, 2, OTHER, citation, "Ben").id, Outcome.ACCEPTED)
    state.forget(SOMEBODY)
    shutil.copytree(home, killed)
    state.scrubber.scrub()
    assert files_with_traces(home) == []
    assert state.history(OTHER, OTHER, 1)
    assert [proposal.speaker for proposal in state.corrections.all()] == ["Ben"]
    state.close()
    left = State.open(killed / "state.sqlite")
    left.scrubber.scrub()
    assert files_with_traces(tmp_path) == []
    left.close()


def test_the_file_is_written_anew_by_another_thread_while_this_one_writes(tmp_path: Path) -> None:
    state = State.open(tmp_path / "state.sqlite")
    state.offer(SOMEBODY, SOMEBODY, [WORDS])
    state.forget(SOMEBODY)
    with ThreadPoolExecutor(1) as pool, state.scrubber.deleting():
        scrubbed = pool.submit(state.scrubber.scrub)
        state.offer(OTHER, OTHER, ["boats"])
    assert scrubbed.result() is None
    assert files_with_traces(tmp_path) == []
    assert state.offered(2, OTHER) is not None
    state.close()


def _settle_some(inbox: Inbox, dice: random.Random, number: int) -> None:
    if dice.random() < 0.8:
        inbox.settle(dice.randrange(number + 1))


def test_nobody_else_on_the_machine_can_read_the_file(tmp_path: Path) -> None:
    state = State.open(tmp_path / "folder" / "state.sqlite")
    state.offer(1, 1, ["boats"])
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "folder").iterdir()}
    assert modes == {"state.sqlite": 0o600, "state.sqlite-wal": 0o600}
    state.close()
