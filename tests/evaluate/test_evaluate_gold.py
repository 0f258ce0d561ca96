"""The gold questions: how they are read, how they are split, and whether the library holds what they rest on."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.sentences import sentences
from corpus.settings import ROOT
from ingest.read import read
from qa.evaluate.errors import GoldError
from qa.evaluate.gold import GOLD, Gold, gold_from_record, is_held_out, load_gold, split_of
from qa.evaluate.words import holds

DOCUMENTS = ROOT / "corpus" / "documents"
HELD_OUT = "library/brief/kurecik-radar.md"
NOT_HELD_OUT = "library/brief/thaad.md"


@pytest.fixture(scope="module")
def questions() -> tuple[Gold, ...]:
    return load_gold()


@pytest.fixture(scope="module")
def sentences_of() -> dict[str, list[str]]:
    """Every sentence of the library, by the path of its document."""
    found = {}
    for path in DOCUMENTS.rglob("*.md"):
        document = read(path, path.relative_to(DOCUMENTS).as_posix())
        spans = [span for block in document.blocks for span in sentences(document.text, block.start, block.end)]
        found[path.relative_to(DOCUMENTS).as_posix()] = [document.text[start:end] for start, end in spans]
    return found


def test_a_question_is_held_out_with_any_of_its_documents() -> None:
    assert is_held_out(HELD_OUT)
    assert not is_held_out(NOT_HELD_OUT)
    assert split_of("a001", [NOT_HELD_OUT]) == "tune"
    assert split_of("a001", [NOT_HELD_OUT, HELD_OUT]) == split_of("a001", [HELD_OUT]) == "hold"


def test_a_question_without_documents_goes_by_its_id() -> None:
    splits = Counter(split_of(f"a{number:03}", []) for number in range(1000))
    assert 250 < splits["hold"] < 350
    assert split_of("a007", []) == ("hold" if is_held_out("a007") else "tune")


def test_about_a_third_of_the_documents_is_held_out() -> None:
    paths = [path.relative_to(DOCUMENTS).as_posix() for path in DOCUMENTS.rglob("*.md")]
    assert 0.2 < sum(map(is_held_out, paths)) / len(paths) < 0.4


def test_no_held_out_document_supports_a_question_to_tune_on(questions: tuple[Gold, ...]) -> None:
    tuned_on = {path for gold in questions if gold.split == "tune" for path in gold.documents}
    assert tuned_on
    assert not [path for path in tuned_on if is_held_out(path)]


def test_every_phrase_stands_in_one_sentence_of_a_named_document(
    questions: tuple[Gold, ...], sentences_of: dict[str, list[str]]
) -> None:
    missing = [
        (gold.id, phrase)
        for gold in questions
        for phrase in gold.accepted
        if not any(holds(sentence, phrase) for path in gold.documents for sentence in sentences_of[path])
    ]
    assert missing == []


def test_every_document_that_holds_a_phrase_is_named(
    questions: tuple[Gold, ...], sentences_of: dict[str, list[str]]
) -> None:
    unnamed = [
        (gold.id, path)
        for gold in questions
        for path in sentences_of.keys() - set(gold.documents)
        if any(holds(sentence, phrase) for phrase in gold.accepted for sentence in sentences_of[path])
    ]
    assert unnamed == []


def test_the_file_is_sorted_and_covers_every_type(questions: tuple[Gold, ...]) -> None:
    ids = [gold.id for gold in questions]
    assert ids == sorted(ids)
    for split in ("tune", "hold"):
        assert len({gold.type for gold in questions if gold.split == split}) == 12
    assert {gold.tier.label for gold in questions} == {"public", "member", "staff"}


def test_alternatives_are_kept_in_their_groups(record_of: Callable[..., dict[str, Any]]) -> None:
    gold = gold_from_record(record_of("a1", phrases=["alone", ["one", "other"]]))
    assert gold.phrases == (("alone",), ("one", "other"))
    assert gold.accepted == ("alone", "one", "other")


def test_a_refutation_is_any_of_its_phrases(record_of: Callable[..., dict[str, Any]]) -> None:
    record = record_of("a1", type="false premise", answerable=False, phrases=[], refutation=["one", ["two", "three"]])
    assert gold_from_record(record).refutation == ("one", "two", "three")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"type": "puzzle"}, "has the type 'puzzle'"),
        ({"answerable": False, "phrases": []}, "factual and yet marked unanswerable"),
        ({"type": "unanswerable", "phrases": []}, "unanswerable and yet marked answerable"),
        ({"turns": []}, "asks nothing"),
        ({"turns": ["What?", " "]}, "asks nothing"),
        ({"phrases": []}, "must name supporting phrases"),
        ({"phrases": [[]]}, "must name supporting phrases"),
        ({"documents": []}, "names no document"),
        ({"documents": [HELD_OUT], "split": "tune"}, "stored as 'tune'; by its documents it is 'hold'"),
        ({"tier": "secret"}, "not an access tier"),
    ],
)
def test_a_question_that_contradicts_itself_is_refused_with_its_line(
    fields: dict[str, Any], message: str, record_of: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(json.dumps(record_of("a1")) + "\n\n" + json.dumps(record_of("a2", **fields)), encoding="utf-8")
    with pytest.raises(GoldError, match="line 3") as refusal:
        load_gold(path)
    assert message in str(refusal.value)


def test_a_file_that_cannot_be_used_is_refused(record_of: Callable[..., dict[str, Any]], tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    with pytest.raises(GoldError, match="cannot be read"):
        load_gold(path)
    for text, message in (("", "holds no questions"), ("{", "line 1: not a gold question"), ('{"id": "a1"}', "'type'")):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(GoldError, match=message):
            load_gold(path)
    path.write_text("\n".join([json.dumps(record_of("a1"))] * 2), encoding="utf-8")
    with pytest.raises(GoldError, match="the id a1 is taken"):
        load_gold(path)


def test_the_file_of_the_project_is_where_the_program_looks() -> None:
    assert GOLD.relative_to(ROOT).as_posix() == "corpus/questions.jsonl"
