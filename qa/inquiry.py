"""One question's way through the library: what it asks, which passages are read, and what they amount to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from corpus.catalogue import Catalogue, StoredPassage, Vectors
from corpus.encoder import Encoder, Matrix
from corpus.errors import NotFound
from corpus.live import OpenIndex
from corpus.types import LibraryEntry, Metadata, Speaker, Tier
from qa.answer import Drafted, compose, nearest_only, quoted_places
from qa.chat.types import ChatModel
from qa.converse.answering import admitted, as_meant, read_off
from qa.converse.types import Meant
from qa.differences.near import unweighed
from qa.doers.office import by_office
from qa.evidence import Candidate, Evidence, Weights, Words, candidates, weigh
from qa.fitting import holds_words
from qa.locate import Place, sentence_at
from qa.names import Name, mentions
from qa.question import Question, read_question
from qa.read import PassageReader, ReadOnce
from qa.rerank import PASSAGES_READ, reranked
from qa.retrieve import Hits, RetrievalSettings, allowed_documents, retrieve
from qa.spelling import corrected, resolved
from qa.standing import Standing
from qa.types import Filters, Retrieved

PASSAGES_TRIED = 4
"""Read to find out whether a question is answered at all."""
PASSAGES_AROUND = 40
"""In which it is looked what a question may be about."""
PASSAGES_OF_SPEAKERS = 6
PASSAGES_NEAR = 12
"""In which it is looked whether they differ from a cited sentence."""
NEAR = RetrievalSettings(depth=24, cosines=48)
PASSAGES_OF_WHOLE_VIEW = 16
"""Of a speaker whose view is asked for as a whole: what it is about is then no guide to which passages hold it."""


@dataclass(frozen=True, slots=True)
class Models:
    """The two models that a question needs, the weights of what the reader says if they are not the usual ones, and the
    language model that is set, if any."""

    encoder: Encoder
    reader: PassageReader
    weights: Weights | None = None
    chat: ChatModel | None = None


class Inquiry:
    """What a question means (`meant`), put to one open index by a reader of `tier`."""

    def __init__(self, meant: Meant, *, index: OpenIndex, catalogue: Catalogue, models: Models, tier: Tier) -> None:
        self._meant = meant
        self._index = index
        self._catalogue = catalogue
        self._models = models
        self._reader = ReadOnce(models.reader)
        self._tier = tier
        self._entries = catalogue.entries(tier)
        self.glossary = Standing(catalogue, tier).glossary(index.glossaries[tier])
        self.question = self._read()
        self._allowed = allowed_documents(self._entries, meant.filters, self.question.kinds)
        names = self._named(self.question.names)
        self.put = corrected(meant.question, names)
        self.understood = meant.told(self.put)
        core = corrected(self.question.core, names)
        self.question = replace(self.question, text=corrected(self.question.text, names), core=core, names=names)
        self._vector: Matrix = models.encoder.questions([self.question.core])[0]
        self._put_by_office()

    def retrieve(self, count: int = PASSAGES_READ) -> Hits:
        """The passages to read: the best `count` for the question, and after them those of the speakers and with the
        words that it asks for by name."""
        if self._meant.read_off is not None:
            return self._with_passages(Hits((), {}), [one.passage.id for one in self._meant.read_off])
        hits = self._hits(self._allowed, count)
        if self.question.speakers and self.question.wants in ("view", "comparison"):
            for speaker in self.question.speakers:
                hits = self._with_speaker(hits, speaker)
        if self.question.phrases:
            hits = self._with_words(hits)
        return self._with_entry(self._with_passages(hits, self._meant.carried))

    def reranked(self, hits: Hits) -> Hits:
        """`hits` in the order that the reader makes of them."""
        return reranked(self.question.text, hits, self._reader)

    def _with_speaker(self, hits: Hits, speaker: str) -> Hits:
        """`hits` and the best passages in which `speaker` has the word."""
        own = {entry.id for entry in self._entries if speaker in {each.name for each in entry.meta.speakers}}
        more = self._hits(own if self._allowed is None else own & self._allowed, 30)
        theirs = [found.passage.id for found in more.passages if found.passage.speaker == speaker]
        known = {found.passage.id: (more.stored[found.passage.id], found.meta) for found in more.passages}
        most = PASSAGES_OF_WHOLE_VIEW if self.question.bare else PASSAGES_OF_SPEAKERS
        return _joined(hits, known, theirs[:most])

    def _with_words(self, hits: Hits) -> Hits:
        """`hits` and the passages in which the quoted words of the question stand literally, wherever they rank."""
        documents = None if self._allowed is None else sorted(self._allowed)
        for phrase in self.question.phrases:
            found = self._index.lexicon.best(phrase, (), 200, self._tier.visible(), documents)
            known = self._catalogue.current_passages([id for id, _ in found], self._tier)
            literal = [id for id, _ in found if id in known and holds_words(known[id][0].passage.text, phrase)]
            hits = _joined(hits, known, literal[:PASSAGES_OF_SPEAKERS])
        return hits

    def _with_passages(self, hits: Hits, ids: Sequence[str]) -> Hits:
        """`hits` and the passages `ids`, as far as the question is put to their documents."""
        known = self._catalogue.current_passages(ids, self._tier)
        return _joined(
            hits, known, [id for id in ids if id in known and self._within(known[id][0].passage.document_id)]
        )

    def _with_entry(self, hits: Hits) -> Hits:
        """`hits` and the glossary's entry for the term whose meaning is asked."""
        term = self.question.term
        if term is None or (self._allowed is not None and term.document_id not in self._allowed):
            return hits
        try:
            passages = self._catalogue.document(term.document_id, self._tier)[2]
        except NotFound:  # taken back since the question was read
            return hits
        ids = [p.id for p in passages if p.start < term.end and term.start < p.end]
        return _joined(hits, self._catalogue.current_passages(ids, self._tier), ids)

    def answer(self, hits: Hits) -> Drafted:
        """What the passages amount to."""
        if self._meant.read_off is not None:
            return read_off(self._meant, hits)
        evidence = self.evidence(hits)
        if self._meant.place is not None:
            return self._at_place(self._meant.place, evidence)
        return as_meant(compose(self.question, evidence, self._scope(), self._holds, near_to=self._near), self._meant)

    def tried(self) -> Drafted:
        """What the best few passages amount to, without what other documents say of it: whether there is an answer, for
        a fraction of the work."""
        hits = self.retrieve(PASSAGES_TRIED)
        return as_meant(compose(self.question, self.evidence(hits), self._scope(), self._holds), self._meant)

    def around(self) -> Hits:
        """The passages around the question, far more than are read for it."""
        return self._hits(self._allowed, PASSAGES_AROUND)

    def _near(self, item: Evidence) -> list[Evidence]:
        """The sentences of the passages nearest to the sentence `item`, as evidence that was not weighed."""
        hits = retrieve(
            item.text, item.vector, self._index, self._catalogue,
            tier=self._tier, documents=self._allowed, count=PASSAGES_NEAR, settings=NEAR,
        )  # fmt: skip
        vectors = self.vectors(hits)
        return [each for hit in hits.passages for each in unweighed(hit, vectors[hit.passage.id][1])]

    def _read(self) -> Question:
        """The question that is meant, with the names of the words that it turns on."""
        kinds = {entry.meta.kind for entry in self._entries}
        speakers: dict[str, Speaker] = {}
        for entry in self._entries:
            for speaker in entry.meta.speakers:
                speakers.setdefault(speaker.name, speaker)
        voices = list(speakers.values())
        whole = read_question(self._meant.question, self.glossary, kinds, voices)
        if self._meant.turns_on == self._meant.question:
            return whole
        read = read_question(self._meant.turns_on, self.glossary, kinds, voices)
        return replace(
            read,
            text=whole.text,
            core=whole.core,
            kinds=read.kinds or whole.kinds,
            now=whole.now,
            counts_now=whole.counts_now,
        )

    def _put_by_office(self) -> None:
        """Puts a question of who holds an office by the noun that the library has for it."""
        if self.question.wants != "person" or not self.question.now:
            return
        passages = [hit.passage.text for hit in self.around().passages]
        core = by_office(self.question.core, self.question.names, passages)
        if core != self.question.core:
            self.question = replace(self.question, text=core, core=core)
            self._vector = self._models.encoder.questions([core])[0]

    def _hits(self, allowed: set[str] | None, count: int) -> Hits:
        return retrieve(
            self.question.core,
            self._vector,
            self._index,
            self._catalogue,
            tier=self._tier,
            documents=allowed,
            count=count,
        )

    def candidates(self, hits: Hits) -> tuple[list[Candidate], NDArray[np.float64]]:
        """Every sentence that could be quoted, with its features (what `bench/fit_evidence.py` learns from)."""
        return candidates(self.question, self._vector, hits.passages, *self._material(hits))

    @property
    def words(self) -> Words:
        """The library's words, for the reader's tier."""
        return Words(self._index.lexicon, self._tier)

    def vectors(self, hits: Hits) -> dict[str, Vectors]:
        """The stored vectors of `hits`, by passage id."""
        return self._material(hits)[0]

    def evidence(self, hits: Hits) -> Sequence[Evidence]:
        """The sentences of `hits` that may answer, with their probabilities of it, best first."""
        weights = self._models.weights
        found = weigh(self.question, self._vector, hits.passages, *self._material(hits), weights=weights)
        return admitted(found, self._meant)

    def _material(self, hits: Hits) -> tuple[dict[str, Vectors], Words, PassageReader]:
        wanted = {found.passage.id: hits.stored[found.passage.id].content for found in hits.passages}
        stored = self._catalogue.vectors(wanted.values(), self._models.encoder.card.identity)
        vectors = {id: stored[content] for id, content in wanted.items()}
        return vectors, self.words, self._reader

    def _holds(self, name: Name) -> bool:
        """Whether `name` occurs in the words, titles or headings of the documents searched, in any of its forms."""
        documents = None if self._allowed is None else sorted(self._allowed)
        for form in name.forms:
            found = self._index.lexicon.best(form, self.glossary.concepts(form), 50, self._tier.visible(), documents)
            known = self._catalogue.current_passages([id for id, _ in found], self._tier)
            for item, meta in known.values():
                if mentions(" ".join([item.passage.text, meta.title, *item.passage.section]), name.forms):
                    return True
        return any(mentions(_imprint(entry), name.forms) for entry in self._entries if self._within(entry.id))

    def _named(self, names: Sequence[Name]) -> tuple[Name, ...]:
        """`names` as the library writes them, where it does."""
        found = [each for name in names for each in resolved(name, self._holds, self._words_from)]
        return tuple(dict.fromkeys(found))

    def _words_from(self, beginning: str) -> set[str]:
        """The words of the library's passages and headings that begin with `beginning`, folded."""
        stems = self._index.lexicon.beginning_with(beginning, self._tier.visible())
        return set(stems)

    def _within(self, document_id: str) -> bool:
        return self._allowed is None or document_id in self._allowed

    def _at_place(self, place: Place, evidence: Sequence[Evidence]) -> Drafted:
        """The sentence at a place asked for by its heading, in the first document that has one; white papers first."""
        for entry in sorted(self._entries, key=lambda entry: (entry.meta.kind != "white-paper", entry.id)):
            if self._within(entry.id):
                found = sentence_at(place, self._catalogue.document(entry.id, self._tier)[2])
                if found:
                    return quoted_places([(*found, entry.meta)])
        reason = f"No document has such a sentence under a heading “{place.heading}”."
        return nearest_only(evidence, reason, settled=True)

    def _scope(self) -> str:
        if self.question.kinds:
            return "the " + " and the ".join(kind.replace("-", " ") for kind in self.question.kinds)
        return "the library" if self._meant.filters == Filters() else "the part of the library that was searched"


def _joined(hits: Hits, known: dict[str, tuple[StoredPassage, Metadata]], ids: Sequence[str]) -> Hits:
    """`hits` with the passages `ids` of `known` that it does not have yet, at its end."""
    fresh = [id for id in ids if id in known and id not in hits.stored]
    more = tuple(Retrieved(known[id][0].passage, known[id][1], 0.0) for id in fresh)
    return Hits(hits.passages + more, {**hits.stored, **{id: known[id][0] for id in fresh}})


def _imprint(entry: LibraryEntry) -> str:
    meta = entry.meta
    return f"{meta.published or ''} {meta.publisher} {' '.join(meta.authors)} {meta.audience}"
