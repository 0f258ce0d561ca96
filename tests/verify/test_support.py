"""How probable it is that a text bears out a claim, by the carried models, on sentences of the library."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ModelError
from corpus.settings import ROOT, Settings
from qa.read import AnswerReader
from qa.verify.agreement import agreement, numbers
from qa.verify.support import FEATURES, fitted, open_support
from qa.verify.types import Support
from qa.verify.windows import LONGEST_STRETCH_WORDS, pairs, stretches

WHITE_PAPER = ROOT / "corpus/documents/white-paper/russian-cooperation-on-missile-defense.md"
PASSAGE = (
    "Russia is demanding legally binding technical guarantees of limits on U.S. missile defenses as a condition for "
    "cooperation. The first site, in Romania, holds 24 interceptors and was declared operational in May 2016. A second "
    "site in Poland was delayed for several years."
)
TRUE = (
    "Before it cooperates, Russia demands legally binding guarantees that limit U.S. missile defenses.",
    "The site in Romania became operational in May 2016.",
    "The Polish site was delayed for years.",
)
FALSE = (
    "Apples are sold by weight on every market in the town.",
    "Japan bought two ships with a new radar for its navy.",
    "The treaty on conventional forces was signed in Paris in November 1990.",
)


@pytest.fixture(scope="module")
def support() -> Support:
    """The carried way."""
    return open_support(Settings())


def test_what_a_passage_says_is_more_probable_than_what_it_does_not(support: Support) -> None:
    true = [support.of(claim, [PASSAGE])[0] for claim in TRUE]
    false = [support.of(claim, [PASSAGE])[0] for claim in FALSE]
    assert min(true) > fitted().threshold > max(false)
    assert all(0.0 <= chance <= 1.0 for chance in true + false)


def test_a_denial_and_another_number_are_less_probable(support: Support) -> None:
    said, denied, other = (
        support.of(claim, [PASSAGE])[0]
        for claim in (
            "The site in Romania holds 24 interceptors.",
            "The site in Romania does not hold 24 interceptors.",
            "The site in Romania holds 76 interceptors.",
        )
    )
    assert said > denied
    assert said > other


def test_each_text_is_judged_by_itself(support: Support) -> None:
    texts = [PASSAGE, "", WHITE_PAPER.read_text(encoding="utf-8")[2000:4000], "Apples are sold by weight."]
    together = support.of(TRUE[0], texts)
    assert together == [support.of(TRUE[0], [text])[0] for text in texts]
    assert together == support.of(TRUE[0], texts)
    assert together[1] == 0.0
    assert support.of(TRUE[0], []) == []


def test_an_empty_claim_is_never_borne_out(support: Support) -> None:
    assert support.of(" ", [PASSAGE]) == [0.0]


def test_a_long_text_bears_out_what_stands_anywhere_in_it(support: Support) -> None:
    filler = " ".join(f"Apples of kind {n} are sold by weight on the market of the town." for n in range(60))
    chances = support.of(TRUE[1], [PASSAGE, f"{filler} {PASSAGE} {filler}", filler])
    assert chances[1] > fitted().threshold > chances[2]


def test_the_weights_were_fitted_to_the_carried_reader() -> None:
    assert fitted().reader == AnswerReader().identity
    assert len(fitted().features) == len(FEATURES)
    assert 0 < fitted().lenient <= fitted().threshold < 1


@given(
    st.lists(st.lists(st.sampled_from(["radar", "U.S.", "Gen.", "3", "ships"]), min_size=1, max_size=400), max_size=6)
)
def test_every_word_lies_in_a_stretch_that_can_be_read(said: list[list[str]]) -> None:
    text = " ".join(f"The {' '.join(words)} came." for words in said)
    runs = stretches(text)
    covered = {place for run in runs for start, end in run for place in range(start, end)}
    assert all(place in covered for place, character in enumerate(text) if not character.isspace())
    for run in runs:
        words = sum(len(text[start:end].split()) for start, end in run)
        assert words <= LONGEST_STRETCH_WORDS
        assert run == sorted(run)
        assert [span for pair in pairs(run) for span in pair][:1] == [run[0][0]]


def test_neighbours_are_read_together() -> None:
    assert pairs([(0, 5), (6, 9), (10, 12)]) == [(0, 9), (6, 12)]
    assert pairs([(0, 5)]) == [(0, 5)]
    sentence = "The radar " + "in Turkey " * 35 + "was ready."
    runs = stretches(" ".join([sentence] * 4))
    assert [len(run) for run in runs] == [2, 2, 2]
    assert runs[0][-1] == runs[1][0]


def test_agreement_is_of_words_numbers_names_and_denial() -> None:
    same = agreement("Poland received 24 interceptors.", "Polish forces were receiving twenty or 24 interceptors.")
    assert same.numbers == 1.0
    assert same.names == 1.0
    assert same.negation_differs == 0.0
    other = agreement("The radar cost 1,200 dollars.", "It did not cost 1.2 dollars.")
    assert other.numbers == 0.0
    assert other.negation_differs == 1.0
    assert same.coverage > 0.7 > other.coverage > 0.2
    assert agreement("", "words").coverage == 1.0
    assert numbers("Twelve of 1,200 rose by 3.5.") == {"12", "1200", "3.5"}


@pytest.mark.parametrize("words", ["", "[]", '{"weights": {}}', "not JSON"])
def test_weights_that_cannot_be_read_are_named(words: str, tmp_path: Path) -> None:
    (tmp_path / "support.json").write_text(words, encoding="utf-8")
    with pytest.raises(ModelError, match=r"support\.json cannot be read"):
        fitted(tmp_path / "support.json")
