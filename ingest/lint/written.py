"""A Markdown file as its author wrote it: lines with their links and footnotes, and where in it something stands."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

Fault = tuple[int, str]
"""A line number, and what is wrong there and what to do about it."""

_FENCE = re.compile(r"(?:---|\.\.\.)[ \t]*")
_KEY = re.compile(r"(\w+):")
_SOURCE = re.compile(r"\s*-?\s*id:\s*[\"']?([^\s\"']+)")
_MARKUP = re.compile(r"\[\^(?P<note>[^\]\s\[]+)\]|(?<!!)\[(?P<label>[^\[\]]*)\]\((?P<target>[^()\s]+)[^()]*\)|\*+")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something to mend: in which file, on which line, what is wrong and what to do."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a line: `start` and `end` of its label in the line's text, and where it leads, as written."""

    start: int
    end: int
    target: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the body. `text` is without emphasis, link targets and footnotes; `notes` are where those stood."""

    number: int
    text: str
    links: tuple[Link, ...]
    notes: tuple[int, ...]


class Written:
    """The file at `path`. Raises nothing for a file that is not text: its lines are then of no use, but there."""

    def __init__(self, path: Path) -> None:
        self._path = path
        raw = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
        body = _body_start(raw)
        self._keys = {match[1]: i + 1 for i, line in enumerate(raw[:body]) if (match := _KEY.match(line))}
        self._sources = {match[1]: i + 1 for i, line in enumerate(raw[:body]) if (match := _SOURCE.match(line))}
        self._notes = {note: i + 1 for i in range(len(raw) - 1, body - 1, -1) for note in _note_ids(raw[i])}
        self.lines = tuple(_line(i + 1, raw[i]) for i in range(body, len(raw)))
        self._words, self._starts = _folded(self.lines)

    @property
    def shown(self) -> str:
        """The path as messages give it: relative to the working folder if it is below."""
        here = Path.cwd()
        return str(self._path.relative_to(here) if self._path.is_relative_to(here) else self._path)

    def has_key(self, key: str) -> bool:
        """Whether the front matter gives `key`."""
        return key in self._keys

    def line_of_key(self, key: str) -> int:
        """The line of the front matter that gives `key`; 1 if none does."""
        return self._keys.get(key, 1)

    def line_of_source(self, source: str) -> int:
        """The line that gives the source with the id `source`; 1 if it is not in the front matter."""
        return self._sources.get(source, 1)

    def line_of(self, text: str) -> int:
        """The first line on which `text`, a stretch of the document as read, begins; 1 if it is not found."""
        at = self._words.find(" " + " ".join(_words(text)) + " ")
        if at < 0 or not self.lines:
            return 1
        return self.lines[bisect_right(self._starts, at) - 1].number

    def line_in_message(self, message: str) -> int:
        """The line that a reader's `message` is about: the one it names, or that of the footnote it quotes."""
        if named := re.search(r"\bline (\d+)", message):
            return int(named[1])
        note = re.search(r"\[\^([^\]]+)\]", message)
        return self._notes.get(note[1], 1) if note else 1

    def resolve(self, target: str) -> Path | None:
        """The file that the link target means; None for one outside the library (an address) or within the page."""
        if _SCHEME.match(target):
            return None
        parts = (self._path.parent / target.split("#", 1)[0]).parts
        resolved: list[str] = []
        for part in parts:
            if part == "..":
                resolved = resolved[:-1]
            else:
                resolved.append(part)
        return Path(*resolved)


def _body_start(raw: list[str]) -> int:
    """The index of the first line below the front matter."""
    if not raw or not _FENCE.fullmatch(raw[0]):
        return 0
    return next((i + 1 for i, line in enumerate(raw) if i and _FENCE.fullmatch(line)), len(raw))


def _note_ids(line: str) -> Iterator[str]:
    for match in _MARKUP.finditer(line):
        if match["note"]:
            yield match["note"]


def _line(number: int, raw: str) -> Line:
    """The line without its markup; definitions of footnotes have no text of their own."""
    text, links, notes, done = "", [], [], 0
    for match in _MARKUP.finditer(raw):
        text += raw[done : match.start()]
        done = match.end()
        if match["note"]:
            notes.append(len(text))
        elif match["target"]:
            links.append(Link(len(text), len(text) + len(match["label"]), match["target"]))
            text += match["label"]
    return Line(number, text + raw[done:], tuple(links), tuple(notes))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _folded(lines: tuple[Line, ...]) -> tuple[str, list[int]]:
    """The words of all lines, with one space before and after each, and where in that the words of each line begin."""
    folded, starts = " ", []
    for line in lines:
        starts.append(len(folded) - 1)
        folded += "".join(word + " " for word in _words(line.text))
    return folded, starts
