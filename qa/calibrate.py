"""`python -m qa.calibrate`: fits the weights of a reader that the settings name to the library's gold questions.

Only questions of the split `tune` are read. The result lies in the data folder, and is used from the next start on.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import CorpusError
from corpus.settings import Settings, load_settings
from qa.errors import DeskError
from qa.evaluate.gold import GOLD, Gold, load_gold

if TYPE_CHECKING:
    from qa.desk import Desk


def main(arguments: Sequence[str] | None = None) -> None:
    """Calibrates. Exits with 2 when it cannot, saying why."""
    parser = argparse.ArgumentParser(
        prog="python -m qa.calibrate",
        description="Fits the weights of a named reader to the library's gold questions of the split tune.",
    )
    parser.add_argument("--reader", metavar="NAME", help="folder or hub name (default: REFDESK_READER)")
    parser.add_argument("--gold", type=Path, default=GOLD, metavar="FILE", help="the gold questions, if others")
    options = parser.parse_args(arguments)
    try:
        settings = load_settings()
        _calibrate(settings, options.reader or settings.reader, load_gold(options.gold))
    except (CorpusError, DeskError, OSError) as error:
        print(error, file=sys.stderr)
        sys.exit(2)


def _calibrate(settings: Settings, name: str, questions: Sequence[Gold]) -> None:
    from corpus.errors import SettingsError
    from qa.calibration import calibrated, write_calibration
    from qa.open import open_desk

    if not name:
        raise SettingsError("No reader is named: the carried one needs no calibration. Set REFDESK_READER.")
    desk = open_desk(settings.model_copy(update={"reader": name}), calibrated=False)
    try:
        asked = [gold for gold in questions if gold.split == "tune" and len(gold.turns) == 1]
        found = calibrated(desk.models.reader.identity, *_table(desk, asked), len(asked))
    finally:
        desk.close()
    path = write_calibration(settings.data, found)
    print(f"{found.identity}: fitted to {found.questions} questions; written to {path}")
    for feature, weight in found.weights.items():
        print(f"  {feature:24} {weight:8.4f}")


def _table(desk: "Desk", questions: Sequence[Gold]) -> tuple[Any, Any]:
    """The features of every sentence that could be quoted, and whether it holds a phrase that answers."""
    import numpy as np

    from qa.converse.types import Meant
    from qa.evaluate.words import holds
    from qa.inquiry import Inquiry

    tables, labels = [], []
    with desk.index.reading() as index:
        for gold in questions:
            inquiry = Inquiry(
                Meant.alone(gold.turns[0]),
                index=index, catalogue=desk.catalogue, models=desk.models, tier=gold.tier,
            )  # fmt: skip
            found, table = inquiry.candidates(inquiry.retrieve())
            tables.append(table)
            for candidate in found:
                (start, end), passage = candidate.span, candidate.hit.passage
                words = passage.text[start - passage.start : end - passage.start]
                labels.append(any(holds(words, phrase) for group in gold.phrases for phrase in group))
    return np.concatenate(tables), np.array(labels, dtype=bool)


if __name__ == "__main__":
    main()
