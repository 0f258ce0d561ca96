"""Front matter: are all keys there, do the dates agree, is every source described and used?

What it takes for the front matter to be read at all (known keys, whole dates, one word for an id) is checked by
`ingest.read`.
"""

from collections.abc import Iterator
from datetime import date

from corpus.types import Document, Source
from ingest.lint.rules import Rules
from ingest.lint.written import Fault, Written


def front_problems(document: Document, written: Written, rules: Rules) -> Iterator[Fault]:
    """What is wrong above the text."""
    for key in rules.keys:
        if not written.has_key(key):
            yield 1, f"the front matter has no '{key}'; add it"
        elif key != "access" and not getattr(document.meta, key):
            yield written.line_of_key(key), f"'{key}' is empty; fill it in"
    published, as_of = document.meta.published, document.meta.as_of
    if published and as_of and as_of > published:
        yield written.line_of_key("as_of"), f"as_of {as_of} is later than published {published}; correct one of them"
    used = {note.source for note in document.notes}
    for source in document.meta.sources:
        line = written.line_of_source(source.id)
        if source.id not in used:
            yield line, f"source '{source.id}' is never cited; cite it with [^{source.id}] or remove it"
        for text in _source_faults(source, published):
            yield line, f"source '{source.id}' {text}"


def _source_faults(source: Source, published: date | None) -> Iterator[str]:
    if not source.publisher:
        yield "has no publisher; say who published it"
    if not source.quality:
        yield "has no quality; judge it government, good, advocacy or weak"
    if not source.date:
        return
    try:
        date.fromisoformat((source.date + "-01-01")[:10])
    except ValueError:
        yield f"has the date {source.date}, which the calendar lacks; correct it"
        return
    if published and source.date > published.isoformat()[: len(source.date)]:
        yield f"is dated {source.date}, after this document was published ({published}); correct one of them"
