"""What a page says of itself to reference managers and search engines: Highwire tags, COinS, schema.org."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from qa.references.bibtex import one_line
from qa.references.items import Item, csl_item, permalink
from qa.references.names import whole_family, written_name
from qa.references.styles import STYLES
from qa.references.works import Work, cite_address, work_name

SCHEMA_TYPES = {
    "article-journal": "ScholarlyArticle",
    "article-magazine": "Article",
    "article-newspaper": "NewsArticle",
    "bill": "Legislation",
    "book": "Book",
    "chapter": "Chapter",
    "legislation": "Legislation",
    "post-weblog": "BlogPosting",
    "regulation": "Legislation",
    "report": "Report",
    "thesis": "Thesis",
    "treaty": "Legislation",
    "webpage": "WebPage",
}
GENRES = {"report": "report", "book": "book", "chapter": "bookitem", "article-journal": "article"}


@dataclass(frozen=True, slots=True)
class Scholarly:
    """The head of a page and one span in its body.

    `tags` are names and contents of meta elements, `alternates` the same work as files (media type, title, address);
    `linked_data` is JSON-LD that may stand in a script element, `coins` the title of the COinS span, `unapi` the id.
    """

    tags: tuple[tuple[str, str], ...]
    alternates: tuple[tuple[str, str, str], ...]
    linked_data: Markup
    coins: str
    unapi: str
    cite: str


def scholarly(work: Work, base_url: str) -> Scholarly:
    """What the page of `work` says of itself; `base_url` is the desk's own address."""
    item = csl_item(work, base_url, date.today())
    cite = cite_address(work.path)
    return Scholarly(
        tags=tuple(highwire(item, permalink(work, base_url))),
        alternates=tuple((s.media_type, s.title, f"{cite}style={s.name}") for s in STYLES.values() if s.is_file),
        linked_data=embeddable(linked_data(work, item, base_url)),
        coins=coins(item),
        unapi=f"{'document' if work.whole else 'passage'}:{work_name(work.path)}",
        cite=cite,
    )


def highwire(item: Item, address: str) -> Iterator[tuple[str, str]]:
    """The `citation_…` tags, one author each; dates as far as they are known."""
    yield "citation_title", item["title"]
    for name in item.get("author", ()):
        yield "citation_author", written_name(name)
    if issued := written_date(item, "/"):
        yield "citation_publication_date", issued
    if "container-title" in item:
        periodical = item["type"].startswith("article")
        yield "citation_journal_title" if periodical else "citation_publisher", item["container-title"]
    if "publisher" in item:
        yield "citation_publisher", item["publisher"]
    if item["type"] == "report":
        institution = item.get("publisher") or next(
            (n["literal"] for n in item.get("author", ()) if "literal" in n), ""
        )
        if institution:
            yield "citation_technical_report_institution", institution
    if "language" in item:
        yield "citation_language", item["language"]
    yield "citation_public_url", address


def coins(item: Item) -> str:
    """The work as an OpenURL context object."""
    genre = GENRES.get(item["type"])
    form = "journal" if genre == "article" else "book" if genre else "dc"
    title = {"journal": "rft.atitle", "book": "rft.btitle", "dc": "rft.title"}[form]
    pairs = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", f"info:ofi/fmt:kev:mtx:{form}"),
        ("rft.genre" if genre else "rft.type", genre or item["type"]),
        (title, item["title"]),
        *(("rft.creator" if form == "dc" else "rft.au", written_name(name)) for name in item.get("author", ())),
        ("rft.date", written_date(item, "-")),
        ("rft.jtitle" if form == "journal" else "rft.publisher", item.get("container-title", "")),
        ("rft.pub" if form == "book" else "rft.publisher", item.get("publisher", "")),
        ("rft.language", item.get("language", "")),
        ("rft_id" if form != "dc" else "rft.identifier", item.get("URL", "")),
    ]
    return urlencode([(name, one_line(value)) for name, value in pairs if value])


def linked_data(work: Work, item: Item, base_url: str) -> dict[str, Any]:
    """The page in schema.org's words: a document, or a quotation from one."""
    document: dict[str, Any] = {
        "@type": SCHEMA_TYPES.get(item["type"], "CreativeWork"),
        "name": item["title"],
        "url": f"{base_url}/documents/{work.document_id}",
        "author": [person_or_body(name) for name in item.get("author", ())],
        "publisher": body(item.get("publisher") or item.get("container-title") or ""),
        "datePublished": written_date(item, "-"),
        "inLanguage": item.get("language", ""),
        "isBasedOn": item["URL"] if work.meta.source_url == item.get("URL") else "",
    }
    told = {key: value for key, value in document.items() if value}
    if work.whole:
        return {"@context": "https://schema.org", **told}
    passage = {"@type": "Quotation", "url": permalink(work, base_url), "isPartOf": told}
    if work.pinpoint:
        passage["pagination" if work.pinpoint.label == "page" else "position"] = work.pinpoint.words
    return {"@context": "https://schema.org", **passage}


def embeddable(content: dict[str, Any]) -> Markup:
    """JSON that no value of it can end a script element with."""
    text = json.dumps(content, ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - every character that HTML could act on is escaped above


def person_or_body(name: dict[str, str]) -> dict[str, str]:
    """An author in schema.org's words."""
    if "literal" in name:
        return body(name["literal"])
    told = {"@type": "Person", "familyName": whole_family(name), "givenName": name.get("given", "")}
    return {**told, "honorificSuffix": name["suffix"]} if "suffix" in name else told


def body(name: str) -> dict[str, str]:
    """An institution in schema.org's words, nothing for no name."""
    return {"@type": "Organization", "name": name} if name else {}


def written_date(item: Item, between: str) -> str:
    """`2011`, `2011-11` or `2011-11-01`, as far as it is known."""
    parts = item["issued"]["date-parts"][0] if "issued" in item else ()
    return between.join(f"{part:04}" if at == 0 else f"{part:02}" for at, part in enumerate(parts))
