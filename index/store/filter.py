"""What a question may restrict the rows to."""

from __future__ import annotations

from dataclasses import dataclass

from index.schema import Kind, Style


@dataclass(frozen=True, slots=True)
class Filter:
    """A conjunction of restrictions; None or () restricts nothing.

    Attributes:
        speakers: canonical names, any of which may speak. Sentences and unattributed quotes never pass.
        kind: quotes only, or sentences only.
        styles: styles of a quote, any of which passes.
        addressee: canonical name of the one spoken to.
        mediated: True for quotes said through someone or something ("through an interpreter"), False for the others.
        docs: document ids, any of which passes.
        outlet: a part of the outlet's name, whatever its case.
        since: first date that passes, ISO 8601, may be cut short ("2023-02"). Undated documents never pass.
        until: last date that passes, likewise: "2023-02" lets the whole month pass.
    """

    speakers: tuple[str, ...] = ()
    kind: Kind | None = None
    styles: tuple[Style, ...] = ()
    addressee: str | None = None
    mediated: bool | None = None
    docs: tuple[str, ...] = ()
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
