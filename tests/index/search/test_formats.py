"""An answer in each format, on invented citations with whatever may stand in an article."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from index.schema import Answer, Citation, Count, Intent, Place, Query, Reason, Status, Style
from index.search.apa import reference
from index.search.formats import formatted
from index.search.markdown import escaped
from tests.bot.made_up import cite

RUIZ, STONE = "Ana Ruiz", "Peter Stone"
COMMONMARK = MarkdownIt("commonmark").enable("table")


def found(intent: Intent, *citations: Citation, **more: Any) -> Answer:
    query = Query("?", intent, speakers=(RUIZ, STONE), topic="boats")
    return Answer(Status.ANSWERED, query, "Head\nlisting", citations, head="Head", **more)


NOTHING = Answer(
    Status.ABSTAINED, Query("?", Intent.LIST), "Nobody.\n- Ada", reason=Reason.UNKNOWN_SPEAKER, head="Nobody.\n- Ada"
)


def shown(markdown: str) -> str:
    """Return the text that a reader of rendered Markdown sees."""
    tokens = [child for token in COMMONMARK.parse(markdown) for child in token.children or [token]]
    return " ".join(token.content for token in tokens if token.type in ("text", "text_special", "code_inline"))


def test_text_is_the_answer_itself() -> None:
    assert formatted(found(Intent.LIST, cite("boats")), "text") == "Head\nlisting"


def test_markdown_lists_passages_as_block_quotes_with_links() -> None:
    place = Place("other", 0, 5, "boats", "0", line=9, date="2024-05-02")
    citation = cite("Boats come first.", speaker=RUIZ, addressee="Lena Vogt", style=Style.DIRECT, line=4, also=(place,))
    assert formatted(found(Intent.SAID_ABOUT, citation), "markdown").splitlines() == [
        "Head",
        "",
        "1. **Ana Ruiz** · to Lena Vogt · quoted",
        "",
        "   > “Boats come first.”",
        "",
        r"   [Harbour \<plans\> \& boats](<https://quay.example/a?b=1&c=2>) · The Quay · 2024-05-01 · line 4  ",
        "   also in: other · 2024-05-02 · line 9",
    ]


def test_markdown_compares_in_a_table() -> None:
    answer = found(Intent.COMPARE, cite("a | b", speaker=RUIZ), cite("c", speaker=STONE), cite("d", speaker=STONE))
    table = COMMONMARK.render(formatted(answer, "markdown"))
    assert table.count("<th>") == 2
    assert table.count("<td>") == 4
    assert "<br>a | b<br>" in table


def test_markdown_puts_dates_over_a_timeline_and_counts_into_a_table() -> None:
    timeline = found(Intent.TIMELINE, cite("a", date="2024-05-01"), cite("b", date=None))
    headings = [line for line in formatted(timeline, "markdown").splitlines() if line.startswith("### ")]
    assert headings == ["### 2024-05-01", "### no date given"]
    count = found(Intent.COUNT, cite("a"), counts=(Count(RUIZ, 1, 2, 3),))
    assert "| Ana Ruiz | 1 | 2 | 3 | 6 |" in formatted(count, "markdown").splitlines()


def test_markdown_never_links_to_a_script() -> None:
    assert "](" not in formatted(found(Intent.LIST, cite("boats", url="javascript:alert(1)")), "markdown")


@given(st.text(st.characters(exclude_categories=("C", "Z")) | st.just(" "), min_size=1).filter(str.strip))
def test_escaped_text_is_shown_letter_by_letter(text: str) -> None:
    assert shown(f"> {escaped(text)}").replace(" ", "") == text.replace(" ", "")


def table(answer: Answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(formatted(answer, "csv"), newline="")))


def test_csv_has_a_row_a_passage_with_its_place() -> None:
    head, row = table(found(Intent.LIST, cite('Boats, "oars"\nfirst', speaker=RUIZ, addressee="Lena", line=4)))
    fields = dict(zip(head, row, strict=True))
    assert head[:3] == ["number", "speaker", "source"]
    assert fields["passage"] == 'Boats, "oars" first'
    assert (fields["speaker"], fields["addressee"], fields["style"]) == (RUIZ, "Lena", "indirect")
    assert (fields["line"], fields["start"], fields["end"], fields["outlet"]) == ("4", "0", "19", "The Quay")


def test_csv_of_a_comparison_has_one_speaker_below_the_other() -> None:
    answer = found(Intent.COMPARE, cite("a", speaker=RUIZ), cite("b", speaker=STONE), cite("c", speaker=RUIZ))
    assert [row[:2] for row in table(answer)[1:]] == [["1", RUIZ], ["3", RUIZ], ["2", STONE]]


def test_csv_of_a_count_has_a_row_a_speaker() -> None:
    answer = found(Intent.COUNT, cite("a"), counts=(Count(RUIZ, 1, 2, 3), Count(STONE, 0, 0, 1)))
    assert table(answer) == [
        ["speaker", "direct", "mixed", "indirect", "total"],
        [RUIZ, "1", "2", "3", "6"],
        [STONE, "0", "0", "1", "1"],
    ]


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx"])
def test_csv_holds_no_formula(formula: str) -> None:
    head, row = table(found(Intent.LIST, cite("boats", title=formula)))
    assert dict(zip(head, row, strict=True))["title"] == f"'{formula}"


def test_nothing_found_is_a_head_without_rows_and_a_sentence_elsewhere() -> None:
    assert len(table(NOTHING)) == 1
    assert formatted(NOTHING, "text") == "Nobody.\n- Ada"
    assert formatted(NOTHING, "markdown") == "Nobody.  \n- Ada"
    assert json.loads(formatted(NOTHING, "json", id="q"))["id"] == "q"


def test_json_is_one_line_whatever_stands_in_a_text() -> None:
    line = formatted(found(Intent.LIST, cite("a\n\ud800b")), "json")
    assert json.loads(line)["citations"][0]["quote"] == "a\n\ud800b"
    assert line.isascii()
    assert "\n" not in line
    assert "explain" not in json.loads(line)


REFERENCES = [
    ({"title": "Boats", "outlet": "Quay", "date": "2024-05-01"}, "Boats. (2024, May 1). Quay."),
    ({"title": "Why boats?", "outlet": None, "date": "2024-05"}, "Why boats? (2024, May)."),
    ({"title": None, "date": "2024", "url": "https://a.example/b"}, "harbour. (2024). https://a.example/b"),
    ({"title": "Boats", "date": "soon"}, "Boats. (n.d.)."),
    ({"title": "Boats", "date": "2024-99-01"}, "Boats. (n.d.)."),
]


@pytest.mark.parametrize(("fields", "line"), REFERENCES, ids=[line for _, line in REFERENCES])
def test_an_article_is_a_reference_with_what_is_known_of_it(fields: dict[str, str | None], line: str) -> None:
    place = Place("harbour", 0, 1, "x", "0", **fields)  # type: ignore[arg-type]
    assert reference(place) == line
