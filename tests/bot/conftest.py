"""The bot as a process, and the server it talks to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

import pytest

from tests.bot.fake_calls import Call
from tests.bot.fake_telegram import TOKEN, FakeTelegram
from tests.conftest import ROOT

USERS = range(1, 600)
ADMIN = 999
GROUP, OTHER_GROUP, STRANGER = -100, -200, 666
CANNED, REAL = "tests.bot.canned_bot", "tests.bot.real_bot"


class BotProcess:
    """A running bot, which ends with the block that it was started for; its log is kept in a file."""

    def __init__(self, module: str, log: Path, **settings: str) -> None:
        self.log = log
        environ = {name: value for name, value in os.environ.items() if not name.startswith(("QUOTES_", "TELEGRAM_"))}
        environ |= {"TELEGRAM_BOT_TOKEN": TOKEN, "OMP_NUM_THREADS": "1", **settings}
        with log.open("ab") as file:
            self._begun = file.tell()
            command = [sys.executable, "-m", module]
            self.process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=file, stderr=file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End the process, whatever a test that failed has left of it."""
        self.process.kill()
        self.process.wait(40)

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and return the exit code."""
        self.process.send_signal(number)
        return self.process.wait(40)

    def ready(self, timeout: float = 60) -> Self:
        """Wait until the bot answers."""
        deadline = time.monotonic() + timeout
        while "ready: @" not in self.logged():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the bot is not ready (exit code {self.process.poll()}): {self.logged()[-2000:]}")
            time.sleep(0.02)
        return self

    def logged(self) -> str:
        """Return what this process has written."""
        return self.log.read_bytes()[self._begun :].decode()


def settings_for(telegram: FakeTelegram, state: Path, **more: str) -> dict[str, str]:
    """Return the environment of a bot that a few may ask."""
    allowed = {"QUOTES_USERS": ", ".join(map(str, USERS)), "QUOTES_GROUPS": str(GROUP), "QUOTES_ADMINS": str(ADMIN)}
    return {"TELEGRAM_API_BASE_URL": telegram.url, "QUOTES_STATE": str(state), **allowed, **more}


def on_files_in(
    folder: Path, telegram: FakeTelegram, module: str = CANNED, log: str = "log", **more: str
) -> BotProcess:
    """Start a bot whose state and log are in `folder`."""
    return BotProcess(module, folder / log, **settings_for(telegram, folder / "state.sqlite", **more))


def answer_to(telegram: FakeTelegram, words: str, user: int, **how: Any) -> Call:
    telegram.user_says(words, user=user, **how)
    return telegram.wait("editMessageText")


def place(call: Call) -> int:
    assert call.message is not None
    return int(call.message["message_id"])


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    """A server of its own."""
    with FakeTelegram() as server:
        yield server


@pytest.fixture(scope="module")
def shared() -> Iterator[FakeTelegram]:
    """A server for all tests of a module."""
    with FakeTelegram() as server:
        yield server


Start = Callable[..., BotProcess]


@pytest.fixture
def start(telegram: FakeTelegram, tmp_path: Path) -> Iterator[Start]:
    """Starts a bot on the files in `tmp_path`, and another one after it; ends what is left of them."""
    with ExitStack() as stack:

        def started(module: str = CANNED, **more: str) -> BotProcess:
            return stack.enter_context(on_files_in(tmp_path, telegram, module, **more)).ready()

        yield started


@pytest.fixture(scope="session")
def users() -> Iterator[int]:
    """Users who may ask, each of whom has not asked yet."""
    return iter(USERS)


@pytest.fixture
def user(users: Iterator[int]) -> int:
    """A user who may ask and has not asked yet."""
    return next(users)


@pytest.fixture(scope="module")
def bot(shared: FakeTelegram, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotProcess]:
    folder = tmp_path_factory.mktemp("bot")
    with on_files_in(folder, shared) as process:
        yield process.ready()
        assert process.stop() == 0
    log = process.logged()
    assert TOKEN.split(":")[1] not in log
    assert "secret boats" not in log


@pytest.fixture
def running(bot: BotProcess) -> Iterator[None]:
    assert bot.process.poll() is None
    yield
    assert bot.process.poll() is None
