"""The reader's network: the embedder's transformer with three small heads.

One pass over `[CLS] question [SEP] passage [SEP]` gives, for every token, how well an answer starts or ends there
(the first token stands for "no answer here", as in Devlin et al. 2019 for SQuAD 2.0), and one score for relevance.
"""

from typing import Any

import torch
from torch import Tensor, nn


class Reader(nn.Module):
    """`transformer` is a BERT-like encoder that gives `last_hidden_state`."""

    def __init__(self, transformer: Any) -> None:
        super().__init__()
        width = transformer.config.hidden_size
        self.transformer = transformer
        self.span = nn.Linear(width, 2)
        self.pool = nn.Linear(width, width)
        self.relevance = nn.Linear(width, 1)

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Start and end scores `(batch, tokens)` and relevance `(batch,)`, all logits."""
        states = self.transformer(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        spans = self.span(states)
        relevance = self.relevance(torch.tanh(self.pool(states[:, 0]))).squeeze(-1)
        return spans[..., 0], spans[..., 1], relevance


def loss_of(model: Reader, batch: dict[str, Tensor], relevance_weight: float = 0.5) -> Tensor:
    """Cross-entropy of start and end over the passage's tokens (and "none"), plus binary cross-entropy of relevance."""
    start, end, relevance = model(batch["input_ids"], batch["attention_mask"], batch["token_type_ids"])
    allowed = batch["allowed"]
    start = start.float().masked_fill(~allowed, -1e4)
    end = end.float().masked_fill(~allowed, -1e4)
    marked = batch["has_span"]
    losses = nn.functional.cross_entropy(start, batch["start"], reduction="none")
    losses = losses + nn.functional.cross_entropy(end, batch["end"], reduction="none")
    span_loss = (losses * marked).sum() / marked.sum().clamp(min=1) / 2
    relevant = nn.functional.binary_cross_entropy_with_logits(relevance.float(), batch["relevant"])
    return span_loss + relevance_weight * relevant
