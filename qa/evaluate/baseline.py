"""An earlier evaluation's figures, kept to notice when the desk gets worse on the held-out questions."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.evaluate.errors import BaselineError
from qa.evaluate.figures import ALL_TYPES, HEADLINES, Table
from qa.evaluate.intervals import Figure
from qa.evaluate.results import Results, figures_json, head_json

TOLERANCE = 0.02
"""By how much a headline figure may drop."""

GUARDED_SPLIT = "hold"


@dataclass(frozen=True, slots=True)
class Baseline:
    """The figures of an earlier evaluation; `checksum` names the held-out questions that they are from."""

    checksum: str
    figures: Table


@dataclass(frozen=True, slots=True)
class Change:
    """A headline figure of the held-out questions, before and now."""

    key: str
    before: Figure
    now: Figure

    @property
    def points(self) -> float:
        """By how many percentage points it rose (or fell, below 0)."""
        return round(100 * (self.now.value - self.before.value), 2) + 0.0  # never -0.0

    @property
    def dropped(self) -> bool:
        """Whether it fell by more than the tolerance."""
        return self.points < -100 * TOLERANCE


def baseline_json(results: Results) -> dict[str, Any]:
    """What is kept: the figures that do not depend on the machine."""
    steady = {
        split: {
            type_: {key: figure for key, figure in figures.items() if not key.startswith("latency")}
            for type_, figures in types.items()
        }
        for split, types in results.figures.items()
    }
    return {**head_json(results), "figures": figures_json(steady)}


def read_baseline(path: Path) -> Baseline:
    """The figures in a file that `--save-baseline` or `--json` wrote. Raises BaselineError."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        figures = {
            split: {type_: {key: Figure(**value) for key, value in cell.items()} for type_, cell in types.items()}
            for split, types in record["figures"].items()
        }
        return Baseline(record["gold"]["checksum"], figures)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BaselineError(
            f"The baseline in {path} cannot be read ({error!r}). "
            "Write one with `python -m qa.evaluate --save-baseline`."
        ) from error


def compared(results: Results, baseline: Baseline) -> tuple[Change, ...]:
    """The headline figures of the held-out questions, before and now. Raises BaselineError if either side lacks one."""
    changes = []
    for key in HEADLINES:
        before = baseline.figures.get(GUARDED_SPLIT, {}).get(ALL_TYPES, {}).get(key)
        now = results.figures.get(GUARDED_SPLIT, {}).get(ALL_TYPES, {}).get(key)
        if before is None or now is None:
            side = "The baseline has" if before is None else "This evaluation has"
            raise BaselineError(f"{side} no figure '{key}' for the held-out questions, so there is nothing to compare.")
        changes.append(Change(key, before, now))
    return tuple(changes)
