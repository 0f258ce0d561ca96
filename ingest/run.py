"""One ingest with all that belongs to it: files read in a process of their own, uploads labelled, PDF files kept."""

from collections.abc import Callable, Sequence
from pathlib import Path

from corpus.catalogue import Catalogue
from corpus.database import Database
from corpus.encoder import Encoder
from corpus.originals import Originals
from ingest.originals import keeping, settle
from ingest.pipeline import Ingest, Options
from ingest.read.sandbox import Sandbox
from ingest.report import Report
from ingest.uploads import Uploads


def ingested(
    database: Database,
    data: Path,
    encoder: Encoder,
    paths: Sequence[Path],
    options: Options,
    step: Callable[[str, str], None],
) -> Report:
    """Ingests `paths` into the library of `data`. The caller holds the ingest lock. Raises as `Ingest.run`."""
    with Sandbox() as sandbox:
        catalogue, originals = Catalogue(database), Originals(data)
        read_file = keeping(Uploads(data).labelled(sandbox.read), originals)
        report = Ingest(catalogue, data, encoder, read_file, step).run(paths, options)
        settle(catalogue, originals)
        return report
