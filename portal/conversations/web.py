"""Every route of kept conversations; none where nobody signs on, or the operator keeps none."""

from fastapi import APIRouter

from portal.conversations.pages import Rooms, conversation_pages
from portal.conversations.routes import conversation_routes
from portal.conversations.share_routes import share_routes
from portal.conversations.shares import Shares
from portal.conversations.store import Conversations
from portal.parts import Parts
from qa.desk import Desk


def kept_routes(desk: Desk, parts: Parts) -> APIRouter:
    """The routes over `desk`, as `parts` have them."""
    router = APIRouter()
    if parts.conversations is not None:
        kept, shares = Conversations(parts.conversations), Shares(parts.conversations)
        rooms = Rooms(desk, kept, shares, title=parts.title, public_url=parts.public_url)
        router.include_router(conversation_pages(rooms))
        router.include_router(conversation_routes(desk, kept, shares, title=parts.title, public_url=parts.public_url))
        router.include_router(share_routes(desk, kept, shares, public_url=parts.public_url))
    return router
