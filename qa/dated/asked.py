"""Does a question ask how something is now, or for the newest of something?"""

import re

NOW = re.compile(
    r"\b(?:right now|now|nowadays|currently|current|today(?:['’]s)?|(?:the )?latest|newest|the most recent|most recent|"
    r"most recently|at present|presently|present[- ]day|still|these days|at the moment|so far|to date|up to date|"
    r"any longer|any ?more|as of (?:now|today|late)|as it stands|as things stand|by now)\b",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    r"\bhow many\b[^?]*\b(?:is|are|do|does|has|have|exist|remain|serve|stand)\b"
    r"|\b(?:what|which)(?:['’]s| is) the (?:total )?number of\b",
    re.IGNORECASE,
)
_OF_ANOTHER_TIME = re.compile(
    r"\b(?:was|were|did|had|will|would|could|should|might|may|must|can|planned|supposed|expected|scheduled|needed|required|"
    r"(?:19|20)\d\d|january|february|march|april|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)
_OF_ITS_KIND = re.compile(
    r"\b(?:do|does|is|are|has|have) (?:in )?(?:an?|each|every|any|one|there in an?)\b"
    r"|\b(?:in|of|per|aboard|on) (?:an|a|each|every)\b"
    r"|\bhow many (?:\w+ )?(?:pages|words|phases|stages|parts|points|articles|chapters|kilomet\w+|miles|met\w+|feet|"
    r"dollars|percent)\b",
    re.IGNORECASE,
)
"""What is so of every one of a kind, or of a text once it is written."""
_HOLDS = re.compile(
    r"^(?:(?:and|so|but|then)[,]? )?who(?:['’]s| is| are)? (?:in (?:charge|command) of\b"
    r"|(?:heads|leads|directs|commands|chairs|runs)\b|the (?:[\w.’'-]+ ){0,4}?(?:director|head|chief|commander|"
    r"chairman|chairwoman|chair|secretary|administrator|leader|president|minister|ambassador|advis[eo]r|spokes\w+)\b)",
    re.IGNORECASE,
)
"""Who holds an office, in the present tense."""
_QUOTED = re.compile(r"[\"“„«][^\"“”„«»]{3,400}[\"”»]")


def asks_for_now(text: str) -> bool:
    """Whether the question `text` asks how something is now, for the newest of something, or who holds an office.

    >>> asks_for_now("Who is the director of the Missile Defense Agency?")
    True
    """
    plain = _QUOTED.sub(" ", text)
    return NOW.search(plain) is not None or (
        _HOLDS.match(plain.strip()) is not None and _OF_ANOTHER_TIME.search(plain) is None
    )


def timeless(text: str) -> str:
    """`text` without the words that ask for now; as it is where hardly any other words would be left."""
    left = re.sub(r"\s+", " ", NOW.sub(" ", text)).replace(" ?", "?").replace(" ,", ",").strip(" ,")
    return left if len(re.findall(r"\w+", left)) > 2 else text


def counts_at_present(text: str) -> bool:
    """Whether the question `text` asks how many there are of something that comes and goes, in the present tense.

    >>> counts_at_present("How many interceptors are at Fort Greely?")
    True
    """
    plain = _QUOTED.sub(" ", text)
    return bool(_COUNTS.search(plain)) and not _OF_ANOTHER_TIME.search(plain) and not _OF_ITS_KIND.search(plain)
