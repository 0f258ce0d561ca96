"""HTML from the desk's types: pure functions over the templates beside this file, which escape every value."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from corpus.types import LibraryEntry, Metadata
from portal.assets import asset_url
from portal.exchange import Exchange, cards, quotations
from portal.reading import Reading
from qa.render import answer_markdown, cited, reference
from qa.types import PassageView, Status

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
STATES = {
    "moved": "The document has been revised since this passage was first cited; it now stands elsewhere in it.",
    "reworded": "The document has been revised and now says this in other words. Below is the wording that was cited.",
    "removed": "The document has been revised and no longer holds this passage. Below is the wording that was cited.",
}
QUALITIES = {
    "government": "government or treaty text",
    "good": "established source",
    "advocacy": "advocacy",
    "weak": "weak source",
}


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "day": day,
        "kind": kind_name,
        "web_address": web_address,
        "kinds": kind_name_plural,
        "last_word": last_word,
    }
    environment.globals |= {"asset_url": asset_url, "states": STATES, "qualities": QUALITIES, "byline": byline}
    return environment


def _rendered(template: str, **values: object) -> str:
    return _templates().get_template(template).render(values)


def day(when: date) -> str:
    """`1 Nov 2011`."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def kind_name(kind: str) -> str:
    """`white-paper` as a reader knows it: `White paper`."""
    return kind.replace("-", " ").capitalize()


def kind_name_plural(kind: str) -> str:
    """`Glossaries`, `White papers`, `Briefs`."""
    name = kind_name(kind)
    if name.endswith("y"):
        return f"{name[:-1]}ies"
    return name if name.endswith("s") or name == "Then and now" else f"{name}s"


def web_address(address: str) -> str:
    """`address` if a browser may be sent there (http or https with a host), else nothing."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.netloc else ""


def last_word(text: str) -> tuple[str, str]:
    """`text` in two, so that a marker can stay on the line of the last word; a very long word is left to break."""
    opening, space, last = text.rpartition(" ")
    return (opening + space, last) if len(last) <= 24 else (text, "")


def byline(meta: Metadata) -> str:
    """Who wrote and published a document, each name once."""
    return ", ".join(dict.fromkeys(name for name in (*meta.authors, meta.publisher) if name))


def masthead(title: str) -> str:
    """The top of the chat page."""
    return _rendered("masthead.html", title=title)


def transcript(exchanges: Sequence[Exchange], base_url: str) -> str:
    """The conversation so far, oldest question first."""
    shown = [
        {
            "it": exchange,
            "quotations": quotations(exchange),
            "sources": {citation.marker: citation for citation in exchange.citations},
            "copied": copied(exchange, base_url),
        }
        for exchange in exchanges
    ]
    return _rendered("transcript.html", exchanges=shown)


def welcome(examples: Sequence[str], status: Status, documents: int) -> str:
    """What stands in the conversation's place before its first question; `documents` is how many the reader may see."""
    return _rendered("welcome.html", examples=examples, status=status, documents=documents)


def copied(exchange: Exchange, base_url: str) -> dict[str, str]:
    """What the copy button puts on the clipboard: Markdown as `plain`, and the same as HTML as `rich`."""
    answer = exchange.answer
    if answer is None or not answer.answerable:
        return {"plain": "", "rich": ""}
    references = [(citation.marker, cited(citation, base_url)) for citation in answer.citations]
    rich = _rendered("copied.html", answer=answer, references=references)
    return {"plain": answer_markdown(answer, base_url), "rich": rich}


def sources(exchanges: Sequence[Exchange]) -> str:
    """The panel beside the conversation: the cited passages of each answer, the newest in view."""
    shown = [{"it": exchange, "cards": cards(exchange.citations)} for exchange in exchanges if exchange.citations]
    return _rendered("sources.html", exchanges=shown)


def announcement(exchanges: Sequence[Exchange]) -> str:
    """What a screen reader says as the newest answer comes along."""
    return _rendered("announcement.html", exchange=exchanges[-1] if exchanges else None)


def library(entries: Sequence[LibraryEntry]) -> str:
    """The list of documents, with a search box that the page's script brings to life."""
    counted = sorted(Counter(entry.meta.kind for entry in entries).items())
    return _rendered("library.html", entries=entries, kinds=counted)


def library_page(entries: Sequence[LibraryEntry], *, title: str) -> str:
    """The same list as a page of its own."""
    return _rendered("documents.html", listing=Markup(library(entries)), title=title)  # noqa: S704 - rendered above


def passage_page(view: PassageView, *, title: str, canonical: str) -> str:
    """A passage in its context, with its sources and a reference to copy."""
    passage = view.passage
    return _rendered(
        "passage.html",
        view=view,
        reference=reference(view.meta, passage.section, passage.page, canonical),
        sources=[(None, source) for source in view.sources],
        title=title,
        canonical=canonical,
    )


def document_page(reading: Reading, *, title: str, canonical: str) -> str:
    """A whole document with its contents and sources."""
    return _rendered(
        "document.html",
        reading=reading,
        meta=reading.entry.meta,
        sources=list(enumerate(reading.sources, 1)),
        title=title,
        canonical=canonical,
    )


def missing_page(title: str = "Refdesk") -> str:
    """What a reader sees where there is nothing, or nothing for them: one page for both."""
    return _rendered("missing.html", title=title)


def failed_page(sentence: str, *, title: str) -> str:
    """What a reader sees when the library cannot be read just now."""
    return _rendered("failed.html", title=title, sentence=sentence)
