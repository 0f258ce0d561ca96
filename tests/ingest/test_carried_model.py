"""The white paper with the carried model, from its file to what a search finds."""

from typing import Any

import pytest

from corpus.types import Tier

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What does Russia demand before it will cooperate?", "legally binding"),
        ("Will the United States accept limits on its missile defenses?", "will not accept any limitations"),
        ("Which countries will host U.S. missile defense systems?", "Poland, Romania"),
    ],
)
def test_a_question_finds_the_passage_that_answers_it(question: str, words: str, white_paper_library: Any) -> None:
    found = white_paper_library.search(question, Tier.PUBLIC, 3)
    known = white_paper_library.catalogue.current_passages(found, Tier.PUBLIC)
    assert any(words in stored.passage.text for stored, _ in known.values())


def test_positions_have_their_speakers(white_paper_library: Any) -> None:
    [entry] = white_paper_library.catalogue.entries(Tier.PUBLIC)
    _, document, passages = white_paper_library.catalogue.document(entry.id, Tier.PUBLIC)
    speakers = {passage.section[-1]: passage.speaker for passage in passages}
    assert speakers["Russian Position"] == "Russian position, as the paper reports it"
    assert speakers["U.S. Position"] == "U.S. position, as the paper reports it"
    assert all(document.text[passage.start : passage.end] == passage.text for passage in passages)
    assert all(white_paper_library.encoder.count_tokens(passage.text) <= 256 for passage in passages)
