"""The shape of kept conversations."""

from typing import Literal

from pydantic import Field

from portal.shapes.answers import AnswerShape
from portal.shapes.shape import Access, Day, Moment, Shape


class ConversationShape(Shape):
    """A kept conversation by its name."""

    id: str
    name: str
    began_at: Moment
    grew_at: Moment
    exchanges: int
    url: str = Field(description="where it can be read and gone on with")


class ShareShape(Shape):
    """A conversation as it is shared, or is to be. `url` is the link, which is told once, as it is made; `preview` is
    what its readers see."""

    id: str
    conversation: str
    name: str
    audience: Access
    made_at: Moment
    published: bool
    anew: bool
    left_out: int
    preview: str
    url: str = ""


class ConversationsShape(Shape):
    """All kept conversations of a reader, the one that grew last first, and what has been shared of them."""

    conversations: list[ConversationShape]
    shares: list[ShareShape]


class SinceShape(Shape):
    """What has become of the words that the citation `marker` quotes."""

    marker: int
    told: str
    url: str


class NarrowedShape(Shape):
    """What a question was narrowed to; each member only where there is some."""

    kinds: list[str] = Field(default=[])
    documents: list[str] = Field(default=[])
    published_from: Day | None = None
    published_to: Day | None = None


class KeptExchangeShape(Shape):
    """A question and its answer as it was given; `gone` says in a sentence why the answer is not shown any more."""

    number: int
    question: str
    asked_at: Moment
    filters: NarrowedShape
    answer: AnswerShape | None
    gone: str
    since: list[SinceShape]


class WholeConversationShape(ConversationShape):
    """A kept conversation with all of its exchanges."""

    said: list[KeptExchangeShape]


FileFormat = Literal["markdown", "docx"]
