"""A checked receipt as it looks in a terminal, and as JSON values."""

from typing import Any

from rich.console import Console
from rich.text import Text

from qa.receipt.check import Checked, Verification
from qa.receipt.read import Receipt

_STYLES = {"unchanged": "green", "moved": "cyan", "receipt altered": "bold red"}
_TOLD = {
    "unchanged": "stands word for word where it stood",
    "moved": "stands word for word, elsewhere in the document",
    "reworded": "the document now says this in other words",
    "removed": "the library no longer has these words",
    "erased": "the words have been erased from the library",
    "not visible to you": "the library has no such document for this reader",
    "receipt altered": "the receipt contradicts itself here: it is not as it was given out",
}
_PROSE = (
    "Its sentences are a language model's. Each was checked against the passages that it cites when the receipt was "
    "made; what is checked here are those passages."
)
_SIGNATURES = {
    "none": "It is not signed: its hash shows damage, not forgery.",
    "valid": "Its signature is this desk's.",
    "wrong": "Its signature is not this desk's: it was forged, or signed with another key.",
    "unchecked": "It is signed; without REFDESK_RECEIPT_KEY the signature cannot be checked.",
}


def show_verification(receipt: Receipt, found: Verification, console: Console) -> None:
    """Prints what the check found: the receipt itself, then each quotation."""
    console.print(Text(f"Receipt of {receipt.issued_at}: {receipt.answer.question}", style="bold"))
    for line in told(receipt, found):
        console.print(Text(line))
    if found.nearest and not found.citations:
        console.print(Text("\nNearest passages, no answer:", style="dim"))
    for checked in (*found.citations, *found.nearest):
        console.print()
        _show(checked, console)


def told(receipt: Receipt, found: Verification) -> list[str]:
    """What there is to say of the receipt as a whole, in sentences."""
    whole = "It is as it was sealed." if found.intact else "It is NOT as it was sealed: it was altered or damaged."
    library = (
        "The library has not been changed since."
        if found.same_library
        else f"The library was at generation {receipt.library.generation} then and is at {found.generation} now."
    )
    prose = [_PROSE] if receipt.answer.mode == "generative" else []
    return [whole, _SIGNATURES[found.signature], *found.faults, *prose, library]


def _show(checked: Checked, console: Console) -> None:
    style = _STYLES.get(checked.outcome, "yellow")
    line = Text().append(f"[{checked.marker}] ", style="cyan").append(checked.outcome, style=style)
    console.print(line.append(f": {_TOLD[checked.outcome]}.", style="dim"))
    console.print(Text(f"    “{checked.quote}” ({checked.title})"))
    if checked.changes:
        words = Text("    ")
        for change in checked.changes:
            if change.op == "equal":
                words.append(change.now)
                continue
            words.append(f"[-{change.before.strip()}-] " if change.before.strip() else "", style="red")
            words.append(f"{{+{change.now.strip()}+}} " if change.now.strip() else "", style="green")
        console.print(words)
    for note in checked.notes:
        console.print(Text(f"    {note}", style="dim"))
    if checked.url:
        console.print(Text(f"    {checked.url}", style="dim"))


def verification_json(receipt: Receipt, found: Verification) -> dict[str, Any]:
    """The same for programs."""
    return {
        "question": receipt.answer.question,
        "issued_at": receipt.issued_at,
        "intact": found.intact,
        "signature": found.signature,
        "same_library": found.same_library,
        "generation": found.generation,
        "told": told(receipt, found),
        "exit_code": found.exit_code,
        "citations": [_checked_json(checked) for checked in found.citations],
        "nearest": [_checked_json(checked) for checked in found.nearest],
    }


def _checked_json(checked: Checked) -> dict[str, Any]:
    return {
        "marker": checked.marker,
        "outcome": checked.outcome,
        "quote": checked.quote,
        "title": checked.title,
        "url": checked.url,
        "changes": [{"op": change.op, "before": change.before, "now": change.now} for change in checked.changes],
        "notes": list(checked.notes),
    }
