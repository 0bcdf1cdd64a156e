"""The cue lexicon: which verbs and nouns introduce what somebody said, and in which frame their content stands.

The classes follow the reporting verbs of PARC 3 (Pareti 2016) and PolNeAR (Newell et al. 2018), chosen by hand:

- `SPEECH`    say, tell, write ...: a clause, or a quotation, is the content;
- `ATTITUDE`  believe, fear ...: a clause is the content, the speech is implied;
- `DENIAL`    deny, reject ...: a clause or a noun phrase is the content, and the source does not stand by it;
- `DOUBT`     doubt, disagree: a clause is the content, and the source does not stand by it either;
- `RETRACTION` withdraw, retract ...: what was said before is the content, and the source stands by it no longer;
- `APPEAL`    urge, ask, warn ...: an addressee, then an infinitive, a clause or a prepositional phrase;
- `COMMITMENT` vow, promise, refuse ...: an infinitive is the content;
- `STANCE`    announce, criticise ...: a noun phrase may be the content;
- `NOUNS`     claim, warning ...: "X's claim that ...".
"""

from __future__ import annotations

SPEECH = frozenset(
    """
    accuse acknowledge add admit affirm allege announce answer argue articulate assert assure aver blog blurt boast
    brag caution charge chime cite claim clarify comment complain concede conclude confess confide confirm contend
    continue counter declare demand describe disclose elaborate email emphasise emphasize exclaim explain fume go
    groan grumble hint imply indicate inform insist instruct interject interrupt intone invite joke lament laugh
    maintain marvel mention mock mumble murmur muse mutter note notify observe opine phrase plead point post predict
    proclaim propose protest quip quote reaffirm reason reassert recall recommend recount reflect refute reiterate
    relate remark remember remind repeat reply report respond restate retort retweet reveal say scoff scream shout
    sigh signal snap sneer speak specify speculate state stress suggest summarize swear teach tease tell testify
    text think thunder tweet underline underscore urge utter vent venture voice volunteer vow warn whisper wonder
    write yell
    """.split()
)
ATTITUDE = frozenset(
    """
    agree assume believe calculate conclude consider decide determine doubt dream estimate expect fear feel figure
    find forecast foresee guarantee hope imagine judge know learn prefer presume project prove realise realize
    reckon regret see sense show suppose surmise suspect think understand want wish worry
    """.split()
)
DENIAL = frozenset("contradict decry deny disavow disown dispute dismiss rebut refute reject repudiate".split())
DOUBT = frozenset("disagree disbelieve doubt mistrust".split())
RETRACTION = frozenset("abjure recant retract rescind withdraw".split())
APPEAL = frozenset(
    """
    advise alert ask assure beg beseech call caution challenge command convince counsel direct encourage exhort
    implore inform instruct invite lobby order persuade petition press remind request tell urge warn
    """.split()
)
COMMITMENT = frozenset(
    """
    agree aim choose decide decline demand expect hope intend offer plan pledge prefer promise propose refuse
    resolve seek swear threaten undertake volunteer vow want wish
    """.split()
)
STANCE = frozenset(
    """
    acknowledge announce applaud blast cite condemn confirm criticise criticize decry demand denounce deplore deride
    disparage dispute hail lambast lambaste mock praise predict promise propose question recommend reiterate request
    ridicule slam urge
    """.split()
)
NOUNS = frozenset(
    """
    accusation acknowledgement admission allegation announcement argument assertion assessment assurance belief
    claim comment complaint conclusion conviction declaration denial expectation fear forecast hope insistence
    pledge prediction promise remark report statement suggestion suspicion threat view vow warning
    """.split()
)
PREPOSITION_FRAMES = {
    "warn": ("of", "about", "against"),
    "complain": ("about", "of"),
    "call": ("for",),
    "speak": ("of", "about"),
    "talk": ("about",),
    "accuse": ("of",),
    "boast": ("of", "about"),
    "insist": ("on",),
    "hint": ("at",),
    "object": ("to",),
    "argue": ("for", "against"),
    "caution": ("against",),
    "advise": ("against",),
    "plead": ("for",),
    "worry": ("about",),
    "ask": ("for", "about"),
}
"""Verbs whose content may stand behind a preposition: "warned of the consequences"."""

CLAUSE_VERBS = SPEECH | ATTITUDE | DENIAL | APPEAL | COMMITMENT
"""Verbs that take a clause as content."""

QUOTE_VERBS = (
    SPEECH
    | DENIAL
    | APPEAL
    | STANCE
    | frozenset("ask begin conclude start call hear have read cry agree think".split())
)
"""Verbs that may stand beside a quotation."""

KNOWN = CLAUSE_VERBS | STANCE | QUOTE_VERBS | NOUNS | frozenset(("according", "accord", "to", "per"))
"""Every word that this lexicon holds to introduce what somebody said or thinks."""

TEXTS = frozenset(
    """
    announcement blog brief column complaint editorial email filing interview lawsuit letter memo message note op-ed
    post release remark report speech statement testimony tweet
    """.split()
)
"""What somebody issues to speak through it."""

NAMING = frozenset(("brand", "call", "declare", "deem", "describe", "dub", "label", "portray"))
"""Verbs that say what something is: their object belongs to the content ("called the deal “a mistake”")."""

MODALS = frozenset("can could may might must shall should will would ought".split())
"""Modal verbs, as they qualify a content."""
