"""The library's front door: an open index that answers questions.

A question goes through three steps, each its own module: it is read (`question`), passages are ranked or a claim is
checked (`rank`, `check`), and the outcome is put into words (`render`). An index never changes what it opened;
`refresh` opens a newer generation when one was published.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache, partial
from pathlib import Path

from index.errors import QuestionError
from index.schema import Answer, Citation, Document, Query, SpeakerEntry
from index.search.explain import Explanation, explain
from index.search.people import People
from index.search.question import parse
from index.search.rank import Ranker
from index.search.turn import Turn
from index.settings import Settings
from index.store import corrections
from index.store.corrections import Correction
from index.store.door import Store, open_store, serving
from index.store.encoder import Encoder
from index.store.manifest import DocumentEntry, Published

LONGEST_QUESTION = 2_000
"""Characters of a question; a longer one is a document."""

MOST = 10  # citations of an answer, where no limit is asked for


def open_index(path: Path | str | None = None, *, encoder: Encoder | None = None, store: str | None = None) -> Index:
    """Open the published index at `path`, by default the one of the settings.

    Args:
        path: folder of the index.
        encoder: what encodes questions; by default the model of the settings.
        store: address of a Milvus that serves in its place (`QUOTES_STORE`); by default, where no path is given, that
            of the settings.

    Raises:
        IndexMissingError: there is none; IndexMismatchError: another encoder or format built it;
        IndexDamagedError: one of its files is broken.
    """
    if path is None:
        settings = Settings.from_env()
        path, store = settings.index, settings.store if store is None else store
    root = Path(path)
    return Index(root, open_store(root, encoder, store or ""), encoder, store or "")


class Index:
    """An open index. Safe to share between threads for asking."""

    def __init__(self, root: Path, generation: Store, encoder: Encoder | None = None, store: str = "") -> None:
        self.root = root
        self._encoder = encoder
        self._store = store
        # What `CURRENT` named last, so that a damaged generation is not tried again, and which corrections are in use.
        self._seen = (generation.id, corrections.stamp(root))
        self._adopt(generation)

    def _adopt(self, generation: Store) -> None:
        self.generation = generation
        self._ranker = Ranker(generation)
        self._people = cache(partial(_people, generation))  # read by the first question

    def refresh(self) -> bool:
        """Open the newest generation if it or its corrections are not those in use, and tell whether they were."""
        seen = (serving(self.root, self._store), corrections.stamp(self.root))
        if seen == self._seen:
            return False
        before = (self.generation.id, self._seen[1])
        newer = open_store(self.root, self._encoder, self._store)
        if newer.graph is not None and self.generation.graph is not None:
            newer.graph.inherit(self.generation.graph)
        self._adopt(newer)
        self._seen = seen
        return (self.generation.id, seen[1]) != before

    def correct(self, correction: Correction) -> None:
        """Note who really said a statement; it counts from the next `refresh` on.

        Raises:
            OSError: the correction cannot be written.
        """
        corrections.add(self.root, correction)

    def speakers(self) -> list[SpeakerEntry]:
        """Return everyone the corpus mentions by name, the most quoted first."""
        return self.generation.speakers()

    def documents(self) -> list[Document]:
        """Return the documents, with their texts."""
        return self.generation.documents()

    def document(self, id: str) -> Document:
        """Return one document, with its text.

        Raises:
            KeyError: there is none of that id.
        """
        return self.generation.document(id)

    def listing(self) -> list[DocumentEntry]:
        """Return what is known of each document, without the texts."""
        return self.generation.listing()

    def published(self) -> Published:
        """Return what the generation in use says of itself."""
        counts = self.generation.manifest.counts
        return Published(self.generation.id, self.generation.manifest.built_at, counts["documents"], counts["records"])

    def context(self, citation: Citation, sentences: int = 1) -> str:
        """Return the verbatim text around a citation: its sentence, and so many before and after it."""
        (record,) = self.generation.records([citation.row])
        return self.generation.context(record, sentences).of(self.generation.document(record.doc).text)

    def ask(self, question: str, *, previous: Query | None = None, limit: int = MOST) -> Answer:
        """Answer one question; `previous` is the query of the turn before in the same conversation.

        Raises:
            QuestionError: the question is empty or longer than 2,000 characters.
        """
        return self._turn(question, previous, limit).answered(question)

    def news(self, question: str, known: Collection[str] = ()) -> Answer:
        """Answer with every statement that `question` asks for and that no article in `known`, sha256s, holds.

        Where a name means several people any of them may speak. Raises what `ask` raises.
        """
        return self._turn(question, None, MOST).news(frozenset(known))

    def explain(self, question: str, *, previous: Query | None = None, limit: int = MOST) -> Explanation:
        """Answer one question as `ask` does, and say why the answer is as it is."""
        turn = self._turn(question, previous, limit)
        return explain(turn.answered(question), turn.shown, turn.people)

    def _turn(self, question: str, previous: Query | None, limit: int) -> Turn:
        if not question.strip():
            raise QuestionError('the question is empty; ask something like "what did Wang say about trade?"')
        if len(question) > LONGEST_QUESTION:
            raise QuestionError(
                f"the question has {len(question):,} characters, at most {LONGEST_QUESTION:,} are read; shorten it"
            )
        people = self._people()
        return Turn(people, self._ranker, parse(question, people, previous), limit)


def _people(generation: Store) -> People:
    return People(generation.speakers(), generation.outlets(), generation.months())
