"""The sentences that checks of prose are measured on, faithful and not, each beside the words that it goes back to."""

import json
from collections import Counter
from functools import cache
from typing import Any

import pytest

from corpus.settings import ROOT
from ingest.read import read

DOCUMENTS = ROOT / "corpus" / "documents"
BLIND = ("paraphrases_blind.jsonl", "slips_blind.jsonl")
FIELDS = ["document", "quote", "paraphrase", "split"]
FAULTS = {
    "claim told as fact",
    "dropped condition",
    "merged passages",
    "over-generalised",
    "plan told as done",
    "superlative added",
    "wrong cause",
    "wrong date",
    "wrong subject",
}


@cache
def rows(name: str) -> list[dict[str, Any]]:
    """The lines of the file `name` in bench/."""
    return [json.loads(line) for line in (ROOT / "bench" / name).read_text(encoding="utf-8").splitlines()]


@cache
def words_of(document: str) -> str:
    """The text of `document`, as the desk quotes it."""
    return read(DOCUMENTS / document, document).text


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("paraphrases.jsonl", FIELDS),
        ("claims.jsonl", [*FIELDS, "fault"]),
        ("paraphrases_blind.jsonl", FIELDS),
        ("slips_blind.jsonl", [*FIELDS, "slip"]),
    ],
)
class TestEachLine:
    def test_has_the_fields_filled_in(self, name: str, fields: list[str]) -> None:
        for row in rows(name):
            assert list(row) == fields
            assert all(value == value.strip() != "" for value in row.values())

    def test_quotes_its_document_word_for_word(self, name: str, fields: list[str]) -> None:
        assert [row["quote"] for row in rows(name) if row["quote"] not in words_of(row["document"])] == []

    def test_says_it_in_other_words(self, name: str, fields: list[str]) -> None:
        assert [row["paraphrase"] for row in rows(name) if row["paraphrase"] in row["quote"]] == []

    def test_is_a_sentence_of_usual_length(self, name: str, fields: list[str]) -> None:
        said = [row["paraphrase"] for row in rows(name)]
        assert [words for words in said if not 8 <= len(words.split()) <= 45 or words[-1] not in '."'] == []

    def test_stands_once(self, name: str, fields: list[str]) -> None:
        assert max(Counter(row["paraphrase"] for row in rows(name)).values()) == 1


def test_each_document_is_for_tuning_or_held_out_in_both_files() -> None:
    splits: dict[str, set[str]] = {}
    for row in [*rows("paraphrases.jsonl"), *rows("claims.jsonl")]:
        splits.setdefault(row["document"], set()).add(row["split"])
    assert all(len(of) == 1 for of in splits.values())


def test_a_hundred_paraphrases_are_for_tuning_and_four_hundred_held_out() -> None:
    assert Counter(row["split"] for row in rows("paraphrases.jsonl")) == {"tune": 100, "hold": 400}


def test_every_document_is_paraphrased_at_most_twelve_times() -> None:
    given = Counter(row["document"] for row in rows("paraphrases.jsonl"))
    assert set(given) == {path.relative_to(DOCUMENTS).as_posix() for path in DOCUMENTS.rglob("*.md")}
    assert max(given.values()) <= 12


def test_sixty_unfaithful_sentences_are_of_nine_kinds_and_none_counts_as_faithful() -> None:
    kinds = Counter(row["fault"] for row in rows("claims.jsonl"))
    assert set(kinds) == FAULTS
    assert kinds.total() == 60
    faithful = {row["paraphrase"] for row in rows("paraphrases.jsonl")}
    assert faithful.isdisjoint(row["paraphrase"] for row in rows("claims.jsonl"))


def test_the_blind_files_have_their_counts_and_ten_slips_of_each_kind() -> None:
    assert Counter(row["split"] for row in rows(BLIND[0])) == {"dev": 1992, "blind": 500}
    assert Counter(row["split"] for row in rows(BLIND[1])) == {"dev": 588, "blind": 158}
    kinds = Counter(row["slip"] for row in rows(BLIND[1]))
    assert len(kinds) == 11
    assert min(kinds.values()) >= 10


def test_no_blind_sentence_is_among_those_that_were_read() -> None:
    read_files = ("paraphrases.jsonl", "claims.jsonl", *BLIND)
    known = {row["paraphrase"].casefold() for name in read_files for row in rows(name) if row["split"] != "blind"}
    blind = {row["paraphrase"].casefold() for name in BLIND for row in rows(name) if row["split"] == "blind"}
    assert len(blind) == 658
    assert known.isdisjoint(blind)


def test_no_slip_counts_as_faithful() -> None:
    faithful = {row["paraphrase"] for name in ("paraphrases.jsonl", BLIND[0]) for row in rows(name)}
    assert faithful.isdisjoint(row["paraphrase"] for row in rows("slips_blind.jsonl"))
