"""Reranking: the reader moves passages within what fusion found, and every passage is read once."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from handmade import metadata, passage
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.catalogue import StoredPassage
from qa.desk import Desk
from qa.read import Reading, ReadOnce, Span
from qa.rerank import PASSAGES_READ, RELEVANCE_WEIGHT, reranked
from qa.retrieve import Hits
from qa.types import Found, Retrieved


class GradingReader:
    """Gives the passages of the documents d0, d1 … the relevance logits of `grades`, and counts the texts it reads."""

    identity = "grades@1"

    def __init__(self, grades: Sequence[float]) -> None:
        self.grades = grades
        self.count = 0

    def read(self, question: str, texts: Sequence[str], sentences: Sequence[Sequence[Span]]) -> list[Reading]:
        """One Reading per text."""
        self.count += len(texts)
        numbers = [int(text.rsplit("Number", 1)[1].split(".")[0]) for text in texts]
        return [
            Reading(self.grades[number], 0.0, tuple(0.0 for _ in spans), tuple(spans))
            for number, spans in zip(numbers, sentences, strict=True)
        ]


def fused(scores: Sequence[float], added: int = 0) -> Hits:
    """Hits of documents d0, d1 … with these fused scores, and `added` further ones that fusion did not rank."""
    hits = [
        Retrieved(passage(f"Number {n}.", document_id=f"d{n}"), metadata(), score, rank=n + 1 if n >= 0 else None)
        for n, score in enumerate([*scores, *[0.0] * added])
    ]
    hits[len(scores) :] = [replace(hit, rank=None) for hit in hits[len(scores) :]]
    return Hits(tuple(hits), {hit.passage.id: StoredPassage(hit.passage, 1, "") for hit in hits})


def order(hits: Hits) -> list[int]:
    """The numbers of the documents."""
    return [int(hit.passage.document_id[1:]) for hit in hits.passages]


def test_score_and_relevance_are_added_up() -> None:
    hits = reranked("What?", fused([0.6, 0.5, 0.4]), GradingReader([-6.0, 4.0, 5.0]))
    assert order(hits) == [1, 2, 0]
    weight = RELEVANCE_WEIGHT
    assert [hit.score for hit in hits.passages] == pytest.approx([0.5 + 4 * weight, 0.4 + 5 * weight, 0.6 - 6 * weight])
    assert [(hit.rank, hit.relevance) for hit in hits.passages] == [(2, 4.0), (3, 5.0), (1, -6.0)]


def test_what_fusion_did_not_rank_stays_behind_and_is_not_read() -> None:
    reader = GradingReader([0.0, 0.0, 50.0, 60.0])
    hits = reranked("What?", fused([0.6, 0.5], added=2), reader)
    assert order(hits) == [0, 1, 2, 3]
    assert reader.count == 2
    assert [hit.relevance for hit in hits.passages] == [0.0, 0.0, None, None]


def test_no_more_is_read_than_the_most() -> None:
    reader = GradingReader([float(n) for n in range(PASSAGES_READ + 3)])
    hits = reranked("What?", fused([0.5] * (PASSAGES_READ + 3)), reader)
    assert reader.count == PASSAGES_READ
    assert order(hits) == [*reversed(range(PASSAGES_READ)), *range(PASSAGES_READ, PASSAGES_READ + 3)]


def test_nothing_found_is_nothing_to_rerank() -> None:
    assert reranked("What?", fused([]), GradingReader([])).passages == ()


grades = st.lists(st.tuples(st.floats(0, 1), st.floats(-10, 10)), max_size=20)


@settings(max_examples=50, deadline=None)
@given(grades)
def test_reranking_loses_nothing_and_keeps_the_order_of_what_is_even(given_: list[tuple[float, float]]) -> None:
    scores = sorted((score for score, _ in given_), reverse=True)
    hits = fused(scores)
    assert set(order(reranked("What?", hits, GradingReader([grade for _, grade in given_])))) == set(range(len(scores)))
    assert order(reranked("What?", hits, GradingReader([1.0] * len(scores)))) == order(hits)


def test_a_text_is_read_once_for_a_question() -> None:
    reader = GradingReader([1.0, 2.0])
    once = ReadOnce(reader)
    first = once.read("What?", ["Number 0.", "Number 1."], [[(0, 9)], [(0, 9)]])
    again = once.read("What?", ["Number 1.", "Number 0.", "Number 1."], [[(0, 9)]] * 3)
    assert [reading.relevance for reading in first] == [1.0, 2.0]
    assert [reading.relevance for reading in again] == [2.0, 1.0, 2.0]
    assert (reader.count, once.identity) == (2, "grades@1")
    once.read("Who?", ["Number 1."], [[(0, 9)]])
    assert reader.count == 3


def test_search_and_answers_show_the_readers_order(desk: Desk) -> None:
    question = "What does Russia demand before it will cooperate?"
    (found,) = [event for event in desk.stream(question) if isinstance(event, Found)]
    read = [hit for hit in found.passages if hit.relevance is not None]
    assert len(read) == PASSAGES_READ
    for hits in (read, list(desk.search(question, k=PASSAGES_READ))):
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
        assert sorted(hit.rank or 0 for hit in hits) == list(range(1, PASSAGES_READ + 1))
    assert [hit.rank for hit in read] != list(range(1, PASSAGES_READ + 1))
    assert desk.search(question, k=3) == desk.search(question, k=10)[:3]
