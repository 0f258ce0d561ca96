"""What a question means in its conversation."""

from dataclasses import dataclass

from corpus.types import Metadata, Passage
from qa.locate import Place, place_asked
from qa.types import Filters


@dataclass(frozen=True, slots=True)
class Spot:
    """Words that were cited, at `start:end` of the current text of a document that the reader may read, and its
    passages in order."""

    start: int
    end: int
    text: str
    meta: Metadata
    passages: tuple[Passage, ...]

    @property
    def document_id(self) -> str:
        """The document's id."""
        return self.passages[0].document_id

    @property
    def passage(self) -> Passage:
        """The passage in which the words begin."""
        return next(passage for passage in self.passages if self.start < passage.end)


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence to be read off: number `number` of `passage`."""

    passage: Passage
    number: int
    meta: Metadata


@dataclass(frozen=True, slots=True)
class ByItself:
    """The `question` as it was asked, whole by itself; `of_known`: it speaks of something as known ("the protests")."""

    question: str
    of_known: bool = False


@dataclass(frozen=True, slots=True)
class Meant:
    """The question `asked`, understood as `question`, which stands alone; put to what `filters` let through.

    `turns_on` are its words whose names the answer must hold: those of a follow-up whose question before it is only
    repeated along with it. `carried` are ids of passages cited before that join the candidates. `read_off`, where it
    is not None, are the very sentences that were asked for; `absent` is the reason why there are none. `said` are
    places (passage id, offset) that are not to be quoted once more; `most` sentences are given, as many as usual where
    it is 0. `matter` are beginnings of words, one of which a sentence should hold where any does. `place` is the place
    in a document that is asked for by its heading. `open` is the question as it was asked where its topic is only
    guessed, so that it may have other readings; `by_itself`, where it can then be put by itself should there be no
    answer with that topic; `is_apart`, where it is put so. `within` tells the documents that it was narrowed to, as it
    stands at the end of the question.
    """

    asked: str
    question: str
    turns_on: str
    filters: Filters = Filters()
    carried: tuple[str, ...] = ()
    read_off: tuple[Reading, ...] | None = None
    absent: str = ""
    said: frozenset[tuple[str, int]] = frozenset()
    most: int = 0
    matter: tuple[str, ...] = ()
    place: Place | None = None
    open: str = ""
    by_itself: ByItself | None = None
    is_apart: bool = False
    within: str = ""

    def told(self, question: str) -> str:
        """`question` as it is shown: with the documents that it is put to."""
        return f"{question.rstrip('?. ')}, {self.within}?" if self.within else question

    @classmethod
    def alone(cls, question: str, filters: Filters = Filters()) -> "Meant":
        """`question` as it stands, outside any conversation."""
        return cls(question, question, question, filters, place=place_asked(question, ()))
