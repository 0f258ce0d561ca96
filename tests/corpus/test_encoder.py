"""The serving encoder, over a tiny model whose vectors can be worked out by hand."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from corpus.encoder import Encoder, model_folder
from corpus.errors import ModelError


@pytest.fixture(scope="module")
def tiny(tiny_model: Path) -> Encoder:
    return Encoder(tiny_model, threads=1)


def test_a_passage_is_the_mean_of_its_tokens_and_a_sentence_of_its_own(tiny: Encoder) -> None:
    words = tiny.questions(["radar", "site", "missile"])
    text = "radar site missile"
    [whole], [parts] = tiny.passages([text], [[(0, 10), (11, 18)]])
    assert np.allclose(np.linalg.norm([whole, *parts, *words], axis=1), 1.0, atol=1e-5)
    assert np.allclose(parts[1], words[2], atol=1e-6)
    assert parts[0] @ words[0] > 0.5 < parts[0] @ words[1]
    assert whole @ parts[0] > whole @ parts[1]


def test_batches_change_nothing(tiny: Encoder) -> None:
    texts = ["radar " * length for length in (300, 1, 40, 7, 200)] + ["the site is in Turkey", "radar"]
    together, parts = tiny.passages(texts, [[(0, 5)]] * len(texts))
    alone = [tiny.passages([text], [[(0, 5)]]) for text in texts]
    assert np.allclose(together, [whole[0] for whole, _ in alone], atol=1e-6)
    assert np.allclose(parts, [part[0] for _, part in alone], atol=1e-6)


def test_a_sentence_beyond_the_limit_has_the_vector_of_the_passage(tiny: Encoder) -> None:
    text = "radar " * tiny.card.max_tokens + "missile"
    [whole], [[beyond]] = tiny.passages([text], [[(text.index("missile"), len(text))]])
    assert np.array_equal(whole, beyond)
    assert tiny.count_tokens(text) == tiny.card.max_tokens + 1


def test_nothing_to_encode_gives_nothing(tiny: Encoder) -> None:
    vectors, parts = tiny.passages([], [])
    assert (vectors.shape, parts) == ((0, 32), [])
    assert tiny.questions([]).shape == (0, 32)


def test_threads_get_what_they_asked_for(tiny: Encoder) -> None:
    texts = ["radar", "site", "missile", "Turkey"] * 20
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda text: tiny.questions([text])[0], texts))
    assert np.array_equal(found, [tiny.questions([text])[0] for text in texts])


@pytest.mark.parametrize("name", ["encoder.json", "tokenizer.json", "model.onnx"])
@pytest.mark.parametrize("damage", ["gone", "empty", "other"])
def test_an_incomplete_model_is_refused(tiny_model: Path, tmp_path: Path, name: str, damage: str) -> None:
    shutil.copytree(tiny_model, tmp_path / "model")
    file = tmp_path / "model" / name
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(b"" if damage == "empty" else b'{"some": "thing"}')
    with pytest.raises(ModelError, match=str(tmp_path / "model")):
        Encoder(tmp_path / "model")


def test_a_card_of_another_program_is_refused(tiny_model: Path, tmp_path: Path) -> None:
    shutil.copytree(tiny_model, tmp_path / "model")
    card = json.loads((tmp_path / "model" / "encoder.json").read_text())
    (tmp_path / "model" / "encoder.json").write_text(json.dumps({**card, "unknown": 1}))
    with pytest.raises(ModelError, match="holds no usable model"):
        Encoder(tmp_path / "model")


def test_models_of_two_names_have_two_folders(tmp_path: Path) -> None:
    names = ["all-MiniLM-L6-v2", "org/all-MiniLM-L6-v2", "org-all-MiniLM-L6-v2", "../up", "/abs/model", "é" * 100]
    folders = [model_folder(tmp_path, name) for name in names]
    assert len(set(folders)) == len(names)
    assert all(folder.parent == tmp_path and not folder.name.startswith(".") for folder in folders)


@pytest.mark.slow
def test_the_carried_model_knows_what_is_alike(real_encoder: Encoder) -> None:
    questions = real_encoder.questions(["Which radar stands in Turkey?", "Who signed the treaty?"])
    passages, _ = real_encoder.passages(
        ["The AN/TPY-2 sensor at Kürecik, Turkey, is operational.", "Presidents Obama and Medvedev signed New START."],
        [[], []],
    )
    scores = questions @ passages.T
    assert scores[0, 0] > scores[0, 1] + 0.2
    assert scores[1, 1] > scores[1, 0] + 0.2
