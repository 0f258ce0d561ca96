"""The lexical index: tantivy (BM25), one per tier and generation. The only module that knows tantivy.

Four fields: the passage's words (stemmed; and plain, to look up spellings), its title and section headings
(stemmed), and its *concepts*, exact tokens for glossary terms and designators whatever form they are written in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import IndexUnavailable
from corpus.types import Tier

_WRITER_BYTES = 64 * 1024 * 1024
_WEIGHTS = {"body": 1.0, "heading": 0.5, "concepts": 1.5}


@dataclass(frozen=True, slots=True)
class Entry:
    """One passage as the lexical index takes it."""

    passage_id: str
    document_id: str
    body: str
    heading: str
    concepts: Sequence[str]


def write_lexicon(folder: Path, entries: Iterable[Entry]) -> int:
    """Builds the index of one tier in the empty `folder`. Returns how many passages it holds.

    Raises IndexUnavailable when it cannot be written.
    """
    import tantivy

    folder.mkdir(parents=True)
    try:
        index = tantivy.Index(_schema(), path=str(folder))
        _register(index)
        writer = index.writer(heap_size=_WRITER_BYTES, num_threads=1)
        count = 0
        for entry in entries:
            writer.add_document(_document(entry))
            count += 1
        writer.commit()
        writer.wait_merging_threads()
    except (ValueError, OSError) as error:  # tantivy has no other kinds of its own
        raise IndexUnavailable(
            f"The lexical index in {folder} cannot be written ({error}). See that its disk has room, then run "
            "`python -m ingest`."
        ) from error
    return count


def _document(entry: Entry) -> Any:
    import tantivy

    document = tantivy.Document()
    document.add_text("passage", entry.passage_id)
    document.add_text("document", entry.document_id)
    document.add_text("body", entry.body)
    document.add_text("heading", entry.heading)
    document.add_text("plain", entry.body)
    document.add_text("concepts", " ".join(entry.concepts))
    return document


class Lexicon:
    """The lexical indexes of one generation, by tier, opened for reading. Raises IndexUnavailable if one cannot be."""

    def __init__(self, folder: Path) -> None:
        import tantivy

        self._analyzer = _analyzer()
        self._searchers: dict[Tier, Any] = {}
        self._schema = _schema()
        for tier in Tier:
            path = folder / tier.label
            if not path.exists():
                continue
            try:
                index = tantivy.Index.open(str(path))
                _register(index)
                self._searchers[tier] = index.searcher()
            except ValueError as error:
                raise IndexUnavailable(
                    f"The lexical index in {path} cannot be opened ({error}). Run `python -m ingest --rebuild`."
                ) from error

    def best(
        self,
        text: str,
        concepts: Sequence[str],
        count: int,
        tiers: Sequence[Tier],
        documents: Sequence[str] | None = None,
    ) -> list[tuple[str, float]]:
        """(passage id, BM25 score) of the `count` best passages for the words of `text` and the exact `concepts`.

        `documents` keeps the search to those document ids. Best first; ties by id.
        """
        hits: list[tuple[str, float]] = []
        query = self._query(text, concepts, documents)
        for tier in tiers:
            searcher = self._searchers.get(tier)
            if searcher is None or query is None or not searcher.num_docs:
                continue
            for score, address in searcher.search(query, min(count, searcher.num_docs), count=False).hits:
                hits.append((searcher.doc(address).get_first("passage"), float(score)))
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))[:count]

    def terms(self, text: str) -> list[str]:
        """The stemmed words of `text` that the index would look for, stop words left out, in order."""
        return list(dict.fromkeys(self._analyzer.analyze(text)))

    def frequency(self, term: str, tiers: Sequence[Tier]) -> tuple[int, int]:
        """(passages whose words hold the stemmed `term`, passages in all) over `tiers`."""
        searchers = [self._searchers[tier] for tier in tiers if tier in self._searchers]
        return sum(s.doc_freq("body", term) for s in searchers), sum(s.num_docs for s in searchers)

    def beginning_with(self, letters: str, tiers: Sequence[Tier]) -> list[str]:
        """The words of the passages in `tiers`, unstemmed and folded, that begin with `letters`; each once, sorted."""
        searchers = [self._searchers[tier] for tier in tiers if tier in self._searchers]
        return sorted({term for searcher in searchers for term, _ in searcher.terms_with_prefix("plain", letters)})

    def size(self, tier: Tier) -> int:
        """How many passages the index of `tier` holds."""
        searcher = self._searchers.get(tier)
        return int(searcher.num_docs) if searcher is not None else 0

    def _query(self, text: str, concepts: Sequence[str], documents: Sequence[str] | None) -> Any:
        from tantivy import Occur, Query

        clauses = []
        for term in self.terms(text):
            for field in ("body", "heading"):
                clauses.append(Query.boost_query(Query.term_query(self._schema, field, term), _WEIGHTS[field]))
        for token in concepts:
            clauses.append(Query.boost_query(Query.term_query(self._schema, "concepts", token), _WEIGHTS["concepts"]))
        if not clauses:
            return None
        words = Query.boolean_query([(Occur.Should, clause) for clause in clauses])
        if documents is None:
            return words
        within = Query.term_set_query(self._schema, "document", list(documents))
        return Query.boolean_query([(Occur.Must, words), (Occur.Must, Query.const_score_query(within, 0.0))])


def _schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("passage", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("document", stored=False, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("body", stored=False, tokenizer_name="words", index_option="position")
    builder.add_text_field("plain", stored=False, tokenizer_name="plain", index_option="basic")
    builder.add_text_field("heading", stored=False, tokenizer_name="words", index_option="freq")
    builder.add_text_field("concepts", stored=False, tokenizer_name="tokens", index_option="freq")
    return builder.build()


def _analyzer() -> Any:
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    builder = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(60)).filter(Filter.lowercase())
    return (
        builder.filter(Filter.ascii_fold()).filter(Filter.stopword("english")).filter(Filter.stemmer("english")).build()
    )


def _register(index: Any) -> None:
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    index.register_tokenizer("words", _analyzer())
    plain = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(60)).filter(Filter.lowercase())
    index.register_tokenizer("plain", plain.filter(Filter.ascii_fold()).build())
    index.register_tokenizer("tokens", TextAnalyzerBuilder(Tokenizer.whitespace()).build())
