"""The desk in a portal's page, over HTTP: the script, the frame's page, and what the frame asks for."""

import json
import re
from typing import Any

import pytest
from members import PORTAL, desk_named, sign_on_in, signed_on
from seen import Seen
from starlette.testclient import TestClient

from corpus.types import Tier

QUESTION = "What does Russia demand before it will cooperate?"
DEMAND = "Russia is demanding legally binding technical guarantees"
ASK = "/embed/ask?desk=members"


def asked(client: TestClient, body: dict[str, Any], **headers: str) -> list[tuple[str, dict[str, Any]]]:
    """The events that a question brings."""
    response = client.post(ASK, json={"number": 1, **body}, headers=headers)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/event-stream")
    messages = [message.split("\n") for message in response.text.split("\n\n") if message]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in messages]


def test_the_script_is_small_cacheable_and_may_be_loaded_by_any_page(client: TestClient) -> None:
    response = client.get("/widget.js")
    assert response.headers["content-type"].startswith("text/javascript")
    assert len(response.content) < 15_000
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert response.headers["cache-control"] == "public, max-age=300"
    assert "set-cookie" not in response.headers
    again = client.get("/widget.js", headers={"If-None-Match": response.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/widget.js", headers={"If-None-Match": '"another"'}).status_code == 200


def test_the_script_names_no_host_and_posts_to_nobody_in_particular(client: TestClient) -> None:
    script = client.get("/widget.js").text
    assert set(re.findall(r"https?://[^'\"`\s]*", script)) <= {"http://www.w3.org/2000/svg"}
    assert not re.search(r"""postMessage\([^)]*['"]\*['"]""", script)
    assert not re.search(r"innerHTML|document\.write|eval\(|new Function|document\.cookie|localStorage", script)


def test_the_frame_may_be_framed_by_its_portal_alone(client: TestClient) -> None:
    response = client.get(f"/embed?desk=members&host={PORTAL}")
    assert response.status_code == 200
    policy = dict(part.strip().split(" ", 1) for part in response.headers["content-security-policy"].split(";"))
    assert policy["frame-ancestors"] == PORTAL
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert "set-cookie" not in response.headers
    assert "x-frame-options" not in response.headers


def test_the_frame_s_page_has_nothing_inline(client: TestClient) -> None:
    seen = Seen(client.get("/embed?desk=members").text)
    assert [tag for tag, attributes in seen.elements if tag == "script" and "src" not in attributes] == []
    assert [tag for tag, _ in seen.elements if tag == "style"] == []
    for _, attributes in seen.elements:
        assert not [name for name in attributes if name == "style" or name.startswith("on")]


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("desk=unknown", 404, "no desk of this name"),
        ("", 404, "no desk of this name"),
        ("desk=members&host=https://evil.example", 403, "Pages of https://evil.example may not show it"),
        ("desk=members&host=null", 403, "Pages of null may not show it"),
    ],
)
def test_where_the_desk_is_not_open_the_page_says_so(client: TestClient, query: str, status: int, words: str) -> None:
    response = client.get(f"/embed?{query}")
    assert response.status_code == status
    seen = Seen(response.text)
    assert words in " ".join(seen.words.split())
    assert seen.links() == []
    assert not {tag for tag, _ in seen.elements} & {"script", "form", "button", "input"}
    assert "frame-ancestors *" in response.headers["content-security-policy"]


def test_a_host_s_name_is_words_and_nothing_else(client: TestClient, hostile: str) -> None:
    seen = Seen(client.get("/embed", params={"desk": "members", "host": hostile}).text)
    assert not {tag for tag, _ in seen.elements} & {"img", "script"}


def test_an_empty_list_of_origins_means_nobody(build_app: Any, desk: Any, tmp_path: Any) -> None:
    sign_on = sign_on_in(tmp_path, [desk_named("nobody", origins=())])
    with TestClient(build_app(desk, sign_on=sign_on), base_url="http://localhost") as client:
        response = client.get("/embed?desk=nobody")
        assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
        assert client.get(f"/embed?desk=nobody&host={PORTAL}").status_code == 403
    sign_on.sessions.close()


def test_the_look_is_the_desk_s(build_app: Any, desk: Any, hostile: str, tmp_path: Any) -> None:
    look = {"title": hostile, "greeting": f"Hallo {hostile}", "language": "de", "accent": "#ffd400"}
    sign_on = sign_on_in(tmp_path, [desk_named("members", **look)])
    with TestClient(build_app(desk, sign_on=sign_on), base_url="http://localhost") as client:
        page = client.get("/embed?desk=members&form=inline").text
    sign_on.sessions.close()
    seen = Seen(page)
    (root,) = [attributes for tag, attributes in seen.elements if tag == "html"]
    assert root == {"lang": "en", "data-form": "inline", "data-accent": "#ffd400"}
    assert ("h1", {"class": "brand", "lang": "de"}) in seen.elements
    assert ("h2", {"class": "welcome-title", "lang": "de"}) in seen.elements
    assert f"Hallo {hostile}" in seen.words
    assert "img" not in {tag for tag, _ in seen.elements}


def test_an_answer_comes_step_by_step_as_on_the_chat_page(client: TestClient, desk: Any) -> None:
    *steps, (name, last) = asked(client, {"question": QUESTION, "number": 3})
    assert {step for step, _ in steps} == {"step"}
    assert "Searching 4 documents" in steps[0][1]["html"]
    assert name == "answer"
    assert DEMAND in last["html"]
    assert 'id="exchange-3"' in last["html"]
    assert 'id="sources-3"' in last["html"]
    assert last["turns"][0] == {"role": "user", "content": QUESTION, "cited": []}
    assert DEMAND in last["turns"][1]["content"]
    assert last["turns"][1]["cited"][0].startswith("/passages/")
    assert desk.asked[0][3] == Tier.PUBLIC


def test_the_portal_s_page_is_told_no_words_of_the_answer(client: TestClient) -> None:
    _, last = asked(client, {"question": QUESTION})[-1]
    assert set(last["answer"]) == {"id", "answerable", "citations"}
    assert last["answer"]["answerable"] is True


def test_a_follow_up_brings_its_conversation(client: TestClient, desk: Any) -> None:
    turns = asked(client, {"question": QUESTION})[-1][1]["turns"]
    asked(client, {"question": "And what does Russia demand of the U.S.?", "number": 2, "history": turns})
    assert [(turn.role, turn.content[:6]) for turn in desk.asked[1][2]] == [("user", "What d"), ("assistant", "Russia")]


@pytest.mark.parametrize("tier", ["public", "member", "staff"])
def test_who_asks_is_said_by_their_bearer(client: TestClient, desk: Any, tier: str) -> None:
    asked(client, {"question": QUESTION}, **signed_on(client, tier))
    assert [question[3] for question in desk.asked] == [Tier.named(tier)]


def test_what_is_not_in_the_library_is_said(client: TestClient) -> None:
    _, last = asked(client, {"question": "Who won the cup?"})[-1]
    assert "No document in the library answers this." in last["html"]
    assert last["answer"]["answerable"] is False


def test_errors_are_sentences(client: TestClient, desk: Any) -> None:
    name, last = asked(client, {"question": "boom about Russia"})[-1]
    assert name == "error"
    assert "logged under reference" in last["detail"]
    assert "hunter2" not in json.dumps(last)
    desk.ready = False
    name, last = asked(client, {"question": QUESTION})[-1]
    assert (name, "There is no index yet" in last["html"]) == ("error", True)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"question": ""},
        {"question": "x" * 1001},
        {"question": "x", "tier": "staff"},
        {"question": "x", "number": 0},
    ],
)
def test_what_cannot_be_used_is_refused(client: TestClient, body: dict[str, Any]) -> None:
    assert client.post(ASK, json={"number": 1, **body}).status_code == 422


def test_there_is_nothing_at_a_desk_that_does_not_exist(client: TestClient) -> None:
    assert client.post("/embed/ask?desk=unknown", json={"question": "x", "number": 1}).status_code == 404
    assert client.get("/embed/welcome?desk=unknown").status_code == 404
    assert client.get("/embed/welcome").status_code == 404


def test_the_welcome_is_for_who_is_signed_on(client: TestClient, desk: Any) -> None:
    assert "4 documents" in client.get("/embed/welcome?desk=members", headers=signed_on(client)).text
    desk.ready = False
    assert "The desk is closed" in client.get("/embed/welcome?desk=members").text


def test_without_desks_there_is_no_frame(build_app: Any, desk: Any) -> None:
    with TestClient(build_app(desk), base_url="http://localhost") as client:
        assert client.get("/embed?desk=members").status_code == 404
