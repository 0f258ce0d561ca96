"""The event loop that all requests to language models run in, in a thread of its own.

In a loop, a request that has to end is ended: a task can be cancelled while it waits for a byte, a thread cannot.
"""

import asyncio
import sys
import threading
from collections.abc import AsyncGenerator
from functools import cache
from typing import Any

CLOSED_AFTER_S = 0.2
"""How long after it was found by the garbage collector a generator is closed."""


@cache
def running_loop() -> asyncio.AbstractEventLoop:
    """The loop, begun when first asked for. It runs until the process ends: connections belong to the loop that opened
    them.

    Providers' packages leave generators behind half-way, each with others inside it. Whichever thread collects the
    garbage finds them one after the other; were the first closed at once, in the loop's thread, the next would be found
    while it runs. So they are closed once the collector has certainly passed.
    """
    loop = asyncio.new_event_loop()

    def close_later(left: AsyncGenerator[Any]) -> None:
        loop.call_soon_threadsafe(loop.call_later, CLOSED_AFTER_S, close, left)

    def close(left: AsyncGenerator[Any]) -> None:
        loop.create_task(left.aclose())  # noqa: RUF006 - a task that closes is held by what it closes

    loop.call_soon(lambda: sys.set_asyncgen_hooks(finalizer=close_later))
    threading.Thread(target=loop.run_forever, name="language-model", daemon=True).start()
    return loop
