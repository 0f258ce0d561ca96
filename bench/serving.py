"""The app as the benchmarks run it: on a library of its own, on a port that is free."""

import json
import os
import re
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from time import perf_counter, sleep

from bench.measuring import ROOT, Run, environment, python, run

LIBRARY = ROOT / ".bench" / "library"
"""The data folder of the library that answers are measured on; brought up to date before each use."""

READY_S = 30
STOP_S = 30
_READY = re.compile(r"ready at (http://\S+?)/ ")

_READERS = count()


@dataclass(frozen=True, slots=True)
class Served:
    """A running app: its address, and the seconds from its command until it says it is ready and `/readyz` agrees."""

    process: subprocess.Popen[str]
    address: str
    seconds_to_ready: float


def ingest_library(data: Path = LIBRARY) -> Run:
    """Ingests the documents that come along into `data`."""
    return run(python("-m", "ingest", "--json"), {"REFDESK_DATA": str(data)})


@contextmanager
def serving(
    data: Path = LIBRARY, *options: str, errors: Path | None = None, settings: Mapping[str, str] | None = None
) -> Iterator[Served]:
    """The app on the library in `data`, with further `settings`, stopped at the end of the block. `options` are
    Python's own; what it writes to its error stream goes to the file `errors`."""
    variables = {"REFDESK_DATA": str(data), "REFDESK_PORT": "0", "REFDESK_PROXY": "127.0.0.1", **(settings or {})}
    began = perf_counter()
    with (errors or Path(os.devnull)).open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            python(*options, "app.py"), cwd=ROOT, env=environment(**variables), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            found = _READY.search(line)
            if not found:
                raise RuntimeError(f"The app did not start: {line or 'it printed nothing'}")
            _await(f"{found.group(1)}/readyz")
            yield Served(process, found.group(1), perf_counter() - began)
        finally:
            process.terminate()
            process.wait(STOP_S)
            process.stdout.close()


def _await(address: str) -> None:
    """Returns once `address` answers with 200. Raises TimeoutError if it does not soon."""
    deadline = perf_counter() + READY_S
    while perf_counter() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - an address of this machine
                return
        except urllib.error.URLError:
            sleep(0.02)
    raise TimeoutError(f"{address} did not answer within {READY_S} s")


def post(address: str, question: str) -> dict[str, object]:
    """The answer to `question`, through the app's REST interface; from an address that has not asked before, so that no
    limit is reached."""
    number = next(_READERS)
    headers = {"Content-Type": "application/json", "X-Forwarded-For": f"198.19.{number // 250}.{number % 250 + 1}"}
    asked = urllib.request.Request(  # noqa: S310 - an address of this machine
        f"{address}/api/ask", json.dumps({"question": question}).encode(), headers
    )
    with urllib.request.urlopen(asked, timeout=60) as reply:  # noqa: S310
        answer: dict[str, object] = json.load(reply)
    return answer
