"""Apps behind a real server, and desks that show what is at work in them."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from fake_desk import FakeDesk
from starlette.types import ASGIApp

from qa.types import Event


class WatchedDesk(FakeDesk):
    """Counts the streams that are at work, each of which waits for `gate` once it has begun.

    A question with "boom" raises an error that repeats the question.
    """

    def reset(self) -> None:
        super().reset()
        self.gate = threading.Event()
        self.gate.set()
        self.at_work = 0
        self.begun = 0

    def stream(self, question: str, **named: Any) -> Iterator[Event]:
        if "boom" in question:
            raise RuntimeError(f"cannot read {question!r}")
        self.begun += 1
        self.at_work += 1
        try:
            for event in super().stream(question, **named):
                yield event
                assert self.gate.wait(30), "nobody opened the gate"
        finally:
            self.at_work -= 1


@contextmanager
def serving(app: ASGIApp) -> Iterator[str]:
    """The address of `app` behind a server of its own, on a free port."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, ws="none", log_config=None))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started, 30)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = server.force_exit = True
    thread.join(timeout=15)


def until(is_so: Any, most_s: float = 20.0) -> float:
    """Seconds until `is_so()`; fails if that takes longer than `most_s`."""
    began = time.perf_counter()
    while not is_so():
        assert time.perf_counter() - began < most_s, f"it was not so within {most_s} s"
        time.sleep(0.01)
    return time.perf_counter() - began
