"""Files that administrators send, end to end on a real index: checked, indexed in the background, citable, kept."""

from __future__ import annotations

import io
import signal
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import build
from index.store.encoder import SentenceEncoder
from tests.bot.conftest import ADMIN, GROUP, REAL, BotProcess, Start, on_files_in
from tests.bot.fake_calls import Call
from tests.bot.fake_telegram import FakeTelegram

FIRST = "“The ferry is late again,” Mayor Nora Falk said on Tuesday.\n"
SENT = b"\xe2\x80\x9cThe lighthouse needs a new roof,\xe2\x80\x9d architect Lena Brandt said on Friday.\n"
MEGABYTE = 2**20


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    (folder / "articles").mkdir()
    (folder / "articles" / "first.txt").write_text(FIRST, encoding="utf-8")
    build([folder / "articles"], folder / "index", encoder)
    return folder


@pytest.fixture(scope="module")
def bot(shared: FakeTelegram, folder: Path) -> Iterator[BotProcess]:
    with on_files_in(folder, shared, REAL, QUOTES_INDEX=str(folder / "index")) as bot:
        yield bot.ready()
        assert bot.stop() == 0
    assert "Brandt" not in bot.logged()


def outcome(telegram: FakeTelegram, begins: str) -> Call:
    """Return the edit that ends a job; edits before it tell the progress."""
    return telegram.wait("editMessageText", timeout=90, where=lambda call: call.text.startswith(begins))


def answer(telegram: FakeTelegram, words: str, user: int) -> str:
    telegram.user_says(words, user=user)
    return telegram.wait("editMessageText", timeout=60).text


@pytest.mark.usefixtures("bot")
def test_a_file_is_citable_as_soon_as_it_is_added_and_stays_through_later_builds(
    shared: FakeTelegram, folder: Path, user: int, encoder: SentenceEncoder
) -> None:
    assert "roof" not in answer(shared, "what did Lena Brandt say?", user)
    shared.fault("getFile", status=502, description="Bad Gateway")
    shared.sends_file(SENT, "../../Dach.txt", user=ADMIN)
    assert shared.wait("sendMessage").text == "../../Dach.txt: waiting for its turn …"
    assert outcome(shared, "✓").text == "✓ ../../Dach.txt: 1 new, 0 changed, 0 removed; 2 articles now. Ask away."
    assert "The lighthouse needs a new roof" in answer(shared, "what did Lena Brandt say?", user)
    [kept] = (folder / "index" / "added").iterdir()
    assert kept.name.startswith("Dach-")
    build([folder / "articles"], folder / "index", encoder)
    assert "The lighthouse needs a new roof" in answer(shared, "what did Lena Brandt say?", user)
    shared.sends_file(SENT, None, user=ADMIN, language="de")
    assert outcome(shared, "(ohne Titel) ist schon").text == "(ohne Titel) ist schon bekannt; nichts hat sich geändert."


@pytest.mark.usefixtures("bot")
def test_add_in_reply_to_a_file_reads_it_in_a_group_too(shared: FakeTelegram, user: int) -> None:
    words = b"Harbour master Ilka Voss said that the crane would be painted red.\n"
    file = shared.sends_file(words, "crane.md", user=user, chat=GROUP)
    assert shared.silent() == []
    shared.user_says("/add", user=user, chat=GROUP, reply_to=file)
    assert shared.wait("sendMessage").text == "This is for the bot’s administrators."
    shared.user_says("/add", user=ADMIN, chat=GROUP, reply_to=file)
    assert "1 new" in outcome(shared, "✓ crane.md").text
    shared.user_says("/add", user=ADMIN)
    assert shared.wait("sendMessage").text.startswith("Send me a file, or reply /add to one")


def cut_docx() -> bytes:
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w") as archive:
        archive.writestr("word/document.xml", "<broken")
    return page.getvalue()


BROKEN = [
    (b"%PDF-1.7 and no more", "speech.txt", "Not added: speech.txt is not a whole PDF"),
    (cut_docx(), "speech.docx", "Not added: speech.docx is not a whole Word document"),
    (b"MZ\x90\0\x03", "speech.txt", "Not added: speech.txt is no text and of no known format"),
    (b"  \n ", "speech.txt", "Not added: speech.txt is empty"),
    (b"x" * (20 * MEGABYTE + 1), "speech.txt", "speech.txt is too large: at most 20 MB."),
]


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(("content", "name", "told"), BROKEN)
def test_what_cannot_be_read_costs_a_clear_answer_only(
    shared: FakeTelegram, folder: Path, content: bytes, name: str, told: str
) -> None:
    before = sorted((folder / "index" / "added").glob("*"))
    shared.sends_file(content, name, user=ADMIN, size=10)
    assert outcome(shared, told[:10]).text.startswith(told)
    assert sorted((folder / "index" / "added").glob("*")) == before


@pytest.mark.usefixtures("bot")
def test_a_file_that_says_that_it_is_too_large_is_not_fetched(shared: FakeTelegram) -> None:
    shared.sends_file(b"", "films.zip", user=ADMIN, size=21 * MEGABYTE)
    assert shared.wait("sendMessage").text.startswith("films.zip is too large")
    assert "getFile" not in shared.silent()


@pytest.mark.usefixtures("bot")
def test_a_file_that_cannot_be_fetched_is_told(shared: FakeTelegram) -> None:
    shared.fault("getFile", status=400, description="wrong file_id or the file is temporarily unavailable")
    shared.sends_file(SENT, "gone.txt", user=ADMIN)
    assert (
        outcome(shared, "gone.txt could").text == "gone.txt could not be fetched from Telegram. Please send it again."
    )


@pytest.mark.usefixtures("bot")
def test_strangers_add_nothing(shared: FakeTelegram, user: int) -> None:
    shared.sends_file(SENT, "a.txt", user=user)
    assert shared.wait("sendMessage").text == "This is for the bot’s administrators."
    shared.user_says("/reindex", user=user)
    assert shared.wait("sendMessage").text == "This is for the bot’s administrators."


@pytest.mark.usefixtures("bot")
def test_all_sources_are_read_again_unless_one_of_them_is_gone(shared: FakeTelegram, folder: Path, user: int) -> None:
    shared.user_says("/reindex", user=ADMIN)
    assert outcome(shared, "Everything").text == "Everything is up to date."
    (folder / "articles" / "later.txt").write_text("Tom Reyes said that the ferry was sold.\n", encoding="utf-8")
    shared.user_says("/reindex", user=ADMIN)
    assert "1 new" in outcome(shared, "✓ All sources").text
    assert "the ferry was sold" in answer(shared, "what did Tom Reyes say?", user)
    (folder / "articles").rename(folder / "elsewhere")
    shared.user_says("/reindex", user=ADMIN)
    assert f"The index is as it was: {folder / 'articles'} is not there" in outcome(shared, "The index").text
    (folder / "elsewhere").rename(folder / "articles")


@pytest.mark.usefixtures("bot")
def test_what_is_left_out_of_an_archive_is_told(shared: FakeTelegram) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("pier.txt", "Pilot Jo Hale said that the pier was closed.\n")
        for number in range(4):
            archive.writestr(f"{number}.txt", b"MZ\x90\0\x03")
    shared.sends_file(packed.getvalue(), "two files.zip", user=ADMIN)
    told = outcome(shared, "✓ two files.zip").text.split("\n")
    assert told[0].startswith("✓ two files.zip: 1 new")
    assert told[1] == "Left out:"
    assert [line.split(" is ")[0] for line in told[2:5]] == [f"• two files.zip!{number}.txt" for number in range(3)]
    assert told[5:] == ["… and 1 more."]


def test_a_job_that_was_interrupted_is_done_at_the_next_start(
    telegram: FakeTelegram, tmp_path: Path, start: Start, encoder: SentenceEncoder
) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "first.txt").write_text(FIRST, encoding="utf-8")
    build([tmp_path / "articles"], tmp_path / "index", encoder)
    bot = start(REAL, QUOTES_INDEX=str(tmp_path / "index"))
    telegram.sends_file(SENT, "Dach.txt", user=ADMIN)
    telegram.wait("getFile")
    bot.stop(signal.SIGKILL)
    bot = start(REAL, QUOTES_INDEX=str(tmp_path / "index"))
    # The process that indexes may have come to its end, or not: it is told either way.
    done = ("✓ Dach.txt: 1 new", "Dach.txt is known already")
    telegram.wait("editMessageText", timeout=90, where=lambda call: call.text.startswith(done))
    assert bot.stop() == 0
