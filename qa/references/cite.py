"""Works → references in a style, each with its closing words; or a file for a reference manager."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from qa.references.bibtex import bibtex
from qa.references.csl import Made, made
from qa.references.fitting import fitted, pointed
from qa.references.items import Item, csl_item, permalink, web_address
from qa.references.ris import ris
from qa.references.runs import Run, Runs, as_html, as_markdown, joined, plain
from qa.references.styles import Form, Style
from qa.references.works import Work

VISITED = re.compile(r"(?:[Aa]ccessed|Retrieved|last visited) (?:\w+\.? \d+, \d{4}|\d+ \w+\.? \d{4})")
"""How a style gives the date of access."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A formatted reference: `body` as the style makes it, then `closing`, the desk's own words.

    `in_text` is what goes into the text for a style with a list of works, empty for one with notes. `permalink` and
    `item` are the work's address at this desk and its CSL-JSON.
    """

    work: Work
    style: Style
    form: Form
    body: Runs
    closing: Runs
    in_text: Runs
    permalink: str
    item: Item

    @property
    def runs(self) -> Runs:
        """The whole reference."""
        return joined((*self.body, Run(" "), *self.closing)) if self.closing else self.body

    @property
    def text(self) -> str:
        """The whole reference as plain text."""
        return plain(self.runs)

    @property
    def html(self) -> str:
        """The whole reference as HTML."""
        return as_html(self.runs)

    @property
    def markdown(self) -> str:
        """The whole reference as Markdown."""
        return as_markdown(self.runs)


def references(
    works: Sequence[Work], style: Style, *, form: str | None = None, base_url: str = "", accessed: date
) -> tuple[Reference, ...]:
    """A reference for each of `works`, in order.

    `base_url` makes permalinks absolute, `accessed` is the day on which they were read. Raises StyleError for a form
    that the style has not, ReferencesUnavailable.
    """
    wanted = style.form(form)
    items = [csl_item(work, base_url, accessed) for work in works]
    shaped = [
        fitted({**item, "id": _identity(number, work, style)}, style, work.pinpoint)
        for number, (work, item) in enumerate(zip(works, items, strict=True))
    ]
    places = [pointed(item, style, work.pinpoint) for item, work in zip(items, works, strict=True)]
    return tuple(
        _reference(work, item, one, style=style, form=wanted, base_url=base_url, accessed=accessed)
        for work, item, one in zip(works, items, made(shaped, places, style.csl, alone=style.alone), strict=True)
    )


def exported(works: Sequence[Work], style: Style, *, base_url: str = "", accessed: date) -> str:
    """The works as a file for a reference manager, each document once; its notes list the cited passages."""
    documents: dict[str, list[Work]] = {}
    for work in works:
        documents.setdefault(work.document_id, []).append(work)
    items = [_noted(cited, base_url, accessed) for cited in documents.values()]
    if style.name == "bibtex":
        return bibtex(items)
    if style.name == "ris":
        return ris(items)
    return json.dumps(items, indent=1, ensure_ascii=False) + "\n"


def _noted(works: Sequence[Work], base_url: str, accessed: date) -> Item:
    """The item of the document that all `works` are in, with a note of where and what each of them is."""
    first = works[0]
    item = csl_item(first, base_url, accessed)
    if all(work.whole for work in works):
        return item
    if len(works) > 1:
        item["custom"] = {"permalink": f"{base_url}/documents/{first.document_id}"}
    notes = []
    for work in works:
        place = f"{work.pinpoint.words}, " if work.pinpoint else ""
        speaker = f" ({work.speaker})" if work.speaker else ""
        notes.append(f"{place}{permalink(work, base_url)}{speaker}")
    return {**item, "id": first.document_id, "note": "Cited: " + "; ".join(dict.fromkeys(notes))}


def _identity(number: int, work: Work, style: Style) -> str:
    """Notes stand each for itself; in a list of works, a document is one work."""
    return f"n{number}" if style.forms[0] == "note" else work.document_id


def _reference(
    work: Work, item: Item, one: Made, *, style: Style, form: Form, base_url: str, accessed: date
) -> Reference:
    body = one.entry if form == "bibliography" else one.citation
    link = permalink(work, base_url)
    return Reference(
        work=work,
        style=style,
        form=form,
        body=_settled(body, style),
        closing=() if form == "in-text" else _closing(work, item, plain(body), form, link, accessed),
        in_text=one.citation if "in-text" in style.forms else (),
        permalink=link,
        item=item,
    )


def _settled(body: Runs, style: Style) -> Runs:
    """Without the comma that the Bluebook style leaves between a title and the parenthesis after it."""
    if style.name != "bluebook":
        return body
    settled = list(body)
    for at in range(1, len(settled)):
        if settled[at - 1].look == "italic" and settled[at].text.startswith(", ("):
            settled[at] = replace(settled[at], text=settled[at].text[1:])
    return tuple(settled)


def _closing(work: Work, item: Item, body: str, form: Form, link: str, accessed: date) -> Runs:
    """What no style has a place for: the place in a list of works, who speaks, and when and where it was read."""
    words = []
    if form == "bibliography" and work.pinpoint:
        words.append(sentence(f"Cited: {work.pinpoint.words}"))
    if work.speaker:
        words.append(sentence(f"Speaking: {work.speaker}"))
    visited = VISITED.search(body) is not None
    if item.get("URL") == link:
        words += [] if visited else [f"Accessed {long_date(accessed)}."]
        return joined([Run(" ".join(words))])
    words.append("Permalink:" if visited else f"Accessed {long_date(accessed)},")
    return Run(" ".join(words) + " "), Run(link, "link" if web_address(link) else ""), Run(".")


def sentence(words: str) -> str:
    """`words` with a full stop, before a closing quotation mark as Americans set it."""
    if words.endswith((".", "?", "!", ".”", "?”", "!”")):
        return words
    return f"{words[:-1]}.”" if words.endswith("”") else f"{words}."


def long_date(value: date) -> str:
    """A date as `November 1, 2011`, whatever the language of the machine."""
    return f"{MONTHS[value.month - 1]} {value.day}, {value.year}"


MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
