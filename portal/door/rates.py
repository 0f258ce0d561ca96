"""How often a reader may come: counted over a moving window, in the memory of the one process that serves.

A signed-on reader is counted by who they are, then by where they come from; anybody else by the address alone, as the
members behind one office's address should not have to share what one of them may do.
"""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from corpus.types import Tier
from portal.door.calls import Call
from portal.door.work import (
    ASKING,
    CHATTING,
    FEEDBACK,
    KEEPING,
    LOOKING_UP,
    PROGRAM,
    READING,
    SEARCHING,
    SIGNING_ON,
    STAFF,
    Work,
)

PRUNED_AFTER = 1_000
"""Requests after which names that have not been seen for a window are forgotten."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Requests a minute: for a reader of each tier, and for everybody of one address together."""

    public: int
    member: int
    staff: int
    address: int

    def of(self, tier: Tier) -> int:
        """What one reader of `tier` may do."""
        return {Tier.PUBLIC: self.public, Tier.MEMBER: self.member, Tier.STAFF: self.staff}[tier]


RATES: Mapping[str, Rate] = {
    ASKING.name: Rate(public=30, member=30, staff=60, address=300),
    LOOKING_UP.name: Rate(public=20, member=30, staff=60, address=200),
    SEARCHING.name: Rate(public=60, member=90, staff=180, address=600),
    PROGRAM.name: Rate(public=30, member=60, staff=120, address=600),
    CHATTING.name: Rate(public=90, member=90, staff=120, address=600),
    FEEDBACK.name: Rate(public=20, member=30, staff=60, address=200),
    KEEPING.name: Rate(public=30, member=180, staff=180, address=900),
    SIGNING_ON.name: Rate(public=60, member=60, staff=60, address=300),
    STAFF.name: Rate(public=30, member=30, staff=120, address=300),
    READING.name: Rate(public=600, member=600, staff=1200, address=3000),
}


class DeskRates(Protocol):
    """What a desk in a portal allows a minute: questions by one member, and by one address that has not signed on."""

    @property
    def member_per_minute(self) -> int: ...

    @property
    def address_per_minute(self) -> int: ...


@dataclass(frozen=True, slots=True)
class TooMany:
    """A request beyond the rate of its `reader` or `address`: there is room for it in `retry_after_s` seconds."""

    by: Literal["reader", "address"]
    retry_after_s: int


class Rates:
    """Counts requests. `of_desk` tells what the desk of that id allows, if it allows another number than the rest."""

    def __init__(
        self,
        rates: Mapping[str, Rate] = RATES,
        *,
        of_desk: Callable[[str], DeskRates | None] = lambda _id: None,
        window: Callable[[int], RateLimitItem] = RateLimitItemPerMinute,
    ) -> None:
        self._rates = rates
        self._of_desk = of_desk
        self._window = window
        self._storage = MemoryStorage()
        self._limiter = MovingWindowRateLimiter(self._storage)
        self._since_pruned = 0

    @property
    def names(self) -> int:
        """How many readers and addresses are remembered, for each kind of work."""
        return len(self._storage.events)

    def refused(self, call: Call, work: Work) -> TooMany | None:
        """Counts `call`, unless it is one too many: then it is told apart and not counted."""
        if work.free or work.name not in self._rates:
            return None
        counts = self._counts(call, work)
        for by, item, names in counts:
            if not self._limiter.test(item, *names):
                reset = self._limiter.get_window_stats(item, *names).reset_time
                return TooMany(by, max(1, math.ceil(reset - time.time())))
        for _, item, names in counts:
            self._limiter.hit(item, *names)
        self._prune()
        return None

    def _counts(
        self, call: Call, work: Work
    ) -> list[tuple[Literal["reader", "address"], RateLimitItem, tuple[str, ...]]]:
        rate, reader = self._rates[work.name], call.reader
        id = reader.desk or call.framed
        desk = self._of_desk(id) if id and work is ASKING else None
        if not reader.subject:
            most = desk.address_per_minute if desk else rate.of(reader.tier)
            return [("address", self._window(most), (work.name, "anybody", id if desk else "", call.address))]
        most = desk.member_per_minute if desk else rate.of(reader.tier)
        return [
            ("reader", self._window(most), (work.name, "reader", reader.desk, reader.subject)),
            ("address", self._window(rate.address), (work.name, "address", call.address)),
        ]

    def _prune(self) -> None:
        """Forgets names without a request in their window; the library keeps them for ever."""
        self._since_pruned += 1
        if self._since_pruned < PRUNED_AFTER:
            return
        self._since_pruned = 0
        for key in list(self._storage.events):
            with self._storage.locks[key]:
                if not self._storage.events.get(key):
                    self._storage.events.pop(key, None)
