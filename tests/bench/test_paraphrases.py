"""The faithful paraphrases that checks of prose are measured on: each beside the words that it paraphrases."""

import json
from collections import Counter
from functools import cache
from typing import Any

import pytest

from corpus.settings import ROOT
from ingest.read import read

DOCUMENTS = ROOT / "corpus" / "documents"


@cache
def rows(name: str) -> list[dict[str, Any]]:
    """The lines of the file `name` in bench/."""
    return [json.loads(line) for line in (ROOT / "bench" / name).read_text(encoding="utf-8").splitlines()]


@cache
def words_of(document: str) -> str:
    """The text of `document`, as the desk quotes it."""
    return read(DOCUMENTS / document, document).text


@pytest.mark.parametrize(("name", "fields"), [("paraphrases.jsonl", ["document", "quote", "paraphrase", "split"])])
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


def test_each_document_is_for_tuning_or_held_out_and_gives_at_most_twelve() -> None:
    splits: dict[str, set[str]] = {}
    for row in rows("paraphrases.jsonl"):
        splits.setdefault(row["document"], set()).add(row["split"])
    assert all(len(of) == 1 for of in splits.values())
    assert max(Counter(row["document"] for row in rows("paraphrases.jsonl")).values()) <= 12


def test_a_hundred_are_for_tuning() -> None:
    assert Counter(row["split"] for row in rows("paraphrases.jsonl"))["tune"] == 100
