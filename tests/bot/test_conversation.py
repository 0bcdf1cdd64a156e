"""The bot end to end: a real process against the strict server, on a made-up index. One bot serves all of it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from bot.languages import LANGUAGES
from tests.bot.conftest import ADMIN, GROUP, OTHER_GROUP, STRANGER, BotProcess, answer_to, place
from tests.bot.fake_calls import Call
from tests.bot.fake_telegram import FakeTelegram
from tests.bot.telegram_html import units

pytestmark = pytest.mark.usefixtures("running")


def test_a_question_gets_one_placeholder_that_becomes_the_answer(shared: FakeTelegram, user: int) -> None:
    question = shared.user_says("secret boats, please", user=user)
    shared.wait("sendChatAction")
    placeholder = shared.wait("sendMessage")
    assert json.loads(placeholder.fields["reply_parameters"])["message_id"] == question
    answer = shared.wait("editMessageText")
    assert place(answer) == place(placeholder)
    assert answer.text == (
        "Ada Marsh → boats · 1–1 of 12 · 1 article\n1. reported\nBoats & <oars> 🛶 come first\n"
        "Harbour <plans> & boats · The Quay · 2024-05-01\nSpeakers were found automatically: check the source."
    )
    assert answer.entities == ["bold", "bold", "italic", "expandable_blockquote", "text_link", "italic"]
    assert json.loads(answer.fields["link_preview_options"]) == {"is_disabled": True}
    assert shared.silent() == []


def test_the_other_places_of_a_statement_and_the_words_that_date_it_are_shown(shared: FakeTelegram, user: int) -> None:
    answer = answer_to(shared, "twice", user)
    assert "1. on Saturday · reported\nBoats come first\nHarbour" in answer.text
    also = "Copy <0> · The Pier; Copy <1> · The Pier; Copy <2> · The Pier … and 2 more."
    assert f"\nalso in: {also}\n" in answer.text


def test_long_passages_full_of_markup_fit_and_leave_out_whole_items(shared: FakeTelegram, user: int) -> None:
    answer = answer_to(shared, "long", user)
    assert 2000 < units(answer.text) <= 3800
    assert answer.entities.count("expandable_blockquote") == 2
    assert "1–2 of 12" in answer.text


def test_what_is_not_known_is_told_without_citations(shared: FakeTelegram, user: int) -> None:
    answer = answer_to(shared, "nobody knows", user)
    assert answer.text == "Nobody who speaks in the articles is called “<that> & co”."
    assert answer.buttons == []


def test_a_question_back_is_answered_by_a_button_in_its_place(shared: FakeTelegram, user: int) -> None:
    back = answer_to(shared, "which Marsh?", user)
    assert back.text == "Which one do you mean?"
    assert back.buttons == ["Ada Marsh", "Ben Marsh"]
    shared.presses("Ben Marsh", message=place(back), user=user)
    shared.wait("answerCallbackQuery")
    answer = shared.wait("editMessageText")
    assert place(answer) == place(back)
    assert answer.text.startswith("Continuing on: boats.\nAda Marsh → boats")


def test_only_the_person_who_asked_chooses(shared: FakeTelegram, users: Iterator[int]) -> None:
    asker, other = next(users), next(users)
    back = answer_to(shared, "/ask which Marsh?", asker, chat=GROUP)
    shared.presses("Ben Marsh", message=place(back), user=other, chat=GROUP)
    assert "who asked" in shared.wait("answerCallbackQuery").fields["text"]
    assert shared.silent() == []


def test_a_reply_and_the_next_question_of_a_private_chat_go_on_from_the_answer(
    shared: FakeTelegram, users: Iterator[int]
) -> None:
    user, other = next(users), next(users)
    first = answer_to(shared, "boats", user)
    assert answer_to(shared, "and oars?", user).text.startswith("Continuing on: boats.")
    assert answer_to(shared, "and oars?", user, reply_to=place(first)).text.startswith("Continuing on")
    assert answer_to(shared, "boats", other).text.startswith("Ada Marsh → boats")


def test_pages_styles_and_context_are_looked_at_in_place(shared: FakeTelegram, user: int) -> None:
    answer = answer_to(shared, "many", user)
    message = place(answer)
    assert answer.buttons == ["1", "2", "3", "4", "5", "▶", "Only quoted", "Take along", "Share", "👍", "👎", "🔔"]

    def press(label: str) -> Call:
        shared.presses(label, message=message, user=user)
        shared.wait("answerCallbackQuery")
        return shared.wait("editMessageText")

    assert "6–10 of 12" in press("▶").text
    around = press("7")
    assert around.text.startswith("Ada Marsh · In its place\nBefore it. passage 6. After it.")
    assert around.buttons == ["‹ Back", "Copy", "Open article", "Card ☀", "Card ☾", "Wrong speaker"]
    assert "6–10 of 12" in press("Back").text
    quoted = press("Only quoted")
    assert "1–5 of 6" in quoted.text
    assert "reported" not in quoted.text
    assert quoted.buttons == ["1", "3", "5", "7", "9", "▶", "All", "Take along", "Share", "👍", "👎", "🔔"]
    assert press("All").text == answer.text
    press("▶")
    last = press("▶")
    assert "11–12 of 12" in last.text
    assert last.buttons[:4] == ["11", "12", "◀", "Only quoted"]
    assert "6–10 of 12" in press("◀").text


def test_votes_are_taken_with_a_reason(shared: FakeTelegram, user: int) -> None:
    answer = answer_to(shared, "boats", user)
    shared.presses("👍", message=place(answer), user=user)
    assert shared.wait("answerCallbackQuery").fields["text"] == "Thank you, noted."
    for label in ("Wrong speaker", "Not a quote", "Something is missing"):
        shared.presses("👎", message=place(answer), user=user)
        assert label in shared.wait("editMessageText").buttons
        shared.presses(label, message=place(answer), user=user)
        assert shared.wait("editMessageText").text == answer.text


def test_buttons_of_nobodys_making_do_no_harm(shared: FakeTelegram, users: Iterator[int]) -> None:
    user, other = next(users), next(users)
    message = place(answer_to(shared, "boats", user))
    elsewhere = place(answer_to(shared, "boats", other))
    for data in ("", "p", "p:", "c:1:0:0:99", "p:999999:0:0", "v:1:what", "o:999:0", "x:1", "p:9" * 20, "c:²:1"):
        shared.presses_data(data, message=message, user=user)
        shared.wait("answerCallbackQuery")
    known = json.loads(json.dumps(shared.messages[user, message]["reply_markup"]))["inline_keyboard"][0][0]
    shared.presses_data(known["callback_data"], message=elsewhere, user=other)
    assert "no longer" in shared.wait("answerCallbackQuery").fields["text"]


def test_a_button_that_is_acknowledged_too_late_still_works(shared: FakeTelegram, user: int) -> None:
    answer = answer_to(shared, "many", user)
    shared.queries.discard(shared.presses("▶", message=place(answer), user=user))
    assert "6–10 of 12" in shared.wait("editMessageText").text


def test_in_groups_only_what_is_meant_for_the_bot_is_a_question(shared: FakeTelegram, user: int) -> None:
    shared.user_says("boats are nice", user=user, chat=GROUP)
    shared.user_says("/ask@another_bot boats", user=user, chat=GROUP)
    shared.user_says("@someone boats", user=user, chat=GROUP)
    assert shared.silent() == []
    answer = answer_to(shared, "/ask@quotes_bot boats", user, chat=GROUP)
    assert answer.text.startswith("Ada Marsh → boats")
    assert answer_to(shared, "🛶 hey @Quotes_Bot, boats?", user, chat=GROUP).text.startswith("Ada Marsh → boats")
    assert answer_to(shared, "and oars?", user, chat=GROUP, reply_to=place(answer)).text.startswith("Continuing on")


def test_strangers_are_not_answered_whatever_they_do(shared: FakeTelegram, user: int) -> None:
    answer = answer_to(shared, "boats", user)
    shared.user_says("boats", user=STRANGER)
    shared.user_says("/start", user=STRANGER)
    shared.user_says("/ask boats", user=STRANGER, chat=OTHER_GROUP)
    shared.edits(shared.user_says("/help", user=STRANGER), "boats", user=STRANGER)
    shared.messages[STRANGER, place(answer)] = shared.messages[user, place(answer)]
    shared.presses("1", message=place(answer), user=STRANGER)
    assert shared.silent(0.8) == []
    assert answer_to(shared, "/ask boats", STRANGER, chat=GROUP).text.startswith("Ada Marsh")


def test_an_edited_message_is_not_asked_again(shared: FakeTelegram, user: int) -> None:
    message = shared.user_says("boats", user=user)
    shared.wait("editMessageText")
    shared.edits(message, "oars", user=user)
    assert shared.silent() == []


def test_start_offers_questions_of_the_corpus_that_work_when_tapped(shared: FakeTelegram, user: int) -> None:
    shared.user_says("/start", user=user)
    welcome = shared.wait("sendMessage")
    assert welcome.buttons == ["What did Ada Marsh say?", "What did Ben Marsh say?"]
    shared.presses("Ben", message=place(welcome), user=user)
    answer = shared.wait("editMessageText")
    assert answer.text.startswith("Ada Marsh → boats")
    assert place(answer) != place(welcome)


def test_help_shows_administrators_what_only_they_may_do(shared: FakeTelegram, user: int) -> None:
    shared.user_says("/help", user=user)
    plain = shared.wait("sendMessage").text
    for code, texts in LANGUAGES.items():
        shared.user_says("/help", user=ADMIN, language=code)
        shown = shared.wait("sendMessage").text
        assert shown.startswith(texts.help)
        assert all(f"/{name} – {words}" in shown for name, words in texts.admin_commands.items())
    assert not any(f"/{name}" in plain for name in LANGUAGES["en"].admin_commands)


COMMANDS = [
    ("/help", "Write a question in plain words"),
    ("/nonsense", "Write a question in plain words"),
    ("/ask", "Write the question behind the command: /ask What did Ada Marsh say?"),
    ("/quotes", "Whose statements? For example: /quotes Ada Marsh"),
    ("/timeline", "Whose statements, and on what? For example: /timeline Ada Marsh"),
    ("/speakers", "Who is quoted\nAda Marsh · 3 quotes\nBen Marsh · 2 quotes"),
    ("/speakers ben", "Who is quoted\nBen Marsh · 2 quotes"),
    ("/speakers mar", "Who is quoted\nAda Marsh · 3 quotes\nBen"),
    ("/speakers <zz>", "Nobody whose name begins with “<zz>” is quoted"),
    ("/sources", "Articles I know\n• Harbour <plans> & boats · The Quay · 2024-05-01"),
    ("/privacy", "What is kept: your questions"),
    ("/forget", "Done: everything"),
]


@pytest.mark.parametrize(("words", "begins"), COMMANDS)
def test_commands_are_answered(shared: FakeTelegram, user: int, words: str, begins: str) -> None:
    shared.user_says(words, user=user)
    assert shared.wait("sendMessage").text.startswith(begins)


def test_a_speaker_s_quotes_are_a_command_too(shared: FakeTelegram, user: int) -> None:
    assert answer_to(shared, "/quotes Ada Marsh about boats", user).text.startswith("Ada Marsh → boats")


def test_messages_without_text_are_told_what_can_be_read(shared: FakeTelegram, user: int) -> None:
    shared.user_says("", user=user, sticker=None, location={"longitude": 1.0, "latitude": 2.0}, text=None)
    assert shared.wait("sendMessage").text.startswith("I read text only")


def test_long_questions_and_failures_get_an_apology(shared: FakeTelegram, user: int, bot: BotProcess) -> None:
    shared.user_says("x" * 501, user=user)
    assert "501 characters" in shared.wait("sendMessage").text
    assert answer_to(shared, "boom secret boats", user).text.startswith("Something went wrong")
    assert "RuntimeError" in bot.logged()


def test_one_question_at_a_time_and_not_too_many(shared: FakeTelegram, user: int) -> None:
    shared.user_says("slow 0.7", user=user)
    shared.wait("sendMessage")
    shared.user_says("boats", user=user)
    assert shared.wait("sendMessage").text.startswith("One question at a time")
    shared.wait("editMessageText")
    for _ in range(6):
        answer_to(shared, "boats", user)
    shared.user_says("boats", user=user)
    assert shared.wait("sendMessage").text.startswith("That is a lot of questions")


def test_the_queue_is_bounded_and_a_deadline_ends_the_wait(shared: FakeTelegram, users: Iterator[int]) -> None:
    askers = [next(users) for _ in range(6)]
    for asker in askers:
        shared.user_says("slow 1.6", user=asker)
    texts = [shared.wait("editMessageText").text for _ in askers]
    assert sum(text.startswith("Too many questions") for text in texts) == 2
    assert sum(text.startswith("That took too long") for text in texts) == 3
    assert sum(text.startswith("Ada Marsh") for text in texts) == 1


def test_passages_are_offered_inline_for_what_was_typed_last(shared: FakeTelegram, user: int) -> None:
    for words in ("b", "man", "many", "many boats"):
        last = shared.types_inline(words, user=user)
    answer = shared.wait("answerInlineQuery")
    assert answer.fields["inline_query_id"] == last
    assert answer.fields["is_personal"] == "true"
    results = json.loads(answer.fields["results"])
    assert [result["title"] for result in results[:2]] == ["Ada Marsh · quoted", "Ada Marsh · reported"]
    assert results[0]["description"] == "“passage 0”"
    assert "Harbour &lt;plans&gt; &amp; boats" in results[0]["input_message_content"]["message_text"]
    assert (len(results), answer.fields["next_offset"]) == (10, "10")
    shared.types_inline("many boats", user=user, offset="10")
    answer = shared.wait("answerInlineQuery")
    more = json.loads(answer.fields["results"])
    assert [result["description"] for result in more] == ["“passage 10”", "passage 11"]
    assert answer.fields.get("next_offset", "") == ""
    shared.types_inline("which", user=user)
    answer = shared.wait("answerInlineQuery")
    assert json.loads(answer.fields["results"]) == []
    way_out = {"text": "Which one do you mean? Ada Marsh, Ben Marsh", "start_parameter": "inline"}
    assert json.loads(answer.fields["button"]) == way_out
    shared.types_inline("nobody knows", user=user)
    assert "Ask me directly" in shared.wait("answerInlineQuery").fields["button"]
    shared.types_inline("many boats", user=STRANGER)
    assert shared.silent(0.8) == []


def test_administrators_get_the_votes_as_a_file_and_nobody_else(shared: FakeTelegram, user: int) -> None:
    message = place(answer_to(shared, "boats of the vote", user))
    shared.presses("👎", message=message, user=user)
    shared.wait("editMessageText")
    shared.presses("Off topic", message=message, user=user)
    shared.wait("editMessageText")
    shared.user_says("/feedback", user=user)
    assert shared.wait("sendMessage").text == "This is for the bot’s administrators."
    shared.user_says("/feedback", user=ADMIN)
    [content] = shared.wait("sendDocument").files.values()
    vote = json.loads(content.splitlines()[-1])
    assert (vote["vote"], vote["reason"], vote["question"]) == ("bad", "topic", "boats of the vote")
    assert vote["citations"][0]["doc"] == "harbour"


def test_a_flood_is_not_answered(shared: FakeTelegram, user: int) -> None:
    for _ in range(60):
        shared.user_says("/help", user=user)
    assert shared.silent(2.5).count("sendMessage") <= 33
