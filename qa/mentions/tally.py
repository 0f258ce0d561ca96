"""The complete count in an answer: where a question asks for mentions, how many there are and where the list is."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

from corpus.catalogue import StoredPassage
from corpus.types import Metadata
from qa.answer import READ_OFF, Drafted
from qa.citation import citation_of
from qa.errors import QuestionError
from qa.mentions import wording
from qa.mentions.asking import term_asked
from qa.mentions.types import Mention, Mentions
from qa.question import Question
from qa.types import Citation, Filters, Statement, Tally

SHOWN = 4
FEWEST_WORDS = 6

Known = dict[str, tuple[StoredPassage, Metadata]]


def tallied(
    drafted: Drafted,
    question: Question,
    filters: Filters,
    find: Callable[[str, Filters], Mentions],
    current: Callable[[list[str]], Known],
) -> Drafted:
    """`drafted` with the complete count, if `question` asks where or whether a term is mentioned.

    One that asks for every mention is answered from the complete list: a sentence each from the documents that have
    most. `find` gives that list, `current` the passages that the reader may see. Raises QuestionError for a term that
    cannot be counted.
    """
    every = term_asked(question.text)
    names = [name.text for name in question.names]
    term = every or (names[0] if question.wants == "mention" and len(names) == 1 and drafted.statements else "")
    scope = _within(filters, question.kinds)
    if not term or scope is None:
        return drafted
    try:
        found = find(term, scope)
    except QuestionError:  # not to be counted: that is the answer only where the count was asked for
        if every:
            raise
        return drafted
    tally = _tally(found)
    if not every:
        return replace(drafted, tally=tally, settled=True) if found.mentions else drafted
    shown = _shown(found, current)
    if shown:
        statements = tuple(Statement(citation.quote, (citation.marker,)) for citation in shown)
        return Drafted(statements, shown, (), READ_OFF, tally=tally, settled=True)
    reason = " ".join(filter(None, [tally.told, wording.apart(found)]))
    return Drafted((), (), drafted.related, 0.0, reason, tally, settled=True)


def _within(filters: Filters, kinds: tuple[str, ...]) -> Filters | None:
    """`filters` and the kinds that the question keeps to; None where nothing would be left."""
    if not kinds:
        return filters
    both = tuple(kind for kind in kinds if not filters.kinds or kind in filters.kinds)
    return replace(filters, kinds=both) if both else None


def _tally(found: Mentions) -> Tally:
    filters = found.searched.filters
    query = {
        "term": found.term,
        "kind": filters.kinds,
        "document": filters.documents,
        "published_from": filters.published_from or "",
        "published_to": filters.published_to or "",
    }
    address = urlencode({name: value for name, value in query.items() if value}, doseq=True)
    documents = sum(document.mentions > 0 for document in found.documents)
    return Tally(
        found.term, len(found.mentions), len(found.inside), documents, wording.finding(found), f"/mentions?{address}"
    )


def _shown(found: Mentions, current: Callable[[list[str]], Known]) -> tuple[Citation, ...]:
    """A sentence each from the documents with most mentions, best first; whole sentences before lists and headings."""
    best: dict[str, Mention] = {}
    for mention in found.mentions:
        if mention.place == "text" and mention.passage_id:
            before = best.get(mention.document_id)
            if before is None or (_is_told(mention) and not _is_told(before)):
                best[mention.document_id] = mention
    counts = {document.document_id: document.mentions for document in found.documents}
    chosen = sorted(best.values(), key=lambda one: (not _is_told(one), -counts[one.document_id]))
    known = current([one.passage_id for one in chosen[: 4 * SHOWN] if one.passage_id])
    citations: list[Citation] = []
    for one in chosen:
        stored = known.get(one.passage_id or "")
        if stored and (one.sentence_start, one.sentence_end) in stored[0].passage.sentences and len(citations) < SHOWN:
            citations.append(_cite(len(citations) + 1, one, *stored))
    return tuple(citations)


def _is_told(mention: Mention) -> bool:
    """Whether the mention stands in a whole sentence, and not in a list of references or other forms."""
    words = mention.sentence.split()
    return (
        len(words) >= FEWEST_WORDS
        and mention.sentence.endswith((".", "”", "?", "!"))
        and words[0] not in ("See", "Also:")
    )


def _cite(marker: int, mention: Mention, stored: StoredPassage, meta: Metadata) -> Citation:
    span, found = (mention.sentence_start, mention.sentence_end), (mention.start, mention.end)
    return citation_of(stored.passage, meta, span, marker=marker, score=READ_OFF, highlights=(found,))
