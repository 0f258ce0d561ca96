"""Refdesk, served: settings → corpus → model → desk → web app. `python app.py`"""

import argparse
import asyncio
import errno
import os
import socket
import sys
import threading
from collections.abc import Sequence

from corpus.errors import CorpusError
from corpus.settings import Settings, load_settings
from qa.desk import Desk

SHUTDOWN_S = 10


def main(arguments: Sequence[str] | None = None) -> None:
    """Serves the desk until it is stopped; exits with 2, and a sentence why, if it cannot start."""
    argparse.ArgumentParser(prog="python app.py", description=__doc__).parse_args(arguments)
    try:
        settings = load_settings()
        with _listen(settings) as listener:
            _serve(settings, listener)
    except CorpusError as error:
        print(error, file=sys.stderr)  # noqa: T201 - the terminal is where the operator looks
        sys.exit(2)


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


def _serve(settings: Settings, listener: socket.socket) -> None:
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_OFFLINE"] = "1"
    from corpus.originals import Originals
    from ingest.drafts import DraftReader
    from ingest.picture import Pictures
    from portal.signon.sign_on import open_sign_on
    from qa.open import open_desk

    sign_on = open_sign_on(settings)
    desk = open_desk(settings)
    read_draft = DraftReader()
    pictures = Pictures(Originals(settings.data))
    warming = threading.Thread(target=_warm, args=(desk,), daemon=True)
    warming.start()
    import uvicorn

    from portal import keys
    from portal.files import Files
    from portal.parts import Parts
    from portal.web import build

    host = () if settings.host in ("0.0.0.0", "::") else (settings.host,)  # noqa: S104 - compared, not bound
    parts = Parts(
        public_url=settings.public_url, receipt_key=settings.receipt_key, hosts=host,
        files=Files(read_draft=read_draft, pictures=pictures), keys=keys.KeyRing(settings.data / keys.FILE),
        sign_on=sign_on,
    )  # fmt: skip
    web = build(desk, parts)
    config = uvicorn.Config(web, log_level="warning", timeout_graceful_shutdown=SHUTDOWN_S, proxy_headers=False)
    server = uvicorn.Server(config)
    warming.join()
    port = listener.getsockname()[1]
    status = desk.status()
    library = f"{status.documents} documents, {status.passages} passages" if status.ready else status.reason
    print(f"Refdesk is ready at http://{settings.host}:{port}/  ({library})", flush=True)  # noqa: T201
    try:
        asyncio.run(server.serve(sockets=[listener]))
    except KeyboardInterrupt:
        pass
    finally:
        read_draft.close()
        pictures.close()
        desk.close()
        if sign_on:
            sign_on.sessions.close()


def _warm(desk: Desk) -> None:
    """Opens the index and asks once, so that the first reader does not wait for it."""
    if desk.status().ready:
        desk.examples()


if __name__ == "__main__":
    main()
