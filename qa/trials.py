"""Questions that nobody asked, put to the library to find out whether it answers them: readings of a question that may
mean several things, and what may be asked next."""

import re
from dataclasses import replace

from corpus.catalogue import Catalogue
from corpus.live import LiveIndex, OpenIndex
from corpus.types import Tier
from qa.answer import Drafted
from qa.converse.readings import MATTER_CHARS, Asked, readings, with_readings
from qa.converse.types import Meant
from qa.inquiry import Inquiry, Models
from qa.question import FRAMING
from qa.standing import Standing
from qa.types import Filters

READINGS_KEPT = 64
"""For so many questions it is remembered which readings they have."""
Key = tuple[str, Filters, Tier, tuple[tuple[str, int], ...]]


class Trials:
    """Tries questions in the library of `catalogue` and `index`. A trial reads a few passages only, and is not kept."""

    def __init__(self, catalogue: Catalogue, index: LiveIndex, models: Models) -> None:
        self._catalogue = catalogue
        self._index = index
        self._models = models
        self._known: dict[Key, tuple[str, ...]] = {}

    def answer(self, meant: Meant, tier: Tier) -> Drafted:
        """What the library says to `meant` in the few passages that are read. Raises IndexUnavailable."""
        return self._index.read(lambda index: self._inquiry(index, meant, tier).tried())

    def readings(self, question: str, filters: Filters, tier: Tier) -> tuple[str, ...]:
        """The readings that `question` may have, whether or not they are offered when it is asked; found once, as long
        as the library stays as it is. Raises IndexUnavailable."""
        key = question, filters, tier, tuple((entry.id, entry.version) for entry in self._catalogue.entries(tier))
        if key not in self._known:
            kept = list(self._known.items())[-READINGS_KEPT + 1 :]
            self._known = {**dict(kept), key: self._found(question, filters, tier)}
        return self._known[key]

    def _found(self, question: str, filters: Filters, tier: Tier) -> tuple[str, ...]:
        meant = Meant.alone(question, filters)
        inquiry = self._index.read(lambda index: self._inquiry(index, meant, tier))
        standing = Standing(self._catalogue, tier)
        asked = Asked(
            inquiry.put,
            lambda: standing.hits(inquiry.around()).passages,
            self._catalogue.entries(tier),
            inquiry.glossary,
        )
        return readings(asked, lambda text: self.answer(Meant.alone(text, filters), tier))

    def with_readings(self, drafted: Drafted, inquiry: Inquiry, meant: Meant, tier: Tier) -> Drafted:
        """`drafted`, or a choice of readings instead where `meant`, which is `inquiry`'s question, has several, and no
        answer from where the conversation is. Raises IndexUnavailable."""
        if meant.carried and drafted.statements and self._goes_on(drafted, meant, tier):
            return drafted
        found = with_readings(drafted, lambda: self.readings(meant.open or inquiry.put, meant.filters, tier))
        return replace(found, readings=tuple(map(meant.told, found.readings)))

    def _goes_on(self, drafted: Drafted, meant: Meant, tier: Tier) -> bool:
        """Whether `drafted` cites first a document that was cited before."""
        before = self._catalogue.current_passages(meant.carried, tier).values()
        return drafted.citations[0].document_id in {stored.passage.document_id for stored, _ in before}

    def apart(self, meant: Meant, drafted: Drafted, tier: Tier) -> Meant | None:
        """The question of `meant` put by itself, where it may be put so and came to `drafted` with the topic put before
        it: to nothing, or to less than it comes to by itself; None elsewhere. Raises IndexUnavailable."""
        mine = meant.by_itself
        if mine is None or drafted.readings or drafted.tally:
            return None
        beside = not _on_matter(drafted, mine.question)
        if drafted.statements and (not drafted.reason or (mine.of_known and not beside)):
            return None
        alone = replace(Meant.alone(mine.question, meant.filters), asked=meant.asked, within=meant.within)
        tried = self.answer(alone, tier)
        if tried.statements and not tried.reason:
            better = beside or tried.confidence > drafted.confidence
        elif tried.statements:
            better = not drafted.statements and (drafted.settled or not mine.of_known)
        else:
            better = not drafted.statements and len(self.readings(mine.question, meant.filters, tier)) > 1
        return replace(alone, is_apart=True) if better else None

    def _inquiry(self, index: OpenIndex, meant: Meant, tier: Tier) -> Inquiry:
        return Inquiry(meant, index=index, catalogue=self._catalogue, models=self._models, tier=tier)


def _on_matter(drafted: Drafted, question: str) -> bool:
    """Whether what is cited for `drafted` has a word of what `question` asks of."""
    words = [word for word in re.findall(r"[\w-]{4,}", question.casefold()) if word not in FRAMING]
    cited = " ".join(citation.quote for citation in drafted.citations).casefold()
    return any(word[:MATTER_CHARS] in cited for word in words)
