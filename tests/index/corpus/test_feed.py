"""Feeds of RSS and Atom are known by how they begin, and read without harm, whatever stands in them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index.corpus.address import Address
from index.corpus.feed import Item, is_feed, read_feed
from index.errors import SourceError
from tests.index.corpus.made_files import PAGE
from tests.index.corpus.web_server import item, rss

FEED = Address.of("http://courier.example/feed")
ATOM = """<?xml version="1.0" encoding="utf-8"?><!-- made by hand -->
<feed xmlns="http://www.w3.org/2005/Atom"><title>The Courier</title><entry><title>A &amp; B</title><id>1</id>
<link href="http://courier.example/a"/><published>2026-03-05T23:30:00-05:00</published><updated>2027-01-01T00:00:00Z
</updated><content type="html">&lt;p&gt;Text.&lt;/p&gt;</content></entry><entry><title>B</title>
<link href="b"/><updated>2027-01-01T00:00:00Z</updated></entry></feed>"""


def test_an_atom_feed_gives_days_of_publication_and_takes_no_other_for_one() -> None:
    first, second = (replace(item, mark="") for item in read_feed(ATOM.encode(), FEED))
    assert first == Item("http://courier.example/a", "", "A & B", "The Courier", "2026-03-05", "<p>Text.</p>")
    assert second == Item("http://courier.example/b", "", "B", "The Courier")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (rss(), True),
        (ATOM, True),
        ("\ufeff<rss version='2.0'>", True),
        ('<rdf:RDF xmlns:rdf="x">', True),
        (PAGE, False),
        ("<html><body><rss></body></html>", False),
        ("", False),
    ],
)
def test_a_feed_is_known_by_how_it_begins(content: str, expected: bool) -> None:
    assert is_feed(content.encode()) is expected


BROKEN = [
    ("cut short before its first article", rss(item("a"))[:60]),
    ("entities that grow without end", '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha">'
     + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
     + "]><rss><channel><title>&j;</title></channel></rss>"),
]  # fmt: skip


@pytest.mark.parametrize("content", [case[1] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_a_broken_feed_is_refused(content: str) -> None:
    with pytest.raises(SourceError, match="not a whole feed"):
        read_feed(content.encode(), FEED)


def test_a_feed_reads_no_file_of_this_machine(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    content = f'<!DOCTYPE r [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>' + rss(item("a").replace("About", "&x;"))
    assert "secret" not in str(read_feed(content.encode(), FEED))
