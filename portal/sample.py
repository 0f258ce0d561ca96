"""A draft to try the check with, made from the library itself: one true quotation, one altered, one invented."""

import re
from itertools import pairwise

from corpus.errors import CorpusError
from corpus.sentences import sentences
from corpus.types import Tier
from portal.problems import described
from qa.desk import Desk

SHORTEST, LONGEST = 60, 240
INVENTED = "No shield was ever built without a moat around it."
TURNED = (
    (" will not ", " will "),
    (" is not ", " is "),
    (" will ", " will not "),
    (" is ", " is not "),
    (" are ", " are not "),
)
"""A negation dropped or added, in the order of preference."""


def sample_draft(desk: Desk, tier: Tier) -> str:
    """Three quotations from what a reader of `tier` may see; nothing where no document has two fitting sentences.

    A white paper is taken before others, and else the first document by title.
    """
    try:
        entries = sorted(
            desk.documents(tier=tier), key=lambda entry: (entry.meta.kind != "white-paper", entry.meta.title)
        )
        for entry in entries:
            draft = _drafted(desk.document(entry.id, tier=tier).document.text)
            if draft:
                return draft
    except CorpusError as error:
        described(error)
    return ""


def _drafted(text: str) -> str:
    fitting = [words for words in _sentences(text) if _fits(words)]
    for old, new in TURNED:
        for altered, true in pairwise(fitting):
            if old in altered:
                turned = altered.replace(old, new, 1)
                return f"The library says, “{true}” It also says, “{turned}” And somebody has told us, “{INVENTED}”"
    return ""


def _sentences(text: str) -> list[str]:
    return [text[start:end].strip() for start, end in sentences(text)]


def _fits(words: str) -> bool:
    return SHORTEST <= len(words) <= LONGEST and words.endswith(".") and not re.search(r"[\n“”\"]", words)
