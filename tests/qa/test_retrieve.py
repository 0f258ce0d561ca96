"""Retrieval: fusion worked out by hand, caps and filters, and nothing above the reader's tier."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from handmade import CODES, SECRETS, RankedLists, canary, direction, entry, passage
from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Passage, Tier
from qa.desk import Desk
from qa.retrieve import Hits, RetrievalSettings, allowed_documents, retrieve
from qa.types import Filters, Turn

ALONE = {id: passage(f"Words of {id}.", document_id=id) for id in "abcdefgh"}


def found(
    dense: str, lexical: str, known: dict[str, Passage] = ALONE, tier: Tier = Tier.PUBLIC, **options: Any
) -> tuple[Hits, RankedLists]:
    """What retrieval makes of two ranked lists, each letter a passage id."""
    lists = RankedLists(list(dense), list(lexical), known)
    return retrieve("words", direction(1), lists, lists, tier=tier, **options), lists  # type: ignore[arg-type]


def ids(hits: Hits) -> list[str]:
    """The passages' letters, best first."""
    return [hit.passage.document_id for hit in hits.passages]


def test_the_scores_of_both_legs_are_added_up() -> None:
    hits, _ = found("abc", "cbd")
    assert ids(hits) == ["b", "c", "d", "a"]
    assert [(hit.dense_rank, hit.lexical_rank) for hit in hits.passages] == [(2, 2), (3, 1), (None, 3), (1, None)]
    scores = [0.75 * 0.4 + 0.25 * 0.9, 0.75 * 0.3 + 0.25, 0.75 * 0.3 + 0.25 * 0.8, 0.75 * 0.5]
    assert [hit.score for hit in hits.passages] == pytest.approx(scores)
    assert set(hits.stored) == {"a", "b", "c", "d"}


def test_the_legs_can_weigh_otherwise() -> None:
    hits, _ = found("ab", "ba", settings=RetrievalSettings(dense_share=0.5))
    assert ids(hits) == ["a", "b"]
    assert [hit.score for hit in hits.passages] == pytest.approx([0.25 + 0.45, 0.2 + 0.5])


def test_a_lexical_hit_has_its_cosine_from_further_down_the_dense_leg() -> None:
    hits, _ = found("abcd", "d", settings=RetrievalSettings(depth=2))
    assert ids(hits) == ["d", "a", "b"]
    assert hits.passages[0].dense_rank == 3  # of those that are used
    assert hits.passages[0].score == pytest.approx(0.75 * 0.2 + 0.25)


def test_ties_are_broken_by_id() -> None:
    known = {id: ALONE[id] for id in "ab"}
    even = RetrievalSettings(dense_share=0.0)
    assert ids(found("b", "", known, settings=even)[0]) == ["b"]
    assert ids(found("ab", "", known, settings=even)[0]) == ids(found("ba", "", known, settings=even)[0]) == ["a", "b"]


def test_a_hit_that_the_catalogue_does_not_know_leaves_no_gap() -> None:
    hits, _ = found("zab", "zb", settings=RetrievalSettings())
    assert ids(hits) == ["b", "a"]
    assert [hit.dense_rank for hit in hits.passages] == [2, 1]


def test_a_stuffed_document_has_no_more_than_its_share() -> None:
    known = {id: passage(f"Words of {id}.", document_id="d" if id in "abcd" else id, start=ord(id)) for id in "abcdef"}
    hits, _ = found("abcdef", "", known, settings=RetrievalSettings(most_per_document=2))
    assert [hit.passage.start for hit in hits.passages] == [ord(id) for id in "abef"]


def test_a_search_in_one_document_is_not_capped() -> None:
    known = {id: passage(f"Words of {id}.", document_id="d", start=ord(id)) for id in "abcdefgh"}
    hits, _ = found("abcdefgh", "", known, documents={"d"}, count=8)
    assert len(hits.passages) == 8


def test_only_the_documents_asked_for_are_found() -> None:
    assert ids(found("abc", "cbd", documents={"a", "d"})[0]) == ["d", "a"]
    assert ids(found("abc", "cbd", documents=set())[0]) == []


def test_no_more_than_the_count_is_found() -> None:
    assert ids(found("abcdef", "fedcba", count=2)[0]) == ["a", "b"]
    assert ids(found("", "")[0]) == []


@pytest.mark.parametrize("tier", list(Tier))
def test_both_legs_are_asked_only_for_the_readers_tiers(tier: Tier) -> None:
    _, lists = found("a", "b", tier=tier)
    assert lists.asked == [tier.visible()] * 2


@given(st.lists(st.sampled_from("abcdefgh"), unique=True), st.lists(st.sampled_from("abcdefgh"), unique=True))
def test_fusion_keeps_what_either_leg_found_in_one_order(dense: list[str], lexical: list[str]) -> None:
    hits, _ = found("".join(dense), "".join(lexical))
    assert set(ids(hits)) == {*dense, *lexical}
    scores = [hit.score for hit in hits.passages]
    assert scores == sorted(scores, reverse=True)
    both = set(dense[:1]) & set(lexical[:1])
    assert not both or ids(hits)[0] in both
    assert found("".join(dense), "".join(lexical))[0] == hits


ENTRIES = (
    entry("old", kind="brief", published=date(2009, 9, 17)),
    entry("paper", kind="white-paper", published=date(2011, 11, 1)),
    entry("new", kind="brief", published=date(2024, 7, 11)),
    entry("undated", kind="brief", published=None),
)


@pytest.mark.parametrize(
    ("filters", "kinds", "expected"),
    [
        (Filters(), (), None),
        (Filters(), ("white-paper",), {"paper"}),
        (Filters(kinds=("brief",)), (), {"old", "new", "undated"}),
        (Filters(kinds=("brief",)), ("white-paper",), set()),
        (Filters(kinds=("poem",)), (), set()),
        (Filters(documents=("new", "gone")), (), {"new"}),
        (Filters(published_from=date(2011, 11, 1)), (), {"paper", "new"}),
        (Filters(published_to=date(2011, 11, 1)), (), {"paper", "old"}),
        (Filters(published_from=date(2011, 11, 1), published_to=date(2011, 11, 1)), (), {"paper"}),
        (Filters(kinds=("brief",), published_to=date(2010, 1, 1)), (), {"old"}),
    ],
)
def test_filters_let_documents_through(filters: Filters, kinds: tuple[str, ...], expected: set[str] | None) -> None:
    assert allowed_documents(ENTRIES, filters, kinds) == expected


QUERIES = (
    "canary", "QX-11", "QX-22", "QX-33", "What does the member canary sing?", "staff verse", "Who refused it?",
    "interceptors radars treaties Poland dawn", "When was the agreement signed?", "What does Russia demand?",
    "title:staff", "access:staff OR access:member", '"staff canary"', "The staff canary QX-33 sings of interceptors",
    "What is the sentence after the heading Song of QX-33?", "And when was it signed?",
)  # fmt: skip


@pytest.mark.parametrize("tier", list(Tier))
def test_canaries_sing_only_to_their_tier(tier: Tier, canary_desk: Desk) -> None:
    above = [secret for name, secret in SECRETS.items() if Tier.named(name) > tier]
    heard = ""
    for query in QUERIES:
        hits = canary_desk.search(query, k=50, tier=tier)
        assert all(hit.meta.access <= tier for hit in hits)
        for event in canary_desk.stream(query, history=[Turn("user", "Who sings, the staff canary?")], tier=tier):
            assert not [secret for secret in above if secret in str(event)], (query, event)
        heard += " ".join(hit.passage.text for hit in hits)
    assert [word for word in SECRETS.values() if word in heard] == [w for w in SECRETS.values() if w not in above]


def test_filters_do_not_open_a_higher_tier(canary_desk: Desk) -> None:
    staff = [entry.id for entry in canary_desk.documents(tier=Tier.STAFF) if entry.meta.access is Tier.STAFF]
    only = Filters(documents=tuple(staff))
    assert canary_desk.search("canary", filters=only, tier=Tier.STAFF)
    for tier in (Tier.PUBLIC, Tier.MEMBER):
        assert canary_desk.search("canary", filters=only, tier=tier) == ()
        answer = canary_desk.ask("What does the canary sing?", filters=only, tier=tier)
        assert (answer.answerable, answer.related) == (False, ())


@pytest.mark.parametrize(("forbidden", "absent"), [("Zeisig", "Kranich"), ("QX-33", "QX-99")])
def test_absent_and_forbidden_read_the_same(forbidden: str, absent: str, canary_desk: Desk) -> None:
    reasons = {canary_desk.ask(f"Who wrote of {name}?").reason.replace(name, "…") for name in (forbidden, absent)}
    assert reasons == {"The library does not mention “…”."}


def test_a_removed_document_is_gone_at_once(small_library: Any, small_desk: Desk) -> None:
    def shown() -> str:
        return str(
            [small_desk.search("QX-22 canary", k=100, tier=Tier.STAFF), small_desk.ask("canary", tier=Tier.STAFF)]
        )

    assert SECRETS["member"] in shown()
    generation = small_desk.status().generation
    (song,) = [each for each in small_desk.documents(tier=Tier.STAFF) if CODES["member"] in each.meta.title]
    small_library.catalogue.remove(song.id)
    assert small_desk.status().generation == generation  # whose indexes still hold it
    assert SECRETS["member"] not in shown()
    assert song.id not in {each.id for each in small_desk.documents(tier=Tier.STAFF)}


def test_a_tightened_document_is_gone_at_once_and_a_new_one_found_after_the_switch(
    tmp_path: Path, open_library: Callable[..., Any], plain_desk: Callable[..., Desk]
) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "song.md").write_text(canary("member", "QX-44", "Kranich"), encoding="utf-8")
    (papers / "other.md").write_text(canary("public", "QX-55", "Storch"), encoding="utf-8")
    library = open_library(tmp_path / "data")
    assert library.ingest(papers).went_well
    desk = plain_desk(library)
    seen: dict[str, str] = {}

    def look(name: str, about: str = "") -> None:
        seen[name] = " ".join(hit.passage.text for hit in desk.search("canary", k=100, tier=Tier.MEMBER))

    look("before")
    (papers / "song.md").write_text(canary("staff", "QX-44", "Kranich"), encoding="utf-8")
    (papers / "new.md").write_text(canary("public", "QX-66", "Reiher"), encoding="utf-8")
    assert library.ingest(papers, step=look).went_well
    look("after")
    birds = {name: [bird for bird in ("Kranich", "Storch", "Reiher") if bird in text] for name, text in seen.items()}
    assert birds["before"] == ["Kranich", "Storch"]
    assert birds["before-switch"] == ["Storch"]
    assert birds["after"] == ["Storch", "Reiher"]
