"""The lines of a file as Markdown, and as a Word document by pandoc. Their words stay, whatever they hold."""

import json
import re
import subprocess
from collections.abc import Sequence
from typing import Any

from portal.conversations.errors import ExportUnavailable
from portal.conversations.export import Line
from qa.references.runs import Run, as_markdown

WITHIN_S = 30.0
API_VERSION = [1, 23]
"""Of pandoc's JSON, as `qa/references/csl.py` writes it."""

_BEGINS = re.compile(r"^(\s*\d*)([-+=.)])", re.MULTILINE)
_ENTITY = re.compile(r"&(?=#?\w+;)")
_OPENING = {"title": "# ", "question": "## ", "words": "", "quotation": "> ", "note": "*", "label": "**"}
_CLOSING = {"note": "*", "label": "**"}
Node = dict[str, Any]


def markdown(lines: Sequence[Line]) -> str:
    """The file in CommonMark."""
    return "\n\n".join(map(_written, lines)) + "\n"


def _written(line: Line) -> str:
    text = as_markdown(line.runs)
    text = _ENTITY.sub(r"\\&", text)
    text = _BEGINS.sub(r"\1\\\2", text)
    if line.kind in ("title", "question"):
        text = " ".join(text.split())
    text = text.replace("\n", "\n> " if line.kind == "quotation" else "\n")
    return f"{_OPENING[line.kind]}{text}{_CLOSING.get(line.kind, '')}"


def docx(lines: Sequence[Line]) -> bytes:
    """The file in Word's format. Raises ExportUnavailable."""
    import pypandoc

    document = {"pandoc-api-version": API_VERSION, "meta": {}, "blocks": [_block(line) for line in lines]}
    command = [pypandoc.get_pandoc_path(), "--from=json", "--to=docx", "--sandbox", "--quiet", "--output=-"]
    try:
        done = subprocess.run(
            command, input=json.dumps(document).encode(), capture_output=True, timeout=WITHIN_S, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise ExportUnavailable("The Word file cannot be made just now. Save the conversation as Markdown.") from error
    return done.stdout


def _block(line: Line) -> Node:
    words = [node for run in line.runs for node in _inlines(run)]
    match line.kind:
        case "title":
            return {"t": "Header", "c": [1, ["", [], []], words]}
        case "question":
            return {"t": "Header", "c": [2, ["", [], []], words]}
        case "quotation":
            return {"t": "BlockQuote", "c": [{"t": "Para", "c": words}]}
        case "note":
            return {"t": "Para", "c": [{"t": "Emph", "c": words}]}
        case "label":
            return {"t": "Para", "c": [{"t": "Strong", "c": words}]}
        case "words":
            return {"t": "Para", "c": words}


def _inlines(run: Run) -> list[Node]:
    """The words of a run in its look; a line of them ends where it ended."""
    words: list[Node] = []
    for number, text in enumerate(run.text.split("\n")):
        words += [{"t": "LineBreak"}] if number else []
        words += [{"t": "Str", "c": text}] if text else []
    if run.look == "link":
        return [{"t": "Link", "c": [["", [], []], words, [run.text, ""]]}]
    shapes = {"italic": "Emph", "small-caps": "SmallCaps", "raised": "Superscript"}
    return [{"t": shapes[run.look], "c": words}] if run.look else words
