"""The suite itself: every command and every button of the bot is tried end to end."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from bot.texts.en import ENGLISH

TESTS = {path: path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py")}
END_TO_END = "\n".join(words for path, words in TESTS.items() if path.name not in ("test_suite.py", "test_parts.py"))
DIRECT = re.findall(r'press(?:es)?\("(.+?)"', END_TO_END)
IN_TURN = re.findall(r'"(.+?)"', "".join(re.findall(r"for label in (\(.+?\)):", END_TO_END)))
FORMATS = re.findall(r'\("(\w+)", "\w+\.\w+"', END_TO_END)
PRESSED = {*DIRECT, *IN_TURN, *FORMATS}
UNPRESSED = {"button_open", "button_share", "button_copy"}  # Telegram's own: a link, a query to pass on, the clipboard


def labels() -> Iterator[str]:
    """Yield the labels of all buttons that the bot hears of."""
    for field in dataclasses.fields(ENGLISH):
        value = getattr(ENGLISH, field.name)
        if field.name in ("reasons", "formats") or (field.name.startswith("button") and field.name not in UNPRESSED):
            yield from (value,) if isinstance(value, str) else value.values() if isinstance(value, Mapping) else value


@pytest.mark.parametrize("name", [*ENGLISH.commands, *ENGLISH.admin_commands])
def test_every_command_is_sent(name: str) -> None:
    assert re.search(rf'["/ ]/{name}\b', END_TO_END)


@pytest.mark.parametrize("label", list(labels()))
def test_every_button_is_pressed(label: str) -> None:
    assert any(pressed in label for pressed in PRESSED)
