"""A conversation at a terminal, with keys pressed one after the other."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pexpect
import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input

from index import prompt
from tests.conftest import ROOT

READY = r"\x1b\[\?2004h"  # what a prompt sends to the terminal first
CTRL_C, CTRL_D, UP, TAB, ENTER = "\x03", "\x04", "\x1b[A", "\t", "\r"

KEYS = [
    # keys, the lines that come of them
    (f"one{ENTER}two{ENTER}{CTRL_D}", ["one", "two"]),
    (CTRL_D, []),
    (f"half a li{CTRL_C}whole{ENTER}{CTRL_D}", ["whole"]),
    (f"{CTRL_C}{CTRL_C}{CTRL_D}", []),
    (f"{ENTER}{CTRL_D}", [""]),
]


@pytest.mark.parametrize(("keys", "lines"), KEYS)
def test_keys_become_lines(keys: str, lines: list[str]) -> None:
    with create_pipe_input() as pipe, create_app_session(input=pipe):
        pipe.send_text(keys)
        assert list(prompt.typed(())) == lines


def test_a_conversation_at_a_terminal(seed_index: Path) -> None:
    environ = {**os.environ, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"}
    arguments = ["-m", "index", "ask", "--index", str(seed_index)]
    terminal = pexpect.spawn(
        sys.executable, arguments, cwd=str(ROOT), env=environ, encoding="utf-8", timeout=40, dimensions=(50, 200)
    )
    steps = [
        # what is waited for, what is pressed then
        (READY, f"half a line{CTRL_C}"),
        (READY, f"what did Wang say about third parties?{ENTER}"),
        ("will not yield to third-party pressure", ""),
        (READY, f"and about multipolarization?{ENTER}"),
        ("Wang Yi on multipolarization: .*speaker taken from the question before", ""),
        (READY, UP),
        ("multipolarization", CTRL_C),
        (READY, f"what did pesk{TAB}"),
        ("Dmitry Peskov", CTRL_C),
        (READY, ENTER),
        (READY, f"{'x' * 2001}{ENTER}"),
        ("error: the question has 2,001 characters", ""),
        (READY, CTRL_D),
    ]
    try:
        for words, keys in steps:
            terminal.expect(words)
            terminal.send(keys)
        terminal.expect(pexpect.EOF)
    finally:
        terminal.close()
    assert terminal.exitstatus == 0
