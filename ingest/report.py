"""What an ingest did, file by file."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Outcome = Literal[
    "indexed",
    "unchanged",
    "updated",
    "removed",
    "duplicate",
    "missing",
    "retired",
    "needs-ocr",
    "needs-password",
    "empty",
    "unsupported",
    "unreadable",
]
FINE: frozenset[str] = frozenset({"indexed", "unchanged", "updated", "removed", "duplicate", "missing", "retired"})
"""The states in which nothing is wrong. `missing`: no longer in the folder, kept until `--prune`. `retired`: an editor
keeps it out."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one source."""

    path: str
    state: Outcome
    reason: str = ""
    document_id: str | None = None
    passages: int = 0


@dataclass(slots=True)
class Report:
    """What became of every source, and of the index."""

    files: list[FileReport] = field(default_factory=list)
    generation: int | None = None
    switched: bool = False
    seconds: float = 0.0
    embedded: int = 0

    @property
    def went_well(self) -> bool:
        """Whether every source ended in a state in which nothing is wrong."""
        return all(file.state in FINE for file in self.files)

    def counts(self) -> Mapping[str, int]:
        """How many sources ended in each state."""
        return Counter(file.state for file in self.files)

    def record(self) -> dict[str, object]:
        """The report as JSON values."""
        return {
            "ok": self.went_well,
            "counts": dict(self.counts()),
            "generation": self.generation,
            "switched": self.switched,
            "passages_embedded": self.embedded,
            "seconds": round(self.seconds, 3),
            "files": [
                {
                    "path": file.path,
                    "state": file.state,
                    "reason": file.reason,
                    "document_id": file.document_id,
                    "passages": file.passages,
                }
                for file in self.files
            ],
        }
