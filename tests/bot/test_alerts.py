"""Alerts, end to end on a real index that grows: set, told once each, stopped, and kept through a restart."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.alerting import WANTED, statement
from bot.alerts import Alerts
from bot.state import State
from index.build import build
from index.store.encoder import SentenceEncoder
from tests.bot.conftest import GROUP, REAL, Start, answer_to, place
from tests.bot.fake_telegram import FakeTelegram
from tests.bot.made_up import cite

FIRST = "“The ferry is late again,” Mayor Nora Falk said on Tuesday.\n"
SECOND = (
    "Mayor Nora Falk said on Friday that the ferry would get a second boat.\n\n"
    "Architect Lena Brandt said that the lighthouse needs a new roof before the winter.\n"
)
THIRD = (
    "“The second boat of the ferry is too small,” Nora Falk said on Sunday.\n\n"
    "Lena Brandt said that the lighthouse was painted in May.\n"
)
ANNA, BEN, CARL, DORA = 1, 2, 3, 4


def publish(folder: Path, root: Path, encoder: SentenceEncoder, name: str, words: str) -> None:
    (folder / f"{name}.txt").write_text(words, encoding="utf-8")
    build([folder], root, encoder)


def test_what_is_new_is_told_once_each_and_restarts_forget_nothing(
    telegram: FakeTelegram, tmp_path: Path, start: Start, encoder: SentenceEncoder
) -> None:
    articles, root = tmp_path / "articles", tmp_path / "index"
    articles.mkdir()
    publish(articles, root, encoder, "first", FIRST)
    bot = start(REAL, QUOTES_INDEX=str(root))
    telegram.user_says("Tell me when Falk says something about the ferry", user=ANNA)
    told = telegram.wait("sendMessage", timeout=60)
    assert told.text.endswith(
        " when a new article has something on: Falk says something about the ferry\nNora Falk → the ferry"
    )
    telegram.user_says("/alerts Brandt about the lighthouse", user=BEN, language="de")
    told = telegram.wait("sendMessage")
    assert told.text.endswith("Niemand, der in den Artikeln spricht, heißt „Brandt“.")
    telegram.presses("🔔", message=place(answer_to(telegram, "what did Falk say?", CARL)), user=CARL)
    telegram.wait("sendMessage")
    telegram.user_says("@quotes_bot tell me when Falk speaks about bridges", user=DORA, chat=GROUP)
    telegram.wait("sendMessage")
    telegram.user_says("/alerts", user=DORA, chat=GROUP)
    assert telegram.wait("sendMessage").buttons == ["✕ Falk speaks about bridges"]
    telegram.blocked.add(CARL)
    publish(articles, root, encoder, "second", SECOND)
    news = {}
    for _ in range(2):
        call = telegram.wait("sendMessage", timeout=30)
        news[int(call.fields["chat_id"])] = call
    assert "would get a second boat" in news[ANNA].text
    assert "late again" not in news[ANNA].text
    assert news[ANNA].buttons == ["1", "Take along", "Share", "👍", "👎", "🔔", "🔕 Stop this alert"]
    assert news[BEN].text.startswith("🔔 Neu zu: Brandt about the lighthouse\n")
    assert int(telegram.wait("sendMessage", ok=False).fields["chat_id"]) == CARL
    assert telegram.silent(1) == []
    assert bot.stop() == 0

    telegram.blocked.clear()
    bot = start(REAL, QUOTES_INDEX=str(root))
    telegram.presses("Stop this", message=place(news[ANNA]), user=BEN, chat=ANNA)
    assert telegram.wait("answerCallbackQuery").fields["text"] == "Only the person who asked can choose."
    telegram.presses("Nicht mehr", message=place(news[BEN]), user=BEN)
    assert "Stopped: Brandt about" in telegram.wait("answerCallbackQuery").fields["text"]
    telegram.presses("Nicht mehr", message=place(news[BEN]), user=BEN)
    assert telegram.wait("answerCallbackQuery").fields["text"] == "This alert was stopped already."
    telegram.user_says("/alerts", user=BEN)
    assert telegram.wait("sendMessage").text.startswith("Of what shall I tell you")
    publish(articles, root, encoder, "third", THIRD)
    [call] = [telegram.wait("sendMessage", timeout=30)]
    assert (int(call.fields["chat_id"]), "too small" in call.text, "get a second" in call.text) == (ANNA, True, False)
    telegram.presses("1", message=place(call), user=ANNA)
    assert "In its place" in telegram.wait("editMessageText").text
    assert telegram.silent(1) == []
    assert bot.stop() == 0
    assert "Falk" not in bot.logged()


REQUESTS = [
    ("tell me when Wang says something about Taiwan", "Wang says something about Taiwan"),
    ("Please let me know if anyone speaks about the ferry.", "anyone speaks about the ferry."),
    ("notify me as soon as Li is quoted on trade", "Li is quoted on trade"),
]
QUESTIONS = ["tell me if Wang said that trade grows", "tell me when Wang said that", "what does Wang say?", "tell me"]


@pytest.mark.parametrize(("words", "wanted"), REQUESTS)
def test_an_alert_can_be_asked_for_in_plain_words(words: str, wanted: str) -> None:
    found = WANTED.fullmatch(words)
    assert found is not None
    assert found[1] == wanted


@pytest.mark.parametrize("words", QUESTIONS)
def test_a_question_is_no_request_for_an_alert(words: str) -> None:
    assert WANTED.fullmatch(words) is None


def test_the_same_statement_has_one_key_in_every_edition() -> None:
    said = cite("Boats come first")
    assert statement(said) == statement(cite("boats come, first", doc="b", sha256="2", start=5, end=21))
    assert statement(said) != statement(cite("Boats come last"))
    assert statement(said) != statement(cite("Boats come first", speaker="Ben Marsh"))


def test_alerts_are_kept_once_and_forgotten_with_whoever_set_them(tmp_path: Path) -> None:
    state = State.open(tmp_path / "state.sqlite")
    alerts: Alerts = state.alerts
    first = alerts.add(10, 1, "secret boats", "en", ["a"])
    assert alerts.add(10, 1, "Secret Boats", "en", ["b"]) == first
    other = alerts.add(20, 2, "oars", "de", [])
    alerts.tell(first.id, ["a", "c"])
    assert alerts.told(first.id) == {"a", "c"}
    alerts.block(20, blocked=True)
    assert alerts.active() == [first]
    alerts.block(20, blocked=False)
    assert alerts.active() == [first, other]
    alerts.age(["x", "x"])
    assert alerts.old() == {"x"}
    state.forget(1)
    state.scrubber.scrub()
    assert (alerts.active(), alerts.told(first.id), alerts.get(first.id)) == ([other], set(), None)
    assert [p.name for p in tmp_path.iterdir() if b"secret boats" in p.read_bytes()] == []
    state.close()


@pytest.mark.usefixtures("running")
def test_an_alert_that_nobody_can_set_is_told_why(shared: FakeTelegram, user: int) -> None:
    shared.user_says("/alerts nothing", user=user)
    assert shared.wait("sendMessage").text.startswith(
        "Of what shall I tell you when it is new? For example: /alerts Ada"
    )
    shared.user_says("/alerts " + "x" * 501, user=user)
    assert "501 characters" in shared.wait("sendMessage").text
    for number in range(20):
        shared.user_says(f"/alerts boats {number}", user=user)
        shown = shared.wait("sendMessage")
    shared.user_says("/alerts boats 20", user=user)
    assert shared.wait("sendMessage").text.startswith("You have 20 alerts here")
    shared.presses("Stop", message=place(shown), user=user)
    assert shared.wait("answerCallbackQuery").fields["text"] == "Stopped: boats 19"
    shared.user_says("/alerts", user=user)
    listed = shared.wait("sendMessage")
    assert len(listed.buttons) == 19
    shared.presses("boats 3", message=place(listed), user=user)
    assert len(shared.wait("editMessageText").buttons) == 18
