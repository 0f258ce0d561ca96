"""Evidence becomes an answer made of quotations, or an honest "not in the library".

Every statement is a whole sentence of the library with one citation. What is not sure enough is no answer: the nearest
passages are then shown as no more than that.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.types import Metadata, Passage
from qa.choice import OF_FACTS, OF_NOW, behind, choose, defines, facts_before_positions, readable, side
from qa.citation import citation_of
from qa.confidence import confidence
from qa.dated.aged import aged
from qa.dated.months import of_another_month
from qa.dated.recency import date_of, newer_preferred, newest_first, told_as_of
from qa.differences.find import differing, with_added
from qa.differences.telling import told
from qa.differences.types import place
from qa.evidence import Evidence
from qa.fitting import fitting, named_only_around, no_answer, refusal
from qa.kinds import negates
from qa.names import Name
from qa.pointed.order import beside_the_point, pointed_first
from qa.pointed.purposes import purpose_told
from qa.question import Question
from qa.rows import names_columns
from qa.types import Citation, Difference, Mode, Prose, Retrieved, Statement, Tally

NEAREST = 3
THRESHOLD = 0.16
"""The confidence that an answer needs. On the gold questions of the split `tune` the balanced accuracy is level within
three points from here to 0.3."""
TIMES_BESIDE_THE_MATTER = 1.7
"""How many times as sure an answer must be whose best sentence holds hardly a word of what the question is about."""
SURE = 0.4
"""The confidence from which an answer is given without a word of doubt."""
SURE_BESIDE_THE_MATTER = 0.6
"""The same, where the best sentence holds hardly a word of what the question is about."""
BESIDE_THE_MATTER, HALF_THE_MATTER = 0.1, 0.5
DOUBT = "The desk is not sure that this answers the question. Read the passages before you rely on it."
UNNAMED = "The question does not name what it is about, so this may be about something else than you mean."
READ_OFF = 0.97
"""Confidence of what is read off rather than judged: quoted words, a mention, a glossary entry, a place in a text."""
WHOLE_VIEW = 0.8
"""Confidence where a speaker's view as a whole is asked for and the library has sections in that speaker's name."""
SIDE_AT_LEAST = 0.05
"""The probability that the best sentence of each side of a comparison needs: it holds only half of the answer."""

Sure = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Drafted:
    """An answer without its frame: statements with citations, and in `reason` a word of doubt where it is not sure; or
    the reason why there are none, and the nearest passages. `as_of`, `prose`, `readings` and `differences` are as in
    `Answer`.
    `settled`: it was read off or follows from a rule, so that no other wording of it is called for."""

    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    related: tuple[Citation, ...]
    confidence: float
    reason: str = ""
    tally: Tally | None = None
    as_of: str = ""
    settled: bool = False
    prose: Prose | None = None
    readings: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()

    @property
    def mode(self) -> Mode:
        """Whether a language model wrote it."""
        return "generative" if self.prose is not None and not self.prose.fallback else "extractive"


def compose(
    question: Question,
    evidence: Sequence[Evidence],
    scope: str,
    holds: Callable[[Name], bool],
    threshold: float = THRESHOLD,
    sure: Sure = confidence,
    near_to: Callable[[Evidence], Sequence[Evidence]] = lambda _: (),
) -> Drafted:
    """The answer to `question` from `evidence` (best first).

    `scope` names where was searched ("the library", "the white paper"); `holds` tells whether a name occurs there;
    `threshold` is the probability that an answer needs; `sure` makes it of the best evidence's own; `near_to` finds
    sentences of the library near a cited one, which may differ from it.
    """
    reason = refusal(question, evidence, scope, holds)
    if reason:
        return nearest_only(evidence, reason, settled=True)
    about = [item for item in fitting(question, evidence) if not names_columns(item)]
    certain = _certain(question, about, sure(about[0].probability), threshold) if about else 0.0
    if certain < threshold * (TIMES_BESIDE_THE_MATTER if about and _beside(question, about[0]) else 1.0):
        return nearest_only(evidence, no_answer(question, scope, evidence, any_about=bool(about)), certain)
    stated, untold = pointed_first(question, facts_before_positions(question, about))
    beside = _beside_the_point(question)
    ordered = _ordered(question, stated, evidence, beside)
    as_of = told_as_of([date_of(item) for item in ordered]) if question.now or question.counts_now else ""
    found = differing(question, ordered, evidence, near_to)
    ordered = with_added(ordered, found)
    citations = tuple(_cite(marker, item) for marker, item in enumerate(ordered, start=1))
    statements = tuple(Statement(citation.quote, (citation.marker,)) for citation in citations)
    markers = {place(item): marker for marker, item in enumerate(ordered, start=1)}
    differences = tuple(told(each, markers) for each in found)
    old = aged(question, ordered, evidence, told_later=any(each.kind == "later" for each in found))
    unsure = _doubt(question, about[0], certain)
    moved_up = beside(about[0]) > beside(ordered[0]) or (question.counts_now and not question.now)
    untold = untold or of_another_month(question.text)(ordered[0].text) or named_only_around(question, ordered[0])
    if untold or (moved_up and _lead(ordered[0], about, sure) < SURE):
        unsure = unsure or DOUBT
    doubt = " ".join(filter(None, (unsure, old)))
    settled = question.wants == "mention"
    return Drafted(statements, citations, (), certain, doubt, as_of=as_of, settled=settled, differences=differences)


def nearest_only(
    evidence: Sequence[Evidence], reason: str, confidence: float = 0.0, *, settled: bool = False
) -> Drafted:
    """No answer, for `reason`, with the best sentence of each of the nearest passages."""
    best: dict[str, Evidence] = {}
    for item in evidence:
        best.setdefault(item.hit.passage.id, item)
    related = tuple(_cite(marker, item) for marker, item in enumerate(list(best.values())[:NEAREST], start=1))
    return Drafted((), (), related, confidence, reason, settled=settled)


def quoted_places(places: Sequence[tuple[Passage, int, Metadata]]) -> Drafted:
    """The sentences at `places` (a passage, the sentence's number, its document's metadata) as the answer to a question
    for those very places."""
    nothing = np.zeros(1, dtype=np.float32)
    citations = tuple(
        _cite(marker, Evidence(Retrieved(passage, meta, 1.0), *passage.sentences[number], 1.0, nothing, ()))
        for marker, (passage, number, meta) in enumerate(places, start=1)
    )
    statements = tuple(Statement(each.quote, (each.marker,)) for each in citations)
    return Drafted(statements, citations, (), READ_OFF, settled=True)


def _doubt(question: Question, best: Evidence, certain: float) -> str:
    """The word of doubt that goes with an answer as sure as `certain`, whose best sentence is `best`; empty where none
    is due. A date or a count must come with the matter that it is asked for, or it may be of another, and be denied no
    more than it is asked; a reason must be given as one; and what holds nothing of the question's matter must be surer
    than what does."""
    pointed = question.wants in ("date", "number")
    if pointed and not (question.names or question.phrases or question.kinds):
        return UNNAMED
    if certain < SURE:
        return DOUBT
    if certain >= READ_OFF:
        return ""
    if pointed and not question.measure:
        turned = negates(best.text) != negates(question.text)
        return DOUBT if turned or best.matter < HALF_THE_MATTER else ""
    needed = HALF_THE_MATTER if question.asks_for_several else BESIDE_THE_MATTER
    unsaid = best.matter < needed and certain < SURE_BESIDE_THE_MATTER
    unreasoned = question.wants == "reason" and not best.holds_kind
    return DOUBT if unsaid or unreasoned else ""


def _ordered(
    question: Question, stated: Sequence[Evidence], evidence: Sequence[Evidence], beside: Callable[[Evidence], int]
) -> list[Evidence]:
    """The sentences of the answer in the order in which they are read: what is `beside` the point last, and asked for
    now, the newest first."""
    if question.now or question.counts_now:
        return behind(newest_first(readable(choose(question, newer_preferred(stated), OF_NOW), evidence)), beside)
    chosen = choose(question, stated, beside=beside)
    return behind(readable(chosen, evidence), beside, chosen[0] if question.wants in OF_FACTS else None)


def _beside_the_point(question: Question) -> Callable[[Evidence], int]:
    """How far a sentence is beside the point: of another month than the question names, or telling nobody that does
    what is asked."""
    of_another, by_another = of_another_month(question.text), beside_the_point(question)
    return lambda item: 3 * of_another(item.text) + by_another(item.text)


def _lead(first: Evidence, about: Sequence[Evidence], sure: Sure) -> float:
    """How sure it is that the sentence that is read first answers, its date left aside."""
    return max((sure(item.probability) for item in about if place(item) == place(first)), default=0.0)


def _beside(question: Question, best: Evidence) -> bool:
    """Whether `best` holds hardly a word of the matter, as views and comparisons may well do that answer."""
    return best.matter < BESIDE_THE_MATTER and question.wants not in ("view", "comparison")


def _certain(question: Question, about: Sequence[Evidence], best: float, threshold: float) -> float:
    """How probable it is that the best of `about`, itself as probable as `best`, answers; `READ_OFF` where it is read
    off rather than judged."""
    if question.phrases or question.wants == "mention" or any(_defines(question, item) for item in about):
        return max(best, READ_OFF)
    if question.speakers and question.wants in ("comparison", "view"):
        sides = [side(question, speaker, about) for speaker in question.speakers]
        if all(sides) and question.bare:
            return max(best, WHOLE_VIEW)
        if all(sides) and all(own[0].probability >= SIDE_AT_LEAST for own in sides):
            return max(best, threshold)
    return best


def _defines(question: Question, item: Evidence) -> bool:
    """Whether `item` defines what the question asks the meaning of, or what for where that is asked."""
    return defines(question, item) and (not question.purpose or purpose_told(item.text))


def _cite(marker: int, item: Evidence) -> Citation:
    span, score = (item.start, item.end), round(item.probability, 4)
    return citation_of(item.hit.passage, item.hit.meta, span, marker=marker, score=score, highlights=item.spans)
