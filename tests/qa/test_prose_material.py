"""What a model is given of the evidence, and with which words of it a sentence is cited."""

import pytest
from handmade import PlainWords, all_of, evidence, passage, ranked
from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Tier
from qa.evidence import Words
from qa.prose.citing import Citations, bearing
from qa.prose.excerpts import CHARS_A_TOKEN, MOST, MOST_OF_A_DOCUMENT, TOKENS_OF_HEADINGS, TOKENS_OF_ONE, excerpts
from qa.prose.types import Excerpt
from qa.types import Retrieved

SENTENCES = ("The radar was built in 2011.", "It cost 20 million dollars.", "Nobody came.", "Turkey agreed to host it.")
WORDS = Words(PlainWords("radar", "2011", "20", "million", "dollars", "turkey", "host"), Tier.PUBLIC)  # type: ignore[arg-type]


def whole(*sentences: str, **others: object) -> Excerpt:
    """A whole passage."""
    found = passage(*sentences, **others)  # type: ignore[arg-type]
    return Excerpt(Retrieved(found, all_of(found, 0.5)[0].hit.meta, 0.5), found.start, found.end)


def test_the_best_passages_go_in_once_each_and_whole() -> None:
    first, second = passage(*SENTENCES, document_id="a"), passage(*SENTENCES, document_id="b")
    ordered = ranked(*all_of(first, 0.2, 0.9, 0.1, 0.1), *all_of(second, 0.8, 0.1, 0.1, 0.1))
    assert [(one.hit.passage.id, one.text) for one in excerpts(ordered)] == [
        (first.id, first.text), (second.id, second.text)
    ]  # fmt: skip


def test_no_document_and_no_answer_has_too_many() -> None:
    many = [passage("It rose in May and fell in June.", document_id="a", start=100 * n) for n in range(1, 20)]
    more = [passage("It rose in May and fell in June.", document_id=f"d{n}") for n in range(20)]
    found = excerpts(ranked(*(evidence(one, 0, 0.9) for one in many), *(evidence(one, 0, 0.5) for one in more)))
    assert len(found) == MOST
    assert sum(one.hit.passage.document_id == "a" for one in found) == MOST_OF_A_DOCUMENT


@given(st.lists(st.integers(3, 120), min_size=1, max_size=40), st.data(), st.integers(10, 2000))
def test_an_excerpt_is_whole_sentences_around_the_best_within_its_budget(
    lengths: list[int], data: st.DataObject, tokens: int
) -> None:
    found = passage(*("x" * (length - 1) + "." for length in lengths))
    number = data.draw(st.integers(0, len(lengths) - 1))
    best = evidence(found, number, 0.9)
    for one in excerpts([best], tokens=tokens):
        assert one.start <= best.start < best.end <= one.end
        assert one.start in {a for a, _ in found.sentences}
        assert one.end in {b for _, b in found.sentences}
        assert (one.end - one.start) / CHARS_A_TOKEN <= min(TOKENS_OF_ONE, tokens - TOKENS_OF_HEADINGS) + 1
    if lengths[number] / CHARS_A_TOKEN > tokens:
        assert not excerpts([best], tokens=tokens)


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("The radar dates from 2011.", SENTENCES[0]),
        ("Its price was 20 million dollars.", SENTENCES[1]),
        ("The radar of 2011 cost 20 million dollars.", " ".join(SENTENCES[:2])),
        ("Turkey is the host.", SENTENCES[3]),
        ("The host is told of 20 radars.", " ".join(SENTENCES[1:])),
        ("Nothing of it.", SENTENCES[1]),
    ],
)
def test_a_sentence_is_cited_with_the_words_that_bear_it_out(sentence: str, quote: str) -> None:
    excerpt = whole(*SENTENCES)
    start, end = bearing(sentence, excerpt, WORDS)
    assert excerpt.hit.passage.text[start - 100 : end - 100] == quote


def test_citations_are_literal_and_numbered_once_each() -> None:
    first, second = whole(*SENTENCES), whole("Poland agreed too.", document_id="b")
    citations = Citations(WORDS)
    markers, fresh = citations.of("The radar dates from 2011.", [first, second])
    again, none = citations.of("The radar is of 2011.", [first])
    later, one = citations.of("Turkey is the host.", [first])
    assert (markers, again, later) == ((1, 2), (1,), (3,))
    assert none == ()
    for citation in (*fresh, *one):
        text = (first if citation.document_id == "d" else second).hit.passage.text
        assert citation.before + citation.quote + citation.after == text
        assert text[citation.start - 100 : citation.end - 100] == citation.quote


def test_only_what_the_model_was_given_is_cited() -> None:
    found = whole(*SENTENCES)
    part = Excerpt(found.hit, *found.hit.passage.sentences[1])
    assert bearing("The radar dates from 2011.", part, WORDS) == found.hit.passage.sentences[1]
