"""Who asks on the chat page: their questions come in one request, their answers go out in another, which may end."""

import threading
from collections import OrderedDict

from qa.chat.leaving import Asker

KEPT = 5_000
"""Sessions; of those beyond, the one is forgotten that asked first."""


class Visits:
    """The asker of each session. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._askers: OrderedDict[str, Asker] = OrderedDict()

    def asker(self, session: str) -> Asker:
        """Whoever asks in `session` now."""
        with self._lock:
            asker = self._askers.setdefault(session, Asker())
            if len(self._askers) > KEPT:
                self._askers.popitem(last=False)
        return asker

    def asks(self, session: str) -> bool:
        """Whether somebody has asked in `session`, and has not left."""
        with self._lock:
            return session in self._askers

    def leave(self, session: str) -> None:
        """Says that whoever asked in `session` has gone; whoever asks in it later is somebody new."""
        with self._lock:
            asker = self._askers.pop(session, None)
        if asker is not None:
            asker.leave()
