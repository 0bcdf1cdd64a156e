"""Texts side by side in plain characters. The only file that knows rich."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from itertools import zip_longest

WIDTH = 110  # characters of a line, where nothing narrower is asked for


def side_by_side(heads: Sequence[str], columns: Sequence[Sequence[str]], width: int = WIDTH) -> str:
    """Return a table with a column under each head, its texts wrapped at words, one beside another in order."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, width=width, show_edge=False, pad_edge=False)
    for head in heads:
        table.add_column(Text(head), ratio=1)
    for cells in zip_longest(*columns, fillvalue=""):
        table.add_row(*map(Text, cells))
    page = StringIO()
    Console(file=page, width=width, color_system=None, legacy_windows=False).print(table)
    return "\n".join(line.rstrip() for line in page.getvalue().splitlines()).rstrip()
