"""Lookups in a library that changes: what is gone, closed or rewritten is never found, by anybody it is not for."""

from pathlib import Path
from typing import Any

import pytest
from handmade import CODES, SECRETS

from corpus.errors import IndexUnavailable
from corpus.generations import folder_of
from corpus.types import Tier
from qa.desk import Desk

SHIELD = "Russian officials maintain the NATO missile defense shield is a unilateral project"


def verdict(desk: Desk, text: str, tier: Tier = Tier.STAFF) -> tuple[str, set[str]]:
    """The verdict on `text` as one quotation, and the documents of its places."""
    (finding,) = desk.lookup(f"“{text}”", tier=tier).findings
    return finding.verdict, {place.document_id for place in finding.occurrences}


@pytest.mark.parametrize("above", ["member", "staff"])
def test_words_above_a_readers_tier_are_as_absent_as_words_that_are_nowhere(small_desk: Desk, above: str) -> None:
    for words in (CODES[above], SECRETS[above]):
        assert verdict(small_desk, words)[0] == "exact"
        (seen,) = small_desk.lookup(words, tier=Tier.PUBLIC).findings
        (nowhere,) = small_desk.lookup("QX-77", tier=Tier.PUBLIC).findings
        assert (seen.verdict, seen.total, seen.warnings) == (nowhere.verdict, nowhere.total, nowhere.warnings)
        assert seen.occurrences == nowhere.occurrences == ()


def test_a_removed_document_is_gone_at_once(small_desk: Desk, small_library: Any) -> None:
    found, removed = verdict(small_desk, SHIELD)
    assert found == "exact"
    for document_id in removed:
        small_library.catalogue.remove(document_id)
    found, documents = verdict(small_desk, SHIELD)
    assert found in ("not_found", "paraphrase")
    assert not documents & removed
    assert small_desk.lookup(SHIELD).findings[0].total == 0


def test_a_tightened_tier_holds_at_once(small_desk: Desk, small_library: Any) -> None:
    _, (document_id,) = verdict(small_desk, SHIELD, Tier.PUBLIC)
    with small_library.database.writing() as write:
        write.execute("UPDATE documents SET access = 2 WHERE id = ?", (document_id,))
    assert document_id not in verdict(small_desk, SHIELD, Tier.PUBLIC)[1]
    assert verdict(small_desk, SHIELD, Tier.STAFF) == ("exact", {document_id})


def test_new_words_are_found_and_old_ones_are_not_after_an_ingest(
    papers: Path, tmp_path: Path, open_library: Any, plain_desk: Any
) -> None:
    library = open_library(tmp_path / "data")
    assert library.ingest(papers).went_well
    desk = plain_desk(library)
    new = SHIELD.replace("a unilateral", "their own")
    assert (verdict(desk, SHIELD)[0], verdict(desk, new)[0]) == ("exact", "altered")
    paper = next(papers.rglob("russian-cooperation-on-missile-defense.md"))
    paper.write_text(paper.read_text(encoding="utf-8").replace("a unilateral project", "their own project"), "utf-8")
    assert library.ingest(papers).went_well
    assert (verdict(desk, SHIELD)[0], verdict(desk, new)[0]) == ("altered", "exact")


def test_a_concordance_that_does_not_fit_its_documents_is_refused(small_desk: Desk, small_library: Any) -> None:
    number = small_desk.status().generation
    assert number is not None
    with small_library.database.writing() as write:
        write.execute("UPDATE versions SET text = replace(text, 'unilateral', 'bilateral')")
    with pytest.raises(IndexUnavailable, match=r"does not fit .*--rebuild"):
        small_desk.lookup(SHIELD)
    assert folder_of(small_library.data, number).exists()


def test_an_empty_library_says_so(tmp_path: Path, open_library: Any, plain_desk: Any) -> None:
    with pytest.raises(IndexUnavailable, match="nothing has been ingested yet"):
        plain_desk(open_library(tmp_path / "data")).lookup(SHIELD)
