"""Evidence must be about what the question is about; where none is, the reason says why."""

from dataclasses import replace

import pytest
from handmade import all_of, metadata, passage, question

from qa.fitting import capital, fitting, holds_words, listed, named_only_around, no_answer, refusal
from qa.names import Name

EUROPE = passage(
    "Russia opposes the radar in Poland, however small.",
    "The Polish site was declared ready in July 2024.",
    "Nothing else was said.",
)
ASIA = passage("Japan bought four SM-3 interceptors.", document_id="e", start=900, section=("Asia",))
EVIDENCE = [*all_of(EUROPE, 0.9, 0.8, 0.7), *all_of(ASIA, 0.6)]


def fits(text: str) -> list[str]:
    """First words of the sentences that fit the question `text`."""
    return [item.text.split()[0] for item in fitting(question(text), EVIDENCE)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who opposes the radar?", ["Russia", "The", "Nothing", "Japan"]),
        ("What of Warsaw?", ["Russia", "The", "Nothing"]),
        ("What of Poland and Japan?", []),
        ("Compare Poland and Japan.", ["Russia", "The", "Nothing", "Japan"]),
        ("What of Asia?", ["Japan"]),
        ("What of the SM-3?", ["Japan"]),
        ("What of the SM-6?", []),
        ("What happened in 2011?", ["Russia", "The", "Nothing", "Japan"]),
        ("What happened in 2015?", []),
        ('Who said "however small"?', ["Russia"]),
        ('Who said "however large"?', []),
        ("Does it mention Poland?", ["Russia", "The"]),
        ("Does it mention Poland and Russia?", ["Russia"]),
    ],
)
def test_the_citation_must_hold_what_the_question_names(text: str, expected: list[str]) -> None:
    assert fits(text) == expected


@pytest.mark.parametrize("text", ["When was it ready?", "How many were bought?"])
def test_a_question_of_when_or_how_many_needs_one(text: str) -> None:
    items = all_of(EUROPE, 0.9, 0.8)
    evidence = [replace(items[0], holds_kind=False), items[1]]
    assert fitting(question(text), evidence) == [items[1]]


def test_a_sentence_on_another_designator_does_not_answer() -> None:
    around = passage("The S-500 is meant for ICBM warheads.", "The S-400 reaches 400 km.")
    asked = question("Can the S-400 stop an ICBM?")
    assert [item.text for item in fitting(asked, all_of(around, 0.9, 0.8))] == ["The S-400 reaches 400 km."]


def test_the_imprint_counts_as_stated() -> None:
    dated = all_of(passage("The radar came late."), 0.9, meta=metadata(publisher="Alpha Press", authors=("B. Bee",)))
    for text in ("What did Alpha Press print?", "What did Bee write of it?", "What was said in 2011?"):
        assert fitting(question(text), dated) == dated
    assert fitting(question("What did Gamma Press print?"), dated) == []


def reason(text: str, holds: bool = True) -> str:
    """Why the question `text` cannot be answered from the evidence above."""
    return refusal(question(text), EVIDENCE, "the library", lambda name: holds)


@pytest.mark.parametrize("text", ["Who opposes the radar?", "What of Poland?", 'Who said "however small"?'])
def test_a_plain_question_is_not_refused(text: str) -> None:
    assert reason(text) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What of the S-400?", "The library does not mention “S-400”."),
        ("Did Guam or Fiji buy the S-400?", "The library does not mention “S-400”, “Guam” or “Fiji”."),
    ],
)
def test_names_that_occur_nowhere_are_named(text: str, expected: str) -> None:
    assert reason(text, holds=False) == expected


def test_only_the_missing_names_are_named() -> None:
    def holds(name: Name) -> bool:
        return name.text == "Poland"

    asked = question("Does Poland have the S-300?")
    assert refusal(asked, EVIDENCE, "the white paper", holds) == "The white paper does not mention “S-300”."


def test_quoted_words_that_occur_nowhere_are_named() -> None:
    assert reason('Who said "however large"?') == "The words “however large” do not occur in the library."
    assert reason('Who said "small" and "however large"?') == "The words “however large” do not occur in the library."


def test_words_of_a_person_who_only_is_mentioned_are_not_given() -> None:
    spoken = all_of(passage("The plan will go on, Mr. Bee said on Monday."), 0.9)
    asked = question("Find a quote by Bee.")
    assert refusal(asked, spoken, "the library", lambda name: True) == ""
    assert refusal(asked, EVIDENCE, "the library", lambda name: True) == (
        "The library gives no words of Bee; it mentions the name at most."
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Write a press release on the S-400.", "only quotes the library"),
        ("Should the Senate vote for it?", "gives no advice"),
    ],
)
def test_tasks_and_advice_are_refused_before_all_else(text: str, expected: str) -> None:
    assert expected in reason(text, holds=False)


def test_what_is_said_where_nothing_fits_well_enough() -> None:
    poland, nobody = question("What of Poland and Guam?"), question("what of it?")
    assert no_answer(poland, "the library", (), any_about=False) == (
        "No passage found in the library speaks of “Poland” and “Guam” in the way asked."
    )
    assert no_answer(poland, "the library", (), any_about=True) == "No passage in the library answers this."
    assert no_answer(nobody, "the white paper", (), any_about=False) == "No passage in the white paper answers this."


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("assets, however small, in", "However small", True),
        ("a boost-velocity", "boost velocity", True),
        ("assets, however smaller", "however small", False),
        ("whatsoever small", "ever small", False),
        ("the U.S. answer", "U.S. answer", True),
    ],
)
def test_quoted_words_are_compared_word_for_word(text: str, phrase: str, expected: bool) -> None:
    assert holds_words(text, phrase) is expected


def test_lists_and_capitals_in_sentences() -> None:
    assert listed(["a"]) == "“a”"
    assert listed(["a", "b", "a"]) == "“a” or “b”"
    assert listed(["a", "b", "c"], "and") == "“a”, “b” and “c”"
    assert capital("the library") == "The library"
    assert capital("") == ""


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("What does the paper say about hypersonic glide vehicles?", False),
        ("What does the paper say about radars in the east?", True),
        ("Does it say anything about the Phased Adaptive Approach?", False),
        ("What is said about limits?", True),
    ],
)
def test_what_is_said_about_a_matter_must_name_it(text: str, fits: bool) -> None:
    found = fitting(question(text), all_of(passage("The radar in the east has no limits."), 0.5))
    assert bool(found) is fits


def test_a_date_counts_only_for_names_in_its_sentence_or_just_before() -> None:
    talks = passage(
        "Russia left the talks.", "They had gone on for long.", "Romania signed in 2011.", "It was in May 2012."
    )
    dated = all_of(talks, 0.1, 0.1, 0.9, 0.8)[2:]
    assert not fitting(question("When did Russia sign?"), dated)
    assert [item.text for item in fitting(question("When did Romania sign?"), dated)] == [
        "Romania signed in 2011.",
        "It was in May 2012.",
    ]


REVIEWS = passage(
    "The review of 2010 was sent to Congress.",
    "It left Russia to deterrence.",
    "Another was published in 2022.",
    "The plan was to finish by 2018.",
    start=300,
    section=("Reviews of 2010 and 2022",),
)


@pytest.mark.parametrize(
    ("text", "section", "expected"),
    [
        ("What did the review of 2010 say?", ("Reviews of 2010 and 2022",), ["The review", "It left"]),
        ("What did the review of 2022 say?", ("Reviews of 2010 and 2022",), ["Another was"]),
        (
            "What did the review of 2022 say?",
            ("The review of 2022",),
            ["The review", "It left", "Another was", "The plan"],
        ),
        ("What did the review of 2019 say?", ("Reviews of 2010 and 2022",), []),
        ("What was published on 1 November 2011?", (), ["The review", "It left", "Another was", "The plan"]),
    ],
)
def test_a_sentence_is_of_the_year_that_the_question_names(
    text: str, section: tuple[str, ...], expected: list[str]
) -> None:
    items = all_of(replace(REVIEWS, section=section), 0.9, 0.8, 0.7, 0.6)
    assert [" ".join(item.text.split()[:2]) for item in fitting(question(text), items)] == expected


SLIPPED = passage(
    "The Romanian site was late by months.", "The base was opened in 2015.", "The Polish site slipped by six years.",
    "Redzikowo was inaugurated in 2024.", document_id="s",
)  # fmt: skip


def test_what_has_all_of_the_matter_may_call_by_another_name_what_its_passage_names() -> None:
    asked = question("How long did the Redzikowo site slip?")
    evidence = all_of(SLIPPED, 0.9, 0.8, 0.7, 0.6)
    slipped = evidence[2]
    assert [item.text for item in fitting(asked, [replace(slipped, matter=1.0)])] == [slipped.text]
    assert named_only_around(asked, slipped)
    assert not named_only_around(question("How long did the Polish site slip?"), slipped)
    assert fitting(asked, [replace(item, matter=0.6) for item in evidence[:3]]) == []


REVIEW = [
    *all_of(passage("The review of 2022 puts Guam first.", document_id="r", section=("The 2022 Review",)), 0.9),
    *all_of(passage("The Biden administration issued it.", document_id="r", start=400), 0.8),
    *all_of(passage("The Review of 2022 was long.", document_id="q"), 0.7),
]


def test_whose_a_thing_of_a_year_is_may_be_told_elsewhere_in_its_document() -> None:
    asked = question("What does Biden's 2022 Review put first?")
    assert [item.text for item in fitting(asked, REVIEW)] == ["The review of 2022 puts Guam first."]
    assert fitting(question("What does Biden's Review put first?"), REVIEW) == []


def test_what_is_named_and_says_nothing_of_the_matter_is_told_apart() -> None:
    asked = question("What did Biden's 2022 Review say about gliders?")
    assert fitting(asked, REVIEW) == []
    assert no_answer(asked, "the library", REVIEW, any_about=False) == (
        "No passage found in the library on “2022”, “Biden” and “Review” says anything about gliders."
    )
