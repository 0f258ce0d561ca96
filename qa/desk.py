"""The desk: the one object that every way in uses. Questions in, cited answers out."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace
from typing import Any, Literal

from corpus.catalogue import Catalogue
from corpus.errors import CorpusError
from corpus.generations import readable_fingerprint
from corpus.glossary import Glossary
from corpus.live import LiveIndex, OpenIndex
from corpus.types import LibraryEntry, Tier
from qa.answer import Drafted
from qa.answering import Prospect, calls_for_prose, check_wanted, in_prose, instead
from qa.asked.keep import keep_answer, keep_lookup, keep_rating
from qa.beyond import Beyond
from qa.converse.meaning import Conversing
from qa.converse.suggest import Suggestions
from qa.converse.types import Meant
from qa.examples import Examples
from qa.framing import Clock, framed
from qa.generate import Writer
from qa.inquiry import Inquiry, Models
from qa.intake import checked, remembered
from qa.lookup.desk import QuotationDesk
from qa.lookup.types import Draft, Lookup, Progress
from qa.mentions.find import Finder
from qa.mentions.tally import tallied
from qa.mentions.types import Mentions
from qa.permalink.types import PassageView
from qa.permalink.view import passage_view
from qa.prose.wording import failed
from qa.references.gather import gathered
from qa.references.works import Work
from qa.rerank import PASSAGES_READ, reranked
from qa.retrieve import Hits, allowed_documents, retrieve
from qa.standing import Standing
from qa.trials import Trials
from qa.types import (
    Answer,
    DocumentView,
    Event,
    Filters,
    Finished,
    Found,
    ModeWanted,
    Replaced,
    Retrieved,
    Retrieving,
    Stated,
    Status,
    Turn,
)
from qa.views import document_view


class Desk:
    """Answers from the library in `catalogue` and `index`. Safe to use from several threads.

    `writer` writes prose, if there is one and the desk does not give `quotes_only`. `answered` hears of every answer
    that is given to somebody.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        index: LiveIndex,
        models: Models,
        writer: Writer | None = None,
        *,
        quotes_only: bool = False,
        log_questions: bool = False,
        answered: Callable[[Answer], None] = lambda _answer: None,
    ) -> None:
        self.catalogue = catalogue
        self.index = index
        self.models = models
        self.writer = None if quotes_only else writer
        self._quotes_only = quotes_only
        self._log_questions = log_questions
        self._answered = answered
        self._trials = Trials(catalogue, index, models)
        self._examples = Examples(lambda text, tier: bool(self._trials.answer(Meant.alone(text), tier).statements))
        self._finder = Finder(catalogue)
        self.beyond = Beyond(catalogue, index, models).count
        self.meant = Conversing(catalogue, index, models.chat if self.writer else None, self._trials.readings).meant
        self.suggestions = Suggestions(catalogue, self._trials.answer).of
        self._quotations = QuotationDesk(catalogue, index, models.encoder)

    @property
    def writes(self) -> bool:
        """Whether it answers in prose."""
        return self.writer is not None

    @property
    def keeps_questions(self) -> bool:
        """Whether the words of questions are kept with the record of answers."""
        return self._log_questions

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters = Filters(),
        tier: Tier = Tier.PUBLIC,
        mode: ModeWanted = "auto",
        kept: bool = True,
        via: str = "",
    ) -> Answer:
        """The answer to `question` for a reader of `tier`; `kept` says whether it is recorded that it was given, `via`
        at which of the portals' desks.

        Raises QuestionError for a question that cannot be taken, ProseUnavailable where the `mode` generative is and
        nothing writes prose, IndexUnavailable while there is nothing to answer from.
        """
        put: dict[str, Any] = {"history": history, "filters": filters, "tier": tier, "mode": mode}
        for event in self.stream(question, **put, kept=kept, via=via):
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
        mode: ModeWanted = "auto",
        kept: bool = True,
        via: str = "",
    ) -> Iterator[Event]:
        """As `ask`, in steps: Retrieving, Found, Writing while a model does, a Stated for each sentence, Replaced where
        they are taken back, Finished."""
        clock = Clock()
        check_wanted(mode, self.writer, quotes_only=self._quotes_only)
        asked = checked(question)
        history = remembered(history)
        modelled = mode != "extractive"
        meant = self.meant(asked, history=history, filters=filters, tier=tier, modelled=modelled)
        inquiry, hits, drafted = yield from self._put(meant, tier, clock)
        apart = self._trials.apart(meant, drafted, tier)
        if apart is not None:
            meant = apart
            inquiry, hits, drafted = yield from self._put(meant, tier, clock)
        clock.lap("answer")
        standing = Standing(self.catalogue, tier)
        if self.writer is not None and mode != "extractive" and calls_for_prose(asked, drafted, hits):
            prospect = Prospect(inquiry, hits, history, standing, clock.elapsed_s)
            drafted = yield from in_prose(self.writer, prospect, drafted)
            clock.lap("writing")
        answer = framed(asked, inquiry.understood, drafted, clock)
        if kept:
            words = asked if self._log_questions else None
            keep_answer(self.catalogue.database, answer, tier, via=via, question=words)
            self._answered(answer)
        for statement in answer.statements if answer.mode == "extractive" else ():
            own = tuple(citation for citation in answer.citations if citation.marker in statement.citations)
            if standing.holds(own):
                yield Stated(statement, own)
        if not standing.answers(drafted):
            again = self._drafted(inquiry, hits, meant, tier)
            drafted = instead(again, drafted.prose, failed("changed")) if drafted.prose else again
            if answer.mode == "generative" and drafted.prose:
                yield Replaced(drafted.prose.fallback)
            answer = replace(framed(asked, inquiry.understood, drafted, clock), id=answer.id)
        yield Finished(answer)

    def search(
        self, query: str, *, k: int = 10, filters: Filters = Filters(), tier: Tier = Tier.PUBLIC
    ) -> tuple[Retrieved, ...]:
        """The `k` best passages for `query`, best first. Raises as `ask`."""
        text = checked(query)
        vector = self.models.encoder.questions([text])[0]

        def found(index: OpenIndex) -> tuple[Retrieved, ...]:
            allowed = allowed_documents(self.catalogue.entries(tier), filters)
            count = max(k, PASSAGES_READ)
            hits = retrieve(text, vector, index, self.catalogue, tier=tier, documents=allowed, count=count)
            return reranked(text, hits, self.models.reader).passages[:k]

        return self.index.read(found)

    def lookup(
        self,
        draft: str | Draft,
        *,
        tier: Tier = Tier.PUBLIC,
        filters: Filters = Filters(),
        progress: Progress = lambda _done, _all: None,
        via: str = "",
    ) -> Lookup:
        """What the library says of each quotation in `draft`; as `QuotationDesk.lookup`. That, and how it ended, is
        recorded; the draft is not."""
        found = self._quotations.lookup(draft, tier=tier, filters=filters, progress=progress)
        keep_lookup(self.catalogue.database, found, tier, via=via)
        return found

    def mentions(self, term: str, *, filters: Filters = Filters(), tier: Tier = Tier.PUBLIC) -> Mentions:
        """Every mention of `term` and its other forms, counted. Raises QuestionError and IndexUnavailable."""
        return self.index.read(lambda _: self._finder.find(term, self.glossary(tier=tier), filters, tier))

    def documents(self, *, tier: Tier = Tier.PUBLIC) -> tuple[LibraryEntry, ...]:
        """The documents that a reader of `tier` may see, newest publication first."""
        return tuple(self.catalogue.entries(tier))

    def document(self, document_id: str, *, tier: Tier = Tier.PUBLIC) -> DocumentView:
        """A document with its passages. Raises NotFound."""
        return document_view(self.catalogue, document_id, tier)

    def passage(self, passage_id: str, *, quote: str = "", tier: Tier = Tier.PUBLIC) -> PassageView:
        """A passage as its own page shows it, with the quotation that a link names in it. Raises NotFound."""
        return passage_view(self.catalogue, passage_id, tier, quote)

    def works(
        self, *, passages: Sequence[str] = (), documents: Sequence[str] = (), tier: Tier = Tier.PUBLIC
    ) -> tuple[Work, ...]:
        """The passages and documents of these ids, to make references of. Raises NotFound."""
        return gathered(self.catalogue, tier, passages, documents)

    def glossary(self, *, tier: Tier = Tier.PUBLIC) -> Glossary:
        """The library's terms and their meanings, as a reader of `tier` may know them. Raises IndexUnavailable."""
        with self.index.reading() as index:
            glossary = index.glossaries[tier]
        return Standing(self.catalogue, tier).glossary(glossary)

    def examples(self, *, tier: Tier = Tier.PUBLIC, count: int = 6) -> tuple[str, ...]:
        """Questions that documents of the library say they answer, and the desk does; a white paper's own come first.

        Found once for each generation of the library; none while there is nothing to answer from.
        """
        return self._examples.of(self.index, self.catalogue, tier, count)

    def _drafted(self, inquiry: Inquiry, hits: Hits, meant: Meant, tier: Tier) -> Drafted:
        """What `hits` amount to; worked out anew as long as it rests on what was taken back meanwhile."""
        standing = Standing(self.catalogue, tier)
        while True:
            drafted = tallied(
                inquiry.answer(standing.hits(hits)),
                inquiry.question,
                meant.filters,
                lambda term, scope: self.mentions(term, filters=scope, tier=tier),
                lambda ids: self.catalogue.current_passages(ids, tier),
            )
            drafted = self._trials.with_readings(drafted, inquiry, meant, tier)
            if standing.answers(drafted):
                return drafted

    def _put(self, meant: Meant, tier: Tier, clock: Clock) -> Generator[Event, None, tuple[Inquiry, Hits, Drafted]]:
        """The events of looking `meant` up; the passages read for it, and what they amount to."""
        yield Retrieving(meant.told(meant.question))
        inquiry, hits = self.index.read(lambda index: self._looked_up(index, meant, tier))
        clock.lap("retrieval")
        hits = inquiry.reranked(hits)
        clock.lap("reading")
        yield Found(Standing(self.catalogue, tier).hits(hits).passages)
        clock.lap("shown")
        return inquiry, hits, self._drafted(inquiry, hits, meant, tier)

    def _looked_up(self, index: OpenIndex, meant: Meant, tier: Tier) -> tuple[Inquiry, Hits]:
        """The question put to `index`, and the passages to read for it."""
        inquiry = Inquiry(meant, index=index, catalogue=self.catalogue, models=self.models, tier=tier)
        return inquiry, inquiry.retrieve()

    def feedback(
        self, answer_id: str, rating: Literal["up", "down"], comment: str = "", *, tier: Tier = Tier.PUBLIC
    ) -> None:
        """Keeps a reader's rating of an answer. Raises NotFound for an answer that was not given to this tier."""
        keep_rating(self.catalogue.database, answer_id, tier, rating=rating, comment=comment)

    def status(self) -> Status:
        """Whether the desk can answer now, and from what. Never raises for the library's state."""
        model = self.models.encoder.card.identity
        chat = self.models.chat.name if self.models.chat else ""
        try:
            with self.index.reading() as index:
                passages = sum(index.passages.values())
                documents = len(self.catalogue.entries(Tier.STAFF))
                return Status(True, "", index.number, documents, passages, model, chat)
        except CorpusError as error:
            return Status(False, str(error), None, 0, 0, model, chat)

    def fingerprint(self, *, tier: Tier = Tier.PUBLIC) -> str:
        """What a reader of `tier` may read now, as a hash: equal fingerprints, equal documents."""
        return readable_fingerprint(self.catalogue, tier)

    def close(self) -> None:
        """Closes the index and the catalogue."""
        self.index.close()
        self.catalogue.database.close()
