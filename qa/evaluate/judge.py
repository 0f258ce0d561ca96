"""What became of a question: the rules by which an answer counts as right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from qa.evaluate.ask import Asked
from qa.evaluate.gold import Alternatives, Gold
from qa.evaluate.words import holds
from qa.types import Answer, Retrieved

Outcome = Literal[
    "quoted",
    "partly quoted",
    "other words",
    "wrongly declined",
    "rightly declined",
    "premise refuted",
    "false answer",
]
RIGHT: tuple[Outcome, ...] = ("quoted", "rightly declined", "premise refuted")
MEANINGS: dict[Outcome, str] = {
    "quoted": "the citations hold every supporting phrase",
    "partly quoted": "the citations hold some of the supporting phrases",
    "other words": "answered, but with sentences that hold no supporting phrase",
    "wrongly declined": "the library answers this; the desk said that it does not",
    "rightly declined": "the library does not answer this, and the desk said so",
    "premise refuted": "answered with a sentence that shows the question's premise wrong",
    "false answer": "the library does not answer this; the desk answered all the same",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with its outcome.

    `ranks` gives, for each group of supporting phrases, the rank (from 1) of the first passage found that holds one of
    them; None where no passage does. `cited` counts the answer's quotations, `supporting` those that hold an accepted
    phrase.
    """

    asked: Asked
    outcome: Outcome
    ranks: tuple[int | None, ...]
    cited: int
    supporting: int

    @property
    def gold(self) -> Gold:
        """The question."""
        return self.asked.gold

    @property
    def is_right(self) -> bool:
        """Whether the desk did what it should."""
        return self.outcome in RIGHT

    @property
    def rank(self) -> int | None:
        """The rank of the first passage that holds any supporting phrase."""
        return min((rank for rank in self.ranks if rank is not None), default=None)

    def recall(self, k: int) -> float:
        """The share of the groups of supporting phrases that the first `k` passages hold; 0 to 1."""
        return sum(rank is not None and rank <= k for rank in self.ranks) / len(self.ranks)


def judge(asked: Asked) -> Judged:
    """The outcome of a question that was asked."""
    quotes = [citation.quote for citation in asked.answer.citations] if asked.answer.answerable else []
    return Judged(
        asked=asked,
        outcome=_outcome(asked.gold, asked.answer, quotes),
        ranks=tuple(rank_of(group, asked.found) for group in asked.gold.phrases),
        cited=len(quotes),
        supporting=sum(supports(quote, asked.gold.accepted) for quote in quotes),
    )


def supports(text: str, phrases: Alternatives) -> bool:
    """Whether `text` holds one of `phrases`."""
    return any(holds(text, phrase) for phrase in phrases)


def rank_of(phrases: Alternatives, found: Sequence[Retrieved]) -> int | None:
    """The rank, from 1, of the first passage that holds one of `phrases`."""
    for rank, hit in enumerate(found, start=1):
        if supports(hit.passage.text, phrases):
            return rank
    return None


def _outcome(gold: Gold, answer: Answer, quotes: Sequence[str]) -> Outcome:
    if not gold.answerable:
        if not answer.answerable:
            return "rightly declined"
        return "premise refuted" if any(supports(quote, gold.refutation) for quote in quotes) else "false answer"
    if not answer.answerable:
        return "wrongly declined"
    held = [any(supports(quote, group) for quote in quotes) for group in gold.phrases]
    if all(held):
        return "quoted"
    return "partly quoted" if any(held) else "other words"
