"""The interface in other languages: whole, within Telegram's limits, and chosen by what a person's Telegram speaks."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from string import Formatter

import pytest

from bot.correcting import NAMING
from bot.languages import LANGUAGES, speak, spoken
from bot.markup import units
from bot.texts import Texts
from bot.texts.de import GERMAN
from bot.texts.en import ENGLISH
from tests.bot.conftest import GROUP, answer_to, place
from tests.bot.fake_telegram import FakeTelegram

TOASTS = ("expired", "not_yours", "thanks")  # shown by Telegram in a box of its own
MOST_TOAST, MOST_DESCRIPTION, MOST_LABEL, MOST_TEXT = 200, 256, 60, 3500


def every(texts: Texts) -> Iterator[tuple[str, str]]:
    """Yield each text with its name."""
    for field in dataclasses.fields(texts):
        value = getattr(texts, field.name)
        if isinstance(value, str):
            yield field.name, value
        else:
            items = value.items() if isinstance(value, Mapping) else enumerate(value)
            yield from ((f"{field.name}.{key}", words) for key, words in items)


def fields(words: str) -> set[str]:
    """Return the fields that a text fills in."""
    return {name for _, name, _, _ in Formatter().parse(words) if name is not None}


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_text_is_there_and_fills_the_same_fields_in_every_language(code: str) -> None:
    said, wanted = dict(every(LANGUAGES[code])), dict(every(ENGLISH))
    assert said.keys() == wanted.keys()
    assert {name: fields(words) for name, words in said.items()} == {n: fields(words) for n, words in wanted.items()}
    assert {name for name, words in said.items() if not words.strip()} == {"headings.small_talk"}


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_text_stays_within_telegram_s_limits(code: str) -> None:
    for name, words in every(LANGUAGES[code]):
        most = MOST_TEXT
        if name.startswith("commands."):
            most = MOST_DESCRIPTION
        elif name.startswith(("button", "reasons", "formats")):
            most = MOST_LABEL
        elif name in TOASTS:
            most = MOST_TOAST
        assert units(words) <= most, name


SPOKEN = [("de", "de"), ("de-AT", "de"), ("ES", "es"), ("zh-hans", "zh"), ("fr", "en"), ("", "en"), (None, "en")]


@pytest.mark.parametrize(("tag", "code"), SPOKEN)
def test_the_language_is_that_of_the_tag_or_english(tag: str | None, code: str) -> None:
    speak("de")
    speak(tag)
    assert spoken() is LANGUAGES[code]
    speak(None)


def test_numbers_are_written_as_the_language_writes_them() -> None:
    assert ENGLISH.count(ENGLISH.quotes, 1234) == "1,234 quotes"
    assert GERMAN.count(GERMAN.quotes, 1) == "1 Zitat"
    assert GERMAN.number(1234) == "1.234"
    assert (ENGLISH.seconds(0.5), GERMAN.seconds(0.5)) == ("0.50", "0,50")


NAMINGS = [("this is Reuel.", None), ("2 is Reuel", "2"), ("das ist Reuel", None), ("es Reuel", None)]
NAMINGS += [("2 是 Reuel", "2"), ("这是Reuel", None), ("That’s Reuel!", None)]


@pytest.mark.parametrize(("words", "number"), NAMINGS)
def test_who_it_was_is_told_in_every_language(words: str, number: str | None) -> None:
    found = NAMING.fullmatch(words)
    assert found is not None
    assert (found["number"], found["name"]) == (number, "Reuel")


@pytest.mark.parametrize("words", ["is Reuel quoted?", "that issue is Reuel", "was Reuel there", "these is"])
def test_a_question_is_not_taken_for_a_name(words: str) -> None:
    assert NAMING.fullmatch(words) is None


@pytest.mark.usefixtures("running")
def test_everyone_is_answered_in_their_language(shared: FakeTelegram, user: int) -> None:
    shared.user_says("/start", user=user, language="de")
    welcome = shared.wait("sendMessage")
    assert welcome.text.startswith("Fragen Sie mich")
    assert welcome.buttons[0] == "What did Ada Marsh say?"
    shared.presses("Ada", message=place(welcome), user=user)
    assert shared.wait("editMessageText").buttons[-4] == "Share"  # the button's presser speaks English
    shared.user_says("nobody knows", user=user, language="zh-hans", chat=GROUP)
    shared.user_says("/ask nobody knows", user=user, language="zh-hans", chat=GROUP)
    assert shared.wait("sendMessage").text == "正在查找 …"
    assert shared.wait("editMessageText").text == "文章里发言的人中没有叫“<that> & co”的。"
    assert answer_to(shared, "boats", user).buttons[-4] == "Share"
    menus = [call for call in shared.calls if call.method == "setMyCommands"]
    assert {call.fields.get("language_code", "") for call in menus} == {"", "de", "es", "zh"}
