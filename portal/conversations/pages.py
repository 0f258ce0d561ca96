"""The pages of kept conversations: the reader's own list, what they share, and what a link shows to others."""

from collections.abc import Callable
from http import HTTPStatus

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from corpus.errors import CorpusError
from portal.conversations.markup import list_page, shared_page
from portal.conversations.owner import owner_of
from portal.conversations.redrawn import redrawn
from portal.conversations.shares import Shares
from portal.conversations.store import Conversations
from portal.conversations.types import Share
from portal.embed import spoken
from portal.embed_markup import exchange as frame_exchange
from portal.glosses import readable_glosses
from portal.identity import reader_of, reader_tier
from portal.markup import failed_page, missing_page
from portal.pages import READ, site
from portal.problems import described
from qa.desk import Desk

UNSEEN = {"X-Robots-Tag": "noindex, nofollow, noarchive", "Referrer-Policy": "no-referrer"}
"""No search engine keeps what a link shows, and nobody who is linked from it learns of the link."""


class Rooms:
    """What the pages show, over `desk`."""

    def __init__(self, desk: Desk, kept: Conversations, shares: Shares, *, title: str, public_url: str) -> None:
        self.desk = desk
        self.kept = kept
        self.shares = shares
        self.title = title
        self.public_url = public_url

    def listed(self, request: Request) -> str:
        """The reader's own conversations. Raises NotFound for nobody in particular."""
        owner = owner_of(request)
        days = self.kept.file.kept_days
        found = self.kept.listed(owner), self.shares.listed(owner)
        return list_page(*found, reader_tier(request), title=self.title, days=days)

    def preview(self, request: Request, share_id: str) -> str:
        """What others see, for whose it is. Raises NotFound."""
        return self._drawn(request, self.shares.share(owner_of(request), share_id), preview=True)

    def shared(self, request: Request, word: str) -> str:
        """What a link shows. Raises NotFound, also for readers that it is not meant for."""
        return self._drawn(request, self.shares.opened(word, reader_of(request)), preview=False)

    def _drawn(self, request: Request, share: Share, *, preview: bool) -> str:
        """The same words for every reader: those of the tier that it is shared with."""
        exchanges = redrawn(self.desk, self.shares.exchanges(share), share.tier)
        glosses = readable_glosses(self.desk, share.tier)
        own = site(request, self.public_url)
        return shared_page(share, exchanges, glosses, title=self.title, site=own, preview=preview)

    def answered(self, make: Callable[[], str]) -> HTMLResponse:
        """The page that `make` makes, or the one that says why not."""
        try:
            return HTMLResponse(make(), headers=UNSEEN)
        except CorpusError as error:
            status, sentence = described(error)
        if status is HTTPStatus.NOT_FOUND:
            return HTMLResponse(missing_page(self.title), status, UNSEEN)
        return HTMLResponse(failed_page(sentence, title=self.title), status, UNSEEN)


def conversation_pages(rooms: Rooms) -> APIRouter:
    """The routes; who may not read there gets the page of an address that does not exist."""
    router = APIRouter(include_in_schema=False)

    @router.api_route("/conversations", methods=READ)
    def listed(request: Request) -> Response:
        return rooms.answered(lambda: rooms.listed(request))

    @router.api_route("/conversations/shares/{share_id}", methods=READ)
    def preview(request: Request, share_id: str) -> Response:
        return rooms.answered(lambda: rooms.preview(request, share_id))

    @router.api_route("/shared/{word}", methods=READ)
    def shared(request: Request, word: str) -> Response:
        return rooms.answered(lambda: rooms.shared(request, word))

    @router.get("/embed/conversations/{conversation_id}")
    def framed(request: Request, conversation_id: str) -> Response:
        """A kept conversation for the frame to go on with: each exchange as HTML, and its turns."""
        owner, tier = owner_of(request), reader_tier(request)
        exchanges = redrawn(rooms.desk, rooms.kept.exchanges(owner, conversation_id), tier)
        glosses, own = readable_glosses(rooms.desk, tier), site(request, rooms.public_url)
        return JSONResponse(
            {"html": [frame_exchange(each, own, glosses) for each in exchanges], "turns": spoken(exchanges)}
        )

    return router
