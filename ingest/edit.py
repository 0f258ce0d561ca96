"""Works off the line of edits in a process of its own, so that nothing that a file does can take the app down.

An edit is an ingest of the uploaded files, which also brings every ruling to bear; it may be cut short at any moment
and done again.
"""

import logging
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from corpus.database import Database
from corpus.edits import Edit, EditLog
from corpus.encoder import Encoder
from corpus.errors import CorpusError
from ingest.embed import ensure_model
from ingest.errors import IngestError
from ingest.lock import alone
from ingest.pipeline import Options
from ingest.report import FINE, Report
from ingest.run import ingested
from ingest.uploads import Uploads

log = logging.getLogger(__name__)

PATIENCE_S = 3600
"""How long another ingest is waited for."""

STEPS = {
    "found": "Looking through the uploaded files",
    "read": "Reading",
    "embedded": "Embedding passages",
    "vectors-public": "Building the indexes",
    "before-verify": "Verifying the new indexes",
    "before-switch": "Switching to the new indexes",
}


def work_off(data: Path, embedding_model: str, chroma_url: str = "") -> None:
    """Does every edit in the line, the first first. Raises CatalogueError if it cannot begin."""
    with closing(Database(data / "catalogue.sqlite3", must_exist=True)) as database, alone(data, patience_s=PATIENCE_S):
        edits = EditLog(database)
        edits.recover()
        while (edit := edits.take()) is not None:
            try:
                encoder = ensure_model(data / "models", embedding_model)
                report = _ingest(database, data, encoder, chroma_url, edits, edit)
            except (CorpusError, IngestError) as error:
                edits.end(edit.number, "failed", reason=str(error))
            except Exception:
                log.exception("edit %d broke", edit.number)
                edits.end(edit.number, "failed", reason="It broke on something unforeseen; the log has it.")
            else:
                _end(edits, edit, report, Uploads(data))


def _ingest(database: Database, data: Path, encoder: Encoder, chroma_url: str, edits: EditLog, edit: Edit) -> Report:
    def step(name: str, _: str) -> None:
        if name in STEPS:
            edits.step(edit.number, STEPS[name])

    return ingested(database, data, encoder, Uploads(data).paths, Options(chroma_url=chroma_url), step)


def _end(edits: EditLog, edit: Edit, report: Report, uploads: Uploads) -> None:
    """Notes what became of the edit; of an upload, what became of its file."""
    path = str(uploads.path(edit.checksum or "") or "")
    own = next((file for file in report.files if edit.task == "upload" and file.path == path), None)
    told: dict[str, Any] = {
        "generation": report.generation,
        "switched": report.switched,
        "passages_embedded": report.embedded,
        "seconds": round(report.seconds, 1),
    }
    if own is not None:
        told |= {"file": own.state, "passages": own.passages}
    if edit.task == "upload" and own is None:
        edits.end(edit.number, "refused", reason="the file is no longer in the folder of uploads", report=told)
    elif own is not None and own.state not in FINE:
        edits.end(edit.number, "refused", reason=own.reason, report=told, document_id=own.document_id)
    else:
        edits.end(edit.number, "done", report=told, document_id=own.document_id if own else None)


def main(arguments: Sequence[str] | None = None) -> None:
    """`DATA MODEL [CHROMA_URL]`; ends with a sentence why if the line could not be worked off."""
    data, model, *chroma_url = sys.argv[1:] if arguments is None else arguments
    try:
        work_off(Path(data), model, *chroma_url)
    except CorpusError as error:
        sys.exit(str(error))
