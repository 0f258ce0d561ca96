"""The files of a model that a setting names: where they lie, what they say they are, and which weights they are.

A name is a folder or a hub name. Weights are safetensors, the only form that is loaded; code that comes with a model is
never run.
"""

import hashlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import ModelError

_HUB_NAME = re.compile(r"[\w.-]+(?:/[\w.-]+)?")
_FILES = ["*.json", "*.safetensors", "*.txt", "*.model"]


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """The files in `folder` of the model that is called `name`, as a `kind` of model ("reader")."""

    name: str
    kind: str
    folder: Path

    def architectures(self, needs: str) -> list[str]:
        """The architectures that `config.json` names. Raises ModelError, which says what a model `needs` to be, if it
        cannot be read."""
        try:
            config = json.loads((self.folder / "config.json").read_text(encoding="utf-8"))
            return [str(each) for each in config.get("architectures") or ()]
        except (OSError, ValueError, AttributeError) as error:
            raise ModelError(f"{self.folder} holds no {self.kind}: {needs} ({error}).") from error

    def identity(self) -> str:
        """The model's name and the hash of its weights. Raises ModelError if there are none in safetensors."""
        digest = hashlib.sha256()
        weights = sorted(self.folder.glob("*.safetensors"))
        if not weights:
            raise ModelError(
                f"The {self.kind} '{self.name}' has no weights in safetensors, the only form that is loaded."
            )
        for path in weights:
            digest.update(path.read_bytes())
        return f"{Path(self.name).name}@{digest.hexdigest()[:12]}"

    def unusable(self, error: Exception) -> ModelError:
        """What to raise where the model cannot be loaded."""
        return ModelError(f"The {self.kind} '{self.name}' cannot be loaded ({error}).")


def model_files(name: str, setting: str, kind: str) -> ModelFiles:
    """The files that `name`, the value of `setting`, stands for; a hub name's are fetched, or found among those fetched
    before. Raises ModelError if there is nothing of that name."""
    folder = Path(name).expanduser()
    if folder.is_dir():
        return ModelFiles(name, kind, folder)
    if not _HUB_NAME.fullmatch(name) or name.startswith("."):
        raise ModelError(f"{setting} is '{name}': there is no such folder.")
    from huggingface_hub import snapshot_download

    try:
        return ModelFiles(name, kind, Path(snapshot_download(name, allow_patterns=_FILES)))
    except (OSError, ValueError) as error:
        offline = os.environ.get("HF_HUB_OFFLINE", "").upper() in ("1", "ON", "YES", "TRUE")
        reached = "HF_HUB_OFFLINE forbids to fetch it" if offline else "it cannot be fetched from the hub"
        raise ModelError(
            f"{setting} is '{name}': there is no such folder, no model of that name has been fetched to this "
            f"machine, and {reached}. Give a folder that holds a model."
        ) from error


def token_limit(tokenizer: Any, config: Any, most: int) -> int:
    """How many tokens a model reads: what it allows, and no more than `most`."""
    positions = getattr(config, "max_position_embeddings", None) or most + 2
    return int(min(most, tokenizer.model_max_length, positions - 2))  # RoBERTa keeps two for itself
