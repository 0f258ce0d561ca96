"""A desk over small documents, a glossary and a hostile one, which answers by the words a question shares with them."""

import re
import secrets
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal

from fake_library import EVERYTHING, glossary, library, passages_of, words
from fake_lookup import FakeLookup, quotations
from fake_prose import FakeProse

from corpus.errors import IndexUnavailable, NotFound
from corpus.glossary import Glossary
from corpus.types import Document, LibraryEntry, Tier
from qa.errors import ProseUnavailable, QuestionError
from qa.lookup.quotations import plain
from qa.lookup.types import Draft, Lookup, Progress
from qa.mentions.counts import counted
from qa.mentions.forms import Form, Wanted
from qa.mentions.types import Mention, Mentions, Searched
from qa.permalink.quote import quote_from, selector_of
from qa.permalink.types import PassageView
from qa.permalink.wording import changes
from qa.prose.wording import NO_CHAT_MODEL
from qa.references.works import Work, passage_of, whole_document
from qa.types import (
    Also,
    Answer,
    Citation,
    DocumentView,
    Event,
    Filters,
    Finished,
    Found,
    ModeWanted,
    Retrieved,
    Retrieving,
    Stated,
    Statement,
    Status,
    Turn,
)


class FakeDesk:
    """Answers with the sentences that share two words with the question. `pause_s` slows a stream down;
    with `steps` it waits after each step until one more is released.

    `writes` has it answer in prose, as `written` does. `told` is what every lookup finds, if a test sets it. `left`
    counts the streams that were left before their end. Nobody gets examples while `warmed` is clear.
    """

    def __init__(self, pause_s: float = 0.0) -> None:
        self._pause_s = pause_s
        self.warmed = threading.Event()
        self._documents = {document.id: document for document in library()}
        self._passages = {p.id: p for document in self._documents.values() for p in passages_of(document)}
        self._glossaries = {tier: glossary(tier) for tier in Tier}
        self._lookup = FakeLookup(self._documents.values(), self._passages.values())
        self.reset()

    def reset(self) -> None:
        """Forgets what it was asked and told. A desk that has `changed` is less sure of what it says."""
        self.ready = True
        self.warmed.set()
        self.chat_model = ""
        self.changed = False
        self.pause_s = self._pause_s
        self.steps: threading.Semaphore | None = None
        self.given: list[tuple[str, str, str]] = []
        self.looked_up: list[tuple[str | Draft, Filters, Tier]] = []
        self.asked: list[tuple[str, Filters, tuple[Turn, ...], Tier]] = []
        self.told: Lookup | None = None
        self.left = 0
        self.more: tuple[Also, ...] = ()
        self.offered: tuple[str, ...] = ()
        self.understood: dict[str, str] = {}
        self.open: dict[str, tuple[str, ...]] = {}
        self.writes = False
        self.written = FakeProse()
        self.modes: list[ModeWanted] = []
        self._answers: set[str] = set()

    def documents(self, *, tier: Tier = Tier.PUBLIC) -> tuple[LibraryEntry, ...]:
        return tuple(self._entry(document) for document in self._documents.values())

    def document(self, document_id: str, *, tier: Tier = Tier.PUBLIC) -> DocumentView:
        if document_id not in self._documents:
            raise NotFound(f"no document {document_id}")
        document = self._documents[document_id]
        return DocumentView(self._entry(document), document, passages_of(document))

    def works(
        self, *, passages: Sequence[str] = (), documents: Sequence[str] = (), tier: Tier = Tier.PUBLIC
    ) -> tuple[Work, ...]:
        found = []
        for named in passages:
            id, _, quote = named.partition(",")
            view = self.passage(id, quote=quote, tier=tier)
            found.append(passage_of(self._documents[view.passage.document_id], view.passage, view.meta, view.url))
        views = [self.document(id, tier=tier) for id in documents]
        return (*found, *(whole_document(view.document, view.entry.meta) for view in views))

    def passage(self, passage_id: str, *, quote: str = "", tier: Tier = Tier.PUBLIC) -> PassageView:
        if passage_id not in self._passages:
            raise NotFound(f"no passage {passage_id}")
        passage = self._passages[passage_id]
        document = self._documents[passage.document_id]
        row = [p.id for p in passages_of(document)]
        at = row.index(passage.id)
        section = next(s for s in document.sections if s.start <= passage.start < s.end)
        before = document.text[section.start : passage.start].strip()
        after = document.text[passage.end : section.end].strip()
        named = quote_from(quote)
        quoted = named is not None and named.fits(document.text) and passage.start <= named.start < passage.end
        span = (named.start, named.end) if named and quoted else (passage.start, passage.end)
        view = PassageView(
            passage, document.meta, "current", before, after, document.meta.sources,
            row[at - 1] if at else None, row[at + 1] if at + 1 < len(row) else None, 1,
            datetime(2026, 11, 23, tzinfo=UTC), selector_of(document.text, *span), (span,),
            quoted=quoted, quote_missed=bool(quote) and not quoted,
        )  # fmt: skip
        if passage.id != "brief-1":
            return view
        today = replace(passage, text="These are the words of today.")
        return replace(
            view, state="reworded", today=today, today_on=datetime(2026, 11, 24, tzinfo=UTC),
            changes=changes(passage.text, today.text),
        )  # fmt: skip

    def glossary(self, *, tier: Tier = Tier.PUBLIC) -> Glossary:
        if not self.ready:
            raise IndexUnavailable("There is no index yet; run refdesk-ingest.")
        return self._glossaries[tier]

    def search(
        self, query: str, *, k: int = 10, filters: Filters = EVERYTHING, tier: Tier = Tier.PUBLIC
    ) -> tuple[Retrieved, ...]:
        self._take(query)
        scored = []
        for passage in self._passages.values():
            meta = self._documents[passage.document_id].meta
            if filters.kinds and meta.kind not in filters.kinds:
                continue
            if filters.documents and passage.document_id not in filters.documents:
                continue
            scored.append(Retrieved(passage, meta, float(len(words(query) & words(passage.text))), 1, 1))
        return tuple(sorted(scored, key=lambda found: -found.score)[:k])

    def mentions(self, term: str, *, filters: Filters = EVERYTHING, tier: Tier = Tier.PUBLIC) -> Mentions:
        self._take(term)
        if not re.search(r"\w", term):
            raise QuestionError("Please give a term to look for, such as NGI or Iran.")
        found = []
        entries = [e for e in self.documents() if not filters.kinds or e.meta.kind in filters.kinds]
        entries = [e for e in entries if not filters.documents or e.id in filters.documents]
        for entry in entries:
            for passage in passages_of(self._documents[entry.id]):
                found += [
                    Mention(
                        entry.id, entry.meta, term, match.group(), passage.start + match.start(),
                        passage.start + match.end(), passage.text, passage.start, passage.end, passage.section,
                        passage.page, passage.speaker, passage.id, "text", "ICBM" if match.group() == "CBM" else "",
                    )
                    for match in re.finditer(re.escape(term), passage.text)
                ]  # fmt: skip
        searched = Searched(len(entries), len(self._passages), 4000, 1, "f" * 64, filters, tier)
        return counted(Wanted(term, "", (Form(term, "asked"),), ()), found, {}, entries, searched)

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters = EVERYTHING,
        tier: Tier = Tier.PUBLIC,
        mode: ModeWanted = "auto",
        kept: bool = True,
        via: str = "",
    ) -> Answer:
        *_, last = self.stream(question, history=history, filters=filters, tier=tier, mode=mode)
        assert isinstance(last, Finished)
        return last.answer

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters = EVERYTHING,
        tier: Tier = Tier.PUBLIC,
        mode: ModeWanted = "auto",
        via: str = "",
    ) -> Iterator[Event]:
        if mode == "generative" and not self.writes:
            raise ProseUnavailable(NO_CHAT_MODEL)
        self.modes.append(mode)
        try:
            for event in self._events(question, history, filters, tier):
                if self.writes and mode != "extractive" and isinstance(event, Stated | Finished):
                    yield from self.written.of(event)
                else:
                    yield event
        except GeneratorExit:
            self.left += 1
            raise

    def _events(self, question: str, history: Sequence[Turn], filters: Filters, tier: Tier) -> Iterator[Event]:
        self._take(question)
        self.asked.append((question, filters, tuple(history), tier))
        yield Retrieving(question)
        self._pause()
        found = self.search(question, k=12, filters=filters)
        yield Found(found)
        if "boom" in question:
            raise RuntimeError("secret path /srv/db password=hunter2")
        self._pause()
        statements, citations = [], []
        for retrieved in found:
            for start, end in retrieved.passage.sentences:
                text = self._documents[retrieved.passage.document_id].text[start:end]
                if len(words(question) & words(text)) < 2 or len(statements) == 4:
                    continue
                citation = self._citation(len(citations) + 1, retrieved, start, end, question)
                citations.append(citation)
                statements.append(Statement(text, (citation.marker,)))
                yield Stated(statements[-1], (citation,))
                self._pause()
        yield Finished(self._answer(question, tuple(statements), tuple(citations), found))

    def _pause(self) -> None:
        if self.steps is None:
            time.sleep(self.pause_s)
        else:
            assert self.steps.acquire(timeout=30), "no test has released the next step"

    def suggestions(
        self, answer: Answer, *, history: Sequence[Turn] = (), filters: Filters = EVERYTHING, tier: Tier
    ) -> tuple[str, ...]:
        return self.offered

    def beyond(
        self, question: str, *, history: Sequence[Turn] = (), filters: Filters = EVERYTHING, tier: Tier
    ) -> tuple[Also, ...]:
        return tuple(also for also in self.more if also.access > tier)

    def lookup(
        self,
        draft: Draft,
        *,
        tier: Tier = Tier.PUBLIC,
        filters: Filters = EVERYTHING,
        progress: Progress = lambda *_: None,
        via: str = "",
    ) -> Lookup:
        if not self.ready:
            raise IndexUnavailable("There is no index yet; run refdesk-ingest.")
        text = plain(draft).text
        if "boom" in text:
            raise RuntimeError("secret path /srv/db password=hunter2")
        self.looked_up.append((draft, filters, tier))
        found, asked = [], quotations(text)
        for done, quotation in enumerate(asked):
            progress(done, len(asked))
            time.sleep(self.pause_s)
            found.append(self._lookup.finding(quotation))
        progress(len(asked), len(asked))
        return self.told or self._lookup.lookup(found)

    def examples(self, *, tier: Tier = Tier.PUBLIC, count: int = 6) -> tuple[str, ...]:
        assert self.warmed.wait(30), "no test has let this desk find its examples"
        return tuple(q for document in self._documents.values() for q in document.meta.questions)[:count]

    def feedback(
        self, answer_id: str, rating: Literal["up", "down"], comment: str = "", *, tier: Tier = Tier.PUBLIC
    ) -> None:
        if answer_id not in self._answers:
            raise NotFound(f"no answer {answer_id}")
        self.given.append((answer_id, rating, comment))

    def status(self) -> Status:
        reason = "" if self.ready else "There is no index yet; run refdesk-ingest."
        return Status(self.ready, reason, 1, len(self._documents), len(self._passages), "fake", self.chat_model)

    def fingerprint(self, *, tier: Tier = Tier.PUBLIC) -> str:
        return "f" * 64

    def close(self) -> None:
        self.ready = False

    def _take(self, question: str) -> None:
        if not self.ready:
            raise IndexUnavailable("There is no index yet; run refdesk-ingest.")
        if len(question) > 900:
            raise QuestionError("The question is too long; please put it in fewer than 900 characters.")

    def _answer(
        self,
        question: str,
        statements: tuple[Statement, ...],
        citations: tuple[Citation, ...],
        found: Sequence[Retrieved],
    ) -> Answer:
        answer = Answer(
            secrets.token_hex(6),
            question,
            self.understood.get(question, question),
            True,
            0.7 if self.changed else 0.8,
            "extractive",
            statements,
            citations,
        )
        if question in self.open:
            answer = replace(
                answer, answerable=False, statements=(), citations=(), reason="Choose.", readings=self.open[question]
            )
        elif not statements:
            nearest = tuple(
                self._citation(n, r, r.passage.start, r.passage.end, "") for n, r in enumerate(found[:2], 1)
            )
            reason = "No document in the library answers this."
            answer = replace(answer, answerable=False, confidence=0.1, related=nearest, reason=reason)
        self._answers.add(answer.id)
        return answer

    def _citation(self, marker: int, retrieved: Retrieved, start: int, end: int, question: str) -> Citation:
        passage, text = retrieved.passage, self._documents[retrieved.passage.document_id].text
        quote = text[start:end]
        hits = [m for m in re.finditer(r"[A-Za-z]+", quote) if words(m.group()) & words(question)]
        span = ((start + hits[0].start(), start + hits[-1].end()),) if hits else ()
        return Citation(
            marker, passage.id, passage.document_id, retrieved.meta, quote, start, end, passage.section, passage.page,
            passage.speaker, text[passage.start : start], text[end : passage.end], retrieved.score, span,
        )  # fmt: skip

    def _entry(self, document: Document) -> LibraryEntry:
        ingested_at = datetime(2026, 11, 23, tzinfo=UTC)
        return LibraryEntry(
            document.id, document.meta, len(passages_of(document)), len(document.text), 1, ingested_at
        )  # fmt: skip
