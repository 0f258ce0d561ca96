"""The library's own gold questions: what is found, chosen and answered by the whole desk, as the `Case`s of a set."""

from functools import partial

from bench.quality.cases import Case, ReadBy, chosen
from bench.quality.sets import sample
from bench.serving import LIBRARY, ingest_library
from corpus.catalogue import Catalogue
from corpus.database import Database
from corpus.encoder import Encoder
from corpus.live import LiveIndex
from corpus.recipe import Recipe
from corpus.settings import Settings
from qa.converse.types import Meant
from qa.desk import Desk
from qa.evaluate.ask import ask
from qa.evaluate.gold import Gold, load_gold
from qa.evaluate.judge import judge, supports
from qa.evidence import Candidate
from qa.inquiry import Inquiry, Models


def open_with(by: ReadBy) -> Desk:
    """A desk over the library that comes along, with this reader."""
    settings = Settings(data=LIBRARY)
    encoder = Encoder(settings.model_path)
    catalogue = Catalogue(Database(settings.catalogue_path, must_exist=True))
    index = LiveIndex(catalogue, settings.data, Recipe.of(encoder.card))
    return Desk(catalogue, index, Models(encoder, by.reader, by.weights))


def gold(split: str, by: ReadBy, limit: int) -> list[Case]:
    """The gold questions of one turn of `split`."""
    ingest_library()
    desk = open_with(by)
    questions = [each for each in load_gold() if each.split == split and len(each.turns) == 1]
    try:
        desk.ask(questions[0].turns[0])  # opens the index, which no later question waits for
        return [_case(desk, by, each) for each in sample(questions, limit)]
    finally:
        desk.close()


def _case(desk: Desk, by: ReadBy, question: Gold) -> Case:
    case = Case(question.answerable)
    asked = ask(desk, question)
    judged = judge(asked)
    answered = asked.answer.answerable
    case.outcome = {"quoted": judged.outcome == "quoted", "answered": answered, "fair": judged.is_right}
    case.relevant = frozenset(hit.passage.id for hit in asked.found if supports(hit.passage.text, question.accepted))
    fused = sorted(asked.found, key=lambda hit: (hit.rank is None, hit.rank or 0))
    case.ranked = {kind: [hit.passage.id for hit in hits] for kind, hits in (("fused", fused), ("with", asked.found))}
    with desk.index.reading() as index:
        inquiry = Inquiry(
            Meant.alone(question.turns[0]),
            index=index, catalogue=desk.catalogue, models=desk.models, tier=question.tier,
        )  # fmt: skip
        found, table = inquiry.candidates(inquiry.retrieve())
    chosen(case, found, table, by.weights, partial(_supports, question=question))
    timings = asked.answer.timings_ms
    case.ms = {"without": timings["retrieval"], "with": asked.elapsed_ms}
    return case


def _supports(candidate: Candidate, question: Gold) -> bool:
    """Whether the sentence holds a phrase that supports an answer."""
    start, end = candidate.span
    passage = candidate.hit.passage
    return supports(passage.text[start - passage.start : end - passage.start], question.accepted)
