"""The reading process of `ingest.read.sandbox`: `python -m ingest.read.child <memory in bytes> <seconds per file>`.

Requests come on standard input and answers go to the pipe that was standard output; whatever a library prints goes to
standard error. A fault that no reader names ends the process, and the parent reports it.
"""

import json
import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from corpus.types import Document
from ingest.errors import SourceError
from ingest.read import FORMATS, read, read_given
from ingest.read.sandbox import LENGTH, READY
from ingest.read.transport import packed

MOST_OPEN_FILES = 64
MOST_WRITTEN_BYTES = 1_000_000


Next = Callable[[], bytes]
"""Gives the next message of a request that has several."""


def main(arguments: list[str]) -> None:
    """Answer requests until standard input ends."""
    for format_ in FORMATS:
        import_module(f"ingest.read.{format_}")
    serve(arguments, _read)


def serve(arguments: list[str], answer: Callable[[bytes, Next], bytes]) -> None:
    """Gives each request to `answer` and sends back what it says, until standard input ends; under the limits that
    `arguments` name. Whatever is to be imported has been by now."""
    memory_bytes, seconds = map(int, arguments)
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _limit(memory_bytes)
    _send(answers, READY)
    while request := _next(requests):
        _limit_time(seconds)
        _send(answers, answer(request, lambda: _next(requests)))


def _read(request: bytes, following: Next) -> bytes:
    values = json.loads(request)
    given = following() if values["path"] is None else None
    return packed(_outcome(values, given))


def _outcome(values: dict[str, str], given: bytes | None) -> Document | SourceError:
    """What becomes of a file, or of the bytes that were given instead of one."""
    try:
        if given is not None:
            return read_given(given, values["name"])
        return read(Path(values["path"]), values["name"])
    except SourceError as error:
        return error
    except MemoryError:
        return SourceError("unreadable", "needs more memory than a file is given; make it smaller")
    except RecursionError:
        return SourceError("unreadable", "nested too deeply; make it simpler")


def _next(requests: BinaryIO) -> bytes:
    head = requests.read(LENGTH.size)
    return requests.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else b""


def _send(answers: BinaryIO, message: bytes) -> None:
    answers.write(LENGTH.pack(len(message)) + message)
    answers.flush()


def _limit(memory_bytes: int) -> None:
    """Limits for the life of the process, where the platform has them and lets them be set."""
    try:
        import resource
    except ImportError:
        return
    wanted = {
        resource.RLIMIT_AS: memory_bytes,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: MOST_WRITTEN_BYTES,
        resource.RLIMIT_NOFILE: MOST_OPEN_FILES,
    }
    for kind, most in wanted.items():
        _, hard = resource.getrlimit(kind)
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(kind, (soft, hard))
        except (ValueError, OSError) as error:
            sys.stderr.write(f"limit {kind} cannot be set here: {error}\n")


def _limit_time(seconds: int) -> None:
    """Processor time for the next file: what the process has used, and `seconds` more."""
    try:
        import resource
    except ImportError:
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime) + seconds + 1, hard))


if __name__ == "__main__":
    main(sys.argv[1:])
