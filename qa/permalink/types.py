"""A passage as a link shows it, and what has become of its words since."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from corpus.types import Metadata, Passage, Source
from qa.permalink.quote import Selector, link
from qa.permalink.wording import Change

State = Literal["current", "moved", "reworded", "removed", "erased"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand in one version of their document, which of its versions that is (as readers count them), and
    when it was ingested (UTC)."""

    section: tuple[str, ...]
    page: int | None
    speaker: str | None
    version: int
    ingested_at: datetime


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage as its own page shows it, and the words in it that the link means.

    `passage` is shown as it stands in `version`, ingested at `ingested_at` (UTC): today's for `current` and `moved`,
    the cited one for `reworded` and `removed`; `erased` has no words. `spans` are the words meant, as offsets into that
    version's text, within the passage; `selector` describes the first of them. `quoted` says that a quotation was
    named, `quote_missed` that one was named which the passage never held.
    `before` and `after` are the document's words around it, within its section; `sources` what its footnotes point to.
    `moved` words come from `moved_from`; those that stand in several places now have the others in `parts`.
    `reworded` words are today those of `today`, in the version of `today_on`, and `changes` lead from one to the other.
    `removed` and `erased` words left the document at `gone_on`. `in_library`: its document can be read today.
    `edition` is what readers are told in place of `version` (as in `LibraryEntry`).
    """

    passage: Passage
    meta: Metadata
    state: State
    before: str
    after: str
    sources: tuple[Source, ...]
    previous: str | None
    next: str | None
    version: int
    ingested_at: datetime
    selector: Selector
    spans: tuple[tuple[int, int], ...]
    quoted: bool = False
    quote_missed: bool = False
    moved_from: Place | None = None
    parts: tuple[Passage, ...] = ()
    today: Passage | None = None
    today_on: datetime | None = None
    changes: tuple[Change, ...] = ()
    gone_on: datetime | None = None
    in_library: bool = True
    edition: int = 1

    @property
    def now(self) -> str:
        """Today's wording of `reworded` words, else nothing."""
        return self.today.text if self.today else ""

    @property
    def url(self) -> str:
        """The permalink of the very words that are shown, relative to the desk's root."""
        selector = self.selector
        return link(self.passage.id, selector.exact, selector.start) if self.quoted else f"/passages/{self.passage.id}"
