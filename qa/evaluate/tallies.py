"""Outcomes counted the way the charts show them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from qa.evaluate.figures import BOTH
from qa.evaluate.gold import ANSWERABLE_TYPES, SPLITS, UNANSWERABLE_TYPES
from qa.evaluate.judge import Judged, rank_of

RANK_BANDS = ((1, 1), (2, 2), (3, 3), (4, 5), (6, 10), (11, 10_000))
NOT_FOUND = "not found"
CONFIDENCE_BINS = 20


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: `look` names its color, `meaning` says it in words."""

    look: str
    meaning: str
    count: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of segments under a label."""

    label: str
    segments: tuple[Segment, ...]

    @property
    def total(self) -> int:
        """How many questions it stands for."""
        return sum(segment.count for segment in self.segments)


STAGES = (
    ("good", "every phrase quoted"),
    ("fair", "some phrases quoted"),
    ("poor", "other words quoted, though a supporting passage was found"),
    ("silent", "declined, though a supporting passage was found"),
    ("lost", "no supporting passage found"),
)
ENDS = (
    ("good", "right", ("quoted", "rightly declined", "premise refuted")),
    ("fair", "partly quoted", ("partly quoted",)),
    ("poor", "other words quoted", ("other words",)),
    ("silent", "wrongly declined", ("wrongly declined",)),
    ("bad", "false answer", ("false answer",)),
)


def losses(judged: Sequence[Judged]) -> list[Bar]:
    """For each split, how far its answerable questions came."""
    bars: list[Bar] = []
    for split in (*SPLITS, BOTH):
        stages = Counter(_stage(item) for item in judged if item.gold.answerable and split in (BOTH, item.gold.split))
        if stages and (split != BOTH or len(bars) > 1):
            bars.append(Bar(split, tuple(Segment(look, meaning, stages[look]) for look, meaning in STAGES)))
    return bars


def endings(judged: Sequence[Judged]) -> list[Bar]:
    """For each type, how its questions ended."""
    bars = []
    for type_ in ANSWERABLE_TYPES + UNANSWERABLE_TYPES:
        outcomes: Counter[str] = Counter(item.outcome for item in judged if item.gold.type == type_)
        if outcomes:
            segments = (Segment(look, label, sum(outcomes[name] for name in names)) for look, label, names in ENDS)
            bars.append(Bar(type_, tuple(segments)))
    return bars


def rank_labels() -> list[str]:
    """The bands of ranks, as they are written under the columns."""
    bands = [str(low) if low == high else f"{low}–{high}" for low, high in RANK_BANDS[:-1]]
    return [*bands, f"{RANK_BANDS[-1][0]}+", NOT_FOUND]


def rank_counts(judged: Sequence[Judged]) -> dict[str, list[int]]:
    """How many answerable questions have their first supporting passage in each band of ranks: fused and in each leg.

    A leg's ranks are known only for the passages that came through the fusion.
    """
    answerable = [item for item in judged if item.gold.answerable]
    return {
        "fused": _banded([item.rank for item in answerable]),
        "dense leg": _banded([_leg_rank(item, "dense_rank") for item in answerable]),
        "lexical leg": _banded([_leg_rank(item, "lexical_rank") for item in answerable]),
    }


def confidences(judged: Sequence[Judged]) -> tuple[list[int], list[int]]:
    """Answerable and unanswerable questions counted by the answer's confidence, in equal bins from 0 to 1."""
    counts: tuple[list[int], list[int]] = [0] * CONFIDENCE_BINS, [0] * CONFIDENCE_BINS
    for item in judged:
        at = min(int(item.asked.answer.confidence * CONFIDENCE_BINS), CONFIDENCE_BINS - 1)
        counts[0 if item.gold.answerable else 1][at] += 1
    return counts


def _stage(item: Judged) -> str:
    by_outcome = {"quoted": "good", "partly quoted": "fair"}
    if item.outcome in by_outcome:
        return by_outcome[item.outcome]
    if item.rank is None:
        return "lost"
    return "poor" if item.outcome == "other words" else "silent"


def _leg_rank(item: Judged, leg: str) -> int | None:
    ranks = []
    for hit in item.asked.found:
        rank = getattr(hit, leg)
        if rank is not None and rank_of(item.gold.accepted, [hit]):
            ranks.append(rank)
    return min(ranks, default=None)


def _banded(ranks: Sequence[int | None]) -> list[int]:
    counts = [sum(rank is not None and low <= rank <= high for rank in ranks) for low, high in RANK_BANDS]
    return [*counts, sum(rank is None for rank in ranks)]
