"""Personal names as strings: honorifics and titles apart from the name, family names, gender where a word tells it.

Pure string work, no parser, so that questions can use it as well. Nothing here decides who is meant; it only says
which forms *can* name the same person.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from index.extract import gazetteer

_FILE = Path(__file__).with_name("first_names.txt")

_MALE = frozenset(
    """
    brother businessman chairman congressman councilman father king lord mr policeman prince sir spokesman
    """.split()
)
_FEMALE = frozenset(
    """
    businesswoman chairwoman congresswoman councilwoman dame lady miss mrs ms policewoman princess queen sister
    spokeswoman
    """.split()
)
HONORIFICS = (
    _MALE
    | _FEMALE
    | frozenset(
        """
    adm admiral ambassador archbishop attorney bishop capt captain cardinal chair chancellor chief col colonel
    commissioner constable councillor councilor deputy detective dr ex former gen general gov governor grandmaster
    inspector judge justice lieutenant lt maj major mayor minister officer pope premier president prime prof professor
    rep representative rev reverend secretary sen senator sergeant sgt sheriff speaker vice
    """.split()
    )
)
"""Words that stand before a name without being part of it, without full stops."""

ROLES = HONORIFICS - frozenset("mr mrs ms miss former ex vice deputy prime chief".split()) | frozenset(
    """
    activist adviser advisor aide analyst author candidate ceo cfo chairperson chief coach columnist commander
    correspondent counsel critic delegate diplomat director doctor economist editor engineer envoy executive expert
    fellow filmmaker founder frontrunner harbormaster harbourmaster headmaster historian host investigator journalist
    king lawmaker lawyer leader lobbyist manager master member negotiator nominee official organizer owner partner
    physician pollster prince producer prosecutor queen reporter researcher resident scholar scientist specialist
    spokesperson strategist student teacher
    treasurer undersecretary version veteran whip winner worker writer
    """.split()
)
"""Nouns that tell what somebody is: the head of a title."""

RELATIONS = frozenset(
    """
    aunt boyfriend brother cousin dad daughter father fiance fiancee friend girlfriend grandfather grandmother husband
    lady man mom mother neighbor neighbour nephew niece sister son uncle widow widower wife woman
    """.split()
)
"""Nouns that tell who somebody is to others."""

EPITHETS = frozenset(
    """
    actor actress billionaire businessman businesswoman candidate challenger comedian congressman congresswoman
    contender developer filmmaker frontrunner front-runner governor hopeful justice lawmaker magnate mogul neurosurgeon
    newcomer nominee politician rapper runner senator singer star surgeon tycoon veteran
    """.split()
)
"""Nouns by which the press takes up somebody whom it has just named."""

OFFICIALS = frozenset(
    "official officials government authorities authority administration ministry minister cabinet".split()
)
"""Nouns for those who speak for a government."""

_FAMILY_FIRST = frozenset(
    """
    bai cai cao chen cheng chung deng ding dong du fan fang feng fu gao gong gu guo han he hong hou hu huang hwang
    jiang jin jung kang kim lee lei li liang lin liu lu luo ma mao meng moon ngo nguyen pan park peng pham qian qin
    qiu ren shao shen shi song su sun tan tang tao tian tran wan wang wei wen wu xi xia xiao xie xu xue yan yang yao
    ye yi yin yoon yu yuan zeng zhang zhao zheng zhong zhou zhu
    """.split()
)
_OFFICES = {
    **dict.fromkeys(("congressman", "congresswoman", "rep"), "representative"),
    **dict.fromkeys(("chairman", "chairwoman", "chairperson"), "chair"),
    **dict.fromkeys(("spokesman", "spokeswoman"), "spokesperson"),
    "adviser": "advisor",
    "atty": "attorney",
    "dr": "doctor",
    "gen": "general",
    "gov": "governor",
    "maj": "major",
    "prof": "professor",
    "rev": "reverend",
    "sen": "senator",
    "sgt": "sergeant",
}
"""Words for what somebody is, short forms and forms of one gender, to the word that stands for all of them."""

_OF = frozenset("about as at by for from in of on to who whose which with and".split())
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
PARTICLES = frozenset("al bin de del della der di du el la le van von ben da dos".split())
_INITIALS = re.compile(r"^(?!U\.[SKN]\.|E\.U\.|D\.C\.)([A-Z])\.(?:[A-Z]\.)+(?= ?[A-Z][a-z])")
_TOKEN = re.compile(r"[^\s,]+")


@lru_cache(maxsize=1 << 16)
def bare(word: str) -> str:
    """Return `word` lower-cased, without possessive and full stops: the form in which words are compared."""
    return unowned(word.lower()).replace(".", "")


def unowned(word: str) -> str:
    """Return `word` without a possessive ending."""
    word = word.replace("’", "'")
    return word.removesuffix("'s").removesuffix("'")


def split_title(surface: str) -> tuple[str, str]:
    """Split a surface form into (title, name); either may be empty.

    >>> split_title("Foreign Minister Wang Yi")
    ('Foreign Minister', 'Wang Yi')
    >>> split_title("Mr. Wang’s")
    ('Mr.', 'Wang')
    """
    words = _TOKEN.findall(surface)
    at = 0
    for number, word in enumerate(words[:-1]):
        if bare(word) in HONORIFICS | ROLES or gazetteer.fold(word) in gazetteer.demonyms():
            at = number + 1
    if words:
        words[-1] = re.sub(r"['’]s?$", "", words[-1])
    return " ".join(words[:at]), " ".join(words[at:]).strip(" ,;:")


@lru_cache(maxsize=1 << 16)
def key(name: str) -> tuple[str, ...]:
    """Return the words of a name as they are compared: no initials in the middle, no suffix.

    >>> key("Donald J. Trump, Jr."), key("L.H. Meyer"), key("U.S. Steel")
    (('donald', 'trump'), ('l', 'meyer'), ('us', 'steel'))
    """
    words = [bare(word) for word in _TOKEN.findall(_INITIALS.sub(r"\1. ", name))]
    words = [word for word in words if word and word not in _SUFFIXES]
    if len(words) > 2:
        words = [words[0], *(word for word in words[1:-1] if len(word) > 1), words[-1]]
    return tuple(words)


def generation(name: str) -> str:
    """Return what tells a son from a father of the same name, "" for the father or where nothing does.

    >>> generation("Peter Stone Jr."), generation("Peter Stone III"), generation("Peter Stone Sr."), generation("Stone")
    ('jr', 'iii', '', '')
    """
    last = bare((_TOKEN.findall(name) or [""])[-1])
    return last if last in _SUFFIXES - {"sr"} else ""


def office(word: str) -> str:
    """Return what a word for an office or a role stands for, in one form: "governor" for "Gov.".

    >>> office("Sen."), office("spokeswoman"), office("pilot")
    ('senator', 'spokesperson', 'pilot')
    """
    word = bare(word)
    return _OFFICES.get(word, word)


def offices(title: str) -> frozenset[str]:
    """Return what a title or a description says that somebody is; whom it is for or of is no part of that.

    >>> sorted(offices("former Florida Gov.")), sorted(offices("a spokesman for the mayor"))
    (['governor'], ['spokesperson'])
    >>> sorted(offices("the governor’s long-time lawyer")), sorted(offices("a retired pilot"))
    (['lawyer'], ['pilot'])
    """
    words = title.replace("’", "'").split()
    end = next((at for at, word in enumerate(words) if at and bare(word) in _OF), len(words))
    own = [word.strip(",") for word in words[:end] if not word.endswith(("'s", "s'"))]
    held = {office(word) for word in own if bare(word) in ROLES}
    return frozenset(held | {office(own[-1])} if own else held)


def is_personal(name: str) -> bool:
    """Tell whether a name has a middle initial or a suffix, as only people's names have.

    >>> is_personal("Ana R. Stone"), is_personal("Ana Stone II"), is_personal("Stone & Sons")
    (True, True, False)
    """
    words = name.split()
    initials = [word for word in words[1:-1] if len(word) == 2 and word[0].isupper() and word[1] == "."]
    return len(key(name)) == 2 and (len(initials) == 1 or bare(words[-1]) in _SUFFIXES)


def family_names(name: str) -> frozenset[str]:
    """Return the words by which the press calls the bearer of a full name: the family name, wherever it stands.

    >>> sorted(family_names("Wang Yi")), sorted(family_names("Ursula von der Leyen"))
    (['wang', 'yi'], ['leyen', 'von der leyen'])
    """
    words = key(name)
    if len(words) < 2:
        return frozenset(words)
    if words[0] in _FAMILY_FIRST and len(words) <= 3:  # "Wang Yi", but "Kim Novak" as well: both ends may be it
        return frozenset((words[0], words[-1]))
    start = len(words) - 1
    while start > 1 and words[start - 1] in PARTICLES:
        start -= 1
    return frozenset((words[-1], " ".join(words[start:])))


def same_person(short: str, full: str) -> bool:
    """Tell whether `short` (a family name, a given name with family name, initials) can name the bearer of `full`.

    >>> same_person("Wang", "Wang Yi"), same_person("Wang Yi", "Wang Wenbin"), same_person("J. Kerry", "John Kerry")
    (True, False, True)
    >>> same_person("Bob Stone", "Robert Stone"), same_person("Robert Stone Jr.", "Robert Stone")
    (True, False)
    >>> same_person("Ruiz Vega", "Ana Ruiz Vega")
    True
    """
    a, b = key(short), key(full)
    if not a or not b:
        return False
    if len(a) == 1 or " ".join(a) in family_names(full):
        return " ".join(a) in family_names(full)
    if a[-1] != b[-1] or len(b) < 2:
        return a == b
    if not same_middle(short, full) or generation(short) != generation(full):
        return False
    if len(a) < len(b) and a == b[-len(a) :] and not is_first_name(a[0]):
        return True  # two family names without the first
    return same_first(a[0], b[0])


def same_middle(one: str, other: str) -> bool:
    """Tell whether the middle initials of two names allow that they are one person's; none allows any.

    >>> same_middle("George H. W. Stone", "George W. Stone"), same_middle("Ana R. Ruiz", "Ana Rosa Ruiz")
    (False, True)
    """
    middles = [[bare(word)[0] for word in _TOKEN.findall(name)[1:-1] if bare(word)] for name in (one, other)]
    return all(a == b for a, b in zip(*middles, strict=False))


def same_first(one: str, other: str) -> bool:
    """Tell whether two first names, as `key` gives them, can be one person's: alike, an initial, or a nickname.

    >>> same_first("bob", "robert"), same_first("r", "robert"), same_first("rob", "bob"), same_first("ron", "robert")
    (True, True, False, False)
    """
    short, long = sorted((one, other), key=len)
    initial = len(short) == 1 and long.startswith(short)
    nicknames = gazetteer.nicknames()
    return one == other or initial or other in nicknames.get(one, ()) or one in nicknames.get(other, ())


def initials(name: str) -> str:
    """Return the first letters of the capitalised words of a name."""
    return "".join(word[0] for word in name.split() if word[0].isupper())


def one_off(one: str, other: str) -> bool:
    """Tell whether one word is the other with a letter left out."""
    short, long = sorted((one, other), key=len)
    return len(long) == len(short) + 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def in_usual_case(name: str) -> str:
    """Return a name that is written in capitals as names are usually written, any other as it is.

    >>> in_usual_case("JANE O’NEILL"), in_usual_case("J. D. Stone"), in_usual_case("Lee")
    ('Jane O’Neill', 'J. D. Stone', 'Lee')
    """
    if not name.isupper() or not any(len(word.strip(".")) > 2 for word in name.split()):
        return name
    return re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), name)


@lru_cache(maxsize=1)
def _first_names() -> dict[str, str]:
    table: dict[str, str] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        gender, _, names = line.partition(":")
        table.update(dict.fromkeys(names.split(), gender))
    return table


def is_first_name(word: str) -> bool:
    """Tell whether `word` is a common first name of one gender."""
    return bare(word) in _first_names()


def gender(name: str, titles: tuple[str, ...] = ()) -> str | None:
    """Return "male" or "female" where a title or a first name that is used by one gender says so, else None."""
    words = {bare(word) for title in titles for word in _TOKEN.findall(title)}
    if words & _FEMALE:
        return "female"
    if words & _MALE:
        return "male"
    parts = key(name)
    return _first_names().get(parts[0]) if len(parts) > 1 else None
