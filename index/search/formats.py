"""The formats that an answer can be printed in, by name."""

from __future__ import annotations

import json

from index.schema import Answer
from index.search import explain, render
from index.search.apa import references
from index.search.explain import Explanation
from index.search.markdown import markdown
from index.search.spreadsheet import spreadsheet
from index.search.wire import answer_to_json


def formatted(
    answer: Answer,
    name: str,
    explanation: Explanation | None = None,
    *,
    id: str | None = None,
    width: int | None = None,
) -> str:
    """Return an answer in a format, with its reasons where they are given; csv and apa have none.

    `text`, `markdown`, `csv` (a row a passage), `json` (one line), or `apa` (the articles as references).

    `id` is the question's, for `json`; `width` that of the page, for `text`.
    """
    if name == "json":
        more = {"explain": explain.explanation_to_json(explanation)} if explanation is not None else {}
        return dumped(answer_to_json(id, answer) | more)
    if name == "csv":
        return spreadsheet(answer)
    if name == "apa":
        return references(answer)
    reasons = explain.text(explanation) if explanation is not None else ""
    if name == "markdown":
        return markdown(answer) + (f"\n\n```\n{reasons}\n```" if reasons else "")
    words = answer.text if width is None else render.text(answer, width)
    return words + (f"\n\n{reasons}" if reasons else "")


def dumped(fields: object) -> str:
    """Return one line of JSON; a lone surrogate, which UTF-8 has no bytes for, is escaped."""
    line = json.dumps(fields, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:
        line = json.dumps(fields)
    return line
