"""Conversations kept over HTTP: by choice, for their own reader alone, until they are deleted."""

import json
import re
from typing import Any

import pytest
from keepers import DEMAND, LIMITS, House

from bench.proofs.libraries import functions
from corpus.types import Tier
from portal.conversations.store import MOST_EXCHANGES, OWN_NAME_CHARS


def names(member: Any) -> list[str]:
    return [each["name"] for each in member.send("GET", "/api/conversations").json()["conversations"]]


def test_nothing_is_kept_unless_the_reader_chooses(house: Any) -> None:
    member = house.member("quiet")
    sealed = member.ask("What do the numbats demand of Russia before it will cooperate?")
    assert names(member) == []
    assert b"numbats" not in house.bytes_on_disk()
    member.send("POST", "/api/conversations", {"exchanges": [sealed]})
    assert b"numbats" in house.bytes_on_disk()


def test_a_kept_conversation_is_drawn_again_as_it_was_answered(house: Any) -> None:
    member = house.member("keeper")
    given = [json.loads(member.ask(question)["shown"])["answer"] for question in (DEMAND, LIMITS)]
    id = member.keep(DEMAND, LIMITS)
    said = member.read(id)["said"]
    assert [each["question"] for each in said] == [DEMAND, LIMITS]
    passing = "id", "timings_ms", "suggestions"
    for each, answer in zip(said, given, strict=True):
        assert each["gone"] == ""
        assert each["since"] == []
        shown = {name: value for name, value in each["answer"].items() if name not in passing}
        assert shown == {name: value for name, value in answer.items() if name not in passing}
        assert answer["citations"]


def test_it_goes_on_being_kept_and_keeps_each_answer_once(house: Any) -> None:
    member = house.member("growing")
    first = member.ask(DEMAND)
    id = member.send("POST", "/api/conversations", {"exchanges": [first]}).json()["id"]
    second = member.ask(LIMITS)
    address = f"/api/conversations/{id}/exchanges"
    assert member.send("POST", address, {"exchanges": [first, second]}).json()["exchanges"] == 2
    assert member.send("POST", address, {"exchanges": [second]}).json()["exchanges"] == 2
    assert [each["question"] for each in member.read(id)["said"]] == [DEMAND, LIMITS]


def test_it_is_named_by_its_first_question_until_it_is_renamed(house: Any) -> None:
    member = house.member("namer")
    long = "What does Russia demand before it will cooperate on missile defense with the United States and NATO?"
    id = member.keep(long)
    (own,) = names(member)
    assert own.endswith("…")
    assert long.startswith(own[:-1])
    assert len(own) <= OWN_NAME_CHARS + 1
    address = f"/api/conversations/{id}"
    assert member.send("PATCH", address, {"name": " For\n the \u202ehearing  "}).json()["name"] == "For the hearing"
    assert member.send("PATCH", address, {"name": " \n "}).json()["name"] == own
    assert names(member) == [own]


def test_the_list_has_the_newest_first(house: Any) -> None:
    member = house.member("lister")
    first = member.keep(DEMAND, name="first")
    house.clock.now += 60
    member.keep(DEMAND, name="second")
    assert names(member) == ["second", "first"]
    house.clock.now += 60
    member.send("POST", f"/api/conversations/{first}/exchanges", {"exchanges": [member.ask(LIMITS)]})
    assert names(member) == ["first", "second"]


@pytest.mark.parametrize(
    ("method", "address", "body"),
    [
        ("GET", "/api/conversations/{id}", None),
        ("PATCH", "/api/conversations/{id}", {"name": "mine"}),
        ("DELETE", "/api/conversations/{id}", None),
        ("POST", "/api/conversations/{id}/exchanges", "sealed"),
        ("POST", "/api/shares", {"conversation": "{id}", "audience": "public"}),
    ],
)
def test_for_anybody_else_it_is_not_there(house: Any, method: str, address: str, body: Any) -> None:
    owner = house.member("owner")
    id = owner.keep(DEMAND)
    others = [
        house.member("another"),
        house.member("owner", desk="another"),
        house.member("the staff", Tier.STAFF),
    ]
    for other in others:
        sent = {"exchanges": [other.ask(DEMAND)]} if body == "sealed" else body
        replies = []
        for named in (id, "n" * len(id)):
            filled = json.loads(json.dumps(sent).replace("{id}", named))
            reply = other.send(method, address.replace("{id}", named), filled)
            replies.append((reply.status_code, reply.text))
        assert replies[0] == replies[1]
        assert replies[0][0] == 404
    assert owner.read(id)["name"] == DEMAND


def test_it_is_there_again_for_who_signs_on_again_and_for_no_ended_session(house: Any) -> None:
    first = house.member("returning")
    id = first.keep(DEMAND)
    house.sign_on.sessions.end(first.secret)
    assert first.send("GET", f"/api/conversations/{id}").status_code == 401
    assert house.member("returning").read(id)["name"] == DEMAND
    revoked = house.member("returning")
    house.sign_on.sessions.revoke("members", "returning")
    assert revoked.send("GET", f"/api/conversations/{id}").status_code == 401
    house.sign_on.sessions.unrevoke("members", "returning")


def test_nobody_in_particular_keeps_nothing_and_is_offered_nothing(house: Any) -> None:
    asked = house.client.post("/embed/ask?desk=members", json={"question": DEMAND, "number": 1})
    assert "data-shown" in asked.text.replace("\\", "")
    assert "data-seal" not in asked.text
    for method, address in (
        ("GET", "/api/conversations"),
        ("POST", "/api/conversations"),
        ("DELETE", "/api/conversations"),
    ):
        reply = house.client.request(method, address, json={"exchanges": []} if method == "POST" else None)
        assert reply.status_code == 404
        assert reply.json()["detail"] == house.client.get("/api/nothing").json()["detail"]


@pytest.mark.parametrize("changed", ["words", "seal", "another's", "half"])
def test_only_what_the_desk_gave_is_kept(house: Any, changed: str) -> None:
    member = house.member(f"forger of {changed}")
    given = member.ask(DEMAND)
    if changed == "words":
        given["shown"] = given["shown"].replace("Russia", "Austria", 1)
    elif changed == "seal":
        given["seal"] = re.sub(r"\.1\.", ".2.", given["seal"])
    elif changed == "another's":
        given = house.member("somebody else").ask(DEMAND)
    else:
        given["seal"] = given["seal"][:-1]
    reply = member.send("POST", "/api/conversations", {"exchanges": [given]})
    assert reply.status_code == 409
    assert "cannot be kept" in reply.json()["detail"]
    assert names(member) == []


def test_what_is_deleted_is_in_no_byte_of_the_file(house: Any) -> None:
    member = house.member("deleter")
    words = "What do quokkas and wombats demand of Russia before it will cooperate?"
    kept = member.keep(words, name="Marsupials at the table")
    gone = member.keep(words, DEMAND, name="Thylacines in the wings")
    assert b"Thylacines" in house.bytes_on_disk()
    assert member.send("DELETE", f"/api/conversations/{gone}").status_code == 204
    assert b"Thylacines" not in house.bytes_on_disk()
    assert b"quokkas" in house.bytes_on_disk()
    member.send("PATCH", f"/api/conversations/{kept}", {"name": "Another name"})
    assert b"Marsupials" not in house.bytes_on_disk()
    assert member.send("DELETE", "/api/conversations").status_code == 204
    assert not re.search(b"quokkas|wombats|Another name", house.bytes_on_disk())
    assert names(member) == []
    assert member.send("GET", f"/api/conversations/{kept}").status_code == 404


def test_deleting_all_leaves_the_others_theirs(house: Any) -> None:
    one, other = house.member("one"), house.member("other")
    id = other.keep(DEMAND)
    one.keep(DEMAND)
    one.send("DELETE", "/api/conversations")
    assert names(one) == []
    assert other.read(id)["exchanges"] == 1


def test_a_limit_is_said_in_a_sentence(house: Any) -> None:
    member = house.member("talker")
    id = member.keep(DEMAND)
    address = f"/api/conversations/{id}/exchanges"
    reply = None
    for _ in range(MOST_EXCHANGES):
        member.turns = []
        reply = member.send("POST", address, {"exchanges": [member.ask(DEMAND)]})
        if reply.status_code != 200:
            break
    assert reply is not None
    assert (reply.status_code, reply.headers["content-type"]) == (409, "application/problem+json")
    assert f"up to {MOST_EXCHANGES} questions" in reply.json()["detail"]
    assert member.read(id)["exchanges"] == MOST_EXCHANGES


def test_no_word_of_the_library_is_in_the_file(house: Any) -> None:
    member = house.member("careful")
    answer = json.loads(member.ask(DEMAND)["shown"])["answer"]
    member.keep(DEMAND)
    quoted = [citation["quote"] for citation in answer["citations"]]
    assert quoted
    for words in (*quoted, *(citation["document"]["title"] for citation in answer["citations"])):
        assert words.encode() not in house.bytes_on_disk()


def test_a_question_asked_before_the_kept_conversation_is_there_goes_on_with_it(house: House) -> None:
    member = house.member("quick")
    id, numbers = member.keep(DEMAND), functions(house.client.app)  # type: ignore[arg-type]
    member.send("GET", "/")

    def shown(name: str, data: list[Any]) -> str:
        joined = {"data": data, "fn_index": numbers[name], "session_hash": "quick"}
        assert member.send("POST", f"/gradio_api/queue/join?conversation={id}", joined).status_code == 200
        return str(member.send("GET", "/gradio_api/queue/data?session_hash=quick").text)

    asked = shown("asked", [LIMITS, [], [], False, None])
    assert "exchange-1" in asked
    assert asked.index("Answered on") < asked.index("exchange-2")
    assert "exchange-" not in shown("opened", [])
    assert "exchange-3" in shown("asked", [DEMAND, [], [], False, None])
    assert "exchange-" not in shown("cleared", [])
    assert "exchange-2" not in shown("asked", [DEMAND, [], [], False, None])
