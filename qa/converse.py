"""A follow-up in its conversation becomes a question that stands alone.

Without a language model: a follow-up is recognised by what it leaves open ("And what does the U.S. answer?", "Is that
still true?", "Quote it.") and is completed with the words of the question before it. The completed question is shown with the
answer, so that the reader can correct it.
"""

import re
from collections.abc import Sequence

from qa.types import Turn

_OPENS = re.compile(r"^(and|but|so|also|then|what about|how about|what else|or|no, i meant)\b", re.IGNORECASE)
_POINTS = re.compile(
    r"\b(it|its|that|this|those|these|they|them|their|there|he|she|his|her|the same|the former|the latter)\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^(quote (it|that|them)|why|when|where|who|how|how so|shorter.*|in one sentence|one sentence|more|more detail|go on|continue|"
    r"exact (words|wording)|source|and)[\s?.!]*$",
    re.IGNORECASE,
)  # fmt: skip
_LONG = 12


def standalone(question: str, history: Sequence[Turn]) -> str:
    """`question` itself if it stands alone, else completed with the reader's last question that did."""
    earlier = [turn.content.strip() for turn in history if turn.role == "user" and turn.content.strip()]
    if not earlier or not leans(question):
        return question
    basis = ""
    for text in earlier:
        basis = (
            text if not leans(text) or not basis else basis if _BARE.match(text) else f"{basis.rstrip('?. ')}? {text}"
        )
    if _BARE.match(question.strip()):
        return basis
    return f"{basis.rstrip('?. ')}? {question.strip()}"


def leans(question: str) -> bool:
    """Whether `question` leans on what was asked before it."""
    text = question.strip()
    if _BARE.match(text) or _OPENS.match(text):
        return True
    return len(text.split()) <= _LONG and bool(_POINTS.search(re.sub(r"\bthat (is|are|was|were|the)\b", " ", text)))
