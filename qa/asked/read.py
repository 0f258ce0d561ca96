"""Reads the record of what was asked, period by period. Only staff may see what comes back."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from corpus.database import Database
from corpus.errors import NotFound
from corpus.types import Tier
from qa.asked.types import Asked, Cited, LookedUp, Outcome, Period, Rating
from qa.types import Prose

_ASKED = (
    "SELECT a.*, d.doubted, d.confidence, d.desk, d.elapsed_ms, d.cited, p.model, p.verified, p.written, p.fallback "
    "FROM answers a LEFT JOIN answer_details d ON d.answer_id = a.id LEFT JOIN prose p ON p.answer_id = a.id "
)
_WITHIN = "a.asked_at >= ? AND a.asked_at < ? "


def answers(database: Database, period: Period) -> list[Asked]:
    """Every answer of the period, oldest first."""
    rows = database.rows(f"{_ASKED} WHERE {_WITHIN} ORDER BY a.asked_at, a.rowid", period.bounds)
    return [_asked(row) for row in rows]


def answer(database: Database, answer_id: str) -> Asked:
    """The answer with this id. Raises NotFound."""
    rows = database.rows(f"{_ASKED} WHERE a.id = ?", (answer_id,))
    if not rows:
        raise NotFound("There is no such answer.")
    return _asked(rows[0])


def digest_given(database: Database, answer_id: str, tier: Tier) -> str:
    """The digest of an answer that a language model was asked for and that was given to a reader of `tier` or below;
    empty if there is none."""
    rows = database.rows(
        "SELECT p.digest FROM prose p JOIN answers a ON a.id = p.answer_id WHERE a.id = ? AND a.access <= ?",
        (answer_id.encode("utf-8", "replace").decode("utf-8"), int(tier)),
    )
    return rows[0]["digest"] if rows else ""


def ratings(database: Database, period: Period) -> list[Rating]:
    """What readers said in the period, newest first."""
    return _ratings(database, "f.given_at >= ? AND f.given_at < ?", period.bounds)


def ratings_of(database: Database, asked: Asked) -> list[Rating]:
    """What readers said of one answer, newest first."""
    return _ratings(database, "f.answer_id = ?", (asked.id,))


def _ratings(database: Database, which: str, values: tuple[object, ...]) -> list[Rating]:
    rows = database.rows(
        "SELECT f.given_at, f.rating, f.comment, r.* FROM feedback f "  # noqa: S608 - of this module's own parts
        f"JOIN ({_ASKED}) r ON r.id = f.answer_id WHERE {which} ORDER BY f.given_at DESC, f.rowid DESC",
        values,
    )
    return [Rating(_asked(row), datetime.fromisoformat(row["given_at"]), row["rating"], row["comment"]) for row in rows]


def lookups(database: Database, period: Period) -> list[LookedUp]:
    """Every draft looked up in the period, oldest first."""
    rows = database.rows(f"SELECT a.* FROM lookups a WHERE {_WITHIN} ORDER BY a.number", period.bounds)  # noqa: S608
    return [
        LookedUp(
            datetime.fromisoformat(row["asked_at"]),
            Tier(row["access"]),
            row["desk"],
            json.loads(row["verdicts"]),
            row["elapsed_ms"],
        )
        for row in rows
    ]


def cited(database: Database, period: Period) -> list[Cited]:
    """The passages that the period's answers cite, those of most answers first."""
    rows = database.rows(
        "SELECT j.value AS id, count(DISTINCT a.id) AS answers, "  # noqa: S608 - of this module's own parts
        "(SELECT v.document_id FROM passages p JOIN versions v ON v.number = p.version WHERE p.id = j.value "
        "ORDER BY v.number DESC LIMIT 1) AS document_id "
        f"FROM answers a, json_each(a.passages) j WHERE {_WITHIN} GROUP BY j.value ORDER BY answers DESC, id",
        period.bounds,
    )
    return [Cited(row["id"], row["document_id"] or "", row["answers"]) for row in rows]


def never_cited(documents: Iterable[str], citations: Sequence[Cited]) -> list[str]:
    """Those of `documents` of which no passage is among the `citations`, in their order."""
    known = {citation.document_id for citation in citations}
    return [id for id in documents if id not in known]


def _asked(row: Any) -> Asked:
    whole = [[id, ""] for id in json.loads(row["passages"])]
    cited = json.loads(row["cited"]) if row["cited"] is not None else whole
    return Asked(
        id=row["id"],
        at=datetime.fromisoformat(row["asked_at"]),
        tier=Tier(row["access"]),
        outcome=_outcome(row),
        question=row["question"],
        cited=tuple((id, quote) for id, quote in cited),
        desk=row["desk"],
        confidence=row["confidence"],
        elapsed_ms=row["elapsed_ms"],
        prose=Prose(row["model"], row["verified"], row["written"], row["fallback"]) if row["model"] else None,
    )


def _outcome(row: Any) -> Outcome:
    if not row["answerable"]:
        return "missing"
    return "doubted" if row["doubted"] else "answered"
