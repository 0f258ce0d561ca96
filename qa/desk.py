"""The desk: the one object that every way in uses. Questions in, cited answers out."""

import json
import re
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Literal
from uuid import uuid4

import numpy as np

from corpus.catalogue import Catalogue
from corpus.encoder import Encoder
from corpus.errors import CorpusError, NotFound
from corpus.live import LiveIndex, OpenIndex
from corpus.types import LibraryEntry, Speaker, Tier
from qa.answer import AnswerSettings, Drafted, compose, nearest_only
from qa.converse import standalone
from qa.errors import QuestionError
from qa.evidence import Evidence, Words, fitted, weigh
from qa.locate import Place, place_asked, sentence_at
from qa.names import mentions
from qa.question import Name, Question, read_question
from qa.retrieve import Hits, allowed_documents, retrieve
from qa.types import (
    Answer,
    DocumentView,
    Event,
    Filters,
    Finished,
    Found,
    PassageView,
    Retrieved,
    Retrieving,
    Stated,
    Status,
    Turn,
)
from qa.views import document_view, passage_view

LONGEST_QUESTION_CHARS = 2000
PASSAGES_READ = 16


class Desk:
    """Answers from the library in `catalogue` and `index`. Safe to use from several threads."""

    def __init__(
        self,
        catalogue: Catalogue,
        index: LiveIndex,
        encoder: Encoder,
        *,
        settings: AnswerSettings = AnswerSettings(),
        log_questions: bool = False,
    ) -> None:
        self._catalogue = catalogue
        self._index = index
        self._encoder = encoder
        self._settings = settings
        self._log_questions = log_questions

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters = Filters(),
        tier: Tier = Tier.PUBLIC,
    ) -> Answer:
        """The answer to `question` for a reader of `tier`.

        Raises QuestionError for a question that cannot be taken, IndexUnavailable while there is nothing to answer from.
        """
        for event in self.stream(question, history=history, filters=filters, tier=tier):
            if isinstance(event, Finished):
                return event.answer
        raise AssertionError("a stream ends with Finished")

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters = Filters(),
        tier: Tier = Tier.PUBLIC,
    ) -> Iterator[Event]:
        """As `ask`, in steps: Retrieving, Found, a Stated for each sentence, Finished."""
        clock = _Clock()
        asked = checked(question)
        full = standalone(asked, history)
        yield Retrieving(full)
        with self._index.reading() as index:
            entries = self._catalogue.entries(tier)
            read = _read(full, index, entries, tier)
            allowed = allowed_documents(entries, filters, read.kinds)
            clock.lap("question")
            hits, vector = self._retrieve(full, index, tier, allowed)
            yield Found(hits.passages)
            clock.lap("retrieval")
            evidence = self._weigh(read, vector, hits, index, tier)
            place = place_asked(asked, history)
            if place is not None:
                drafted = self._at_place(place, index, tier, allowed, entries, evidence)
            else:
                drafted = compose(
                    read, evidence, _scope(read, filters), lambda name: self._holds(name, index, tier, allowed),
                    self._settings,
                )  # fmt: skip
            clock.lap("answer")
        answer = _framed(asked, full, drafted, clock)
        self._record(answer, tier)
        for statement in answer.statements:
            own = tuple(citation for citation in answer.citations if citation.marker in statement.citations)
            yield Stated(statement, own)
        yield Finished(answer)

    def search(
        self, query: str, *, k: int = 10, filters: Filters = Filters(), tier: Tier = Tier.PUBLIC
    ) -> tuple[Retrieved, ...]:
        """The `k` best passages for `query`, best first. Raises as `ask`."""
        text = checked(query)
        with self._index.reading() as index:
            allowed = allowed_documents(self._catalogue.entries(tier), filters)
            hits, _ = self._retrieve(text, index, tier, allowed, count=k)
        return hits.passages

    def documents(self, *, tier: Tier = Tier.PUBLIC) -> tuple[LibraryEntry, ...]:
        """The documents that a reader of `tier` may see, newest publication first."""
        return tuple(self._catalogue.entries(tier))

    def document(self, document_id: str, *, tier: Tier = Tier.PUBLIC) -> DocumentView:
        """A document with its passages. Raises NotFound."""
        return document_view(self._catalogue, document_id, tier)

    def passage(self, passage_id: str, *, tier: Tier = Tier.PUBLIC) -> PassageView:
        """A passage as its own page shows it. Raises NotFound."""
        return passage_view(self._catalogue, passage_id, tier)

    def examples(self, *, tier: Tier = Tier.PUBLIC, count: int = 6) -> tuple[str, ...]:
        """Questions that documents of the library say they answer: the first of each, most telling kinds first."""
        entries = sorted(self._catalogue.entries(tier), key=lambda entry: (entry.meta.kind != "white-paper", entry.id))
        first = [entry.meta.questions[0] for entry in entries if entry.meta.questions]
        own = [question for entry in entries[:1] for question in entry.meta.questions[:3]]
        return tuple(dict.fromkeys([*own, *_spread(first[1:], count)]))[:count]

    def feedback(
        self, answer_id: str, rating: Literal["up", "down"], comment: str = "", *, tier: Tier = Tier.PUBLIC
    ) -> None:
        """Keeps a reader's rating of an answer. Raises NotFound for an answer that was not given to this tier."""
        rows = self._catalogue.database.rows(
            "SELECT 1 FROM answers WHERE id = ? AND access <= ?", (answer_id, int(tier))
        )
        if not rows:
            raise NotFound("There is no such answer to rate.")
        with self._catalogue.database.writing() as write:
            write.execute("INSERT INTO feedback VALUES (?, ?, ?, ?)", (answer_id, _now(), rating, comment[:4000]))

    def status(self) -> Status:
        """Whether the desk can answer now, and from what. Never raises for the library's state."""
        model = self._encoder.card.identity
        try:
            with self._index.reading() as index:
                passages = sum(index.passages.values())
                documents = len(self._catalogue.entries(Tier.STAFF))
                return Status(True, "", index.number, documents, passages, model)
        except CorpusError as error:
            return Status(False, str(error), None, 0, 0, model)

    def close(self) -> None:
        """Closes the index and the catalogue."""
        self._index.close()
        self._catalogue.database.close()

    def _retrieve(
        self, text: str, index: OpenIndex, tier: Tier, allowed: set[str] | None, count: int = PASSAGES_READ
    ) -> tuple[Hits, np.ndarray]:
        vector = self._encoder.questions([text])[0]
        hits = retrieve(text, vector, index, self._catalogue, tier=tier, documents=allowed, count=count)
        return hits, vector

    def _weigh(self, read: Question, vector: np.ndarray, hits: Hits, index: OpenIndex, tier: Tier) -> list[Evidence]:
        contents = {id: item.content for id, item in hits.stored.items()}
        stored = self._catalogue.vectors(contents.values(), self._encoder.card.identity)
        by_id = {id: stored[content] for id, content in contents.items()}
        return weigh(read, vector, hits.passages, by_id, Words(index.lexicon, tier), fitted())

    def _holds(self, name: Name, index: OpenIndex, tier: Tier, allowed: set[str] | None) -> bool:
        """Whether `name` occurs in the words, titles or headings of the documents searched."""
        glossary = index.glossaries[tier]
        for form in name.forms:
            hits = index.lexicon.best(form, glossary.concepts(form), 50, tier.visible(), _sorted(allowed))
            known = self._catalogue.current_passages([id for id, _ in hits], tier)
            for item, meta in known.values():
                text = " ".join([item.passage.text, meta.title, *item.passage.section, str(meta.published or "")])
                if mentions(text, name.forms):
                    return True
        return any(
            mentions(f"{entry.meta.published or ''} {entry.meta.publisher} {' '.join(entry.meta.authors)}", name.forms)
            for entry in self._catalogue.entries(tier)
            if allowed is None or entry.id in allowed
        )

    def _at_place(
        self,
        place: Place,
        index: OpenIndex,
        tier: Tier,
        allowed: set[str] | None,
        entries: Sequence[LibraryEntry],
        evidence: Sequence[Evidence],
    ) -> Drafted:
        """The sentence at a place asked for by its heading, in the first document that has one."""
        for entry in sorted(entries, key=lambda entry: (entry.meta.kind != "white-paper", entry.id)):
            if allowed is not None and entry.id not in allowed:
                continue
            _, _, passages = self._catalogue.document(entry.id, tier)
            found = sentence_at(place, passages)
            if found:
                passage, number = found
                start, end = passage.sentences[number]
                nothing = np.zeros(self._encoder.card.dimension, dtype=np.float32)
                item = Evidence(Retrieved(passage, entry.meta, 1.0), start, end, 0.99, nothing, ())
                return compose(
                    Question(place.heading, "any", "none", (), (), (), ()), [item], "the library", lambda _: True
                )
        return nearest_only(evidence, f"The library has no such sentence under a heading “{place.heading}”.")

    def _record(self, answer: Answer, tier: Tier) -> None:
        """Keeps that an answer was given (its question only if the operator asked for that), so that it can be rated."""
        if self._catalogue.database.read_only:
            return
        passages = json.dumps([citation.passage_id for citation in answer.citations])
        question = answer.question if self._log_questions else None
        with self._catalogue.database.writing() as write:
            write.execute(
                "INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?, ?)",
                (answer.id, _now(), int(tier), int(answer.answerable), answer.mode, passages, question),
            )


class _Clock:
    """Milliseconds of each step."""

    def __init__(self) -> None:
        self._began = self._last = time.perf_counter()
        self.laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name] = round((now - self._last) * 1000, 2)
        self._last = now

    def total(self) -> dict[str, float]:
        return {**self.laps, "total": round((time.perf_counter() - self._began) * 1000, 2)}


def checked(question: str) -> str:
    """`question` without control characters and outer white space. Raises QuestionError if it is empty or too long."""
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", " ", question)
    text = re.sub(r"\s+", " ", text).strip()
    if not re.search(r"\w", text):
        raise QuestionError("Please type a question.")
    if len(text) > LONGEST_QUESTION_CHARS:
        raise QuestionError(
            f"The question has {len(text):,} characters; the desk takes up to {LONGEST_QUESTION_CHARS:,}. "
            "Please ask for one thing at a time."
        )
    return text


def _read(text: str, index: OpenIndex, entries: Sequence[LibraryEntry], tier: Tier) -> Question:
    kinds = {entry.meta.kind for entry in entries}
    speakers: dict[str, Speaker] = {}
    for entry in entries:
        for speaker in entry.meta.speakers:
            speakers.setdefault(speaker.name, speaker)
    return read_question(text, index.glossaries[tier], kinds, list(speakers.values()))


def _scope(read: Question, filters: Filters) -> str:
    if read.kinds:
        return "the " + " and the ".join(kind.replace("-", " ") for kind in read.kinds)
    return "the library" if filters == Filters() else "the part of the library that was searched"


def _framed(asked: str, full: str, drafted: Drafted, clock: _Clock) -> Answer:
    return Answer(
        id=uuid4().hex,
        question=asked,
        standalone_question=full,
        answerable=bool(drafted.statements),
        confidence=round(drafted.confidence, 4),
        mode="extractive",
        statements=drafted.statements,
        citations=drafted.citations,
        related=drafted.related,
        reason=drafted.reason,
        timings_ms=clock.total(),
    )


def _spread(items: Sequence[str], count: int) -> list[str]:
    step = max(1, len(items) // max(1, count))
    return list(items[::step])


def _sorted(allowed: set[str] | None) -> list[str] | None:
    return None if allowed is None else sorted(allowed)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
