"""Which article replaced which, and which note corrects which: by what outlets say of their own articles.

A later version has the text of an earlier one for the greater part, the outlet, and the address or the title. A note
has "Correction:" and the title of what it corrects. Days tell which is later; where they do not, nothing is replaced.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from index.corpus import duplicates
from index.schema import Document

_PREFIX = re.compile(
    r"(?P<note>correction|corrected|clarification|erratum)\b[\s:.,–—-]+"
    r"|(?:updated?|refile|rpt)\b(?:[ -]?\d+)?[\s:.,–—-]+",
    re.IGNORECASE,
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
LEAST = 3  # words of a title that a note can name

Later = dict[str, tuple[str, bool]]


def later(documents: Iterable[Document], groups: Iterable[Sequence[Document]]) -> Later:
    """Return which document replaced another as a whole (True), or corrects it (False), by the other's id.

    Args:
        documents: all documents.
        groups: those that carry nearly the same text (`copies`).
    """
    found: Later = {}
    for note, article in _corrected(documents):
        found[article.id] = (note.id, False)
    for group in groups:
        for old in group:
            versions = [new for new in group if _before(old, new) and _same_place(old, new)]
            if versions:
                found[old.id] = (max(versions, key=lambda new: new.date or "").id, True)
    return found


def in_order(group: Sequence[Document], superseded: Later) -> list[Document]:
    """Return the copies of a text with those that count first: not replaced, then by day, then as they are given."""

    def rank(document: Document) -> tuple[bool, str]:
        return superseded.get(document.id, ("", False))[1], document.date or "9999"

    return sorted(group, key=rank)


def heading(document: Document) -> tuple[str, str, bool]:
    """Return the outlet and the title of a document as they are compared, and whether it is a note on another."""
    prefix, title = _PREFIX.match(document.title or ""), _title(document)
    note = prefix is not None and prefix["note"] is not None and bool(document.outlet)
    return (document.outlet or "").casefold(), title, note and len(title.split()) >= LEAST


def naming(title: str) -> list[str]:
    """Return the titles by which a note can name that of a document (`heading`).

    >>> naming("lock gates to be replaced")
    ['lock gates to', 'lock gates to be', 'lock gates to be replaced']
    """
    words = title.split()
    return [" ".join(words[:end]) for end in range(LEAST, len(words) + 1)]


def _corrected(documents: Iterable[Document]) -> Iterable[tuple[Document, Document]]:
    """Yield the notes with what they correct, the latest note of an article last."""
    by_outlet: dict[str, list[tuple[str, Document]]] = defaultdict(list)
    notes: list[tuple[str, str, Document]] = []
    for document in documents:
        outlet, title, corrects = heading(document)
        by_outlet[outlet].append((title, document))
        if corrects:
            notes.append((outlet, title, document))
    for outlet, named, note in sorted(notes, key=lambda one: one[-1].date or ""):
        for title, document in by_outlet[outlet]:
            if f"{title} ".startswith(f"{named} ") and _before(document, note):
                yield note, document


def _same_place(old: Document, new: Document) -> bool:
    """Tell whether one outlet has both under one address or one title."""
    if not old.outlet or old.outlet.casefold() != (new.outlet or "").casefold() or old.sha256 == new.sha256:
        return False
    return (bool(old.url) and old.url == new.url) or (bool(_title(old)) and _title(old) == _title(new))


def _title(document: Document) -> str:
    """Return the words of a title in lower case, without what says that it is a new one."""
    title = document.title or ""
    prefix = _PREFIX.match(title)
    return " ".join(re.findall(r"\w+", title[prefix.end() if prefix else 0 :].casefold()))


def _before(old: Document, new: Document) -> bool:
    """Tell whether a document is of an earlier day, as far as both tell their days; of one day, by the hour."""
    if not (_DAY.match(old.date or "") and _DAY.match(new.date or "")):
        return False
    length = min(len(old.date or ""), len(new.date or ""))
    return (old.date or "")[:length] < (new.date or "")[:length]


FINGERPRINT = hashlib.sha256(b"".join(Path(file).read_bytes() for file in (duplicates.__file__, __file__))).hexdigest()[
    :8
]
"""A short hash of what tells copies and versions: an index that was told by other rules is stale."""
