"""A language model within budgets: of time, of length, of tries. Whatever it does, it is over when it has to be.

The request runs in the loop of `loop.py`; whoever asks takes the pieces from a queue, so that neither a silent server
nor one that sends a byte a second holds a thread for longer than it may.
"""

import asyncio
import logging
import queue
import random
import time
from collections.abc import AsyncIterator, Callable, Generator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Protocol

from qa.chat.breaker import Breaker
from qa.chat.failures import FAULTLESS, RETRIED, Failure, failure_of
from qa.chat.leaving import whoever_asks
from qa.chat.loop import running_loop
from qa.chat.provider import Written
from qa.chat.types import Call, Message
from qa.errors import AskerLeft, ChatError

log = logging.getLogger(__name__)

FIRST_SHARE = 0.5
"""Of the time, until the first words: who has said nothing by then will not have ended in the rest."""

PAUSE_S = 0.5
"""Before the second try, where the provider does not say how long; a random half of it more, so that not all readers
come back at once."""

LEAST_S = 1.0
"""A second try with less time than this before it could not end well."""

PULSE_S = 0.5
GRACE_S = 1.0
"""How long after its time a request that should have ended is still waited for."""

CHARACTERS_A_TOKEN = 8
"""A token of English has about four; only a server that does not count ever reaches twice that."""

WHOLE = {"stop", "end_turn", "stop_sequence"}
SHORTENED = {"length", "max_tokens"}
DECLINED = {
    "content_filter", "refusal", "safety", "recitation", "blocklist", "prohibited_content", "spii", "language", "other"
}  # fmt: skip
"""The providers' words for why an answer ended, in small letters."""


class Source(Protocol):
    """Whoever writes, without any budget."""

    def write(self, messages: Sequence[Message], tokens: int) -> AsyncIterator[Written]:
        """As `Provider.write`."""


@dataclass(frozen=True, slots=True)
class _End:
    """The last thing in the queue."""

    failure: Failure | None
    tokens: int = 0


@dataclass(slots=True)
class _Request:
    """One request, while it is under way. `deadline` and `first_by` are the loop's times."""

    messages: Sequence[Message]
    tokens: int
    within_s: float
    pieces: queue.SimpleQueue[str | _End] = field(default_factory=queue.SimpleQueue)
    deadline: float = 0.0
    left: bool = False
    spoke: bool = False
    characters: int = 0
    counted: int = 0


class BudgetedModel:
    """A ChatModel. `called` hears how each request went, in the thread of whoever asked."""

    def __init__(
        self, name: str, source: Source, *, breaker: Breaker, called: Callable[[Call], None] = lambda _call: None
    ) -> None:
        self.name = name
        self.breaker = breaker
        self._source = source
        self._called = called

    def __repr__(self) -> str:
        return f"BudgetedModel({self.name!r})"

    def stream(self, messages: Sequence[Message], *, within_s: float, tokens: int) -> Generator[str]:
        """As `ChatModel.stream`."""
        began = time.monotonic()
        asker = whoever_asks()
        asker.check()
        if not self.breaker.admits():
            paused = Failure("paused")
            self._called(Call(paused.kind, 0.0))
            raise ChatError(paused.kind, paused.sentence)
        request = _Request(tuple(messages), tokens, within_s)
        task = asyncio.run_coroutine_threadsafe(self._ask(request), running_loop())

        def end() -> None:
            request.left = True
            task.cancel()
            request.pieces.put("")  # wakes whoever waits for one

        call = Call("left", 0.0)
        try:
            with asker.heard_by(end):
                for piece in _pieces(request, began + within_s + GRACE_S):
                    if isinstance(piece, _End):
                        call = replace(
                            call, outcome=piece.failure.kind if piece.failure else "answered", tokens=piece.tokens
                        )
                        if piece.failure:
                            raise ChatError(piece.failure.kind, piece.failure.sentence)
                        return
                    if piece and call.first_s is None:
                        call = replace(call, first_s=time.monotonic() - began)
                    yield piece
        finally:
            end()
            self._note(replace(call, seconds=time.monotonic() - began))

    def _note(self, call: Call) -> None:
        left = call.outcome == "left"
        if call.outcome == "answered" or call.outcome in FAULTLESS or (left and call.first_s is not None):
            self.breaker.succeeded()  # also where whoever asked had read enough
        elif left:
            self.breaker.abandoned()
        else:
            self.breaker.failed()
        self._called(call)

    async def _ask(self, request: _Request) -> None:
        """Asks once or twice, and puts what comes and how it ended into the queue."""
        now = asyncio.get_running_loop().time
        request.deadline = now() + request.within_s
        failure = await self._attempt(request)
        if failure and failure.kind in RETRIED and not request.spoke:
            pause_s = PAUSE_S * random.uniform(1, 1.5) if failure.retry_after_s is None else failure.retry_after_s  # noqa: S311 - no secret
            if now() + pause_s + LEAST_S <= request.deadline:
                await asyncio.sleep(pause_s)
                failure = await self._attempt(request)
        if failure:
            members = {"model": self.name, "kind": failure.kind, "error": failure.error, "status": failure.status}
            log.warning("the language model failed", extra={"members": members})
        request.pieces.put(_End(failure, request.counted))

    async def _attempt(self, request: _Request) -> Failure | None:
        """One try; None if it ended well. Only what the loop itself raises to end it comes through."""
        now = asyncio.get_running_loop().time()
        first_by = now + (request.deadline - now) * FIRST_SHARE
        try:
            async with asyncio.timeout_at(request.deadline), asyncio.timeout_at(first_by) as first:
                return await self._read(request, first)
        except Exception as error:  # noqa: BLE001 - no package lists what it raises; it is told by kind, without its text
            return failure_of(error, spoke=request.spoke)

    async def _read(self, request: _Request, first: asyncio.Timeout) -> Failure | None:
        """Puts the pieces into the queue as they come; says what is wrong with how they ended."""
        ended = ""
        longest = request.tokens * CHARACTERS_A_TOKEN
        async with aclosing(self._source.write(request.messages, request.tokens)) as pieces:  # type: ignore[type-var]
            async for piece in pieces:
                _check_time(request)
                ended = piece.ended.lower() or ended
                request.counted = piece.tokens or request.counted
                if not piece.text:
                    continue
                if not request.spoke:
                    if first.expired():  # in this very moment; what ends the task is on its way
                        await asyncio.sleep(GRACE_S)
                    request.spoke = True
                    first.reschedule(None)
                text = piece.text[: longest - request.characters]
                request.characters += len(text)
                request.pieces.put(text)
                if len(text) < len(piece.text):
                    return Failure("too_long")
        return _fault_in(ended, spoke=request.spoke)


def _check_time(request: _Request) -> None:
    """Ends a request whose end is due. The packages between here and the connection may lose a cancellation that comes
    together with an event, and a fast server always has one ready."""
    if request.left:
        raise asyncio.CancelledError
    if asyncio.get_running_loop().time() > request.deadline:
        raise TimeoutError


def _fault_in(ended: str, *, spoke: bool) -> Failure | None:
    if ended in SHORTENED:
        return Failure("too_long")
    if ended in DECLINED:
        return Failure("refused")
    if ended not in WHOLE:
        return Failure("cut_off" if spoke else "malformed")
    return None if spoke else Failure("refused")


def _pieces(request: _Request, until: float) -> Generator[str | _End]:
    """What comes out of the queue, "" every PULSE_S while nothing does, at last how it ended. Raises AskerLeft."""
    while True:
        left = until - time.monotonic()
        try:
            piece = request.pieces.get(timeout=max(0.0, min(PULSE_S, left)))
        except queue.Empty:
            if left <= 0:
                yield _End(Failure("timeout"))
                return
            piece = ""
        if request.left:
            raise AskerLeft
        yield piece
        if isinstance(piece, _End):
            return
