"""Who is reading, and what they may see. The one place that decides a web reader's tier."""

from starlette.requests import HTTPConnection

from corpus.types import Tier


def reader_tier(request: HTTPConnection) -> Tier:
    """The tier of the reader behind `request`, looked up anew on every call and never kept in a session.

    There is no sign-on yet, so nothing in a request can raise it: every web reader is public.
    """
    return Tier.PUBLIC
