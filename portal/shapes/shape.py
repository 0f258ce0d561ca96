"""What every shape shares. A shape says what the JSON of a response holds, so that programs can rely on it.

Shapes are for the contract (`/openapi.json`, the schemas of MCP tools) and never between the desk and a response: what
is sent is made by the pure functions of `qa`, and tests hold it to its shape.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Access = Literal["public", "member", "staff"]
Span = Annotated[list[int], Field(min_length=2, max_length=2, description="start and end, the end not included")]
Day = Annotated[str, Field(description="a date, as 2011-11-01", json_schema_extra={"format": "date"})]
Moment = Annotated[str, Field(description="a moment in UTC", json_schema_extra={"format": "date-time"})]


class Shape(BaseModel):
    """An object with these members and no others; each is always there, unless it has a default here."""

    model_config = ConfigDict(extra="forbid")
