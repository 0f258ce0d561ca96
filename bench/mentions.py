"""Every mention: how long the complete list takes, on the library that comes along and on one of 50,000 passages.

    python -m bench.mentions

The large library is made of copies of the documents, in all but the first of which NGI has another name, so that a term
that is rare, one that is in many documents and one that is nowhere are there. It has no index: the list needs none.
"""

import argparse
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from bench.measuring import percentile, report
from corpus.catalogue import Catalogue
from corpus.database import Database
from corpus.glossary import Glossary, terms_of
from corpus.settings import ROOT
from corpus.types import Document, Tier
from ingest.read import read
from ingest.split import split
from qa.mentions.find import Finder
from qa.mentions.types import Searched
from qa.types import Filters

LIBRARY = ROOT / "corpus" / "documents"
TERMS = {"rare": "NGI", "common": "Iran", "frequent": "SM-3", "absent": "Zumwalt"}
ROUNDS = 15


def documents() -> list[Document]:
    """The documents that come along."""
    return [read(path, path.relative_to(LIBRARY).as_posix()) for path in sorted(LIBRARY.rglob("*.md"))]


def copies(originals: list[Document], passages: int) -> Iterator[Document]:
    """The documents, and then copies of them without NGI, until they have about `passages` passages."""
    number = 0
    while passages > 0:
        for document in originals:
            text = (
                document.text
                if number == 0
                else document.text.replace("NGI", "NGX").replace("Generation", "Gyneration")
            )
            yield replace(document, id=f"{document.id}-{number}", text=text)
            passages -= len(split(document, lambda words: len(words.split())))
        number += 1


def library(folder: Path, held: Iterator[Document]) -> Catalogue:
    """A catalogue of the documents, each current."""
    catalogue = Catalogue(Database(folder / "catalogue.sqlite3"))
    for document in held:
        passages = [(passage, passage.id) for passage in split(document, lambda words: len(words.split()))]
        catalogue.stage(document, passages, "bench", "bench", {})
    with catalogue.database.writing() as write:
        write.execute("UPDATE documents SET current = staged, staged = NULL")
    return catalogue


def measured(catalogue: Catalogue, glossary: Glossary) -> tuple[Searched, dict[str, Any]]:
    """What was searched; and the milliseconds of the first list in a new process, and of later ones for each term."""
    finder = Finder(catalogue)
    began = perf_counter()
    first = finder.find(TERMS["rare"], glossary, Filters(), Tier.STAFF)
    record: dict[str, Any] = {"first_ms": (perf_counter() - began) * 1000}
    for kind, term in TERMS.items():
        times, found = [], first
        for _ in range(ROUNDS):
            began = perf_counter()
            found = finder.find(term, glossary, Filters(), Tier.STAFF)
            times.append((perf_counter() - began) * 1000)
        record[kind] = {
            "term": term,
            "mentions": len(found.mentions),
            "p50_ms": median(times),
            "p95_ms": percentile(times, 95),
        }
    return first.searched, record


def main() -> None:
    """Measures and reports."""
    parser = argparse.ArgumentParser(prog="python -m bench.mentions", description=__doc__.splitlines()[0])
    parser.add_argument("--passages", type=int, default=50_000, help="size of the large library")
    options = parser.parse_args()
    originals = documents()
    glossary = Glossary(term for document in originals for term in terms_of(document))
    rows, records = [], {}
    for size in (1, options.passages):
        with tempfile.TemporaryDirectory() as folder:
            catalogue = library(Path(folder), copies(originals, size))
            searched, record = measured(catalogue, glossary)
            catalogue.database.close()
        name = f"{searched.documents:,} documents, {searched.passages:,} passages"
        records[name] = record
        rows.append((name, f"first list: {record['first_ms']:.0f}", "", ""))
        for kind in TERMS:
            one = record[kind]
            rows.append(
                (f"  {kind}: {one['term']}", f"{one['mentions']:,}", f"{one['p50_ms']:.0f}", f"{one['p95_ms']:.0f}")
            )
    report("mentions", "Every mention", rows, ("library, term", "mentions", "p50 ms", "p95 ms"), records)


if __name__ == "__main__":
    main()
