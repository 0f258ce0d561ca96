"""The outermost layer: each request gets an id, a line in the log, a place in the metrics. Nothing of what it says.

The line names the route's template and not the path, and a signed-on reader by a pseudonym that is another every day.
"""

import hashlib
import hmac
import logging
import secrets
from datetime import UTC, date, datetime

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portal.door.addresses import Proxies
from portal.door.calls import NOWHERE, Call, begin, id_from
from portal.door.metrics import Metrics
from portal.door.routes import template
from portal.door.streams import is_stream

log = logging.getLogger(__name__)

ID_HEADER = "X-Request-Id"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
GONE = 499
"""The status under which a request is noted whose sender left before anything was answered."""


class Pseudonyms:
    """Names for readers that last a day; the key to them is never stored."""

    def __init__(self) -> None:
        self._day: date | None = None
        self._key = b""

    def of(self, subject: str) -> str:
        """The same 16 hexadecimal digits for the same subject all day (UTC); nothing for nobody."""
        today = datetime.now(UTC).date()
        if today != self._day:
            self._day, self._key = today, secrets.token_bytes(32)
        return hmac.new(self._key, subject.encode(), hashlib.sha256).hexdigest()[:16] if subject else ""


class Journal:
    """ASGI middleware. `proxies` are whom to believe where a request comes from and which id it has."""

    def __init__(self, app: ASGIApp, *, proxies: Proxies, metrics: Metrics) -> None:
        self.app = app
        self.proxies = proxies
        self.metrics = metrics
        self.pseudonyms = Pseudonyms()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        method = scope["method"] if scope["method"] in METHODS else "other"
        call = Call(method=method, address=self.proxies.origin(scope))
        told = Headers(scope=scope).get(ID_HEADER, "")
        if told and self.proxies.speaks(scope):
            call.id = id_from(told) or call.id
        begin(scope, call)
        try:
            await self.app(scope, receive, self._noting(call, send))
        finally:
            if call.route == NOWHERE:
                call.route = template(scope)
            self._close(call)

    def _noting(self, call: Call, send: Send) -> Send:
        """A `send` that notes in `call` what passes it, and adds the id to the response."""

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                call.status = message["status"]
                MutableHeaders(scope=message)[ID_HEADER] = call.id
                if is_stream(message):
                    call.streams = True
                    self.metrics.streams.inc()
            elif message["type"] == "http.response.body":
                call.sent_bytes += len(message.get("body", b""))
            await send(message)

        return noting

    def _close(self, call: Call) -> None:
        status = call.status or GONE
        line = {
            "id": call.id,
            "route": call.route,
            "method": call.method,
            "status": status,
            "ms": call.took_ms,
            "tier": call.reader.tier.label,
            "desk": call.reader.desk,
            "reader": self.pseudonyms.of(call.reader.subject),
            "bytes": call.sent_bytes,
            "refused": call.refused,
        }
        log.info("request", extra={"members": {name: value for name, value in line.items() if value != ""}})
        self.metrics.requests.labels(call.route, str(status), call.reader.tier.label).inc()
        if call.streams:
            self.metrics.streams.dec()
