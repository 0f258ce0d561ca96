"""A desk that answers as it is told, and gold questions to put to it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pytest

from corpus.types import Metadata, Passage, Tier
from qa.evaluate.gold import Gold, gold_from_record, split_of
from qa.types import (
    Answer,
    Citation,
    Event,
    Finished,
    Found,
    ModeWanted,
    Retrieved,
    Retrieving,
    Statement,
    Status,
    Turn,
)


def passage_of(text: str, number: int = 1) -> Retrieved:
    """A passage found at rank `number` of the dense leg, missed by the lexical one."""
    passage = Passage(f"p{number}", "d1", text, 0, len(text), ("Ranges",), None, number, None, ((0, len(text)),))
    return Retrieved(passage, Metadata(title="A brief"), 1 / number, dense_rank=number)


def answer_of(question: str, quotes: Sequence[str]) -> Answer:
    """An answer made of `quotes`, with doubt to a question that ends in "??"; without any, the desk declines."""
    citations = tuple(
        Citation(
            marker, f"p{marker}", "d1", Metadata(title="A brief"), quote, 0, len(quote), (), None, None, "", "", 1.0
        )
        for marker, quote in enumerate(quotes, start=1)
    )
    doubt = "The desk is not sure." if question.endswith("??") else ""
    reason = doubt if quotes else "No passage in the library answers this."
    statements = tuple(Statement(citation.quote, (citation.marker,)) for citation in citations)
    return Answer("a1", question, question, bool(quotes), 0.5, "extractive", statements, citations, reason=reason)


class ScriptedDesk:
    """Finds and quotes what the script says of a question: (passages, quotes); declines every other question.

    `asked` keeps each question with its history and the reader's tier.
    """

    def __init__(self, script: Mapping[str, tuple[Sequence[str], Sequence[str]]], *, ready: bool = True) -> None:
        self.script = script
        self.asked: list[tuple[str, tuple[Turn, ...], Tier]] = []
        self.ready = ready

    def status(self) -> Status:
        return Status(self.ready, "" if self.ready else "The library is empty.", 1, 2, 30, "model@1")

    def search(self, query: str, *, k: int = 10, tier: Tier = Tier.PUBLIC) -> tuple[Retrieved, ...]:
        return ()

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        tier: Tier = Tier.PUBLIC,
        mode: ModeWanted,
    ) -> Iterator[Event]:
        assert mode == "extractive"
        self.asked.append((question, tuple(history), tier))
        passages, quotes = self.script.get(question, ((), ()))
        yield Retrieving(question)
        yield Found(tuple(passage_of(text, number) for number, text in enumerate(passages, start=1)))
        yield Finished(answer_of(question, quotes))


@pytest.fixture(scope="session")
def scripted_desk() -> Callable[..., ScriptedDesk]:
    """Makes desks from a script."""
    return ScriptedDesk


@pytest.fixture(scope="session")
def record_of() -> Callable[..., dict[str, Any]]:
    """Makes gold questions as the file has them: answerable and factual, but for what is given."""

    def record(id: str, question: str = "How far does it reach?", **fields: Any) -> dict[str, Any]:
        made = {
            "id": id,
            "type": "factual",
            "asker": "member",
            "turns": [question],
            "expected": "2,000 km",
            "phrases": ["a range of 2,000 km"],
            "documents": ["library/brief/radar.md"],
            "answerable": True,
            "tier": "public",
            "note": "",
            **fields,
        }
        return {"split": split_of(id, made["documents"]), **made}

    return record


@pytest.fixture(scope="session")
def gold_of(record_of: Callable[..., dict[str, Any]]) -> Callable[..., Gold]:
    """Makes gold questions."""
    return lambda *arguments, **fields: gold_from_record(record_of(*arguments, **fields))
