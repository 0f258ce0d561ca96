"""The record as tables: CSV files that a spreadsheet may open without harm, or JSON values. Pure functions."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import StringIO
from typing import Any

from corpus.types import LibraryEntry
from qa.asked.groups import Group
from qa.asked.types import Asked, Cited, Rating
from qa.mentions.export import BYTE_ORDER_MARK, inert

QUESTIONS = (
    "time", "answer", "tier", "desk", "outcome", "confidence", "milliseconds", "citations", "mode", "sentences",
    "verified", "fallback", "question",
)  # fmt: skip
FEEDBACK = ("time", "rating", "comment", "answer", "asked", "tier", "desk", "outcome", "citations", "question")
UNANSWERED = ("group", "asked_in_group", "question", "asked", "last_asked")
CITATIONS = ("passage", "answers", "document_id", "title", "access", "url")


@dataclass(frozen=True, slots=True)
class Table:
    """Named columns and rows of plain values."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]

    def records(self) -> list[dict[str, Any]]:
        """The rows as JSON values, by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def csv(self, *, byte_order_mark: bool = False) -> str:
        """The rows as CSV under their columns' names. Cells that a spreadsheet would run begin with `'`.

        `byte_order_mark` lets Excel know that the file is UTF-8.
        """
        out = StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(self.columns)
        for row in self.rows:
            writer.writerow(map(inert, row))
        return (BYTE_ORDER_MARK if byte_order_mark else "") + out.getvalue()


def questions_table(asked: Iterable[Asked]) -> Table:
    """One row for each answer."""
    rows = tuple(
        (
            one.at.isoformat(), one.id, one.tier.label, one.desk, one.outcome, one.confidence, one.elapsed_ms,
            _passages(one), one.mode, *_prose(one), one.question,
        )
        for one in asked
    )  # fmt: skip
    return Table(QUESTIONS, rows)


def feedback_table(ratings: Iterable[Rating]) -> Table:
    """One row for each rating."""
    rows = tuple(
        (
            rating.at.isoformat(), rating.rating, rating.comment, one.id, one.at.isoformat(), one.tier.label, one.desk,
            one.outcome, _passages(one), one.question,
        )
        for rating in ratings
        for one in (rating.asked,)
    )  # fmt: skip
    return Table(FEEDBACK, rows)


def unanswered_table(groups: Iterable[Group]) -> Table:
    """One row for each question of each group."""
    rows = tuple(
        (group.name, group.count, wording.text, len(wording.answers), wording.last.isoformat())
        for group in groups
        for wording in group.wordings
    )
    return Table(UNANSWERED, rows)


def citations_table(citations: Iterable[Cited], entries: Iterable[LibraryEntry], site: str) -> Table:
    """One row for each cited passage, then one with no passage for each document that was never cited."""
    known = {entry.id: entry for entry in entries}
    citations = list(citations)
    cited = {one.document_id for one in citations}
    rows: list[tuple[object, ...]] = [
        (
            one.passage_id,
            one.answers,
            one.document_id,
            *_titled(known, one.document_id),
            f"{site}/passages/{one.passage_id}",
        )
        for one in citations
    ]
    rows += [("", 0, id, *_titled(known, id), f"{site}/documents/{id}") for id in known if id not in cited]
    return Table(CITATIONS, tuple(rows))


def _titled(known: Mapping[str, LibraryEntry], document_id: str) -> tuple[str, str]:
    entry = known.get(document_id)
    return (entry.meta.title, entry.meta.access.label) if entry else ("no longer in the library", "")


def _prose(one: Asked) -> tuple[int | None, int | None, str]:
    """Of an answer that a language model was asked for: sentences, those of them that were verified, and why the answer
    is quoted instead."""
    return (one.prose.written, one.prose.verified, one.prose.fallback) if one.prose else (None, None, "")


def _passages(one: Asked) -> str:
    return " ".join(id for id, _ in one.cited)
