"""Who may frame the desk: the content security policy of `/embed`."""

from portal.perimeter import PAGE_POLICY
from portal.signon.desks import PortalDesk

ANCESTORS = "frame-ancestors 'none'"


def frame_ancestors(desk: PortalDesk | None) -> str:
    """The directive that lets the pages of `desk`'s portal frame it, and nobody else; nobody for a desk without
    origins, and for one that does not exist."""
    return f"frame-ancestors {' '.join(desk.origins)}" if desk and desk.origins else ANCESTORS


def embed_policy(desk: PortalDesk | None) -> str:
    """The whole policy of the frame's page: that of every page of ours, framed by the desk's origins alone.

    Set it as `Content-Security-Policy`; there is no `X-Frame-Options`, which could not name an origin.
    """
    return PAGE_POLICY.replace(ANCESTORS, frame_ancestors(desk))
