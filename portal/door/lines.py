"""The log: one JSON object a line, of our own records and of everybody else's, without what readers said.

The text of an exception may hold a question, so of exceptions only the kinds and the places in the code are written;
of what others log, the sentence without what was filled into it.
"""

import io
import json
import logging
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, TextIO

from corpus.errors import CatalogueError

OURS = ("portal", "qa", "corpus", "ingest", "app", "refdesk")
LONGEST_SENTENCE = 200
_PLACE = re.compile(r'\s+File "(?P<file>[^"]*)", line (?P<line>\d+), in (?P<function>\S+)')
_KIND = re.compile(r"(?P<kind>[A-Za-z_][\w.]*(?:Error|Exception|Exit|Interrupt|Warning|Group))\b")
_WARNING = re.compile(r":\d+: (?P<kind>\w+): ")


class JsonLines(logging.Formatter):
    """Formats a record as one JSON object: `time`, `level`, `event`, and what the record adds as `members`."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, without a line break in it."""
        members: dict[str, Any] = getattr(record, "members", {})
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": sentence(record),
            **members,
        }
        if record.name.partition(".")[0] not in OURS:
            line["logger"] = record.name
        if record.exc_info and record.exc_info[1] is not None:
            line["errors"] = errors(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def sentence(record: logging.LogRecord) -> str:
    """What a record says: our own in full, others' in its first line and without what was filled in."""
    if record.name.partition(".")[0] in OURS:
        return record.getMessage()
    if record.name == "py.warnings" and isinstance(record.args, tuple) and record.args:
        kind = _WARNING.search(str(record.args[0]))
        return f"warning: {kind['kind']}" if kind else "warning"
    words = str(record.msg).partition("\n")[0]
    return words[:LONGEST_SENTENCE]


def errors(error: BaseException) -> list[dict[str, Any]]:
    """The exception and those behind it: kind, places innermost last, and the text only where it is of the catalogue's
    own making."""
    chain: list[dict[str, Any]] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        told: dict[str, Any] = {"kind": type(current).__qualname__, "at": places(current.__traceback__)}
        if isinstance(current, CatalogueError):
            told["text"] = str(current)
        elif isinstance(current, OSError) and current.strerror:
            told["text"] = current.strerror
        if isinstance(current, BaseExceptionGroup):
            told["within"] = [errors(each) for each in current.exceptions]
        chain.append(told)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return chain


def places(found: TracebackType | None) -> list[str]:
    """`file:line function` of each frame."""
    return [f"{short(frame.filename)}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(found)]


def short(file: str) -> str:
    """The last three parts of a path: enough to find the file, nothing of the machine."""
    return "/".join(file.replace("\\", "/").split("/")[-3:])


class Printed(io.TextIOBase):
    """Stands in for the error stream: what somebody prints there becomes lines of the log.

    Of a traceback, the places and the kinds are kept; of anything else, that something was printed.
    """

    def __init__(self) -> None:
        super().__init__()
        self._line = ""
        self._log = logging.getLogger("refdesk.printed")

    def write(self, text: str) -> int:
        """Takes `text`; whole lines are logged."""
        *lines, self._line = (self._line + text).split("\n")
        for line in lines:
            self._tell(line)
        return len(text)

    def _tell(self, line: str) -> None:
        if place := _PLACE.match(line):
            at = f"{short(place['file'])}:{place['line']} {place['function']}"
            self._log.error("printed traceback", extra={"members": {"at": at}})
        elif kind := _KIND.match(line):
            self._log.error("printed error", extra={"members": {"kind": kind["kind"]}})
        elif line.strip() and not line.startswith((" ", "Traceback", "\t")):
            self._log.warning("something was printed", extra={"members": {"characters": len(line)}})


@contextmanager
def logged(stream: TextIO, level: int = logging.INFO) -> Iterator[None]:
    """For the length of the block every log record goes to `stream` as JSON, ours from `level` on, others' warnings and
    worse; and so does what is printed to the error stream."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    loggers = [logging.getLogger(), *(logging.getLogger(name) for name in OURS)]
    before = [(each, each.level) for each in loggers]
    root, handlers = loggers[0], logging.getLogger().handlers[:]
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for own in loggers[1:]:
        own.setLevel(level)
    logging.captureWarnings(True)
    try:
        with redirect_stderr(Printed()):
            yield
    finally:
        logging.captureWarnings(False)
        root.handlers[:] = handlers
        for each, was in before:
            each.setLevel(was)
