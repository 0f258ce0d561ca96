"""Sections of the library as a sentence would cite them."""

from functools import lru_cache

from corpus.settings import ROOT
from corpus.types import Document
from ingest.read import read
from qa.verify.types import Cited

DOCUMENTS = ROOT / "corpus" / "documents"


@lru_cache(maxsize=32)
def document(name: str) -> Document:
    """The library's document `name`, a path without its ending."""
    path = DOCUMENTS / f"{name}.md"
    found = read(path, path.relative_to(DOCUMENTS).as_posix())
    assert isinstance(found, Document)
    return found


def section(name: str, heading: str) -> Cited:
    """The section of a document whose heading begins with `heading`, with all that stands over it."""
    whole = document(name)
    found = next(part for part in whole.sections if part.path and part.path[-1].strip("[").startswith(heading))
    meta = whole.meta
    start = next(block.start for block in whole.blocks if block.start >= found.start and block.kind != "heading")
    return Cited(
        whole.text[start : found.end].strip(), meta.title, found.path, found.speaker or "", meta.publisher,
        meta.authors, meta.published,
    )  # fmt: skip


WHITE_PAPER = "white-paper/russian-cooperation-on-missile-defense"
REDZIKOWO = "library/brief/aegis-ashore-redzikowo"
SM3 = "library/brief/sm-3-interceptors"
OPENING = section(WHITE_PAPER, "Opening")
RUSSIA = section(WHITE_PAPER, "Russian Position")
AMERICA = section(WHITE_PAPER, "U.S. Position")
CLOSING = section(WHITE_PAPER, "Closing")
SITE = section(REDZIKOWO, "What the site")
AGREEMENTS = section(REDZIKOWO, "Agreements")
CONSTRUCTION = section(REDZIKOWO, "Construction")
READINESS = section(REDZIKOWO, "Readiness")
BLOCK_IIA = section(SM3, "Block IIA")
GUARANTEES = section("library/comparison/legal-guarantees-positions", "How the dispute ended")
GLOSSARY = document("library/glossary/glossary")
CHARGE = section("library/brief/inf-treaty-and-mk-41", "The Russian charge")
STATUS = section("library/brief/sea-based-x-band-radar", "Home port")
ALL = (OPENING, RUSSIA, AMERICA, CLOSING, SITE, AGREEMENTS, CONSTRUCTION, READINESS, BLOCK_IIA)
