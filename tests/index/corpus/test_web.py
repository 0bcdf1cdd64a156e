"""Pages and feeds become documents, known by their canonical addresses; what has not changed is not fetched again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from index.corpus import Journal, read_documents
from index.corpus.address import Address
from index.corpus.cache import Cache, Cached
from index.corpus.feed import Item
from index.corpus.reader import Entry, Read, Skip
from index.corpus.web import Online
from index.corpus.web import Web as Reading
from index.schema import Document
from tests.index.corpus.made_files import PAGE, pdf
from tests.index.corpus.web_server import Web, bomb, gives, in_turn, item, redirects, rss, serving, versioned

T = TypeVar("T")
FEED = Address.of("http://courier.example/feed")
TEXT = "<p>The ferry will resume on Monday, “come what may,” harbour master Tomas Reuel said on Thursday in {}.</p>"


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as web:
        yield web


def article(place: str, more: str = "") -> str:
    return f"<html><head><title>{place}</title>{more}</head><body><article>{TEXT.format(place)}</article></body></html>"


def reads(web: Web, folder: Path | None, *addresses: Address | str) -> list[Read]:
    reading = Reading(web.fetcher(), Cache(folder))
    return [read for address in addresses for read in reading.read(Address.of(str(address)))]


def titles(found: list[Read]) -> list[str | None]:
    return [read.title if isinstance(read, Entry) else read.fault for read in found]


def test_a_page_is_a_document_with_its_canonical_address(web: Web) -> None:
    web.routes["courier.example/2026/ferry.php"] = gives(PAGE, Content_Type="text/html")
    places = [Online(Address.of("http://courier.example/2026/ferry.php?utm_source=x"), Reading(web.fetcher(), Cache()))]
    [document] = read_documents(places)
    assert document == Document(
        "https://courier.example/ferry",
        document.text,
        "Ferry resumes",
        "The Vellin Courier",
        "2026-03-05",
        "https://courier.example/ferry",
    )
    assert "“come what may,” harbour master Tomas Reuel said" in document.text


KINDS = [
    ("a page without a media type", "a", article("Vellin").encode(), {}, "Vellin"),
    ("a text", "a", b"The ferry sails.", {"Content_Type": "text/plain"}, "The ferry sails."),
    ("a PDF", "a", pdf("The ferry sails."), {"Content_Type": "application/pdf"}, "The ferry sails."),
    ("a PDF by its name", "a.pdf", pdf("The ferry sails."), {"Content_Type": "application/octet-stream"}, "The ferry"),
]


@pytest.mark.parametrize(
    ("name", "content", "headers", "expected"), [case[1:] for case in KINDS], ids=[case[0] for case in KINDS]
)
def test_what_is_fetched_goes_through_the_reader_of_its_format(
    web: Web, name: str, content: bytes, headers: dict[str, str], expected: str
) -> None:
    web.routes[f"courier.example/{name}"] = gives(content, **headers)
    [read] = reads(web, None, f"http://courier.example/{name}")
    assert isinstance(read, Entry)
    assert expected in read.text
    assert read.id == f"http://courier.example/{name}"
    assert (read.outlet, read.date) == (None, None)


SAID = "“Fähre” fährt"
CHARSETS = [
    ("as the server says", "windows-1252", "text/html; charset=windows-1252", ""),
    ("Latin-1 is Windows' one", "windows-1252", "text/html; charset=ISO-8859-1", ""),
    ("as the page says", "windows-1252", "text/html", '<meta charset="windows-1252">'),
    ("UTF-8 whatever the server says", "utf-8", "text/html; charset=ISO-8859-1", ""),
    ("UTF-8 whatever the page says", "utf-8", "text/html", '<meta charset="iso-8859-1">'),
    ("neither UTF-8 as the server says", "windows-1252", "text/html; charset=utf-8", ""),
    ("no such encoding", "windows-1252", "text/html; charset=x-nonsense", ""),
    ("nothing said", "windows-1252", "text/html", ""),
    ("UTF-16 with its mark", "utf-16", "text/html; charset=utf-8", ""),
]


@pytest.mark.parametrize(
    ("encoding", "kind", "meta"), [case[1:] for case in CHARSETS], ids=[case[0] for case in CHARSETS]
)
def test_wrong_encodings_are_seen_through(web: Web, encoding: str, kind: str, meta: str) -> None:
    content = article(SAID, meta).encode(encoding)
    web.routes["courier.example/a"] = gives(content, Content_Type=kind)
    [read] = reads(web, None, "http://courier.example/a")
    assert isinstance(read, Entry)
    assert SAID in read.text


RIGHT = [("iso-8859-2", "Zażółć gęślą jaźń"), ("macintosh", "Ärger, süß"), ("windows-1251", "Паром")]


@pytest.mark.parametrize(("encoding", "place"), RIGHT)
def test_a_server_that_is_right_is_believed(web: Web, encoding: str, place: str) -> None:
    content = article(place).replace("“", '"').replace("”", '"').encode(encoding)
    web.routes["courier.example/a"] = gives(content, Content_Type=f"text/html; charset={encoding}")
    [read] = reads(web, None, "http://courier.example/a")
    assert isinstance(read, Entry)
    assert f"on Thursday in {place}." in read.text


def test_one_wrong_byte_costs_no_page(web: Web) -> None:
    content = article("Vellin, Fähre, über, schön, süß, größer").encode().replace(b"Monday", b"Mond\xffay")
    web.routes["courier.example/a"] = gives(content, Content_Type="text/html; charset=utf-8")
    [read] = reads(web, None, "http://courier.example/a")
    assert isinstance(read, Entry)
    assert "Mond\ufffday" in read.text
    assert "größer" in read.text


def test_a_page_that_has_not_changed_is_taken_from_before(web: Web, tmp_path: Path) -> None:
    web.routes["courier.example/a"] = versioned(article("Vellin"), '"1"')
    first = reads(web, tmp_path, "http://courier.example/a")
    assert reads(web, tmp_path, "http://courier.example/a") == first
    assert web.headers["if-none-match"] == '"1"'
    web.routes["courier.example/a"] = versioned(article("Oren"), '"2"')
    assert titles(reads(web, tmp_path, "http://courier.example/a")) == ["Oren"]
    for file in tmp_path.iterdir():
        file.write_text("{")
    assert titles(reads(web, tmp_path, "http://courier.example/a")) == ["Oren"]
    assert "if-none-match" not in web.headers


def test_what_cannot_be_had_stays_and_what_is_gone_goes(web: Web, tmp_path: Path) -> None:
    answers = [
        gives(article("Vellin")),
        gives("", 500),
        gives("", 403),
        gives(bomb(9_000_000), Content_Encoding="gzip"),
    ]
    web.routes["courier.example/"] = gives(article("All"))
    answers += [
        redirects("/"),
        gives("<html><body></body></html>"),
        gives(article("Oren")),
        gives("", 410),
        gives("", 403),
    ]
    found = []
    for answer in answers:
        web.routes["courier.example/a"] = answer
        found.append(titles(reads(web, tmp_path, "http://courier.example/a")))
    stays = [["Vellin", fault] for fault in ("server error", "refused", "bomb", "front page", "no text")]
    assert found == [["Vellin"], *stays, ["Oren"], ["gone"], ["refused"]]


def test_a_feed_stands_for_its_articles(web: Web, tmp_path: Path) -> None:
    dated = "<pubDate>Thu, 05 Mar 2026 23:30:00 -0500</pubDate>"
    web.routes["courier.example/feed"] = gives(
        rss(item("a", dated), item("b"), item("a"), "<item><title>?</title></item>")
    )
    web.routes["courier.example/a"] = gives(article("Vellin").replace("<title>Vellin</title>", ""))
    web.routes["courier.example/b"] = gives(PAGE)
    read = [read for read in reads(web, tmp_path, FEED) if isinstance(read, Entry)]
    first, second = read
    assert (first.id, first.outlet, first.date) == ("http://courier.example/a", "The Courier", "2026-03-05")
    assert (second.id, second.title, second.outlet) == (
        "https://courier.example/ferry",
        "Ferry resumes",
        "The Vellin Courier",
    )


FRONT = "<html><head>{}</head><body><p>Ferry resumes: “come what may,” says the harbour master.</p></body></html>"
FRONTS = [
    ('<link rel="alternate" type="application/rss+xml" title="All" href="/feed?a=1&amp;b=2">', "/feed?a=1&b=2"),
    ("<LINK href=atom.xml type='application/atom+xml'>", "/atom.xml"),
    ('<link type="application/rss+xml"><link rel="stylesheet" href="/a.css">', None),
    ('<link rel="stylesheet" href="/a.css">', None),
]


@pytest.mark.parametrize(("head", "named"), FRONTS)
def test_a_front_page_is_no_article_where_it_names_a_feed(web: Web, head: str, named: str | None) -> None:
    web.routes["courier.example/"] = gives(FRONT.format(head))
    [read] = reads(web, None, "http://courier.example")
    assert isinstance(read, Skip) == (named is not None)
    if isinstance(read, Skip):
        assert read.message.endswith(f"give its feed: http://courier.example{named}")
    web.routes["courier.example/ferry"] = gives(FRONT.format(head))
    assert titles(reads(web, None, "http://courier.example/ferry")) == [None]


def test_articles_of_a_feed_are_fetched_once_until_the_feed_says_something_else(web: Web, tmp_path: Path) -> None:
    web.routes |= {f"courier.example/{name}": gives(article(name)) for name in "abc"}
    web.routes["courier.example/feed"] = gives(rss(item("b"), item("a")))
    assert titles(reads(web, tmp_path, FEED)) == ["b", "a"]
    web.asked.clear()
    assert titles(reads(web, tmp_path, FEED)) == ["b", "a"]
    assert web.asked == ["courier.example/feed"]
    web.routes["courier.example/feed"] = gives(rss(item("c"), item("b", "<description>corrected</description>")))
    web.routes["courier.example/b"] = gives(article("b corrected"))
    assert titles(reads(web, tmp_path, FEED)) == ["b corrected", "a", "c"]  # what a feed lists no more stays
    assert web.asked[2:] == ["courier.example/b", "courier.example/c"]


def test_a_feed_that_has_not_changed_still_stands_for_its_articles(web: Web, tmp_path: Path) -> None:
    web.routes["courier.example/feed"] = versioned(rss(item("a"), item("b")), '"1"')
    web.routes["courier.example/a"] = gives(article("a"))
    web.routes["courier.example/b"] = in_turn(*[gives("", 500)] * 3, gives(article("b")))
    assert titles(reads(web, tmp_path, FEED)) == ["a", "server error"]
    assert titles(reads(web, tmp_path, FEED)) == ["a", "b"]  # what failed in passing is asked for again
    web.routes["courier.example/feed"] = gives("", 404)
    assert titles(reads(web, tmp_path, FEED)) == ["gone", "a", "b"]


def one_alone(items: Iterable[T], what: str, total: int) -> Iterator[T]:
    assert (what, total) == ("fetching", 2)
    yield from list(items)[:1]
    raise KeyboardInterrupt


def test_what_an_interrupted_run_has_fetched_is_not_fetched_again(web: Web, tmp_path: Path) -> None:
    web.routes["courier.example/feed"] = versioned(rss(item("a"), item("b")), '"1"')
    web.routes["courier.example/a"] = gives(article("a"))
    reading = Reading(web.fetcher(), Cache(tmp_path), one_alone)
    with pytest.raises(KeyboardInterrupt):
        reading.read(FEED)
    web.routes["courier.example/b"] = gives(article("b"))
    web.asked.clear()
    assert titles(reads(web, tmp_path, FEED)) == ["a", "b"]
    assert web.asked == ["courier.example/feed", "courier.example/b"]


def test_a_feed_helps_out_with_the_text_it_carries_where_the_page_cannot_be_had(web: Web, tmp_path: Path) -> None:
    carried = (
        "<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'><![CDATA[{}]]></content:encoded>"
    )
    web.routes["courier.example/feed"] = gives(
        rss(item("a", carried.format(TEXT.format("Vellin"))), item("b", "<description>a teaser</description>"))
    )
    web.routes["courier.example/a"] = gives("", 403)
    web.routes["courier.example/b"] = gives("", 403)
    found = reads(web, tmp_path, FEED)
    assert titles(found) == ["About a", "refused"]
    assert isinstance(found[0], Entry)
    assert "in Vellin" in found[0].text


def test_an_article_that_several_addresses_lead_to_is_read_once(web: Web) -> None:
    for name in ("a", "b"):
        web.routes[f"courier.example/{name}"] = gives(
            article("a", '<link rel="canonical" href="http://courier.example/a">')
        )
    web.routes["courier.example/c"] = redirects("/a")
    reading = Reading(web.fetcher(), Cache())
    places = [Online(Address.of(f"http://courier.example/{name}"), reading) for name in "abca"]
    journal = Journal()
    assert [document.id for document in read_documents(places, journal)] == ["http://courier.example/a"]
    assert journal.faults() == {}


def test_an_article_on_this_machine_costs_the_feed_only_itself(web: Web) -> None:
    web.names["router.example"] = ["192.168.1.1"]
    web.routes["courier.example/feed"] = gives(
        rss(
            item("a").replace("/a", "http://router.example/admin"),
            item("b"),
            item("c").replace("/c", "file:///etc/passwd"),
        )
    )
    web.routes["courier.example/b"] = gives(article("b"))
    assert titles(reads(web, None, FEED)) == ["private address", "b"]


def test_addresses_and_files_are_read_side_by_side(web: Web, tmp_path: Path) -> None:
    web.routes["courier.example/a"] = gives(article("a"))
    (tmp_path / "note.txt").write_text("A note.")
    journal, reading = Journal(), Reading(web.fetcher(), Cache())
    online = [Online(Address.of(f"http://courier.example/{name}"), reading) for name in "ab"]
    documents = list(read_documents([online[0], tmp_path, online[1]], journal))
    assert [document.id for document in documents] == ["http://courier.example/a", "note"]
    assert journal.faults() == {"gone": 1}


def test_what_was_fetched_is_kept_as_it_was(tmp_path: Path) -> None:
    entry = Entry("a", "Lone \ud800 mark", "place", "Ä", date="2026-03-05", url="http://a.example")
    kept = Cached('"1"', "Thu", "mark", (entry, Skip("gone", "no more")), (Item("http://a.example", "m", "T"),))
    Cache(tmp_path).put(FEED, kept)
    assert Cache(tmp_path).get(FEED) == kept
    assert Cache(tmp_path).get(Address.of("http://a.example")) == Cached()
    [file] = tmp_path.iterdir()
    file.write_text(file.read_text().replace('"format": 1', '"format": 2'))
    assert Cache(tmp_path).get(FEED) == Cached()
