"""What each route of the web app gives to whom. A route that is not here fails the suite."""

from dataclasses import dataclass
from typing import Any

from corpus.types import Tier

HIDDEN = "{hidden}", "{passage}"
"""What stands, in an address or a body, for the ids of a document that members may read, and of a passage in it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One request to a route, and the status that readers of each tier get.

    `key` is what a program's key needs: a scope, `open` for nothing, `any` for any, `people` where no key opens it,
    `hidden` where it finds nothing there. `accept` is what the route is asked for, if only one thing will do; without
    `by_cookie` a cookie counts for nothing there.
    """

    method: str
    address: str
    statuses: tuple[int, int, int] = (200, 200, 200)
    key: str = "people"
    json: Any = None
    form: str = ""
    accept: str = ""
    by_cookie: bool = True

    def status(self, tier: Tier, *, by_cookie: bool) -> int:
        """What a reader of `tier` gets, who says so by a cookie or otherwise."""
        return self.statuses[tier if self.by_cookie or not by_cookie else Tier.PUBLIC]

    def filled(self, document: str, passage: str) -> "Rule":
        """The request for that document and that passage."""

        def put(value: Any) -> Any:
            if isinstance(value, str):
                return value.replace(HIDDEN[0], document).replace(HIDDEN[1], passage)
            if isinstance(value, dict):
                return {name: put(each) for name, each in value.items()}
            return [put(each) for each in value] if isinstance(value, list) else value

        return Rule(
            self.method,
            put(self.address),
            self.statuses,
            self.key,
            put(self.json),
            self.form,
            self.accept,
            self.by_cookie,
        )


MEMBERS_ONLY = 404, 200, 200
STAFF_ONLY = 404, 404, 200
NOBODY = 404, 404, 404
PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
REFUSED = 403, 403, 403
FROM_ELSEWHERE = 404, 404, 403
"""What changes the library is taken from the desk's own pages alone, even from the staff."""

UNSEALED = {"shown": "{}", "seal": "1790000000.2.0"}
JOINED = {"session_hash": "s"}
ASKED = {"question": "What limit did the agreement set on interceptors?"}
COMPLETED = {"model": "refdesk", "messages": [{"role": "user", "content": ASKED["question"]}]}

RULES: dict[tuple[str, str], Rule] = {
    (rule.method, template): rule
    for template, rule in (
        ("/healthz", Rule("GET", "/healthz", key="open")),
        ("/readyz", Rule("GET", "/readyz", key="open")),
        ("/openapi.json", Rule("GET", "/openapi.json", key="open")),
        ("/openapi.json", Rule("HEAD", "/openapi.json", key="open")),
        ("/portal/{name}", Rule("GET", "/portal/no.css", NOBODY, key="open")),
        ("/passages/{passage_id}", Rule("GET", "/passages/{passage}", MEMBERS_ONLY)),
        ("/passages/{passage_id}", Rule("HEAD", "/passages/{passage}", MEMBERS_ONLY)),
        ("/documents/{document_id}", Rule("GET", "/documents/{hidden}", MEMBERS_ONLY)),
        ("/documents/{document_id}", Rule("HEAD", "/documents/{hidden}", MEMBERS_ONLY)),
        ("/documents", Rule("GET", "/documents")),
        ("/documents", Rule("HEAD", "/documents")),
        ("/mentions", Rule("GET", "/mentions?term=interceptors")),
        ("/mentions", Rule("HEAD", "/mentions?term=interceptors")),
        ("/check", Rule("GET", "/check")),
        ("/check", Rule("HEAD", "/check")),
        ("/check", Rule("POST", "/check", form="They will be deployed there in 2018.")),
        ("/check/report", Rule("POST", "/check/report", form="They will be deployed there in 2018.")),
        ("/api/ask", Rule("POST", "/api/ask", key="ask", json=ASKED)),
        ("/api/feedback", Rule("POST", "/api/feedback", NOBODY, "ask", {"answer_id": "none", "rating": "up"})),
        ("/api/receipt", Rule("POST", "/api/receipt", (409, 409, 409), "ask", {"answer": ASKED})),
        ("/api/search", Rule("GET", "/api/search?q=interceptors", key="search")),
        ("/api/mentions", Rule("GET", "/api/mentions?term=interceptors", key="search")),
        ("/api/documents", Rule("GET", "/api/documents", key="search")),
        ("/api/documents/{document_id}", Rule("GET", "/api/documents/{hidden}", MEMBERS_ONLY, "search")),
        ("/api/documents/{document_id}/cite", Rule("GET", "/api/documents/{hidden}/cite", MEMBERS_ONLY, "search")),
        ("/api/passages/{passage_id}", Rule("GET", "/api/passages/{passage}", MEMBERS_ONLY, "search")),
        ("/api/passages/{passage_id}/cite", Rule("GET", "/api/passages/{passage}/cite", MEMBERS_ONLY, "search")),
        ("/api/cite", Rule("GET", "/api/cite?document={hidden}&passage={passage}", MEMBERS_ONLY, "search")),
        ("/unapi", Rule("GET", "/unapi?id=document:{hidden}&format=ris", MEMBERS_ONLY, "search")),
        ("/api/lookup", Rule("POST", "/api/lookup", key="lookup", json={"text": "They will be deployed there."})),
        ("/api/session", Rule("POST", "/api/session", (401, 401, 401), "open", {"desk": "members", "token": "a.b.c"})),
        ("/api/session/ticket", Rule("POST", "/api/session/ticket", (401, 200, 200), by_cookie=False)),
        ("/api/conversations", Rule("GET", "/api/conversations", MEMBERS_ONLY)),
        ("/api/conversations", Rule("POST", "/api/conversations", (404, 409, 409), json={"exchanges": [UNSEALED]})),
        ("/api/conversations", Rule("DELETE", "/api/conversations", (404, 204, 204))),
        *(
            ("/api/conversations/{conversation_id}", Rule(method, "/api/conversations/none", NOBODY, json=sent))
            for method, sent in (("GET", None), ("DELETE", None), ("PATCH", {"name": "x"}))
        ),
        (
            "/api/conversations/{conversation_id}/exchanges",
            Rule("POST", "/api/conversations/none/exchanges", (404, 409, 409), json={"exchanges": [UNSEALED]}),
        ),
        ("/api/conversations/{conversation_id}/export", Rule("GET", "/api/conversations/none/export", NOBODY)),
        ("/api/shares", Rule("POST", "/api/shares", NOBODY, json={"conversation": "none", "audience": "public"})),
        *(("/api/shares/{share_id}", Rule(method, "/api/shares/none", NOBODY)) for method in ("POST", "DELETE")),
        *(
            (template, Rule(method, address, statuses))
            for template, address, statuses in (
                ("/conversations", "/conversations", MEMBERS_ONLY),
                ("/conversations/shares/{share_id}", "/conversations/shares/none", NOBODY),
                ("/shared/{word}", "/shared/none", NOBODY),
            )
            for method in ("GET", "HEAD")
        ),
        ("/embed/conversations/{conversation_id}", Rule("GET", "/embed/conversations/none", NOBODY)),
        ("/open", Rule("GET", "/open?ticket=none&to=/passages/{passage}", REFUSED)),
        ("/v1/chat/completions", Rule("POST", "/v1/chat/completions", key="ask", json=COMPLETED)),
        ("/v1/models", Rule("GET", "/v1/models", key="any")),
        ("/v1/models/{model:path}", Rule("GET", "/v1/models/other", NOBODY, key="any")),
        ("/mcp", Rule("POST", "/mcp", key="any", json=PING, accept="application/json, text/event-stream")),
        *(("/mcp", Rule(method, "/mcp", (405, 405, 405), key="any")) for method in ("GET", "PUT", "DELETE")),
        ("/widget.js", Rule("GET", "/widget.js", key="open")),
        ("/widget.js", Rule("HEAD", "/widget.js", key="open")),
        ("/embed", Rule("GET", "/embed?desk=members&host=https://members.example")),
        ("/embed", Rule("HEAD", "/embed?desk=members&host=https://members.example")),
        ("/embed/welcome", Rule("GET", "/embed/welcome?desk=members")),
        ("/embed/ask", Rule("POST", "/embed/ask?desk=members", json={**ASKED, "number": 1})),
        *(
            (f"/staff{page}", Rule(method, f"/staff{page}", STAFF_ONLY))
            for page in ("", "/questions", "/feedback", "/unanswered", "/citations")
            for method in ("GET", "HEAD")
        ),
        *(
            (f"/staff/{what}", Rule(method, f"/staff/{what.format(answer_id='none')}", NOBODY))
            for what in ("answers/{answer_id}", "unanswered/{answer_id}.md")
            for method in ("GET", "HEAD")
        ),
        *(("/staff/documents", Rule(method, "/staff/documents", STAFF_ONLY)) for method in ("GET", "HEAD")),
        *(
            ("/staff/documents/{document_id}", Rule(method, "/staff/documents/{hidden}", STAFF_ONLY))
            for method in ("GET", "HEAD")
        ),
        *(("/staff/edits/{number}", Rule(method, "/staff/edits/7", NOBODY)) for method in ("GET", "HEAD")),
        ("/staff/upload", Rule("POST", "/staff/upload", FROM_ELSEWHERE, form="x")),
        ("/staff/documents/{document_id}/{task}", Rule("POST", "/staff/documents/{hidden}/retire", FROM_ELSEWHERE)),
        ("/staff/edits/{number}/again", Rule("POST", "/staff/edits/7/again", FROM_ELSEWHERE)),
        ("/api/staff/{what}", Rule("GET", "/api/staff/questions", STAFF_ONLY, key="hidden")),
        *(
            ("/v1/{path:path}", Rule(method, "/v1/nothing/at/all", NOBODY, key="open"))
            for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
        ),
        *(
            ("/api/{path:path}", Rule(method, "/api/nothing/at/all", NOBODY, key="open"))
            for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
        ),
        ("/sign-in", Rule("GET", "/sign-in", (503, 503, 503))),
        ("/sign-in/back", Rule("GET", "/sign-in/back?code=none&state=none", REFUSED)),
        *(
            ("/documents/{document_id}/pages/{page}", Rule(method, "/documents/{hidden}/pages/1", NOBODY))
            for method in ("GET", "HEAD")
        ),
        ("/gradio /", Rule("GET", "/")),
        ("/gradio /", Rule("HEAD", "/")),
        ("/gradio /theme.css", Rule("GET", "/theme.css")),
        (
            "/gradio /gradio_api/queue/join",
            Rule("POST", "/gradio_api/queue/join", REFUSED, json=JOINED),
        ),
        ("/gradio /gradio_api/queue/data", Rule("GET", "/gradio_api/queue/data?session_hash=s", REFUSED)),
        ("/gradio /gradio_api/heartbeat/{session_hash}", Rule("GET", "/gradio_api/heartbeat/s", REFUSED)),
    )
}
"""By method and template; those inside Gradio's app begin with `/gradio `."""

SIGNING_OFF = {("DELETE", "/api/session"), ("POST", "/sign-out")}
"""What ends the session that it is sent with, and so has tests of its own."""


def closed(method: str, template: str) -> Rule:
    """The rule for a route of Gradio's that the chat page has no use for."""
    address = template.partition("{")[0].removeprefix("/gradio ") + ("x" if "{" in template else "")
    return Rule(method, address, NOBODY)
