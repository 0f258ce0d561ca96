"""The catalogue: what readers of each tier see, and when."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.errors import NotFound
from corpus.generations import readable_fingerprint
from corpus.history import past_of
from corpus.types import Tier

Stage = Callable[..., Any]
PUBLIC, MEMBER, STAFF = Tier


@pytest.fixture
def library(tmp_path: Path, open_library: Callable[..., Any]) -> Any:
    return open_library(tmp_path / "data")


@pytest.fixture(scope="module")
def shelf(
    tmp_path_factory: pytest.TempPathFactory, open_library: Callable[..., Any], stage: Stage, switch: Stage
) -> Any:
    """Three documents, one for each tier; only read from."""
    library = open_library(tmp_path_factory.mktemp("shelf"))
    stage(library, "paper", "Radars stand in Turkey.", "Russia demands guarantees.", published=date(2011, 11, 1))
    stage(library, "points", "Members speak of radars.", access=MEMBER, published=date(2024, 5, 1))
    stage(library, "note", "The staff doubts the radars.", access=STAFF)
    switch(library)
    return library


def stood(catalogue: Any, passage_id: str) -> list[tuple[int, bool]]:
    """The versions that hold the passage, for all readers, and whether each is read today."""
    past = past_of(catalogue, passage_id, PUBLIC)
    return [(one.version.number, one.version == past.current) for one in past.standings]


def outcome(call: Callable[[], object]) -> str:
    with pytest.raises(NotFound) as caught:
        call()
    return str(caught.value)


def test_the_list_holds_what_a_reader_may_see_newest_first(shelf: Any) -> None:
    assert [entry.id for entry in shelf.catalogue.entries(STAFF)] == ["points", "paper", "note"]
    assert [entry.id for entry in shelf.catalogue.entries(MEMBER)] == ["points", "paper"]
    [paper] = shelf.catalogue.entries(PUBLIC)
    assert (paper.id, paper.passages, paper.characters) == (
        "paper",
        2,
        len("Radars stand in Turkey.\n\nRussia demands guarantees."),
    )
    assert paper.ingested_at.utcoffset() is not None


@pytest.mark.parametrize(("id", "tier"), [("note", PUBLIC), ("note", MEMBER), ("points", PUBLIC)])
def test_forbidden_and_absent_look_the_same(shelf: Any, id: str, tier: Tier) -> None:
    catalogue = shelf.catalogue
    [passage] = catalogue.document(id, STAFF)[2]
    assert outcome(lambda: catalogue.document(id, tier)) == outcome(lambda: catalogue.document("absent", tier))
    assert outcome(lambda: past_of(catalogue, passage.id, tier)) == outcome(lambda: past_of(catalogue, "absent", tier))
    assert catalogue.current_passages([passage.id], tier) == {} == catalogue.current_passages(["absent"], tier)


def test_a_document_comes_back_as_it_was_staged(shelf: Any) -> None:
    entry, document, passages = shelf.catalogue.document("paper", PUBLIC)
    assert entry.meta == document.meta
    assert [passage.text for passage in passages] == ["Radars stand in Turkey.", "Russia demands guarantees."]
    assert all(document.text[p.start : p.end] == p.text for p in passages)
    assert shelf.catalogue.version_document(entry.version) == document
    stored, meta = shelf.catalogue.current_passages([p.id for p in passages], PUBLIC)[passages[0].id]
    assert (stored.passage, stored.version, meta) == (passages[0], entry.version, entry.meta)


def test_no_or_many_ids_can_be_asked_for(shelf: Any) -> None:
    assert shelf.catalogue.current_passages([], STAFF) == {}
    ids = ["paper:Radars stand in Turkey.", *(f"absent-{n}" for n in range(2000))]
    assert list(shelf.catalogue.current_passages(ids, STAFF)) == ["paper:Radars stand in Turkey."]
    assert shelf.catalogue.vectors([], shelf.recipe.model) == {}


def test_vectors_come_back_by_content_and_model(shelf: Any) -> None:
    targets = shelf.catalogue.target_passages()
    contents = [item.content for _, item, _ in targets]
    given = shelf.catalogue.vectors([*contents, "absent"], shelf.recipe.model)
    assert given.keys() == set(contents)
    for _, item, _ in targets:
        whole, parts = given[item.content]
        assert np.array_equal(whole, shelf.encoder.questions([item.passage.text])[0])
        assert (whole.dtype, parts.dtype, parts.shape) == (np.float32, np.float16, (1, whole.size))
    assert shelf.catalogue.vectors(contents, "another model") == {}


def test_a_staged_version_is_unseen_until_the_switch(library: Any, stage: Stage, switch: Stage) -> None:
    catalogue = library.catalogue
    [first] = stage(library, "paper", "The first words.")
    assert catalogue.entries(STAFF) == []
    outcome(lambda: catalogue.document("paper", STAFF))
    outcome(lambda: past_of(catalogue, first.id, STAFF))
    assert catalogue.current_passages([first.id], STAFF) == {}
    assert catalogue.target_versions() == [("paper", 1)]
    switch(library)
    assert list(catalogue.current_passages([first.id], PUBLIC)) == [first.id]

    [second] = stage(library, "paper", "The second words.", section="Other section")
    [third] = stage(library, "paper", "The third words.", "The first words.", section="Other section")[:1]
    assert list(catalogue.current_passages([first.id, second.id, third.id], PUBLIC)) == [first.id]
    assert catalogue.document("paper", PUBLIC)[1].text == "The first words."
    assert stood(catalogue, first.id) == [(1, True)]
    outcome(lambda: past_of(catalogue, second.id, PUBLIC))
    switch(library)
    outcome(lambda: past_of(catalogue, second.id, PUBLIC))
    assert stood(catalogue, third.id) == [(3, True)]
    assert stood(catalogue, first.id) == [(1, False), (3, True)], "current, and in another section before"
    assert [one.passage.section for one in past_of(catalogue, first.id, PUBLIC).standings] == [
        ("Section",),
        ("Other section",),
    ]


def test_a_removed_document_is_gone_at_once_and_its_permalinks_stay(library: Any, stage: Stage, switch: Stage) -> None:
    catalogue = library.catalogue
    [passage] = stage(library, "paper", "The words.")
    stage(library, "other", "Other words.")
    switch(library)
    assert passage.id in library.search("words")
    stage(library, "paper", "New words that are only staged.")
    catalogue.remove("paper")
    assert passage.id not in library.search("words")
    assert [entry.id for entry in catalogue.entries(STAFF)] == ["other"]
    outcome(lambda: catalogue.document("paper", STAFF))
    past = past_of(catalogue, passage.id, PUBLIC)
    assert [standing.passage.text for standing in past.standings] == ["The words."]
    assert past.current is None
    assert past.removed_at is not None
    assert catalogue.target_versions() == [("other", 2)]
    assert catalogue.known_version("paper") is None


@pytest.mark.slow
def test_a_tighter_tier_holds_at_once_and_a_wider_one_from_the_switch(
    library: Any, stage: Stage, switch: Stage
) -> None:
    catalogue = library.catalogue
    [passage] = stage(library, "paper", "The words.")
    switch(library)
    stage(library, "paper", "The words.", access=MEMBER)
    assert library.search("words", PUBLIC) == []
    assert library.search("words", MEMBER) == [passage.id]
    assert catalogue.entries(PUBLIC) == []
    assert catalogue.entries(MEMBER)[0].meta.access == MEMBER
    assert outcome(lambda: past_of(catalogue, passage.id, PUBLIC)) == "The library has no such passage."
    stage(library, "paper", "The words.", access=PUBLIC)
    assert catalogue.entries(PUBLIC) == [], "the tighter tier holds until a switch says otherwise"
    switch(library)
    assert library.search("words", PUBLIC) == [passage.id]


def test_readers_are_told_nothing_of_what_is_above_them(shelf: Any, stage: Stage, switch: Stage) -> None:
    catalogue = shelf.catalogue
    before = {tier: readable_fingerprint(catalogue, tier) for tier in Tier}
    assert len(set(before.values())) == 3
    stage(shelf, "note", "The staff has stopped doubting.", access=STAFF)
    stage(shelf, "paper", "Radars stand in Romania.", published=date(2011, 11, 1))
    stage(shelf, "another", "The staff knows more.", access=STAFF)
    switch(shelf)
    editions = {entry.id: entry.edition for entry in catalogue.entries(STAFF)}
    assert editions == {"paper": 2, "points": 1, "note": 2, "another": 1}
    stage(shelf, "note", "The doubts are over.", access=PUBLIC)
    stage(shelf, "more", "The staff keeps this.", access=STAFF)
    public = readable_fingerprint(catalogue, PUBLIC)
    assert public not in before.values()
    switch(shelf)
    [entry] = [entry for entry in catalogue.entries(PUBLIC) if entry.id == "note"]
    assert entry.edition == 1
    with_note = readable_fingerprint(catalogue, PUBLIC)
    catalogue.remove("more")
    assert readable_fingerprint(catalogue, PUBLIC) == with_note != public
    assert [one.version.edition for one in past_of(catalogue, "note:The doubts are over.", PUBLIC).standings] == [1]


def test_a_document_is_stored_whole_or_not_at_all(library: Any, stage: Stage) -> None:
    stage(library, "paper", "The words.")
    with pytest.raises(Exception, match="UNIQUE constraint failed") as caught:
        with_twice = library.catalogue.target_passages()[0][1].passage
        document = library.catalogue.version_document(1)
        library.catalogue.stage(document, [(with_twice, "c"), (with_twice, "c")], "recipe", "model", {})
    assert type(caught.value).__name__ == "CatalogueError"
    assert library.catalogue.target_versions() == [("paper", 1)]
    assert len(library.catalogue.target_passages()) == 1
    outcome(lambda: library.catalogue.version_document(2))
