"""Public question sets as Refdesk libraries, built through the same pipeline as any other."""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from corpus.catalogue import Catalogue
from corpus.database import Database
from corpus.encoder import CARRIED, Encoder
from corpus.live import LiveIndex
from corpus.recipe import Recipe
from corpus.types import Block, Document, Metadata
from ingest.embed import ensure_model
from ingest.pipeline import Ingest

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


@dataclass(slots=True)
class BenchLibrary:
    """An open library, and where each of the set's own passages lies in it."""

    catalogue: Catalogue
    index: LiveIndex
    encoder: Encoder
    places: dict[str, tuple[str, int, int]]
    """Passage id of the set → (document id, start, end of its text in the document)."""


def rows(path: Path) -> list[dict[str, Any]]:
    """The records of a gzipped JSON-lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def documents_of(passages: Iterable[dict[str, Any]]) -> tuple[list[Document], dict[str, tuple[str, int, int]]]:
    """One document per title, its passages as paragraphs (one per passage, where those have no title); and the place of
    each passage."""
    by_title: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for passage in passages:
        by_title[passage["title"] or f"\n{passage['id']}"].append(passage)
    documents, places = [], {}
    for key, members in by_title.items():
        identity = sha256(key.encode()).hexdigest()[:12]
        title = members[0]["title"]
        text, blocks = "", []
        for member in members:
            words = member["text"].strip()
            text += "\n\n" if text else ""
            places[member["id"]] = identity, len(text), len(text) + len(words)
            blocks.append(Block("paragraph", len(text), len(text) + len(words)))
            text += words
        checksum = sha256(text.encode()).hexdigest()
        documents.append(Document(identity, Metadata(title=title), checksum, text, blocks=tuple(blocks)))
    return documents, places


def library(folder: Path, passages: Iterable[dict[str, Any]]) -> BenchLibrary:
    """A library in `folder` of `passages`; built the first time, opened afterwards."""
    documents, places = documents_of(passages)
    sources = folder / "sources"
    sources.mkdir(parents=True, exist_ok=True)
    by_name = {f"{document.id}.txt": document for document in documents}
    for name in by_name:
        (sources / name).touch()
    encoder = ensure_model(folder.parent / "models", CARRIED)
    catalogue = Catalogue(Database(folder / "catalogue.sqlite3"))
    Ingest(catalogue, folder, encoder, lambda path, _: by_name[path.name]).run([sources])
    return BenchLibrary(catalogue, LiveIndex(catalogue, folder, Recipe.of(encoder.card)), encoder, places)
