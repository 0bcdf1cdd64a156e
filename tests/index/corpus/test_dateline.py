"""Agencies and days are read where they are written, and nowhere else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.corpus import read_documents
from index.corpus.dateline import agency, day

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
