"""The lines of a file as a PDF. Their words stay, whatever they hold."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from portal.conversations.export import Edition, Line
from qa.typeset import drawable, typeset

TEMPLATE = Path(__file__).with_name("conversation.typ")
_UNDRAWN = "Some characters are in no font at hand and are not drawn here. The Markdown file has them."


def pdf(lines: Sequence[Line], edition: Edition) -> bytes:
    """The file as a PDF, tagged, with an outline and links."""

    def inputs(whole: bool) -> Mapping[str, str]:
        told = [
            {"kind": line.kind, "runs": [{"text": run.text, "look": run.look} for run in line.runs]} for line in lines
        ]
        day = [edition.today.year, edition.today.month, edition.today.day]
        shown = {"name": edition.name, "title": edition.title, "day": day, "note": "" if whole else _UNDRAWN}
        return {"shown": json.dumps(drawable({**shown, "lines": told}), ensure_ascii=False)}

    return typeset(TEMPLATE, inputs)
