"""A kept conversation → what readers of a tier may be shown of it.

An answer that was given to a reader of a higher tier cannot be made fit for a lower one by leaving something out: which
sentences it has, its doubts, its counts and its wording may all come from documents that it does not even cite. So if
there is any such answer, every question is asked anew, as a reader of the lower tier would ask it, and that is shared.
What then depends on documents above the tier is the words that the sharer wrote.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from corpus.folding import fold
from corpus.types import Tier
from portal.conversations.record import filters_of, record_of
from portal.conversations.store import named_by
from portal.conversations.types import Conversation, KeptExchange, Snapshot
from qa.desk import Desk
from qa.errors import QuestionError
from qa.render import answer_json
from qa.types import Turn

NOTHING_LEFT = (
    "None of its questions can be shared with these readers: they were offered by documents above their tier."
)


def snapshot(
    desk: Desk, conversation: Conversation, kept: Sequence[KeptExchange], tier: Tier, *, at: datetime
) -> Snapshot:
    """What readers of `tier` are to see, asked anew `at` that moment if need be.

    Raises IndexUnavailable while questions cannot be asked anew.
    """
    if all(each.tier <= tier for each in kept):
        return Snapshot(conversation.name, tier, tuple(map(_bare, kept)), anew=False)
    return _asked_anew(desk, conversation, [replace(each, asked_at=at) for each in kept], tier)


def _asked_anew(desk: Desk, conversation: Conversation, kept: Sequence[KeptExchange], tier: Tier) -> Snapshot:
    borrowed = _offered_above(desk, kept, tier)
    known = {_key(question) for entry in desk.documents(tier=tier) for question in entry.meta.questions}
    history: list[Turn] = []
    shared = []
    for each in kept:
        if _key(each.question) in borrowed - known:
            continue
        try:
            again = _again(desk, each, history, tier)
        except QuestionError:
            continue
        shared.append(again)
        known |= {_key(question) for question in again.record["offered"]}
    own_names = {named_by(each.question) for each in kept if _key(each.question) in borrowed - known}
    name = conversation.name
    if name in own_names or _key(name) in borrowed - known:
        name = named_by(shared[0].question) if shared else ""
    return Snapshot(name, tier, tuple(shared), anew=True, left_out=len(kept) - len(shared))


def _again(desk: Desk, kept: KeptExchange, history: list[Turn], tier: Tier) -> KeptExchange:
    """The same question, answered in quotations for a reader of `tier`; its turns are added to `history`."""
    filters = filters_of(kept.record)
    answer = desk.ask(kept.question, history=history, filters=filters, tier=tier, mode="extractive", kept=False)
    history += [
        Turn("user", answer.question),
        Turn("assistant", answer.text, tuple(citation.url for citation in answer.citations)),
    ]
    again = replace(kept, answer_id=answer.id, tier=tier, record=record_of(answer_json(answer), kept.record["filters"]))
    return _bare(again)


def _bare(kept: KeptExchange) -> KeptExchange:
    """Without what the question was narrowed to, for the names of kinds and documents may be none of the sharer's own
    words; that it was narrowed stays."""
    narrowed = bool(kept.record["filters"])
    return replace(kept, record={**kept.record, "filters": {}, "narrowed": narrowed})


def _offered_above(desk: Desk, kept: Iterable[KeptExchange], tier: Tier) -> set[str]:
    """Questions that the reader may have chosen rather than written, from what readers of `tier` are not offered:
    those that documents above it say they answer, and what the desk offered or made of a question there."""
    above = {
        _key(question)
        for entry in desk.documents(tier=Tier.STAFF)
        if entry.meta.access > tier
        for question in entry.meta.questions
    }
    for each in kept:
        if each.tier > tier:
            made = each.record["standalone_question"]
            above |= {_key(question) for question in each.record["offered"]}
            above |= {_key(made)} if made != each.question else set()
    return above


def _key(question: str) -> str:
    return " ".join(fold(question, case=True).text.split())
