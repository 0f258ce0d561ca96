"""Readers that the settings name: cross-encoders and question-answering models, built here with random weights."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import ModelError
from corpus.settings import ROOT
from qa.named import SENTENCES_SCORED, WIDEST_LOGIT, CrossEncoderReader, SpanReader, open_reader
from qa.read import CARRIED_READER, AnswerReader, PassageReader, Span

TEXT = "The radar was ready in May. It cost a lot of money. Nobody came to see it."
SENTENCES = [(0, 27), (28, 51), (52, 74)]
OTHER = "Apples are sold by weight."
QUESTION = "When was the radar ready?"

Build = Callable[..., Path]


@pytest.fixture(scope="module")
def cross_encoder(tiny_reader: Build) -> PassageReader:
    """A cross-encoder with one score."""
    return open_reader(str(tiny_reader("BertForSequenceClassification", num_labels=1)))


@pytest.fixture(scope="module")
def span_folder(tiny_reader: Build) -> Path:
    """The folder of a question-answering model."""
    return tiny_reader("BertForQuestionAnswering")


@pytest.fixture(scope="module")
def span_reader(span_folder: Path) -> PassageReader:
    """A question-answering model."""
    return open_reader(str(span_folder))


def softened(logit: float) -> float:
    """A logit as the readers give it."""
    return WIDEST_LOGIT * logit / (WIDEST_LOGIT + abs(logit))


def test_without_a_name_it_is_the_carried_reader() -> None:
    assert isinstance(open_reader(), AnswerReader)
    assert open_reader(str(CARRIED_READER)).identity == open_reader().identity


def test_a_cross_encoder_scores_as_sentence_transformers_does(tiny_reader: Build) -> None:
    from sentence_transformers import CrossEncoder
    from torch import nn

    folder = tiny_reader("BertForSequenceClassification", num_labels=1)
    reader = open_reader(str(folder))
    assert isinstance(reader, CrossEncoderReader)
    first, second = reader.read(QUESTION, [TEXT, OTHER], [SENTENCES, [(0, 26)]])
    texts = [TEXT, OTHER, *(TEXT[a:b] for a, b in SENTENCES)]
    model = CrossEncoder(str(folder), device="cpu", local_files_only=True)
    expected = [
        softened(float(score))
        for score in model.predict([(QUESTION, text) for text in texts], activation_fn=nn.Identity())
    ]
    assert [first.relevance, second.relevance, *first.sentence_scores] == pytest.approx(expected, abs=1e-4)
    assert len(set(first.sentence_scores)) == 3
    assert (first.none, first.sentence_spans) == (0.0, tuple(SENTENCES))


@pytest.mark.parametrize(
    ("labels", "positive"),
    [
        ({0: "contradiction", 1: "ENTAILMENT", 2: "neutral"}, 1),
        ({0: "LABEL_0", 1: "LABEL_1"}, 1),
        ({0: "relevant", 1: "irrelevant"}, 0),
    ],
)
def test_of_several_classes_the_one_that_answers_counts(
    labels: dict[int, str], positive: int, tiny_reader: Build
) -> None:
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    folder = tiny_reader(
        "BertForSequenceClassification", id2label=labels, label2id={name: n for n, name in labels.items()}
    )
    (reading,) = open_reader(str(folder)).read(QUESTION, [TEXT], [SENTENCES])
    tokens = AutoTokenizer.from_pretrained(folder)(QUESTION, TEXT, return_tensors="pt")
    with torch.inference_mode():
        logits = AutoModelForSequenceClassification.from_pretrained(folder).eval()(**tokens).logits[0].double()
    probability = torch.softmax(logits, 0)[positive]
    assert reading.relevance == pytest.approx(softened(float(torch.logit(probability))), abs=1e-4)


def test_classes_of_which_none_says_that_it_answers_are_refused(tiny_reader: Build) -> None:
    labels = {0: "red", 1: "green", 2: "blue"}
    folder = tiny_reader(
        "BertForSequenceClassification", id2label=labels, label2id={name: n for n, name in labels.items()}
    )
    with pytest.raises(ModelError, match="sorts into red, green, blue, and it is not clear"):
        open_reader(str(folder))


def test_sentences_beyond_the_budget_score_lowest(cross_encoder: PassageReader) -> None:
    text = " ".join(["It cost money."] * (SENTENCES_SCORED + 5) + ["The radar was ready."])
    spans: list[Span] = [(15 * n, 15 * n + 14) for n in range(SENTENCES_SCORED + 5)]
    (reading,) = cross_encoder.read(QUESTION, [text], [spans])
    assert len(reading.sentence_scores) == len(spans)
    assert set(reading.sentence_scores[SENTENCES_SCORED:]) == {min([*reading.sentence_scores, reading.relevance])}


def test_a_question_answering_model_gives_the_spans_of_its_scores(
    span_folder: Path, span_reader: PassageReader
) -> None:
    import torch
    from transformers import AutoModelForQuestionAnswering, AutoTokenizer

    assert isinstance(span_reader, SpanReader)
    (reading,) = span_reader.read(QUESTION, [TEXT], [SENTENCES])
    tokens = AutoTokenizer.from_pretrained(span_folder)(
        QUESTION, TEXT, return_tensors="pt", return_offsets_mapping=True
    )
    offsets, parts = tokens.pop("offset_mapping")[0].tolist(), tokens.sequence_ids(0)
    with torch.inference_mode():
        output = AutoModelForQuestionAnswering.from_pretrained(span_folder).eval()(**tokens)
    start, end = output.start_logits[0], output.end_logits[0]
    for (first, last), score, span in zip(SENTENCES, reading.sentence_scores, reading.sentence_spans, strict=True):
        inside = [i for i, part in enumerate(parts) if part == 1 and first <= offsets[i][0] and offsets[i][1] <= last]
        best, a, b = max((float(start[a] + end[b]), a, b) for a in inside for b in inside if a <= b)
        assert score == pytest.approx(softened(best - float(start[0] + end[0])), abs=1e-4)
        assert span == (offsets[a][0], offsets[b][1])
    assert reading.relevance == max(reading.sentence_scores)
    assert reading.none == 0.0


@pytest.mark.parametrize("kind", ["cross_encoder", "span_reader"])
def test_named_readers_keep_the_order_of_the_texts_and_take_any_length(
    kind: str, request: pytest.FixtureRequest
) -> None:
    reader: PassageReader = request.getfixturevalue(kind)
    texts = [OTHER, TEXT + " It cost money." * 40, TEXT]
    spans = [[(0, 26)], SENTENCES, SENTENCES]
    together = reader.read(QUESTION * 5, texts, spans)
    assert [len(reading.sentence_scores) for reading in together] == [1, 3, 3]
    for text, own, reading in zip(texts, spans, together, strict=True):
        (alone,) = reader.read(QUESTION * 5, [text], [own])
        assert alone.relevance == pytest.approx(reading.relevance, abs=1e-4)
        assert abs(reading.relevance) < WIDEST_LOGIT
    assert reader.read(QUESTION, [], []) == []


def test_the_identity_names_the_weights(span_folder: Path, span_reader: PassageReader) -> None:
    import hashlib

    digest = hashlib.sha256((span_folder / "model.safetensors").read_bytes()).hexdigest()
    assert span_reader.identity == f"{span_folder.name}@{digest[:12]}"


def test_another_architecture_is_refused(tiny_reader: Build) -> None:
    with pytest.raises(ModelError, match=r"names BertForMaskedLM\. A reader needs an architecture for sequence class"):
        open_reader(str(tiny_reader("BertForMaskedLM")))


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="there is no such folder"):
        open_reader(str(tmp_path / "gone"))


@pytest.mark.parametrize("config", [None, "{", "[]"])
def test_a_folder_without_a_model_is_refused(config: str | None, tmp_path: Path) -> None:
    if config is not None:
        (tmp_path / "config.json").write_text(config, encoding="utf-8")
    with pytest.raises(ModelError, match="holds no reader: it has neither"):
        open_reader(str(tmp_path))


def test_a_config_without_an_architecture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match="names no architecture"):
        open_reader(str(tmp_path))


@pytest.mark.parametrize("architecture", ["BertForSequenceClassification", "BertForQuestionAnswering"])
def test_weights_that_are_not_safetensors_are_refused(architecture: str, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"architectures": [architecture]}), encoding="utf-8")
    (tmp_path / "pytorch_model.bin").write_bytes(b"not to be loaded")
    with pytest.raises(ModelError, match="has no weights in safetensors"):
        open_reader(str(tmp_path))


def test_damaged_weights_are_refused(span_folder: Path, tmp_path: Path) -> None:
    for path in span_folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes()[: 200 if path.suffix == ".safetensors" else None])
    with pytest.raises(ModelError, match="cannot be loaded"):
        open_reader(str(tmp_path))


def test_a_hub_name_without_a_network_is_refused() -> None:
    program = "from qa.named import open_reader; open_reader('nobody/no-such-reader')"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
        env={"HF_HUB_OFFLINE": "1", "PATH": "", "HF_HOME": "/nonexistent"},
    )  # fmt: skip
    assert "ModelError: REFDESK_READER is 'nobody/no-such-reader': there is no such folder" in done.stderr
    assert "HF_HUB_OFFLINE forbids to fetch it" in done.stderr


def test_the_carried_reader_needs_no_torch() -> None:
    program = "import sys; from qa.named import open_reader; open_reader(); print('torch' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.stdout, done.returncode) == ("False\n", 0)
