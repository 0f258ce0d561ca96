"""An excerpt of a passage that a model is given, and a sentence that it wrote from some."""

from dataclasses import dataclass

from qa.types import Citation, Retrieved, Statement


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Whole sentences of a passage, from `start` to `end` of its document's text; `score` is the probability that the
    best of them answers."""

    hit: Retrieved
    start: int
    end: int
    score: float = 0.0

    @property
    def text(self) -> str:
        """Its words."""
        passage = self.hit.passage
        return passage.text[self.start - passage.start : self.end - passage.start]


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence as a model wrote it, without its keys, and the keys that it cites, each once. `whole` says that it has
    come to its end."""

    text: str
    keys: tuple[str, ...]
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Verified:
    """A sentence that was checked, and the citations that it is the first to bring in."""

    statement: Statement
    citations: tuple[Citation, ...]
