"""Questions that the library does not answer, grouped by what they ask for. No language model: the embedder's vectors.

Questions of the same words are one. The others are joined two by two, the nearest first (average linkage on cosine
distance), for as long as what is joined is nearer than FARTHEST; `python -m bench.grouping` measures how well.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from qa.asked.types import Asked

FARTHEST = 0.42
"""The mean cosine distance beyond which questions are not of one group."""

MOST_QUESTIONS = 2000
"""How many different questions are grouped: the ones asked last."""

Vectors = NDArray[np.float32]
Embed = Callable[[Sequence[str]], Vectors]
"""(n, dimension) unit vectors of n questions."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A question in one wording; `answers` are the ids of the answers to it, newest first."""

    text: str
    answers: tuple[str, ...]
    last: datetime


@dataclass(frozen=True, slots=True)
class Group:
    """Questions of one meaning, the most central first: it gives the group its name."""

    wordings: tuple[Wording, ...]

    @property
    def name(self) -> str:
        """The most central question."""
        return self.wordings[0].text

    @property
    def id(self) -> str:
        """The answer by which the group can be found again, as long as it is in the period."""
        return self.wordings[0].answers[0]

    @property
    def count(self) -> int:
        """How often it was asked."""
        return sum(len(wording.answers) for wording in self.wordings)

    @property
    def last(self) -> datetime:
        """When it was asked last."""
        return max(wording.last for wording in self.wordings)


def groups(asked: Iterable[Asked], embed: Embed, farthest: float = FARTHEST) -> list[Group]:
    """The groups of those of `asked` whose words were kept, most asked first. The same questions in any order give the
    same groups."""
    distinct = wordings(asked)[:MOST_QUESTIONS]
    if not distinct:
        return []
    distinct.sort(key=lambda wording: (folded(wording.text), wording.text))
    vectors = embed([wording.text for wording in distinct])
    members: dict[int, list[int]] = defaultdict(list)
    for place, label in enumerate(clusters(vectors, farthest)):
        members[label].append(place)
    found = [Group(_central_first([distinct[n] for n in own], vectors[own])) for own in members.values()]
    return sorted(found, key=lambda group: (-group.count, -group.last.timestamp(), group.name))


def wordings(asked: Iterable[Asked]) -> list[Wording]:
    """The different questions, the ones asked last first; each as it was written most often."""
    same: dict[str, list[Asked]] = defaultdict(list)
    for one in asked:
        if one.question is not None and folded(one.question):
            same[folded(one.question)].append(one)
    found = []
    for own in same.values():
        own.sort(key=lambda one: (one.at, one.id), reverse=True)
        written = Counter(one.question or "" for one in own)
        text = min(written, key=lambda text: (-written[text], text))
        found.append(Wording(text, tuple(one.id for one in own), own[0].at))
    return sorted(found, key=lambda wording: (wording.last, wording.text), reverse=True)


def folded(question: str) -> str:
    """The words of `question`, without case and marks."""
    return " ".join(re.findall(r"\w+", question.casefold()))


def clusters(vectors: Vectors, farthest: float = FARTHEST) -> list[int]:
    """A label for each of the unit `vectors` `(n, dimension)`; equal labels, one group."""
    if len(vectors) < 2:
        return list(range(len(vectors)))
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    distances = np.clip(1.0 - vectors.astype(np.float64) @ vectors.astype(np.float64).T, 0.0, 2.0)
    np.fill_diagonal(distances, 0.0)
    tree = linkage(squareform((distances + distances.T) / 2, checks=False), method="average")
    return [int(label) for label in fcluster(tree, t=farthest, criterion="distance")]


def _central_first(own: Sequence[Wording], vectors: Vectors) -> tuple[Wording, ...]:
    """By nearness to all questions of the group, each counted as often as it was asked."""
    weights = np.array([len(wording.answers) for wording in own], dtype=np.float64)
    nearness = (vectors.astype(np.float64) @ vectors.astype(np.float64).T) @ weights
    order = sorted(range(len(own)), key=lambda n: (-round(float(nearness[n]), 6), len(own[n].text), own[n].text))
    return tuple(own[n] for n in order)
