"""The event loop that all requests to language models run in, in a thread of its own.

In a loop, a request that has to end is ended: a task can be cancelled while it waits for a byte, a thread cannot.
"""

import asyncio
import threading
from functools import cache


@cache
def running_loop() -> asyncio.AbstractEventLoop:
    """The loop, begun when first asked for. It runs until the process ends: connections belong to the loop that opened
    them."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="language-model", daemon=True).start()
    return loop
