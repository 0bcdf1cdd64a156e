"""One canonical speaker for a whole corpus: what is merged, what is kept apart, and independence of order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import pytest

from index.extract.corpus_speakers import resolve_corpus
from index.schema import Document, Extraction, Quote, Span, Speaker, SpeakerKind, Style


def article(
    number: int, *names: str, kind: SpeakerKind = SpeakerKind.PERSON, titles: tuple[str, ...] = ()
) -> Extraction:
    """Return an extraction in which each of `names` is mentioned and quoted once."""
    speakers = tuple(Speaker(part, kind, (part,), titles, 1) for name in names for part in name.split(" and "))
    quotes = tuple(Quote((Span(0, 1),), Style.DIRECT, speaker=name) for name in names)
    return Extraction(Document(f"d{number}", "x"), (), quotes, speakers)


def quoted(extractions: Sequence[Extraction]) -> list[str | None]:
    return [quote.speaker for extraction in extractions for quote in extraction.quotes]


CASES = [
    # names, one article each; canonical name of each
    (["Wang Yi", "Wang"], ["Wang Yi", "Wang Yi"]),
    (["Wang Yi", "Wang Wenbin", "Wang"], ["Wang Yi", "Wang Wenbin", "Wang"]),
    (["Angela Merkel", "Angela D. Merkel", "Merkel"], ["Angela D. Merkel"] * 3),
    (["Angela Merkel", "Angela Merkel", "Angela D. Merkel"], ["Angela Merkel"] * 3),
    (["Peter Stone", "Ana Stone", "Stone"], ["Peter Stone", "Ana Stone", "Stone"]),
    (["Stone"], ["Stone"]),
    (["Stone", "Stone", "Peter Stone"], ["Peter Stone"] * 3),  # the full name, however seldom it is used
    (["Bob Stone", "Robert Stone"], ["Robert Stone"] * 2),
    (["Bert Stone", "Robert Stone", "Albert Stone"], ["Bert Stone", "Robert Stone", "Albert Stone"]),
    (["R. Stone", "Robert Stone"], ["Robert Stone"] * 2),
    (["George W. Stone", "George H. W. Stone"], ["George W. Stone", "George H. W. Stone"]),
    (["George W. Stone", "George H. W. Stone", "George Stone"], ["George W. Stone", "George H. W. Stone", "George Stone"]),
    (["Wang Yi and Stone", "Peter Stone"], ["Wang Yi and Peter Stone", "Peter Stone"]),
]  # fmt: skip


@pytest.mark.parametrize(("names", "canonical"), CASES)
def test_names_are_merged_only_where_they_fit_one_person(names: list[str], canonical: list[str]) -> None:
    resolved, _ = resolve_corpus([article(number, name) for number, name in enumerate(names)])
    assert quoted(resolved) == canonical


@pytest.mark.parametrize("names", [["Wang Yi", "Wang", "Wang Wenbin"], ["Ana D. Ruiz", "Ruiz", "Ana Ruiz"]])
def test_result_does_not_depend_on_the_order_of_documents(names: list[str]) -> None:
    articles = [article(number, name) for number, name in enumerate(names)]
    results = []
    for order in permutations(articles):
        resolved, speakers = resolve_corpus(order)
        results.append((sorted((e.document.id, e.quotes[0].speaker) for e in resolved), speakers))
    assert all(result == results[0] for result in results)


def test_a_person_and_an_organisation_of_the_same_name_stay_two() -> None:
    articles = [article(0, "Morgan"), article(1, "Morgan", kind=SpeakerKind.ORGANISATION)]
    _, speakers = resolve_corpus(articles)
    assert {(speaker.name, speaker.kind) for speaker in speakers} == {
        ("Morgan", SpeakerKind.PERSON),
        ("Morgan (organisation)", SpeakerKind.ORGANISATION),
    }


def test_addressee_is_renamed_with_the_speakers() -> None:
    quote = Quote((Span(0, 1),), Style.DIRECT, speaker="Wang Yi", addressee="Lavrov")
    lavrov = Speaker("Lavrov", SpeakerKind.PERSON, ("Lavrov",), (), 1)
    first = Extraction(Document("a", "x"), (), (quote,), (Speaker("Wang Yi", SpeakerKind.PERSON), lavrov))
    resolved, _ = resolve_corpus([first, article(1, "Sergey Lavrov")])
    assert resolved[0].quotes[0].addressee == "Sergey Lavrov"


def test_described_groups_become_speakers_of_their_own() -> None:
    quote = Quote((Span(0, 1),), Style.INDIRECT, speaker="Clinton campaign")
    _, speakers = resolve_corpus([Extraction(Document("a", "x"), (), (quote,))])
    assert [(s.name, s.kind) for s in speakers] == [("Clinton campaign", SpeakerKind.GROUP)]


TITLED = [
    # title of a bare "Stone"; who it is beside Senator Ana Stone and Judge Peter Stone
    ("Senator", "Ana Stone"),
    ("Sen.", "Ana Stone"),
    ("Judge", "Peter Stone"),
    ("Mr", "Peter Stone"),
    ("Ms", "Ana Stone"),
    ("Captain", "Stone"),
]


@pytest.mark.parametrize(("title", "canonical"), TITLED)
def test_a_title_tells_which_bearer_of_a_family_name_is_meant(title: str, canonical: str) -> None:
    both = [article(0, "Ana Stone", titles=("Senator",)), article(1, "Peter Stone", titles=("Judge",))]
    resolved, _ = resolve_corpus([*both, article(2, "Stone", titles=(title,))])
    assert quoted(resolved)[-1] == canonical


def test_a_bare_name_is_somebody_else_in_another_article_whatever_their_order() -> None:
    both = [article(0, "Ana Stone", titles=("Senator",)), article(1, "Peter Stone", titles=("Judge",))]
    bare = [article(n, "Stone", titles=titles) for n, titles in enumerate((("Senator",), ("Judge",), ()), start=2)]
    for order in permutations([*both, *bare]):
        resolved, _ = resolve_corpus(order)
        by_id = {e.document.id: e.quotes[0].speaker for e in resolved}
        assert [by_id[f"d{n}"] for n in (2, 3, 4)] == ["Ana Stone", "Peter Stone", "Stone"]


def test_a_son_of_the_same_name_is_not_his_father() -> None:
    resolved, _ = resolve_corpus(
        [article(0, "Peter Stone"), article(1, "Peter Stone Jr."), article(2, "Peter Stone Sr.")]
    )
    names = quoted(resolved)
    assert names[1] == "Peter Stone Jr."
    assert names[0] == names[2] != names[1]


def test_whom_a_bare_name_fits_is_decided_by_full_names_alone() -> None:
    articles = [article(0, "Robin Stone"), article(1, "Stone", titles=("Mr",)), article(2, "Stone", titles=("Ms",))]
    results = []
    for order in permutations(articles):
        resolved, speakers = resolve_corpus(order)
        results.append((sorted((e.document.id, e.quotes[0].speaker) for e in resolved), speakers))
    assert all(result == results[0] for result in results)
