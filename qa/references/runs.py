"""The words of a formatted reference with their looks, as plain text, HTML and Markdown. Pure functions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

Look = Literal["", "italic", "small-caps", "raised", "link"]
SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one look. A `link` is a web address that stands for itself."""

    text: str
    look: Look = ""


Runs = tuple[Run, ...]


def joined(runs: Sequence[Run]) -> Runs:
    """The same words with neighbors of one look in one run, none of them empty."""
    merged: list[Run] = []
    for run in runs:
        if merged and merged[-1].look == run.look and run.look != "link":
            merged[-1] = Run(merged[-1].text + run.text, run.look)
        elif run.text:
            merged.append(run)
    return tuple(merged)


def plain(runs: Sequence[Run]) -> str:
    """The words alone."""
    return "".join(run.text for run in runs)


def as_html(runs: Sequence[Run]) -> str:
    """The words as HTML, every one of them escaped; small capitals by style, web addresses as links."""
    shapes = {
        "": "{0}",
        "italic": "<i>{0}</i>",
        "small-caps": '<span style="font-variant:small-caps">{0}</span>',
        "raised": "<sup>{0}</sup>",
        "link": '<a href="{0}">{0}</a>',
    }
    return "".join(shapes[run.look].format(escape(run.text)) for run in runs)


def as_markdown(runs: Sequence[Run]) -> str:
    """The words as Markdown, its own characters escaped; small capitals are left plain, for Markdown has none."""
    return "".join(_marked(run) for run in runs)


def _marked(run: Run) -> str:
    if run.look == "link":
        return f"<{run.text}>"
    words = escaped_markdown(run.text)
    return f"*{words}*" if run.look == "italic" and words.strip() == words else words


def escaped_markdown(text: str) -> str:
    """`text` with Markdown's own characters escaped, so that it reads as it stands."""
    return SPECIAL.sub(r"\\\1", text)
