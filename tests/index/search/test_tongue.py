"""Which questions are told that only English is served: none that may be English, or names alone."""

from __future__ import annotations

import pytest

from index.search.tongue import unserved

FOREIGN = """
    Was hat Wang über Drittparteien gesagt?
    was sagt Reuel zur Fähre
    Wie oft wird Xi Jinping zitiert?
    Hat Brandt den Streik kritisiert?
    Und was ist mit der Ukraine?
    Was meint Merkel zu “what did he say”?
    ¿Qué dijo Wang sobre terceros?
    que dijo putin sobre el comercio
    ¿Cuántas veces se cita a Xi Jinping?
    Qu’a dit Wang sur les tiers ?
    Que pense Poutine du commerce ?
    Chi ha detto che il traghetto è in ritardo?
    O que Wang disse sobre terceiros?
    Wat zei Wang over derden?
    Was sagte Wang?
    Qué dijo Wang
    dijo Wang?
    Que dit Wang ?
    Co powiedział Wang o stronach trzecich?
    Czy Wang powiedział „third parties”?
    Vad sade Wang om tredje part?
    Vad sa Wang om Ryssland?
    Hvad sagde Wang om Rusland?
    Wang ne dedi?
    Vang Yi Rusya hakkında ne söyledi?
    Co řekl Wang o Rusku?
    Mitä Wang sanoi Venäjästä?
    Mit mondott Wang Oroszországról?
    Ce a spus Wang despre Rusia?
    Apa kata Wang tentang Rusia?
    王毅对第三方说了什么？
"""
SERVED = """
    what did Wang say about third parties?
    wat did putin sya abt trade
    was trump right
    was merkel fired
    wang on taiwan pls
    and Victor Brandt?
    Xi Jinping
    José María Aznar López
    juan carlos rodríguez ibarra maría dolores de cospedal
    Frank-Walter Steinmeier Annegret Kramp-Karrenbauer
    Süddeutsche Zeitung Frankfurter Allgemeine
    ursula von der leyen green deal
    recep tayyip erdoğan kemal kılıçdaroğlu
    Ho Chi Minh City
    Cosa Nostra Palermo trial
    Hat Yai floods
    que sera sera
    Kim Jong Un missiles
    Sade new album
    Ban Ki-moon on climate
    Jak Hutchcraft dice
    Ne Win Burma coup
    merkel atomkraft
    hola
    gracias
    did Scholz say “das hat er nie gesagt”?
"""


def lines(table: str) -> list[str]:
    return [line.strip() for line in table.strip().splitlines()]


@pytest.mark.parametrize("question", lines(FOREIGN))
def test_a_question_in_the_words_of_another_language_is_known(question: str) -> None:
    assert unserved(question)


@pytest.mark.parametrize("question", lines(SERVED))
def test_what_may_be_english_or_is_no_more_than_names_is_served(question: str) -> None:
    assert not unserved(question)
