"""A lookup as it looks in a terminal."""

import re

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from qa.lookup.types import Change, Finding, Lookup, Occurrence, Verdict
from qa.render import source_line

MOST_SHOWN = 5
_LONGEST_QUOTATION = 400

VERDICTS: dict[Verdict, tuple[str, str]] = {
    "exact": ("word for word in the library", "green"),
    "altered": ("in the library in other words", "yellow"),
    "stitched": ("joined from several places", "yellow"),
    "elsewhere": ("in the library, but not where your draft says", "yellow"),
    "paraphrase": ("not in the library in these words", "red"),
    "not_found": ("not in the library", "red"),
}
"""What each verdict says, and its colour."""


def show_lookup(lookup: Lookup, console: Console) -> None:
    """Prints each quotation with its verdict, warnings and places, then how much was searched."""
    for number, finding in enumerate(lookup.findings, start=1):
        console.print(Group(*_finding(number, finding)))
        console.print()
    found = sum(finding.verdict == "exact" for finding in lookup.findings)
    quotations = f"{len(lookup.findings)} quotation{'s' if len(lookup.findings) != 1 else ''}"
    console.print(Text(f"{quotations}, {found} word for word. Searched: {lookup.documents} documents.", style="dim"))


def _finding(number: int, finding: Finding) -> list[RenderableType]:
    words, style = VERDICTS[finding.verdict]
    head = Text(f"{number}. ", style="bold").append(words, style=f"bold {style}")
    if finding.total > 1:
        head.append(f" ({finding.total:,} places)", style="dim")
    lines: list[RenderableType] = [head, Text(f"“{_short(finding.quotation.text)}”")]
    lines += [Text(f"  ! {warning}", style="yellow") for warning in finding.warnings]
    lines += [Text(f"  · {told}", style="dim") for told in finding.folded]
    if finding.verdict in ("paraphrase", "not_found") and finding.occurrences:
        lines.append(Text("Nearest passages, no quotation:", style="dim"))
    lines += [_place(place) for place in finding.occurrences[:MOST_SHOWN]]
    if len(finding.occurrences) > MOST_SHOWN:
        lines.append(Text(f"… and {len(finding.occurrences) - MOST_SHOWN:,} more (all with --json)", style="dim"))
    return lines


def _place(place: Occurrence) -> RenderableType:
    body = Text().append(_one_line(place.before)[-120:], style="dim")
    if place.changes:
        for change in place.changes:
            body.append_text(_change(change))
    else:
        body.append(place.quote)
    body.append(_one_line(place.after)[:120], style="dim")
    return Panel(
        body,
        title=Text(place.meta.title, style="cyan"),
        subtitle=Text(source_line(place.meta, place.section, place.page, place.speaker), style="dim"),
        title_align="left",
        subtitle_align="left",
    )


def _change(change: Change) -> Text:
    """The library's words, and the draft's struck out where they differ."""
    if change.op == "equal":
        return Text(change.source)
    text = Text()
    if change.yours:
        text.append(f"[-{change.yours}-]", style="red strike")
    if change.source:
        text.append(f"{{+{change.source}+}}", style="green")
    return text


def _short(text: str) -> str:
    line = _one_line(text).strip()
    return line if len(line) <= _LONGEST_QUOTATION else line[: _LONGEST_QUOTATION - 1] + "…"


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)
