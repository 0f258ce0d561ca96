"""The question sets: each → its cases, put to one reader. Sets are read where they lie; nothing of them is copied."""

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

import numpy as np

from bench.fit_evidence import kept_out
from bench.libraries import SHARED, BenchLibrary, library, rows
from bench.quality.cases import Asking, Case, Place, ReadBy, overlaps
from bench.quality.metrics import SEED
from corpus.catalogue import Vectors
from corpus.sentences import sentences
from corpus.types import Metadata, Passage, Tier
from qa.converse.rewrite import standalone
from qa.rerank import reranked
from qa.retrieve import RetrievalSettings, retrieve
from qa.types import Retrieved, Turn

Asked = TypeVar("Asked")
EVAL = SHARED / "eval"
CHARACTERS_READ = 900
"""Sentences of a document that comes as single sentences are read together up to about this length."""


def sample(questions: Sequence[Asked], limit: int) -> list[Asked]:
    """`limit` of `questions`, drawn by a seed, in their order; all where it is 0."""
    if not limit or limit >= len(questions):
        return list(questions)
    return [questions[i] for i in sorted(random.Random(SEED).sample(range(len(questions)), limit))]


@contextmanager
def opened(work: Path, name: str, passages: Sequence[dict[str, Any]], by: ReadBy) -> Iterator[Asking]:
    """The library of `passages`, built below `work` the first time."""
    place = library(work / name, passages)
    try:
        with place.index.reading() as index:
            yield Asking(place, index, by)
    finally:
        place.index.close()
        place.catalogue.database.close()


def squad_questions() -> list[dict[str, Any]]:
    """Those SQuAD 2.0 development questions whose articles no weight was fitted on."""
    return kept_out(rows(EVAL / "squad2_dev.questions.jsonl.gz"))[1]


def squad_gold(work: Path, by: ReadBy, limit: int) -> list[Case]:
    """SQuAD 2.0 development questions, each with its own paragraph."""
    passages = {row["id"]: row for row in rows(EVAL / "squad2_dev.passages.jsonl.gz")}
    cases = []
    with opened(work, "squad2_dev", list(passages.values()), by) as asking:
        known: dict[str, tuple[Retrieved, Vectors]] = {}
        for question in sample(squad_questions(), limit):
            id = question["passage_ids"][0]
            if id not in known:
                row = passages[id]
                known[id] = _read_alone(asking.place, id, row["title"], row["text"], list(sentences(row["text"])))
            hit, vectors = known[id]
            case = Case(question["answerable"], tuple(question["answers"]))
            right = partial(overlaps, places=_answers(question, (id, 0)))
            asking.given(question["question"], case, [hit], {id: vectors}, right)
            cases.append(case)
    return cases


def squad_open(work: Path, by: ReadBy, limit: int) -> list[Case]:
    """The same questions put to all the paragraphs and those of the security strategies."""
    passages = rows(EVAL / "squad2_dev.passages.jsonl.gz")
    passages += rows(EVAL / "national_security_strategies.passages.jsonl.gz")
    cases = []
    with opened(work, "squad_open", passages, by) as asking:
        for question in sample(squad_questions(), limit):
            document, start, _ = asking.place.places[question["passage_ids"][0]]
            places = _answers(question, (document, start))
            case = Case(question["answerable"], tuple(question["answers"]))
            fused, better = asking.asked(question["question"], case, partial(overlaps, places=places))
            _rank(case, fused.passages, better.passages, places)
            cases.append(case)
    return cases


def wikiqa(work: Path, by: ReadBy, limit: int) -> list[Case]:
    """WikiQA test questions, each with the sentences of one document."""
    passages = {row["id"]: row for row in rows(EVAL / "wikiqa_test.passages.jsonl.gz")}
    cases = []
    with opened(work, "squad2_dev", rows(EVAL / "squad2_dev.passages.jsonl.gz"), by) as asking:
        for question in sample(rows(EVAL / "wikiqa_test.questions.jsonl.gz"), limit):
            hits, vectors, places = [], {}, []
            for number, run in enumerate(_runs([passages[id] for id in question["candidates"]])):
                text, spans, id = "", [], f"p{number}"
                for row in run:
                    text += " " if text else ""
                    spans.append((len(text), len(text) + len(row["text"])))
                    if row["id"] in question["passage_ids"]:
                        places.append((id, *spans[-1]))
                    text += row["text"]
                hit, vectors[id] = _read_alone(asking.place, id, run[0]["title"], text, spans)
                hits.append(hit)
            case = Case(question["answerable"], tuple(question["answers"]))
            asking.given(question["question"], case, hits, vectors, partial(overlaps, places=places))
            cases.append(case)
    return cases


def doc2dial(work: Path, by: ReadBy, limit: int) -> list[Case]:
    """The last turns of dialogues over public-service pages, made to stand alone as the desk does."""
    cases = []
    with opened(work, "doc2dial", rows(EVAL / "doc2dial.passages.jsonl.gz"), by) as asking:
        for question in sample(rows(EVAL / "doc2dial.questions.jsonl.gz"), limit):
            document, start, _ = asking.place.places[question["passage_ids"][0]]
            places = _answers(question, (document, start))
            case = Case(question["answerable"], tuple(question["answers"]))
            fused, better = asking.asked(last_turn(question["question"]), case, partial(overlaps, places=places))
            _rank(case, fused.passages, better.passages, places)
            cases.append(case)
    return cases


def scifact(work: Path, by: ReadBy, limit: int) -> list[Case]:
    """Claims of the SciFact test split: abstracts in the order of their best passage."""
    cases = []
    with opened(work, "scifact", rows(EVAL / "scifact.passages.jsonl.gz"), by) as asking:
        abstracts = {place[0]: id for id, place in asking.place.places.items()}
        questions = sample(rows(EVAL / "scifact.questions.jsonl.gz"), limit)
        for question in questions:
            case = Case(answerable=True, relevant=frozenset(question["passage_ids"]))
            ranked, case.ms = rankings(asking, question["question"])
            for kind, found in ranked.items():
                case.ranked[kind] = list(dict.fromkeys(abstracts[hit.passage.document_id] for hit in found))
            cases.append(case)
    return cases


def rankings(asking: Asking, text: str, count: int = 60) -> tuple[dict[str, Sequence[Retrieved]], dict[str, float]]:
    """What each leg, their fusion, and the reader after it find for `text`, best first; milliseconds without the reader
    and with it."""
    began = perf_counter()
    question = asking.question(text)
    vector = asking.place.encoder.questions([question.core])[0]
    settings = RetrievalSettings(most_per_document=count)
    hits = retrieve(
        question.core, vector, asking.index, asking.place.catalogue,
        tier=Tier.PUBLIC, count=2 * count, settings=settings,
    )  # fmt: skip
    without = (perf_counter() - began) * 1000
    better = reranked(question.text, hits, asking.by.reader)
    took = {"without": without, "with": (perf_counter() - began) * 1000}
    ranked = {
        "dense": _by_leg(hits.passages, "dense_rank"),
        "lexical": _by_leg(hits.passages, "lexical_rank"),
        "fused": hits.passages,
        "with": better.passages,
    }
    return ranked, took


def last_turn(dialogue: str) -> str:
    """The last user turn of `dialogue` (newest turn first, tab separated), made to stand alone."""
    turns = [turn.partition(":") for turn in dialogue.split("\t")]
    said = [Turn("assistant" if who.strip() == "agent" else "user", words.strip()) for who, _, words in turns]
    return standalone(said[0].content, list(reversed(said[1:])))


def _by_leg(hits: Sequence[Retrieved], rank: str) -> list[Retrieved]:
    return sorted((hit for hit in hits if getattr(hit, rank)), key=lambda hit: getattr(hit, rank))


def _rank(case: Case, fused: Sequence[Retrieved], better: Sequence[Retrieved], places: Sequence[Place]) -> None:
    """Notes which passages hold the beginning of an answer."""
    holding = {
        hit.passage.id
        for hit in fused
        for document, start, _ in places
        if hit.passage.document_id == document and hit.passage.start <= start < hit.passage.end
    }
    case.relevant = frozenset(holding)
    case.ranked = {kind: [hit.passage.id for hit in hits] for kind, hits in (("fused", fused), ("with", better))}


def _answers(question: dict[str, Any], place: tuple[str, int]) -> list[Place]:
    """Where the answers stand, in a text that begins at `place`; nowhere for a question without one."""
    if not question["answerable"]:
        return []
    pairs = zip(question["answers"], question["answer_starts"], strict=False)
    return [(place[0], place[1] + start, place[1] + start + len(answer)) for answer, start in pairs]


def _read_alone(
    place: BenchLibrary, id: str, title: str, text: str, spans: Sequence[tuple[int, int]]
) -> tuple[Retrieved, Vectors]:
    """`text` as a passage of a document of its own, with its vectors as ingest would make them."""
    passage = Passage(
        id=id, document_id=id, text=text, start=0, end=len(text), section=(), page=None, position=0,
        speaker=None, sentences=tuple(spans),
    )  # fmt: skip
    heading = f"{title}\n" if title else ""
    shifted = [(start + len(heading), end + len(heading)) for start, end in spans]
    whole, parts = place.encoder.passages([heading + text], [shifted])
    return Retrieved(passage, Metadata(title=title), 1.0), (whole[0], parts[0].astype(np.float16))


def _runs(members: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Consecutive sentences, as many together as are read at once."""
    runs: list[list[dict[str, Any]]] = [[]]
    for row in members:
        if runs[-1] and sum(len(each["text"]) for each in runs[-1]) + len(row["text"]) > CHARACTERS_READ:
            runs.append([])
        runs[-1].append(row)
    return runs


SETS: dict[str, Callable[[Path, ReadBy, int], list[Case]]] = {
    "squad2_gold": squad_gold,
    "squad2_open": squad_open,
    "wikiqa": wikiqa,
    "scifact": scifact,
    "doc2dial": doc2dial,
}
