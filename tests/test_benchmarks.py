"""The benchmarks run; what they measure is for people to judge."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.build import build
from index.store.encoder import SentenceEncoder
from tests.conftest import ARTICLE, ROOT, SEEDS


def run(name: str, *options: str) -> str:
    command = [sys.executable, f"benchmarks/{name}", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_the_benchmark_of_scale_runs_on_a_corpus_of_its_own() -> None:
    printed = run("scale.py", "--records", "960", "--questions", "8")
    assert "20 articles, 960 records, 8 questions\n" in printed
    assert "% ranking again: features and model" in printed


def test_stores_are_filled_asked_and_compared() -> None:
    printed = run("stores.py", "--records", "300", "--stores", "this store", "NumPy", "Milvus Lite")
    rows = [line for line in printed.splitlines() if line.startswith("| 300 | ")]
    assert [line.split(" | ")[1] for line in rows] == ["this store", "NumPy", "Milvus Lite"]
    assert "finds" not in "".join(rows)
    assert "300 records, few: Milvus Lite, the next that finds everything, takes " in printed


def test_the_cost_of_an_index_is_measured_at_any_size(tmp_path: Path) -> None:
    printed = run("sizes.py", "--records", "480", "--questions", "4", "--plot", str(tmp_path / "sizes.png"))
    assert re.search(r"^\| 480 \| .* ms \| .* ms \| - \| - \| \d+ MB \|$", printed, re.MULTILINE), printed
    assert (tmp_path / "sizes.png").read_bytes().startswith(b"\x89PNG")


def test_the_stages_of_a_build_add_up_to_the_whole() -> None:
    lines = run("ingest.py", str(ARTICLE), "--workers", "1").splitlines()
    seconds = {line.split(" | ")[0]: float(line.split(" | ")[1]) for line in lines[4:]}
    assert lines[0].startswith("1 articles of ")
    assert len(seconds) == 9
    assert min(seconds.values()) >= 0
    assert abs(2 * seconds["| all"] - sum(seconds.values())) < 0.1


def test_the_vectors_of_encoders_are_compared() -> None:
    [default, graph] = run("encoding.py", "--sentences", "16", "--rounds", "1").splitlines()[-2:]
    assert " | 1.00 | 1.000000 | " in default
    assert float(graph.split(" | ")[3]) > 0.9999


def test_random_updates_do_the_bot_no_harm() -> None:
    printed = run("bot_fuzz.py", "--updates", "400")
    assert "nothing malformed was sent, no stranger was answered, nothing secret is in the log" in printed


def test_whenever_the_bot_is_killed_each_question_gets_one_answer_or_one_apology() -> None:
    printed = run("bot_crash.py", "--kills", "6")
    assert "6 kills; every question got one answer or one apology, and the file was whole each time\n" in printed


@pytest.mark.parametrize("grow", [(), ("--grow",)])
def test_whenever_a_build_is_killed_the_index_is_whole_and_answers(grow: tuple[str, ...]) -> None:
    printed = run("crash.py", "--kills", "4", *grow)
    assert "4 builds killed; the index was whole each time, and answered of one edition\n" in printed
    assert ("    0 times a delta was part" in printed) != bool(grow)


def test_the_benchmark_of_duplicates_finds_them() -> None:
    printed = run("duplicates.py", "--articles", "600")
    assert printed.startswith("600 articles of ")
    assert "\n1.0000 of the copies found, 0 articles taken for copies that are none\n" in printed


def test_the_benchmark_of_broken_files_names_each_of_them() -> None:
    printed = run("corpus.py", "--files", "72", "--line", "2")
    assert "\nexit code 0; 13 of 13 good files indexed in " in printed
    assert "\n59 of 59 broken files named; skipped 59: " in printed
    assert "\nwith --strict: exit code 1; error: 59 skipped" in printed


def test_under_load_no_question_is_lost_and_telegram_s_limits_are_kept() -> None:
    printed = run("load.py", "--chats", "10", "--rate", "4", "--seconds", "6")
    assert re.search(r"^\d\d questions: \d+ answered, \d+ asked to wait, 0 lost$", printed, re.MULTILINE)
    most = {what: int(count) for what, count in re.findall(r"^(messages .*), at most: (\d+)", printed, re.MULTILINE)}
    assert 0 < most["messages in a second"] <= 30
    assert 0 < most["messages of a group in a minute"] <= 20


def test_every_damage_is_found_by_the_check() -> None:
    assert "the check found every damage and named its file\n" in run("damage.py", "--flips", "30", "--cuts", "15")


def test_readers_are_answered_by_one_generation_each_time_while_one_is_published_after_the_other() -> None:
    printed = run("readers.py", "--readers", "3", "--articles", "25")
    assert "25 articles added one by one" in printed
    assert "answers, each of one generation, no error" in printed


def test_the_benchmark_of_growth_tells_what_an_addition_takes() -> None:
    lines = run("growth.py", "--records", "480", "960", "--additions", "2").splitlines()
    assert lines[0] == "2 articles of 48 records, added one by one to each index; medians"
    assert lines[1].split() == ["480", "records", "960", "records"]
    assert len(re.findall(r"\d\.\d\d s", next(line for line in lines if line.startswith("one article")))) == 2


def test_the_budget_of_an_archive_is_worked_out_from_an_index(
    seed_index: Path, tmp_path: Path, encoder: SentenceEncoder
) -> None:
    shutil.copytree(seed_index, tmp_path / "index")
    build([ARTICLE, SEEDS / "water-tariff.txt"], tmp_path / "index", encoder)
    printed = run("budget.py", "--index", str(tmp_path / "index"), "--quotes", "1000", "1000000")
    assert printed.startswith("2 documents of ")
    assert "\n  vectors.faiss          1,537\n" in printed
    assert "\n1,000 quotes in " in printed
    assert "\n1,000,000 quotes in " in printed


def test_speakers_that_were_checked_by_hand_are_compared_where_they_are_still_found(tmp_path: Path) -> None:
    text = "Olga Brandt said the plant was safe. Residents said it was not safe. She said it would stay open."
    article, checked = tmp_path / "plant.txt", tmp_path / "checked.json"
    article.write_text(text, encoding="utf-8")

    def entry(content: str, *speaker: str | None, read: str | None = None) -> dict[str, object]:
        start = text.index(content)
        known = {"span": "right", "speaker": list(speaker), "first_reading": read, "sample": 1}
        return {"doc": "plant", "content": [[start, start + len(content)]], **known}

    entries = [
        entry("the plant was safe", "Olga Brandt", read="Olga Brandt"),
        entry("it was not safe", "Peter Stone"),
        entry("it would stay open", "Ana Ruiz"),
        entry("Residents", None),
    ]
    checked.write_text(json.dumps({"attributions": entries}), encoding="utf-8")
    lines = run("speakers.py", str(article), "--checked", str(checked)).splitlines()
    assert lines[0] == "4 attributions checked, 3 of them still found at their place"
    assert lines[1].startswith("sample 1, 4 attributions, when it was read: 2 right (50.0%), 2 missing (50.0%)")
    assert sorted(lines[2].removeprefix("  the 3 found now: ").split(", ")) == [
        "1 missing (33.3%)", "1 right (33.3%)", "1 wrong person (33.3%)",
    ]  # fmt: skip
    assert lines[-1].endswith("Olga Brandt, not Ana Ruiz")


def test_attributes_of_the_gold_sentences_are_read() -> None:
    lines = run("attributes.py").splitlines()
    right = {line.split()[0]: int(line.split()[1]) for line in lines[:7]}
    assert list(right) == ["found", "style", "addressee", "mediation", "polarity", "modality", "reported_by"]
    assert min(right.values()) >= 60, "\n".join(lines)


def test_the_benchmark_of_speakers_ends_without_a_word_when_nobody_reads_it_any_more() -> None:
    command = [sys.executable, "benchmarks/speakers.py", str(ARTICLE)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait() != 0


def test_what_codes_find_is_measured_on_vectors_that_are_kept(tmp_path: Path) -> None:
    rows = np.random.default_rng(1).normal(size=(1_000, 384)).astype(np.float32)
    np.save(tmp_path / "vectors.npy", rows / np.linalg.norm(rows, axis=1, keepdims=True))
    printed = run("recall.py", "--vectors", str(tmp_path / "vectors.npy"))
    assert printed.startswith("750 sentences, ")
    assert len(re.findall(r"^\| sentences held out \| 250 \| \d+ \| [01]\.\d+ \|", printed, re.MULTILINE)) == 2


def test_what_codes_find_is_measured_on_the_sentences_of_any_documentation(tmp_path: Path) -> None:
    told = [f"The ferry of the island leaves at {hour} in the morning." for hour in ("six", "seven", "eight", "nine")]
    (tmp_path / "a.rst").write_text(
        f"Ferries\n=======\n\n{told[0]} {told[1][:31]}\n{told[1][31:].strip()}\n\n* 6\n* 7\n"
    )
    (tmp_path / "b.py").write_text(
        f'"""{told[0]}\n\n{told[2]}"""\n\ndef leaves():\n    """{told[3]}"""\n    return 6\n'
    )
    printed = run("recall.py", "--prose", str(tmp_path), "--vectors", str(tmp_path / "vectors.npy"))
    assert len(np.load(tmp_path / "vectors.npy")) == len(told)
    assert printed.startswith("3 sentences, no codes\n")
