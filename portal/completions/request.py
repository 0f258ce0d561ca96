"""What an OpenAI client sends: the members that the desk takes, and the sentence for each that it cannot honour.

Nothing that would change the meaning of what is asked for is passed over in silence. What steers the sampling of a
language model is taken and has no effect: the desk samples nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from portal.api import Narrowing, Strict
from qa.types import ModeWanted, Turn

MODEL = "refdesk"
Penalty = Annotated[float, Field(ge=-2, le=2)]


class Part(BaseModel):
    """One part of a message's content; only those of type `text` can be read."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(max_length=64)
    text: str | None = None


class Message(Strict):
    """One message. Those of the roles system and developer are taken and not followed: the desk only quotes."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[Part] | None = None
    name: str | None = Field(default=None, max_length=200)
    refusal: str | None = None
    annotations: list[Any] | None = Field(default=None, description="as the desk gave them; not read")
    refdesk: dict[str, Any] | None = Field(default=None, description="as the desk gave it; not read")
    tool_calls: list[Any] | None = None
    tool_call_id: str | None = None
    function_call: dict[str, Any] | None = None
    audio: dict[str, Any] | None = None

    @property
    def words(self) -> str:
        """Its text, that of several parts on lines of their own."""
        if isinstance(self.content, str):
            return self.content
        return "\n".join(part.text or "" for part in self.content or ())


class StreamOptions(Strict):
    """`include_usage` adds a last chunk with the count of tokens; `include_obfuscation` has no effect."""

    include_usage: bool | None = None
    include_obfuscation: bool | None = None


class Extension(Strict):
    """What an OpenAI client cannot say otherwise: where to look, and how to answer."""

    filters: Narrowing = Narrowing()
    mode: ModeWanted = "auto"


class Completion(Strict):
    """A chat as OpenAI's clients send it: the last message is the question."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"model": MODEL, "messages": [{"role": "user", "content": "Which countries will host interceptors?"}]}
            ]
        }
    )

    model: str = Field(min_length=1, max_length=200)
    messages: list[Message] = Field(min_length=1, max_length=500)
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    refdesk: Extension = Extension()

    # without effect: nothing is sampled, and a quotation is given whole
    temperature: float | None = Field(default=None, ge=0, le=2)
    top_p: float | None = Field(default=None, ge=0, le=1)
    frequency_penalty: Penalty | None = None
    presence_penalty: Penalty | None = None
    logit_bias: dict[str, float] | None = None
    seed: int | None = None
    max_tokens: int | None = Field(default=None, ge=1)
    max_completion_tokens: int | None = Field(default=None, ge=1)
    reasoning_effort: str | None = Field(default=None, max_length=64)
    verbosity: str | None = Field(default=None, max_length=64)
    service_tier: str | None = Field(default=None, max_length=64)
    store: bool | None = None
    metadata: dict[str, str] | None = None
    user: str | None = Field(default=None, max_length=2000)
    safety_identifier: str | None = Field(default=None, max_length=2000)
    prompt_cache_key: str | None = Field(default=None, max_length=2000)
    prompt_cache_retention: str | None = Field(default=None, max_length=64)
    parallel_tool_calls: bool | None = None
    prediction: dict[str, Any] | None = None

    # only with the one value that the desk can honour
    n: int | None = None
    stop: str | list[str] | None = None
    logprobs: bool | None = None
    top_logprobs: int | None = None
    modalities: list[str] | None = None
    response_format: dict[str, Any] | None = None
    tools: list[Any] | None = None
    tool_choice: str | dict[str, Any] | None = None
    functions: list[Any] | None = None
    function_call: str | dict[str, Any] | None = None
    audio: dict[str, Any] | None = None
    web_search_options: dict[str, Any] | None = None

    @property
    def question(self) -> str:
        """The words of the last message."""
        return self.messages[-1].words

    @property
    def history(self) -> tuple[Turn, ...]:
        """The turns before it, without the messages that are not followed."""
        told = [message for message in self.messages[:-1] if message.role in ("user", "assistant")]
        return tuple(Turn(message.role, message.words) for message in told)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not taken: the member, as a path, and a sentence."""

    member: str
    sentence: str


_TOOLS = "The desk calls no tools and no functions. It answers from its library; leave this out."
_CHOICE = ("none", "auto")
_ONLY: Mapping[str, tuple[Callable[[Any], bool], str]] = MappingProxyType(
    {
        "n": (lambda n: n == 1, "The desk has one answer to a question; n can only be 1."),
        "stop": (
            lambda stop: not stop,
            "A quotation is given whole, so that no stop sequence can end it; leave stop out.",
        ),
        "logprobs": (lambda wanted: not wanted, "The desk samples no tokens, so there are no logprobs to give."),
        "top_logprobs": (lambda count: not count, "The desk samples no tokens, so there are no logprobs to give."),
        "modalities": (lambda kinds: kinds == ["text"], "The desk answers in text alone."),
        "audio": (lambda _: False, "The desk answers in text alone."),
        "response_format": (
            lambda form: form.get("type") == "text",
            "The desk cannot put its quotations into another form; response_format can only be of type text. "
            "POST /api/ask gives answers as JSON.",
        ),
        "tools": (lambda tools: not tools, _TOOLS),
        "functions": (lambda functions: not functions, _TOOLS),
        "tool_choice": (lambda choice: choice in _CHOICE, _TOOLS),
        "function_call": (lambda choice: choice in _CHOICE, _TOOLS),
        "web_search_options": (lambda _: False, "The desk searches its library alone, never the web; leave this out."),
    }
)
"""For each member: whether a value of it can be honoured, and the sentence if not."""


def refusal(asked: Completion) -> Refusal | None:
    """The first thing in `asked` that the desk cannot honour; None if it can all of it."""
    for name, (honoured, sentence) in _ONLY.items():
        value = getattr(asked, name)
        if value is not None and not honoured(value):
            return Refusal(name, sentence)
    for at, message in enumerate(asked.messages):
        if (found := _unreadable(message)) is not None:
            return Refusal(f"messages/{at}/{found.member}", found.sentence)
    if asked.messages[-1].role != "user":
        return Refusal(
            f"messages/{len(asked.messages) - 1}/role", "The last message is the question; its role must be user."
        )
    return None


def _unreadable(message: Message) -> Refusal | None:
    """What in `message` the desk cannot read; the member is relative to the message."""
    if message.role in ("tool", "function") or message.tool_calls or message.function_call or message.tool_call_id:
        return Refusal("role", "The desk calls no tools and no functions, so that it cannot read their messages.")
    if message.audio:
        return Refusal("audio", "The desk reads text alone.")
    if isinstance(message.content, list):
        for at, part in enumerate(message.content):
            if part.type != "text" or part.text is None:
                return Refusal(f"content/{at}", "The desk reads text alone: each part must be of type text.")
    elif message.content is None and not message.refusal:
        return Refusal("content", "The message has no content.")
    return None
