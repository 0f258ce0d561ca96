"""What is kept of an answer, and for how long: nothing that was erased, and nothing beyond its time."""

from contextlib import ExitStack, closing
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from keepers import DEMAND, Clock, House

from corpus.recipe import Recipe
from corpus.settings import Settings
from corpus.types import Metadata, Tier
from ingest.erase import erase, to_erase
from portal.conversations.errors import ConversationsUnavailable, KeepingRefused
from portal.conversations.file import ConversationsFile
from portal.conversations.opening import open_conversations
from portal.conversations.record import answer_of, filters_of, record_of
from portal.conversations.shares import Shares
from portal.conversations.store import MOST_CONVERSATIONS, Conversations
from portal.conversations.types import KeptExchange, Owner, Snapshot
from portal.exchange import TAKEN_BACK
from qa.differences.telling import difference
from qa.render import answer_json
from qa.types import Answer, Citation, Claimed, Difference, Filters, Prose, Side, Statement, Tally

OWNER = Owner("members", "0123456789abcdef")
META = Metadata("A paper", authors=("An author",), published=date(2011, 11, 1))


def citation(marker: int, quote: str) -> Citation:
    return Citation(marker, f"p{marker}", "paper", META, quote, 10, 10 + len(quote), ("One",), 3, None, "", "", 0.5)


ANSWER = Answer(
    id="a1",
    question="And now?",
    standalone_question="What is the limit now?",
    answerable=True,
    confidence=0.8,
    mode="generative",
    statements=(
        Statement("Twenty interceptors.", (1,)),
        Statement("Twenty interceptors. Twenty-one.", (1, 2)),
        Statement("The paper says “Twenty interceptors.”", (1,), "quoted"),
        Statement("The limit is twenty.", (1,), "supported"),
        Statement("The limit is thirty.", (), "unsupported", "The source says 20.", (Claimed("p3", "paper"),)),
    ),
    citations=(citation(1, "Twenty interceptors."), citation(2, "Twenty-one.")),
    reason="The desk is not sure.",
    tally=Tally("limit", 3, 1, 2, "The library mentions it three times.", "/mentions?term=limit"),
    prose=Prose("scripted:model", 4, 5),
    differences=(
        difference("later", [Side(1, "Twenty", "November 2011", "The alliance"), Side(2, "Twenty-one", "2012")]),
        difference(
            "conflict", [Side(1, "Twenty", "2011", "", "A paper"), Side(2, "Twenty-one", "2012", "", "A paper")]
        ),
    ),
    as_of="As of 2012: nothing newer was found.",
)


def test_an_answer_comes_back_whole_but_for_what_is_of_the_moment() -> None:
    given = replace(ANSWER, readings=("Which?",), suggestions=("And then?",), timings_ms={"total": 3.0})
    record = record_of(answer_json(given), {"kinds": ["brief"], "published_from": "2011-01-01"})
    assert answer_of(record, ANSWER.citations, ()) == ANSWER
    assert (record["offered"], record["asked_back"]) == (["Which?", "And then?"], True)
    assert filters_of(record) == Filters(kinds=("brief",), published_from=date(2011, 1, 1))


def test_every_part_of_an_answer_is_kept_or_left_out_on_purpose() -> None:
    """A part that is new must be named in portal/conversations/record.py, and here."""
    known = {
        Answer: "id question standalone_question answerable confidence mode statements citations related reason tally "
        "also prose differences readings suggestions as_of timings_ms",
        Statement: "text citations verdict why claims",
        Claimed: "passage_id document_id",
        Prose: "model verified written fallback",
        Difference: "kind told markers sides",
        Side: "marker words dated speaker source",
        Tally: "term mentions inside documents told url",
    }
    for kind, names in known.items():
        assert {field.name for field in fields(kind)} == set(names.split()), kind


def kept(question: str, answer_id: str = "a1") -> KeptExchange:
    record = record_of(answer_json(replace(ANSWER, question=question)), {})
    return KeptExchange(answer_id, datetime(2026, 11, 1, tzinfo=UTC), Tier.MEMBER, record)


def test_a_reader_keeps_so_many_and_no_more(tmp_path: Path) -> None:
    with closing(ConversationsFile(tmp_path)) as file:
        store = Conversations(file)
        for number in range(MOST_CONVERSATIONS):
            store.keep(OWNER, [kept(f"Question {number}?")])
        with pytest.raises(KeepingRefused, match=f"You keep {MOST_CONVERSATIONS} conversations"):
            store.keep(OWNER, [kept("One more?")])
        assert store.keep(Owner("members", "another"), [kept("Mine?")]).exchanges == 1
        store.delete(OWNER, store.listed(OWNER)[0].id)
        assert store.keep(OWNER, [kept("One more?")]).name == "One more?"


def test_what_has_not_grown_for_its_time_is_erased_and_so_are_drafts_of_links(tmp_path: Path) -> None:
    clock = Clock()
    with closing(ConversationsFile(tmp_path, clock=clock)) as file:
        store, shares = Conversations(file), Shares(file)
        store.keep(OWNER, [kept("About quolls?")])
        clock.now += 86_400 * 20
        fresh = store.keep(OWNER, [kept("About numbats?")])
        draft = shares.prepare(OWNER, fresh.id, Snapshot("About bilbies", Tier.PUBLIC, [kept("bilbies")], anew=False))
        lasting = shares.prepare(OWNER, fresh.id, Snapshot("About dunnarts", Tier.PUBLIC, [kept("x")], anew=False))
        shares.publish(OWNER, lasting.id)
        clock.now += 86_400
        assert store.erase(before=file.now() - timedelta(days=10)) == 1
        assert [each.name for each in store.listed(OWNER)] == ["About numbats?"]
        assert [each.id for each in shares.listed(OWNER)] == [lasting.id]
        assert draft.id not in {each.id for each in shares.listed(OWNER)}
        content = b"".join(path.read_bytes() for path in tmp_path.glob("conversations*"))
        assert (b"quolls" in content, b"bilbies" in content, b"dunnarts" in content) == (False, False, True)


def test_the_app_erases_what_is_overdue_as_it_starts(tmp_path: Path) -> None:
    long_ago = Clock()
    with closing(ConversationsFile(tmp_path, clock=long_ago)) as file:
        Conversations(file).keep(OWNER, [kept("About quolls?")])
    settings = Settings(data=tmp_path, conversations_kept_days=1)
    with ExitStack() as opened:
        file = open_conversations(settings, opened)
        assert file.kept_days == 1
    with closing(ConversationsFile(tmp_path)) as file:
        assert Conversations(file).listed(OWNER) == ()


def test_a_file_of_another_schema_is_not_touched(tmp_path: Path) -> None:
    with closing(ConversationsFile(tmp_path)) as file, file.writing() as write:
        write.execute("PRAGMA user_version = 9")
    with pytest.raises(ConversationsUnavailable, match="has schema 9"):
        ConversationsFile(tmp_path)


def test_the_file_is_its_owner_s_alone(tmp_path: Path) -> None:
    with closing(ConversationsFile(tmp_path)) as file:
        assert file.path.stat().st_mode & 0o077 == 0


def test_erasing_a_document_takes_its_words_out_of_kept_answers(own_house: House, papers: Path) -> None:
    member = own_house.member("keeper")
    id = member.keep(DEMAND)
    owner = Owner("members", member.subject)
    store, library = Conversations(own_house.file), own_house.library
    (given,) = store.exchanges(owner, id)
    written = "A model wrote that the quolls demand limits."
    prose = [{"text": written, "citations": [1], "verdict": "supported"}]
    cited = given.record["citations"][0]["document"]
    record = {**given.record, "statements": prose, "reason": "Of quolls it is not sure.", "as_of": "As of the quolls."}
    store.add(owner, id, [replace(given, answer_id="written", record=record)])
    struck = {"text": "The quolls cost 85.", "citations": [], "verdict": "unsupported", "why": "It says 85."}
    struck |= {"claims": [{"document": cited, "passage": given.record["citations"][0]["passage"]}]}
    bare = {"citations": [], "related": [], "answerable": False, "reason": "Not there.", "as_of": ""}
    store.add(owner, id, [replace(given, answer_id="struck", record={**record, **bare, "statements": [struck]})])
    unsaved = member.ask(DEMAND)
    assert written in member.read(id)["said"][1]["answer"]["text"]

    next(papers.rglob("russian-cooperation*.md")).unlink()
    what = to_erase(library.catalogue, cited, ())
    erase(library.catalogue, library.data, Recipe.of(library.models.encoder.card), what)
    said: list[dict[str, Any]] = member.read(id)["said"]
    assert [(each["question"], each["gone"]) for each in said] == [(DEMAND, TAKEN_BACK)] * 2 + [(DEMAND, "")]
    assert said[2]["answer"]["statements"] == []
    content = own_house.bytes_on_disk()
    assert b"quolls" not in content
    assert cited.encode() not in content
    late = member.send("POST", "/api/conversations", {"exchanges": [unsaved]})
    assert (late.status_code, late.json()["detail"]) == (409, TAKEN_BACK)
