"""The report of a check, in Markdown: what was looked up, the verdict on each quotation, and where the words stand."""

from collections.abc import Iterator
from datetime import datetime

from portal.checked import Card, Checked, Place
from portal.verdicts import counted
from qa.lookup.types import Change
from qa.references.runs import escaped_markdown
from qa.render import source_line


def report(it: Checked, at: datetime, base_url: str) -> str:
    """The whole report, ending in a line break. `base_url` makes its links absolute; `at` says when it was checked."""
    lines = ["# Quotations checked", "", f"{it.summary} {it.searched}", ""]
    file = f", file {escaped_markdown(it.name)}" if it.name else ""
    lines += [f"Checked on {at:%B} {at.day}, {at.year}, at {at:%H:%M} UTC{file}."]
    for card in it.cards:
        lines += ["", *_card(card, base_url)]
    return "\n".join(lines).rstrip() + "\n"


def _card(card: Card, base_url: str) -> Iterator[str]:
    finding = card.finding
    yield f"## {card.number}. {card.wording.name}"
    yield ""
    yield from _quoted(finding.quotation.text)
    if finding.quotation.attributed_to:
        yield from ("", f"Your draft names: {escaped_markdown(_line(finding.quotation.attributed_to))}")
    yield ""
    for warning in card.warnings:
        yield f"- **{escaped_markdown(_line(warning))}**"
    if card.warnings:
        yield ""
    yield escaped_markdown(_line(card.meaning))
    for sentence in finding.folded:
        yield f"- {escaped_markdown(_line(sentence))}"
    if card.edits:
        yield from ("", f"The library’s words: {_line(''.join(map(_edit, card.edits)))}")
    yield from _places(card, base_url)


def _places(card: Card, base_url: str) -> Iterator[str]:
    if card.places:
        yield from ("", f"### {card.heading}")
    for place in card.places:
        yield ""
        yield from _place(place, base_url)
    if card.more:
        yield ""
    for place in card.more:
        yield f"- {_cited(place, base_url)}"
    if card.unlisted:
        yield from ("", f"Not listed: {counted(card.unlisted, 'more place')}, for the words are common.")


def _edit(change: Change) -> str:
    """A run of the diff: words to strike out as ~~these~~, words to put in as **these**."""
    if change.op == "equal":
        return escaped_markdown(change.source or change.yours)
    struck = f"~~{escaped_markdown(change.yours)}~~" if change.yours else ""
    put = f"**{escaped_markdown(change.source)}**" if change.source else ""
    return f"{struck} {put}".strip()


def _place(place: Place, base_url: str) -> Iterator[str]:
    if place.part:
        yield from (f"Part: “{escaped_markdown(_line(place.part))}”", "")
    yield from _quoted(place.occurrence.quote)
    yield ""
    yield _cited(place, base_url)
    if place.gap:
        gap = place.gap
        between = (
            f"In between: “{escaped_markdown(_line(gap.words))}”"
            if gap.words
            else f"{gap.count:,} words lie in between."
        )
        yield from ("", gap.why or between)


def _cited(place: Place, base_url: str) -> str:
    it = place.occurrence
    source = f"“{it.meta.title}”, {source_line(it.meta, it.section, it.page, it.speaker)}"
    return f"{escaped_markdown(_line(source))}: {base_url}{it.url}"


def _quoted(words: str) -> Iterator[str]:
    for line in words.strip().splitlines():
        yield f"> {escaped_markdown(line)}".rstrip()


def _line(text: str) -> str:
    """`text` on one line, so that no part of it can begin a block of its own."""
    return " ".join(text.split())
