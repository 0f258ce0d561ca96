"""What the masthead says of who reads: at which tier, with a way out; or a way in, where there is one."""

from contextvars import ContextVar
from dataclasses import dataclass

from corpus.types import Tier


@dataclass(frozen=True, slots=True)
class Account:
    """`signed_on` is for whoever has a session. `may_sign_in` says whether people can sign in on the page itself."""

    tier: Tier = Tier.PUBLIC
    signed_on: bool = False
    may_sign_in: bool = False


NOBODY = Account()
_READING: ContextVar[Account] = ContextVar("reading", default=NOBODY)


def reading() -> Account:
    """The account of the request that is being answered; the sign-on layer has set it."""
    return _READING.get()


def now_reads(account: Account) -> None:
    """Says who reads, for the rest of this request alone: each request runs in a context of its own."""
    _READING.set(account)
