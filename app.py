"""Refdesk, served: settings → corpus → model → desk → web app. `python app.py`"""

import argparse
import asyncio
import errno
import os
import socket
import sys
import threading
from collections.abc import Sequence
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

from corpus.errors import CorpusError
from corpus.settings import Settings, load_settings
from corpus.types import Tier
from qa.desk import Desk

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from portal.door.door import Door


def main(arguments: Sequence[str] | None = None) -> None:
    """Serves the desk until it is stopped; exits with 2, and a sentence why, if it cannot start."""
    argparse.ArgumentParser(prog="python app.py", description=__doc__).parse_args(arguments)
    try:
        settings = load_settings()
        with _listen(settings) as listener:
            status = _serve(settings, listener)
    except CorpusError as error:
        print(error, file=sys.stderr)  # noqa: T201 - the terminal is where the operator looks
        sys.exit(2)
    sys.stdout.flush()
    sys.stderr.flush()
    # Everything is closed. Taking the interpreter, its models and its threads apart would cost further seconds.
    os._exit(status)


def _listen(settings: Settings) -> socket.socket:
    """The socket to serve on, taken first, so that a port in use is known before anything heavy is loaded."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    if os.name == "posix":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        why = "another program uses it" if error.errno == errno.EADDRINUSE else (error.strerror or "it is not allowed")
        raise CorpusError(
            f"Cannot listen on {settings.host} port {settings.port}: {why}. "
            "Stop it or set REFDESK_PORT to another port."
        ) from error
    return listener


def _serve(settings: Settings, listener: socket.socket) -> int:
    """Serves until it is told to stop; returns the status to end with."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_OFFLINE"] = "1"
    from corpus.originals import Originals
    from corpus.retention import question_retention
    from ingest.drafts import DraftReader
    from ingest.editor import Editor
    from ingest.picture import Pictures
    from portal.conversations.opening import open_conversations
    from portal.door.metrics import MetricsServer
    from portal.door.opening import measure, open_door
    from portal.signon.desks import NO_DESKS
    from portal.signon.sign_on import open_sign_on
    from qa.open import open_desk

    with ExitStack() as opened:
        sign_on = open_sign_on(settings)
        if sign_on:
            opened.callback(sign_on.sessions.close)
        door = open_door(settings, sign_on.desks if sign_on else NO_DESKS)
        if settings.metrics_port:
            opened.callback(MetricsServer(door.metrics, settings.metrics_port).close)
        desk = open_desk(settings, answered=door.metrics.answered, called=door.metrics.called)
        opened.callback(desk.close)
        measure(door, desk)
        editor = opened.enter_context(closing(Editor(settings)))
        read_draft = opened.enter_context(closing(DraftReader()))
        pictures = opened.enter_context(closing(Pictures(Originals(settings.data))))
        opened.callback(question_retention(desk.catalogue.database, settings.questions_kept_days).close)
        conversations = open_conversations(settings, opened) if sign_on else None
        editor.start()
        warming = threading.Thread(target=_warm, args=(desk, tuple(Tier) if sign_on else (Tier.PUBLIC,)), daemon=True)
        warming.start()
        from portal import keys
        from portal.files import Files
        from portal.parts import Parts
        from portal.web import build

        host = () if settings.host in ("0.0.0.0", "::") else (settings.host,)  # noqa: S104 - compared, not bound
        parts = Parts(
            public_url=settings.public_url, receipt_key=settings.receipt_key, hosts=host,
            files=Files(read_draft=read_draft, pictures=pictures), door=door,
            keys=keys.KeyRing(settings.data / keys.FILE), sign_on=sign_on, editor=editor,
            tell_of_more=settings.tell_of_more, conversations=conversations,
        )  # fmt: skip
        web = build(desk, parts)
        warming.join()
        _say_ready(desk, settings.host, listener)
        return _run(web, door, listener)


def _say_ready(desk: Desk, host: str, listener: socket.socket) -> None:
    """Says where the desk is, once whoever reads it may come at once."""
    listener.listen()
    status = desk.status()
    library = f"{status.documents} documents, {status.passages} passages" if status.ready else status.reason
    model = f"; language model: {status.chat_model}" if status.chat_model else ""
    port = listener.getsockname()[1]
    print(f"Refdesk is ready at http://{host}:{port}/  ({library}{model})", flush=True)  # noqa: T201


def _run(web: "ASGIApp", door: "Door", listener: socket.socket) -> int:
    """Serves until a signal has closed the door and the last reader has been told."""
    import uvicorn

    from portal.door.connection import Connection
    from portal.door.lines import logged
    from portal.door.server import FORCED, GRACE_S, Server

    # h11 refuses headers that do not end within 64 KiB; the other parser would gather them for ever.
    config = uvicorn.Config(
        web, http=Connection, log_config=None, access_log=False, timeout_graceful_shutdown=GRACE_S, proxy_headers=False
    )
    server = Server(config, door)
    with logged(sys.stderr):
        asyncio.run(server.serve(sockets=[listener]))
    return FORCED if server.force_exit else 0


def _warm(desk: Desk, tiers: Sequence[Tier]) -> None:
    """Opens the index and finds the examples of each tier that reads, so that the first reader does not wait for it."""
    if desk.status().ready:
        for tier in tiers:
            desk.examples(tier=tier)


if __name__ == "__main__":
    main()
