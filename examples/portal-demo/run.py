"""The demonstration: a desk with its own library, and a members' portal that shows it, on two origins of this machine.

`make portal-demo`, or `python examples/portal-demo/run.py`. Stop it with Ctrl+C.
"""

import argparse
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import uvicorn

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE))

from members_portal import portal_app  # noqa: E402
from refdesk_token import Portal  # noqa: E402

DESK_ID, AUDIENCE, KEY_VARIABLE = "members", "refdesk-demonstration", "DEMONSTRATION_KEY"
DESKS = """\
[desks.{id}]
title = "Demonstration desk"
origins = ["{portal}"]
tier_at_most = "staff"
issuer = "{portal}"
audience = "{audience}"
algorithm = "HS256"
accent = "#0b5fa5"
greeting = "What may we look up for you?"

[[desks.{id}.keys]]
key_env = "{variable}"
"""


class Announced(uvicorn.Server):
    """A server that prints `words` once it listens, and not before."""

    def __init__(self, config: uvicorn.Config, words: str) -> None:
        super().__init__(config)
        self.words = words

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        print(self.words, flush=True)


def main() -> None:
    """Builds the library (the first time takes a minute), starts the desk and the portal, and says where they are."""
    options = _parser().parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # so that the desk is ended too
    data = options.data.resolve()
    data.mkdir(parents=True, exist_ok=True)
    environment = {name: value for name, value in os.environ.items() if not name.upper().startswith("REFDESK_")}
    environment |= {"REFDESK_DATA": str(data), "HF_HUB_OFFLINE": "1"}
    documents = [HERE / "documents", *([] if options.small else [ROOT / "corpus" / "documents"])]
    _python("-m", "ingest", *map(str, documents), environment=environment)
    ports = [port or _free_port() for port in (options.desk_port, options.portal_port)]
    # Two names of this machine, so that the browser takes the portal and the desk for two sites.
    desk, portal = f"http://127.0.0.1:{ports[0]}", f"http://localhost:{ports[1]}"
    key = secrets.token_urlsafe(48)
    desks = data / "desks.toml"
    desks.write_text(DESKS.format(id=DESK_ID, portal=portal, audience=AUDIENCE, variable=KEY_VARIABLE), "utf-8")
    environment |= {"REFDESK_PORT": str(ports[0]), "REFDESK_DESKS": str(desks), KEY_VARIABLE: key}
    served = subprocess.Popen(
        [sys.executable, str(ROOT / "app.py")], cwd=data, env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        _wait_for(served)
        threading.Thread(target=_drain, args=(served,), daemon=True).start()
        made = Portal(portal, AUDIENCE, key, secrets.token_urlsafe(48))
        addresses = f"The portal: {portal}/  (choose who you are)\nThe desk:   {desk}/"
        config = uvicorn.Config(portal_app(made, desk, DESK_ID), host="localhost", port=ports[1], log_level="warning")
        Announced(config, addresses).run()
    finally:
        served.terminate()
        try:
            served.wait(timeout=60)
        except subprocess.TimeoutExpired:
            served.kill()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--desk-port", type=int, default=7870, help="0 for a free one")
    parser.add_argument("--portal-port", type=int, default=7871, help="0 for a free one")
    parser.add_argument(
        "--data", type=Path, default=ROOT / ".refdesk-demo", help="folder of the demonstration's library"
    )
    parser.add_argument("--small", action="store_true", help="take in the demonstration's own documents alone")
    return parser


def _python(*arguments: str, environment: Mapping[str, str]) -> None:
    """Runs a command of Refdesk's and prints its last line. Exits as it does, with all that it printed, if it fails."""
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        print(done.stdout)
        sys.exit(done.returncode)
    print(done.stdout.splitlines()[-1], flush=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(served: "subprocess.Popen[str]") -> None:
    """Returns once the desk says that it is ready. Exits if it ends before."""
    for line in served.stdout or ():
        if line.startswith("Refdesk is ready"):
            return
    sys.exit(f"The desk did not start (it ended with {served.wait()}).")


def _drain(served: "subprocess.Popen[str]") -> None:
    for line in served.stdout or ():
        print(line, end="", flush=True)


if __name__ == "__main__":
    main()
