"""Does a question ask how something is now, or for the newest of something?"""

import re

NOW = re.compile(
    r"\b(?:right now|now|nowadays|currently|current|today(?:['’]s)?|(?:the )?latest|newest|the most recent|most recent|"
    r"most recently|at present|presently|present[- ]day|still|these days|at the moment|so far|to date|up to date|"
    r"any longer|any ?more|as of (?:now|today|late)|as it stands|as things stand|by now)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“„«][^\"“”„«»]{3,400}[\"”»]")


def asks_for_now(text: str) -> bool:
    """Whether the question `text` asks how something is now, or for the newest of something."""
    return NOW.search(_QUOTED.sub(" ", text)) is not None


def timeless(text: str) -> str:
    """`text` without the words that ask for now; as it is where hardly any other words would be left."""
    left = re.sub(r"\s+", " ", NOW.sub(" ", text)).replace(" ?", "?").replace(" ,", ",").strip(" ,")
    return left if len(re.findall(r"\w+", left)) > 2 else text
