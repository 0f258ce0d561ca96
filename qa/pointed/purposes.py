"""What for: questions of the purpose of a thing, and sentences that tell one."""

import re

_PURPOSE = r"(?:purpose|goal|aim|task|mission|job|role|function|object|objective|point)"
_ASKS = re.compile(
    rf"^(?:and |so |but )?what(?:['’]s|\s+(?:is|are|was|were))\s+(?:the\s+)?(?:main |chief |stated )?{_PURPOSE}s?\s+of\s+(?P<a>[^?]+?)\s*\??$"
    rf"|^(?:and |so |but )?what(?:['’]s|\s+(?:is|are|was|were))\s+(?P<b>[^?]+?)(?:['’]s\s+{_PURPOSE}|\s+(?:good |meant |used |built |intended |designed )?for)\s*\??$"
    rf"|^(?:and |so |but )?what(?:\s+(?:is|are|was|were))\s+(?P<c>[^?]+?)\s+(?:meant|supposed|designed|intended|built)\s+to\s+do\s*\??$",
    re.IGNORECASE,
)
_TELLS = re.compile(
    rf"\b(?:is|was|are|were|be|been|built|made|and)\s+(?:\w+ly\s+)?(?:meant|designed|intended|supposed|built|made|used|needed|expected)\s+(?:to|for|against|as)\b"
    rf"|\b(?:{_PURPOSE}|duty)\b(?:\s+of\b[^.;]{{1,60}})?\s+(?:is|was|were|are)\b|\b(?:meant|designed|intended|built)\s+(?:to|for|against)\b"
    r"|\b(?:so that|in order to|responsible for|serves? (?:to|as))\b"
    r"|\b(?:sensor|radar|system|network|satellite|missile|interceptor|center|program|command|shield|weapon|plan|aircraft|ship)s?\b[^.;]{0,30}?\s+"
    r"(?:for\s+\w+ing\b|that\s+(?!was\b|were\b|had\b|has\b|is\b|are\b)\w+|against\b)"
    r"|\b(?:is|was|are|were) to (?!be (?:built|ready|delivered|completed|deployed)\b)\w+"
    r"|^[^.;,]{3,90}?\b(?:connects?|defends?|protects?|destroys?|tracks?|warns?|detects?|guards?|links?|guides?)\b",
    re.IGNORECASE,
)  # fmt: skip
_NO_THING = re.compile(
    r"\b(?:[a-z]+ing|[a-z]+ed|known|meant|price|cost|deadline|date|name|word|term|reason|need|time|view|is|was|were|there)\b"
)
"""Words of a question that ask for something else than a purpose ("what was he waiting for?", "point of view")."""
_NOTHING = re.compile(r"^(?:nothing|none|no \w+)\b", re.IGNORECASE)


def of_which_purpose(text: str) -> str:
    """The thing of which the question `text` asks the purpose; empty where it asks of none.

    >>> of_which_purpose("What is the purpose of the radar?")
    'the radar'
    """
    asks = _ASKS.match(text.strip())
    thing = next((found for found in asks.groups() if found), "") if asks else ""
    return "" if _NO_THING.search(thing) else thing


def purpose_told(text: str) -> bool:
    """Whether the sentence `text` tells what something is for."""
    return _TELLS.search(text) is not None and _NOTHING.match(text) is None
