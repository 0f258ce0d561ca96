"""A connection over HTTP/1.1, whose reader may close their own half of it and still wait for the response.

Some proxies and tunnels do, as soon as the request is sent. The network tells that in the very words in which it tells
that somebody has gone; only if something is sent does a machine answer that nobody is there any more. So something is
sent that every client of HTTP/1.1 has to read past: `100 Continue`.
"""

import socket

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle
from uvicorn.protocols.utils import is_ssl

ASKED_AFTER_S = (0.0, 1.0, 3.0, 7.0, 15.0)
"""When it is asked whether the reader is there; Go's client reads past five such responses and no more."""

LOOKED_S = 0.1
"""How often it is looked whether their machine has answered."""


class Connection(H11Protocol):
    """uvicorn's, except that a reader is not given up who closes their half after the request and before the response.

    Whoever closes their half after the response has begun has gone, and so has a client of HTTP/1.0, which knows no
    such responses. What streams finds out by itself, when it is sent on.
    """

    def eof_received(self) -> bool:  # type: ignore[override]  # uvicorn closes each time
        """Whether the other half stays open."""
        cycle = self.cycle
        if cycle is None or cycle.response_started or cycle.more_body or is_ssl(self.transport):
            return False
        if cycle.scope["http_version"] != "1.1":
            return False
        cycle.keep_alive = False
        began = self.loop.time()
        self._look(cycle, [began + seconds for seconds in ASKED_AFTER_S])
        return True

    def _look(self, cycle: RequestResponseCycle, ask_at: list[float]) -> None:
        """Ends the connection if nobody is there, and looks again as long as nothing of the response is sent."""
        if cycle.response_started or self.transport.is_closing():
            return
        if ask_at and self.loop.time() >= ask_at[0]:
            asking = h11.InformationalResponse(status_code=100, headers=[], reason="Continue")
            self.transport.write(self.conn.send(asking) or b"")
            ask_at = ask_at[1:]
        if self.transport.get_extra_info("socket").getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            self.transport.abort()
        else:
            self.loop.call_later(LOOKED_S, self._look, cycle, ask_at)
