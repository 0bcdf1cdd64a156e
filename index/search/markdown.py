"""An answer in Markdown (CommonMark, with the tables of GitHub), to paste into a document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest
from urllib.parse import quote as percent_encoded

from index.schema import Answer, Citation, Count, Intent, Place
from index.search import render
from index.search.render import Numbered

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~#&!])")
_OPENING = re.compile(r"^(\d+)([.)])|^([-+=])")
_SAFE = "/:?=&%#@+,;~!$()*"  # characters of an address that keep their meaning


def markdown(answer: Answer) -> str:
    """Return the whole answer; passages are block quotes, comparisons and counts are tables, dates are headings."""
    blocks = [_lines(answer.head)]
    if answer.counts:
        blocks.append(_counts(answer.counts))
    if render.compares(answer) and answer.citations:
        blocks.append(_beside(answer))
    elif answer.query.intent is Intent.TIMELINE:
        for date, day in render.by_date(answer):
            blocks += [f"### {escaped(date)}", *map(_passage, day)]
    else:
        blocks += map(_passage, enumerate(answer.citations, start=1))
    return "\n\n".join(block for block in blocks if block)


def escaped(text: str) -> str:
    r"""Return `text` so that Markdown shows it letter by letter, on one line.

    >>> print(escaped("1. *so* <b>"))
    1\. \*so\* \<b\>
    """
    plain = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _OPENING.sub(lambda m: rf"{m[1]}\{m[2]}" if m[1] else rf"\{m[3]}", plain)


def _lines(head: str) -> str:
    """Return the lines of a head, each on its own; a list stays a list."""
    lines = head.splitlines()
    return "\n".join(
        f"- {escaped(line[2:])}" if line.startswith("- ") else f"{escaped(line)}  " for line in lines
    ).rstrip()


def _counts(counts: Sequence[Count]) -> str:
    rows = ["| speaker | directly | partly | reported | together |", "|---|--:|--:|--:|--:|"]
    for one in counts:
        together = one.direct + one.mixed + one.indirect
        rows.append(f"| {escaped(one.speaker)} | {one.direct} | {one.mixed} | {one.indirect} | {together} |")
    return "\n".join(rows)


def _beside(answer: Answer) -> str:
    sides = render.beside(answer)
    rows = [f"| {' | '.join(map(escaped, sides))} |", "|" + "---|" * len(sides)]
    empty = escaped(render.NOTHING)
    columns = [[_cell(one) for one in side] or [empty] for side in sides.values()]
    rows += [f"| {' | '.join(cells)} |" for cells in zip_longest(*columns, fillvalue="")]
    return "\n".join(rows)


def _cell(numbered: Numbered) -> str:
    number, citation = numbered
    how = f"{number}\\. {escaped(' · '.join(render.manner(citation)))}"
    return "<br>".join((how, escaped(render.quotation(citation)), *_places(citation)))


def _passage(numbered: Numbered) -> str:
    number, citation = numbered
    mark = f"{number}. "
    facts = " · ".join(map(escaped, render.manner(citation)))
    who = f"**{escaped(render.speaker(citation))}**"
    block = (f"{who} · {facts}" if facts else who, "", f"> {escaped(render.quotation(citation))}", "")
    lines = [*block, *(f"{line}  " for line in _places(citation))]
    indent = " " * len(mark)
    return mark + "\n".join(f"{indent}{line}".rstrip("\n") if line else "" for line in lines).strip()


def _places(citation: Citation) -> list[str]:
    others = "; ".join(_place(other) for other in citation.also)
    lines = [_place(citation), *([f"also in: {others}"] if others else [])]
    return [*lines, f"{render.LATER} {_place(citation.later)}"] if citation.later else lines


def _place(where: Citation | Place) -> str:
    title = escaped(where.title or where.doc)
    if where.url and where.url.startswith(("https://", "http://")):
        title = f"[{title}](<{percent_encoded(where.url, safe=_SAFE)}>)"
    return " · ".join(
        filter(None, (title, *map(escaped, filter(None, (where.outlet, where.date))), f"line {where.line}"))
    )
