"""An answer in prose, or the quotations that are given where there is none.

The answer made of quotations is always there first; a model is asked only where its wording of the same passages may
serve the reader, and whatever goes wrong with it, the quotations remain.
"""

import re
import time
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from qa.answer import DOUBT, Drafted
from qa.dated.prose import CheckOfNow, newest_of
from qa.dated.recency import newer_preferred, told_as_of
from qa.dated.sentences import sentence_date
from qa.dated.types import Dated
from qa.differences.carried import carried, unmarked
from qa.errors import ChatError, ProseUnavailable
from qa.generate import Draft, Material, Writer
from qa.inquiry import Inquiry
from qa.prompts import answer_prompt
from qa.prose.citing import Citations
from qa.prose.excerpts import excerpts
from qa.prose.wording import NO_CHAT_MODEL, ONLY_A_PART, QUOTES_ONLY, failed, fallback
from qa.retrieve import Hits
from qa.standing import Standing
from qa.types import Citation, Event, ModeWanted, Prose, Replaced, Stated, Turn, Writing

EARLIER_QUESTIONS = 4
"""How many of the reader's own questions before this one a model is told."""
TOLD_AGAIN_S = 0.7
_ASKS_FOR_WORDS = re.compile(
    r"\b(quotes?|quotations?|verbatim|word for word|(exact|very|own|literal) (words|wording|text|sentence))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Prospect:
    """A question on its way to prose: what it asks, what was found, and what the reader may read."""

    inquiry: Inquiry
    hits: Hits
    history: Sequence[Turn]
    standing: Standing
    elapsed_s: float


def check_wanted(wanted: ModeWanted, writer: Writer | None, *, quotes_only: bool) -> None:
    """Raises ProseUnavailable where prose is wanted and none is written."""
    if wanted == "generative" and quotes_only:
        raise ProseUnavailable(QUOTES_ONLY)
    if wanted == "generative" and writer is None:
        raise ProseUnavailable(NO_CHAT_MODEL)


def calls_for_prose(asked: str, drafted: Drafted, hits: Hits) -> bool:
    """Whether a model is asked at all: not where nothing was found, nor where the answer is settled without it, nor
    where the reader asks for the words themselves."""
    return bool(hits.passages) and not drafted.settled and not _ASKS_FOR_WORDS.search(asked)


def in_prose(writer: Writer, prospect: Prospect, drafted: Drafted) -> Generator[Event, None, Drafted]:
    """The events of writing, and at last the answer: in prose, or as `drafted`, saying why."""
    draft = writer.draft()
    doubt = drafted.reason if drafted.statements else DOUBT
    try:
        with closing(_written(writer, prospect, drafted, draft, Writing(writer.name, doubt))) as events:
            yield from events
        if not prospect.standing.holds(draft.citations, draft.statements):
            raise failed("changed")
    except ChatError as error:
        yield Replaced(fallback(error, answerable=bool(drafted.statements)))
        return instead(drafted, draft.prose, error)
    reason = doubt or (ONLY_A_PART if draft.leaves_open else "")
    differing = carried(drafted.differences, drafted.citations, draft.citations)
    citations = (*draft.citations, *differing.citations)
    return replace(
        drafted,
        statements=(*draft.statements, *differing.statements),
        citations=citations,
        related=(),
        reason=reason,
        as_of=told_as_of(list(map(_date, citations))) if prospect.inquiry.question.now else "",
        prose=draft.prose,
        differences=differing.differences,
    )


def _date(citation: Citation) -> Dated:
    """When what is cited speaks."""
    return sentence_date(citation.quote, citation.section, citation.meta)


def instead(drafted: Drafted, prose: Prose, error: ChatError) -> Drafted:
    """`drafted`, saying why it is not in prose; none of what was written counts as verified then."""
    why = fallback(error, answerable=bool(drafted.statements))
    return replace(drafted, prose=replace(prose, verified=0, fallback=why))


def _written(writer: Writer, prospect: Prospect, drafted: Drafted, draft: Draft, alive: Writing) -> Generator[Event]:
    """Each verified sentence, as long as what it cites may still be read; the sign of life `alive` between them."""
    inquiry, standing = prospect.inquiry, prospect.standing
    evidence = inquiry.evidence(standing.hits(prospect.hits))
    chosen = excerpts(newer_preferred(evidence) if inquiry.question.now else evidence)
    if not chosen:
        raise failed("changed")
    earlier = [turn.content for turn in prospect.history if turn.role == "user"][-EARLIER_QUESTIONS:]
    known = [unmarked(each) for each in drafted.differences]
    prompt = answer_prompt(inquiry.understood, earlier, chosen, known)
    yield alive
    last = time.monotonic()
    within_s = writer.how.timeout_s - prospect.elapsed_s
    check = CheckOfNow(writer.check_with(inquiry.glossary), newest_of(drafted.citations))
    material = Material(prompt, Citations(inquiry.words), check)
    with closing(writer.write(material, draft, within_s=within_s)) as written:
        for found in written:
            if found is not None and standing.holds(draft.of(found.statement), [found.statement]):
                last = time.monotonic()
                yield Stated(found.statement, found.citations)
            elif time.monotonic() - last >= TOLD_AGAIN_S:
                last = time.monotonic()
                yield alive
