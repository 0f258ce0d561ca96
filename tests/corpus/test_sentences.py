"""Where sentences end: hard cases one by one, and what must hold for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import sentences

WHOLE = (
    "The U.S. Position is firm.",
    "Gen. X spoke for Lt. Gen. O'Reilly.",
    "See No. 3 for details.",
    "President J. F. Kennedy spoke.",
    "It began at 5 p.m. on Monday.",
    "The launch came at 9:43 p.m. Hawaii Standard Time.",
    "The range is 3.5 km and the budget $3.8 billion.",
    "Interceptors, radars, etc. are enough.",
    "The vote was 71–26 (see Art. 5 and fig. 2).",
    "It waits… and waits.",
    "Wait... what?",
    "Dr. Smith and Mrs. Jones vs. Gov. Bush.",
    "Is it over? yes, he said.",
    "By Dec. 31 it ended.",
    "Version 2.1 of the SM-3.",
    "A line break\nends nothing.",
    "No full stop at the end",
)
PARTED = (
    ("The U.S. Position is firm.", "It will not change."),
    ("It will be in the U.S.", "The paper says so."),
    ("He said, “We will not sign.”", "Then he left."),
    ('He said: "Stop."', '"Why?" she asked.'),
    ("(This is so.)", "That is not."),
    ("[It said “no.”]", "It left."),
    ("It began at 5 p.m.", "The meeting ended."),
    ("It ends…", "Then more."),
    ("Really?!", "Yes.", "No!"),
    ("Interceptors, radars, etc.", "Are they enough?"),
    ("The range is 3.5 km.", "The speed is 4.5 km/s."),
    ("It ended in 2011.", "12 sites remain."),
    ("Phase 2.", "The next step."),
    ("He lives in Washington, D.C.", "He works."),
)

# Words and marks from which the difficult places arise.
pieces = st.sampled_from(
    ["U.S.", "No.", "3", "Gen.", "X", "the", "The", "It", "p.m.", "1.", "3.5", "etc.", "…", "...", ".", "?", "!", "?!",
     "“", "”", '"', ")", "(", "]", "’", " ", " ", " ", "\n", "\n\n", " \n\t\n",
     "\xa0", "\t", "–", "é", "核", "\x1c", "\u2028"]
)  # fmt: skip
prose = st.one_of(st.lists(pieces, max_size=60).map("".join), st.text(max_size=80))


@pytest.mark.parametrize("text", WHOLE)
def test_one_sentence_stays_whole(text: str) -> None:
    assert [text[a:b] for a, b in sentences(text)] == [text]


@pytest.mark.parametrize("parts", PARTED, ids=lambda parts: parts[0])
@pytest.mark.parametrize("between", [" ", "\n", "  ", "\n\n"])
def test_sentences_are_parted(parts: tuple[str, ...], between: str) -> None:
    text = between.join(parts)
    assert tuple(text[a:b] for a, b in sentences(text)) == parts


def test_an_empty_line_ends_a_sentence_and_a_list_number_begins_one() -> None:
    text = "Four phases\n \t\n1. Phase one starts.\n2. Phase two follows."
    assert [text[a:b] for a, b in sentences(text)] == ["Four phases", "1. Phase one starts.", "2. Phase two follows."]


@given(prose)
def test_every_character_but_white_space_lies_in_exactly_one_sentence(text: str) -> None:
    reached = 0
    for start, end in sentences(text):
        assert reached <= start < end <= len(text)
        assert not text[reached:start].strip()
        assert text[start:end] == text[start:end].strip()
        reached = end
    assert not text[reached:].strip()


@given(prose, st.data())
def test_a_stretch_is_cut_as_if_it_stood_alone(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    alone = [(start + a, start + b) for a, b in sentences(text[start:end])]
    assert list(sentences(text, start, end)) == alone
