"""Pictures: of any words a sound PNG, and a clear refusal where the font has no letters."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.card import TALLEST, card
from bot.chart import _day, _dots, _entry, chart
from bot.drawing import DARK, LIGHT, Colours, broken, drawable, indent, length
from bot.errors import UndrawableError
from bot.texts.en import ENGLISH
from bot.texts.zh import CHINESE
from index.schema import Answer, Intent, Place, Polarity, Query, Status, Style
from tests.bot.made_up import cite

WORDS = st.text(st.characters(max_codepoint=0x4FF, codec="utf-8"), min_size=1, max_size=300)


def size(png: bytes) -> tuple[int, int]:
    with Image.open(BytesIO(png)) as picture:
        assert picture.format == "PNG"
        return picture.size


@settings(max_examples=25, deadline=None)
@given(WORDS, WORDS, WORDS, st.sampled_from([LIGHT, DARK]))
def test_any_words_in_letters_of_the_font_become_a_card(said: str, who: str, title: str, colours: Colours) -> None:
    try:
        png = card(cite(said * 5, speaker=who, title=title, style=Style.DIRECT), ENGLISH, colours)
    except UndrawableError:
        return
    width, height = size(png)
    assert width == 1080
    assert height <= TALLEST


SCRIPTS = [("नाव", "Devanagari"), ("เรือ", "Thai"), ("নৌকা", "Bengali")]


@pytest.mark.parametrize(("words", "script"), SCRIPTS)
def test_a_script_without_letters_is_named_and_not_boxed(words: str, script: str) -> None:
    with pytest.raises(UndrawableError, match=script):
        card(cite(f"Boats {words}"), ENGLISH)


def test_letters_of_other_alphabets_are_drawn_and_missing_emoji_left_out() -> None:
    assert drawable("Лодки\n🪂 Ωμέγα שלום قوارب 小船 ボート 배\x00") == "Лодки Ωμέγα שלום قوارب 小船 ボート 배"


def test_chinese_is_broken_between_letters_but_never_before_a_mark() -> None:
    words = "小船优先，第三方不受干扰。" * 9 + " and oars"
    lines = broken(words, 40, 410)
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")
    assert {line[0] for line in lines} & set("，。") == set()
    assert all(length(line, 40) <= 450 for line in lines)
    assert min(len(line) for line in lines[:-1]) >= 9
    assert lines[-1].endswith("oars")


def test_words_from_right_to_left_begin_at_the_right() -> None:
    assert indent("boats", 40, 500) == 0
    assert indent("“قوارب", 40, 500) == 500 - length("“قوارب", 40) > 0


def test_an_interface_in_chinese_draws_its_own_words() -> None:
    assert size(card(cite("Boats", addressee="Ben"), CHINESE))[0] == 1080


def test_what_was_denied_is_drawn_as_denied() -> None:
    query = Query("?", Intent.TIMELINE, speakers=("Ada Marsh",))
    said, denied = (cite("the costs were hidden", polarity=polarity) for polarity in (None, Polarity.DENIED))
    told = [chart(Answer(Status.ANSWERED, query, "", (one,)), ENGLISH) for one in (said, denied)]
    assert told[0] != told[1]
    assert card(said, ENGLISH) != card(denied, ENGLISH)
    assert _entry(denied, ENGLISH)[2][0].startswith("denied · reported · ")
    assert _entry(cite("x", reported_by="Ben"), ENGLISH)[2][0].startswith("as Ben tells it")


def test_a_correction_of_the_article_is_drawn_with_the_statement() -> None:
    corrected = cite("x", later=Place("b", 0, 1, "x", "0", title="Correction: boats", date="2024-06-01"))
    assert "corrected or replaced by: Correction: boats" in " ".join(_entry(corrected, ENGLISH)[2])
    assert size(card(corrected, ENGLISH))[1] > size(card(cite("x"), ENGLISH))[1]


def test_many_statements_of_one_day_stay_in_sight() -> None:
    query = Query("?", Intent.TIMELINE, speakers=("Ada Marsh",))
    answer = Answer(Status.ANSWERED, query, "", tuple(cite(f"Boats {i}", date="2024-05-01") for i in range(40)))
    assert size(chart(answer, ENGLISH))[1] < 2200


def test_dots_of_near_days_stand_above_each_other() -> None:
    days = [day for day in (_day(cite("x", date=d)) for d in ("2024-01-01", "2024-01-02", "2024-01-02", "2025")) if day]
    levels = [level for _, level in _dots(days)]
    assert levels == [0, 1, 2, 0]


@pytest.mark.parametrize(
    "dates", [("2024",), (None,), ("2024-02-30", "soon"), ("2024-05-01",) * 10, ("0001-01-01", "9999-12-31")]
)
def test_a_timeline_of_any_dates_is_drawn(dates: tuple[str | None, ...]) -> None:
    query = Query("?", Intent.TIMELINE, speakers=("Ada Marsh",), topic="boats")
    answer = Answer(Status.ANSWERED, query, "", tuple(cite("Boats " * 90, date=date) for date in dates))
    width, height = size(chart(answer, ENGLISH))
    assert width == 1080
    assert height < 4000
