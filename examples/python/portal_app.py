"""The desk in a page of a Starlette portal: `uvicorn portal_app:app`.

Settings: the variables of `refdesk_token.py`, PORTAL_DESK and PORTAL_DESK_ID.

What is a portal's own (its sign-on, its pages) is left as small as it can be; what the desk needs is whole.
"""

import os

from refdesk_token import Portal, refdesk_token
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

PORTAL = Portal.of(os.environ)
DESK = os.environ["PORTAL_DESK"]  # https://desk.example
DESK_ID = os.environ.get("PORTAL_DESK_ID", "members")

PAGE = f"""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Portal</title>
<h1>Members’ library</h1>
<script src="{DESK}/widget.js" data-desk="{DESK_ID}" async></script>
<script src="/refdesk.js"></script>
</html>"""

SCRIPT = """
window.Refdesk = window.Refdesk || [];
Refdesk.push((desk) => desk.identify(async () => {
  const response = await fetch('/refdesk-token', {method: 'POST'});
  return response.status === 200 ? response.text() : '';
}));
"""


def member_of(request: Request) -> tuple[str, str] | None:
    """The member behind the portal's own session, and their tier. Put your portal's sign-on here."""
    name = request.cookies.get("portal_session", "")
    return SESSIONS.get(name)


SESSIONS: dict[str, tuple[str, str]] = {}


def page(_: Request) -> Response:
    return HTMLResponse(PAGE)


def script(_: Request) -> Response:
    return Response(SCRIPT, media_type="text/javascript")


def token(request: Request) -> Response:
    """A token for whoever is signed on; nothing for anybody else, and nothing for a page of another site."""
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return PlainTextResponse("", 403)
    member = member_of(request)
    if member is None:
        return Response(status_code=204, headers={"Cache-Control": "no-store"})
    return PlainTextResponse(refdesk_token(PORTAL, *member), headers={"Cache-Control": "no-store"})


app = Starlette(
    routes=[Route("/", page), Route("/refdesk.js", script), Route("/refdesk-token", token, methods=["POST"])]
)
