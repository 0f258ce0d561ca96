"""The one module that knows LangChain's chat models: opens the one that is set, and lets it write.

The providers' own packages neither try again nor wait on their own terms; when, how long and how often is said in
`budgeted.py`. Nothing is traced, and what those packages would log of requests is switched off.
"""

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from corpus.errors import SettingsError
from qa.chat.failures import TooMuchError, WrongKindError
from qa.chat.named import Named
from qa.chat.types import Message

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk, BaseMessageChunk

LARGEST_RESPONSE_BYTES = 4_000_000
"""The longest answer that can be asked for, 8,000 tokens in an event each, has about three quarters of it."""

TALKATIVE = (
    "openai", "anthropic", "google", "google_genai", "ollama", "httpx", "httpx2", "httpcore", "httpcore2", "grpc",
    "langchain_openai", "langchain_anthropic", "langchain_google_genai", "langchain_ollama", "langsmith",
)  # fmt: skip
"""Loggers that tell of requests, with addresses, headers or questions, below the level of a warning."""


@dataclass(frozen=True, slots=True)
class Written:
    """A piece of an answer. The last has the reason why it ended, in the provider's word, and the tokens it took, if
    they were counted."""

    text: str
    ended: str = ""
    tokens: int = 0


class Provider:
    """A model that is ready to write. Nothing is sent before it is asked to."""

    def __init__(self, model: Named, key: str, within_s: float) -> None:
        """Raises SettingsError where the provider's package does not take what is set."""
        from langchain.chat_models import init_chat_model

        try:
            opened = init_chat_model(
                model.model, model_provider=model.provider.name, **_arguments(model, key, within_s)
            )
        except (ImportError, TypeError, ValueError) as error:
            fault = type(error).__name__
        else:
            fault = ""
            if model.provider.name == "google_genai":
                _by_httpx(opened, model.base_url, key, within_s)
        if fault:  # outside the clause, so that the exception, which may hold the key, goes nowhere with this one
            raise SettingsError(
                f"The package {model.provider.package} could not make a model of REFDESK_CHAT_MODEL '{model.told}' "
                f"({fault}). Look at the name, the key and REFDESK_CHAT_BASE_URL."
            )
        for name in TALKATIVE:
            logging.getLogger(name).setLevel(logging.WARNING)
        self._model: BaseChatModel = opened
        self._provider = model.provider.name

    async def write(self, messages: Sequence[Message], tokens: int) -> AsyncIterator[Written]:
        """What the model writes, at most `tokens` tokens, piece by piece. Raises whatever the provider's package
        raises. Closing it closes the connection."""
        from langsmith import tracing_context

        said = [(message.role, message.content) for message in messages]
        budget = _budget(self._provider, tokens)
        with tracing_context(enabled=False):
            async with aclosing(cast("Any", self._model.astream(said, **budget))) as open_chunks:
                async for chunk in open_chunks:
                    yield _written(chunk)


def _budget(provider: str, tokens: int) -> dict[str, Any]:
    """As each package wants to be told how many tokens an answer may take."""
    if provider == "ollama":
        return {"options": {"num_predict": tokens}}
    return {"max_output_tokens" if provider == "google_genai" else "max_tokens": tokens}


def _arguments(model: Named, key: str, within_s: float) -> dict[str, Any]:
    """What the provider's package is opened with."""
    given: dict[str, Any] = {"base_url": model.base_url} if model.base_url else {}
    if model.provider.name == "ollama":
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        watched = {"event_hooks": {"response": [_watch]}}
        return {**given, "client_kwargs": {"headers": headers, "timeout": within_s}, "async_client_kwargs": watched}
    given |= {"api_key": key or "none", "timeout": within_s, "max_retries": 0}
    if model.provider.name == "openai":
        from openai import DefaultAsyncHttpxClient

        given["http_async_client"] = DefaultAsyncHttpxClient(event_hooks={"response": [_watch]}, timeout=within_s)
        given["stream_chunk_timeout"] = None  # with it, each event is waited for in a way that may lose a cancellation
        given["use_responses_api"] = False  # the protocol that every other server speaks as well
    if model.provider.name == "google_genai":
        given |= {"max_retries": 1, "vertexai": False}  # it counts the first try; 0 would mean its own choice
    return given


def _by_httpx(opened: Any, base_url: str, key: str, within_s: float) -> None:
    """Gives Google's model a client of its own package over httpx, whose responses are watched; left to itself, it
    takes whichever library for HTTP it finds."""
    import httpx
    from google.genai import Client
    from google.genai.types import HttpOptions

    watched = httpx.AsyncClient(event_hooks={"response": [_watch]}, timeout=within_s)
    options = HttpOptions(base_url=base_url or None, httpx_async_client=watched)
    opened.client = Client(api_key=key or "none", vertexai=False, http_options=options)


def _written(chunk: "AIMessageChunk | BaseMessageChunk") -> Written:
    told = chunk.response_metadata
    ended = told.get("finish_reason") or told.get("stop_reason") or told.get("done_reason") or ""
    usage = getattr(chunk, "usage_metadata", None) or {}
    return Written(str(chunk.text), str(ended), int(usage.get("output_tokens") or 0))


async def _watch(response: Any) -> None:
    """Called before the body is read: refuses pages, and bodies larger than any answer."""
    kind = response.headers.get("content-type", "")
    if response.status_code == 200 and kind.startswith("text/html"):
        await response.aclose()
        raise WrongKindError
    response.stream = _measured(response.stream)


def _measured(stream: Any) -> Any:
    """The bytes of `stream`, until there are more than LARGEST_RESPONSE_BYTES: then TooMuchError.

    Clients of two libraries come here, httpx and its successor, and each takes only a stream of its own kind.
    """
    kind: Any = next(each for each in type(stream).__mro__ if each.__name__ == "AsyncByteStream")

    class Measured(kind):  # type: ignore[misc]
        # No generator: one that is left behind half-way would be closed by whichever thread collects the garbage.
        def __aiter__(self) -> AsyncIterator[bytes]:
            self._size = 0
            self._bytes = aiter(stream)
            return self

        async def __anext__(self) -> bytes:
            data: bytes = await anext(self._bytes)
            self._size += len(data)
            if self._size > LARGEST_RESPONSE_BYTES:
                raise TooMuchError
            return data

        async def aclose(self) -> None:
            await stream.aclose()

    return Measured()
