"""The client that waits."""

import time
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Literal, Self

import httpx

from refdesk_client import calls
from refdesk_client.calls import Call, Events, Patience
from refdesk_client.errors import ApiError, Unreachable
from refdesk_client.reading import read
from refdesk_client.types import (
    Answer,
    DocumentText,
    Entry,
    Filters,
    Lookup,
    PassageView,
    Retrieved,
    StreamEvent,
    Style,
    Turn,
)


class Client:
    """A desk at `base_url`. Use it in a `with` block, or close it; it may be used from several threads.

    `timeout_s` bounds each wait for the desk, not a whole stream. `patience` says how often a call that changes nothing
    is sent again after a 429 or 503. Every method raises the errors of `refdesk_client.errors`.
    """

    def __init__(
        self,
        base_url: str,
        *,
        key: str | None = None,
        timeout_s: float = 30.0,
        patience: Patience = Patience(),
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.patience = patience
        self._http = httpx.Client(
            base_url=self.base_url, headers=calls.headers(key), timeout=timeout_s, transport=transport
        )

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters = Filters(),
        mode: Literal["auto", "extractive", "generative"] = "auto",
    ) -> Answer:
        """The answer to `question`."""
        response = self._send(calls.asking(question, history, filters, mode))
        return read(Answer, calls.values_of(response), self.base_url)

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters = Filters(),
        mode: Literal["auto", "extractive", "generative"] = "auto",
    ) -> Iterator[StreamEvent]:
        """The answer in steps: a Found, a Stated for each sentence, and the whole Answer. It is not sent again."""
        call = calls.asking(question, history, filters, mode, stream=True)
        events = Events(self.base_url)
        try:
            with self._http.stream(call.method, call.path, **call.options()) as response:
                if not response.is_success:
                    response.read()
                    calls.checked(response)
                for line in response.iter_lines():
                    yield from events.take(line)
        except httpx.HTTPError as error:
            raise Unreachable(f"The desk at {self.base_url} did not answer: {error}.") from error
        events.end()

    def search(
        self, query: str, *, k: int = 10, kinds: Sequence[str] = (), documents: Sequence[str] = ()
    ) -> tuple[Retrieved, ...]:
        """The `k` best passages, best first."""
        response = self._send(calls.searching(query, k, kinds, documents))
        return calls.members_of(Retrieved, response, "passages", self.base_url)

    def lookup(self, text: str, *, filters: Filters = Filters()) -> Lookup:
        """For each quotation of `text` a verdict and its places."""
        response = self._send(calls.looking_up(text, filters))
        return read(Lookup, calls.values_of(response), self.base_url)

    def documents(self) -> tuple[Entry, ...]:
        """The library, newest first."""
        return calls.members_of(Entry, self._send(Call("GET", "/api/documents")), "documents", self.base_url)

    def document(self, document_id: str) -> DocumentText:
        """A document with its text."""
        response = self._send(calls.reading("documents", document_id))
        return read(DocumentText, calls.values_of(response), self.base_url)

    def passage(self, passage_id: str, *, quote: str = "") -> PassageView:
        """A passage in its context; `quote` as in the links of citations."""
        response = self._send(calls.reading("passages", passage_id, quote))
        return read(PassageView, calls.values_of(response), self.base_url)

    def cite(self, passage_id: str, style: Style = "chicago", *, form: str | None = None, quote: str = "") -> str:
        """A reference to a passage, as text."""
        return self._send(calls.citing(passage_id, style, form, quote)).text.strip()

    def feedback(self, answer_id: str, rating: Literal["up", "down"], comment: str = "") -> None:
        """Says whether an answer was useful."""
        self._send(calls.rating(answer_id, rating, comment))

    def close(self) -> None:
        """Closes its connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _send(self, call: Call) -> httpx.Response:
        """The good response to `call`, sent again where that is right."""
        sent, waited_s = 0, 0.0
        while True:
            sent += 1
            try:
                response = self._http.request(call.method, call.path, **call.options())
            except httpx.HTTPError as error:
                raise Unreachable(f"The desk at {self.base_url} did not answer: {error}.") from error
            try:
                calls.checked(response)
            except ApiError as error:
                wait_s = self.patience.wait_s(error, sent, waited_s) if call.again else None
                if wait_s is None:
                    raise
                waited_s += wait_s
                time.sleep(wait_s)
            else:
                return response
