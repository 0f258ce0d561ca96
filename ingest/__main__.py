"""`python -m ingest [PATH…]`: brings files and folders into the library."""

import argparse
import json
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import CorpusError
from corpus.settings import ROOT, Settings, load_settings
from ingest.errors import IngestError
from ingest.lock import alone
from ingest.progress import Progress
from ingest.report import FINE, Report

if TYPE_CHECKING:
    from corpus.database import Database

DOCUMENTS = ROOT / "corpus" / "documents"


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs an ingest; exits with 0 if every source is well, 1 if some are not, 2 if it could not run."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.erase is not None and (options.paths or options.prune or options.rebuild):
        parser.error("--erase takes no paths and no other task")
    if options.erase is None and (options.passage or options.yes):
        parser.error("--passage and --yes belong to --erase")
    try:
        settings = load_settings()
        if options.erase is not None:
            return _erase(settings, options)
        report = _run(settings, options)
    except (CorpusError, IngestError) as error:
        _stop(str(error))
    except OSError as error:
        _stop(
            f"'{error.filename}' cannot be used: {error.strerror}. Check the path and its rights."
            if error.filename
            else str(error)
        )
    except KeyboardInterrupt:
        _stop("Stopped. What was stored is safe; run the same command to go on.", code=130)
    if options.json:
        print(json.dumps(report.record(), indent=1, ensure_ascii=False))
    else:
        _print(report)
    sys.exit(0 if report.went_well else 1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ingest",
        description="Brings Markdown, text, HTML, PDF and DOCX files into the library and builds its indexes.",
    )
    parser.add_argument(
        "paths", nargs="*", type=Path, help="files and folders (default: the documents that come along)"
    )
    parser.add_argument(
        "--prune", action="store_true", help="remove documents whose files are gone, after listing them"
    )
    parser.add_argument("--rebuild", action="store_true", help="build the indexes anew even if nothing has changed")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument(
        "--erase", metavar="DOCUMENT", help="take a document's words out of every file of the library, for good"
    )
    parser.add_argument(
        "--passage", action="append", default=[], help="erase only this passage that is no longer read (repeatable)"
    )
    parser.add_argument("--yes", action="store_true", help="erase without asking")
    return parser


def _run(settings: Settings, options: argparse.Namespace) -> Report:
    from corpus.database import Database
    from corpus.errors import ReadOnlyError
    from ingest.sources import check
    from ingest.uploads import Uploads

    paths = [*(options.paths or [DOCUMENTS]), *Uploads(settings.data).paths]
    check(paths)
    with closing(Database(settings.catalogue_path)) as database:
        if database.read_only:
            raise ReadOnlyError(f"The data folder {settings.data} is read-only; make it writable or set REFDESK_DATA.")
        with alone(settings.data), Progress(quiet=options.json) as progress:
            return _ingest(settings, options, paths, database, progress)


def _erase(settings: Settings, options: argparse.Namespace) -> None:
    from corpus.catalogue import Catalogue
    from corpus.database import Database
    from corpus.recipe import Recipe
    from ingest.embed import ensure_model
    from ingest.erase import erase, to_erase

    with closing(Database(settings.catalogue_path, must_exist=True)) as database, alone(settings.data):
        catalogue = Catalogue(database)
        what = to_erase(catalogue, options.erase, options.passage)
        about = f"{len(options.passage)} of its passages" if options.passage else f"all {what.passages} passages"
        question = f"Erase {about} in {what.versions} versions of “{what.title}” for good? Type yes to go on: "
        if not options.yes and (not sys.stdin.isatty() or input(question).strip() != "yes"):
            _stop("Nothing was erased. Answer yes when asked, or add --yes where nobody can be asked.")
        recipe = Recipe.of(ensure_model(settings.models, settings.embedding_model).card)
        erased = erase(catalogue, settings.data, recipe, what, options.passage, chroma_url=settings.chroma_url)
    if options.json:
        print(json.dumps(erased.record(), indent=1))
        return
    print(f"Erased {about} of {what.document_id}; generation {erased.generation} is being served and no other is kept.")
    if erased.kept:
        print(f"{erased.kept} of their sentences are in the version that is read today, and stay there.")


def _ingest(
    settings: Settings, options: argparse.Namespace, paths: Sequence[Path], database: "Database", progress: Progress
) -> Report:
    from ingest.embed import ensure_model
    from ingest.pipeline import Options
    from ingest.run import ingested

    progress.step("model", settings.embedding_model)
    encoder = ensure_model(settings.models, settings.embedding_model)
    chosen = Options(prune=options.prune, rebuild=options.rebuild, chroma_url=settings.chroma_url)
    return ingested(database, settings.data, encoder, paths, chosen, progress.step)


def _print(report: Report) -> None:
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True)
    for file in report.files:
        if file.state != "unchanged":
            color = "green" if file.state in FINE else "red"
            detail = file.reason or (f"{file.passages} passages" if file.passages else "")
            console.print(f"[{color}]{file.state:>14}[/] ", end="")
            console.print(f"{file.path}  {detail}".rstrip(), markup=False)
    counts = ", ".join(f"{count} {state}" for state, count in sorted(report.counts().items())) or "no files found"
    served = f"generation {report.generation} is being served" if report.switched else "the index was up to date"
    console.print(f"{counts}; {served}. {report.seconds:.1f} s")


def _stop(message: str, code: int = 2) -> None:
    print(message, file=sys.stderr)
    sys.exit(code)


if __name__ == "__main__":
    main()
