"""The reader's model as it runs: scores for each sentence, spans inside it, and files that are what they should be."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ModelError
from qa.read import CARRIED_READER, LONGEST_ANSWER_TOKENS, AnswerReader, Span

TEXT = "The radar at the site was declared ready in May 2016. It cost 800 million dollars. Nobody came to the party."
QUESTION = "When was the radar declared ready?"


def sentences_of(text: str) -> list[Span]:
    """Offsets of the sentences of `text`, cut at ". "."""
    spans, start = [], 0
    for part in text.split(". "):
        spans.append((start, start + len(part)))
        start += len(part) + 2
    return spans


def test_the_answering_words_are_found(reader: AnswerReader) -> None:
    (reading,) = reader.read(QUESTION, [TEXT], [sentences_of(TEXT)])
    assert max(range(3), key=reading.sentence_scores.__getitem__) == 0
    start, end = reading.sentence_spans[0]
    assert "2016" in TEXT[start:end]
    assert reading.sentence_scores[0] > reading.none


def test_a_text_that_answers_is_more_relevant_than_one_that_does_not(reader: AnswerReader) -> None:
    texts = [TEXT, "Apples are sold by weight. They are sweet."]
    good, bad = reader.read(QUESTION, texts, [sentences_of(text) for text in texts])
    assert good.relevance > bad.relevance
    assert max(good.sentence_scores) - good.none > max(bad.sentence_scores) - bad.none


@pytest.mark.parametrize("place", range(6))
def test_readings_come_in_the_order_of_the_texts(place: int, reader: AnswerReader) -> None:
    texts = ["Apples are sold by weight. " * n + "They are sweet." for n in (1, 5, 2, 4, 3)]
    texts.insert(place, TEXT)
    readings = reader.read(QUESTION, texts, [sentences_of(text) for text in texts])
    assert [len(reading.sentence_scores) for reading in readings] == [len(sentences_of(text)) for text in texts]
    assert max(range(6), key=lambda n: max(readings[n].sentence_scores) - readings[n].none) == place


def test_a_text_reads_the_same_whatever_is_read_beside_it(reader: AnswerReader) -> None:
    texts = [TEXT, "Apples are sold by weight. They are sweet.", TEXT + " More words follow." * 60]
    together = reader.read(QUESTION, texts, [sentences_of(text) for text in texts])
    assert together == [reader.read(QUESTION, [text], [sentences_of(text)])[0] for text in texts]


def test_nothing_to_read(reader: AnswerReader) -> None:
    assert reader.read(QUESTION, [], []) == []
    (empty,) = reader.read(QUESTION, [""], [[]])
    assert (empty.sentence_scores, empty.sentence_spans) == ((), ())


def test_sentences_beyond_the_limit_score_as_none(reader: AnswerReader) -> None:
    long = TEXT + " More and more words follow here." * 200
    tail = (len(long) - 32, len(long))
    (reading,) = reader.read(QUESTION, [long], [[*sentences_of(TEXT), tail]])
    assert reading.sentence_scores[-1] == reading.none
    assert reading.sentence_spans[-1] == tail


def test_a_question_longer_than_the_limit_is_cut(reader: AnswerReader) -> None:
    (reading,) = reader.read("Which radar is it? " * 300, [TEXT], [sentences_of(TEXT)])
    assert len(reading.sentence_scores) == 3


words = st.text(st.characters(blacklist_categories=["Cs"]), max_size=40)


@settings(max_examples=25, deadline=None)
@given(question=words, parts=st.lists(words, min_size=1, max_size=4))
def test_spans_lie_in_their_sentences(question: str, parts: list[str], reader: AnswerReader) -> None:
    text = ". ".join(part.replace(". ", " ") for part in parts)
    spans = sentences_of(text)
    (reading,) = reader.read(question, [text], [spans])
    assert len(reading.sentence_scores) == len(reading.sentence_spans) == len(spans)
    for (start, end), (first, last) in zip(reading.sentence_spans, spans, strict=True):
        assert first <= start <= end <= last


def test_answers_have_no_more_than_their_tokens(reader: AnswerReader) -> None:
    text = "the radar " * 100
    (reading,) = reader.read("What?", [text], [[(0, len(text))]])
    start, end = reading.sentence_spans[0]
    assert len(text[start:end].split()) <= LONGEST_ANSWER_TOKENS


def test_the_identity_is_that_of_the_file(reader: AnswerReader) -> None:
    card = json.loads((CARRIED_READER / "reader.json").read_text(encoding="utf-8"))
    assert reader.identity == f"reader@{card['sha256'][:12]}"


@pytest.mark.parametrize("missing", ["reader.json", "reader.onnx", "tokenizer.json"])
def test_an_incomplete_reader_is_refused(missing: str, tmp_path: Path) -> None:
    for name in {"reader.json", "reader.onnx", "tokenizer.json"} - {missing}:
        shutil.copy(CARRIED_READER / name, tmp_path / name)
    with pytest.raises(ModelError, match=r"holds no usable reader .*Install Refdesk again\."):
        AnswerReader(tmp_path)


def test_an_altered_reader_is_refused(tmp_path: Path) -> None:
    for name in ("reader.json", "reader.onnx", "tokenizer.json"):
        shutil.copy(CARRIED_READER / name, tmp_path / name)
    altered = bytearray((tmp_path / "reader.onnx").read_bytes())
    altered[len(altered) // 2] ^= 1
    (tmp_path / "reader.onnx").write_bytes(altered)
    with pytest.raises(ModelError, match="is not the one its card names"):
        AnswerReader(tmp_path)
