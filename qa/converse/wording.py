"""The words in which follow-ups of each kind are asked: patterns of the whole follow-up, any of which will do.

What they capture (`rest`) is left to be worked out.
"""

from collections.abc import Mapping
from typing import Literal

Kind = Literal[
    "after", "before", "again", "short", "more", "source", "dated", "narrow", "meant", "other", "still", "true", "asks",
    "about", "back", "points", "bare", "none",
]  # fmt: skip
"""`after`/`before`: the sentence there; `again`: the same once more; `short`: the same in a sentence; `more`: what
else; `source`: who says so; `dated`: when that was; `narrow`: only a part; `meant`: a correction; `other`: not that
one; `still`: is it so now; `true`: is it so; `asks`: a bare question word; `about`: the same of something else; `back`:
of an earlier topic; `points`: a word points back; `bare`: nothing is named; `none`: it stands alone."""

_GIVE = r"(?:(?:give me|show me|quote|what is|what's|read|read me)\s+)?(?:the\s+)?"
_IT = r"(?:that|this|it)"

ASKED: Mapping[Kind, tuple[str, ...]] = {
    "after": (
        rf"{_GIVE}(?:next|following)\s+(?:sentence|one|line|words)",
        rf"{_GIVE}(?:sentence|line|one)\s+(?:right\s+)?(?:after|following)\s*(?:that|this|it|that one|this one)?",
        r"what (?:comes|does it say|is said|stands) (?:next|after that|after it|right after(?: that)?)",
        r"what does it say next",
        r"next",
        r"(?P<rest>read on|go on reading|keep reading|continue reading|and then)",
        r"the next sentence,? please",
        r"and after that",
    ),
    "before": (
        rf"{_GIVE}(?:previous|preceding|prior)\s+(?:sentence|one|line)",
        rf"{_GIVE}(?:sentence|line|one)\s+(?:right\s+)?before\s*(?:that|this|it|that one|this one)?",
        r"what (?:comes|stands|is said) (?:right )?before (?:that|it)",
        r"previous",
        r"and before that",
    ),
    "again": (
        r"(?:can you |could you )?(?:quote|repeat|cite) (?:it|that|them|this)"
        r"(?: again| exactly| word for word| verbatim)?",
        r"(?:the )?exact (?:words|wording|quote|quotation)",
        r"again",
        r"say (?:that|it) again",
        r"word for word",
        r"verbatim",
        r"in full",
        r"the (?:full )?quote",
    ),
    "short": (
        r"(?:just |only )?(?:in )?(?:one|a single) sentence",
        r"shorter(?:, one sentence)?",
        r"(?:make it |keep it )?(?:short|shorter|brief)",
        r"briefly",
        r"in short",
        r"(?:can you )?(?:sum|summarise|summarize) (?:it|that)(?: up)?(?: in one sentence)?",
        r"the short version",
        r"tl;?dr",
    ),
    "more": (
        rf"(?:tell me |say |show me |give me )?(?:some )?more(?: details?| please| (?:about|on) {_IT})?",
        r"more detail",
        r"go on",
        r"continue",
        r"what else",
        r"anything else",
        r"what more",
        r"else",
        r"further detail",
        r"any(?:thing)? more",
    ),
    "source": (
        rf"(?:what(?:'s| is| was) (?:the|your) )?sources?(?: for {_IT})?",
        r"who (?:said|says|wrote|claims|claimed|told) (?:that|this|it|so)",
        r"says who",
        r"according to (?:who|whom)",
        r"where does it say (?:that|this|so)",
        r"where is that (?:from|written|said)",
        r"where did you (?:get|read|find) (?:that|this)",
        r"which document(?: is that| says (?:that|so))?",
        r"how do you know(?: that)?",
        r"who is (?:that|this) (?:from|by)",
        r"whose words are (?:those|these|that)",
        r"citation",
        r"reference",
    ),
    "dated": (
        rf"when was {_IT}(?: said| written| published)?",
        r"what date was (?:that|this)",
        rf"when did {_IT} happen",
        r"what year was (?:that|this)",
        r"and what year",
        r"which year was (?:that|this)",
    ),
    "other": (
        r"(?:not that one,? )?(?:i (?:meant|mean|was asking about|was thinking of) )?(?:about )?"
        r"the other(?: one| document| source| side| brief| paper| (?P<rest>[a-z][\w-]+))?",
        r"(?:no,? )?not that one",
        r"another one",
        r"a different one",
    ),
    "true": (
        rf"(?:is|was) {_IT} (?:really |actually )?(?:true|right|correct|so|the case|confirmed)",
        r"really",
        r"are you sure",
        r"true",
        r"right",
        r"correct",
    ),
    "still": (
        r"(?:is|are) (?:that|this|it|these|those|they) still "
        r"(?:true|so|right|correct|valid|the case|the number|the figure|current|up to date|accurate)",
        r"still(?: true)?",
        rf"(?:is|does) {_IT} still (?:hold|stand|apply)",
        r"and (?:now|today|nowadays|currently|at present)",
        r"(?:what|how) about (?:now|today)",
        r"(?:now|today|currently)\?+",
        r"is that (?:up to date|outdated|out of date|the latest)",
        rf"has {_IT} changed(?: since)?",
        r"and since then",
        r"what about since then",
    ),
    "asks": (
        r"(?P<rest>(?:why|how)(?: not| so| is that| was that| is this)?|how come|for what reasons?)",
        r"(?P<rest2>since when|until when|by when|when|where|in what year|which year)(?: exactly| precisely)?",
        r"(?P<rest3>how (?:many|much|often|long|far|big|high|fast)|which ones?|what for|at what cost)",
        r"(?P<rest4>who|whom|by whom|for whom|with whom)",
    ),
    "narrow": (
        r"(?:i (?:only |just )?(?:want|need|mean) )?(?:only|just|nothing but) (?:the )?"
        r"(?:parts?|bits?|passages?|sections?|things?|sentences?|points?|one|ones)? ?"
        r"(?:about|on|concerning|regarding|with|of) (?P<rest>.+?)",
        r"(?:only|just) (?P<rest2>.+?),? please",
        r"(?:only|just) (?P<rest4>(?:what|how|when|where|why|who|those|its|their) .+?)",
        r"(?:limit|narrow|restrict) (?:it|that|this) to (?P<rest3>.+?)",
    ),
}
