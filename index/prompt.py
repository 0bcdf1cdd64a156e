"""Lines typed at a terminal, with editing, history and completion. The only file that knows prompt_toolkit.

The history lives as long as the conversation: nothing that is typed is written to the disk.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

MARK = "> "


def typed(names: Sequence[str]) -> Iterator[str]:
    """Yield what is typed, line by line, until Ctrl-D; Ctrl-C drops the line, Tab completes `names`."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import WordCompleter
    from prompt_toolkit.output import create_output

    # Whoever sends the answers into a file still has to see where to type.
    output = None if sys.stdout.isatty() else create_output(sys.stderr)
    completer = WordCompleter(names, ignore_case=True, match_middle=True)
    session: PromptSession[str] = PromptSession(MARK, completer=completer, complete_while_typing=False, output=output)
    while True:
        try:
            yield session.prompt()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
