"""Agencies and days are read where they are written, and nowhere else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.corpus import read_documents
from index.corpus.dateline import agency, day
from index.corpus.webpage import page

DATELINES = [
    ("VELLIN, March 5 (Northline) - The ferry sails.", "Northline", None),
    ("VELLIN, Mar. 5, 2026 (Northline) — The ferry sails.", "Northline", "2026-03-05"),
    ("VELLIN, 5 March 2026 (Northline) The ferry sails.", "Northline", "2026-03-05"),
    ("VELLIN (Northline News Agency) – The ferry sails.", "Northline News Agency", None),
    ("PORT ELSA/VELLIN, Sept 30 (Northline) - The ferry sails.", "Northline", None),
    ("ST. ORME, Kessia, Feb. 28, 2026 (KPA) - The ferry sails.", "KPA", "2026-02-28"),
    ("Ferry sails\n\n0\n177\n\nVELLIN, May 1, 2026 (Northline) - It sails.", "Northline", "2026-05-01"),
    ("VELLIN, Feb. 30, 2026 (Northline) - No such day.", "Northline", None),
    ("VELLIN, March 5 — The ferry sails.", None, None),
    ("VELLIN, March 5, 2026 — The ferry sails.", None, "2026-03-05"),
    ("The ferry sails (Northline reports) on 5 March 2026.", None, None),
    ("VELLIN FERRY (and crew) sail again.", None, None),
    ("NATO (the alliance) said no.", None, None),
    ("NATO (North Atlantic Treaty Organization) said no.", None, None),
    ("VELLIN (Reuters) The ferry sails.", "Reuters", None),
    ("Tomas Reuel (Harbour Master) said on March 5, 2026 it sails.", None, None),
    ("UPDATE 2-Ferry sails", None, None),
    ("", None, None),
]


@pytest.mark.parametrize(("text", "outlet", "date"), DATELINES)
def test_a_dateline_names_its_agency_and_a_whole_day(text: str, outlet: str | None, date: str | None) -> None:
    assert (agency(text), day(text)) == (outlet, date)


ADDRESSES = [
    ("https://courier.example/2026/03/05/ferry", "2026-03-05"),
    ("https://courier.example/news/2026-3-5-ferry.html", "2026-03-05"),
    ("https://courier.example/2026/03/ferry", None),
    ("https://courier.example/2026/13/05/ferry", None),
    ("https://courier.example/article-120260305/12", None),
    ("https://courier.example/1/2026/03/0599", None),
    (None, None),
]


@pytest.mark.parametrize(("url", "date"), ADDRESSES)
def test_an_address_gives_a_whole_day_or_none(url: str | None, date: str | None) -> None:
    assert day("The ferry sails.", url) == date


def test_what_is_given_goes_before_what_is_read(tmp_path: Path) -> None:
    text = "VELLIN, March 5, 2026 (Northline) - It sails."
    lines = [
        {"id": "read", "text": text},
        {"id": "given", "text": text, "outlet": "Courier", "date": "2026-03-06"},
        {"id": "url", "text": "It sails.", "url": "https://courier.example/2026/03/05/ferry"},
        {"id": "nothing", "text": "It sails."},
    ]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)))
    assert [(document.id, document.outlet, document.date) for document in read_documents([path])] == [
        ("read", "Northline", "2026-03-05"),
        ("given", "Courier", "2026-03-06"),
        ("url", None, "2026-03-05"),
        ("nothing", None, None),
    ]


META = '<meta property="article:{}_time" content="{}">'
PAGES = [
    ("nothing", "", "", None),
    ("a time of publication", META.format("published", "2026-03-05T23:30:00-05:00"), "", "2026-03-05"),
    ("a time of change alone", META.format("modified", "2026-04-05T10:00:00Z"), "", None),
    ("both", META.format("modified", "2026-04-05") + META.format("published", "2026-03-05"), "", "2026-03-05"),
    ("the file's own time", '<meta http-equiv="last-modified" content="2026-04-05">', "", None),
    (
        "structured data",
        '<script type="application/ld+json">{"datePublished": "2026-03-05"}</script>',
        "",
        "2026-03-05",
    ),
    ("changed data", '<script type="application/ld+json">{"dateModified": "2026-03-05"}</script>', "", None),
    ("a line of the article", "", "<p class='date'>Published 5 March 2026</p>", "2026-03-05"),
    ("a time in the article", "", "<time datetime='2026-03-05'>Thursday</time>", "2026-03-05"),
    ("published and changed", "", "<time class='published updated' datetime='2026-03-05'>Thu</time>", "2026-03-05"),
    ("a time of change in it", "", "<time class='updated' datetime='2026-03-05'>Thursday</time>", None),
    ("a year alone", '<meta name="date" content="2026">', "", None),
    ("a month alone", '<meta name="date" content="March 2026">', "", None),
    ("what can be read in two ways", '<meta name="date" content="03/05/2026">', "", None),
    ("what can be read in one", '<meta name="date" content="25/03/2026">', "", "2026-03-25"),
    ("a day that is not yet", META.format("published", "2099-01-01"), "", None),
    ("the page's own year", "", "</article><footer>© 2026 Courier</footer><article>", None),
    ("a day in its foot", "", "</article><footer>Copyright 2025-01-02 Courier</footer><article>", None),
    (
        "the day of another article",
        "",
        "</article><aside><time datetime='2026-01-09'>Storm</time></aside><article>",
        None,
    ),
]


@pytest.mark.parametrize(("head", "body", "day"), [case[1:] for case in PAGES], ids=[case[0] for case in PAGES])
def test_a_page_has_the_day_on_which_it_says_it_was_published(head: str, body: str, day: str | None) -> None:
    said = "<p>The ferry will resume on Monday, the harbour master said on Thursday, come what may.</p>"
    html = f"<html><head><title>Ferry</title>{head}</head><body><article>{said}{body}</article></body></html>"
    assert page(html.encode(), "ferry.html").date == day


@pytest.mark.parametrize(("path", "day"), [("2026/03/05/ferry", "2026-03-05"), ("2026/03/ferry", None), ("2026", None)])
def test_the_address_of_a_page_gives_a_day_where_it_gives_a_whole_one(path: str, day: str | None) -> None:
    html = b"<html><body><article><p>The ferry will resume on Monday, he said.</p></article></body></html>"
    assert page(html, "ferry.html", f"https://courier.example/{path}").date == day
