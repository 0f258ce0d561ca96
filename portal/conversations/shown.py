"""Kept conversations and what is shared of them as JSON. Pure functions."""

from collections.abc import Sequence
from typing import Any

from portal.conversations.types import Conversation, Share
from portal.exchange import Exchange
from qa.render import answer_json, iso
from qa.types import Filters


def conversation_json(kept: Conversation) -> dict[str, Any]:
    """A conversation by its name."""
    return {
        "id": kept.id,
        "name": kept.name,
        "began_at": kept.began_at.isoformat(),
        "grew_at": kept.grew_at.isoformat(),
        "exchanges": kept.exchanges,
        "url": f"/?conversation={kept.id}",
    }


def whole_json(kept: Conversation, exchanges: Sequence[Exchange]) -> dict[str, Any]:
    """A conversation with its exchanges, as they are drawn again."""
    return {**conversation_json(kept), "said": [exchange_json(each) for each in exchanges]}


def exchange_json(exchange: Exchange) -> dict[str, Any]:
    """One exchange; `since` says what has become of the words that it quotes."""
    return {
        "number": exchange.number,
        "question": exchange.question,
        "asked_at": exchange.asked_at.isoformat() if exchange.asked_at else "",
        "filters": filters_json(exchange.filters),
        "answer": answer_json(exchange.answer) if exchange.answer else None,
        "gone": exchange.error,
        "since": [{"marker": each.marker, "told": each.told, "url": each.url} for each in exchange.since],
    }


def filters_json(filters: Filters) -> dict[str, Any]:
    """What a question was narrowed to; nothing where it was not."""
    narrowed = {
        "kinds": list(filters.kinds),
        "documents": list(filters.documents),
        "published_from": iso(filters.published_from),
        "published_to": iso(filters.published_to),
    }
    return {name: value for name, value in narrowed.items() if value}


def share_json(share: Share, url: str = "") -> dict[str, Any]:
    """What is shared of a conversation, with its link where it is just being made."""
    return {
        "id": share.id,
        "conversation": share.conversation,
        "name": share.name,
        "audience": share.tier.label,
        "made_at": share.made_at.isoformat(),
        "published": share.published,
        "anew": share.anew,
        "left_out": share.left_out,
        "preview": f"/conversations/shares/{share.id}",
        **({"url": url} if url else {}),
    }
