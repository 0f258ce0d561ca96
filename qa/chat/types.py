"""What is said to a language model, and how it is asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """One message to a language model."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Call:
    """How one request to a language model went: `outcome` is `answered`, `left` (before its end, by whoever asked), or
    the `kind` of the ChatError. `first_s` are the seconds to the first words, None if there were none; `tokens` what
    the provider counted for the answer, 0 if it did not say."""

    outcome: str
    seconds: float
    first_s: float | None = None
    tokens: int = 0


class ChatModel(Protocol):
    """A language model. Safe to use from several threads."""

    @property
    def name(self) -> str:
        """Which model it is, as readers may be told: `openai:gpt-5`; never a key."""

    def stream(self, messages: Sequence[Message], *, within_s: float, tokens: int) -> Iterator[str]:
        """The text that the model answers with, in pieces as they come; an empty piece twice a second while none comes,
        so that whoever takes them can leave. Closing the iterator ends the request.

        Raises ChatError where the model fails, refuses, or has not ended after `within_s` seconds or `tokens` tokens,
        and AskerLeft at once where whoever asks (`qa.chat.leaving`) has gone; pieces may have come before.
        """


def completed(model: ChatModel, messages: Sequence[Message], *, within_s: float, tokens: int) -> str:
    """The whole answer, for something short, without white space around it. Raises ChatError, as `ChatModel.stream`."""
    return "".join(model.stream(messages, within_s=within_s, tokens=tokens)).strip()
