"""CSL-JSON items → a RIS file in UTF-8. Pure functions; no value can hold a line of its own."""

from collections.abc import Iterator, Sequence

from qa.references.bibtex import one_line
from qa.references.items import Item
from qa.references.names import written_name

TYPES = {
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "bill": "BILL",
    "book": "BOOK",
    "chapter": "CHAP",
    "hearing": "HEAR",
    "interview": "PCOMM",
    "legislation": "STAT",
    "post-weblog": "BLOG",
    "regulation": "GOVDOC",
    "report": "RPRT",
    "speech": "GEN",
    "thesis": "THES",
    "treaty": "GEN",
    "webpage": "ELEC",
}


def ris(items: Sequence[Item]) -> str:
    """One record for each item, with line ends as the format has them."""
    return "\r\n".join(_record(item) for item in items)


def _record(item: Item) -> str:
    lines = [f"{tag}  - {one_line(value)}" for tag, value in _lines(item) if value]
    return "\r\n".join([f"TY  - {TYPES[item['type']]}", *lines, "ER  - ", ""])


def _lines(item: Item) -> Iterator[tuple[str, str]]:
    """Each line's tag and value, in order."""
    issued = item["issued"]["date-parts"][0] if "issued" in item else ()
    yield "ID", item["id"]
    yield "TI", item["title"]
    for name in item.get("author", ()):
        # The comma at the end keeps readers from turning an institution about.
        yield "AU", one_line(written_name(name)) + ("," if "literal" in name else "")
    yield "T2", item.get("container-title", "")
    yield "PB", item.get("publisher", "")
    yield "M3", item.get("genre", "")
    yield "PY", f"{issued[0]:04}" if issued else ""
    yield "DA", _date(issued) if issued else ""
    yield "UR", item.get("URL", "")
    yield "LK", item["custom"]["permalink"]
    yield "Y2", _date(item["accessed"]["date-parts"][0])
    yield "LA", item.get("language", "")
    yield "N1", item.get("note", "")


def _date(parts: Sequence[int]) -> str:
    """`2011/11/01/`, as far as it is known; the slashes stay."""
    return "/".join([f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:]), *[""] * (3 - len(parts)), ""])
