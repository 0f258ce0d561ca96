"""A message that is sent while it is written: prose sentence by sentence, each as soon as it is verified.

In this protocol nothing that was sent can be taken back. So what goes out is only what stands by itself: who writes, a
doubt that is known before the first word, and sentences that were checked against what they cite. What is known only at
the end, such as how many sentences were verified, comes after them.

Where the model fails in the middle, the desk gives quotations instead. What was sent stays true, but is not whole: the
message says so, and goes on with the quotations under markers of their own. Where it may not be read any more, because
its document has been taken back meanwhile, nothing can follow it but an error.
"""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from portal.completions.message import (
    Piece,
    apart,
    beyond,
    counts,
    following,
    nearest,
    sources,
    stated,
    statements,
)
from qa.differences.telling import difference
from qa.prose.wording import broken_off, counted
from qa.types import Answer, Citation, Difference, Event, Finished, Replaced, Stated, Statement, Writing

UNDER_WAY = (
    "Written by a language model ({model}) from the passages cited; each sentence was checked before it was sent."
)
BY_ITSELF = "By the passages alone, without the language model, the desk says: {reason}"
WITHDRAWN = (
    "The library changed while this was written: what was sent cites a document that cannot be read here any more. "
    "Please disregard it, and ask again."
)


class WithdrawnError(Exception):
    """What was sent may not be shown any more; the text says so to readers."""

    def __init__(self) -> None:
        super().__init__(WITHDRAWN)


class Growing:
    """A message as far as it has come: `parts`, joined, are its content, and `cited` what they cite.

    `readable` gives the ids of the documents that its reader may read now. `answer` is there once it is whole, with the
    markers that it has in the message.
    """

    def __init__(self, base: str, readable: Callable[[], AbstractSet[str]]) -> None:
        self.parts: list[Piece] = []
        self.cited: list[Citation] = []
        self.answer: Answer | None = None
        self._base = base
        self._readable = readable
        self._sent: list[Statement] = []
        self._writing: Writing | None = None
        self._replaced = False

    def follow(self, event: Event) -> Sequence[Piece]:
        """What `event` adds to the message. Raises WithdrawnError where nothing may be added."""
        added: list[Piece] = []
        match event:
            case Writing():
                self._writing = event
            case Replaced():
                self._replaced = True
            case Stated(statement, citations) if self._writing and not self._replaced:
                added = self._verified(self._writing, statement, citations)
            case Finished(answer):
                added = self._end(answer)
            case _:
                pass
        joined = [following(part) if self.parts or at else part for at, part in enumerate(added)]
        self.parts += joined
        return joined

    def _verified(self, writing: Writing, statement: Statement, citations: Sequence[Citation]) -> list[Piece]:
        """A sentence of prose; before the first, its doubt and who writes."""
        if statement.verdict == "unsupported":
            return []
        opening = [writing.doubt, UNDER_WAY.format(model=writing.model)] if not self._sent else []
        sentence = replace(stated(statement), joint="\n\n" if opening else " ")
        self._sent.append(statement)
        self.cited += citations
        return [*(Piece(words) for words in opening if words), sentence]

    def _end(self, answer: Answer) -> list[Piece]:
        """What remains to be said of the whole answer."""
        if not self._sent:
            self.answer, self.cited = answer, list(answer.citations)
            return apart(answer, self._base)
        if not {citation.document_id for citation in self.cited} <= self._readable():
            raise WithdrawnError
        if self._replaced:
            return self._instead(answer)
        self.answer, self.cited = answer, list(answer.citations)
        return [*statements(answer)[len(self._sent) :], *self._after(answer), *sources(self.cited, self._base)]

    def _after(self, answer: Answer) -> list[Piece]:
        """What is known of prose only at its end."""
        doubt = self._writing.doubt if self._writing else ""
        told = [
            answer.reason if answer.reason != doubt else "",
            counted(answer.prose) if answer.prose else "",
            answer.as_of,
            *(each.told for each in answer.differences),
        ]
        return [*(Piece(words) for words in told if words), *counts(answer, self._base), *beyond(answer)]

    def _instead(self, answer: Answer) -> list[Piece]:
        """The quotations, after prose that breaks off."""
        self.answer = renumbered(answer, max(citation.marker for citation in self.cited))
        why = broken_off(answer.prose) if answer.prose else ""
        doubt = "" if self._writing and answer.reason == self._writing.doubt else answer.reason
        if not answer.answerable:
            doubt = BY_ITSELF.format(reason=answer.reason)
        told = [why, doubt, answer.as_of, *(each.told for each in self.answer.differences)]
        shown = self.answer.citations if answer.answerable else self.answer.related
        listed = sources([*self.cited, *shown], self._base)
        self.cited += self.answer.citations
        return [
            *(Piece(words) for words in told if words),
            *counts(answer, self._base),
            *(statements(self.answer) if answer.answerable else nearest(self.answer)),
            *beyond(answer),
            *listed,
        ]


def renumbered(answer: Answer, by: int) -> Answer:
    """`answer` with every marker raised by `by`."""
    return replace(
        answer,
        statements=tuple(
            replace(each, citations=tuple(marker + by for marker in each.citations)) for each in answer.statements
        ),
        citations=tuple(replace(each, marker=each.marker + by) for each in answer.citations),
        related=tuple(replace(each, marker=each.marker + by) for each in answer.related),
        differences=tuple(_raised(each, by) for each in answer.differences),
    )


def _raised(each: Difference, by: int) -> Difference:
    return difference(each.kind, [replace(side, marker=side.marker + by) for side in each.sides])
