"""The command line: `python -m index build | watch | add | remove | extract | ask | ... | compact | repair | evaluate`.

Only the grammar of the commands and their exit codes are here; `console` and `upkeep` hold what they do. Whatever is
heavy is imported when a command needs it: `--help` answers at once, and a question never loads the parser.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from index import console, upkeep
from index.errors import QuotesError
from index.terminal import FAILED, seconds

INTERRUPTED, PIPE_CLOSED = 130, 141
EXIT_CODES = "exit codes: 0 done or answered, 1 error, 2 usage, 3 no answer (abstained, or a question back)"
PLACE_HELP = "a file (README lists the formats), a folder, or the address of a page or a feed"

Run = Callable[[argparse.Namespace], int]
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no public name


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; every expected error becomes one line on standard error."""
    arguments = parser().parse_args(argv)
    run: Run = arguments.run
    _speak_utf8()
    try:
        with _log_on_stderr():
            code = run(arguments)
            sys.stdout.flush()
    except QuotesError as error:
        print(f"error: {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has gone; without this Python complains again when it closes standard output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    return code


def parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    top = argparse.ArgumentParser(
        prog="python -m index",
        description="Who said what about this, and where is it written?",
        epilog=EXIT_CODES,
    )
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")

    build = _command(commands, "build", upkeep.build, "read documents and publish an index of what was said in them")
    build.add_argument("paths", nargs="+", metavar="PATH", help=PLACE_HELP)
    build.add_argument("--strict", action="store_true", help="build nothing when anything cannot be read")
    build.add_argument("--report", type=Path, metavar="FILE", help="write what the index holds to a page (HTML)")
    build.add_argument(
        "--ray", metavar="ADDRESS", help="read and encode on a Ray cluster: HOST:PORT of its head, or auto"
    )
    _add_index(build)

    watch = _command(commands, "watch", upkeep.watch, "keep an index up to date with folders, pages and feeds")
    watch.add_argument("paths", nargs="+", metavar="PATH", help=PLACE_HELP)
    watch.add_argument(
        "--every", type=seconds, default="5m", metavar="TIME", help="how often to look: seconds, 15m, 2h (default: 5m)"
    )
    watch.add_argument("--once", action="store_true", help="look once, print what has changed, and end")
    _add_index(watch)

    add = _command(commands, "add", upkeep.add, "add files to the index; they stay part of it, whatever is built later")
    add.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a file (README lists the formats)")
    _add_index(add)

    remove = _command(commands, "remove", upkeep.remove, "take documents out of the index, until they are built again")
    remove.add_argument("ids", nargs="+", metavar="DOC", help="id of a document, as a citation names it")
    _add_index(remove)

    extract = _command(commands, "extract", console.extract, "show the quotes of documents, without an index")
    extract.add_argument("paths", nargs="+", metavar="PATH", help=PLACE_HELP)
    extract.add_argument("--json", action="store_true", help="print one JSON object a document")

    ask = _command(commands, "ask", console.ask, "answer a question; without one, hold a conversation")
    what = ask.add_mutually_exclusive_group()
    what.add_argument("question", nargs="*", default=[], help="the question; quotation marks keep it from the shell")
    what.add_argument(
        "--batch", metavar="FILE", help='answer lines of {"id", "question", "thread"?} in JSON; - is standard input'
    )
    ask.add_argument(
        "--format", choices=console.FORMATS, help="how an answer is printed (default: text; --batch: json)"
    )
    ask.add_argument("--json", action="store_const", const="json", dest="format", help="short for --format json")
    ask.add_argument(
        "--explain", action="store_true", help="say how the question was read and why each passage is there"
    )
    _add_index(ask)

    speakers = _command(commands, "speakers", console.speakers, "list who is quoted and how often")
    speakers.add_argument("--json", action="store_true", help="print one JSON object a speaker")
    _add_index(speakers)

    check = _command(commands, "check", upkeep.check, "verify every record, checksum and vector of the index")
    check.add_argument("--full", action="store_true", help="encode every text again, not only a sample")
    _add_index(check)

    compact = _command(commands, "compact", upkeep.compact, "write the index anew, with all that was added beside it")
    _add_index(compact)

    repair = _command(commands, "repair", upkeep.repair, "make a damaged index whole of what can be read of it")
    _add_index(repair)

    _add_evaluate(commands)
    return top


def _add_evaluate(commands: Commands) -> None:
    what = "compare what the program finds with what people found"
    kinds = _command(commands, "evaluate", None, what).add_subparsers(title="what", required=True, metavar="WHAT")

    extraction = _command(kinds, "extraction", console.evaluate_extraction, "recall and precision of quotes")
    extraction.add_argument(
        "gold",
        type=Path,
        metavar="GOLD",
        help='.jsonl or .jsonl.gz of {"id", "text", "attributions": [{"content": [[start, end]], "source", "cue"}]}',
    )

    answers = _command(kinds, "answers", console.evaluate_answers, "how well questions are answered, and which are not")
    answers.add_argument(
        "questions",
        type=Path,
        metavar="QUESTIONS",
        help="JSON lines of questions with gold passages; speakers.json beside them has the other names of people",
    )
    where = answers.add_mutually_exclusive_group(required=True)
    where.add_argument("corpus", nargs="?", type=Path, metavar="CORPUS", help="what the questions are about; a PATH")
    where.add_argument("--index", type=Path, metavar="DIR", help="an index of it, in place of CORPUS")
    answers.add_argument("--null-wrong", action="store_true", help="count a passage without a speaker as a wrong one")


def _command(commands: Commands, name: str, run: Run | None, summary: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
    command.set_defaults(run=run)
    return command


def _add_index(command: argparse.ArgumentParser) -> None:
    command.add_argument("--index", type=Path, metavar="DIR", help="folder of the index (default: QUOTES_INDEX)")


def _speak_utf8() -> None:
    """Print UTF-8 whatever the locale, and never fail on a character."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


@contextmanager
def _log_on_stderr() -> Iterator[None]:
    """Print the library's warnings, one line each, and once: whoever set up the root logger does not get them too."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("warning: %(message)s"))
    logger = logging.getLogger("index")
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = True


if __name__ == "__main__":
    sys.exit(main())
