"""The front matter of a Markdown file (YAML between two `---` lines) → Metadata and who speaks where."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import yaml

from corpus.types import Metadata, Source, Speaker, Tier
from ingest.errors import SourceError
from ingest.read.identity import normalized_url

MOST_CHARS = 256 * 1024
MOST_TITLE_CHARS = 300
MOST_DEPTH = 10

_FENCE = re.compile(r"---[ \t]*\n(.*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_PARTIAL_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_SOURCE_KEYS = {"id", "title", "publisher", "url", "date", "quality"}
_QUALITIES = {"", "government", "good", "advocacy", "weak"}


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands above the text. `meta.title` is empty when none is given; `speakers` go by section heading."""

    meta: Metadata
    speakers: Mapping[str, Speaker] = field(default_factory=dict)
    id: str = ""


def split_front_matter(text: str) -> tuple[FrontMatter, str]:
    """The front matter of `text` (blank when there is none) and the body below it.

    Raises SourceError `unreadable` naming key and line for an unknown key, a key given twice or a bad value.
    """
    if not re.match(r"---[ \t]*\n", text):
        return FrontMatter(Metadata(title="")), text
    match = _FENCE.match(text[:MOST_CHARS])
    if not match:
        raise SourceError("unreadable", "front matter starts on line 1 but no line '---' ends it")
    return _front_matter(match[1]), text[match.end() :]


def _front_matter(block: str) -> FrontMatter:
    try:
        _check_events(block)
        node = yaml.compose(block, Loader=yaml.SafeLoader)
        values = yaml.safe_load(block)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" on line {mark.line + 2}" if mark else ""
        problem = getattr(error, "problem", None) or str(error).split("\n", 1)[0]
        raise SourceError("unreadable", f"front matter is not valid YAML{where}: {problem}") from error
    if node is None:
        return FrontMatter(Metadata(title=""))
    if not isinstance(node, yaml.MappingNode) or not isinstance(values, dict):
        raise SourceError("unreadable", "front matter must be 'key: value' lines")
    return _read_keys(values, _lines(node))


def _check_events(block: str) -> None:
    """Raises SourceError for aliases and deep nesting, before anything is built from them."""
    depth = 0
    for event in yaml.parse(block, Loader=yaml.SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent):
            raise SourceError("unreadable", f"front matter uses an alias on line {_line(event)}; write it out")
        if depth > MOST_DEPTH:
            raise SourceError("unreadable", f"front matter is nested too deeply on line {_line(event)}")


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 2 if event.start_mark else 1


def _lines(node: yaml.MappingNode) -> dict[str, int]:
    """The line in the file of each key. Raises SourceError for a key that is given twice."""
    lines: dict[str, int] = {}
    for key, _ in node.value:
        line = key.start_mark.line + 2
        if str(key.value) in lines:
            raise SourceError("unreadable", f"front matter gives '{key.value}' twice (again on line {line})")
        lines[str(key.value)] = line
    return lines


def _read_keys(values: Mapping[Any, Any], lines: Mapping[str, int]) -> FrontMatter:
    front = FrontMatter(Metadata(title=""))
    for key, value in values.items():
        where = f"front matter, line {lines.get(str(key), 1)}, '{key}'"
        if key not in _READERS and key not in ("id", "speakers"):
            known = ", ".join(sorted([*_READERS, "id", "speakers"]))
            raise SourceError("unreadable", f"{where}: not a known key; use {known}")
        if value is None:
            continue
        try:
            if key == "id":
                front = replace(front, id=_word(value))
            elif key == "speakers":
                speakers = _speakers(value)
                distinct = {speaker.name: speaker for speaker in speakers.values()}
                front = replace(front, speakers=speakers, meta=replace(front.meta, speakers=tuple(distinct.values())))
            else:
                front = replace(front, meta=replace(front.meta, **{key: _READERS[key](value)}))
        except ValueError as error:
            raise SourceError("unreadable", f"{where}: {error}") from error
    return front


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"must be text, not {_named(value)}; put it in quotation marks")
    return " ".join(value.split())


def _named(value: object) -> str:
    kinds = {bool: "yes or no", int: "a number", float: "a number", list: "a list", dict: "keys and values"}
    return kinds.get(type(value), "a date" if isinstance(value, date) else type(value).__name__)


def _title(value: object) -> str:
    title = _text(value)
    if not title or len(title) > MOST_TITLE_CHARS:
        raise ValueError(f"must have 1 to {MOST_TITLE_CHARS} characters, not {len(title)}")
    return title


def _word(value: object) -> str:
    word = _text(value)
    if not re.fullmatch(r"[^\s\[\]]{1,200}", word):
        raise ValueError("must be one word without spaces or brackets")
    return word


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(_text(each) for each in value)
    return (_text(value),)


def _date(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        hint = "if the day is not known, give published_in (YYYY-MM or YYYY) instead, or leave the key out"
        raise ValueError(f"'{value}' is not a full date (YYYY-MM-DD); {hint}") from None


def _month_or_year(value: object) -> str:
    written = str(value).strip()
    if not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2]))?", written) or written.startswith("0000"):
        raise ValueError(f"'{value}' is not a year or a month (YYYY or YYYY-MM); a full date goes into published")
    return written


def _partial_date(value: object) -> str:
    written = value.isoformat()[:10] if isinstance(value, date) else str(value).strip()
    if not _PARTIAL_DATE.fullmatch(written):
        raise ValueError(f"'{value}' is not a date (YYYY, YYYY-MM or YYYY-MM-DD)")
    return written


def _url(value: object) -> str:
    url = _text(value)
    normalized_url(url)
    return url


def _tier(value: object) -> Tier:
    return Tier.named(_text(value))


def _sources(value: object) -> tuple[Source, ...]:
    if not isinstance(value, list):
        raise ValueError("must be a list of sources, each with id and title")
    sources = tuple(_source(each) for each in value)
    times = Counter(source.id for source in sources)
    for name, count in times.items():
        if count > 1:
            raise ValueError(f"source '{name}' is given {count} times")
    return sources


def _source(value: object) -> Source:
    if not isinstance(value, dict) or not {"id", "title"} <= value.keys():
        raise ValueError("each source must have id and title")
    unknown = value.keys() - _SOURCE_KEYS
    if unknown:
        raise ValueError(f"a source has no '{min(map(str, unknown))}'; use {', '.join(sorted(_SOURCE_KEYS))}")
    name = _word(str(value["id"]))
    quality = _text(value.get("quality") or "")
    if quality not in _QUALITIES:
        raise ValueError(f"source '{name}': quality '{quality}' must be government, good, advocacy or weak")
    try:
        return Source(
            id=name,
            title=_title(value["title"]),
            publisher=_text(value.get("publisher") or ""),
            url=_url(value["url"]) if value.get("url") else "",
            date=_partial_date(value["date"]) if value.get("date") else "",
            quality=quality,
        )
    except ValueError as error:
        raise ValueError(f"source '{name}': {error}") from error


def _speakers(value: object) -> dict[str, Speaker]:
    if not isinstance(value, dict):
        raise ValueError("must map a section's heading (or '*' for all others) to a name, or to name and aliases")
    return {_text(heading): _speaker(each) for heading, each in value.items()}


def _speaker(value: object) -> Speaker:
    if isinstance(value, str):
        return Speaker(_title(value))
    if not isinstance(value, dict) or "name" not in value or value.keys() - {"name", "aliases"}:
        raise ValueError("a speaker is a name, or has 'name' and 'aliases'")
    return Speaker(_title(value["name"]), _texts(value.get("aliases") or []))


_READERS: dict[str, Callable[[object], Any]] = {
    "title": _title,
    "kind": _word,
    "authors": _texts,
    "publisher": _text,
    "published": _date,
    "published_in": _month_or_year,
    "as_of": _date,
    "access": _tier,
    "audience": _text,
    "source_url": _url,
    "language": _word,
    "topics": _texts,
    "summary": _text,
    "questions": _texts,
    "sources": _sources,
}
