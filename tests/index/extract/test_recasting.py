"""What some documents more or fewer change about names is what resolving all of them anew would say."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

import pytest

from index.extract.corpus_speakers import resolve_corpus, settled
from index.extract.recasting import Recast, Told, recast
from index.extract.sightings import added_up, is_person, keys, renamed
from index.schema import Document, Extraction, Quote, Span, Speaker, SpeakerKind, Style

NAMES = """
    Ana Stone|Peter Stone|P. Stone|Bob Stone|Robert Stone|Stone|Wang Yi|Wang Wenbin|Wang|Yi|Kim Stone|Kim Wang|Kim|
    Peter A. Stone|Peter B. Stone|Robin Vega|Vega|Ana Vega
""".replace("\n", "").split("|")
TITLES = ((), ("Mr",), ("Ms",), ("Judge",), ("Senator",), ("Mr", "Senator"))
OTHERS = ("the Council", "Council", "Stone", "Ana Stone", "Vega", "council")


def article(number: int, dice: random.Random) -> Extraction:
    """Return an article in which some are quoted, alone and together, and some are only spoken to."""
    named = dice.sample([name.strip() for name in NAMES], dice.randint(1, 4))
    cast = [Speaker(n, SpeakerKind.PERSON, (n,), dice.choice(TITLES), dice.randint(0, 3)) for n in named]
    others = [name for name in dice.sample(OTHERS, dice.randint(0, 2)) if name not in named]
    kinds = (SpeakerKind.ORGANISATION, SpeakerKind.GROUP)
    cast += [Speaker(name, dice.choice(kinds), (name,), (), 1) for name in others]
    everyone = [speaker.name for speaker in cast]
    pairs = [" and ".join(dice.sample(everyone, 2))] if len(everyone) > 1 else []
    quotes = tuple(
        Quote((Span(0, 1),), Style.DIRECT, speaker=name, addressee=dice.choice([None, *everyone, *OTHERS]))
        for name in (*everyone, *pairs, dice.choice(OTHERS))
    )
    return Extraction(Document(f"d{number}", "x"), (), quotes, tuple(cast))


class Remembered:
    """What is known of documents, as a store would look it up."""

    def __init__(self, extractions: Sequence[Extraction]) -> None:
        sightings = added_up(extractions)
        clusters = settled(sightings)
        self.told: Told = {r: (one.told(), clusters[r].name) for r, one in sightings.items()}

    def sightings(self, wanted: Iterable[str]) -> Told:
        found = set(wanted)
        return {r: told for r, told in self.told.items() if found & keys(r)}

    def of(self, references: Iterable[str]) -> Told:
        found = set(references)
        return {r: told for r, told in self.told.items() if r in found}

    def called(self, names: Iterable[str]) -> Told:
        found = set(names)
        return {r: told for r, told in self.told.items() if told[1] in found}


def as_resolved(left: Sequence[Extraction], added: Sequence[Extraction], known: Remembered, found: Recast) -> object:
    """Return the quotes and speakers that follow from what was known and what has changed."""

    def canonical(reference: str) -> str | None:
        if reference in found.names or reference in found.changed:
            return found.names.get(reference)
        return known.told.get(reference, ("", None))[1]

    return [renamed(one, canonical).quotes for one in (*left, *added)]


@pytest.mark.parametrize("seed", range(150))
def test_names_are_those_of_resolving_everything_anew(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - a fixed seed, no secret
    articles = [article(number, dice) for number in range(dice.randint(2, 14))]
    dice.shuffle(articles)
    end = dice.randint(1, len(articles))
    base, added = articles[:end], articles[end:]
    removed = dice.sample(base, dice.randint(0, min(2, len(base))))
    left = [one for one in base if one not in removed]
    known = Remembered(base)
    found = recast(known, added, removed)
    resolved, speakers = resolve_corpus([*left, *added])
    assert as_resolved(left, added, known, found) == [one.quotes for one in resolved]
    before = {speaker.name: speaker for speaker in resolve_corpus(base)[1]}
    now = {name: speaker for name, speaker in before.items() if name not in found.retold}
    assert not now.keys() & {speaker.name for speaker in found.speakers}
    assert now | {speaker.name: speaker for speaker in found.speakers} == {s.name: s for s in speakers}


def test_only_what_hangs_on_the_new_article_is_looked_at() -> None:
    dice = random.Random(1)  # noqa: S311 - a fixed seed, no secret
    known = Remembered([article(number, dice) for number in range(20)])
    alone = Extraction(Document("new", "x"), (), (), (Speaker("Olga Brandt", SpeakerKind.PERSON, ("Brandt",), (), 1),))
    found = recast(known, [alone], [])
    assert [(speaker.name, speaker.mentions) for speaker in found.speakers] == [("Olga Brandt", 1)]
    assert (set(found.retold), len(found.names)) == ({"Olga Brandt"}, 1)
    assert all(map(is_person, found.names))
