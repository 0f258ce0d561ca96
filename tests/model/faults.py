"""The ways in which a provider of language models fails, as scripts for the scripted server."""

import json
from collections.abc import Callable

from tests.model.dialects import chunk, completion
from tests.model.scripted import LONGEST_SILENCE_S, Exchange, Script, prompt, says

HUGE_CHARACTERS = 10_000_000
KEY_HEADERS = ("authorization", "x-api-key", "x-goog-api-key")
"""Where the providers' packages send the key."""


def fails(status: int, kind: str = "server_error", headers: dict[str, str] | None = None) -> Script:
    """An error of `status`, told as the provider tells them. It repeats the key and the question, as some do."""

    def script(exchange: Exchange) -> None:
        keys = " ".join(exchange.headers.get(name, "") for name in KEY_HEADERS)
        said = f"It went wrong with {keys} for {prompt(exchange.request)}"
        exchange.respond(status, json.dumps(exchange.dialect.error(status, kind, said)), headers=headers)

    return script


def unauthorized() -> Script:
    """401: the key is not taken."""
    return fails(401, "invalid_api_key")


def busy(retry_after: str = "1") -> Script:
    """429: come back after `retry_after` seconds (or at that date)."""
    return fails(429, "rate_limit_exceeded", {"Retry-After": retry_after} if retry_after else None)


def broken() -> Script:
    """500."""
    return fails(500)


def html() -> Script:
    """A page for people, with status 200, where JSON or events should be."""
    page = "<!doctype html><title>Sign in</title><h1>Sign in to the guest network</h1>"
    return lambda exchange: exchange.respond(200, page, "text/html; charset=utf-8")


def malformed_json() -> Script:
    """JSON that ends in the middle; streamed, an event that does."""

    def script(exchange: Exchange) -> None:
        half = json.dumps(completion("The radar", "stop"))[:-30]
        if not exchange.wants_stream:
            exchange.respond(200, half)
            return
        exchange.event(half)
        exchange.over()

    return script


def malformed_chunk(*before: str) -> Script:
    """Some good pieces, and then an event that is no JSON."""

    def script(exchange: Exchange) -> None:
        for piece in before or ("The radar was ", "declared "):
            exchange.say(piece)
        exchange.event('{"choices": [{"delta": {"content": "oper')
        exchange.over()

    return script


def other_json() -> Script:
    """JSON, but of another kind than was asked for."""

    def script(exchange: Exchange) -> None:
        if not exchange.wants_stream:
            exchange.respond(200, json.dumps({"status": "ok"}))
            return
        exchange.event(json.dumps({"status": "ok"}))
        exchange.event("[DONE]")
        exchange.over()

    return script


def cut_off(*pieces: str) -> Script:
    """The connection ends in mid-word, after `pieces`."""

    def script(exchange: Exchange) -> None:
        for piece in pieces or ("The radar was declared ready in May 2013. ", "It was oper"):
            exchange.say(piece)
        exchange.hang_up()

    return script


def dripping(every_s: float = 1.0) -> Script:
    """A good answer, but one byte every `every_s` seconds."""

    def script(exchange: Exchange) -> None:
        for byte in f"data: {json.dumps(chunk({'content': 'The radar'}))}\n\n".encode() * 100:
            exchange.raw(bytes([byte]))
            exchange.pause(every_s)

    return script


def silent(seconds: float = LONGEST_SILENCE_S) -> Script:
    """Takes the request and never answers."""
    return lambda exchange: exchange.pause(seconds)


def stalls(*pieces: str) -> Script:
    """Begins an answer with `pieces` and says no more."""

    def script(exchange: Exchange) -> None:
        for piece in pieces or ("The radar was declared ready ",):
            exchange.say(piece)
        exchange.pause(LONGEST_SILENCE_S)

    return script


def hangs_up() -> Script:
    """Closes the connection before the first byte."""
    return lambda exchange: exchange.hang_up()


def huge(characters: int = HUGE_CHARACTERS) -> Script:
    """Ten megabytes of words without an end."""
    return lambda exchange: exchange.answer("word " * 2000 for _ in range(characters // 10_000))


def huge_event(characters: int = HUGE_CHARACTERS) -> Script:
    """Ten megabytes in one event that never ends."""

    def script(exchange: Exchange) -> None:
        exchange.raw(b'data: {"choices": [{"delta": {"content": "')
        for _ in range(characters // 10_000):
            exchange.raw(b"word " * 2000)

    return script


def refuses() -> Script:
    """Refuses in the field that is there for it."""
    return lambda exchange: exchange.answer((), refusal="I can't help with that.")


def filtered(*before: str) -> Script:
    """The provider's filter ends the answer, after `before`."""
    return lambda exchange: exchange.answer(before, finish="content_filter")


def excuses() -> Script:
    """Refuses in words, as if they were an answer."""
    return says("I'm sorry, but I can't ", "help with that request.")


def too_long(*pieces: str) -> Script:
    """Ends in mid-sentence because the tokens are used up."""
    return lambda exchange: exchange.answer(pieces or ("The radar was ", "declared"), finish="length")


def empty() -> Script:
    """A good answer without a word in it."""
    return says()


FAULTS: dict[str, Callable[[], Script]] = {
    "401 unauthorized": unauthorized,
    "429 busy": lambda: busy("120"),
    "500 broken": broken,
    "HTML": html,
    "malformed JSON": malformed_json,
    "malformed event": malformed_chunk,
    "cut off in mid-word": cut_off,
    "closed before the first byte": hangs_up,
    "one byte a second": dripping,
    "ten megabytes": huge,
    "never answers": silent,
    "refuses": refuses,
}
"""Twelve ways in which a provider fails. A thirteenth, that nobody listens, needs no server."""
