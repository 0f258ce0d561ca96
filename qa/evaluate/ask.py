"""Puts the gold questions to the desk."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from corpus.types import Tier
from qa.desk import Desk
from qa.evaluate.gold import Gold
from qa.types import Answer, Finished, Found, Retrieved, Turn


@dataclass(frozen=True, slots=True)
class Asked:
    """What the desk made of a question's last turn: the passages it read, best first, and its answer."""

    gold: Gold
    found: tuple[Retrieved, ...]
    answer: Answer
    elapsed_ms: float


def ask_all(desk: Desk, questions: Iterable[Gold], asked: Callable[[], None] = lambda: None) -> Iterator[Asked]:
    """Each of `questions` asked, in order; `asked` is told after each. Raises the desk's and the corpus's errors."""
    warmed_up = False
    for gold in questions:
        if not warmed_up:
            desk.search(gold.turns[-1], k=1, tier=gold.tier)  # opens the index, which no later question waits for
            warmed_up = True
        yield ask(desk, gold)
        asked()


def ask(desk: Desk, gold: Gold) -> Asked:
    """The turns of `gold` asked as one conversation, as a reader of its tier."""
    history: list[Turn] = []
    for turn in gold.turns[:-1]:
        _, answer = _replied(desk, turn, history, gold.tier)
        history += [Turn("user", turn), Turn("assistant", answer.text)]
    began = time.perf_counter()
    found, answer = _replied(desk, gold.turns[-1], history, gold.tier)
    return Asked(gold, found, answer, (time.perf_counter() - began) * 1000)


def _replied(desk: Desk, question: str, history: list[Turn], tier: Tier) -> tuple[tuple[Retrieved, ...], Answer]:
    found: tuple[Retrieved, ...] = ()
    for event in desk.stream(question, history=tuple(history), tier=tier, mode="extractive"):
        if isinstance(event, Found):
            found = event.passages
        elif isinstance(event, Finished):
            return found, event.answer
    raise AssertionError("a stream ends with Finished")
