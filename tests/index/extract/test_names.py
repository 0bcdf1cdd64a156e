"""Names as strings: titles apart, family names, who can be the same person, gender."""

from __future__ import annotations

import pytest

from index.extract import gazetteer, names

SAME = [
    ("Wang", "Wang Yi", True),
    ("Wang Yi", "Wang Wenbin", False),
    ("Yi", "Wang Yi", True),
    ("Merkel", "Angela Merkel", True),
    ("Angela", "Angela Merkel", False),
    ("A. Merkel", "Angela Merkel", True),
    ("B. Merkel", "Angela Merkel", False),
    ("A.D. Merkel", "Angela Merkel", True),
    ("B.D. Merkel", "Angela Merkel", False),
    ("Angela D. Merkel", "Angela Merkel", True),
    ("von der Leyen", "Ursula von der Leyen", True),
    ("Leyen", "Ursula von der Leyen", True),
    ("Joaquim Merkel", "Angela Merkel", False),
    ("Merkel Jr.", "Angela Merkel", True),
    ("", "Angela Merkel", False),
]


@pytest.mark.parametrize(("short", "full", "same"), SAME)
def test_short_form_names_the_bearer_of_a_full_name_or_not(short: str, full: str, same: bool) -> None:
    assert names.same_person(short, full) is same


TITLES = [
    ("Foreign Minister Wang Yi", ("Foreign Minister", "Wang Yi")),
    ("Mr. Wang’s", ("Mr.", "Wang")),
    ("Chinese President Xi Jinping", ("Chinese President", "Xi Jinping")),
    ("Angela Merkel", ("", "Angela Merkel")),
    ("Sen. Ana Ruiz", ("Sen.", "Ana Ruiz")),
    ("", ("", "")),
]


@pytest.mark.parametrize(("surface", "split"), TITLES)
def test_titles_are_split_from_names(surface: str, split: tuple[str, str]) -> None:
    assert names.split_title(surface) == split


GENDERS = [
    ("Angela Merkel", (), "female"),
    ("Peter Stone", (), "male"),
    ("Stone", ("Mr.",), "male"),
    ("Stone", ("Mrs.",), "female"),
    ("Robin Stone", (), None),
    ("Stone", (), None),
    ("Robin Stone", ("company spokeswoman",), "female"),
]


@pytest.mark.parametrize(("name", "titles", "gender"), GENDERS)
def test_gender_is_told_by_a_title_or_an_unambiguous_first_name_only(
    name: str, titles: tuple[str, ...], gender: str | None
) -> None:
    assert names.gender(name, titles) == gender


@pytest.mark.parametrize(
    ("surface", "organisation"),
    [
        ("Beijing", "China (government)"),
        ("the Kremlin", "Russia (government)"),
        ("U.S.", "United States (government)"),
        ("Downing Street", "Britain (government)"),
        ("the IMF", "International Monetary Fund"),
    ],
)
def test_metonym_stands_for_its_government_or_organisation(surface: str, organisation: str) -> None:
    assert gazetteer.metonyms()[gazetteer.fold(surface)] == organisation


def test_every_spelling_variant_leads_to_another_full_name() -> None:
    assert all(gazetteer.fold(name) != variant for variant, name in gazetteer.spellings().items())
