"""The words of an earlier citation once more: as they were quoted then, and what has become of them since."""

from dataclasses import dataclass

from corpus.catalogue import Catalogue
from corpus.errors import NotFound
from corpus.types import Tier
from qa.permalink.quote import link
from qa.permalink.state import cited
from qa.permalink.types import State
from qa.permalink.view import passage_view


@dataclass(frozen=True, slots=True)
class Recited:
    """`quote` stood at `start:end` of the version of its document that it was quoted from; `before` and `after` are the
    rest of the passage's words there. `state` is that of its permalink, `url`, today."""

    quote: str
    start: int
    end: int
    section: tuple[str, ...]
    page: int | None
    speaker: str | None
    before: str
    after: str
    state: State
    url: str


def recited(catalogue: Catalogue, passage_id: str, quote: str, tier: Tier) -> Recited:
    """The words that `quote` (`qa.permalink.quote`) names in the passage, as they were quoted.

    Raises NotFound where a reader of `tier` may not see them, they have been erased, or no version had them.
    """
    found = cited(catalogue, passage_id, tier, quote)
    if found is None or not found.quoted:
        raise NotFound("The library has no such words.")
    passage, text = found.standing.passage, found.edition.document.text
    start, end = found.span
    words = text[start:end]
    return Recited(
        quote=words,
        start=start,
        end=end,
        section=passage.section,
        page=passage.page,
        speaker=passage.speaker,
        before=text[passage.start : start],
        after=text[end : passage.end],
        state=passage_view(catalogue, passage_id, tier, quote).state,
        url=link(passage_id, words, start),
    )
