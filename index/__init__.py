"""Who said what about this, and where is it written?

    from index import open_index
    answer = open_index("index/.data").ask("what did Wang say about third parties?")

Importing this package is cheap: everything heavy is loaded when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.search.engine import Index, open_index

__all__ = ["Index", "open_index"]


def __getattr__(name: str) -> object:
    """Load the search engine when it is first asked for (PEP 562)."""
    if name in __all__:
        from index.search import engine

        return getattr(engine, name)
    raise AttributeError(f"module 'index' has no attribute {name!r}")
