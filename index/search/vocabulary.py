"""The words of questions, as opposed to the words of answers: what introduces, asks, points back or merely fills.

Everything is lower case. Chat misspellings are mended word by word before anything else looks at a question.
"""

from __future__ import annotations

from index.stems import stem as stem  # noqa: PLC0414 - passed on to the rest of the room

MISSPELLINGS = {
    "wat": "what", "wht": "what", "whta": "what", "waht": "what", "wot": "what", "whats": "what", "what's": "what",
    "whos": "who", "who's": "who", "wen": "when", "whn": "when", "wher": "where", "hw": "how", "howmany": "how many",
    "abt": "about", "abuot": "about", "aobut": "about", "bout": "about", "regrding": "regarding",
    "sed": "said", "siad": "said", "sayd": "said", "sais": "says", "sya": "say", "teh": "the", "ther": "the",
    "u": "you", "r": "are", "ur": "your", "pls": "please", "plz": "please", "thx": "thanks", "ty": "thanks",
    "didnt": "did not", "dont": "do not", "isnt": "is not", "diff": "difference", "vs.": "vs", "qoute": "quote",
    "qoutes": "quotes", "quotez": "quotes", "qoutation": "quotation", "compair": "compare", "giv": "give",
    "gimme": "give",
    "mgr": "manager", "prez": "president", "dir": "director", "prof": "professor", "w/": "with", "w": "with",
    "whatd": "what did", "whod": "who did", "howd": "how did", "whatdya": "what did", "didja": "did you", "n": "and",
    "dis": "this", "dat": "that", "evr": "ever", "rly": "really", "tru": "true", "rite": "right", "ppl": "people",
}  # fmt: skip

SAY = frozenset(
    """
    add announce answer argue ask assert call claim comment declare demand deny describe explain insist mention note
    predict promise propose refuse reject remark reply respond say speak state suggest talk tell think threaten urge
    warn write
    """.split()
)
_IRREGULAR = {
    "said": "say", "says": "say", "saying": "say", "told": "tell", "tells": "tell", "spoke": "speak", "spoken": "speak",
    "thought": "think", "thinks": "think", "wrote": "write", "written": "write", "denied": "deny", "denies": "deny",
    "replied": "reply", "replies": "reply",
}  # fmt: skip

TOPIC_MARKS = frozenset(("about", "on", "regarding", "concerning", "re", "over", "whether"))
PRONOUNS = frozenset(("he", "she", "they", "him", "her", "them", "his", "hers", "their", "himself", "herself"))
SUBJECTS = frozenset(("he", "she", "they"))
OBJECTS = frozenset(("him", "them"))
POSSESSIVES = frozenset(("his", "her", "their"))
POINTERS = frozenset(("it", "that", "this", "so", "those", "these", "one"))

STANDPOINT = frozenset("opinion position reaction response stance standpoint take thoughts view views".split())
"""What a question calls a statement whose topic follows ("her view on taxes")."""

STOP = frozenset(
    """
    a about above according actually after all also am an and any anybody anyone anything are as at be because been
    before being between but by can comment commented comments could did do does doing done down each either else
    ever every everything exact exactly far few find for from further get give had has have having her here hers him
    his how i if in into is issue it its itself just know latest let like list lot made make many may me mean meant
    mention mentioned might mine more most much must my need never no nor not now of off oh ok on once one only
    opinion or other our out over own people please point position previously quotation quotations quote quoted
    quotes really recent recently regarding relation remark remarked remarks said same say saying says see shall she
    should show so some something speak spoke stance statement statements still subject such sure take taking talk
    talked tell than that the their them then there these they thing things think this those through times to told
    too topic toward under until up us verbatim very view views want was we well were what whatever when where
    whether which while who whom whose why will with within word words would yet you your
    """.split()
)
"""Words that say nothing about the topic of a question."""

SMALL_TALK = frozenset(
    """
    a afternoon again awesome bot bye cheers cool evening good goodbye great haha hello help hey hi hiya lol lot man
    morning much nice night ok okay perfect so sorry sup super ta thank thanks thankyou that's there very welcome yo
    you
    """.split()
)

THANKS = frozenset("awesome cheers cool great nice perfect ta thank thanks thankyou".split())
"""Those of them that are thanks, or as good as."""


def base(word: str) -> str:
    """Return the dictionary form of a verb of saying, else the word itself.

    >>> [base(word) for word in ("told", "warned", "says", "aid")]
    ['tell', 'warn', 'say', 'aid']
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for ending, put in (("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"), ("s", ""), ("es", "")):
        if word.endswith(ending) and word[: -len(ending)] + put in SAY:
            return word[: -len(ending)] + put
    return word
