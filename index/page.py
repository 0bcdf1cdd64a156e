"""What a build did and what its index holds, as one web page without anything beside it. The only file of Jinja."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import ConfigError

if TYPE_CHECKING:
    from index.build import Report
    from index.glance import Glance

TEMPLATE = Path(__file__).with_suffix(".html")
MOST = 200
"""Things left out that are named; the rest is counted."""


def write(path: Path, report: Report) -> None:
    """Write the page of a build to a file.

    Raises:
        ConfigError: it cannot be written.
    """
    from index.glance import glance
    from index.store.generation import Generation

    content = page(report, glance(Generation.at(report.generation)))
    try:
        path.write_text(content, encoding="utf-8", errors="replace")
    except OSError as error:
        raise _unwritable(path, error.strerror or str(error)) from error


def writable(path: Path) -> None:
    """Look whether a page could be written there, before much is done for it.

    Raises:
        ConfigError: its folder is not there, or it is a folder itself.
    """
    if path.is_dir():
        raise _unwritable(path, "it is a folder")
    if not path.absolute().parent.is_dir():
        raise _unwritable(path, "there is no such folder")


def page(report: Report, seen: Glance) -> str:
    """Return the page: HTML that escapes whatever comes from documents, and may load nothing."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["count"] = "{:,}".format
    environment.filters["web"] = _web_address
    template = environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
    return template.render(report=report, seen=seen, problems=report.problems[:MOST]) + "\n"


def _unwritable(path: Path, reason: str) -> ConfigError:
    return ConfigError(f"the report {path} cannot be written ({reason}); name a file in a folder that is there")


def _web_address(url: str | None) -> str | None:
    """Return an address that a link may lead to, None for others ("javascript:")."""
    return url if url and url.startswith(("https://", "http://")) else None
