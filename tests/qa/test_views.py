"""Passages as their own pages show them, through three states of a library."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from corpus.errors import NotFound
from corpus.types import Passage, Tier
from qa.desk import Desk

PAPER = """---
title: A Paper
kind: brief
access: {access}
sources:
  - id: one
    title: The First Source
  - id: two
    title: The Second Source
---

# A Paper

{opening}

## Radar

The radar in Turkey went to work in the last days of the year, as the ministry of that country said.[^one]

## Ships

{ships}

## Money

{money}

[^one]: one
[^two]: two
"""
SHIPS = "Four destroyers sailed to Spain in two pairs over twenty months, and stayed there for good.[^two]"
REWORDED = "Four destroyers sailed to Spain in two pairs over twenty months, and were joined by two more there."
MONEY = "Nobody has ever published what all of this cost, nor who paid for the greater part of it."
OPENING = "This paper tells of a radar, of ships and of money, in that order and in few words."


def paper(ships: str, money: str, access: str = "public", opening: str = OPENING) -> str:
    """The paper in one of its states."""
    return PAPER.format(ships=ships, money=money, access=access, opening=opening)


@dataclass
class History:
    """A library whose paper was edited, and the passages of its first state by the heading they stood under."""

    desk: Desk
    first: dict[str, Passage]
    removed: Passage


@pytest.fixture(scope="module")
def history(
    tmp_path_factory: pytest.TempPathFactory, open_library: Callable[..., Any], plain_desk: Callable[..., Desk]
) -> History:
    """A paper whose ships were reworded, whose money went elsewhere and whose opening was dropped; and one removed."""
    papers = tmp_path_factory.mktemp("papers")
    (papers / "paper.md").write_text(paper(SHIPS, MONEY), encoding="utf-8")
    (papers / "gone.md").write_text(
        "# Gone\n\nThis paper will be taken out of the library quite soon.", encoding="utf-8"
    )
    (papers / "kept.md").write_text(paper(SHIPS, MONEY, "staff").replace("A Paper", "Kept"), encoding="utf-8")
    library = open_library(tmp_path_factory.mktemp("data"))
    assert library.ingest(papers).went_well
    desk = plain_desk(library)
    by_title = {entry.meta.title: entry.id for entry in desk.documents()}
    first = {passage.section[-1]: passage for passage in desk.document(by_title["A Paper"]).passages}
    (removed,) = desk.document(by_title["Gone"]).passages
    moved = f"{REWORDED}\n\n### Who pays\n\n{MONEY}"
    edited = paper(moved, "Nothing more is said here.", opening="Here be dragons.")
    (papers / "paper.md").write_text(edited, encoding="utf-8")
    (papers / "gone.md").unlink()
    assert library.ingest(papers, prune=True).went_well
    return History(desk, first, removed)


def test_a_passage_that_stayed_is_current(history: History) -> None:
    view = history.desk.passage(history.first["Radar"].id)
    assert (view.state, view.now) == ("current", "")
    assert view.passage.text == history.first["Radar"].text
    assert [source.title for source in view.sources] == ["The First Source"]
    assert view.meta.title == "A Paper"


def test_a_passage_under_another_heading_has_moved(history: History) -> None:
    view = history.desk.passage(history.first["Money"].id)
    assert (view.state, view.now) == ("moved", "")
    assert view.passage.section[-1] == "Who pays"
    assert view.passage.text == history.first["Money"].text


def test_a_passage_in_other_words_is_shown_with_both(history: History) -> None:
    view = history.desk.passage(history.first["Ships"].id)
    assert (view.state, view.now) == ("reworded", REWORDED)
    assert view.passage.text == history.first["Ships"].text
    assert view.now != view.passage.text
    assert [source.title for source in view.sources] == ["The Second Source"]
    assert (view.previous, view.next) == (None, None)


def test_a_passage_that_was_dropped_is_removed(history: History) -> None:
    view = history.desk.passage(history.first["A Paper"].id)
    assert (view.state, view.now) == ("removed", "")
    assert view.passage.text == OPENING


def test_a_passage_of_a_removed_document_is_removed(history: History) -> None:
    view = history.desk.passage(history.removed.id)
    assert (view.state, view.now, view.passage.text) == ("removed", "", history.removed.text)
    with pytest.raises(NotFound):
        history.desk.document(history.removed.document_id, tier=Tier.STAFF)


def test_old_words_are_no_longer_found(history: History) -> None:
    found = {hit.passage.id for hit in history.desk.search("destroyers in Spain radar paper library", k=50)}
    gone = {history.first["Ships"].id, history.first["A Paper"].id, history.removed.id}
    assert found.isdisjoint(gone)
    assert {history.first["Radar"].id, history.first["Money"].id} <= found


def test_passages_above_the_readers_tier_have_no_page(history: History) -> None:
    (kept,) = [entry for entry in history.desk.documents(tier=Tier.STAFF) if entry.meta.title == "Kept"]
    for passage in history.desk.document(kept.id, tier=Tier.STAFF).passages:
        assert history.desk.passage(passage.id, tier=Tier.STAFF).state == "current"
        with pytest.raises(NotFound):
            history.desk.passage(passage.id, tier=Tier.MEMBER)


def test_neighbours_lead_through_the_whole_document(canary_desk: Desk) -> None:
    for entry in canary_desk.documents(tier=Tier.STAFF):
        row = [passage.id for passage in canary_desk.document(entry.id, tier=Tier.STAFF).passages]
        views = [canary_desk.passage(id, tier=Tier.STAFF) for id in row]
        assert [view.next for view in views] == [*row[1:], None]
        assert [view.previous for view in views] == [None, *row[:-1]]


def test_context_is_the_documents_own_and_of_the_same_section(canary_desk: Desk) -> None:
    for entry in canary_desk.documents(tier=Tier.STAFF):
        view = canary_desk.document(entry.id, tier=Tier.STAFF)
        for passage in view.passages:
            shown = canary_desk.passage(passage.id, tier=Tier.STAFF)
            text = view.document.text
            assert text[: passage.start].rstrip().endswith(shown.before)
            assert text[passage.end :].lstrip().startswith(shown.after)
            section = next(s for s in view.document.sections if s.start <= passage.start < s.end)
            around = text[section.start : section.end]
            assert shown.before in around
            assert shown.after in around
            assert len(shown.before) <= 700 >= len(shown.after)
            assert {source.id for source in shown.sources} <= {source.id for source in entry.meta.sources}
