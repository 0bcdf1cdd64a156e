"""What can be done with an answer, end to end: taken along, copied, shared, drawn, and put right."""

from __future__ import annotations

import json

import pytest

from tests.bot.conftest import ADMIN, answer_to, place
from tests.bot.fake_telegram import FakeTelegram

pytestmark = pytest.mark.usefixtures("running")


FILES = [
    ("Markdown", "answer.md", "1. **Ada Marsh** · reported"),
    ("CSV", "answer.csv", "Ada Marsh,"),
    ("JSON", "answer.json", '"quote": "Boats'),
    ("APA", "references.txt", "Harbour <plans> & boats. (2024, May 1). The Quay. https://quay.example/a?b=1&c=2\n"),
]


def test_an_answer_is_taken_along_as_a_file(shared: FakeTelegram, user: int) -> None:
    answer = answer_to(shared, "boats", user)
    shared.presses("Take along", message=place(answer), user=user)
    offered = shared.wait("editMessageText")
    assert offered.text == answer.text
    assert offered.buttons == ["Markdown", "CSV", "JSON", "APA", "‹ Back"]
    for label, name, content in FILES:
        shared.fault("sendDocument", status=502, description="Bad Gateway")
        shared.presses(label, message=place(answer), user=user)
        [(sent, body)] = shared.wait("sendDocument").files.items()
        assert sent == name
        assert content in body.decode()
    shared.presses("Back", message=place(answer), user=user)
    assert shared.wait("editMessageText").buttons == answer.buttons


def test_a_passage_is_copied_and_a_question_shared(shared: FakeTelegram, user: int) -> None:
    answer_to(shared, "boats", user)
    answer = answer_to(shared, "and oars?", user)
    buttons = [button for row in (answer.message or {})["reply_markup"]["inline_keyboard"] for button in row]
    assert [b["switch_inline_query"] for b in buttons if b["text"] == "Share"] == ["and oars? boats"]
    shared.presses("1", message=place(answer), user=user)
    shown = shared.wait("editMessageText").message or {}
    copied = shown["reply_markup"]["inline_keyboard"][0][1]["copy_text"]["text"]
    assert copied.startswith("Boats & <oars> 🛶 come first\nAda Marsh · reported\nHarbour <plans>")


def test_a_wrong_speaker_is_pointed_out_and_an_administrator_puts_it_right(shared: FakeTelegram, user: int) -> None:
    message = place(answer_to(shared, "wrong one", user))
    shared.presses("1", message=message, user=user)
    shared.wait("editMessageText")
    shared.presses("Wrong speaker", message=message, user=user)
    shown = shared.wait("editMessageText")
    assert shown.text.startswith("Ada Marsh → speaker not named\nOars cost more\nharbour\nNoted as wrong.")
    shared.user_says("This is Ben Marsh.", user=user, reply_to=message)
    assert shared.wait("sendMessage").text.startswith("Thank you. An administrator")
    shared.user_says("/feedback", user=ADMIN)
    files = shared.wait("sendDocument", where=lambda call: "corrections.jsonl" in call.files).files
    line = json.loads(files["corrections.jsonl"].splitlines()[-1])
    assert (line["said_by"], line["speaker"], line["outcome"], line["sha256"]) == (
        "Ada Marsh",
        "Ben Marsh",
        "open",
        "f0",
    )
    assert "user" not in line
    waiting = shared.wait("sendMessage")
    assert waiting.text.startswith("Ada Marsh → Ben Marsh\nOars cost more")
    assert "Ada Marsh" not in answer_to(shared, "boats", ADMIN).buttons
    shared.presses("Accept", message=place(waiting), user=ADMIN)
    assert shared.wait("editMessageText").text.endswith("Corrected: Ben Marsh. It counts from the next answer on.")
    assert "1. Ben Marsh · reported" in answer_to(shared, "wrong two", user).text


def test_an_administrator_s_word_counts_at_once_and_nobody_else_decides(shared: FakeTelegram, user: int) -> None:
    message = place(answer_to(shared, "wrong one", ADMIN))
    shared.user_says("it was Ilka Voss", user=ADMIN, reply_to=message)
    assert shared.wait("sendMessage").text.startswith("Corrected: Ilka Voss.")
    many = place(answer_to(shared, "many", user))
    shared.user_says("this is Ben Marsh", user=user, reply_to=many)
    assert shared.wait("sendMessage").text == "Which passage? Write its number: “2 is Ben Marsh”."
    shared.user_says("2 is Ben Marsh", user=user, reply_to=many)
    shared.wait("sendMessage")
    shared.user_says("/feedback", user=ADMIN)
    waiting = shared.wait("sendMessage", where=lambda call: "passage 1" in call.text)
    shared.messages[user, place(waiting)] = shared.messages[ADMIN, place(waiting)]
    shared.presses("Accept", message=place(waiting), user=user)
    assert "editMessageText" not in shared.silent()
    shared.presses("Decline", message=place(waiting), user=ADMIN)
    assert shared.wait("editMessageText").text.endswith("Declined; nothing changes.")


def test_a_timeline_is_drawn_beneath_its_answer_and_once_more_for_the_dark(shared: FakeTelegram, user: int) -> None:
    answer = answer_to(shared, "/timeline Ada Marsh about boats", user)
    light = shared.wait("sendPhoto").files
    drawn = []
    for label in ("Chart ☀", "Chart ☾"):
        shared.presses(label, message=place(answer), user=user)
        drawn.append(shared.wait("sendPhoto").files)
    assert [files == light for files in drawn] == [True, False]
    answer_to(shared, "/timeline नाव", user)
    assert "no letters to draw this in (Devanagari)" in shared.wait("sendMessage").text


def test_a_passage_is_drawn_as_a_card(shared: FakeTelegram, user: int) -> None:
    message = place(answer_to(shared, "boats", user))
    shared.presses("1", message=message, user=user)
    shared.wait("editMessageText")
    shared.fault("sendPhoto", drop="before")
    for label in ("Card ☀", "Card ☾"):
        shared.presses(label, message=message, user=user)
        photo = shared.wait("sendPhoto")
        assert json.loads(photo.fields["reply_parameters"])["message_id"] == message
