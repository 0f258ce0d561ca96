"""Weighing sentences: what may be quoted, where its answering words stand, and which comes first."""

from collections.abc import Sequence

import numpy as np
import pytest
from handmade import PlainWords, direction, metadata, passage, question
from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Passage, Tier
from qa.evidence import FEATURES, Evidence, Words, candidates, fitted, weigh
from qa.read import Reading, Span
from qa.types import Retrieved

MEMO = passage(
    "To: Members of the Congress of that time",
    "From: The Alliance of people for defense",
    "Russia opposes the new radar in Poland.",
    "No limits.",
    "See also the entry on the treaty.",
    "The talks of 2011 ended without a treaty.",
    speaker="Russian position",
)
ASIDE = passage("Nothing of this kind was ever written down.", document_id="e", start=500)


class MarkingReader:
    """Marks the first word of every sentence and notes what it was given."""

    identity = "marks@1"

    def __init__(self) -> None:
        self.texts: list[str] = []

    def read(self, question: str, texts: Sequence[str], sentences: Sequence[Sequence[Span]]) -> list[Reading]:
        self.texts += texts
        return [
            Reading(1.0, 2.0, tuple(float(n) for n in range(len(spans))), tuple((a, a + 2) for a, _ in spans))
            for spans in sentences
        ]


def weighed(text: str, *passages: Passage) -> list[Evidence]:
    """The evidence in `passages` for the question `text`, with sentence vectors that are all alike."""
    hits = [Retrieved(each, metadata(), 1.0) for each in passages]
    vectors = {each.id: (direction(1), np.tile(direction(1), (len(each.sentences), 1))) for each in passages}
    words = Words(PlainWords("treaty"), Tier.PUBLIC)  # type: ignore[arg-type]
    return weigh(question(text), direction(1), hits, vectors, words, MarkingReader())  # type: ignore[arg-type]


def test_only_sentences_of_prose_are_evidence() -> None:
    assert {item.text for item in weighed("What of the treaty?", MEMO)} == {
        "Russia opposes the new radar in Poland.",
        "The talks of 2011 ended without a treaty.",
    }


def test_what_is_quoted_in_the_question_is_evidence_whatever_it_is() -> None:
    assert "To: Members of the Congress of that time" in {
        item.text for item in weighed("Who wrote “members of the congress”?", MEMO)
    }


@pytest.mark.parametrize("heading", ["Related documents", "See also", "Further reading"])
def test_lists_of_links_are_no_evidence(heading: str) -> None:
    assert weighed("What of the radar?", passage("The radar has a page of its own.", section=("Paper", heading))) == []


def test_offsets_are_those_of_the_document() -> None:
    for item in weighed("What of the treaty?", MEMO, ASIDE):
        own = item.hit.passage
        assert own.text[item.start - own.start : item.end - own.start] == item.text
        assert item.spans == ((item.start, item.start + 2),)


def test_the_reader_sees_each_passage_under_its_headings() -> None:
    reader = MarkingReader()
    hit = Retrieved(passage("It was signed at last in Rome.", section=("Talks", "[After]")), metadata("Paper"), 1.0)
    vectors = {hit.passage.id: (direction(1), direction(1)[None, :])}
    words = Words(PlainWords(), Tier.PUBLIC)  # type: ignore[arg-type]
    candidates(question("Who signed?"), direction(1), [hit], vectors, words, reader)  # type: ignore[arg-type]
    assert reader.texts == ["Paper | Talks | After\nIt was signed at last in Rome."]


@pytest.mark.parametrize(
    ("text", "feature", "values"),
    [
        ("What of Russia?", "names_in_sentence", [1.0, 0.0]),
        ("What of Russia?", "names_in_passage", [1.0, 1.0]),
        ("What of Guam?", "names_in_passage", [0.0, 0.0]),
        ("What of the radar?", "names_in_sentence", [1.0, 1.0]),
        ("When did they end?", "type_present", [0.0, 1.0]),
        ("When did they end?", "type_absent", [1.0, 0.0]),
        ("When did they end in 2011?", "type_present", [0.0, 0.0]),
        ("Is there a radar?", "type_absent", [0.0, 0.0]),
        ("What does Russia want?", "speaker_asked", [1.0, 1.0]),
        ("What does MDAA want?", "speaker_asked", [0.0, 0.0]),
        ('Who "ended without a treaty"?', "phrase_in_sentence", [0.0, 1.0]),
        ("What of the treaty?", "reader_margin", [0.0, 0.3]),
        ("What of the treaty?", "reader_margin_over_best", [-0.3, 0.0]),
        ("What of the treaty?", "sentence_cosine", [1.0, 1.0]),
        ("What of the treaty?", "reciprocal_rank", [1.0, 1.0]),
    ],
)
def test_the_features_of_a_sentence(text: str, feature: str, values: list[float]) -> None:
    hits = [Retrieved(MEMO, metadata(), 1.0)]
    vectors = {MEMO.id: (direction(1), np.tile(direction(1), (len(MEMO.sentences), 1)))}
    words = Words(PlainWords("treaty"), Tier.PUBLIC)  # type: ignore[arg-type]
    found, table = candidates(question(text), direction(1), hits, vectors, words, MarkingReader())  # type: ignore[arg-type]
    assert [candidate.number for candidate in found] == [2, 5]
    assert table[:, FEATURES.index(feature)].tolist() == pytest.approx(values)


def test_evidence_is_sorted_best_first_and_the_same_every_time() -> None:
    items = weighed("What of the treaty?", MEMO, ASIDE)
    assert [item.probability for item in items] == sorted((item.probability for item in items), reverse=True)
    assert all(0 <= item.probability <= 1 for item in items)
    again = weighed("What of the treaty?", MEMO, ASIDE)
    assert [(item.start, item.probability) for item in items] == [(item.start, item.probability) for item in again]


def test_a_question_of_when_tells_sentences_with_dates_from_others() -> None:
    holds = {item.text.split()[0]: item.holds_kind for item in weighed("When did the talks end?", MEMO)}
    assert holds == {"Russia": False, "The": True}
    assert all(item.holds_kind for item in weighed("Is there a radar?", MEMO))


def test_nothing_retrieved_is_no_evidence() -> None:
    assert weighed("What of the treaty?") == []


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("When was the treaty with Russia signed?", 0.5),  # "treaty", not "signed"; a name is no matter
        ("Who opposes the radar in Poland?", 0.0),
        ("What of 2011?", 1.0),
    ],
)
def test_how_much_of_the_matter_a_sentence_holds(text: str, matter: float) -> None:
    (item,) = [item for item in weighed(text, MEMO) if item.text.startswith("The talks")]
    assert 0 <= item.matter <= 1
    assert (item.matter > 0) is (matter > 0)
    assert (item.matter < 1) is (matter < 1)


def test_rare_words_count_for_more() -> None:
    words = Words(PlainWords("treaty"), Tier.PUBLIC)  # type: ignore[arg-type]
    wanted = words.stems("the treaty")
    assert 0 < words.coverage(wanted, "the radar") < 0.3
    assert 0.7 < words.coverage(wanted, "a treaty") < 1
    assert words.coverage(wanted, "the treaty") == 1
    assert words.coverage([], "the treaty") == 0


@given(st.text(max_size=50), st.text(max_size=50))
def test_coverage_is_a_share(asked: str, text: str) -> None:
    words = Words(PlainWords("treaty"), Tier.PUBLIC)  # type: ignore[arg-type]
    wanted = words.stems(asked)
    assert 0 <= words.coverage(wanted, text) <= 1
    assert not wanted or words.coverage(wanted, asked) == pytest.approx(1)


def test_the_fitted_weights_cover_every_feature() -> None:
    weights = fitted()
    assert len(weights.features) == len(FEATURES)
