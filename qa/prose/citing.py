"""What a verified sentence is cited with: the very sentences of the passage that bear it out best, word for word."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from qa.citation import citation_of
from qa.prose.types import Excerpt
from qa.types import Citation

MOST_SENTENCES = 3
GAIN = 0.08
"""The share of the sentence's words that one more sentence of the passage must add to be quoted with the others."""
NUMBER = 2.0
"""How much more a number or date counts than a word that is as rare: readers look for it first."""


class Telling(Protocol):
    """What words of a text tell something, and how much."""

    def stems(self, text: str) -> list[str]:
        """The stems of `text`, each once."""

    def weight(self, stem: str) -> float:
        """How rare a stem is."""


class Citations:
    """The citations of an answer: each quotation under one marker, numbered as they come."""

    def __init__(self, words: Telling) -> None:
        self._words = words
        self._known: dict[tuple[str, int, int], Citation] = {}

    def of(self, sentence: str, excerpts: Iterable[Excerpt]) -> tuple[tuple[int, ...], tuple[Citation, ...]]:
        """The markers for `sentence`, one for each of `excerpts`, and those of their citations that are new."""
        markers, fresh = [], []
        for excerpt in excerpts:
            span, hit = bearing(sentence, excerpt, self._words), excerpt.hit
            place = hit.passage.id, *span
            if place not in self._known:
                marker, score = len(self._known) + 1, round(excerpt.score, 4)
                self._known[place] = citation_of(hit.passage, hit.meta, span, marker=marker, score=score)
                fresh.append(self._known[place])
            markers.append(self._known[place].marker)
        return tuple(dict.fromkeys(markers)), tuple(fresh)


def bearing(sentence: str, excerpt: Excerpt, words: Telling) -> tuple[int, int]:
    """The run of whole sentences of `excerpt` that holds most of `sentence`, as offsets into the document's text: no
    longer than it takes."""
    passage = excerpt.hit.passage
    spans = [(a, b) for a, b in passage.sentences if excerpt.start <= a and b <= excerpt.end]
    if not spans:
        return excerpt.start, excerpt.end
    wanted = {stem: words.weight(stem) * (NUMBER if stem[0].isdigit() else 1.0) for stem in words.stems(sentence)}
    whole = sum(wanted.values()) or 1.0
    texts = [set(words.stems(passage.text[a - passage.start : b - passage.start])) for a, b in spans]

    def held(run: Sequence[set[str]]) -> float:
        said = set().union(*run)
        return sum(value for word, value in wanted.items() if word in said) / whole

    best, most = (0, 1), -1.0
    for length in range(1, min(MOST_SENTENCES, len(spans)) + 1):
        for first in range(len(spans) - length + 1):
            share = held(texts[first : first + length]) - GAIN * (length - 1)
            if share > most:
                best, most = (first, length), share
    return spans[best[0]][0], spans[best[0] + best[1] - 1][1]
