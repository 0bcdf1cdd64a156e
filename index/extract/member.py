"""One person or organisation of a document, with everything that the document says of it: titles, forms, mentions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from index.extract import gazetteer, names
from index.extract.mentions import Mention
from index.schema import Speaker, SpeakerKind


@dataclass(slots=True)
class Member:
    """One person or organisation of the cast, with everything the document says of it."""

    name: str
    kind: SpeakerKind
    surfaces: Counter[str] = field(default_factory=Counter)
    titles: Counter[str] = field(default_factory=Counter)
    descriptions: Counter[str] = field(default_factory=Counter)
    mentions: list[Mention] = field(default_factory=list)
    called: str | None = None
    anyone: bool = False
    """A family name that several bear, where the text does not tell who of them is meant."""

    @property
    def gender(self) -> str | None:
        """Male or female where a title, the first name, or how the text went on about them tells, else None."""
        return names.gender(self.name, tuple(self.titles)) or self.called

    @property
    def organised(self) -> bool:
        """Whether it is an organisation, no government and no place as the recogniser has it anywhere."""
        placed = any(mention.last.ent_type_ in ("GPE", "LOC") for mention in self.mentions)
        body = self.kind is SpeakerKind.ORGANISATION and self.name not in gazetteer.metonyms().values()
        return body and not placed and not self.anyone

    @property
    def offices(self) -> frozenset[str]:
        """What the titles and descriptions say that this person is, in one form each; see `names.offices`."""
        return frozenset(office for told in (*self.titles, *self.descriptions) for office in names.offices(told))

    def answers_to(self, surface: str) -> bool:
        """Tell whether `surface` can name this person, by the usual spelling or by one that the document uses."""
        return any(names.same_person(surface, form) for form in (self.name, *self.surfaces) if " " in form)

    def told(self, mention: Mention) -> None:
        """Take in what one more mention says."""
        self.mentions.append(mention)
        self.surfaces[mention.surface] += 1
        if mention.title:
            self.titles[mention.title] += 1
        if mention.description:
            self.descriptions[mention.description] += 1

    def speaker(self) -> Speaker:
        """Return the member as the schema has it, aliases by frequency."""
        aliases = dict.fromkeys([self.name, *(surface for surface, _ in self.surfaces.most_common())])
        titles = tuple(title for title, _ in self.titles.most_common())
        told = tuple(description for description, _ in self.descriptions.most_common())
        return Speaker(self.name, self.kind, tuple(aliases), titles, len(self.mentions), told)


def relative(member: Member) -> bool:
    """Tell whether somebody is first named as a relative of somebody else: "his wife, Ana Stone"."""
    first = member.mentions[0]
    before = first.first.doc[max(0, first.title_start - 3) : first.first.i].text
    return bool(names.RELATIONS.intersection(f"{before} {first.description}".lower().replace(",", " ").split()))


def introduced(member: Member) -> tuple[int, int]:
    """Return the block and the token where the member is named first."""
    return min((m.block, m.first.i) for m in member.mentions)
