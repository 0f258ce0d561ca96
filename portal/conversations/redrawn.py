"""A kept exchange as a reader may see it now: its words read from the library again, or the sentence why not."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.errors import NotFound
from corpus.types import Metadata, Tier
from portal.conversations.record import Record, answer_of, documents_in, filters_of
from portal.conversations.types import KeptExchange
from portal.exchange import TAKEN_BACK, Exchange, Since, finished, taken_back
from qa.desk import Desk
from qa.permalink.again import Recited, recited
from qa.permalink.types import State
from qa.types import Citation, Filters

EVERYTHING = Filters()
GIVEN_ABOVE = "This answer is no longer shown: it was given when you could read more here. Ask again."
ASKED_BACK = "The desk asked back which of several things was meant. What it offered then is not kept; ask again."
AWAY = (TAKEN_BACK, GIVEN_ABOVE)
"""Why an answer is not shown that would be shown to others, or was at another time."""

TOLD: Mapping[State, str] = {
    "moved": "has moved within its document",
    "reworded": "has been reworded in its document",
    "removed": "no longer stands in its document",
}


def redrawn(desk: Desk, kept: Sequence[KeptExchange], tier: Tier) -> tuple[Exchange, ...]:
    """The exchanges for a reader of `tier`, in order and numbered from 1.

    An answer that was given to a reader of a higher tier may rest on more than it quotes, so all of it stays away. So
    does one that quotes what this reader may not read now. What later questions were looked up as may have words of
    such an answer, and is not told either.
    """
    known = {entry.id: entry.meta for entry in desk.documents(tier=tier)}
    shown = [_one(desk, each, number, tier, known) for number, each in enumerate(kept, 1)]
    first_lost = next((at for at, exchange in enumerate(shown) if exchange.error in AWAY), len(shown))
    return (*shown[:first_lost], *map(_as_asked, shown[first_lost:]))


def _as_asked(exchange: Exchange) -> Exchange:
    answer = exchange.answer
    return (
        exchange if answer is None else replace(exchange, answer=replace(answer, standalone_question=answer.question))
    )


def _one(desk: Desk, kept: KeptExchange, number: int, tier: Tier, known: Mapping[str, Metadata]) -> Exchange:
    bare = Exchange(number, kept.question, asked_at=kept.asked_at)
    if kept.tier > tier:
        return replace(bare, error=GIVEN_ABOVE)
    filters = filters_of(kept.record)
    narrowed = filters != EVERYTHING or bool(kept.record.get("narrowed"))
    bare = replace(bare, filters=filters, narrowed=narrowed)
    if not documents_in(kept.record) <= known.keys():
        return taken_back(bare)
    if kept.record["asked_back"]:
        return replace(bare, error=ASKED_BACK)
    try:
        found = [(place, _again(desk, place, tier)) for place in kept.record["citations"]]
        near = [_citation(place, _again(desk, place, tier), known) for place in kept.record["related"]]
    except NotFound:
        return taken_back(bare)
    citations = [_citation(place, again, known) for place, again in found]
    since = tuple(Since(place["marker"], TOLD[again.state], again.url) for place, again in found if again.state in TOLD)
    return replace(finished(bare, answer_of(kept.record, citations, near)), since=since)


def _again(desk: Desk, place: Record, tier: Tier) -> Recited:
    return recited(desk.catalogue, place["passage"], place["quote"], tier)


def _citation(place: Record, again: Recited, known: Mapping[str, Metadata]) -> Citation:
    return Citation(
        marker=place["marker"],
        passage_id=place["passage"],
        document_id=place["document"],
        meta=known[place["document"]],
        quote=again.quote,
        start=again.start,
        end=again.end,
        section=again.section,
        page=again.page,
        speaker=again.speaker,
        before=again.before,
        after=again.after,
        score=place["score"],
        highlights=tuple((start, end) for start, end in place["highlights"]),
    )
