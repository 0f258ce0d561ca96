"""A work → its CSL-JSON item: the type that its kind of document has, names, dates as far as they are known."""

from datetime import date
from typing import Any
from urllib.parse import quote, urlsplit

from corpus.types import Metadata
from qa.references.names import csl_names
from qa.references.works import Work

Item = dict[str, Any]

TYPES = {
    "report": "report memo memorandum paper policy-paper position-paper review strategy study white-paper",
    "article-journal": "journal-article",
    "article-magazine": "article magazine-article",
    "article-newspaper": "news news-article newspaper-article op-ed",
    "bill": "bill resolution",
    "book": "book",
    "chapter": "chapter",
    "hearing": "hearing testimony",
    "interview": "interview",
    "legislation": "act law legislation statute",
    "post-weblog": "blog blog-post post",
    "regulation": "directive order regulation",
    "speech": "address remarks speech statement",
    "thesis": "dissertation thesis",
    "treaty": "agreement convention protocol treaty",
}
"""Kinds of documents by the CSL type that they have; all others are web pages, or reports where they have pages."""

BY_KIND = {kind: csl_type for csl_type, kinds in TYPES.items() for kind in kinds.split()}
GENRES = {"press-release": "Press release", "fact-sheet": "Fact sheet"}
IN_A_CONTAINER = frozenset(("article-journal", "article-magazine", "article-newspaper", "post-weblog", "webpage"))
"""Types whose publisher is the periodical or site that they stand in."""


def csl_item(work: Work, base_url: str, accessed: date) -> Item:
    """The work as a CSL-JSON item.

    What is not known is left out; a publisher who is the author is not repeated. `custom` holds what CSL has no place
    for: the permalink, the pinpoint and the speaker.
    """
    meta = work.meta
    item: Item = {
        "id": work.id,
        "type": csl_type(work),
        "title": " ".join(meta.title.split()) or "[Untitled]",
        "author": csl_names(meta.authors, meta.publisher),
        "genre": GENRES.get(meta.kind, ""),
        "issued": issued(meta),
        "URL": _encoded(web_address(meta.source_url)) or (base_url and f"{base_url}/documents/{work.document_id}"),
        "accessed": _parts(accessed),
        "language": meta.language,
        "custom": _custom(work, base_url),
    }
    if meta.publisher and meta.publisher not in meta.authors:
        item["container-title" if item["type"] in IN_A_CONTAINER else "publisher"] = meta.publisher
    return {key: value for key, value in item.items() if value}


def csl_type(work: Work) -> str:
    """The CSL type of the work's kind of document."""
    return BY_KIND.get(work.meta.kind) or ("report" if work.paginated else "webpage")


def issued(meta: Metadata) -> dict[str, Any] | None:
    """When it was published, to the day, the month or the year, as far as that is known."""
    if meta.published:
        return _parts(meta.published)
    return {"date-parts": [[int(part) for part in meta.published_in.split("-")]]} if meta.published_in else None


def permalink(work: Work, base_url: str) -> str:
    """Where the work can be read at this desk; relative to its root where `base_url` is empty."""
    return f"{base_url}{work.path}"


def web_address(address: str) -> str:
    """`address` if a browser may be sent there (http or https with a host), else nothing."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.netloc else ""


def _encoded(address: str) -> str:
    """`address` with what may not stand in one percent-encoded."""
    return quote(address, safe="!#$%&'()*+,/:;=?@[]~")


def _custom(work: Work, base_url: str) -> dict[str, Any]:
    custom: dict[str, Any] = {"permalink": permalink(work, base_url)}
    if work.pinpoint:
        custom["locator"] = {"label": work.pinpoint.label, "value": work.pinpoint.value}
    if work.speaker:
        custom["speaker"] = work.speaker
    return custom


def _parts(day: date) -> dict[str, Any]:
    return {"date-parts": [[day.year, day.month, day.day]]}
