"""The bot is killed, or a call of it never answered, at the very points where what Telegram did cannot be known."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Any

import httpx
import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError, TimedOut

from bot.sending import uncertain
from tests.bot.conftest import Start, place
from tests.bot.fake_calls import Call
from tests.bot.fake_telegram import FakeTelegram
from tests.bot.test_faults import settled, shown_to

IMPATIENT = {"CANNED_TUNING": json.dumps({"patience": 1, "poll": 1, "look": 0.1})}
POINTS = [{"hold": "before"}, {"hold": "after"}]


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("method", ["sendMessage", "editMessageText"])
def test_a_kill_while_a_placeholder_or_an_answer_is_sent_leaves_one_answer(
    telegram: FakeTelegram, start: Start, method: str, point: dict[str, Any]
) -> None:
    bot = start()
    telegram.fault(method, **point)
    telegram.user_says("boats")
    telegram.wait(method, ok=point == {"hold": "after"})
    bot.stop(signal.SIGKILL)
    bot = start()
    telegram.settled(lambda: settled(telegram, 1))
    assert bot.stop() == 0


def test_a_placeholder_is_found_among_other_messages_which_stay_as_they_are(
    telegram: FakeTelegram, start: Start
) -> None:
    bot = start()
    telegram.fault("sendMessage", hold="after", where=lambda fields: "Looking" in fields["text"])
    telegram.user_says("slow 1")
    lost = telegram.wait("sendMessage")
    telegram.user_says("/start")
    welcome = telegram.wait("sendMessage")
    bot.stop(signal.SIGKILL)
    bot = start()
    telegram.wait("deleteMessage")
    assert (1, place(lost)) not in telegram.messages
    assert telegram.messages[1, place(welcome)]["text"].startswith("Ask me who said what")
    assert sum(text.startswith("Ada Marsh") for text in shown_to(telegram, 1)) == 1
    assert bot.stop() == 0


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("method", ["getUpdates", "sendChatAction", "sendMessage", "editMessageText"])
def test_a_call_that_is_never_answered_costs_time_alone(
    telegram: FakeTelegram, start: Start, method: str, point: dict[str, Any]
) -> None:
    bot = start(**IMPATIENT)
    telegram.fault(method, times=2, **point)
    telegram.user_says("boats")
    telegram.settled(lambda: settled(telegram, 1))
    assert telegram.confirmed()
    assert bot.stop() == 0
    assert "Traceback" not in bot.logged()


def test_a_question_that_is_resumed_is_not_resumed_once_more_meanwhile(telegram: FakeTelegram, start: Start) -> None:
    bot = start()
    telegram.fault("sendMessage", hold="before")
    telegram.user_says("boats")
    telegram.wait("sendMessage", ok=False)
    bot.stop(signal.SIGKILL)
    telegram.fault("sendMessage", times=3, hold="before")
    bot = start(CANNED_TUNING=json.dumps({"patience": 0.5, "care": 0.1}))
    telegram.settled(lambda: settled(telegram, 1))
    assert bot.stop() == 0
    done = [call.method for call in telegram.calls if call.ok]
    assert (done.count("sendMessage"), done.count("editMessageText")) == (1, 1)


def is_alert(call: Call) -> bool:
    return "<b>🔔" in call.fields["text"]


@pytest.mark.parametrize("killed", [True, False])
@pytest.mark.parametrize("point", POINTS)
def test_an_alert_whose_fate_is_unknown_comes_again_and_says_so(
    telegram: FakeTelegram, tmp_path: Path, start: Start, point: dict[str, Any], *, killed: bool
) -> None:
    bot = start(QUOTES_INDEX=str(tmp_path), **IMPATIENT)
    telegram.user_says("/alerts Ada about boats")
    telegram.wait("sendMessage")
    telegram.fault("sendMessage", **point)
    (tmp_path / "grown").touch()
    telegram.wait("sendMessage", ok=point == {"hold": "after"}, where=is_alert)
    if killed:
        bot.stop(signal.SIGKILL)
        bot = start(QUOTES_INDEX=str(tmp_path), **IMPATIENT)
    again = telegram.wait("sendMessage", where=is_alert)
    assert "I was interrupted while sending this; you may have it already." in again.text
    assert "Boats are back" in again.text
    assert telegram.silent() == []
    assert bot.stop() == 0


def failed(kind: type[TelegramError], cause: Exception | None = None) -> TelegramError:
    error = kind("it failed")
    error.__cause__ = cause
    return error


UNCERTAIN = [
    (failed(NetworkError, httpx.ConnectError("refused")), False),
    (failed(TimedOut, httpx.ConnectTimeout("slow")), False),
    (failed(TimedOut, httpx.PoolTimeout("full")), False),
    (failed(BadRequest), False),
    (failed(Forbidden), False),
    (failed(TelegramError), False),
    (failed(TimedOut, httpx.ReadTimeout("slow")), True),
    (failed(NetworkError, httpx.RemoteProtocolError("cut")), True),
    (failed(NetworkError), True),
]


@pytest.mark.parametrize(("error", "doubtful"), UNCERTAIN)
def test_what_never_reached_telegram_and_what_it_refused_is_not_in_doubt(error: TelegramError, doubtful: bool) -> None:
    assert uncertain(error) is doubtful
