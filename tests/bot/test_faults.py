"""What goes wrong on the way: the server, the network and the people on the other side of it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bot.conftest import STRANGER, answer_to, place
from tests.bot.fake_telegram import FakeTelegram, person

pytestmark = pytest.mark.usefixtures("running")


STORM = {"status": 429, "description": "Too Many Requests: retry after 1", "retry_after": 1}


def shown_to(telegram: FakeTelegram, user: int) -> list[str]:
    """Return what the bot's messages in a chat say now."""
    return [m["text"] for (chat, _), m in telegram.messages.items() if chat == user and m["from"]["is_bot"]]


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("method", ["sendChatAction", "sendMessage", "editMessageText"])
def test_a_429_is_waited_out_however_often_it_comes(shared: FakeTelegram, user: int, method: str, times: int) -> None:
    shared.fault(method, times=times, **STORM)
    assert answer_to(shared, "boats", user).text.startswith("Ada Marsh → boats")
    assert len(shown_to(shared, user)) == 1


def test_a_429_to_a_button_delays_what_it_does_and_does_it_once(shared: FakeTelegram, user: int) -> None:
    answer = place(answer_to(shared, "boats", user))
    shared.fault("answerCallbackQuery", times=2, **STORM)
    shared.fault("editMessageText", times=2, **STORM)
    shared.presses("1", message=answer, user=user)
    assert shared.wait("answerCallbackQuery").ok
    assert "In its place" in shared.wait("editMessageText").text
    assert shared.silent() == []


@pytest.mark.parametrize("fault", [{"drop": "after"}, {"status": 502, "description": "Bad Gateway"}, {"status": 400}])
def test_a_button_that_cannot_be_acknowledged_is_done(shared: FakeTelegram, user: int, fault: dict[str, Any]) -> None:
    answer = place(answer_to(shared, "boats", user))
    shared.fault("answerCallbackQuery", **fault)
    shared.presses("1", message=answer, user=user)
    assert "In its place" in shared.wait("editMessageText").text


def test_markup_that_is_refused_is_sent_as_plain_text(shared: FakeTelegram, user: int) -> None:
    shared.fault("editMessageText", status=400, description="can't parse entities: unsupported start tag")
    answer = answer_to(shared, "boats", user)
    assert "Boats & <oars> 🛶 come first" in answer.text
    assert "parse_mode" not in answer.fields
    assert answer.entities == []


def test_an_answer_that_telegram_does_not_take_is_apologised_for(shared: FakeTelegram, user: int) -> None:
    shared.fault("editMessageText", status=400, description="BUTTON_DATA_INVALID")
    assert answer_to(shared, "boats", user).text.startswith("Something went wrong on my side")
    assert len(shown_to(shared, user)) == 1


@pytest.mark.parametrize("lost", [{"drop": "before"}, {"drop": "after"}, {"status": 502, "description": "Bad Gateway"}])
@pytest.mark.parametrize("method", ["sendMessage", "editMessageText"])
def test_a_lost_connection_costs_no_answer_and_leaves_nothing_behind(
    shared: FakeTelegram, user: int, method: str, lost: dict[str, Any]
) -> None:
    shared.fault(method, **lost)
    shared.user_says("boats", user=user)
    shared.settled(lambda: settled(shared, user))
    while shared.silent():
        assert settled(shared, user)
    assert settled(shared, user)


def settled(telegram: FakeTelegram, user: int) -> bool:
    """Whether somebody sees one answer, and nothing else."""
    return [text.split(" ·")[0] for text in shown_to(telegram, user)] == ["Ada Marsh → boats"]


def test_an_answer_whose_placeholder_was_deleted_is_sent_anew(shared: FakeTelegram, user: int) -> None:
    shared.user_says("slow 0.4", user=user)
    del shared.messages[user, place(shared.wait("sendMessage"))]
    shared.wait("editMessageText", ok=False)
    again = place(shared.wait("sendMessage"))
    answer = shared.wait("editMessageText")
    assert (place(answer), answer.text[:9]) == (again, "Ada Marsh")


def test_a_user_who_blocked_the_bot_is_left_alone(shared: FakeTelegram, user: int) -> None:
    shared.blocked.add(user)
    shared.user_says("boats", user=user)
    shared.wait("sendMessage", ok=False)
    assert shared.silent() == []


def test_a_user_who_blocks_the_bot_meanwhile_is_left_alone(shared: FakeTelegram, user: int) -> None:
    shared.user_says("slow 0.4", user=user)
    shared.wait("sendMessage")
    shared.blocked.add(user)
    shared.wait("editMessageText", ok=False)
    assert shared.silent() == []
    shared.blocked.remove(user)
    assert answer_to(shared, "boats", user).text.startswith("Continuing on: boats.\nAda Marsh")


def test_a_button_in_a_chat_that_is_closed_meanwhile_stops_nothing(shared: FakeTelegram, user: int) -> None:
    answer = place(answer_to(shared, "boats", user))
    shared.blocked.add(user)
    shared.presses("1", message=answer, user=user)
    shared.wait("editMessageText", ok=False)
    assert shared.silent() == []


UNPARSEABLE = [
    {"message": {"message_id": "?", "date": "never"}},
    {"message": 7},
    {"callback_query": {"id": [], "from": None}},
    {"message": {"message_id": 1, "date": 1, "chat": {"id": 1}}},
    {"message": {"message_id": 1, "date": 1 << 70, "chat": {"id": 1, "type": "private"}, "text": "boats"}},
    {"inline_query": {"id": "1", "from": {"id": "one"}, "query": 7, "offset": None}},
    {"unheard_of": {}},
]


@pytest.mark.parametrize("broken", UNPARSEABLE)
def test_an_update_that_cannot_be_parsed_stops_nothing(
    shared: FakeTelegram, user: int, broken: dict[str, object]
) -> None:
    shared.push(**broken)
    assert answer_to(shared, "boats", user).text.startswith("Ada Marsh → boats")
    assert shared.confirmed()


def test_polling_survives_errors_of_the_server(shared: FakeTelegram, user: int) -> None:
    shared.fault("getUpdates", times=1, status=502, description="Bad Gateway")
    shared.fault("getUpdates", times=1, status=404, description="Not Found")
    shared.fault("getUpdates", times=1, drop="before")
    shared.push(
        message={"message_id": 1, "date": 1, "chat": {"id": STRANGER, "type": "private"}, "from": person(STRANGER)}
    )
    assert answer_to(shared, "boats", user).text.startswith("Ada Marsh → boats")
