"""What every answer of a desk must keep to, whatever was asked."""

from corpus.types import Tier
from qa.answer import DOUBT, UNNAMED
from qa.converse.answering import APART
from qa.desk import Desk
from qa.types import Answer, Citation


def check(answer: Answer, desk: Desk, tier: Tier = Tier.PUBLIC) -> None:
    """Fails unless every quote is the library's and `answer` holds together."""
    for citation in (*answer.citations, *answer.related):
        check_citation(citation, desk, tier)
    markers = [citation.marker for citation in answer.citations]
    assert markers == list(range(1, len(markers) + 1))
    assert sorted(marker for statement in answer.statements for marker in statement.citations) == markers
    by_marker = {citation.marker: citation for citation in answer.citations}
    for statement in answer.statements:
        assert statement.citations
        assert statement.text == " ".join(by_marker[marker].quote for marker in statement.citations)
        assert statement.verdict == "quoted"
    assert answer.answerable is bool(answer.statements) is bool(answer.citations)
    assert not (answer.answerable and answer.related)
    doubt = answer.reason.removeprefix(APART).strip()
    assert doubt in ("", DOUBT, UNNAMED) if answer.answerable else answer.reason
    assert 0 <= answer.confidence <= 1
    assert answer.mode == "extractive"
    assert {"retrieval", "answer", "total"} <= answer.timings_ms.keys()
    assert all(milliseconds >= 0 for milliseconds in answer.timings_ms.values())
    assert max(answer.timings_ms.values()) == answer.timings_ms["total"]


def check_prose(answer: Answer, desk: Desk, tier: Tier = Tier.PUBLIC) -> None:
    """Fails unless `answer`, which a model wrote, cites the library word for word and holds together."""
    assert answer.mode == "generative"
    for citation in answer.citations:
        check_citation(citation, desk, tier, runs=True)
    markers = [citation.marker for citation in answer.citations]
    assert markers == list(range(1, len(markers) + 1))
    assert {marker for statement in answer.statements for marker in statement.citations} == set(markers)
    for statement in answer.statements:
        assert bool(statement.citations) is (statement.verdict != "unsupported")
        assert bool(statement.why) is (statement.verdict == "unsupported")
    assert answer.related == ()
    assert answer.answerable
    assert answer.prose is not None
    assert answer.prose.verified == sum(one.verdict != "unsupported" for one in answer.statements) > 0
    assert answer.prose.written >= len(answer.statements)


def check_citation(citation: Citation, desk: Desk, tier: Tier, *, runs: bool = False) -> None:
    """Fails unless `citation` stands word for word in its passage and document: one sentence, or several (`runs`)."""
    document = desk.document(citation.document_id, tier=tier).document
    passage = desk.passage(citation.passage_id, tier=tier).passage
    assert document.text[citation.start : citation.end] == citation.quote
    assert passage.text == citation.before + citation.quote + citation.after
    assert document.text[passage.start : passage.end] == passage.text
    assert (passage.document_id, passage.section, passage.page) == (document.id, citation.section, citation.page)
    if runs:
        assert citation.start in {start for start, _ in passage.sentences}
        assert citation.end in {end for _, end in passage.sentences}
    else:
        assert (citation.start, citation.end) in passage.sentences
    for start, end in citation.highlights:
        assert citation.start <= start < end <= citation.end
    assert citation.meta.access <= tier
    assert citation.meta.title == document.meta.title
    assert 0 <= citation.score <= 1


def same(answer: Answer) -> tuple[object, ...]:
    """All of an answer that may not change from one time to the next."""
    return (
        answer.question, answer.standalone_question, answer.answerable, answer.confidence, answer.statements,
        answer.citations, answer.related, answer.reason, answer.mode,
    )  # fmt: skip
