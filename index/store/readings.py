"""What was read out of documents, so that no text is read twice: by earlier builds, and by one that was interrupted.

Readings are looked up by the sha256 of a text. A build notes each new one in a file beside the generations at once;
the generation that holds all of them makes that file superfluous.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from index.schema import Document, Extraction
from index.store import cells
from index.store.publish import unwritable

UNFINISHED = "unfinished.jsonl"
Known = Callable[[Iterable[str]], Mapping[str, str]]


class Readings:
    """The readings that a build may use and adds to."""

    def __init__(self, root: Path, rules: str, known: Known) -> None:
        self._root = root
        self._rules = rules
        self._known: dict[str, str] = {}
        self._before = known

    @classmethod
    def resume(cls, root: Path, rules: str, known: Known) -> Readings:
        """Return the readings of earlier builds with those that an interrupted one left in `root`.

        Args:
            root: folder of the index.
            rules: fingerprint of the rules that read; readings by others do not count.
            known: looks up readings by these rules, by sha256.
        """
        readings = cls(root, rules, known)
        try:
            lines = (root / UNFINISHED).read_text(encoding="ascii").splitlines()
        except (OSError, ValueError):
            return readings
        for line in lines:
            try:
                noted, sha256, reading = json.loads(line)
            except ValueError:  # the interrupted build was at this line
                continue
            if noted == rules:
                readings._known[sha256] = reading
        return readings

    def lacking(self, documents: Sequence[Document]) -> list[Document]:
        """Return those of some documents whose texts were not read before, one a text."""
        texts = {document.sha256: document for document in documents}
        self._known = {**self._before(text for text in texts if text not in self._known), **self._known}
        return [document for text, document in texts.items() if text not in self._known]

    def of(self, document: Document) -> Extraction:
        """Return what was read out of a document that is not `lacking`."""
        return cells.to_extraction(self._known[document.sha256], document)

    def add(self, extraction: Extraction) -> None:
        """Note what was just read.

        Raises:
            ConfigError: the folder cannot be written.
        """
        sha256, reading = extraction.document.sha256, cells.of_extraction(extraction)
        self._known[sha256] = reading
        try:
            with (self._root / UNFINISHED).open("a", encoding="ascii") as file:
                file.write(json.dumps([self._rules, sha256, reading]) + "\n")
        except OSError as error:
            raise unwritable(self._root, error) from error

    def among(self, documents: Sequence[Document]) -> dict[str, str]:
        """Return the readings of `documents` alone, by sha256."""
        return {document.sha256: self._known[document.sha256] for document in documents}

    def finish(self) -> None:
        """Forget what was noted for an interrupted build."""
        (self._root / UNFINISHED).unlink(missing_ok=True)
