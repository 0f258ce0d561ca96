"""The passages that a sentence cites, read once: their sentences, and what stands over each."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from qa.verify.days import When, dates, places_of
from qa.verify.quantities import Quantity, quantities
from qa.verify.tokens import Read, Token, read
from qa.verify.types import Cited


@dataclass(frozen=True, eq=False)
class Sentence:
    """A sentence with what is measured and dated in it; `ids` are what any of its words may be matched by."""

    tokens: tuple[Token, ...]

    @cached_property
    def ids(self) -> frozenset[str]:
        return frozenset().union(*(token.ids for token in self.tokens))

    @cached_property
    def dates(self) -> tuple[When, ...]:
        return tuple(dates(self.tokens))

    @cached_property
    def dated(self) -> frozenset[int]:
        """The places of the words of its dates."""
        return places_of(self.dates)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        return tuple(quantities(self.tokens, self.dated))


@dataclass(frozen=True, eq=False)
class Source:
    """One cited passage, read."""

    cited: Cited
    text: str
    sentences: tuple[Sentence, ...]
    over: tuple[Sentence, ...]
    """What stands over it, each line a sentence: title, sections, speaker, publisher, authors, date of publication."""

    @cached_property
    def ids(self) -> frozenset[str]:
        """All that its own words may be matched by."""
        return frozenset().union(*(sentence.ids for sentence in self.sentences))

    @cached_property
    def over_ids(self) -> frozenset[str]:
        """All that the words over it may be matched by."""
        return frozenset().union(*(sentence.ids for sentence in self.over))


def sources_of(cited: Sequence[Cited]) -> list[Source]:
    """The passages read."""
    return [_source(each) for each in cited]


def claim_of(text: str) -> list[Sentence]:
    """The sentence to be checked, read; one that holds several has several."""
    return [Sentence(tokens) for tokens in read(text).sentences]


@lru_cache(maxsize=512)
def _source(cited: Cited) -> Source:
    words: Read = read(cited.text)
    return Source(cited, words.text, tuple(map(Sentence, words.sentences)), tuple(_over(cited)))


def _over(cited: Cited) -> list[Sentence]:
    lines = [cited.title, *cited.section, cited.speaker, cited.publisher, *cited.authors]
    if cited.published:
        lines.append(f"{cited.published.day} {cited.published:%B} {cited.published.year}")
    return [Sentence(tokens) for line in lines if line for tokens in read(line).sentences]
