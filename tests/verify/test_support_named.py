"""Entailment models that the settings name, built here with random weights."""

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from corpus.errors import ModelError
from corpus.settings import Settings
from qa.verify.support import open_support

Build = Callable[..., Path]
CLAIM = "The radar was ready in May."
TEXT = "The radar was ready. It cost a lot of money."
SHORT = "Nobody came to see it."


def classifier(build: Build, *labels: str) -> Path:
    """The folder of a model that sorts into `labels`."""
    names = dict(enumerate(labels))
    return build("BertForSequenceClassification", id2label=names, label2id={name: n for n, name in names.items()})


@pytest.mark.parametrize(
    ("labels", "entails"),
    [
        (("contradiction", "entailment", "neutral"), 1),
        (("ENTAILMENT", "NEUTRAL", "CONTRADICTION"), 0),
        (("REFUTES", "NOT ENOUGH INFO", "SUPPORTS"), 2),
        (("not_entailment", "entailment"), 1),
    ],
)
def test_the_label_for_entailment_counts_wherever_it_stands(
    labels: tuple[str, ...], entails: int, tiny_reader: Build
) -> None:
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    folder = classifier(tiny_reader, *labels)
    tokens = AutoTokenizer.from_pretrained(folder)(SHORT, CLAIM, return_tensors="pt")
    with torch.inference_mode():
        logits = AutoModelForSequenceClassification.from_pretrained(folder).eval()(**tokens).logits[0]
    expected = float(torch.softmax(logits, 0)[entails])
    support = open_support(Settings(entailment_model=str(folder)))
    assert support.of(CLAIM, [SHORT]) == [pytest.approx(expected, abs=1e-4)]
    assert support.identity.startswith(f"{folder.name}@")


def test_a_single_score_is_of_a_query_and_a_passage(tiny_reader: Build) -> None:
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    folder = tiny_reader("BertForSequenceClassification", num_labels=1)
    tokens = AutoTokenizer.from_pretrained(folder)(CLAIM, SHORT, return_tensors="pt")
    with torch.inference_mode():
        logit = AutoModelForSequenceClassification.from_pretrained(folder).eval()(**tokens).logits[0]
    support = open_support(Settings(entailment_model=str(folder)))
    assert support.of(CLAIM, [SHORT]) == [pytest.approx(float(torch.sigmoid(logit)), abs=1e-4)]


def test_the_best_part_of_a_text_counts_and_empty_ones_bear_nothing_out(tiny_reader: Build) -> None:
    support = open_support(Settings(entailment_model=str(classifier(tiny_reader, "entailment", "neutral"))))
    sentences = [SHORT, "Apples are sold by weight.", "The radar cost money.", "It was ready in May."]
    parts = [" ".join(pair) for pair in pairwise(sentences)]
    whole, *halves = support.of(CLAIM, [" ".join(sentences), *parts])
    assert whole >= max(halves) - 1e-4
    assert support.of(CLAIM, ["", TEXT, " \n"])[::2] == [0.0, 0.0]
    assert support.of("", [TEXT]) == [0.0]
    assert support.of(CLAIM, []) == []
    assert support.of(CLAIM, [TEXT, SHORT]) == support.of(CLAIM, [TEXT, SHORT])


def test_labels_of_which_none_means_entailment_are_refused(tiny_reader: Build) -> None:
    with pytest.raises(ModelError, match="sorts into label_0, label_1, label_2, and it is not clear"):
        open_support(Settings(entailment_model=str(classifier(tiny_reader, "LABEL_0", "LABEL_1", "LABEL_2"))))
    with pytest.raises(ModelError, match="One label, and only one"):
        open_support(Settings(entailment_model=str(classifier(tiny_reader, "supports", "entailment"))))


def test_what_cannot_check_prose_is_refused(tiny_reader: Build, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"REFDESK_ENTAILMENT_MODEL is '.*gone': there is no such folder"):
        open_support(Settings(entailment_model=str(tmp_path / "gone")))
    with pytest.raises(ModelError, match=r"holds no entailment model: it has no config\.json"):
        open_support(Settings(entailment_model=str(tmp_path)))
    with pytest.raises(ModelError, match=r"names BertForQuestionAnswering; a model that checks prose sorts"):
        open_support(Settings(entailment_model=str(tiny_reader("BertForQuestionAnswering"))))
    (tmp_path / "config.json").write_text(json.dumps({"architectures": ["BertForSequenceClassification"]}))
    with pytest.raises(ModelError, match="has no weights in safetensors"):
        open_support(Settings(entailment_model=str(tmp_path)))
    (tmp_path / "model.safetensors").write_bytes(b"not weights")
    with pytest.raises(ModelError, match="cannot be loaded"):
        open_support(Settings(entailment_model=str(tmp_path)))


def test_a_hub_name_that_was_never_fetched_says_so() -> None:
    with pytest.raises(ModelError, match="REFDESK_ENTAILMENT_MODEL is 'nobody/has-this': there is no such folder"):
        open_support(Settings(entailment_model="nobody/has-this"))
