"""One request as the log and the metrics tell of it: which it is, what it costs, how it went. Nothing that was said."""

from contextvars import ContextVar
from dataclasses import dataclass, field
from time import perf_counter
from uuid import UUID, uuid4

from starlette.types import Scope

from portal.identity import ANYBODY, Reader

SCOPE_KEY = "refdesk.call"
NOWHERE = "(nowhere)"
"""The route of a request that led to none."""

_now: ContextVar["Call | None"] = ContextVar("refdesk_call", default=None)


@dataclass(slots=True)
class Call:
    """A request on its way; the layers note in it what they learn.

    `address` is where it comes from and is never written down; `framed` the desk whose frame it says it is of. `route`
    is the template of the route that took it (`/passages/{passage_id}`), `refused` the reason why none did.
    """

    id: str = field(default_factory=lambda: uuid4().hex)
    address: str = ""
    method: str = ""
    route: str = NOWHERE
    reader: Reader = ANYBODY
    framed: str = ""
    status: int = 0
    sent_bytes: int = 0
    streams: bool = False
    refused: str = ""
    began: float = field(default_factory=perf_counter)

    @property
    def took_ms(self) -> float:
        """Milliseconds since it came in."""
        return round((perf_counter() - self.began) * 1000, 1)


def call_of(scope: Scope) -> Call:
    """The call of a request; one of its own for a request that has passed no log."""
    call = scope.get(SCOPE_KEY)
    return call if isinstance(call, Call) else scope.setdefault(SCOPE_KEY, Call(method=scope.get("method", "")))


def begin(scope: Scope, call: Call) -> None:
    """Makes `call` that of the request, and of everything that is done for it from here on."""
    scope[SCOPE_KEY] = call
    _now.set(call)


def current_id() -> str:
    """The id of the request that is being answered here; empty where none is."""
    call = _now.get()
    return call.id if call is not None else ""


def id_from(value: str) -> str | None:
    """The id that a trusted proxy gave a request, as 32 hexadecimal digits; None for a value of another shape."""
    try:
        return UUID(value).hex if len(value) in (32, 36) else None
    except ValueError:
        return None
