"""Pieces of messages: escaped, counted as Telegram counts, never cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import markup
from bot.markup import Markup
from tests.bot.telegram_html import ParseError, parse, units

ANY_TEXT = st.text(st.characters(codec=None), max_size=80)


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_any_text_in_any_tag_is_accepted_and_reads_as_it_is(first: str, second: str, url: str) -> None:
    inner = markup.bold(first) + markup.text(" ") + markup.italic(second) + markup.code(second)
    piece = markup.blockquote(inner) + markup.link(first, url) + markup.link(second, f"https://x.example/{url}")
    read, entities = parse(piece.html)
    assert read == piece.plain
    assert units(read) == piece.units
    assert len(entities) == piece.entities
    assert piece.html.encode()


@given(ANY_TEXT, st.integers(2, 60))
def test_clipped_text_is_a_beginning_that_fits(words: str, limit: int) -> None:
    short = markup.clip(words, limit)
    assert markup.units(short) <= limit
    assert short == words or (short.endswith("…") and words.startswith(short[:-1]))


def test_clipping_counts_utf16_and_keeps_words_and_joined_emoji_whole() -> None:
    assert markup.clip("one two three", 9) == "one two…"
    assert markup.clip("🛶🛶🛶", 5) == "🛶🛶…"
    assert markup.clip("👩\u200d🚀 goes", 4) == "👩…"


LINKS = [
    ("https://a.example/x?a=1&b=2", '<a href="https://a.example/x?a=1&amp;b=2">t</a>'),
    ("http://a.example", '<a href="http://a.example">t</a>'),
    ("javascript:alert(1)", "t"),
    ("tg://user?id=1", "t"),
    ('https://a.example/"onclick', "t"),
    ("https://", "t"),
    ("https://[", "t"),
    ("https://a.example/" + "x" * 3000, "t"),
    (None, "t"),
]


@pytest.mark.parametrize(("url", "html"), LINKS)
def test_only_addresses_of_the_web_become_links(url: str | None, html: str) -> None:
    assert markup.link("t", url).html == html


def test_what_would_be_refused_or_turn_the_text_around_is_left_out() -> None:
    assert markup.text("a\x00b\ud800c\u202ed\u2067e\nf").plain == "abcde\nf"


def test_joined_pieces_have_separators_between_what_is_there() -> None:
    pieces = [Markup(), markup.text("a"), Markup(), markup.bold("b")]
    assert markup.join(" · ", pieces) == Markup("a · <b>b</b>", "a · b", 1)
    assert markup.bold("  ").html == "  "


REFUSED = ["<x>a</x>", "<b>a", "<b>a</i>", "a</b>", "<", "a < b", "<blockquote><blockquote>a</blockquote></blockquote>"]


@pytest.mark.parametrize("html", REFUSED)
def test_the_parser_of_the_tests_is_strict(html: str) -> None:
    with pytest.raises(ParseError):
        parse(html)
