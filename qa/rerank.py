"""The reader's view of what was retrieved: passages that seem to answer move up, within what fusion found.

The fused score stays in the sum: by relevance alone the order gets worse on sets that the reader was not trained for.
"""

from dataclasses import replace

from qa.evidence import readings
from qa.read import PassageReader
from qa.retrieve import Hits

PASSAGES_READ = 16
RELEVANCE_WEIGHT = 0.03
"""What one logit of relevance adds to the fused score: the best of the weights tried, on average over the sets that
`python -m bench.fit_blend` tries."""


def reranked(question: str, hits: Hits, reader: PassageReader) -> Hits:
    """`hits` with the first PASSAGES_READ of fusion's in the order of fused score and relevance together; what fusion
    did not rank, and what comes after, stays behind them in its order."""
    fused = [hit for hit in hits.passages if hit.rank is not None]
    head, others = fused[:PASSAGES_READ], [hit for hit in hits.passages if hit.rank is None]
    read = [
        replace(hit, relevance=reading.relevance, score=blended(hit.score, reading.relevance))
        for hit, reading in zip(head, readings(question, head, reader), strict=True)
    ]
    read.sort(key=lambda hit: -hit.score)  # what is even keeps fusion's order
    return Hits((*read, *fused[PASSAGES_READ:], *others), hits.stored)


def blended(score: float, relevance: float, weight: float = RELEVANCE_WEIGHT) -> float:
    """The fused score and the reader's relevance as one score."""
    return score + weight * relevance
