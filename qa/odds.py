"""Evidence made more or less probable, by a factor of its odds, and put in order anew."""

from collections.abc import Iterable
from dataclasses import replace

from qa.evidence import Evidence


def odds(probability: float) -> float:
    """The odds of `probability`, kept finite."""
    return probability / max(1e-9, 1.0 - probability)


def times(item: Evidence, factor: float) -> Evidence:
    """`item` with `factor` times its odds."""
    changed = factor * odds(item.probability)
    return replace(item, probability=changed / (1.0 + changed))


def by_probability(items: Iterable[Evidence]) -> list[Evidence]:
    """`items`, the most probable first; of equal ones, in the order of passages."""
    return sorted(items, key=lambda item: (-item.probability, item.hit.passage.id, item.start))
