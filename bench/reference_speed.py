"""References: how long the first takes in each style, how long it takes again, and those of a whole answer.

    python -m bench.reference_speed

The documents are those that come along. "First" is a document that was not cited before, with the formatter's own start
in it; "again" is the same one once more; "answer" is five documents in one call.
"""

from collections.abc import Callable, Sequence
from datetime import date
from statistics import median
from time import perf_counter

from bench.measuring import ROOT, report
from ingest.read import read
from qa.references.cite import exported, references
from qa.references.styles import STYLES, Style
from qa.references.works import Work, whole_document

ROUNDS = 12
IN_AN_ANSWER = 5
TODAY = date(2026, 11, 25)
DESK = "https://desk.example"


def works() -> list[Work]:
    """Every document that comes along, as a work."""
    paths = sorted((ROOT / "corpus" / "documents").rglob("*.md"))
    documents = [read(path, path.as_posix()) for path in paths]
    return [whole_document(document, document.meta) for document in documents]


def milliseconds(call: Callable[[], object]) -> float:
    """How long one call takes."""
    began = perf_counter()
    call()
    return (perf_counter() - began) * 1000


def made(style: Style, cited: Sequence[Work]) -> object:
    """The references of `cited`, or their file."""
    if style.is_file:
        return exported(cited, style, base_url=DESK, accessed=TODAY)
    return references(cited, style, base_url=DESK, accessed=TODAY)


def measured(style: Style, library: Sequence[Work]) -> dict[str, float]:
    """Medians of ROUNDS documents, in milliseconds."""
    singles = library[:ROUNDS]
    first = [milliseconds(lambda work=work: made(style, [work])) for work in singles]
    again = [milliseconds(lambda work=work: made(style, [work])) for work in singles]
    answers = [library[at : at + IN_AN_ANSWER] for at in range(ROUNDS, ROUNDS + 4 * IN_AN_ANSWER, IN_AN_ANSWER)]
    whole = [milliseconds(lambda cited=cited: made(style, cited)) for cited in answers]
    return {"first": median(first), "again": median(again), "answer": median(whole)}


def main() -> None:
    """Prints the table and writes it down."""
    library = works()
    figures = {style.name: measured(style, library) for style in STYLES.values()}
    rows = [(name, *(f"{found[key]:.2f}" for key in ("first", "again", "answer"))) for name, found in figures.items()]
    report("reference_speed", "References", rows, ("style", "first, ms", "again, ms", "five at once, ms"), figures)


if __name__ == "__main__":
    main()
