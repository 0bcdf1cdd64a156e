"""When something was said is told in the words beside it, and never in those of the content."""

from __future__ import annotations

import pytest

from index.schema import Kind, Quote, Record, Span, Style
from index.search.times import said_when

CASES = [
    # sentence, source, cue, content, when
    ("Ruiz warned the port on Saturday that ice was near.", "Ruiz", "warned", "ice was near", "on Saturday"),
    ("On Monday, Ruiz said that ice was near.", "Ruiz", "said", "ice was near", "On Monday"),
    ("“Ice is near,” Ruiz told reporters late on Friday.", "Ruiz", "told", "Ice is near,", "late on Friday"),
    ("Ruiz said Tuesday evening that ice was near.", "Ruiz", "said", "ice was near", "Tuesday evening"),
    ("Ruiz wrote in March 2019 that ice was near.", "Ruiz", "wrote", "ice was near", "in March 2019"),
    ("Ruiz said on 3 May that ice was near.", "Ruiz", "said", "ice was near", "on 3 May"),
    ("Earlier this week Ruiz said that ice was near.", "Ruiz", "said", "ice was near", "Earlier this week"),
    ("Ruiz said the bridge would open in May.", "Ruiz", "said", "the bridge would open in May", None),
    ("Ruiz, who was chosen in March after a long and bitter vote, said ice was near.", "Ruiz", "said", "ice was near", None),
    ("Ruiz said ice was near, and on Sunday it came.", "Ruiz", "said", "ice was near", None),
    ("Ruiz said that ice was near.", "Ruiz", "said", "ice was near", None),
]  # fmt: skip


def at(words: str, sentence: str) -> Span:
    start = sentence.index(words)
    return Span(start, start + len(words))


@pytest.mark.parametrize(("sentence", "source", "cue", "content", "when"), CASES)
def test_when_it_was_said(sentence: str, source: str, cue: str, content: str, when: str | None) -> None:
    spans = (at(content, sentence),)
    quote = Quote(spans, Style.INDIRECT, cue=at(cue, sentence), source=at(source, sentence))
    record = Record(0, "a", Kind.QUOTE, spans, Span(0, len(sentence)), quote)
    assert said_when(sentence, record) == when
    assert said_when(sentence, Record(0, "a", Kind.SENTENCE, spans, spans[0])) is None
