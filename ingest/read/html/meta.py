"""What a web page says of itself: title, authors, publisher, day of publication, address, language.

Only metadata counts; a day that stands in the running text is not taken for the day of publication.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from corpus.types import Metadata
from ingest.read.clean import one_line
from ingest.read.identity import normalized_url

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?!\d)")
_MOST_JSON_CHARS = 200_000
_DAY_NAMES = ("article:published_time", "citation_publication_date", "dc.date", "dcterms.issued", "datepublished")
_AUTHOR_NAMES = ("author", "citation_author", "dc.creator", "article:author")


def page_metadata(root: Any, content: Any, stem: str) -> Metadata:
    """The metadata of the page `root`; `content` is its main content, in which a `<time>` may give the day."""
    named = _named(root)
    linked = list(_linked_data(root))
    return Metadata(
        title=_title(root, named, linked) or stem,
        authors=_authors(named, linked),
        publisher=_first(named.get("og:site_name", []), *(_name(each.get("publisher")) for each in linked)),
        published=_published(named, linked, content),
        source_url=_address(root, named),
        language=_language(root),
    )


def _named(root: Any) -> dict[str, list[str]]:
    """The contents of `<meta>` elements by name or property, lower case."""
    named: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        content = one_line(meta.get("content") or "")
        if name and content:
            named.setdefault(name, []).append(content)
    return named


def _linked_data(root: Any) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects about an article or a page; blocks that are not valid JSON say nothing."""
    for script in root.iter("script"):
        text = script.text or ""
        if (script.get("type") or "").strip().lower() != "application/ld+json" or len(text) > _MOST_JSON_CHARS:
            continue
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            continue
        graph = data.get("@graph", data) if isinstance(data, dict) else data
        for each in graph if isinstance(graph, list) else [graph]:
            if isinstance(each, dict) and re.search(r"Article|Posting|Report|WebPage", str(each.get("@type"))):
                yield each


def _first(*candidates: list[str]) -> str:
    return next((text for texts in candidates for text in texts if text), "")


def _name(value: object) -> list[str]:
    """The names in a JSON-LD value: a text, an object with a name, or several of them."""
    if isinstance(value, list):
        return [name for each in value[:20] if not isinstance(each, list) for name in _name(each)]
    if isinstance(value, dict):
        value = value.get("name")
    return [one_line(value)] if isinstance(value, str) and value.strip() else []


def _title(root: Any, named: dict[str, list[str]], linked: list[dict[str, Any]]) -> str:
    written = one_line(root.findtext(".//title") or "")
    site = _first(named.get("og:site_name", []))
    if site and written.casefold().endswith(site.casefold()):
        written = written[: -len(site)].rstrip(" |–—-·:»")
    headline = [name for each in linked for name in _name(each.get("headline"))]
    heading = [one_line("".join(each.itertext())) for each in root.iter("h1")]
    return _first(headline, named.get("og:title", []), named.get("citation_title", []), [written], heading)


def _authors(named: dict[str, list[str]], linked: list[dict[str, Any]]) -> tuple[str, ...]:
    for name in _AUTHOR_NAMES:
        authors = [author for author in named.get(name, []) if not re.match(r"https?:|@", author)]
        if authors:
            return tuple(dict.fromkeys(authors))
    return tuple(dict.fromkeys(name for each in linked for name in _name(each.get("author"))))


def _published(named: dict[str, list[str]], linked: list[dict[str, Any]], content: Any) -> date | None:
    written = [text for name in _DAY_NAMES for text in named.get(name, [])]
    written += [str(each.get("datePublished", "")) for each in linked]
    days = [day for day in map(_day, written) if day]
    if days:
        return days[0]
    times = {day for each in content.iter("time") if (day := _day(each.get("datetime") or ""))}
    return times.pop() if len(times) == 1 else None


def _day(written: str) -> date | None:
    """The full day at the start of `written`; None when a part is missing or it is none."""
    match = _DAY.match(written.strip())
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def _address(root: Any, named: dict[str, list[str]]) -> str:
    canonical = [link.get("href") or "" for link in root.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    for address in (*canonical, *named.get("og:url", [])):
        try:
            normalized_url(address)
        except ValueError:
            continue
        return address.strip()
    return ""


def _language(root: Any) -> str:
    match = re.match(r"[a-zA-Z]{2,3}(?=$|[-_])", (root.get("lang") or "").strip())
    return match[0].lower() if match else "en"
