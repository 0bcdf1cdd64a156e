"""What the commands do that read and answer: call the library, print, and say with which code to exit."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from index.errors import QuestionError, SourceError
from index.settings import Settings
from index.terminal import DONE, FAILED, NOT_ANSWERED, progress
from index.upkeep import build_at

if TYPE_CHECKING:
    from index.schema import Answer, Extraction, Query
    from index.search.engine import Index

FORMATS = ("text", "markdown", "json", "csv", "apa")
EXAMPLE = "what did Wang say about third parties?"
LEAVING = ("quit", "exit", "bye")  # what ends a conversation


def extract(arguments: argparse.Namespace) -> int:
    """Print the quotes of documents, speakers named alike throughout, without an index."""
    from index.build import Rules
    from index.corpus import Journal, read_documents
    from index.places import places
    from index.search.wire import extraction_to_json

    rules = Rules.default(Settings.from_env().workers)
    journal = Journal()
    documents = list(read_documents(places(arguments.paths), journal))
    extractions, _ = rules.resolve(list(progress(rules.extract(documents), "reading", len(documents))))
    for extraction in extractions:
        journal.warn_of(extraction)
        if arguments.json:
            _print_json(extraction_to_json(extraction))
        else:
            _print_quotes(extraction)
    return DONE


def ask(arguments: argparse.Namespace) -> int:
    """Answer one question, a file of them, or whatever is typed."""
    question = " ".join(arguments.question)
    if arguments.question and not question.strip():
        raise QuestionError(f"the question is empty; ask for example: {EXAMPLE}")
    if arguments.batch is not None and arguments.format not in (None, "json"):
        raise QuestionError(f"--batch prints JSON, one object a line; leave out --format {arguments.format}")
    from index import open_index

    index = open_index(arguments.index)
    if arguments.batch is not None:
        return _batch(index, arguments.batch, explain=arguments.explain)
    if not question:
        return _conversation(index, arguments)
    answer = _answer(index, question, arguments)
    return DONE if answer.status == "answered" else NOT_ANSWERED


def speakers(arguments: argparse.Namespace) -> int:
    """Print who is quoted and how often, most quoted first."""
    from index import open_index

    for entry in open_index(arguments.index).speakers():
        speaker = entry.speaker
        if arguments.json:
            counts = {"direct": entry.direct, "indirect": entry.indirect, "mixed": entry.mixed}
            _print_json(
                {
                    "speaker": speaker.name,
                    "kind": speaker.kind.value,
                    "aliases": list(speaker.aliases),
                    "titles": list(speaker.titles),
                    "quotes": {"total": entry.quotes, **counts},
                    "mentions": speaker.mentions,
                }
            )
        else:
            others = ", ".join(alias for alias in speaker.aliases if alias != speaker.name)
            counted = f"{entry.direct} direct, {entry.indirect} indirect, {entry.mixed} mixed"
            print(f"{speaker.name}{f' ({others})' if others else ''}: {counted}")
    return DONE


def evaluate_extraction(arguments: argparse.Namespace) -> int:
    """Find the quotes of annotated documents and print how well they agree with the annotation."""
    from index.build import Rules
    from index.evaluate import report
    from index.evaluate.alignment import align
    from index.evaluate.extraction import score
    from index.evaluate.gold import read_gold

    rules = Rules.default(Settings.from_env().workers)
    gold = read_gold(arguments.gold)
    found = progress(rules.extract(document.document for document in gold), "reading", len(gold))
    extractions, _ = rules.resolve(list(found))
    pairs = (
        (document.document.text, pair)
        for document, extraction in zip(gold, extractions, strict=True)
        for pair in align(document, extraction.quotes)
    )
    print(report.extraction(score(pairs)))
    return DONE


def evaluate_answers(arguments: argparse.Namespace) -> int:
    """Ask questions that have gold answers and print how well they are answered, and which are not."""
    from tempfile import TemporaryDirectory

    from index import open_index
    from index.evaluate import report
    from index.evaluate.answers import judge
    from index.evaluate.questions import read_questions
    from index.search.threads import Threads

    questions, names = read_questions(arguments.questions)
    with TemporaryDirectory(prefix="said-and-where-") as folder:
        root = arguments.index or Path(folder)
        if arguments.corpus is not None:
            build_at(root, [arguments.corpus])
        threads = Threads(open_index(root))
        outcomes = [
            judge(question, threads.ask(question.text, question.thread), names, null_wrong=arguments.null_wrong)
            for question in progress(questions, "asking", len(questions))
        ]
    print(report.questions(outcomes, null_wrong=arguments.null_wrong))
    return DONE


def _batch(index: Index, name: str, *, explain: bool) -> int:
    """Answer the questions of a file in order, one line each; lines that share a thread are one conversation."""
    from index.search.formats import formatted
    from index.search.threads import Threads

    threads = Threads(index)
    code = DONE
    with _lines(name) as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                id, question, thread = _question(line)
            except ValueError as error:
                print(f"error: {name}:{number}: {error}", file=sys.stderr)
                code = FAILED
                continue
            explanation = threads.explain(question, thread)
            print(formatted(explanation.answer, "json", explanation if explain else None, id=id), flush=True)
    return code


def _question(line: str) -> tuple[str | None, str, str | None]:
    """Read id, question and thread of one line of a batch.

    Raises:
        ValueError: it is not a question; the message says why.
    """
    entry = json.loads(line)
    if not isinstance(entry, dict) or not isinstance(entry.get("question"), str):
        raise ValueError('not of the form {"id", "question", "thread"?}')  # noqa: TRY004 - the caller goes on
    thread = entry.get("thread")
    return entry.get("id"), entry["question"], None if thread is None else str(thread)


@contextmanager
def _lines(name: str) -> Iterator[Iterable[str]]:
    """Open the questions of a batch, `-` being standard input.

    Raises:
        SourceError: the file cannot be read.
    """
    if name == "-":
        yield sys.stdin
        return
    try:
        with Path(name).open(encoding="utf-8-sig") as file:
            yield file
    except OSError as error:
        raise SourceError(f"{name} cannot be read ({error.strerror}); check the path") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{name} is not UTF-8 (byte {error.start}); save it as UTF-8") from error


def _conversation(index: Index, arguments: argparse.Namespace) -> int:
    """Answer questions line by line, typed or from a pipe; each may lean on the one before."""
    code: int | None = None
    previous: Query | None = None
    for question in filter(str.strip, _typed(index) if sys.stdin.isatty() else sys.stdin):
        if question.strip().lower() in LEAVING:
            return code or DONE
        try:
            previous = _answer(index, question.strip(), arguments, previous).query
            code = code or DONE
        except QuestionError as error:
            print(f"error: {error}", file=sys.stderr)
            code = FAILED
    if code is None and not sys.stdin.isatty():
        raise QuestionError(f'no question was given; try: python -m index ask "{EXAMPLE}"')
    return DONE if sys.stdin.isatty() else code or DONE


def _typed(index: Index) -> Iterable[str]:
    from index import prompt

    print(
        f"Ask away, for example: {EXAMPLE}\n"
        "A question may lean on the one before. Tab completes a name, Ctrl-C drops the line, Ctrl-D or “quit” leaves.",
        file=sys.stderr,
    )
    return prompt.typed([entry.speaker.name for entry in index.speakers() if entry.quotes])


def _answer(index: Index, question: str, arguments: argparse.Namespace, previous: Query | None = None) -> Answer:
    """Print the answer to one question; words that a table of values has no place for go to standard error."""
    from index.search import explain
    from index.search.columns import WIDTH
    from index.search.formats import formatted

    explanation = index.explain(question, previous=previous) if arguments.explain else None
    answer = explanation.answer if explanation else index.ask(question, previous=previous)
    width = min(WIDTH, get_terminal_size().columns) if sys.stdout.isatty() else None
    print(formatted(answer, arguments.format or "text", explanation, width=width), flush=True)
    if arguments.format in ("csv", "apa") and not (answer.citations and answer.verdict is None):
        print(answer.head if answer.citations else answer.text, file=sys.stderr)
    if arguments.format in ("csv", "apa") and explanation:
        print(explain.text(explanation), file=sys.stderr)
    return answer


def _print_quotes(extraction: Extraction) -> None:
    text = extraction.document.text
    print(f"{extraction.document.id}: {len(extraction.quotes)} quotes")
    for quote in extraction.quotes:
        content = " … ".join(" ".join(span.of(text).split()) for span in quote.content)
        print(f"  {quote.speaker or '(nobody named)'}, {quote.style}: {content}")


def _print_json(fields: object) -> None:
    from index.search.formats import dumped

    print(dumped(fields), flush=True)
