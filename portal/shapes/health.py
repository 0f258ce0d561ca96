"""The shape of what supervisors watch, and of errors."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from portal.shapes.shape import Shape


class AliveShape(Shape):
    """The process runs."""

    status: Literal["alive"]


class ReadyShape(Shape):
    """Whether the desk can answer, and if not, why. `chat_model` is the language model that is set, whether or not it
    can be reached."""

    ready: bool
    reason: str
    generation: int | None
    model: str
    chat_model: str | None


class FaultShape(Shape):
    """Which part of a request cannot be used, and why."""

    where: str
    detail: str


class ProblemShape(BaseModel):
    """An error as RFC 9457 has it; `detail` is a sentence for people."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    errors: list[FaultShape] = Field(default=[], description="with status 422: each part that cannot be used")
