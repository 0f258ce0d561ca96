"""What a call sends and how its response is read: the same for the client that waits and the one that awaits."""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar
from urllib.parse import quote

import httpx

from refdesk_client.errors import ApiError, TooMany, Unavailable, Unreadable, api_error
from refdesk_client.reading import read
from refdesk_client.types import Answer, Filters, Found, Replaced, Stated, StreamEvent, Turn

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a call is sent again, and how long it may wait for that in all, after a 429 or 503 that says when.

    Only calls that change nothing are ever sent again.
    """

    retries: int = 2
    most_s: float = 60.0

    def wait_s(self, error: ApiError, sent: int, waited_s: float) -> float | None:
        """How long to wait before sending again; None not to. `sent` counts the times so far."""
        if not isinstance(error, TooMany | Unavailable) or sent > self.retries:
            return None
        asked = error.retry_after_s
        wait = asked if asked is not None else min(2.0**sent, 8.0)
        wait += random.uniform(0, 0.25)  # noqa: S311 - so that many clients do not all come back at once
        return wait if waited_s + wait <= self.most_s else None


@dataclass(frozen=True, slots=True)
class Call:
    """One request. `again` says that it may be sent more than once."""

    method: str
    path: str
    params: Mapping[str, Any] | None = None
    body: Mapping[str, Any] | None = None
    accept: str = "application/json"
    again: bool = True

    def options(self) -> dict[str, Any]:
        """The request as httpx takes it."""
        return {"params": self.params, "json": self.body, "headers": {"Accept": self.accept}}


def asking(question: str, history: Sequence[Turn], filters: Filters, mode: str, *, stream: bool = False) -> Call:
    """A question."""
    body: dict[str, Any] = {"question": question, "filters": _narrowing(filters), "mode": mode}
    if history:
        body["history"] = [{"role": turn.role, "content": turn.content, "cited": list(turn.cited)} for turn in history]
    if stream:
        body["stream"] = True
    return Call("POST", "/api/ask", body=body, accept="text/event-stream" if stream else "application/json")


def searching(query: str, k: int, kinds: Sequence[str], documents: Sequence[str]) -> Call:
    """A search."""
    return Call("GET", "/api/search", {"q": query, "k": k, "kind": list(kinds), "document": list(documents)})


def looking_up(text: str, filters: Filters) -> Call:
    """A draft."""
    return Call("POST", "/api/lookup", body={"text": text, "filters": _narrowing(filters)})


def citing(passage_id: str, style: str, form: str | None, words: str) -> Call:
    """A reference, as plain text or as a file's text."""
    params = {"style": style, "form": form, "quote": words or None}
    given = {name: value for name, value in params.items() if value is not None}
    return Call("GET", f"/api/passages/{_segment(passage_id)}/cite", given, accept="text/plain")


def reading(kind: Literal["documents", "passages"], id: str, words: str = "") -> Call:
    """A document or a passage."""
    return Call("GET", f"/api/{kind}/{_segment(id)}", {"quote": words} if words else None)


def rating(answer_id: str, given: str, comment: str) -> Call:
    """A reader's view of an answer; sent once, for each is kept."""
    return Call(
        "POST", "/api/feedback", body={"answer_id": answer_id, "rating": given, "comment": comment}, again=False
    )


def headers(key: str | None) -> dict[str, str]:
    """The headers of every request."""
    own = {"User-Agent": "refdesk-client/0.1"}
    return {**own, "Authorization": f"Bearer {key}"} if key else own


def checked(response: httpx.Response) -> None:
    """Raises the ApiError that `response`, which has been read, stands for; nothing for a good one."""
    if response.is_success:
        return
    try:
        problem = response.json()
    except ValueError:
        problem = None
    raise api_error(response.status_code, problem, _seconds(response.headers.get("retry-after")))


def values_of(response: httpx.Response) -> Any:
    """The JSON of a good response. Raises Unreadable."""
    try:
        return response.json()
    except ValueError as error:
        raise Unreadable("The desk's response is no JSON.") from error


def members_of(kind: type[T], response: httpx.Response, name: str, site: str) -> tuple[T, ...]:
    """The list `name` of a response. Raises Unreadable."""
    values = values_of(response)
    if not isinstance(values, dict) or not isinstance(values.get(name), list):
        raise Unreadable(f"The desk's response has no list of {name}.")
    return tuple(read(kind, value, site) for value in values[name])


class Events:
    """Server-Sent Events, from lines."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.finished = False
        self._name = ""

    def take(self, line: str) -> Iterator[StreamEvent]:
        """The event that `line` completes, if any. Raises ApiError for an `error` event."""
        if line.startswith("event: "):
            self._name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            try:
                values = json.loads(line.removeprefix("data: "))
            except ValueError as error:
                raise Unreadable("An event of the desk's stream is no JSON.") from error
            yield from self._event(values)

    def _event(self, values: Any) -> Iterator[StreamEvent]:
        if self._name == "error":
            status = values.get("status") if isinstance(values, dict) else None
            raise api_error(status if isinstance(status, int) else 500, values)
        if self._name == "retrieved":
            yield read(Found, values, self.site)
        elif self._name == "statement":
            yield read(Stated, values, self.site)
        elif self._name == "replaced":
            yield read(Replaced, values, self.site)
        elif self._name == "answer":
            self.finished = True
            yield read(Answer, values, self.site)

    def end(self) -> None:
        """Raises Unreadable for a stream that was cut off."""
        if not self.finished:
            raise Unreadable("The desk's stream ended before its answer.")


def _narrowing(filters: Filters) -> dict[str, Any]:
    narrowed = {
        "kinds": list(filters.kinds),
        "documents": list(filters.documents),
        "published_from": filters.published_from and filters.published_from.isoformat(),
        "published_to": filters.published_to and filters.published_to.isoformat(),
    }
    return {name: value for name, value in narrowed.items() if value}


def _segment(id: str) -> str:
    """`id` as one segment of a path."""
    return quote(id, safe="")


def _seconds(told: str | None) -> float | None:
    return float(told) if told is not None and told.isdecimal() else None
