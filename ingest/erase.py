"""`python -m ingest --erase`: words taken out of every file of the data folder, for good.

Three steps, each safe to be cut short and done again: kept answers and the catalogue forget the words; a new
generation of the indexes is built and every other one removed; the catalogue's file is rewritten.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import generations
from corpus.catalogue import Catalogue
from corpus.erasure import Stored, erase_document, erase_passages, scrub, stored
from corpus.errors import NotFound
from corpus.kept import forget_answers
from corpus.originals import Originals, wanted
from corpus.recipe import Recipe
from ingest.errors import IngestError
from ingest.uploads import Uploads

Step = Callable[[str], None]
"""Told the name of each step as it is reached."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased: all of `what`, or `passages` of it. `kept` sentences of these are read today and were left."""

    what: Stored
    passages: tuple[str, ...]
    kept: int
    generation: int

    def record(self) -> dict[str, object]:
        """The same as JSON values; without the title, which may have been erased."""
        return {
            "erased": self.what.document_id,
            "passages": list(self.passages) or None,
            "sentences_still_read": self.kept,
            "generation": self.generation,
        }


def to_erase(catalogue: Catalogue, document_id: str, passages: Sequence[str]) -> Stored:
    """What an erasure would be about. Raises NotFound, and IngestError while a file would bring the words back."""
    what = stored(catalogue.database, document_id)
    left = [path for path in what.files if os.path.lexists(path) and not _is_upload(path, catalogue)]
    if left and not passages:
        raise IngestError(
            f"{left[0]} is still there, and the next ingest would bring its words back. Delete it first, then erase "
            f"'{document_id}'. To erase words that the file no longer has, name their --passage."
        )
    if passages and what.document_id != document_id:
        raise NotFound(f"The document '{document_id}' has been erased; run the command without --passage to finish.")
    return what


def _is_upload(path: str, catalogue: Catalogue) -> bool:
    """Whether it is a file that editors uploaded: that goes with the document's words."""
    return Uploads(catalogue.database.path.parent).holds(Path(path))


def erase(
    catalogue: Catalogue,
    data: Path,
    recipe: Recipe,
    what: Stored,
    passages: Sequence[str] = (),
    *,
    chroma_url: str = "",
    step: Step = lambda _: None,
) -> Erased:
    """Erases all of `what`, or only `passages` of it. The caller holds the ingest lock of the data folder.

    Raises NotFound, CatalogueError or IndexUnavailable; what was done by then stays done.
    """
    kept = 0
    forget_answers(data, what.document_id, passages)
    if not passages:
        for path in map(Path, what.files):
            if Uploads(data).holds(path):
                Uploads(data).forget(path)
    if passages:
        kept = erase_passages(catalogue.database, what.document_id, passages)
    else:
        erase_document(catalogue.database, what.document_id)
    forget_answers(data, what.document_id, passages)  # one may have been kept meanwhile; from here on none can be
    step("forgotten")
    number = generations.build(catalogue, data, recipe, chroma_url=chroma_url, step=step)
    generations.tidy(catalogue, data, chroma_url, keep=1)
    left = [folder for folder in (data / "index").iterdir() if folder != generations.folder_of(data, number)]
    if left:
        raise IngestError(f"{left[0]} holds erased words and cannot be deleted. Delete it, then run the command again.")
    Originals(data).keep_only(wanted(catalogue))
    step("indexes")
    scrub(catalogue.database)
    step("scrubbed")
    return Erased(what, tuple(passages), kept, number)
