"""The shape of what `/v1` gives: OpenAI's, with the desk's own members under `refdesk`."""

from typing import Literal

from pydantic import Field

from portal.shapes.answers import AlsoShape, BeyondShape, CitationShape, DocumentShape
from portal.shapes.shape import Shape


class UrlCitationShape(Shape):
    """Where in the message the quoted words stand, and where they are from."""

    start_index: int
    end_index: int
    url: str
    title: str


class QuotedShape(Shape):
    """The citation as the desk has it."""

    marker: int
    passage_id: str
    quote: str
    document: DocumentShape
    section: list[str]
    page: int | None
    speaker: str | None
    url: str


class AnnotationShape(Shape):
    """One citation."""

    type: Literal["url_citation"]
    url_citation: UrlCitationShape
    refdesk: QuotedShape


class MessageShape(Shape):
    """The answer's message."""

    role: Literal["assistant"]
    content: str
    refusal: None
    annotations: list[AnnotationShape]


class ChoiceShape(Shape):
    """The only choice."""

    index: Literal[0]
    message: MessageShape
    logprobs: None
    finish_reason: Literal["stop"]


class UsageShape(Shape):
    """Words, and marks that are no part of a word."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class AnsweredShape(BeyondShape):
    """What the desk says of its answer besides."""

    answer_id: str
    standalone_question: str
    answerable: bool
    confidence: float = Field(ge=0, le=1)
    mode: Literal["extractive", "generative"]
    reason: str
    related: list[CitationShape]
    also: list[AlsoShape] = Field(default=[], description="only where there are some and the operator has readers told")


class CompletionShape(Shape):
    """A chat completion."""

    id: str
    object: Literal["chat.completion"]
    created: int
    model: Literal["refdesk"]
    choices: list[ChoiceShape] = Field(min_length=1, max_length=1)
    usage: UsageShape
    refdesk: AnsweredShape


class ModelShape(Shape):
    """A model."""

    id: str
    object: Literal["model"]
    created: int
    owned_by: str


class ModelsShape(Shape):
    """All models."""

    object: Literal["list"]
    data: list[ModelShape]


class ErrorShape(Shape):
    """What went wrong."""

    message: str
    type: str
    param: str | None
    code: str | None


class FailureShape(Shape):
    """An error in OpenAI's form."""

    error: ErrorShape
