"""Trains the entailment model:  python -m qa.verify.entailment.train --data FOLDER --start READER.pt --out FOLDER

It is the reader's network with the reader's trained weights to begin with; only its head for relevance goes on
learning, now whether a text bears a claim out. `qa.reader.export` turns what comes out into the file that is run.
"""

import argparse
from pathlib import Path

import torch

from qa.reader.data import Example
from qa.reader.train import Plan, encode, load_backbone, train
from qa.verify.entailment.data import Pair, pairs

EPOCHS = 0.75
LEARNING_RATE = 1.2e-4


def example_of(pair: Pair) -> Example:
    """The pair as the reader's training takes it: a claim for a question, and no span."""
    return Example(pair.claim, pair.text, 0, 0, relevant=pair.supported, has_span=False)


def main() -> None:
    """Parses the command line, trains."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--start", type=Path, required=True, help="weights of a trained reader")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=float, default=EPOCHS)
    parser.add_argument("--limit", type=int, default=0, help="train on this many pairs only (to try things out)")
    options = parser.parse_args()
    plan = Plan(epochs=options.epochs, learning_rate=LEARNING_RATE)
    torch.manual_seed(plan.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    model, tokenizer = load_backbone("cpu")
    model.load_state_dict(torch.load(options.start, weights_only=True))
    material = [example_of(pair) for pair in pairs(options.data, plan.seed)]
    if options.limit:
        material = material[: options.limit]
    encoded = [encode(tokenizer, example, plan.max_tokens) for example in material]
    print(f"{len(encoded)} pairs, {sum(item['relevant'] for item in encoded)} of them borne out", flush=True)
    train(encoded, model.train(), options.out, plan, "cpu")


if __name__ == "__main__":
    main()
