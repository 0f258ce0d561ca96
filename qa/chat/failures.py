"""What went wrong with a language model: exceptions of any provider's package → one of a few kinds with a sentence.

Nothing of an exception's text is kept: providers repeat questions and keys in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

SENTENCES = {
    "timeout": "The language model did not answer in time.",
    "refused": "The language model gave no answer to this.",
    "unauthorized": "The language model does not let this desk in.",
    "busy": "The language model has too much to do at the moment.",
    "unavailable": "The language model cannot be reached at the moment.",
    "rejected": "The language model does not take what this desk asks it.",
    "malformed": "The language model's answer could not be read.",
    "too_long": "The language model's answer became too long.",
    "cut_off": "The language model's answer broke off.",
    "paused": "The language model has failed several times in a row and is left alone for a while.",
}
"""What a reader is told of each kind."""

RETRIED = ("busy", "unavailable")
"""The kinds that may be over in a moment. A key that is not taken now will not be in a second, a malformed answer comes
from the wrong server, and where time is up there is none for a second try."""

FAULTLESS = ("refused", "too_long")
"""The kinds that say nothing against the provider: it answers, only not this."""

_STATUSES = {401: "unauthorized", 402: "busy", 403: "unauthorized", 408: "unavailable", 409: "unavailable"}
_STATUSES |= {425: "unavailable", 429: "busy", 503: "busy", 529: "busy"}
_TIMEOUTS = {"TimeoutError", "TimeoutException", "APITimeoutError"}
_CONNECTION = {"APIConnectionError", "TransportError", "ClientConnectionError", "APIError", "OSError"}


class TooMuchError(Exception):
    """A response holds more bytes than any answer needs."""


class WrongKindError(Exception):
    """A response is a page or a file where an answer should be."""


@dataclass(frozen=True, slots=True)
class Failure:
    """`error` is the exception's class, `status` the HTTP status if there was one, `retry_after_s` the seconds that the
    provider wants to be left alone, if it says so."""

    kind: str
    error: str = ""
    status: int | None = None
    retry_after_s: float | None = None

    @property
    def sentence(self) -> str:
        """What a reader is told."""
        return SENTENCES[self.kind]


def failure_of(error: BaseException, *, spoke: bool) -> Failure:
    """What `error` amounts to, after which an answer that had begun (`spoke`) has broken off or not begun at all."""
    chain = list(_chain(error))
    status = next((code for each in chain if (code := _status(each)) is not None), None)
    retry_after_s = next((seconds for each in chain if (seconds := _retry_after(each)) is not None), None)
    kind = _kind(chain, status)
    if spoke and kind == "unavailable":
        kind = "cut_off"
    return Failure(kind, type(error).__name__, status, retry_after_s)


def _kind(chain: list[BaseException], status: int | None) -> str:
    classes = {each.__name__ for error in chain for each in type(error).__mro__}
    if "TooMuchError" in classes:
        return "too_long"
    if any(getattr(error, "code", None) == "content_filter" for error in chain):
        return "refused"
    if status is not None:
        return _STATUSES.get(status) or ("unavailable" if status >= 500 else "rejected")
    if classes & _TIMEOUTS:
        return "timeout"
    if classes & _CONNECTION and "APIResponseValidationError" not in classes:
        return "unavailable"
    return "malformed"


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__


def _status(error: BaseException) -> int | None:
    """The HTTP status, whichever attribute it is kept in; only one that tells of an error."""
    for found in (getattr(error, "status_code", None), getattr(error, "code", None)):
        if isinstance(found, int) and 400 <= found < 600:
            return found
    return None


def _retry_after(error: BaseException) -> float | None:
    """Seconds, from a header that gives seconds or a date."""
    headers: Any = getattr(getattr(error, "response", None), "headers", None)
    told = headers.get("retry-after") if hasattr(headers, "get") else None
    if not isinstance(told, str):
        return None
    try:
        return max(0.0, float(told))
    except ValueError:
        pass
    try:
        when = parsedate_to_datetime(told)
    except ValueError:
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())
