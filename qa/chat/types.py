"""What is said to a language model, and how it is asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """One message to a language model."""

    role: Literal["system", "user", "assistant"]
    content: str


class ChatModel(Protocol):
    """A language model. Safe to use from several threads."""

    @property
    def name(self) -> str:
        """Which model it is, as readers may be told: `openai:gpt-5`; never a key."""

    def stream(self, messages: Sequence[Message], *, within_s: float, tokens: int) -> Iterator[str]:
        """The text that the model answers with, in pieces as they come. Closing the iterator ends the request.

        Raises ChatError where the model fails, refuses, or has not ended after `within_s` seconds or `tokens` tokens;
        pieces may have come before.
        """
