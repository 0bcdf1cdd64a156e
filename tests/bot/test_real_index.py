"""The bot as it is run, on an index of the seeds and an odd article, with the real rules and the real encoder."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import build
from index.store.encoder import SentenceEncoder
from tests.bot.conftest import BotProcess, on_files_in
from tests.bot.fake_telegram import FakeTelegram
from tests.conftest import ARTICLE

ODD = (
    "Mayor Nora Falk said on Tuesday that the <b>ferry & bus</b> plan 🛳️ would cost less than the bridge.\n\n"
    "“Ferries < bridges & tunnels 🛳️,” Falk said.\n\n"
    "Her deputy Omar Falk said the ferry timetable was not settled yet.\n"
)
LATER = "Architect Lena Brandt said that the lighthouse needs a new roof before the winter.\n"


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    (folder / "ferry.txt").write_text(ODD, encoding="utf-8")
    details = {"ferry": {"title": "Ferry & <bus>", "outlet": "The Quay", "url": "https://quay.example/f?a=1&b=2"}}
    (folder / "sources.json").write_text(json.dumps(details), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def root(articles: Path, tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder) -> Path:
    root = tmp_path_factory.mktemp("index")
    build([ARTICLE, articles], root, encoder)
    return root


@pytest.fixture(scope="module")
def bot(shared: FakeTelegram, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotProcess]:
    folder = tmp_path_factory.mktemp("bot")
    with on_files_in(folder, shared, "bot", QUOTES_INDEX=str(root)) as process:
        yield process.ready()
        assert process.stop() == 0
    assert "third parties" not in process.logged()


pytestmark = pytest.mark.usefixtures("bot")


def answer(telegram: FakeTelegram, words: str, user: int) -> str:
    telegram.user_says(words, user=user)
    return telegram.wait("editMessageText", timeout=60).text


def test_a_question_is_answered_with_its_citation(shared: FakeTelegram, user: int) -> None:
    text = answer(shared, "what did Wang say about third parties?", user)
    assert text.startswith("Wang Yi → third parties · ")
    assert "“will not yield to third-party pressure.”" in text
    assert "Putin urges Xi Jinping to visit Russia, ties reach ‘new ground’ · MOSCOW (Reuters)" in text


def test_a_follow_up_keeps_the_speaker_and_says_so(shared: FakeTelegram, user: int) -> None:
    answer(shared, "what did Wang say about third parties?", user)
    text = answer(shared, "and about multipolarization?", user)
    assert text.startswith("Continuing with Wang Yi.")
    assert "multipolarization and democratization" in text


def test_passages_are_offered_inline(shared: FakeTelegram, user: int) -> None:
    shared.types_inline("what did wang say about third parties", user=user)
    results = json.loads(shared.wait("answerInlineQuery").fields["results"])
    assert results[0]["title"] == "Wang Yi · through an interpreter · reported, partly quoted"


def test_who_never_spoke_is_told_and_nothing_is_cited(shared: FakeTelegram, user: int) -> None:
    shared.user_says("what did Angela Merkel say about coal?", user=user)
    told = shared.wait("editMessageText", timeout=60)
    assert "expandable_blockquote" not in told.entities
    assert "merkel" in told.text.lower()
    assert told.buttons


def test_markup_and_emoji_of_an_article_are_shown_as_they_are_written(shared: FakeTelegram, user: int) -> None:
    text = answer(shared, "what did Nora Falk say about tunnels?", user)
    assert "Ferries < bridges & tunnels 🛳️" in text
    assert "Ferry & <bus> · The Quay" in text


def test_a_question_in_another_language_is_told_what_was_understood_of_it(shared: FakeTelegram, user: int) -> None:
    shared.user_says("Was hat Wang über Drittparteien gesagt?", user=user, language="de")
    told = shared.wait("editMessageText", timeout=60).text
    assert told.startswith("Ich habe in Ihrer Frage nur die Namen verstanden; bisher lese ich Fragen auf Englisch.")
    assert "will not yield to third-party pressure" in told
    shared.user_says("¿Quién dijo que el puente es seguro?", user=user, language="es")
    told = shared.wait("editMessageText", timeout=60).text
    assert told.startswith("Lo siento, por ahora solo entiendo preguntas en inglés.")


def test_a_name_that_two_share_is_asked_back(shared: FakeTelegram, user: int) -> None:
    shared.user_says("what did Falk say about the ferry?", user=user)
    back = shared.wait("editMessageText", timeout=60)
    assert sorted(back.buttons) == ["Nora Falk", "Omar Falk"]
    shared.presses("Omar", message=int((back.message or {})["message_id"]), user=user)
    assert "timetable was not settled" in shared.wait("editMessageText", timeout=60).text


def test_an_index_published_meanwhile_is_used_at_once(
    shared: FakeTelegram, user: int, root: Path, articles: Path, encoder: SentenceEncoder
) -> None:
    before = answer(shared, "what did Lena Brandt say about the lighthouse?", user)
    assert "new roof" not in before
    (articles / "lighthouse.txt").write_text(LATER, encoding="utf-8")
    build([ARTICLE, articles], root, encoder)
    started = time.monotonic()
    assert "the lighthouse needs a new roof" in answer(shared, "what did Lena Brandt say about the lighthouse?", user)
    assert time.monotonic() - started < 5
    shared.user_says("/sources", user=user)
    assert "lighthouse" in shared.wait("sendMessage").text
