"""The regular expressions that recognise kinds of questions. Each reads one lower-case line without question marks."""

from __future__ import annotations

import re

from index.search import dates

WORD = re.compile(r"[^\W_]+(?:[.,'’&-][^\W_]+)*|[$€£%]+[\d.,]*\w*")
QUOTED = re.compile(r"[“”\"«»„]([^“”\"«»„]{3,})[“”\"«»„]|(?<!\w)['‘]([^'’]{6,})['’](?!\w)")

_SAID = "|".join(
    """
    say said claim claimed call called state stated tell told deny denied promise promised admit admitted predict
    predicted warn warned announce announced confirm confirmed threaten threatened suggest suggested argue argued
    insist insisted vow vowed mention mentioned describe described accuse accused urge urged refuse refused agree
    agreed support supported write wrote tweet tweeted endorse endorsed reject rejected apologize apologized pledge
    pledged ask asked compare compared blame blamed praise praised
    """.split()
)
_SAYS = f"{_SAID}|says|claims|denies|calls|thinks|thought|believes|believed"
_ADVERBS = "(?:ever |really |actually |just |also |already |once |not |has |had |have )*"
_RIGHT = "right|correct|true|is that (?:right|true|correct)|isn't it|didn't (?:he|she|they)|did (?:he|she|they)"

CHECKS = (
    re.compile(
        r"^(?:so |and |but )?(?:did|does|has|have|had|didn't|hasn't) "
        rf"(?P<who>.+?) {_ADVERBS}(?P<cue>{_SAID})\b(?P<claim>.*)$"
    ),
    re.compile(
        r"^(?:is it (?:true|correct|right|a fact)|it's true|is it really true|true)(?: that)? "
        rf"(?P<who>.+?) {_ADVERBS}(?P<cue>{_SAYS})\b(?P<claim>.*)$"
    ),
    re.compile(rf"^(?:so |and )?(?P<who>.+?) {_ADVERBS}(?P<cue>{_SAYS})\b(?P<claim>.*?),? ?(?:{_RIGHT})\s*$"),
)
"""Forms of "did X say ...?", with the groups who, cue and claim."""

CHECK_QUOTED = re.compile(
    rf"^(?:so |and |but )?(?:did|does|has|have|had) (?P<who>[^\"“”]+?) {_ADVERBS}(?P<cue>\w+)(?P<claim> [\"“].*)$"
)
"""The same with any verb, where the claim is a quotation."""

WHO = re.compile(
    r"^(?:and |so )?(?:who|which \w+(?: \w+)?)(?: was it that| else| has| had| have| actually| first)* "
    rf"(?P<cue>{_SAYS}|(?!need|indeed|speed|seed|red|bed)\w{{3,}}ed|spoke|thinks)\b(?P<claim>.*)$"
)
WHOSE = re.compile(r"\bwho(?:se)?\b")
REAL = frozenset(("real", "true", "fake", "accurate", "genuine", "legit", "authentic", "correct", "right", "verified"))
WHO_ELSE = re.compile(
    r"^(?:and |so )?who (?!(?:did|does|do|has|had|will|would|could|can|should|to|else|all|exactly)\b"
    r"|(?:is|was|are|were) (?:\w+ ?){1,2}$|(?:is|was|are|were) (?:the|a|an)\b)(?P<claim>\w+ (?:\S+ ){2,}\S+)$"
)
"""Further forms of "who said ...?": "who is amazed that ...", "who holds X responsible"."""

ACCORDING = re.compile(r",? ?\b(?:according to|acc to|per) (?P<who>.+)$")
_ASKS = "what|how|why|is|are|was|were|will|would|did|does|do|can|could|should|who|when|where"
APART = (
    re.compile(r"^(?P<who>[^-–—:]{2,40}?)(?: [-–—] |: )(?P<topic>.+)$"),
    re.compile(
        r"^(?P<topic>.+), (?:so )?(?:what|how) (?:does|do|did|would) (?P<who>[^,]+?) "
        r"(?:say|think|feel|respond|react)(?: (?:about|to) (?:it|that|this))?$"
    ),
    re.compile(rf"^(?P<who>(?!(?:{_ASKS})\b)[^,]{{2,40}}), (?P<topic>(?:{_ASKS})\b.+)$"),
    re.compile(r"^(?P<topic>.+), (?P<who>[^,]+?) (?:says|said|thinks)$"),
)
"""Forms that put speaker and topic apart: "X - ...", "X, what ...?", "..., X says", "...? What does X think?"."""

NAMES_LAST = re.compile(r"^(?P<topic>.+), (?P<who>[^,]+)$")

COUNT = re.compile(
    r"\b(?:how many (?:times|quotes?|statements?|things)|how often|number of (?:quotes?|statements?)|count)\b"
)
MOST = re.compile(
    r"^(?:and )?who(?:'s| is| was| are| were| has been| have been| has| have| do(?:es)?| did)? "
    r"(?:(?:the )?most (?:often |frequently )?(?:quoted|cited)|(?:quoted|cited) (?:the )?most(?: often)?"
    r"|(?:said|says?|speaks?|spoke|spoken|talks?|talked) (?:the )?most(?: often)?(?=$| about\b| on\b))(?P<rest>.*)$"
)
"""The question for those with the most statements."""
COMPARE = re.compile(
    r"\b(?:compare|comparison|vs|versus|differences?(?: between)?|differ|contrast|agree(?: or disagree)?|disagree)\b"
)
TIMELINE = re.compile(r"\b(?:timeline|over time|history of|chang(?:e|ed|es|ing)|evolv\w+|since when)\b")
WHEN_WHERE = re.compile(
    r"^(?:and )?(?:when|where|in which (?:article|source|paper)|on what (?:date|day)|which (?:article|source))\b"
)
LIST = re.compile(
    r"\b(?:all|every|list|any|show|give me|everything)\b.*\b(?:quotes?|statements?|said|says|say|quotations?)\b"
    r"|\b(?:quotes?|statements?|quotations?) (?:by|from|of)\b|^everything\b"
)
EXACT = re.compile(
    r"\b(?:exact(?:ly)?(?: the)? words?|word for word|verbatim|in (?:his|her|their) own words"
    r"|exact quotes?|direct quotes?|only direct|no paraphrases?|precise words?|literally)\b"
)
MEDIATED = re.compile(
    r"\b(?:through|via|by) (?:an?|the|his|her|their)? ?(?:interpreter|translator|spokes(?:man|woman|person)|lawyer)\b"
    r"|\bin (?:a|the|his|her|their) (?:statement|letter|tweet)\b|\bon twitter\b"
)
TO = re.compile(r"\b(?:to|tell|told|ask|asked|warn|warned|urge|urged)\s+(?:the )?$")
TOLD = re.compile(
    r"\b(?:tell|told|telling|(?:say|said|write|wrote|speak|spoke|talk|talked) to)\s+(?:the )?"
    r"(?P<whom>\w+(?: \w+){0,2}?)(?=$|,| about\b| on\b| that\b| in\b| regarding\b)"
)
SPOKEN_TO = re.compile(r"(?:(?:tell|told|warn\w*|urge\w*)(?: to)?|(?:say|said) to) $")
FOLLOW = re.compile(r"^(?:and|also|what about|how about|ok and|but what about|but)\b")
TOO = re.compile(r"^(?:and )?(?P<what>[^,]{2,40}?) (?:too|as well)$")
OF = re.compile(r"^(?:and|what about|how about) (?P<what>(?:the |his |her |their )?(?P<noun>[a-z]+) of .+)$")
WHAT_ABOUT = re.compile(r"^(?:and |but |ok )?(?:what|how) about\b")
LATER = re.compile(
    r"\b(?:(?:later|earlier) (?:that|the same|in the) (?:day|week|month|year)|the (?:next|same|following) day"
    r"|afterwards?|later on)\b"
)
NOT_LATIN = re.compile(r"[^\W\d_a-zA-ZÀ-ɏ]")
OVER_TIME = re.compile(r"\bover time\b|\bover the (?:years|months)\b")
RESTRICTIONS = (LATER, OVER_TIME, MEDIATED, EXACT, *dates.ALL)
"""What narrows a question and is no part of its topic."""
