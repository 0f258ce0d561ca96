"""A conversation as it was told, question by question."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.types import Turn


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question, what was answered to it, and the permalinks of what that cited."""

    question: str
    said: str = ""
    cited: tuple[str, ...] = ()


def exchanges(history: Sequence[Turn]) -> list[Exchange]:
    """The questions of `history` in order, each with the answer that follows it; what else was said is left out."""
    found: list[Exchange] = []
    for turn in history:
        if turn.role == "user" and turn.content.strip():
            found.append(Exchange(turn.content.strip()))
        elif turn.role == "assistant" and found:
            before = found.pop()
            found.append(
                Exchange(before.question, f"{before.said} {turn.content}".strip(), (*before.cited, *turn.cited))
            )
    return found
