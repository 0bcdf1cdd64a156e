"""Which questions are surely asked in another language than English; what is in doubt counts as English.

A wrong "only English is served" is worse than none: names alone, or a few words, are asked in no language.
"""

from __future__ import annotations

from functools import lru_cache

from index.extract import language
from index.search import patterns
from index.search.wording import foreign, words_of

LEAST = 3  # words
SURE = 20.0
"""By how much the log-probability of another language must be higher: English questions without an English word of
asking stay below 18, names alone do not, but hold none of `ASKING`."""

ENGLISH = frozenset(
    """
    about and are been between comment commented compare could did does every everything for from had have how let
    mentioned myself our quotation quotations quote quoted quotes regarding said says should shown speak
    speaking spoke talk tell than that the their them then these they thing things think this those timeline told
    were what when where whether which whom whose why with would you your
    """.split()
)
"""Words of English questions that none of the languages of `ASKING` has."""

ASKING = frozenset(
    """
    wer was wann wie warum wieso weshalb welche welcher welches hat haben habe sagt sagte sagten gesagt meint meinte
    denkt sprach spricht gesprochen äußerte geäußert zitiert zitate vergleiche
    qué quién quien quiénes cuándo cuando cuántas cuántos cómo dijo dice dijeron dicho dime habló opina opinó
    piensa cita citas
    qu'a qu'est-ce qui quand comment pourquoi dit disait disent déclaré pense parlé
    detto perché pensa
    quem disse disseram falou
    wat wie wanneer zei zegt gezegd
    vad vem hur när varför sade sa hvad hvem hvordan hvorfor hva sagde
    czy jak kiedy dlaczego kto kdo kdy proč
    ne kim neden nasıl zaman kaç hangi
    mitä kuka miksi mit mikor miért cine când apa siapa kata
    """.split()
)
"""Words of asking and saying in German, Spanish, French, Italian, Portuguese, Dutch, Swedish, Danish, Norwegian,
Polish, Czech, Turkish, Finnish, Hungarian, Romanian and Indonesian; some are words or names in English, too."""

SAID = frozenset(
    """
    sagt sagte sagten gesagt äußerte geäußert
    dijo dijeron dicho habló opinó
    dit disait disent déclaré
    disse disseram falou detto
    zei zegt gezegd
    sagde säger
    mówi mówił mówiła powiedział powiedziała powiedzieli twierdzi twierdził
    řekl řekla říká
    dedi diyor demiş söyledi söylüyor söylemiş konuştu hakkında
    sanoi sanoo sanonut mondott mondta mondja spus declarat berkata tentang
    """.split()
)
"""Words of saying in the same languages that are none in English, so that one of them tells, however few there are."""


@lru_cache(maxsize=256)
def unserved(question: str) -> bool:
    """Tell whether a question is surely in another language: in another script, or asked in that language's words.

    >>> unserved("Was hat Wang über Drittparteien gesagt?")
    True
    >>> unserved("Wang ne dedi?"), unserved("José María Aznar López")
    (True, False)
    """
    return foreign(question) or _asks_otherwise(_plain(question))


def _asks_otherwise(plain: str) -> bool:
    """Tell whether a question has words of saying or asking in another language, and none of an English question."""
    words = words_of(plain)
    if not ENGLISH.isdisjoint(words):
        return False
    if not SAID.isdisjoint(words):
        return True
    return len(words) >= LEAST and not ASKING.isdisjoint(words) and language.foreign(plain, SURE) is not None


def _plain(question: str) -> str:
    """Return a question in lower case without what it quotes."""
    return patterns.QUOTED.sub(" ", question.replace("’", "'")).lower()
