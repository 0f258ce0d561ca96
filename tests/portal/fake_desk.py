"""A desk over small documents, a glossary and a hostile one, which answers by the words a question shares with them."""

import re
import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Literal

from fake_lookup import FakeLookup, quotations

from corpus.errors import IndexUnavailable, NotFound
from corpus.glossary import Glossary, Term
from corpus.types import Block, Document, LibraryEntry, Metadata, Note, Page, Passage, Section, Source, Tier
from qa.errors import QuestionError
from qa.lookup.quotations import plain
from qa.lookup.types import Draft, Lookup, Progress
from qa.mentions.counts import counted
from qa.mentions.forms import Form, Wanted
from qa.mentions.types import Mention, Mentions, Searched
from qa.permalink.quote import quote_from, selector_of
from qa.permalink.wording import changes
from qa.references.works import Work, passage_of, whole_document
from qa.types import (
    Answer,
    Citation,
    DocumentView,
    Event,
    Filters,
    Finished,
    Found,
    PassageView,
    Retrieved,
    Retrieving,
    Stated,
    Statement,
    Status,
    Turn,
)

MDAA = "Missile Defense Advocacy Alliance"
HOSTILE = (
    "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>${document.title='owned'}"
)

PAPER = """\
From 2011 to 2020 under the PAA, U.S. missile defense systems will be deployed in Poland, Romania, Spain, and Turkey \
as well as in international waters around Europe.

Russia continues to block any cooperation efforts and meaningful dialogue on missile defense with the United States \
and NATO. Russia is demanding legally binding technical guarantees of limits on U.S. missile defenses as a condition \
for cooperation.

Russian Position

Russian officials maintain the NATO missile defense shield is a unilateral project that does not add stability and \
security in Europe. Technically, Russia is concerned about future modernization, sophistication, and the potential \
increase in numbers of U.S. interceptors based in Europe.

U.S. Position

The United States is willing to cooperate with Russia on missile defense, but will not accept any limitations or \
restrictions on the development or deployment of U.S. missile defenses. The U.S. missile defense systems in place in \
Europe today and those planned to be in place by 2020 do not have the technical capability or boost velocity on \
interceptors to intercept a Russian ICBM headed towards the United States from Russia."""

BRIEF = """\
The site

The Deveselu site in Romania was declared operational on 12 May 2016. Romania and the United States signed the \
agreement for the site on 13 September 2011."""

NASTY = f"""\
Hostile heading {HOSTILE}

This hostile sentence about unicorns says {HOSTILE} and nothing else."""

TERMS = f"""\
ICBM

A rocket weapon that crosses from one continent to another. More is said further on.

Deveselu site

An Aegis Ashore battery near Caracal, by the Olt & <b>Danube</b>. It is one of two.

Unicorn

A beast that says {HOSTILE} and is gone. An ICBM it is not."""

SENTENCE = re.compile(r"\S.*?[.!?>](?=\s+[A-Z<]|\s*\Z)", re.DOTALL)
STOP = frozenset(
    {"what", "which", "does", "the", "of", "is", "are", "will", "in", "on", "to", "and", "for", "with", "by"}
)
EVERYTHING = Filters()


def _document(
    name: str, text: str, meta: Metadata, headings: Sequence[str] = (), notes: tuple[Note, ...] = ()
) -> Document:
    sections, blocks = [], []
    for found in re.finditer(r"\S(?:.*?\S)?(?=\n\n|\Z)", text, re.DOTALL):
        words = found.group()
        heading = words in headings or words.startswith("Hostile heading")
        blocks.append(Block("heading" if heading else "paragraph", found.start(), found.end()))
        if heading or found.start() == 0:
            sections.append((found.start(), words if heading else "[Opening]"))
    ends = [start for start, _ in sections[1:]] + [len(text)]
    listed = tuple(
        Section(start, end, (label,), 2, speaker=label if label.endswith("Position") else None)
        for (start, label), end in zip(sections, ends, strict=True)
    )
    pages = (Page(1, 0, len(text)),) if name == "brief" else ()
    return Document(name, meta, "0" * 64, text, listed, tuple(blocks), pages, notes)


def library() -> tuple[Document, ...]:
    """A white paper, a brief with a source, a document whose every word is an attack, and a glossary."""
    paper = Metadata(
        "Russian Cooperation with the Unites States on Missile Defense",
        (MDAA,),
        MDAA,
        date(2011, 11, 1),
        kind="white-paper",
        audience="Members of the 112th Congress",
        source_url="https://missiledefenseadvocacy.org/russian-cooperation/",
        topics=("Russia", "NATO", "Europe"),
        summary="The association's memo to Congress on the Russian and U.S. positions on missile defense cooperation.",
        questions=(
            "What does Russia demand before it will cooperate?",
            "Which countries will host U.S. missile defense systems?",
            "Will the United States accept limits on its missile defenses?",
        ),
    )
    brief = Metadata(
        "Aegis Ashore Deveselu (Romania)",
        ("Refdesk library editors",),
        "Refdesk Resource Library",
        date(2026, 11, 23),
        as_of=date(2021, 5, 12),
        kind="brief",
        topics=("Europe", "Aegis Ashore"),
        summary="How the Romanian site came about and when it became operational.",
        questions=("When was the Deveselu site declared operational?",),
        sources=(
            Source("eucom-2021", "Aegis Ashore Romania", "EUCOM", "https://www.eucom.mil/x", "2021-05", "government"),
            Source("script", "A bad address", "Nobody", "javascript:document.title='owned'", "", "weak"),
        ),
    )
    nasty = Metadata(
        f"Unicorns {HOSTILE}",
        (HOSTILE,),
        HOSTILE,
        date(2020, 1, 1),
        kind="report",
        source_url="javascript:document.title='owned'",
        topics=(HOSTILE,),
        summary=HOSTILE,
    )
    terms = Metadata("A glossary", (MDAA,), kind="glossary", topics=("Europe",), summary="What the words mean.")
    full_stop = BRIEF.index("2016.") + 5
    return (
        _document("paper", PAPER, paper, ("Russian Position", "U.S. Position")),
        _document("brief", BRIEF, brief, ("The site",), (Note(full_stop, "eucom-2021"), Note(len(BRIEF), "script"))),
        _document("nasty", NASTY, nasty),
        _document("terms", TERMS, terms, ("ICBM", "Deveselu site", "Unicorn")),
    )


def passages_of(document: Document) -> tuple[Passage, ...]:
    """One passage for each paragraph."""
    found: list[Passage] = []
    for block in document.blocks:
        if block.kind != "paragraph":
            continue
        section = next(s for s in document.sections if s.start <= block.start < s.end)
        text = document.text[block.start : block.end]
        sentences = tuple((block.start + m.start(), block.start + m.end()) for m in SENTENCE.finditer(text))
        speaker = section.speaker and f"{section.speaker.replace('Position', 'position')}, as the paper reports it"
        page = 1 if document.pages else None
        found.append(
            Passage(
                f"{document.id}-{len(found) + 1}", document.id, text, block.start, block.end, section.path, page,
                len(found), speaker or (MDAA if document.id == "paper" else None), sentences,
            )
        )  # fmt: skip
    return tuple(found)


def glossary(tier: Tier) -> Glossary:
    """The terms of the glossary; for staff one more, and for everyone one from a glossary that is gone since."""

    def term(name: str, meaning: str, *forms: str) -> Term:
        start = TERMS.index(meaning)
        return Term(name, (name, *forms), meaning, "terms", start, start + len(meaning))

    paragraphs = TERMS.split("\n\n")
    known = [term("ICBM", paragraphs[1]), term("Deveselu site", paragraphs[3]), term("Unicorn", paragraphs[5])]
    known.append(Term("Turkey", ("Turkey",), "Words of a glossary that was taken back.", "taken-back", 0, 40))
    if tier is Tier.STAFF:
        known.append(Term("Spain", ("Spain",), "Words that only staff may read.", "terms", 0, 0))
    return Glossary(known)


def words(text: str) -> set[str]:
    """The words that count when a question meets a sentence."""
    return {word[:6] for word in re.findall(r"[a-z]+", text.lower())} - {word[:6] for word in STOP}


class FakeDesk:
    """Answers with the sentences that share two words with the question. `pause_s` slows a stream down.

    `told` is what every lookup finds, if a test sets it.
    """

    def __init__(self, pause_s: float = 0.0) -> None:
        self._pause_s = pause_s
        self._documents = {document.id: document for document in library()}
        self._passages = {p.id: p for document in self._documents.values() for p in passages_of(document)}
        self._glossaries = {tier: glossary(tier) for tier in Tier}
        self._lookup = FakeLookup(self._documents.values(), self._passages.values())
        self.reset()

    def reset(self) -> None:
        """Forgets what it was asked and told. A desk that has `changed` is less sure of what it says."""
        self.ready = True
        self.changed = False
        self.pause_s = self._pause_s
        self.given: list[tuple[str, str, str]] = []
        self.looked_up: list[tuple[str | Draft, Filters, Tier]] = []
        self.asked: list[tuple[str, Filters, tuple[Turn, ...], Tier]] = []
        self.told: Lookup | None = None
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
        kept: bool = True,
    ) -> Answer:
        *_, last = self.stream(question, history=history, filters=filters, tier=tier)
        assert isinstance(last, Finished)
        return last.answer

    def stream(
        self, question: str, *, history: Sequence[Turn] = (), filters: Filters = EVERYTHING, tier: Tier = Tier.PUBLIC
    ) -> Iterator[Event]:
        self._take(question)
        self.asked.append((question, filters, tuple(history), tier))
        yield Retrieving(question)
        time.sleep(self.pause_s)
        found = self.search(question, k=12, filters=filters)
        yield Found(found)
        if "boom" in question:
            raise RuntimeError("secret path /srv/db password=hunter2")
        time.sleep(self.pause_s)
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
                time.sleep(self.pause_s)
        yield Finished(self._answer(question, tuple(statements), tuple(citations), found))

    def lookup(
        self,
        draft: Draft,
        *,
        tier: Tier = Tier.PUBLIC,
        filters: Filters = EVERYTHING,
        progress: Progress = lambda *_: None,
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
        return tuple(q for document in self._documents.values() for q in document.meta.questions)[:count]

    def feedback(
        self, answer_id: str, rating: Literal["up", "down"], comment: str = "", *, tier: Tier = Tier.PUBLIC
    ) -> None:
        if answer_id not in self._answers:
            raise NotFound(f"no answer {answer_id}")
        self.given.append((answer_id, rating, comment))

    def status(self) -> Status:
        reason = "" if self.ready else "There is no index yet; run refdesk-ingest."
        return Status(self.ready, reason, 1, len(self._documents), len(self._passages), "fake")

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
            question,
            True,
            0.7 if self.changed else 0.8,
            "extractive",
            statements,
            citations,
        )
        if not statements:
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
