"""A question and its conversation → what the question means."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corpus.catalogue import Catalogue
from corpus.live import LiveIndex, OpenIndex
from corpus.types import LibraryEntry, Tier
from qa.chat.types import ChatModel
from qa.converse.model import REWRITTEN, by_model
from qa.converse.other import other_reading, picked_reading, reading_of_topic, with_picked
from qa.converse.places import absent_after, sentence_of, sentences_from, words_of
from qa.converse.rewrite import Rewritten, fold, rewritten
from qa.converse.scope import Scope, put_to, scoped, titled
from qa.converse.spots import carried, spots_of
from qa.converse.turns import Exchange, exchanges
from qa.converse.types import Meant, Spot
from qa.intake import LONGEST_QUESTION_CHARS
from qa.locate import place_asked
from qa.names import YEAR
from qa.retrieve import allowed_documents
from qa.standing import Standing
from qa.types import Filters, Turn

READ_ON = 3
"""So many sentences follow where the reader asks to read on."""
MOST_QUOTED_AGAIN = 4
UNKNOWN_PLACE = "The desk cannot tell which sentence is meant: nothing that it can read was quoted just before."
NOTHING_CITED = "Nothing that the desk can read was quoted just before, so there is no source to show."


@dataclass(frozen=True, slots=True)
class Shelves:
    """The library that a conversation is about, as a reader of `tier` may read it; `readings` are those that a question
    may have there."""

    catalogue: Catalogue
    index: OpenIndex
    tier: Tier
    readings: Callable[[str], tuple[str, ...]] = lambda _: ()


ReadingsOf = Callable[[str, Filters, Tier], tuple[str, ...]]


class Conversing:
    """Says what questions mean in their conversations, in the library of `catalogue` and `index`; with the model
    `chat`, if there is one. `readings` are those that a question may have."""

    def __init__(
        self,
        catalogue: Catalogue,
        index: LiveIndex,
        chat: ChatModel | None = None,
        readings: ReadingsOf = lambda *_: (),
    ) -> None:
        self._catalogue = catalogue
        self._index = index
        self._chat = chat
        self._readings = readings

    def meant(
        self,
        question: str,
        *,
        history: Sequence[Turn],
        filters: Filters = Filters(),
        tier: Tier,
        modelled: bool = False,
    ) -> Meant:
        """What `question` means after `history` to a reader of `tier`; `modelled` lets the model complete it. Raises
        IndexUnavailable."""
        if not history:
            return _alone(question, filters, self._catalogue.entries(tier))
        chat = self._chat if modelled else None

        def understood(index: OpenIndex) -> Meant:
            shelves = Shelves(self._catalogue, index, tier, lambda text: self._readings(text, filters, tier))
            return meaning(question, history, filters, shelves, chat)

        return self._index.read(understood)


def meaning(
    question: str, history: Sequence[Turn], filters: Filters, shelves: Shelves, chat: ChatModel | None = None
) -> Meant:
    """What `question` means after `history`: itself where it stands alone. A model `chat` may complete what leans."""
    told = exchanges(history)
    catalogue, index, tier = shelves.catalogue, shelves.index, shelves.tier
    entries = catalogue.entries(tier)
    if not told:
        return _alone(question, filters, entries)
    told = with_picked(told, shelves.readings)
    picked = picked_reading(question, told, shelves.readings) or reading_of_topic(question, told, shelves.readings)
    if picked:
        return replace(_alone(picked, filters, entries), asked=question)
    glossary = Standing(catalogue, tier).glossary(index.glossaries[tier])
    whole = {one for entry in entries for one in entry.meta.questions}  # the library's own questions lean on nothing
    spots = [_within(filters, spots_of(exchange, catalogue, index, tier), entries) for exchange in told]
    sentences = [tuple(spot.text for spot in each) for each in spots]
    titles = [" ".join(spot.meta.title for spot in each) for each in spots]
    thread = fold([one.question for one in told], sentences, glossary, whole, titles)
    made = rewritten(question, thread, glossary, whole)
    if not made.leans:
        return _alone(question, filters, entries)
    scope = scoped(made.question, entries)
    if chat is not None and made.form.kind in REWRITTEN and scope is None:
        text = by_model(chat, question, [one.question for one in told], [spot.text for spot in spots[-1]], glossary)
        made = Rewritten(text, text, made.form, by_itself=made.by_itself) if text else made
    full = made.question[-LONGEST_QUESTION_CHARS:]
    meant = Meant(
        asked=question,
        question=full,
        turns_on=made.turns_on if full == made.question else full,
        filters=filters,
        matter=made.matter,
        place=place_asked(question, history),
        open=question if made.guessed else "",
        by_itself=made.by_itself,
    )
    if scope is not None:
        meant = _put(meant, scope, entries)
    return _SPECIAL.get(made.form.kind, _carrying)(meant, made, spots[-1], (told, spots, shelves))


def _alone(question: str, filters: Filters, entries: Sequence[LibraryEntry]) -> Meant:
    """`question` by itself, put to the documents whose titles it ends with."""
    meant = Meant.alone(question, filters)
    scope = titled(question, entries)
    return meant if scope is None else _put(meant, scope, entries)


def _put(meant: Meant, scope: Scope, entries: Sequence[LibraryEntry]) -> Meant:
    """`meant`, put to what `scope` leaves of the documents that it was put to; as it was where that is nothing."""
    allowed = allowed_documents(entries, meant.filters)
    documents = scope.of([entry.id for entry in entries if allowed is None or entry.id in allowed])
    if not documents:
        return meant
    turns_on = scoped(meant.turns_on, entries)
    return replace(
        meant,
        question=scope.question,
        turns_on=turns_on.question
        if turns_on
        else scope.question
        if meant.turns_on == meant.question
        else meant.turns_on,
        filters=replace(meant.filters, documents=documents),
        within=scope.told,
    )


def _within(filters: Filters, spots: Sequence[Spot], entries: Sequence[LibraryEntry]) -> tuple[Spot, ...]:
    """Those of `spots` that `filters` let through."""
    allowed = allowed_documents(entries, filters)
    return tuple(spot for spot in spots if allowed is None or spot.document_id in allowed)


Past = tuple[Sequence[Exchange], Sequence[tuple[Spot, ...]], Shelves]


def _carrying(meant: Meant, _made: Rewritten, last: Sequence[Spot], _past: Past) -> Meant:
    return replace(meant, carried=carried(last))


def _after(meant: Meant, made: Rewritten, last: Sequence[Spot], _past: Past) -> Meant:
    """The sentences after or before what was quoted last."""
    if not last:
        return meant if meant.place else replace(meant, read_off=(), absent=UNKNOWN_PLACE)
    forward = made.form.kind == "after"
    spot = last[-1] if forward else last[0]
    found = sentences_from(spot, READ_ON if made.form.rest else 1, forward=forward)
    where = "after" if forward else "before"
    question = f"What is the sentence {where} “{words_of(spot)}” in “{spot.meta.title}”?"
    missing = "" if found else absent_after(spot, where)
    return replace(meant, question=question, turns_on=question, read_off=found, absent=missing, place=None)


def _quoting(meant: Meant, _made: Rewritten, last: Sequence[Spot], _past: Past) -> Meant:
    """What was quoted last, once more, with its sources."""
    if not last:
        return meant
    again = dict.fromkeys(sentence_of(spot) for spot in last[:MOST_QUOTED_AGAIN])
    return replace(meant, read_off=tuple(again))


def _source(meant: Meant, made: Rewritten, last: Sequence[Spot], past: Past) -> Meant:
    if not last:
        return replace(meant, read_off=(), absent=NOTHING_CITED)
    question = f"Where does it say “{words_of(last[0])}”?"
    return replace(_quoting(meant, made, last, past), question=question, turns_on=question)


def _dated(meant: Meant, made: Rewritten, last: Sequence[Spot], past: Past) -> Meant:
    """What was quoted, once more, where it says when that was."""
    if last and YEAR.search(last[0].text):
        return _quoting(meant, made, last[:1], past)
    return _carrying(meant, made, last, past)


def _short(meant: Meant, _made: Rewritten, last: Sequence[Spot], _past: Past) -> Meant:
    return replace(meant, carried=carried(last), most=1)


def _more(meant: Meant, _made: Rewritten, last: Sequence[Spot], past: Past) -> Meant:
    """The same question, without what was quoted for it already."""
    said = frozenset(
        (one.passage.id, one.passage.sentences[one.number][0]) for each in past[1] for one in map(sentence_of, each)
    )
    return replace(meant, carried=carried(last), said=said)


def _narrow(meant: Meant, _made: Rewritten, last: Sequence[Spot], _past: Past) -> Meant:
    """The same question, put to the documents that were cited last."""
    documents = tuple(dict.fromkeys(spot.document_id for spot in last))
    within = tuple(id for id in documents if not meant.filters.documents or id in meant.filters.documents)
    filters = replace(meant.filters, documents=within) if within else meant.filters
    return replace(meant, carried=carried(last), filters=filters)


def _other(meant: Meant, made: Rewritten, last: Sequence[Spot], past: Past) -> Meant:
    """The other reading of what was asked, if it had several; else the same question put to the other document that was
    cited, or to others than the one that was."""
    told, _, shelves = past
    entries = shelves.catalogue.entries(shelves.tier)
    reading = other_reading(told, meant.question, made.form.rest, shelves.readings)
    if reading:
        return replace(_alone(reading, meant.filters, entries), asked=meant.asked)
    cited = list(dict.fromkeys(spot.document_id for spot in last))
    if not cited:
        return meant
    named = [entry for entry in entries if entry.id == cited[1 if len(cited) > 1 else 0]]
    return _put(meant, put_to(meant.question, named, is_without=len(cited) == 1), entries)


_Step = Callable[[Meant, Rewritten, Sequence[Spot], Past], Meant]
_SPECIAL: dict[str, _Step] = {
    "after": _after,
    "before": _after,
    "again": _quoting,
    "source": _source,
    "dated": _dated,
    "short": _short,
    "more": _more,
    "narrow": _narrow,
    "other": _other,
}
