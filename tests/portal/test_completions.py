"""`/v1`: answers as OpenAI's clients read them, errors in their shape, and refusals of what cannot be honoured."""

import json
from typing import Any

import pytest
from fake_prose import FALLBACK, HELD, FakeProse
from starlette.testclient import TestClient

from portal.completions.growing import Growing, WithdrawnError
from portal.completions.message import tokens
from portal.completions.request import Completion
from qa.types import Filters, Finished, Replaced, Turn

QUESTION = "What does Russia demand before it will cooperate?"
ASKED = {"model": "refdesk", "messages": [{"role": "user", "content": QUESTION}]}


def post(client: TestClient, **members: Any) -> Any:
    return client.post("/v1/chat/completions", json={**ASKED, **members})


def assert_error(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status
    assert response.headers["content-type"] == "application/json"
    assert int(response.headers["content-length"]) == len(response.content)
    error: dict[str, Any] = response.json()["error"]
    assert error.keys() == {"message", "type", "param", "code"}
    return error


def streamed(response: Any) -> list[dict[str, Any]]:
    """The chunks of a stream, which must end as OpenAI's do."""
    assert response.headers["content-type"].startswith("text/event-stream")
    lines = [line.removeprefix("data: ") for line in response.text.split("\n\n") if line.startswith("data: ")]
    assert lines[-1] == "[DONE]"
    return [json.loads(line) for line in lines[:-1]]


def test_the_message_quotes_word_for_word_and_annotations_point_at_the_quotes(client: TestClient) -> None:
    completion = post(client).json()
    message = completion["choices"][0]["message"]
    found = message["annotations"]
    assert found
    for at, annotation in enumerate(found, start=1):
        place, own = annotation["url_citation"], annotation["refdesk"]
        words = message["content"][place["start_index"] : place["end_index"]]
        assert words == own["quote"]
        assert own["marker"] == at
        assert message["content"][place["end_index"] :].startswith(f"” [{at}]")
        passage = client.get(f"/api/passages/{own['passage_id']}").json()
        assert words in passage["text"]
        assert own["document"]["id"] == passage["document"]["id"]
        assert place["url"] == own["url"]
        assert place["url"].startswith(f"http://localhost/passages/{own['passage_id']}")
        assert f"[{at}] {place['title']}, " in message["content"]
        assert place["url"] in message["content"]
    assert completion["choices"][0]["finish_reason"] == "stop"


def test_offsets_hold_where_letters_are_not_plain(client: TestClient) -> None:
    found = post(client, messages=[{"role": "user", "content": "What does the hostile sentence say about unicorns?"}])
    message = found.json()["choices"][0]["message"]
    for annotation in message["annotations"]:
        place = annotation["url_citation"]
        assert message["content"][place["start_index"] : place["end_index"]] == annotation["refdesk"]["quote"]


def test_without_an_answer_the_message_says_so_and_annotates_nothing(client: TestClient) -> None:
    completion = post(client, messages=[{"role": "user", "content": "Zebra giraffe?"}]).json()
    message = completion["choices"][0]["message"]
    assert message["content"].startswith("No document in the library answers this.\n\nNearest passages, not an answer:")
    assert message["annotations"] == []
    assert completion["refdesk"]["answerable"] is False
    assert completion["refdesk"]["related"][0]["quote"] in message["content"]


def test_a_stream_adds_up_to_the_very_same_message(client: TestClient) -> None:
    whole = post(client).json()["choices"][0]["message"]
    chunks = streamed(post(client, stream=True))
    deltas = [chunk["choices"][0]["delta"] for chunk in chunks]
    assert deltas[0]["role"] == "assistant"
    assert "".join(delta.get("content") or "" for delta in deltas) == whole["content"]
    assert [delta["annotations"] for delta in deltas if "annotations" in delta] == [whole["annotations"]]
    assert [chunk["choices"][0]["finish_reason"] for chunk in chunks] == [None] * (len(chunks) - 1) + ["stop"]
    assert "usage" not in chunks[0]
    assert len({chunk["id"] for chunk in chunks}) == 1


def test_usage_counts_words_and_marks(client: TestClient) -> None:
    assert tokens("“U.S. plans” [1]") == 10
    usage = post(client).json()["usage"]
    content = post(client).json()["choices"][0]["message"]["content"]
    assert usage["prompt_tokens"] == tokens(QUESTION) == 9
    assert usage["completion_tokens"] == tokens(content)
    assert usage["total_tokens"] == 9 + tokens(content)
    chunks = streamed(post(client, stream=True, stream_options={"include_usage": True}))
    assert chunks[-1]["choices"] == []
    assert chunks[-1]["usage"] == usage
    assert {json.dumps(chunk["usage"]) for chunk in chunks[:-1]} == {"null"}


def test_the_last_message_is_the_question_and_the_others_are_its_history(client: TestClient, desk: Any) -> None:
    messages = [
        {"role": "system", "content": "Answer in French."},
        {"role": "user", "content": [{"type": "text", "text": "Hello"}, {"type": "text", "text": "there"}]},
        {"role": "assistant", "content": "Yes?", "annotations": [], "refusal": None},
        {"role": "user", "content": [{"type": "text", "text": QUESTION}]},
    ]
    narrowed = {"filters": {"kinds": ["white-paper"]}, "mode": "extractive"}
    assert post(client, messages=messages, refdesk=narrowed).status_code == 200
    question, filters, history, _ = desk.asked[0]
    assert question == QUESTION
    assert filters == Filters(kinds=("white-paper",))
    assert history == (Turn("user", "Hello\nthere"), Turn("assistant", "Yes?"))


HARMLESS: dict[str, Any] = {
    "temperature": 0.7, "top_p": 0.5, "frequency_penalty": 1, "presence_penalty": -1, "logit_bias": {"50256": -100},
    "seed": 7, "max_tokens": 16, "max_completion_tokens": 16, "reasoning_effort": "low", "verbosity": "low",
    "service_tier": "auto", "store": False, "metadata": {"a": "b"}, "user": "u", "safety_identifier": "s",
    "prompt_cache_key": "k", "parallel_tool_calls": True, "n": 1, "stop": None, "logprobs": False, "top_logprobs": 0,
    "modalities": ["text"], "response_format": {"type": "text"}, "tools": [], "tool_choice": "none", "functions": [],
    "stream_options": None,
}  # fmt: skip


@pytest.mark.parametrize("name", HARMLESS)
def test_what_cannot_matter_changes_nothing(client: TestClient, name: str) -> None:
    plain, with_it = post(client).json(), post(client, **{name: HARMLESS[name]}).json()
    assert with_it["choices"] == plain["choices"]


IMAGE = [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "https://x.example/a.png"}}]}]
CALL = [{"role": "assistant", "content": None, "tool_calls": [{"id": "1"}]}, ASKED["messages"][0]]  # type: ignore[index]
REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"n": 2}, "n"),
    ({"n": 0}, "n"),
    ({"stop": ["."]}, "stop"),
    ({"logprobs": True}, "logprobs"),
    ({"top_logprobs": 3}, "top_logprobs"),
    ({"modalities": ["text", "audio"]}, "modalities"),
    ({"audio": {"voice": "x"}}, "audio"),
    ({"response_format": {"type": "json_object"}}, "response_format"),
    ({"response_format": {}}, "response_format"),
    ({"tools": [{"type": "function"}]}, "tools"),
    ({"tool_choice": "required"}, "tool_choice"),
    ({"functions": [{"name": "x"}]}, "functions"),
    ({"function_call": {"name": "x"}}, "function_call"),
    ({"web_search_options": {}}, "web_search_options"),
    ({"messages": IMAGE}, "messages/0/content/0"),
    ({"messages": CALL}, "messages/0/role"),
    ({"messages": [{"role": "tool", "content": "x", "tool_call_id": "1"}, *ASKED["messages"]]}, "messages/0/role"),
    ({"messages": [{"role": "user"}]}, "messages/0/content"),
    ({"messages": [*ASKED["messages"], {"role": "assistant", "content": "x"}]}, "messages/1/role"),
    ({"refdesk": {"mode": "generative"}}, "refdesk/mode"),
]


@pytest.mark.parametrize(("members", "member"), REFUSED, ids=[json.dumps(members)[:60] for members, _ in REFUSED])
@pytest.mark.parametrize("stream", [False, True])
def test_what_would_change_the_meaning_is_refused(
    client: TestClient, desk: Any, members: dict[str, Any], member: str, stream: bool
) -> None:
    error = assert_error(post(client, stream=stream, **members), 400)
    assert (error["type"], error["param"]) == ("invalid_request_error", member)
    assert error["message"].endswith(".")
    assert desk.asked == []


@pytest.mark.parametrize(
    "members",
    [
        {"temprature": 1},
        {"temperature": 9},
        {"messages": []},
        {"messages": [{"role": "robot", "content": "x"}]},
        {"refdesk": {"tier": "staff"}},
        {"refdesk": {"filters": {"access": 2}}},
        {"messages": [{"role": "user", "content": "x" * 901}]},
    ],
)
def test_what_cannot_be_used_is_named(client: TestClient, desk: Any, members: dict[str, Any]) -> None:
    error = assert_error(post(client, **members), 400)
    assert error["type"] == "invalid_request_error"
    assert desk.asked == []


def test_every_member_of_a_request_is_accounted_for() -> None:
    tested = {*HARMLESS, *(name for members, _ in REFUSED for name in members), "model", "stream"}
    assert set(Completion.model_fields) - tested == {"prompt_cache_retention", "prediction"}


def test_there_is_one_model(client: TestClient) -> None:
    listed = client.get("/v1/models").json()
    assert [model["id"] for model in listed["data"]] == ["refdesk"]
    assert client.get("/v1/models/refdesk").json() == listed["data"][0]
    for response in (client.get("/v1/models/gpt-4o"), post(client, model="gpt-4o")):
        error = assert_error(response, 404)
        assert (error["code"], error["param"]) == ("model_not_found", "model")
    assert_error(client.post("/v1/embeddings", json={}), 404)


@pytest.mark.parametrize("stream", [False, True])
def test_a_closed_desk_is_a_server_error(client: TestClient, desk: Any, stream: bool) -> None:
    desk.ready = False
    response = post(client, stream=stream)
    assert assert_error(response, 503)["type"] == "server_error"
    assert int(response.headers["retry-after"]) > 0


def test_an_unexpected_error_keeps_its_text_to_itself(client: TestClient) -> None:
    response = post(client, messages=[{"role": "user", "content": "boom about Russia"}])
    error = assert_error(response, 500)
    assert error["type"] == "server_error"
    assert "reference" in error["message"]
    assert "hunter2" not in response.text
    stream = post(client, messages=[{"role": "user", "content": "boom about Russia"}], stream=True)
    last = stream.text.rstrip().split("\n\n")[-1]
    assert json.loads(last.removeprefix("data: "))["error"]["type"] == "server_error"
    assert "hunter2" not in stream.text


def test_the_outer_layers_speak_in_the_same_shape(client: TestClient) -> None:
    foreign = client.post("/v1/chat/completions", json=ASKED, headers={"Origin": "https://evil.example"})
    assert assert_error(foreign, 403)["type"] == "permission_error"
    huge = post(client, user="x" * 300_000)
    assert assert_error(huge, 413)["type"] == "invalid_request_error"
    assert "content-security-policy" in huge.headers


def growing(desk: Any, readable: set[str] | None = None) -> Growing:
    """The message of the answer to QUESTION as it grows for somebody who may read `readable`, or everything."""
    found = {entry.id for entry in desk.documents()} if readable is None else readable
    made = Growing("http://desk", lambda: found)
    for event in desk.stream(QUESTION):
        made.follow(event)
    return made


def said(client: TestClient) -> tuple[str, list[dict[str, Any]], dict[str, Any]]:
    """A stream's words, its annotations, and what the desk says besides."""
    chunks = streamed(post(client, stream=True))
    deltas = [chunk["choices"][0]["delta"] for chunk in chunks]
    (found,) = [delta["annotations"] for delta in deltas if "annotations" in delta]
    return "".join(delta.get("content") or "" for delta in deltas), found, chunks[-1]["refdesk"]


def assert_cited(content: str, found: list[dict[str, Any]]) -> None:
    """Each annotation points at words with its marker, and each marker has one source."""
    for annotation in found:
        place, own = annotation["url_citation"], annotation["refdesk"]
        assert content[place["end_index"] :].lstrip("” ").startswith(f"[{own['marker']}]")
        assert content.count(f"\n[{own['marker']}] {place['title']}") == 1
    markers = [annotation["refdesk"]["marker"] for annotation in found]
    assert markers == list(range(1, len(markers) + 1))


def test_a_stream_of_prose_says_the_same_in_the_order_in_which_it_is_known(client: TestClient, desk: Any) -> None:
    desk.writes, desk.written.doubt = True, "The desk is not sure."
    desk.written.strikes = True
    whole = post(client).json()
    message = whole["choices"][0]["message"]
    content, found, besides = said(client)
    assert content.startswith(
        "The desk is not sure.\n\nWritten by a language model (fake:model) from the passages cited; "
    )
    assert [each["refdesk"] for each in found] == [each["refdesk"] for each in message["annotations"]]
    assert_cited(content, found)
    assert besides["prose"] == whole["refdesk"]["prose"]
    (paragraph,) = [part for part in message["content"].split("\n\n") if part.startswith("The paper says")]
    count = besides["prose"]["verified"]
    assert f"\n\n{paragraph}\n\n{count} of {count + 1} sentences verified, 1 held back.\n\nSources:\n" in content
    assert HELD not in content
    assert content.count("not sure") == 1


def test_prose_that_breaks_off_is_kept_and_continued_with_quotations(client: TestClient, desk: Any) -> None:
    desk.writes, desk.written.fails = True, True
    content, found, besides = said(client)
    first = content.split("\n\n")[1]
    assert first.startswith("The paper says that ")
    assert first.endswith(" [1]")
    assert f"{first}\n\nThe language model did not answer in time. What is written above was checked," in content
    assert " may lack what was to follow. What follows is quoted from the library.\n\n“" in content
    assert_cited(content, found)
    assert found[0]["refdesk"]["quote"] == found[1]["refdesk"]["quote"], "told first in prose, then in its own words"
    assert f"“{found[1]['refdesk']['quote']}” [2]" in content
    assert (besides["mode"], besides["prose"]["fallback"]) == ("extractive", FALLBACK)
    assert FALLBACK not in content


def test_a_stream_whose_source_is_taken_back_ends_with_an_error(desk: Any) -> None:
    desk.writes = True
    assert growing(desk).answer is not None
    with pytest.raises(WithdrawnError, match="Please disregard it"):
        growing(desk, {"another"})
    desk.written = FakeProse(fails=True)
    with pytest.raises(WithdrawnError, match="cannot be read here any more"):
        growing(desk, set())


def test_after_a_sentence_the_desk_may_have_no_answer_of_its_own(desk: Any) -> None:
    desk.writes = True
    made = Growing("http://desk", lambda: {"paper", "brief", "nasty", "terms"})
    events = list(desk.stream(QUESTION))
    none = desk.ask("Zebra giraffe?")
    for event in (*events[:-1], Replaced("It failed."), Finished(none)):
        made.follow(event)
    content = "".join(part.text for part in made.parts)
    assert "By the passages alone, without the language model, the desk says: No document in the library" in content
    assert "Nearest passages, not an answer:\n\n“" in content
    assert made.answer is not None
    shown = [citation.marker for citation in (*made.cited, *made.answer.related)]
    assert shown == list(range(1, len(shown) + 1))
    assert all(content.count(f"\n[{marker}] ") == 1 for marker in shown)
