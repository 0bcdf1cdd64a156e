"""Who may ask, and what administrators see and decide."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.access import Access, pseudonym
from bot.figures import Times
from bot.settings import Settings
from bot.state import State
from tests.bot.conftest import ADMIN, GROUP, answer_to
from tests.bot.fake_telegram import TOKEN, FakeTelegram, person
from tests.bot.made_up import Clock


def test_groups_admit_their_members_only_inside(tmp_path: Path) -> None:
    state = State.open(tmp_path / "state.sqlite")
    settings = Settings(TOKEN, "", Path(), Path(), users=frozenset({1}), groups=frozenset({-5}), admins=frozenset({9}))
    access = Access(settings, state.guests)
    assert access.admits(1, 1)
    assert access.admits(2, -5)
    assert not access.admits(2, 2)
    assert not access.admits(None, None)
    assert pseudonym(1) == pseudonym(1) != pseudonym(2)
    state.close()


def test_what_an_administrator_decides_outlives_a_restart_and_no_id_is_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    for known in (False, True):
        state = State.open(path)
        settings = Settings(TOKEN, "", Path(), path, users=frozenset({1}), admins=frozenset({9}))
        access = Access(settings, state.guests)
        assert access.admits(77_770_001, 77_770_001) is known
        assert access.admits(2, -77_770_002) is known
        assert access.admits(1, 1) is not known
        state.guests.decide(77_770_001, admitted=True)
        state.guests.decide(-77_770_002, admitted=True)
        state.guests.decide(1, admitted=False)
        state.guests.decide(9, admitted=False)
        assert access.admits(9, 9)
        state.close()
    everyone = State.open(path)
    assert not Access(Settings(TOKEN, "", Path(), path, public=True), everyone.guests).admits(1, 1)
    everyone.close()
    content = path.read_bytes()
    for id in (77_770_001, -77_770_002):
        assert str(id).encode() not in content
        assert id.to_bytes(4, signed=True) not in content  # as SQLite keeps an integer


def test_the_times_of_answers_are_told_by_nearest_rank() -> None:
    times = Times(Clock())
    assert times.percentiles() == [0, 0, 0]
    for seconds in range(1, 201):
        times.add(float(seconds))
    assert (times.percentiles(), times.answered, times.uptime) == ([100, 190, 198], 200, 0)


# --- end to end ---


@pytest.mark.usefixtures("running")
def test_administrators_see_how_the_bot_is_doing_and_nobody_else(shared: FakeTelegram, user: int) -> None:
    answer_to(shared, "boats", user)
    answer_to(shared, "nobody knows", user)
    answer_to(shared, "which Marsh?", user)
    for command in ("/health", "/stats", "/allow 5", "/deny 5"):
        shared.user_says(command, user=user)
        assert shared.wait("sendMessage").text == "This is for the bot’s administrators."
    shared.user_says("/health", user=ADMIN)
    told = shared.wait("sendMessage").text.splitlines()
    assert told[0] == "Index: generation 000007; articles: 1, records: 1,234; built 2026-01-02T03:04:05+00:00"
    assert told[1].startswith("Answers since the start: 3; half within 0.")
    assert told[2] == "Queue: 0 of 4; questions open: 0"
    assert told[3].startswith("Running for 0:00:")
    shared.user_says("/stats", user=ADMIN)
    told = shared.wait("sendMessage").text.splitlines()
    assert told[0] == "1 d: questions: 3, people: 1; 1 answered, 1 without a finding, 1 asked back"
    assert [line.split(":")[0] for line in told[1:3]] == ["7 d", "30 d"]
    assert told[3] == "0 × 👍, 0 × 👎, corrections: 0"


@pytest.mark.usefixtures("running")
def test_administrators_let_people_in_and_shut_them_out(shared: FakeTelegram, user: int) -> None:
    guest, friend = 5001, 5002
    shared.user_says("boats", user=guest)
    assert shared.silent() == []
    forwarded = shared.user_says("hello", user=ADMIN)
    shared.messages[ADMIN, forwarded]["forward_origin"] = {"type": "user", "date": 1, "sender_user": person(friend)}
    shared.wait("editMessageText")
    for words, how in ((f"/allow {guest}", None), ("/allow", forwarded)):
        shared.user_says(words, user=ADMIN, reply_to=how)
        assert shared.wait("sendMessage").text.endswith(" may ask from now on.")
    for newcomer in (guest, friend):
        assert answer_to(shared, "boats", newcomer).text.startswith("Ada Marsh")
    shared.user_says(f"/deny {user}", user=ADMIN)
    assert shared.wait("sendMessage").text == f"{user} is not answered any more."
    shared.user_says("boats", user=user)
    shared.user_says("/ask boats", user=user, chat=GROUP)
    assert shared.silent() == []
    for odd in ("/allow", "/allow @ada", "/allow 1 2", f"/allow {'9' * 30}", "/deny ²"):
        shared.user_says(odd, user=ADMIN)
        assert shared.wait("sendMessage").text.startswith("Whom?")
    shared.user_says(f"/deny {ADMIN}", user=ADMIN)
    assert shared.wait("sendMessage").text.startswith("That is an administrator")


@pytest.mark.usefixtures("running")
def test_the_history_lists_one_s_own_questions_and_asks_them_again(shared: FakeTelegram, user: int) -> None:
    shared.user_says("/history", user=user)
    assert shared.wait("sendMessage").text.startswith("There is none yet")
    answer_to(shared, "boats", user)
    answer_to(shared, "nobody knows <that>", user)
    shared.user_says("/history", user=user)
    listed = shared.wait("sendMessage")
    heading, newest, oldest = listed.text.splitlines()
    assert heading == "Your last questions here"
    assert newest.endswith(" · nobody knows <that> · nothing found")
    assert oldest.endswith(" · boats · 1 statement")
    shared.presses("boats", message=int((listed.message or {})["message_id"]), user=user)
    assert "Ada Marsh → boats" in shared.wait("editMessageText").text
