"""The portals in which the desk is shown: what each may do, and by what its tokens are known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from corpus.types import Tier
from portal.signon.keyring import Keys


@dataclass(frozen=True, slots=True)
class Limits:
    """How many questions a minute one signed-on member, and one address without sign-on, may put to this desk."""

    member_per_minute: int = 20
    address_per_minute: int = 30


@dataclass(frozen=True, slots=True)
class PortalDesk:
    """One desk in one portal.

    `origins` are the pages that may frame it (`https://portal.example`), exactly; none means nobody. `tier_at_most` is
    what its members may see whatever their tokens say. Tokens are by `issuer` for `audience`, signed by `algorithm`
    with one of `keys`. The rest is its look: a CSS colour, the first sentence, a language tag. `tell_of_more` says
    whether readers are told that documents above their tier also cover a question.
    """

    id: str
    title: str
    origins: tuple[str, ...]
    tier_at_most: Tier
    issuer: str
    audience: str
    algorithm: str
    keys: Keys = field(repr=False)
    limits: Limits = Limits()
    accent: str = ""
    greeting: str = ""
    language: str = "en"
    tell_of_more: bool = False


class Desks:
    """The desks by their ids."""

    def __init__(self, desks: Iterable[PortalDesk] = ()) -> None:
        self._desks: Mapping[str, PortalDesk] = {desk.id: desk for desk in desks}

    def get(self, id: str) -> PortalDesk | None:
        """The desk of that id, or None."""
        return self._desks.get(id)

    def all(self) -> tuple[PortalDesk, ...]:
        """Every desk, in the order of the file."""
        return tuple(self._desks.values())


NO_DESKS = Desks()
