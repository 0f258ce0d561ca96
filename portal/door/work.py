"""What a request costs: reading hardly anything, a question or a draft some tenths of a second of a processor.

A route that takes something and is not named here counts as a question, so that a new one is never free.
"""

from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.types import Scope


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of work. What `waits` needs a place among those being done; `free` is not counted at all."""

    name: str
    waits: bool = False
    free: bool = False


ASKING = Work("asking", waits=True)
LOOKING_UP = Work("looking up", waits=True)
SEARCHING = Work("searching", waits=True)
PROGRAM = Work("program", waits=True)
CHATTING = Work("chatting")
FEEDBACK = Work("feedback")
KEEPING = Work("keeping")
SIGNING_ON = Work("signing on")
STAFF = Work("staff")
READING = Work("reading")
WATCHING = Work("watching", free=True)

EXACT = {
    ("GET", "/healthz"): WATCHING,
    ("GET", "/readyz"): WATCHING,
    ("GET", "/theme.css"): WATCHING,
    ("GET", "/widget.js"): WATCHING,
    ("GET", "/api/search"): SEARCHING,
    ("GET", "/api/mentions"): SEARCHING,
    ("GET", "/open"): SIGNING_ON,
    ("POST", "/api/ask"): ASKING,
    ("POST", "/embed/ask"): ASKING,
    ("POST", "/api/receipt"): ASKING,
    ("POST", "/api/lookup"): LOOKING_UP,
    ("POST", "/check"): LOOKING_UP,
    ("POST", "/check/report"): LOOKING_UP,
    ("POST", "/api/feedback"): FEEDBACK,
    ("POST", "/api/conversations"): KEEPING,
    ("DELETE", "/api/conversations"): KEEPING,
    ("POST", "/api/session"): SIGNING_ON,
    ("DELETE", "/api/session"): SIGNING_ON,
    ("POST", "/api/session/ticket"): SIGNING_ON,
    ("POST", "/gradio_api/queue/join"): CHATTING,
    ("POST", "/v1/chat/completions"): PROGRAM,
    ("POST", "/mcp"): PROGRAM,
}
FOLDERS = (
    ("GET", "/static/", WATCHING),
    ("GET", "/assets/", WATCHING),
    ("POST", "/api/conversations/", KEEPING),
    ("PATCH", "/api/conversations/", KEEPING),
    ("DELETE", "/api/conversations/", KEEPING),
    ("POST", "/api/shares/", KEEPING),
    ("DELETE", "/api/shares/", KEEPING),
    ("POST", "/staff", STAFF),
    ("DELETE", "/staff", STAFF),
    ("POST", "/signon/", SIGNING_ON),
    ("GET", "/signon/", SIGNING_ON),
)
WITH_WORDS = {"/check": ("text", LOOKING_UP), "/mentions": ("term", SEARCHING)}
"""Pages that only work if their address brings words along: (the parameter, the work)."""


def work_of(scope: Scope) -> Work:
    """The kind of work that a request asks for."""
    method, path = scope["method"], scope["path"]
    reads = method in ("GET", "HEAD", "OPTIONS")
    if reads and path in WITH_WORDS:
        parameter, work = WITH_WORDS[path]
        words = parse_qs(scope["query_string"].decode("latin-1")).get(parameter, [""])
        return work if any(each.strip() for each in words) else READING
    asked = "GET" if reads else method
    if (asked, path) in EXACT:
        return EXACT[asked, path]
    found = (work for of, folder, work in FOLDERS if of == asked and path.startswith(folder))
    return next(found, READING if reads else ASKING)


KNOWN_PATHS = frozenset(path for _, path in EXACT) | frozenset(WITH_WORDS)
"""Addresses without anything of a reader's in them, which may be told as they are."""
