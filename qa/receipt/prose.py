"""Answers in prose, for receipts: known again by their digest, and each sentence checked anew.

A model cannot be asked for the very same words again. So the desk keeps a hash of what it said, and certifies no more
than it finds at that moment: that it gave this answer, and that the passages cited hold each of its sentences.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from corpus.errors import NotFound
from corpus.types import Passage, Tier
from qa.asked.digest import digest_of
from qa.asked.read import digest_given
from qa.citation import citation_of
from qa.desk import Desk
from qa.errors import ReceiptRefused
from qa.prose.types import Excerpt
from qa.prose.verdict import verdict_on
from qa.types import Answer, Citation, Claimed, DocumentView, Prose, Retrieved, Statement

NOT_OURS = (
    "The desk has no record that it gave this answer, or the answer was changed on its way. Ask again, and save the "
    "new answer."
)
NOT_CHECKED = "This desk has no language model now, so it cannot check the answer's sentences anew."


def given(desk: Desk, shown: Mapping[str, Any], tier: Tier) -> Answer:
    """The answer in prose that a reader was `shown` (as `answer_json` gave it), with its citations as they stand in the
    library now. Raises ReceiptRefused unless the desk gave this very answer and they do stand there."""
    digest = digest_given(desk.catalogue.database, str(shown.get("id", "")), tier)
    if not digest or digest != _digest(shown):
        raise ReceiptRefused(NOT_OURS)
    views: dict[str, DocumentView] = {}
    return Answer(
        id=shown["id"],
        question=shown["question"],
        standalone_question=shown["standalone_question"],
        answerable=True,
        confidence=shown["confidence"],
        mode="generative",
        statements=tuple(
            Statement(
                one["text"],
                tuple(one["citations"]),
                one["verdict"],
                one.get("why", ""),
                tuple(Claimed(each["passage_id"], each["document_id"]) for each in one.get("claims", ())),
            )
            for one in shown["statements"]
        ),
        citations=tuple(_citation(desk, one, tier, views) for one in shown["citations"]),
        reason=shown["reason"],
        prose=Prose(**shown["prose"]),
        as_of=shown.get("as_of", ""),
    )


def check_sentences(desk: Desk, answer: Answer, tier: Tier) -> None:
    """Raises ReceiptRefused unless each sentence of `answer` that counts as verified is held, now, by what it cites."""
    if desk.writer is None:
        raise ReceiptRefused(NOT_CHECKED)
    check = desk.writer.check_with(desk.glossary(tier=tier))
    known = {citation.marker: citation for citation in answer.citations}
    for statement in answer.statements:
        if statement.verdict == "unsupported":
            continue
        excerpts = [_excerpt(desk, known[marker], tier) for marker in statement.citations]
        if verdict_on(statement.text, excerpts, (), check)[0].verdict != statement.verdict:
            raise ReceiptRefused(
                "A sentence of this answer is not held by the passages that it cites as they are now. Ask again, and "
                "save the new answer."
            )


def _digest(shown: Mapping[str, Any]) -> str:
    try:
        return digest_of(shown)
    except (RecursionError, OverflowError):  # no answer of the desk's has such depths or numbers
        return ""


def _citation(desk: Desk, shown: Mapping[str, Any], tier: Tier, views: dict[str, DocumentView]) -> Citation:
    id = shown["document"]["id"]
    try:
        view = views.setdefault(id, desk.document(id, tier=tier))
    except NotFound as error:
        raise _gone(shown["marker"]) from error
    passage = _passage(view.passages, shown["passage_id"])
    start, end = int(shown["start"]), int(shown["end"])
    if passage is None or not passage.start <= start < end <= passage.end:
        raise _gone(shown["marker"])
    found = citation_of(passage, view.entry.meta, (start, end), marker=shown["marker"], score=shown["score"])
    if found.quote != shown["quote"]:
        raise _gone(shown["marker"])
    return found


def _excerpt(desk: Desk, citation: Citation, tier: Tier) -> Excerpt:
    """The whole passage that `citation` is of."""
    try:
        passage = _passage(desk.document(citation.document_id, tier=tier).passages, citation.passage_id)
    except NotFound as error:
        raise _gone(citation.marker) from error
    if passage is None:
        raise _gone(citation.marker)
    return Excerpt(Retrieved(passage, citation.meta, citation.score), passage.start, passage.end, citation.score)


def _passage(passages: Sequence[Passage], id: str) -> Passage | None:
    return next((passage for passage in passages if passage.id == id), None)


def _gone(marker: int) -> ReceiptRefused:
    return ReceiptRefused(
        f"Quotation {marker} no longer stands in the library as the answer has it. Ask again, and save the new answer."
    )
