"""Training the reader, in the small: labels stand on the right words, every example is used, and the loss falls."""

from types import SimpleNamespace
from typing import Any

import pytest
from tokenizers import Tokenizer

from qa.read import CARRIED_READER
from qa.reader.data import Example

QUESTION = "When was the radar ready?"
PASSAGE = "The radar in Turkey was declared ready in May 2012. It stands on a hill."


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    """The carried reader's."""
    return Tokenizer.from_file(str(CARRIED_READER / "tokenizer.json"))


def example(words: str, question: str = QUESTION) -> Example:
    """`PASSAGE` with `words` marked as the answer; no answer where they are empty."""
    start = PASSAGE.index(words) if words else 0
    return Example(question, PASSAGE, start, start + len(words), relevant=bool(words))


@pytest.mark.parametrize("words", ["May 2012", "Turkey", "a hill", "The radar"])
def test_labels_stand_on_the_answering_words(words: str, tokenizer: Tokenizer) -> None:
    from qa.reader.train import encode

    encoded = encode(tokenizer, example(words), 224)
    offsets = tokenizer.encode(QUESTION, PASSAGE).offsets
    assert PASSAGE[offsets[encoded["start"]][0] : offsets[encoded["end"]][1]] == words
    assert encoded["relevant"]
    assert encoded["allowed"][encoded["start"]]
    assert encoded["allowed"][encoded["end"]]


def test_no_answer_is_labelled_as_none(tokenizer: Tokenizer) -> None:
    from qa.reader.train import encode

    for encoded in (encode(tokenizer, example(""), 224), encode(tokenizer, example("a hill"), 16)):
        assert (encoded["start"], encoded["end"], encoded["relevant"]) == (0, 0, False)
        assert encoded["allowed"][0]


def test_every_example_is_in_one_batch(tokenizer: Tokenizer) -> None:
    from qa.reader.train import batches, encode

    encoded = [encode(tokenizer, example("Turkey", QUESTION * n), 224) for n in range(1, 12)]
    made = batches(encoded, 100, seed=1)
    assert sorted(number for batch in made for number in batch) == list(range(11))
    assert batches(encoded, 100, seed=1) == made
    for batch in made:
        width = max(len(encoded[number]["ids"]) for number in batch)
        assert len(batch) == 1 or (width - 7) * len(batch) <= 100  # lengths within 8 tokens count as alike


def test_the_loss_falls(tokenizer: Tokenizer) -> None:
    import torch

    from qa.reader.model import Reader, loss_of
    from qa.reader.train import encode

    class Embeddings(torch.nn.Module):
        """A transformer without layers."""

        def __init__(self) -> None:
            super().__init__()
            self.config = SimpleNamespace(hidden_size=16)
            self.words = torch.nn.Embedding(tokenizer.get_vocab_size(), 16)

        def forward(self, input_ids: torch.Tensor, **others: torch.Tensor) -> SimpleNamespace:
            return SimpleNamespace(last_hidden_state=self.words(input_ids))

    torch.manual_seed(1)
    model = Reader(Embeddings())
    rows = [encode(tokenizer, example(words), 224) for words in ("May 2012", "")]
    batch: dict[str, Any] = {
        "input_ids": torch.tensor([row["ids"] for row in rows]),
        "attention_mask": torch.ones(2, len(rows[0]["ids"]), dtype=torch.long),
        "token_type_ids": torch.tensor([row["types"] for row in rows]),
        "allowed": torch.tensor([row["allowed"] for row in rows]),
        "start": torch.tensor([row["start"] for row in rows]),
        "end": torch.tensor([row["end"] for row in rows]),
        "relevant": torch.tensor([float(row["relevant"]) for row in rows]),
        "has_span": torch.tensor([float(row["has_span"]) for row in rows]),
    }
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    losses: list[float] = []
    for _ in range(8):
        loss = loss_of(model, batch)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert losses[-1] < losses[0] / 1.2
