"""The HTML of the frame for portals: its page, one exchange of its conversation, and why there may be nothing."""

from dataclasses import dataclass

from markupsafe import Markup

from portal.check_markup import CheckForm, check_room
from portal.exchange import Exchange
from portal.glosses import Glosses
from portal.markup import announcement, rendered, sources, transcript
from portal.signon.desks import PortalDesk


@dataclass(frozen=True, slots=True)
class Opening:
    """How the frame opens: with its `welcome` as HTML, `inline` in the portal's page or as a window over it; `keeping`
    is the HTML of the choice to keep the conversation, if there is one. `writes` says that answers may be in prose."""

    welcome: str
    inline: bool
    takes_files: bool
    keeping: str = ""
    writes: bool = False


def frame_page(desk: PortalDesk, opening: Opening) -> str:
    """The page that a portal frames."""
    return rendered(
        "embed.html",
        desk=desk,
        inline=opening.inline,
        keeping=Markup(opening.keeping),  # noqa: S704 - rendered by `keep_switch`
        writes=opening.writes,
        welcome=Markup(opening.welcome),  # noqa: S704 - rendered by `welcome`
        check=Markup(check_room(CheckForm(), takes_files=opening.takes_files)),  # noqa: S704 - rendered there
    )


def closed_page(*, known: bool, host: str) -> str:
    """What stands in the frame of a page that may not show the desk, or whose desk does not exist."""
    return rendered("embed_closed.html", known=known, host=host[:200])


def exchange(shown: Exchange, base_url: str, glosses: Glosses) -> str:
    """One exchange for the frame to take apart: the answer, its sources, and what a screen reader says."""
    return transcript((shown,), base_url, glosses) + sources((shown,), glosses) + announcement((shown,))
