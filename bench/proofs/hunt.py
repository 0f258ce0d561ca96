"""The hunt for canaries: everything that a reader can send, made from the words of documents above their tier.

Two libraries are asked the same: one that holds the documents of higher tiers and one that never had them. Their
answers must not differ in a byte, beyond what passes (ids, times). So nothing of a higher tier shows: no words, no
counts, no order of results, no status, no length.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Any

from starlette.testclient import TestClient

from bench.proofs.canaries import Canary, seen
from bench.proofs.proof import Proof
from corpus.types import Tier

PASSING = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        (r"\b[0-9a-f]{32}\b|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", "(id)"),
        (r'("app_id": ?)\d+', r"\1 0"),
        (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:\+00:00|Z)?", "(time)"),
        (r'("timings_ms": ?)\{[^}]*\}', r"\1{}"),
        (r"(&#34;timings_ms&#34;: ?)\{[^}]*\}", r"\1{}"),
        (r'("took_ms": ?)[\d.]+', r"\1 0"),
        (r'("(?:average_)?duration": ?)[\d.]+|("time": ?)[\d.]+', r"\1\2 0"),
        (r"(?<=nonce[-=])['\"]?[\w-]{24}", "(nonce)"),
        (r"refdesk_visit=[\w-]+", "(visit)"),
        (r"chatcmpl-[\w-]+", "(id)"),
        (r'("created": ?)\d+', r"\1 0"),
    )
)
"""What differs from one time to the next in the same library, and what is put in its place to compare."""

IGNORED_HEADERS = ("content-length", "x-request-id")
"""The length goes with the body, in which what passes may have one digit more or less."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One request: `name` of the way, and what goes on the wire."""

    name: str
    method: str
    address: str
    json: Any = None
    form: dict[str, str] | None = None
    accept: str = "*/*"


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is known of a canary's place: its document, a passage of it, and an answer that its own readers got."""

    canary: Canary
    document_id: str
    passage_id: str
    answer: dict[str, Any] = field(default_factory=dict)


def requests(hidden: Hidden) -> Iterator[Sent]:
    """Every way in, put to the use of finding out about `hidden`, with nothing but what may be asked."""
    canary, document, passage = hidden.canary, hidden.document_id, hidden.passage_id
    one, other = canary.asked
    asking = f"What limit did the {one} agreement with {other} set, and who signed it?"
    narrowed = {"question": asking, "filters": {"documents": [document]}}
    told = [{"role": "user", "content": f"What is {other}?"}, {"role": "assistant", "content": canary.told}]
    form = {"text": f"They say “{canary.told}” and no more."}
    yield Sent("ask", "POST", "/api/ask", {"question": asking})
    yield Sent("stream", "POST", "/api/ask", {"question": f"What is {other}?", "stream": True})
    yield Sent("ask within", "POST", "/api/ask", narrowed)
    yield Sent("follow up", "POST", "/api/ask", {"question": "And who signed it?", "history": told})
    yield Sent("misspelled", "POST", "/api/ask", {"question": f"How many interceptors did {one[:-1]} allow {other}x?"})
    yield Sent("count", "POST", "/api/ask", {"question": f"How often does the library mention {one}?"})
    completed = {"model": "refdesk", "messages": [{"role": "user", "content": asking}]}
    yield Sent("completion", "POST", "/v1/chat/completions", completed)
    yield Sent("completion stream", "POST", "/v1/chat/completions", {**completed, "stream": True})
    yield Sent("search", "GET", f"/api/search?q={one}+{other}&k=50")
    yield Sent("search within", "GET", f"/api/search?q={one}+limit&document={document}")
    yield Sent("lookup", "POST", "/api/lookup", {"text": canary.told})
    yield Sent("lookup stream", "POST", "/api/lookup", {"text": f"“{canary.told}”", "stream": True})
    yield Sent("mentions", "GET", f"/api/mentions?term={one}")
    yield Sent("mentions csv", "GET", f"/api/mentions?term={other}&format=csv")
    yield Sent("mentions page", "GET", f"/mentions?term={other}&document={document}", accept="text/html")
    yield Sent("check", "POST", "/check", form=form, accept="text/html")
    yield Sent("check stream", "POST", "/check", form=form, accept="text/event-stream")
    yield Sent("check report", "POST", "/check/report", form=form)
    yield Sent("check link", "GET", f"/check?text={canary.told}", accept="text/html")
    yield Sent("document", "GET", f"/api/documents/{document}")
    yield Sent("document page", "GET", f"/documents/{document}?find={one}", accept="text/html")
    yield Sent("printed page", "GET", f"/documents/{document}/pages/1", accept="text/html")
    yield Sent("passage", "GET", f"/api/passages/{passage}?quote=0-40-ffffffff")
    yield Sent("passage page", "GET", f"/passages/{passage}", accept="text/html")
    yield Sent("passage head", "HEAD", f"/passages/{passage}", accept="text/html")
    yield Sent("cite passage", "GET", f"/api/passages/{passage}/cite?style=apa")
    yield Sent("cite document", "GET", f"/api/documents/{document}/cite?style=bibtex")
    yield Sent("cite several", "GET", f"/api/cite?document={document}&passage={passage}&style=ris")
    yield Sent("unapi", "GET", f"/unapi?id=document:{document}&format=ris")
    yield Sent("unapi formats", "GET", f"/unapi?id=passage:{passage}")
    yield Sent("receipt", "POST", "/api/receipt", {"answer": hidden.answer})
    yield Sent("receipt pdf", "POST", "/api/receipt", {"answer": hidden.answer, "format": "pdf"})
    rating = {"answer_id": hidden.answer.get("id", "none"), "rating": "up", "comment": f"{one} and {other}"}
    yield Sent("feedback", "POST", "/api/feedback", rating)
    yield Sent("documents", "GET", "/api/documents")
    yield Sent("library page", "GET", "/documents", accept="text/html")
    yield Sent("chat page", "GET", f"/?q={one}&document={document}", accept="text/html")
    yield Sent("contract", "GET", "/openapi.json")
    yield from _over_mcp(hidden, asking)
    yield Sent("staff table", "GET", f"/api/staff/questions?q={one}")
    yield Sent("staff answer", "GET", f"/staff/answers/{hidden.answer.get('id', 'none')}", accept="text/html")


def _over_mcp(hidden: Hidden, asking: str) -> Iterator[Sent]:
    """The tools and resources of the MCP server, as a client without a session calls them."""
    called = (
        ("ask", {"question": asking}),
        ("search", {"query": " ".join(hidden.canary.asked), "k": 50}),
        ("lookup", {"text": hidden.canary.told}),
    )
    for tool, arguments in called:
        yield _told(f"mcp {tool}", "tools/call", {"name": tool, "arguments": arguments})
    yield _told("mcp document", "resources/read", {"uri": f"refdesk://documents/{hidden.document_id}"})
    yield _told("mcp passage", "resources/read", {"uri": f"refdesk://passages/{hidden.passage_id}"})
    yield _told("mcp list", "resources/list", {})


def _told(name: str, method: str, params: dict[str, Any]) -> Sent:
    message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    return Sent(name, "POST", "/mcp", message, accept="application/json, text/event-stream")


def send(client: TestClient, sent: Sent) -> tuple[int, str, str]:
    """(status, headers, body), the headers one a line."""
    headers = {"accept": sent.accept}
    form = {name: (None, value) for name, value in sent.form.items()} if sent.form else None
    reply = client.request(sent.method, sent.address, json=sent.json, files=form, headers=headers)
    lines = sorted(f"{name}: {value}" for name, value in reply.headers.items() if name not in IGNORED_HEADERS)
    return reply.status_code, "\n".join(lines), reply.content.decode("utf-8", "replace")


def steadied(text: str) -> str:
    """`text` without what passes."""
    for pattern, put in PASSING:
        text = pattern.sub(put, text)
    return text


class Listening(logging.Handler):
    """Keeps every line that is logged while it is open, at any level, and lets nobody else hear it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    def __enter__(self) -> "Listening":
        root = logging.getLogger()
        self._before = root.level, root.handlers
        root.setLevel(logging.DEBUG)
        root.handlers = [self]
        return self

    def __exit__(self, *_: object) -> None:
        root = logging.getLogger()
        root.setLevel(self._before[0])
        root.handlers = self._before[1]


def chosen(hidden: Sequence[Hidden], count: int) -> list[tuple[Hidden, Sent]]:
    """`count` requests: the ways in turn, each about the next canary, so that all ways and many canaries are tried."""
    ways = len(list(requests(hidden[0])))
    turns = islice(zip(cycle(hidden), cycle(range(ways))), count)
    return [(each, list(requests(each))[way]) for each, way in turns]


def hunt(
    holding: TestClient, without: TestClient | None, hidden: Sequence[Hidden], above: set[str], count: int
) -> Proof:
    """`count` requests by a reader who must see no secret of `above`, to the app of a library that holds them; and to
    one that never did, if given, whose answers must be the same."""
    failures = []
    with Listening() as log:
        for each, sent in chosen(hidden, count):
            answer = send(holding, sent)
            leaked = seen("\n".join(answer[1:])) & above
            if leaked:
                failures.append(f"{sent.name} shows {sorted(leaked)[0]} to {sent.address}")
            if without is not None:
                other = send(without, sent)
                fault = difference(*map(unnumbered, (answer, other)) if sent.name == "chat page" else (answer, other))
                failures += [f"{sent.name} differs for {each.canary.asked[0]}: {fault}"] if fault else []
        told = seen("\n".join(log.lines)) & above
    failures += [f"the log shows {secret}" for secret in sorted(told)]
    return Proof("canaries", count, tuple(failures), f"{len(above)} secrets, {len(log.lines)} lines of log")


def unnumbered(reply: tuple[int, str, str]) -> tuple[int, str, str]:
    """A chat page without the numbers of its parts, which Gradio counts through all pages of a process."""
    return reply[0], reply[1], re.sub(r"(?<=[\[,:])\d+(?=[\],}])", "0", reply[2])


def difference(one: tuple[int, str, str], other: tuple[int, str, str]) -> str:
    """Where two answers differ beyond what passes; empty if nowhere."""
    if one[0] != other[0]:
        return f"status {one[0]} and {other[0]}"
    for part, mine, theirs in (("headers", one[1], other[1]), ("body", one[2], other[2])):
        a, b = steadied(mine), steadied(theirs)
        if a != b:
            at = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
            return f"{part} …{a[max(0, at - 60) : at + 60]!r}… and …{b[max(0, at - 60) : at + 60]!r}…"
    return ""


def known(
    client: TestClient, found: dict[str, str], passages: dict[str, tuple[str, ...]], made: Sequence[Canary]
) -> list[Hidden]:
    """Each canary with its place, and the answer that the reader behind `client`, who may see all, gets about it."""
    hidden = []
    for canary in made:
        own = found[canary.name]
        asked = client.post("/api/ask", json={"question": f"Who signed the {canary.asked[0]} agreement?"}).json()
        passage = passages[canary.name]
        hidden.append(Hidden(canary, own, passage[canary.number % len(passage)], asked))
    return hidden


def visible(client: TestClient, made: Sequence[Canary], tier: Tier) -> Proof:
    """That the reader behind `client`, who may read `tier`, does find its canaries: else the hunt would prove
    nothing."""
    own = [canary for canary in made if canary.tier is tier]
    missed = []
    for canary in own:
        found = client.get(f"/api/search?q={canary.asked[0]}+{canary.asked[1]}").text
        if canary.secret.lower() not in seen(found):
            missed.append(canary.sentence)
    return Proof(f"canaries that {tier.label} readers find", len(own), tuple(missed))
