"""Prose, grounded by construction: a model writes from the passages found, and each of its sentences is checked against
what it cites before anybody reads it.

What goes in: `qa.prose.excerpts`, in the words of `qa.prompts`. What comes out: `qa.prose.written` makes sentences of
it, `qa.verify` checks them, `qa.prose.citing` finds the words of the passages that they are cited with.
"""

import re
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Literal

from corpus.glossary import Glossary
from qa.chat.types import ChatModel
from qa.prompts import NOTHING, Prompt
from qa.prose.asides import Aside, aside
from qa.prose.citing import Citations
from qa.prose.types import Verified, Written
from qa.prose.verdict import verdict_on
from qa.prose.wording import failed
from qa.prose.written import written_sentences
from qa.types import Citation, Claimed, Prose, Statement
from qa.verify.types import Check

MOST_SENTENCES = 12
"""What a model writes beyond them is not read."""
MOST_KEYS = 4
"""Of a sentence; those after them are passed over."""
COMPOSE_S = 0.5
"""Of the time there is, what is kept for making up the answer once the model has ended."""
ECHO_WORDS, FEWEST_ECHOED = 7, 3
"""So many words in a row that stand in the rules, or a whole sentence of so few, are no answer to anything."""


@dataclass(frozen=True, slots=True)
class Writing:
    """How prose is written: within `timeout_s` seconds of the question, in `tokens` at most, and what is done with
    sentences that no source supports."""

    timeout_s: float = 30.0
    tokens: int = 700
    unsupported: Literal["hold", "strike"] = "hold"


@dataclass(slots=True)
class Draft:
    """Prose as far as it has come. `leaves_open` says that the model told of something that the passages lack."""

    model: str
    statements: list[Statement] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    written: int = 0
    verified: int = 0
    leaves_open: bool = False

    def of(self, statement: Statement) -> tuple[Citation, ...]:
        """The citations of one of its statements."""
        return tuple(citation for citation in self.citations if citation.marker in statement.citations)

    @property
    def prose(self) -> Prose:
        """What became of the model's sentences."""
        return Prose(self.model, self.verified, self.written)


@dataclass(frozen=True, slots=True)
class Material:
    """What an answer is written from, what its sentences are cited with, and what checks them."""

    prompt: Prompt
    citations: Citations
    check: Check


class Writer:
    """Writes answers with the model `chat`. Safe to use from several threads.

    `check_with` gives what checks each sentence, for a reader who may know the terms of a glossary.
    """

    def __init__(self, chat: ChatModel, check_with: Callable[[Glossary], Check], how: Writing = Writing()) -> None:
        self._chat = chat
        self.check_with = check_with
        self.how = how

    @property
    def name(self) -> str:
        """Which model writes."""
        return self._chat.name

    def draft(self) -> Draft:
        """Prose with nothing in it."""
        return Draft(self.name)

    def write(self, material: Material, draft: Draft, *, within_s: float) -> Generator[Verified | None]:
        """Adds to `draft` sentence by sentence and gives each out that readers may see; None while nothing comes.

        Closing the iterator ends the model's request. Raises ChatError if the model fails or is not done `within_s`
        seconds from now, if it finds no answer, and if nothing that it wrote is verified: `draft` is no answer then.
        """
        until = time.monotonic() + within_s
        for_model = within_s - min(COMPOSE_S, within_s / 4)
        if for_model <= 0:
            raise failed("timeout")
        pieces = self._chat.stream(material.prompt.messages, within_s=for_model, tokens=self.how.tokens)
        with closing(_Closable(pieces)):
            said: set[str] = set()
            for sentence in written_sentences(pieces, material.prompt.excerpts):
                if time.monotonic() > until:
                    raise failed("timeout")
                words = words_of(sentence.text) if sentence else ""
                if sentence is None or words in said:
                    yield None
                    continue
                said.add(words)
                if words == NOTHING.casefold():
                    break
                if (found := self._taken(sentence, material, draft)) is not None:
                    yield found
                if draft.written >= MOST_SENTENCES:
                    break
        if time.monotonic() > until:
            raise failed("timeout")
        if not draft.verified:
            raise failed("unsupported" if draft.written else "nothing")

    def _taken(self, sentence: Written, material: Material, draft: Draft) -> Verified | None:
        """What readers see of `sentence`, after it has been checked; None for nothing."""
        if not sentence.whole:
            raise failed("torn")
        if (beside := aside(sentence)) is not None:
            draft.leaves_open = draft.leaves_open or beside is Aside.LACKING
            return None
        draft.written += 1
        given = material.prompt.excerpts
        cited = [given[key] for key in sentence.keys[:MOST_KEYS]]
        checked, bearing = verdict_on(sentence.text, cited, tuple(given.values()), material.check)
        if checked.verdict != "quoted" and echoes(sentence.text, material.prompt):
            return None
        if checked.verdict == "unsupported":
            if self.how.unsupported == "hold":
                return None
            claims = tuple(Claimed(one.hit.passage.id, one.hit.passage.document_id) for one in cited)
            struck = Statement(sentence.text, (), "unsupported", checked.why, tuple(dict.fromkeys(claims)))
            draft.statements.append(struck)
            return Verified(struck, ())
        markers, fresh = material.citations.of(sentence.text, bearing)
        statement = Statement(sentence.text, markers, checked.verdict)
        draft.verified += 1
        draft.statements.append(statement)
        draft.citations += fresh
        return Verified(statement, fresh)


class _Closable:
    """What may or may not be closed."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self.close = getattr(pieces, "close", lambda: None)


def echoes(text: str, prompt: Prompt) -> bool:
    """Whether `text` repeats what was said to the model alone."""
    rules, words = f" {words_of(prompt.rules)} ", words_of(text).split()
    runs = (words[at : at + ECHO_WORDS] for at in range(max(1, len(words) - ECHO_WORDS + 1)))
    return prompt.fence.word in text.casefold() or any(
        len(run) >= FEWEST_ECHOED and f" {' '.join(run)} " in rules for run in runs
    )


def words_of(text: str) -> str:
    """The words of `text` alone, in small letters."""
    return " ".join(re.findall(r"\w+", text.casefold()))
