"""Pictures: of any words a sound PNG, and a clear refusal where the font has no letters."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.card import TALLEST, card
from bot.chart import _day, _dots, chart
from bot.drawing import DARK, LIGHT, Colours, drawable
from bot.errors import UndrawableError
from bot.texts.en import ENGLISH
from index.schema import Answer, Intent, Query, Status, Style
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


SCRIPTS = [("小船优先", "CJK"), ("नाव", "Devanagari"), ("ボート", "Katakana"), ("배", "Hangul")]


@pytest.mark.parametrize(("words", "script"), SCRIPTS)
def test_a_script_without_letters_is_named_and_not_boxed(words: str, script: str) -> None:
    with pytest.raises(UndrawableError, match=script):
        card(cite(f"Boats {words}"), ENGLISH)


def test_letters_of_other_alphabets_are_drawn_and_missing_emoji_left_out() -> None:
    assert drawable("Лодки\n🪂 Ωμέγα שלום قوارب\x00") == "Лодки Ωμέγα שלום قوارب"


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
