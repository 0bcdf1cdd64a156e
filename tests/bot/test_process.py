"""The bot as a process: how it starts, what it says when it cannot, and how it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.bot.conftest import CANNED, BotProcess, Start, settings_for
from tests.bot.fake_telegram import TOKEN, FakeTelegram
from tests.conftest import ROOT


def run_bot(**settings: str) -> subprocess.CompletedProcess[str]:
    """Run the real bot to its end, which comes soon."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("QUOTES_", "TELEGRAM_"))}
    return subprocess.run(
        [sys.executable, "-m", "bot"],
        cwd=ROOT,
        env=environ | settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_help_answers_at_once_and_loads_nothing_heavy() -> None:
    script = (
        "import sys; from bot.__main__ import main\ntry: main(['--help'])\n"
        "finally: print([n for n in ('telegram', 'httpx', 'sqlite3', 'torch', 'numpy') if n in sys.modules], file=sys.stderr)"
    )
    started = time.monotonic()
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "[]\n")
    assert "exit codes: 0" in done.stdout
    assert time.monotonic() - started < 2  # 0.05 s on an idle machine


PUBLIC = {"QUOTES_PUBLIC": "true"}
UNUSABLE = [
    ({}, 2, "no token"),
    ({"TELEGRAM_BOT_TOKEN": "secret words"}, 2, "does not look like a token"),
    ({"TELEGRAM_BOT_TOKEN": TOKEN}, 2, "nobody is allowed to ask"),
    ({"TELEGRAM_BOT_TOKEN": TOKEN, "QUOTES_PUBLIC": "perhaps"}, 2, "QUOTES_PUBLIC"),
    ({"TELEGRAM_BOT_TOKEN": TOKEN, "QUOTES_USERS": "@ada"}, 2, "QUOTES_USERS"),
    ({"TELEGRAM_BOT_TOKEN": TOKEN, **PUBLIC, "TELEGRAM_API_BASE_URL": "http://x/bot"}, 2, "TELEGRAM_API_BASE_URL"),
    ({"TELEGRAM_BOT_TOKEN": TOKEN, **PUBLIC, "QUOTES_INDEX": "nowhere"}, 1, "there is no index in nowhere"),
    ({"TELEGRAM_BOT_TOKEN": TOKEN, **PUBLIC, "QUOTES_STATE": "README.md/state"}, 1, "the state file README.md/state"),
    ({"TELEGRAM_BOT_TOKEN": TOKEN, **PUBLIC, "QUOTES_STATE": "README.md"}, 1, "README.md cannot be used"),
]


@pytest.mark.parametrize(("settings", "code", "message"), UNUSABLE, ids=[case[2] for case in UNUSABLE])
def test_what_cannot_work_is_one_line_and_an_exit_code(
    settings: dict[str, str], code: int, message: str, tmp_path: Path
) -> None:
    done = run_bot(**{"QUOTES_STATE": str(tmp_path / "state.sqlite"), "QUOTES_INDEX": str(tmp_path), **settings})
    assert done.returncode == code
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1
    assert message in done.stderr
    assert "secret" not in done.stderr
    assert TOKEN not in done.stderr


def test_a_wrong_token_and_an_unreachable_server_are_told(
    telegram: FakeTelegram, seed_index: Path, tmp_path: Path
) -> None:
    state = {"QUOTES_STATE": str(tmp_path / "state.sqlite"), "QUOTES_INDEX": str(seed_index), **PUBLIC}
    mistaken = {"TELEGRAM_BOT_TOKEN": "123:wrong", "TELEGRAM_API_BASE_URL": telegram.url}
    wrong = run_bot(**state, **mistaken)
    assert (wrong.returncode, wrong.stderr.count("\n")) == (2, 1)
    assert "does not accept the token" in wrong.stderr
    nowhere = f"http://127.0.0.1:{unused_port()}"
    cut_off = run_bot(**state, TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_BASE_URL=nowhere)
    assert (cut_off.returncode, cut_off.stderr.count("\n")) == (1, 1)
    assert f"cannot be reached at {nowhere}" in cut_off.stderr


def test_one_process_holds_the_state_file(telegram: FakeTelegram, tmp_path: Path, start: Start) -> None:
    bot = start()
    with BotProcess(CANNED, tmp_path / "second", **settings_for(telegram, tmp_path / "state.sqlite")) as second:
        assert second.process.wait(30) == 1
        assert "is held by another process" in second.logged()
        assert second.logged().count("\n") == 1
    assert bot.stop() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_the_answer_in_flight_finish(telegram: FakeTelegram, start: Start, number: int) -> None:
    bot = start()
    telegram.user_says("slow 1")
    telegram.wait("sendMessage")
    assert bot.stop(number) == 0
    assert telegram.wait("editMessageText").text.startswith("Ada Marsh")
    assert telegram.confirmed(0)
    assert "Traceback" not in bot.logged()


def test_a_killed_bot_answers_what_was_open_and_its_old_buttons_work(telegram: FakeTelegram, start: Start) -> None:
    bot = start()
    telegram.user_says("which?")
    back = telegram.wait("editMessageText")
    telegram.user_says("many")
    many = telegram.wait("editMessageText")
    telegram.user_says("slow 1")
    open_question = telegram.wait("sendMessage")
    time.sleep(0.3)  # let the placeholder be noted
    bot.stop(signal.SIGKILL)

    bot = start()
    late = telegram.wait("editMessageText")
    assert (late.message or {})["message_id"] == (open_question.message or {})["message_id"]
    assert late.text.startswith("Continuing on: boats.\nAda Marsh")
    telegram.presses("7" if "7" in many.buttons else "5", message=int((many.message or {})["message_id"]))
    assert "In its place" in telegram.wait("editMessageText").text
    telegram.presses("Ada", message=int((back.message or {})["message_id"]))
    assert "Ada Marsh → boats" in telegram.wait("editMessageText").text
    assert telegram.silent() == []
    assert bot.stop() == 0


def test_a_menu_that_cannot_be_set_stops_nothing(telegram: FakeTelegram, start: Start) -> None:
    telegram.fault("setMyCommands", times=2, status=400, description="BOT_COMMAND_INVALID")
    bot = start()
    telegram.user_says("boats")
    assert telegram.wait("editMessageText").text.startswith("Ada Marsh")
    assert bot.stop() == 0


def test_a_token_that_is_revoked_ends_the_bot_with_one_clear_line(telegram: FakeTelegram, start: Start) -> None:
    bot = start()
    telegram.user_says("boats")
    telegram.wait("editMessageText")
    telegram.token_valid = False
    telegram.user_says("boats")
    assert bot.process.wait(30) == 1
    assert "no longer accepts the token" in bot.logged().splitlines()[-1]


def test_anyone_may_ask_a_public_bot(telegram: FakeTelegram, start: Start) -> None:
    bot = start(QUOTES_PUBLIC="true", QUOTES_USERS="", QUOTES_GROUPS="")
    telegram.user_says("boats", user=4242)
    assert telegram.wait("editMessageText").text.startswith("Ada Marsh")
    assert bot.stop() == 0
