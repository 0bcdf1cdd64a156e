"""What goes wrong on the way: the server, the network and the people on the other side of it."""

from __future__ import annotations

import pytest

from tests.bot.conftest import STRANGER, answer_to, place
from tests.bot.fake_telegram import FakeTelegram, person

pytestmark = pytest.mark.usefixtures("running")


def test_a_429_is_waited_out(shared: FakeTelegram, user: int) -> None:
    shared.fault("editMessageText", status=429, description="Too Many Requests: retry after 1", retry_after=1)
    assert answer_to(shared, "boats", user).text.startswith("Ada Marsh → boats")


def test_markup_that_is_refused_is_sent_as_plain_text(shared: FakeTelegram, user: int) -> None:
    shared.fault("editMessageText", status=400, description="can't parse entities: unsupported start tag")
    answer = answer_to(shared, "boats", user)
    assert "Boats & <oars> 🛶 come first" in answer.text
    assert "parse_mode" not in answer.fields
    assert answer.entities == []


@pytest.mark.parametrize("drop", ["before", "after"])
@pytest.mark.parametrize("method", ["sendMessage", "editMessageText"])
def test_a_lost_connection_loses_no_answer(shared: FakeTelegram, user: int, method: str, drop: str) -> None:
    shared.fault(method, times=1, drop=drop)
    shared.user_says("boats", user=user)
    shared.silent(1.5)
    shown = [m["text"] for (chat, _), m in shared.messages.items() if chat == user and m["from"]["is_bot"]]
    assert sum(text.startswith("Ada Marsh") for text in shown) == 1


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


UNPARSEABLE = [
    {"message": {"message_id": "?", "date": "never"}},
    {"message": 7},
    {"callback_query": {"id": [], "from": None}},
    {"message": {"message_id": 1, "date": 1, "chat": {"id": 1}}},
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
