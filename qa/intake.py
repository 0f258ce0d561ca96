"""A question and what was said before it, as they come in: cleaned of what cannot be shown, and not too long."""

import re
from collections.abc import Sequence

from qa.errors import QuestionError
from qa.types import Turn

LONGEST_QUESTION_CHARS = 2000
LONGEST_HISTORY_TURNS = 40


def checked(question: str) -> str:
    """`question` without control characters and outer white space. Raises QuestionError if it is empty or too long."""
    text = _plain(question)
    if not re.search(r"\w", text):
        raise QuestionError("Please type a question.")
    if len(text) > LONGEST_QUESTION_CHARS:
        raise QuestionError(
            f"The question has {len(text):,} characters; the desk takes up to {LONGEST_QUESTION_CHARS:,}. "
            "Please ask for one thing at a time."
        )
    return text


def remembered(history: Sequence[Turn]) -> list[Turn]:
    """The last turns of a conversation, their words cleaned and cut as those of a question are."""
    return [
        Turn(turn.role, _plain(turn.content[:LONGEST_QUESTION_CHARS]), turn.cited)
        for turn in history[-LONGEST_HISTORY_TURNS:]
    ]


def _plain(text: str) -> str:
    """`text` on one line, without control characters and what else cannot be shown or stored."""
    shown = re.sub(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", " ", text)
    return re.sub(r"\s+", " ", shown).strip()
