"""What the staff pages show, gathered from the record and the library. Everything is read anew for each page."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.errors import NotFound
from corpus.types import LibraryEntry, Tier
from qa.asked import read
from qa.asked.groups import Group, groups
from qa.asked.types import Asked, Cited, Period
from qa.desk import Desk
from qa.permalink.types import PassageView
from qa.types import Retrieved

NEAREST_DOCUMENTS = 3
STATES = {
    "current": "as it stands today",
    "moved": "moved within its document since",
    "reworded": "reworded since",
    "removed": "removed since",
    "erased": "erased since",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A cited passage as it stands now: the words that were quoted, and what they are `today` if they were reworded.
    `view` is None for a passage that the library does not know any more."""

    view: PassageView | None
    words: str = ""
    today: str = ""

    @property
    def state(self) -> str:
        """What has become of the words."""
        return STATES[self.view.state] if self.view else "no longer in the library"


@dataclass(frozen=True, slots=True)
class Often:
    """A passage that is cited, as it stands now, and how many answers cite it."""

    cited: Cited
    shown: Shown


def reshown(desk: Desk, asked: Asked) -> list[Shown]:
    """What an answer cited, in its order, as it stands now."""
    return [_shown(desk, passage_id, quote) for passage_id, quote in asked.cited]


def _shown(desk: Desk, passage_id: str, quote: str) -> Shown:
    try:
        view = desk.passage(passage_id, quote=quote, tier=Tier.STAFF)
    except NotFound:
        return Shown(None)
    passage = view.passage
    words = " … ".join(passage.text[start - passage.start : end - passage.start] for start, end in view.spans)
    return Shown(view, words, view.now)


def often_cited(desk: Desk, citations: Sequence[Cited]) -> list[Often]:
    """The passages of `citations` as they stand now."""
    return [Often(one, _shown(desk, one.passage_id, "")) for one in citations]


def never_cited(desk: Desk, citations: Sequence[Cited]) -> list[LibraryEntry]:
    """The documents of which nothing is among the `citations`, by title."""
    entries = {entry.id: entry for entry in desk.documents(tier=Tier.STAFF)}
    missing = [entries[id] for id in read.never_cited(entries, citations)]
    return sorted(missing, key=lambda entry: entry.meta.title.casefold())


def unanswered(desk: Desk, period: Period) -> list[Group]:
    """The period's questions that are not in the library, grouped."""
    asked = [one for one in read.answers(desk.catalogue.database, period) if one.outcome == "missing"]
    return groups(asked, desk.models.encoder.questions)


def asked_by(desk: Desk, group: Group) -> Tier:
    """The lowest tier that asked a question of the group: an answer must be for these readers to be of use."""
    ids = [id for wording in group.wordings for id in wording.answers]
    return min(read.answer(desk.catalogue.database, id).tier for id in ids)


def nearest(desk: Desk, group: Group, tier: Tier = Tier.STAFF) -> list[Retrieved]:
    """The best passage of each of the documents that come nearest to the group's question."""
    best: dict[str, Retrieved] = {}
    for hit in desk.search(group.name, k=10, tier=tier):
        best.setdefault(hit.passage.document_id, hit)
    return list(best.values())[:NEAREST_DOCUMENTS]
