"""What is kept: plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from corpus.types import Tier


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose conversations they are: a signed-on reader, by the desk they read at and their pseudonym there."""

    desk: str
    subject: str


@dataclass(frozen=True, slots=True)
class KeptExchange:
    """A question and what is kept of its answer (`record`), as it was given at `asked_at` (UTC) to a reader of `tier`.

    `answer_id` tells it apart from the others of its conversation, in which it has the place `number`, from 1.
    """

    answer_id: str
    asked_at: datetime
    tier: Tier
    record: Mapping[str, Any]
    number: int = 0

    @property
    def question(self) -> str:
        """As it was asked."""
        return str(self.record["question"])


@dataclass(frozen=True, slots=True)
class Conversation:
    """A kept conversation by its name: when it began and last grew (UTC), and how many exchanges it has."""

    id: str
    name: str
    began_at: datetime
    grew_at: datetime
    exchanges: int


@dataclass(frozen=True, slots=True)
class Share:
    """A conversation as it is, or is to be, shared with readers of `tier`: with anybody for `public`, else with those
    who are signed on at `desk`. Only one that is `published` has a link. `anew` says that its questions were asked once
    more for these readers, `left_out` how many of them are not in it."""

    id: str
    conversation: str
    name: str
    desk: str
    tier: Tier
    made_at: datetime
    published: bool
    anew: bool
    left_out: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What readers of `tier` are to see of a conversation, and under which name; the rest as in `Share`."""

    name: str
    tier: Tier
    exchanges: Sequence[KeptExchange]
    anew: bool
    left_out: int = 0
