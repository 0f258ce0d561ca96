"""Calibrating a named reader: weights fitted to what is known, kept beside the library, refused when they are stale."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.encoder import CARRIED, Encoder, model_folder
from corpus.errors import ModelError
from corpus.settings import Settings
from corpus.types import Tier
from qa.calibrate import main
from qa.calibration import OF_READER, calibrated, calibration_path, uncalibrated, weights_for, write_calibration
from qa.evidence import FEATURES, fitted
from qa.open import open_desk

MARGIN = FEATURES.index("reader_margin")
OTHER = FEATURES.index("sentence_cosine")


def made(slope: float, count: int = 4000) -> tuple[Any, Any]:
    """Sentences whose probability to answer grows by `slope` with the reader's margin, beside one other feature."""
    draw = np.random.default_rng(3)
    table = np.zeros((count, len(FEATURES)))
    table[:, MARGIN] = draw.normal(size=count)
    table[:, OTHER] = draw.normal(size=count)
    scores = slope * table[:, MARGIN] + fitted().features[OTHER] * table[:, OTHER] - 1.0
    return table, draw.random(count) < 1 / (1 + np.exp(-scores))


def test_the_weights_that_made_the_answers_are_found() -> None:
    found = calibrated("other@1", *made(3.0), questions=9)
    assert found.weights["reader_margin"] == pytest.approx(3.0, abs=0.25)
    assert found.bias == pytest.approx(-1.0, abs=0.25)
    assert found.questions == 9


def test_a_reader_that_is_wrong_counts_for_nothing_rather_than_against() -> None:
    assert calibrated("other@1", *made(-3.0), questions=9).weights["reader_margin"] == 0.0


def test_without_a_calibration_a_higher_score_never_counts_against(tmp_path: Path) -> None:
    weights = weights_for(tmp_path, "other@1")
    assert weights == uncalibrated()
    for name, weight, shipped in zip(FEATURES, weights.features, fitted().features, strict=True):
        assert weight == (max(shipped, 0.0) if name in OF_READER else shipped)
    assert weights.bias == fitted().bias


def test_a_calibration_comes_back_as_it_was_written(tmp_path: Path) -> None:
    found = calibrated("some/other@1", *made(2.0), questions=9)
    path = write_calibration(tmp_path, found)
    assert path.parent == tmp_path / "readers"
    weights = weights_for(tmp_path, "some/other@1")
    assert [weights.features[FEATURES.index(name)] for name in OF_READER] == [found.weights[n] for n in OF_READER]
    assert weights.features[OTHER] == fitted().features[OTHER]
    assert weights.bias == found.bias
    assert weights_for(tmp_path, "yet-another@1") == uncalibrated()


@pytest.mark.parametrize("change", [{"identity": "x@2"}, {"beside": "0"}])
def test_a_calibration_for_something_else_is_refused(change: dict[str, str], tmp_path: Path) -> None:
    path = write_calibration(tmp_path, calibrated("other@1", *made(2.0, 50), questions=9))
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | change), encoding="utf-8")
    with pytest.raises(ModelError, match="another reader or another version of Refdesk"):
        weights_for(tmp_path, "other@1")


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"weights": {}}'])
def test_a_calibration_that_cannot_be_read_is_refused(text: str, tmp_path: Path) -> None:
    path = calibration_path(tmp_path, "other@1")
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be read"):
        weights_for(tmp_path, "other@1")


GOLD = {
    "type": "factual", "turns": ["What does Russia demand before it will cooperate?"], "expected": "Guarantees.",
    "phrases": ["legally binding technical guarantees"], "documents": ["a.md"], "answerable": True, "tier": "public",
}  # fmt: skip


def gold_file(folder: Path) -> Path:
    """Two gold questions of the split tune, and one that is held out."""
    from qa.evaluate.gold import split_of

    by_split: dict[str, list[str]] = {"tune": [], "hold": []}
    for number in range(60):
        by_split[split_of("", [f"{number}.md"])].append(f"{number}.md")
    lines = [
        {**GOLD, "id": f"q{n}", "documents": [name], "split": split_of("", [name])}
        for n, name in enumerate([*by_split["tune"][:2], by_split["hold"][0]])
    ]
    path = folder / "gold.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path


def test_calibrating_a_reader_for_a_library(
    tmp_path: Path,
    tiny_model: Path,
    tiny_reader: Callable[..., Path],
    canary_papers: Path,
    open_library: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    data = tmp_path / "data"
    library = open_library(data, Encoder(shutil.copytree(tiny_model, model_folder(data / "models", CARRIED))))
    assert library.ingest(canary_papers).went_well
    library.close()
    folder = tiny_reader("BertForSequenceClassification", num_labels=1)
    monkeypatch.setenv("REFDESK_DATA", str(data))
    monkeypatch.setenv("REFDESK_READER", str(folder))
    main(["--gold", str(gold_file(tmp_path))])
    assert "fitted to 2 questions" in capsys.readouterr().out

    desk = open_desk(Settings(data=data, reader=str(folder)))
    assert desk.models.weights == weights_for(data, desk.models.reader.identity) != uncalibrated()
    answer = desk.ask("What does Russia demand before it will cooperate?", tier=Tier.STAFF)
    cited = answer.citations or answer.related
    assert cited
    for citation in cited:  # a cross-encoder marks nothing inside a sentence
        assert citation.highlights == ()
        assert citation.quote in desk.passage(citation.passage_id, tier=Tier.STAFF).passage.text
    desk.close()


def test_the_carried_reader_needs_no_calibration(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REFDESK_DATA", str(data_folder))
    with pytest.raises(SystemExit) as stop:
        main([])
    assert stop.value.code == 2
    assert "No reader is named: the carried one needs no calibration." in capsys.readouterr().err
