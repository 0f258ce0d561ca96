"""The frame of a desk in a portal's page: which desk it is of, and who may show it."""

from urllib.parse import parse_qs

from starlette.types import Scope

from portal.perimeter import PAGE_POLICY
from portal.signon.desks import PortalDesk

ANCESTORS = "frame-ancestors 'none'"
FRAMES = "/embed/"


def desk_framed(scope: Scope) -> str:
    """The id of the desk whose frame a request says it is of, also before anybody has signed on there; "" for a request
    of no frame."""
    if not scope["path"].startswith(FRAMES):
        return ""
    named = parse_qs(scope["query_string"].decode("latin-1")).get("desk", [""])
    return str(named[0])


def frame_ancestors(desk: PortalDesk | None) -> str:
    """The directive that lets the pages of `desk`'s portal frame it, and nobody else; nobody for a desk without
    origins, and for one that does not exist."""
    return f"frame-ancestors {' '.join(desk.origins)}" if desk and desk.origins else ANCESTORS


def embed_policy(desk: PortalDesk | None) -> str:
    """The whole policy of the frame's page: that of every page of ours, framed by the desk's origins alone.

    Set it as `Content-Security-Policy`; there is no `X-Frame-Options`, which could not name an origin.
    """
    return PAGE_POLICY.replace(ANCESTORS, frame_ancestors(desk))
