"""A sentence to be checked, what it cites, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from qa.types import Verdict


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage that a sentence cites, with what stands over it: all that a reader of the citation sees."""

    text: str
    title: str = ""
    section: tuple[str, ...] = ()
    speaker: str = ""
    publisher: str = ""
    authors: tuple[str, ...] = ()
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """`why` tells the reader in a sentence what an unsupported sentence says that its sources do not; else empty."""

    verdict: Verdict
    why: str = ""


class Support(Protocol):
    """A model that says whether a text bears out a claim. Safe to use from several threads."""

    @property
    def identity(self) -> str:
        """Which model it is."""

    def of(self, claim: str, texts: Sequence[str]) -> list[float]:
        """For each of `texts`, how probable it is (0 to 1) that it bears `claim` out."""


class Check(Protocol):
    """Whatever checks sentences."""

    def check(self, sentence: str, cited: Sequence[Cited]) -> Checked:
        """Whether `cited` hold `sentence`, whose markers have been taken off. Nothing cited: unsupported."""
