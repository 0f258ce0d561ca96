"""Choosing among fitting sentences, and the order in which they are read."""

from dataclasses import replace

import pytest
from handmade import ALLIANCE, AMERICA, PAA, RUSSIA, all_of, direction, evidence, metadata, passage, question, ranked
from hypothesis import given
from hypothesis import strategies as st

from qa.choice import ChoiceSettings, behind, choose, defines, facts_before_positions, grouped, readable
from qa.evidence import Evidence

PLAIN = question("Is there a radar?")
OPEN = question("Why is there a radar?")


def separate(*probabilities: float) -> list[Evidence]:
    """One sentence from each of several documents."""
    return [
        evidence(passage(f"Radar sentence number {n}.", document_id=f"d{n:02}", start=n), 0, p, direction(n))
        for n, p in enumerate(probabilities)
    ]


def test_sentences_much_less_likely_than_the_best_are_left_out() -> None:
    items = separate(0.8, 0.6, 0.5, 0.1)
    assert choose(PLAIN, items) == items[:2]  # odds 4, 1.5, 1; those from 1.2 on count
    assert choose(PLAIN, items, ChoiceSettings(share=0.1)) == items[:3]


def test_an_answer_has_few_sentences_and_an_open_question_one_more() -> None:
    items = separate(*[0.9] * 8)
    assert len(choose(PLAIN, items)) == 4
    assert len(choose(OPEN, items)) == 5


def test_a_document_has_no_more_than_its_share() -> None:
    own = passage(*(f"Sentence of the first {n}." for n in range(5)))
    other = separate(0.85)
    chosen = choose(OPEN, [*all_of(own, *[0.9] * 5), *other])
    assert len([item for item in chosen if item.hit.passage.document_id == "d"]) == 3
    assert other[0] in chosen


def test_nothing_is_said_twice() -> None:
    first, second, third = separate(0.9, 0.89, 0.88)
    alike = replace(second, vector=first.vector)
    assert choose(PLAIN, [first, alike, third]) == [first, third]
    same = evidence(replace(second.hit.passage, text=first.text), 0, 0.89, second.vector)
    assert choose(PLAIN, [first, same, third]) == [first, third]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12), st.sampled_from([PLAIN, OPEN]))
def test_the_best_sentence_is_always_among_the_chosen(probabilities: list[float], asked: object) -> None:
    items = ranked(*separate(*probabilities))
    chosen = choose(asked, items)  # type: ignore[arg-type]
    assert chosen[0] == items[0]
    assert chosen == [item for item in items if item in chosen]


def test_what_is_beside_the_point_is_taken_last_of_what_is_probable_enough() -> None:
    items = separate(0.8, 0.7, 0.1)
    assert choose(PLAIN, items, beside=lambda item: item is items[0]) == [items[1], items[0]]
    assert choose(PLAIN, items, beside=lambda item: item is not items[2]) == items[:2]


def test_what_leans_on_a_sentence_and_the_rows_of_a_table_move_with_it() -> None:
    own = all_of(
        passage("Russia fears it.", "It demands limits.", "Site | Year", "Rota | 2014", "Talks go on."), *[0.5] * 5
    )
    assert [[item.text for item in group] for group in grouped(own)] == [
        ["Russia fears it.", "It demands limits."], ["Site | Year", "Rota | 2014"], ["Talks go on."]
    ]  # fmt: skip
    moved = behind(own, lambda item: "Russia" in item.text or "demands" in item.text)
    assert [item.text[:6] for item in moved] == ["Site |", "Rota |", "Talks ", "Russia", "It dem"]


THEIRS = passage("Russia fears the radar.", "It demands limits.", speaker=RUSSIA.name, start=0)
OURS = passage("Washington refuses limits.", "The radar is needed.", speaker=AMERICA.name, start=200)
OWN = passage("Nothing will be signed.", speaker=ALLIANCE.name, start=400)
BOTH = ranked(*all_of(THEIRS, 0.9, 0.3), *all_of(OURS, 0.2, 0.1), *all_of(OWN, 0.8))


def test_a_comparison_gives_each_side_the_word() -> None:
    chosen = choose(question("Compare the Russian and U.S. positions."), BOTH)
    assert [item.hit.passage.speaker for item in chosen] == [RUSSIA.name] * 2 + [AMERICA.name] * 2


def test_a_view_is_given_in_the_words_of_its_holder() -> None:
    assert [item.text for item in choose(question("What does MDAA think?"), BOTH)] == ["Nothing will be signed."]


def test_a_comparison_with_a_side_that_has_no_word_is_an_ordinary_question() -> None:
    one_sided = ranked(*all_of(THEIRS, 0.9, 0.3), *all_of(OWN, 0.8))
    chosen = choose(question("Compare the Russian and U.S. positions."), one_sided)
    assert chosen[0] == one_sided[0]


def test_a_side_has_no_more_than_its_share() -> None:
    long = passage(*(f"Russia objects to part {n}." for n in range(9)), speaker=RUSSIA.name)
    chosen = choose(question("What does Russia think?"), all_of(long, *[0.9] * 9))
    assert len(chosen) == ChoiceSettings().most_of_side


GLOSSARY_ENTRY = passage("A plan in four phases.", "It was announced in 2009.", document_id=PAA.document_id, start=0)
SPELT_OUT = passage("The Phased Adaptive Approach (PAA) will defend Europe.", document_id="w", start=700)
NEITHER = passage("The PAA began in 2011 with a ship.", document_id="n", start=900)


def test_a_term_is_answered_by_its_entry_and_a_document_that_spells_it_out() -> None:
    paper = metadata(kind="white-paper")
    items = ranked(*all_of(NEITHER, 0.95), *all_of(SPELT_OUT, 0.5, meta=paper), *all_of(GLOSSARY_ENTRY, 0.2, 0.1))
    chosen = choose(question("What is the PAA?"), items)
    assert [item.text for item in chosen] == [
        "A plan in four phases.",
        "The Phased Adaptive Approach (PAA) will defend Europe.",
    ]
    assert not defines(question("What is the PAA?"), items[0])
    assert not defines(question("When did the PAA begin?"), chosen[0])


def texts(items: list[Evidence]) -> list[str]:
    """The sentences, in order."""
    return [item.text for item in items]


@pytest.mark.parametrize("opening", ["They fear it.", "It is feared.", "This is feared.", "However, it is feared."])
def test_what_a_pronoun_refers_to_comes_before_it(opening: str) -> None:
    items = all_of(passage("Russia opposes the radar.", opening, "Nothing else."), 0.2, 0.9, 0.1)
    assert texts(readable([items[1]], items)) == ["Russia opposes the radar.", opening]


def test_a_sentence_that_stands_alone_comes_alone() -> None:
    items = all_of(passage("Russia opposes the radar.", "Spain does not.", "It is far away."), 0.2, 0.9, 0.1)
    assert texts(readable([items[1]], items)) == ["Spain does not."]
    assert texts(readable([items[0]], items)) == ["Russia opposes the radar."]


def test_a_pronoun_at_the_start_of_a_passage_is_left_as_it_is() -> None:
    items = all_of(passage("They fear it.", "Nothing else."), 0.9, 0.1)
    assert texts(readable([items[0]], items)) == ["They fear it."]


def test_what_is_no_evidence_is_not_pulled_in() -> None:
    items = all_of(passage("To: Members", "They fear it."), 0.2, 0.9)
    assert texts(readable([items[1]], items[1:])) == ["They fear it."]


def test_passages_come_by_their_best_sentence_and_sentences_as_written() -> None:
    first, second = passage("One a.", "One b.", "One c.", document_id="a"), passage("Two a.", "Two b.", document_id="b")
    one, two = all_of(first, 0.5, 0.4, 0.6), all_of(second, 0.7, 0.9)
    assert texts(readable([two[1], one[2], one[0], two[0]], [*one, *two])) == ["Two a.", "Two b.", "One a.", "One c."]


def test_what_documents_state_comes_before_what_somebody_holds_where_a_fact_is_asked_for() -> None:
    held = evidence(
        passage("Russia is opposed to a radar.", speaker=RUSSIA.name, document_id="a"), 0, 0.5, direction(1)
    )
    stated = evidence(passage("Turkey hosts a radar.", document_id="b"), 0, 0.4, direction(2))
    facts = facts_before_positions(question("Which countries host a radar?"), [held, stated])
    assert [item.text for item in facts] == [stated.text, held.text]
    assert facts_before_positions(question("Why does Russia object to a radar?"), [held, stated]) == [held, stated]
    own = replace(held, hit=replace(held.hit, passage=replace(held.hit.passage, speaker="A. Author")))
    assert next(iter(facts_before_positions(question("Which countries host a radar?"), [own, stated]))).text == own.text


def test_a_reason_is_not_joined_by_much_less_likely_sentences_without_one() -> None:
    reason, beside, close = separate(0.5, 0.2, 0.4)
    beside, close = replace(beside, holds_kind=False), replace(close, holds_kind=False)
    assert choose(OPEN, [reason, close, beside]) == [reason, close]
    assert choose(question("List the radars."), [reason, close, beside]) == [reason, close, beside]


def test_a_position_that_is_asked_for_is_told_in_its_speakers_own_words() -> None:
    asked = question("What is the U.S. position on missile defense?")
    assert (asked.wants, asked.speakers) == ("view", (AMERICA.name,))
