"""Example questions: those that the library's documents say they answer, and that the desk does answer."""

from collections.abc import Callable, Sequence

from corpus.catalogue import Catalogue
from corpus.errors import IndexUnavailable
from corpus.live import LiveIndex
from corpus.types import Tier

Key = tuple[int, Tier, int, tuple[tuple[str, int], ...]]


class Examples:
    """The examples of each generation and tier, found once, and anew when documents were removed or tightened since.
    `answers` tells whether the library has an answer."""

    def __init__(self, answers: Callable[[str, Tier], bool]) -> None:
        self._answers = answers
        self._known: dict[Key, tuple[str, ...]] = {}

    def of(self, index: LiveIndex, catalogue: Catalogue, tier: Tier, count: int) -> tuple[str, ...]:
        """The first `count` for a reader of `tier`, a white paper's own first; none while there is no index."""
        try:
            with index.reading() as current:
                readable = tuple((entry.id, entry.version) for entry in catalogue.entries(tier))
                key = current.number, tier, count, readable
                if key not in self._known:
                    self._known = {known: each for known, each in self._known.items() if known[0] == key[0]}
                    self._known[key] = self._found(catalogue, tier, count)
                return self._known[key]
        except IndexUnavailable:
            return ()

    def _found(self, catalogue: Catalogue, tier: Tier, count: int) -> tuple[str, ...]:
        entries = sorted(catalogue.entries(tier), key=lambda entry: (entry.meta.kind != "white-paper", entry.id))
        own = [question for entry in entries[:1] for question in entry.meta.questions[:3]]
        others = [entry.meta.questions[0] for entry in entries[1:] if entry.meta.questions]
        found: list[str] = []
        for question in dict.fromkeys([*own, *_spread(others, 2 * count), *others]):
            if len(found) < count and self._answers(question, tier):
                found.append(question)
        return tuple(found)


def _spread(items: Sequence[str], count: int) -> list[str]:
    step = max(1, len(items) // max(1, count))
    return list(items[::step])
