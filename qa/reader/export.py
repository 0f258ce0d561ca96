"""Turns a trained reader into the file that `qa.read` runs:  python -m qa.reader.export TRAINED.pt OUT_FOLDER

ONNX with the matrix weights in int8 per channel and the embedding table in int8; its SHA-256 goes into
`reader.json`, which is checked at load.
"""

import argparse
import hashlib
import json
import warnings
from pathlib import Path

import torch

from qa.reader.model import Reader
from qa.reader.train import load_backbone

FILE = "reader.onnx"


def export(weights: Path, folder: Path) -> Path:
    """Writes `reader.onnx`, its tokenizer and `reader.json` to `folder`. Returns the ONNX file's path."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    model, tokenizer = load_backbone("cpu")
    state = torch.load(weights, weights_only=True)
    model = model.float()
    if "masters" in state:
        _fill(model, state["masters"])
    else:
        model.load_state_dict(state)
    model.eval()
    folder.mkdir(parents=True, exist_ok=True)
    full = folder / "full.onnx"
    ids = torch.randint(5, 100, (2, 16))
    axes = {0: "batch", 1: "tokens"}
    names = ["input_ids", "attention_mask", "token_type_ids"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # tracing a transformer warns of its constant branches
        torch.onnx.export(
            model,
            (ids, torch.ones_like(ids), torch.zeros_like(ids)),
            str(full),
            input_names=names,
            output_names=["start", "end", "relevance"],
            dynamic_axes={**dict.fromkeys([*names, "start", "end"], axes), "relevance": {0: "batch"}},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(str(full), str(folder / FILE), per_channel=True, weight_type=QuantType.QInt8)
    full.unlink()
    digest = hashlib.sha256((folder / FILE).read_bytes()).hexdigest()
    tokenizer.save(str(folder / "tokenizer.json"))
    card = {"file": FILE, "sha256": digest, "max_tokens": 256}
    (folder / "reader.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    return folder / FILE


def _fill(model: Reader, masters: list[torch.Tensor]) -> None:
    """Puts a checkpoint's trained parameters into the model."""
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    with torch.no_grad():
        for parameter, value in zip(trained, masters, strict=True):
            parameter.copy_(value)


def main() -> None:
    """Parses the command line, exports."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    path = export(options.weights, options.folder)
    print(f"wrote {path} ({path.stat().st_size / 1e6:.1f} MB)")


if __name__ == "__main__":
    main()
