"""HTML of kept conversations: the reader's list, and what a link shows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from corpus.types import Tier
from portal.conversations.types import Conversation, Share
from portal.exchange import Exchange
from portal.glosses import Glosses
from portal.markup import rendered, sources, transcript
from qa.references.styles import STYLES

READERS: Mapping[str, str] = {
    "public": "anybody who has the link",
    "member": "members who are signed on here and have the link",
    "staff": "staff who are signed on here and have the link",
}
_CHOICES = {
    "public": "Anybody who has the link. They read what is public",
    "member": "Members who are signed on here and have the link",
    "staff": "Staff who are signed on here and have the link",
}


def keep_switch(*, frame: bool = False) -> str:
    """The choice to keep the conversation at hand, for who may make it."""
    return rendered("kept/switch.html", frame=frame)


def list_page(kept: Sequence[Conversation], shares: Sequence[Share], tier: Tier, *, title: str, days: int) -> str:
    """The kept conversations of a reader of `tier` with what can be done with each, and what is shared of them."""
    by_conversation = defaultdict(list)
    for share in shares:
        by_conversation[share.conversation].append(share)
    return rendered(
        "kept/list.html",
        title=title,
        kept=kept,
        kept_days=days,
        shares=by_conversation,
        readers=READERS,
        audiences=[(each.label, _CHOICES[each.label]) for each in tier.visible()],
        styles=[style for style in STYLES.values() if not style.is_file],
    )


def shared_page(
    share: Share, exchanges: Sequence[Exchange], glosses: Glosses, *, title: str, site: str, preview: bool
) -> str:
    """What a link shows; for its owner (`preview`) with what they may do about it."""
    shown: list[dict[str, Any]] = [
        {
            "answered": Markup(transcript((each,), site, glosses, tools=False)),  # noqa: S704 - rendered there
            "sources": Markup(sources((each,), glosses, tools=False)) if each.citations else "",  # noqa: S704 - rendered there
        }
        for each in exchanges
    ]
    readers = READERS[share.tier.label]
    return rendered("kept/shared.html", title=title, share=share, exchanges=shown, readers=readers, preview=preview)
