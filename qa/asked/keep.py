"""Writes the record of what was asked: that an answer was given, from what, and how sure and quick it was.

The words of a question are kept only if the operator asks for that; those of a draft never are.
"""

import json
from collections import Counter
from datetime import UTC, datetime

from corpus.database import Database
from corpus.errors import NotFound
from corpus.types import Tier
from qa.asked.digest import digest_of
from qa.lookup.types import Lookup
from qa.render import answer_json
from qa.types import Answer

LONGEST_COMMENT_CHARS = 4000


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
        if (prose := answer.prose) is not None:
            write.execute(
                "INSERT INTO prose VALUES (?, ?, ?, ?, ?, ?)",
                (answer.id, prose.model, prose.verified, prose.written, prose.fallback, digest_of(answer_json(answer))),
            )


def keep_rating(database: Database, answer_id: str, tier: Tier, *, rating: str, comment: str) -> None:
    """Keeps a reader's rating of an answer. Raises NotFound for an answer that was not given to this tier."""
    words = comment[:LONGEST_COMMENT_CHARS].encode("utf-8", "replace").decode("utf-8")
    rows = database.rows(
        "SELECT id FROM answers WHERE id = ? AND access <= ?",
        (answer_id.encode("utf-8", "replace").decode("utf-8"), int(tier)),
    )
    if not rows:
        raise NotFound("There is no such answer to rate.")
    with database.writing() as write:
        write.execute("INSERT INTO feedback VALUES (?, ?, ?, ?)", (rows[0]["id"], now(), rating, words))


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
