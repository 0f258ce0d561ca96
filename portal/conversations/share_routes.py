"""Sharing over HTTP: a conversation is prepared for its readers, looked at, given a link; the link is taken back."""

from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from pydantic import Field
from starlette.responses import JSONResponse, Response

from corpus.types import Tier
from portal.api import Strict
from portal.conversations.errors import KeepingRefused
from portal.conversations.owner import Own
from portal.conversations.shares import Shares
from portal.conversations.sharing import NOTHING_LEFT, snapshot
from portal.conversations.shown import share_json
from portal.conversations.store import Conversations
from portal.identity import reader_tier
from portal.pages import site
from portal.shapes import told
from qa.desk import Desk

ABOVE = "You can share with readers of your own tier and below."


class Sharing(Strict):
    """Which conversation to share, and with whom: `public` is anybody with the link, `member` and `staff` are those who
    are signed on at the same desk."""

    conversation: Annotated[str, Field(min_length=1, max_length=40)]
    audience: Literal["public", "member", "staff"]


def share_routes(desk: Desk, kept: Conversations, shares: Shares, *, public_url: str) -> APIRouter:
    """The routes; what is another reader's is a 404, as is what is not there."""
    router = APIRouter(tags=["conversations"])

    @router.post(
        "/api/shares",
        summary="Prepare a conversation to be shared",
        response_model=None,
        responses=told.SHARE_MADE,
        status_code=HTTPStatus.CREATED,
    )
    def prepare(request: Request, owner: Own, given: Sharing) -> Response:
        """What these readers will see, for its owner to look at before there is a link. Questions that were answered at
        a higher tier are asked anew for them."""
        tier = Tier.named(given.audience)
        found = kept.conversation(owner, given.conversation)
        if tier > reader_tier(request):
            raise KeepingRefused(ABOVE)
        made = snapshot(desk, found, kept.exchanges(owner, found.id), tier, at=kept.file.now())
        if not made.exchanges:
            raise KeepingRefused(NOTHING_LEFT)
        return JSONResponse(share_json(shares.prepare(owner, found.id, made)), HTTPStatus.CREATED)

    @router.post("/api/shares/{share_id}", summary="Make the link", response_model=None, responses=told.SHARE)
    def publish(request: Request, owner: Own, share_id: str) -> dict[str, Any]:
        """The link, which is told this once; a link that there was before does not work any more."""
        word = shares.publish(owner, share_id)
        return share_json(shares.share(owner, share_id), f"{site(request, public_url)}/shared/{word}")

    @router.delete("/api/shares/{share_id}", summary="Take a link back", status_code=HTTPStatus.NO_CONTENT)
    def revoke(owner: Own, share_id: str) -> None:
        """Ends the link and deletes what it showed."""
        shares.revoke(owner, share_id)

    return router
