"""HTML from the desk's types: pure functions over the templates beside this file, which escape every value."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from corpus.types import LibraryEntry, Metadata, Tier
from portal.account import reading
from portal.assets import asset_url
from portal.exchange import Exchange, cards, quotations
from portal.glosses import NO_GLOSSES, Glosses
from portal.permalink import in_document, leaf
from portal.reading import Reading
from portal.scholarly import scholarly
from portal.worded import worded
from qa.permalink.record import annotation
from qa.permalink.types import PassageView
from qa.prose.wording import told
from qa.references.items import web_address
from qa.references.styles import STYLES
from qa.references.works import Work, cite_address, shown_passage, work_name
from qa.render import answer_json, answer_markdown, attributed, said, told_besides
from qa.types import Status

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
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
        "month": month,
        "kind": kind_name,
        "web_address": web_address,
        "kinds": kind_name_plural,
        "tier": tier_name,
    }
    environment.globals |= {"told_of_prose": told}
    environment.globals |= {"asset_url": asset_url, "qualities": QUALITIES, "byline": byline}
    environment.globals |= {"cite_address": cite_address, "who_reads": reading}
    environment.globals |= {"cite_styles": cite_styles(), "cite_files": [s for s in STYLES.values() if s.is_file]}
    return environment


def rendered(template: str, **values: object) -> str:
    """The template of that file name, filled with `values`. Raises jinja2's UndefinedError for one that it misses."""
    return _templates().get_template(template).render(values)


def day(when: date) -> str:
    """`1 Nov 2011`."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def month(when: str) -> str:
    """`Nov 2011` for `2011-11`; a year alone stays."""
    year, _, number = when.partition("-")
    return f"{MONTHS[int(number) - 1]} {year}" if number else year


def kind_name(kind: str) -> str:
    """`white-paper` as a reader knows it: `White paper`."""
    return kind.replace("-", " ").capitalize()


def kind_name_plural(kind: str) -> str:
    """`Glossaries`, `White papers`, `Briefs`."""
    name = kind_name(kind)
    if name.endswith("y"):
        return f"{name[:-1]}ies"
    return name if name.endswith("s") or name == "Then and now" else f"{name}s"


def tier_name(tier: Tier) -> str:
    """Whom a document is for, in a word: `Public`, `Members`, `Staff`."""
    return {Tier.PUBLIC: "Public", Tier.MEMBER: "Members", Tier.STAFF: "Staff"}[tier]


def byline(meta: Metadata) -> str:
    """Who wrote and published a document, each name once."""
    return ", ".join(dict.fromkeys(name for name in (*meta.authors, meta.publisher) if name))


def masthead(title: str, *, writes: bool = False) -> str:
    """The top of the chat page of a desk that may write prose (`writes`)."""
    return rendered("masthead.html", title=title, writes=writes)


def account() -> str:
    """What the masthead says of who reads."""
    return rendered("account.html")


def transcript(
    exchanges: Sequence[Exchange], base_url: str, glosses: Glosses = NO_GLOSSES, *, tools: bool = True
) -> str:
    """The conversation so far, oldest question first; each answer explains a term once. Without `tools` it is merely
    to be read."""
    shown = [
        {
            "it": exchange,
            "quotations": worded(quotations(exchange), glosses, exchange),
            "sources": {citation.marker: citation for citation in exchange.citations},
            "copied": copied(exchange, base_url),
            "cite": cite_all_address(exchange),
            "posted": posted(exchange),
        }
        for exchange in exchanges
    ]
    return rendered("transcript.html", exchanges=shown, tools=tools)


def welcome(
    examples: Sequence[str],
    status: Status,
    documents: int,
    *,
    greeting: str = "",
    language: str = "en",
    writes: bool = False,
) -> str:
    """What stands in the conversation's place before its first question; `documents` is how many the reader may see.

    A `greeting` in its own `language` may stand in the place of the desk's.
    """
    shown = {"examples": examples, "status": status, "documents": documents, "writes": writes}
    return rendered("welcome.html", **shown, greeting=greeting, language=language)


def copied(exchange: Exchange, base_url: str) -> dict[str, str]:
    """What the copy button puts on the clipboard before the references: Markdown as `plain`, the same in HTML as
    `rich`."""
    answer = exchange.answer
    if answer is None or not answer.answerable:
        return {"plain": "", "rich": ""}
    return {
        "plain": answer_markdown(answer, base_url),
        "rich": rendered(
            "copied.html", attributed=attributed, answer=answer, besides=told_besides(answer), said=said(answer)
        ),
    }


def cite_all_address(exchange: Exchange) -> str:
    """Where the references of all citations of an answer are, in the order of the citations, up to the style."""
    cited = urlencode([("passage", work_name(citation.url)) for citation in exchange.citations])
    return f"/api/cite?{cited}&" if cited else ""


def cite_styles() -> list[tuple[str, str, str]]:
    """The styles for readers with their forms and a name for each pair: `Chicago, note`."""
    return [
        (style.name, form, f"{style.title}, {form}" if len(style.forms) > 1 and "note" in style.forms else style.title)
        for style in STYLES.values()
        for form in style.forms
        if not style.is_file and form != "in-text"
    ]


def posted(exchange: Exchange) -> str:
    """What the page hands in for a receipt: the answer and what it was asked with, as JSON."""
    if exchange.answer is None:
        return ""
    filters = exchange.filters
    narrowing = {"kinds": list(filters.kinds), "documents": list(filters.documents)}
    shown = {"answer": answer_json(exchange.answer), "filters": narrowing}
    return json.dumps(shown, ensure_ascii=False)


def sources(exchanges: Sequence[Exchange], glosses: Glosses = NO_GLOSSES, *, tools: bool = True) -> str:
    """The panel beside the conversation: the cited passages of each answer, the newest in view. Without `tools` it is
    one of several on a page that is merely to be read."""
    shown = [{"it": one, "cards": cards(one.citations, glosses)} for one in exchanges if one.citations]
    return rendered("sources.html", exchanges=shown, tools=tools)


def announcement(exchanges: Sequence[Exchange]) -> str:
    """What a screen reader says as the newest answer comes along."""
    return rendered("announcement.html", exchange=exchanges[-1] if exchanges else None)


def library(entries: Sequence[LibraryEntry], *, heading: Literal["h1", "h2"] = "h2") -> str:
    """The list of documents under a `heading`, with a search box that the page's script brings to life."""
    topics = Counter(topic for entry in entries for topic in entry.meta.topics)
    return rendered(
        "library.html",
        heading=heading,
        entries=sorted(entries, key=lambda entry: entry.meta.title.casefold()),
        kinds=sorted(Counter(entry.meta.kind for entry in entries).items()),
        tiers=sorted(Counter(entry.meta.access for entry in entries).items()),
        topics=sorted(topics.items(), key=lambda item: (-item[1], item[0].casefold())),
    )


def library_page(entries: Sequence[LibraryEntry], *, title: str) -> str:
    """The same list as a page of its own."""
    return rendered("documents.html", listing=Markup(library(entries, heading="h1")), title=title)  # noqa: S704 - rendered above


def passage_page(view: PassageView, *, title: str, site: str, glosses: Glosses = NO_GLOSSES, sheet: str = "") -> str:
    """A passage in its context, what has become of it, its sources and its references; `site` is the desk's address,
    `sheet` where its page is shown as printed, if it is."""
    passage = view.passage
    work = shown_passage(view)
    canonical = f"{site}/passages/{passage.id}"
    return rendered(
        "passage.html",
        view=view,
        leaf=leaf(view, glosses),
        scholarly=scholarly(work, site) if work else None,
        sources=[(None, source) for source in view.sources],
        annotation=annotation(view, site),
        in_document=in_document(view),
        sheet=sheet,
        title=title,
        canonical=canonical,
        site=site,
    )


def document_page(reading: Reading, *, work: Work, title: str, canonical: str) -> str:
    """A whole document with its contents, its sources and its references."""
    return rendered(
        "document.html",
        reading=reading,
        meta=reading.entry.meta,
        sources=list(enumerate(reading.sources, 1)),
        scholarly=scholarly(work, canonical.removesuffix(work.path)),
        title=title,
        canonical=canonical,
    )


def missing_page(title: str = "Refdesk") -> str:
    """What a reader sees where there is nothing, or nothing for them: one page for both."""
    return rendered("missing.html", title=title)


def signing_in_page(sentence: str, *, title: str) -> str:
    """What a reader sees who is not signed on as they wished."""
    return rendered("signing_in.html", title=title, sentence=sentence)


def failed_page(sentence: str, *, title: str) -> str:
    """What a reader sees when the library cannot be read just now."""
    return rendered("failed.html", title=title, sentence=sentence)
