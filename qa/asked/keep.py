"""Writes the record of what was asked: that an answer was given, from what, and how sure and quick it was.

The words of a question are kept only if the operator asks for that; those of a draft never are.
"""

import json
from collections import Counter
from datetime import UTC, datetime

from corpus.database import Database
from corpus.types import Tier
from qa.lookup.types import Lookup
from qa.types import Answer


def keep_answer(database: Database, answer: Answer, tier: Tier, *, via: str, question: str | None) -> None:
    """Keeps that `answer` was given to a reader of `tier` at the desk `via`, so that it can be rated. Does nothing to
    a catalogue that can only be read."""
    if database.read_only:
        return
    passages = json.dumps([citation.passage_id for citation in answer.citations])
    cited = json.dumps([[citation.passage_id, citation.url.partition("?quote=")[2]] for citation in answer.citations])
    with database.writing() as write:
        write.execute(
            "INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?, ?)",
            (answer.id, now(), int(tier), int(answer.answerable), answer.mode, passages, question),
        )
        write.execute(
            "INSERT INTO answer_details VALUES (?, ?, ?, ?, ?, ?)",
            (
                answer.id,
                int(answer.answerable and bool(answer.reason)),
                answer.confidence,
                via,
                answer.timings_ms.get("total", 0.0),
                cited,
            ),
        )


def keep_lookup(database: Database, found: Lookup, tier: Tier, *, via: str) -> None:
    """Keeps how the lookup of a draft ended: how many of its quotations had which verdict."""
    if database.read_only:
        return
    verdicts = Counter(finding.verdict for finding in found.findings)
    with database.writing() as write:
        write.execute(
            "INSERT INTO lookups (asked_at, access, desk, verdicts, elapsed_ms) VALUES (?, ?, ?, ?, ?)",
            (now(), int(tier), via, json.dumps(verdicts), found.took_ms),
        )


def now() -> str:
    """This moment as the record writes it."""
    return datetime.now(UTC).isoformat(timespec="seconds")
