"""What any newsroom knows by heart: countries with their demonyms and metonyms, acronyms, nicknames, spelling variants.

Data, not inference: `gazetteer.json` beside this file may be edited by hand. A metonym ("Beijing", "the Kremlin")
stands for a government, an acronym for its organisation. A spelling variant maps a known misspelling or another
transliteration of a public person's *full* name to the usual one; the text itself is always shown as it is written.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

_FILE = Path(__file__).with_name("gazetteer.json")


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return data


def government(country: str) -> str:
    """Return the canonical name under which the government of `country` speaks."""
    return f"{country} (government)"


def fold(surface: str) -> str:
    """Return the key of a surface form: lower case, one apostrophe glyph, no leading "the".

    >>> fold("The  Kremlin’s")
    "kremlin's"
    """
    folded = " ".join(surface.replace("’", "'").lower().split())
    return folded.removeprefix("the ")


@lru_cache(maxsize=1)
def metonyms() -> Mapping[str, str]:
    """Map folded surface forms (country, capital, seat, acronym) to canonical organisations."""
    table: dict[str, str] = {}
    for country, entry in _data()["countries"].items():
        for surface in (country, *entry["metonyms"]):
            table[fold(surface)] = government(country)
    for organisation, surfaces in _data()["organisations"].items():
        for surface in (organisation, *surfaces):
            table[fold(surface)] = organisation
    return MappingProxyType(table)


@lru_cache(maxsize=1)
def demonyms() -> Mapping[str, str]:
    """Map folded demonyms ("chinese", "us") to canonical governments."""
    return MappingProxyType(
        {
            fold(demonym): government(country)
            for country, entry in _data()["countries"].items()
            for demonym in entry["demonyms"]
        }
    )


@lru_cache(maxsize=1)
def spellings() -> Mapping[str, str]:
    """Map folded variants of full names to the usual spelling."""
    return MappingProxyType(
        {fold(variant): name for name, variants in _data()["spellings"].items() for variant in variants}
    )


@lru_cache(maxsize=1)
def nicknames() -> Mapping[str, frozenset[str]]:
    """Map folded nicknames to the folded first names that they are short for: "ted" to edward and theodore."""
    table: dict[str, set[str]] = {}
    for name, short in _data()["nicknames"].items():
        for nickname in short:
            table.setdefault(fold(nickname), set()).add(fold(name))
    return MappingProxyType({nickname: frozenset(formal) for nickname, formal in table.items()})


@lru_cache(maxsize=1)
def regions() -> Mapping[str, frozenset[str]]:
    """Map folded names of regions to their folded forms, abbreviations without full stops: "texas" to tex and tx."""
    return MappingProxyType(
        {
            fold(region): frozenset(fold(form).replace(".", "") for form in (region, *short))
            for region, short in _data()["regions"].items()
        }
    )
