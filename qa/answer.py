"""Evidence becomes an answer made of quotations, or an honest "not in the library".

Every statement is a whole sentence of the library with one citation. Before anything is called an answer, the names, numbers
and quoted words that the question turns on must stand in what is cited; where they do not, the answer says which are
missing and shows the nearest passages as no more than that.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.evidence import Evidence, context_of
from qa.names import mentions
from qa.question import Name, Question
from qa.types import Citation, Retrieved, Statement

_ANAPHOR = re.compile(
    r"^(?:They|It|He|She|These|Those|Such|Both|Its|Their|His|Her|The (?:latter|former|same)|This|That|Neither|Instead|However)\b"
)
_NEAREST = 3


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """`threshold`: the probability below which the best sentence is no answer; `share`: of the best sentence's odds that
    a further sentence needs; `most`: sentences in an answer, `most_compared` for each side of a comparison."""

    threshold: float = 0.2
    share: float = 0.3
    most: int = 4
    most_compared: int = 3
    most_per_document: int = 3
    alike: float = 0.93


@dataclass(frozen=True, slots=True)
class Drafted:
    """An answer without its frame: statements with citations, or a reason and the nearest passages."""

    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    related: tuple[Citation, ...]
    confidence: float
    reason: str = ""


def compose(
    question: Question,
    evidence: Sequence[Evidence],
    scope: str,
    holds: Callable[[Name], bool],
    settings: AnswerSettings = AnswerSettings(),
) -> Drafted:
    """The answer to `question` from `evidence` (best first).

    `scope` names where was searched ("the library", "the white paper"); `holds` tells whether a name occurs anywhere there.
    """
    refusal = _refusal(question, evidence, scope, holds, settings)
    if refusal:
        related = tuple(_cite(marker, item) for marker, item in enumerate(_nearest(evidence), start=1))
        best = evidence[0].probability if evidence else 0.0
        return Drafted((), (), related, min(best, settings.threshold / 2), refusal)
    chosen = _chosen(question, _fitting(question, evidence), settings)
    ordered = _readable(chosen, evidence)
    citations = tuple(_cite(marker, item) for marker, item in enumerate(ordered, start=1))
    statements = tuple(Statement(citation.quote, (citation.marker,)) for citation in citations)
    return Drafted(statements, citations, (), max(item.probability for item in chosen))


def nearest_only(evidence: Sequence[Evidence], reason: str) -> Drafted:
    """No answer, for `reason`, with the nearest passages."""
    related = tuple(_cite(marker, item) for marker, item in enumerate(_nearest(evidence), start=1))
    return Drafted((), (), related, 0.0, reason)


def _refusal(
    question: Question,
    evidence: Sequence[Evidence],
    scope: str,
    holds: Callable[[Name], bool],
    settings: AnswerSettings,
) -> str:
    """Why the evidence does not answer, as a sentence for the reader; empty if it does."""
    if question.request == "task":
        return (
            "The desk only quotes the library word for word. It does not write, translate, sign or change texts, and "
            "takes no instructions about itself."
        )
    if question.request == "advice":
        return "The desk gives no advice or opinion of its own; it can only show what the library says."
    missing = [name.text for name in question.names if not holds(name)]
    if missing:
        return f"{_capital(scope)} does not mention {_listed(missing)}."
    absent = [phrase for phrase in question.phrases if not any(_has_words(item.text, phrase) for item in evidence)]
    if absent:
        return f"The words {_listed(absent)} do not occur in the passages found in {scope}."
    if question.quote_by and not _quotes(question.quote_by, evidence):
        return f"{_capital(scope)} has no words quoted from {question.quote_by}; it only mentions the name, if at all."
    fitting = _fitting(question, evidence)
    if not fitting and evidence and question.names:
        named = _listed([name.text for name in question.names])
        return f"No passage found in {scope} speaks of {named} in the way the question asks."
    if not fitting or fitting[0].probability < settings.threshold:
        return f"No passage in {scope} answers this."
    return ""


def _fitting(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence whose citation (sentence, headings, passage) holds what the question turns on."""
    fitting = [item for item in evidence if _is_about(question, item)]
    if question.phrases:
        fitting = [item for item in fitting if any(_has_words(item.text, phrase) for phrase in question.phrases)]
    if question.wants in ("date", "number"):
        fitting = [item for item in fitting if item.spans]
    return fitting


def _is_about(question: Question, item: Evidence) -> bool:
    """Whether the cited passage names what the question names; a comparison may be met by several passages together."""
    context = context_of(item.hit)
    stated = f"{context}\n{item.hit.meta.published or ''} {item.hit.meta.publisher} {' '.join(item.hit.meta.authors)}"
    present = [mentions(stated, name.forms) for name in question.names]
    if question.wants == "comparison" or len(question.names) > 3:
        return not present or any(present)
    return all(present)


def _chosen(question: Question, fitting: Sequence[Evidence], settings: AnswerSettings) -> list[Evidence]:
    """The sentences that make the answer: the best, and others nearly as good that say something else."""
    if question.wants in ("comparison", "view") and question.speakers:
        sides = [_side(speaker, fitting, settings) for speaker in question.speakers]
        if all(sides) and (len(sides) > 1 or question.wants == "view"):
            return [item for side in sides for item in side]
    chosen: list[Evidence] = []
    per_document: Counter[str] = Counter()
    floor = settings.share * _odds(fitting[0].probability)
    for item in fitting:
        document = item.hit.passage.document_id
        enough = len(chosen) >= (settings.most + 1 if question.wants in ("list", "comparison", "reason") else settings.most)
        if enough or (chosen and _odds(item.probability) < floor):
            break
        if per_document[document] >= settings.most_per_document or _repeats(item, chosen, settings.alike):
            continue
        per_document[document] += 1
        chosen.append(item)
    return chosen


def _side(speaker: str, fitting: Sequence[Evidence], settings: AnswerSettings) -> list[Evidence]:
    """The best sentences in which `speaker` has the word."""
    own = [item for item in fitting if item.hit.passage.speaker == speaker]
    chosen: list[Evidence] = []
    for item in own:
        if len(chosen) < settings.most_compared and not _repeats(item, chosen, settings.alike):
            chosen.append(item)
    return chosen


def _repeats(item: Evidence, chosen: Sequence[Evidence], alike: float) -> bool:
    return any(float(item.vector @ other.vector) > alike or item.text == other.text for other in chosen)


def _readable(chosen: Sequence[Evidence], evidence: Sequence[Evidence]) -> list[Evidence]:
    """Passages in order of their best sentence, sentences in document order; what a "They" refers to comes before it."""
    place = {(item.hit.passage.id, item.start): item for item in evidence}
    wanted = dict.fromkeys((item.hit.passage.id, item.start) for item in chosen)
    for item in chosen:
        starts = [start for start, _ in item.hit.passage.sentences]
        number = starts.index(item.start)
        if number and _ANAPHOR.match(item.text):
            wanted.setdefault((item.hit.passage.id, starts[number - 1]))
    first: dict[str, int] = {}
    for order, item in enumerate(chosen):
        first.setdefault(item.hit.passage.id, order)
    return [place[key] for key in sorted(wanted, key=lambda key: (first[key[0]], key[1]))]


def _nearest(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The best sentence of each of the nearest passages."""
    best: dict[str, Evidence] = {}
    for item in evidence:
        best.setdefault(item.hit.passage.id, item)
    return list(best.values())[:_NEAREST]


def _cite(marker: int, item: Evidence) -> Citation:
    hit: Retrieved = item.hit
    passage = hit.passage
    return Citation(
        marker=marker,
        passage_id=passage.id,
        document_id=passage.document_id,
        meta=hit.meta,
        quote=item.text,
        start=item.start,
        end=item.end,
        section=passage.section,
        page=passage.page,
        speaker=passage.speaker,
        before=passage.text[: item.start - passage.start],
        after=passage.text[item.end - passage.start :],
        score=round(item.probability, 4),
        highlights=item.spans,
    )


def _quotes(person: str, evidence: Sequence[Evidence]) -> bool:
    """Whether a sentence gives words of `person`: in quotation marks or with a verb of saying beside the name."""
    name = re.escape(person.split()[-1].rstrip(".,"))
    said = r"(?:said|says|stated|told|declared|wrote|remarked|warned|argued|called)"
    pattern = re.compile(rf"\b{name}\b[^.]{{0,40}}\b{said}\b|\b{said}\b[^.]{{0,40}}\b{name}\b|{name}[^.]*[“\"]")
    return any(pattern.search(item.text) for item in evidence)


def _has_words(text: str, phrase: str) -> bool:
    return f" {_words(phrase)} " in f" {_words(text)} "


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _odds(probability: float) -> float:
    return probability / max(1e-9, 1.0 - probability)


def _listed(names: Sequence[str]) -> str:
    quoted = [f"“{name}”" for name in dict.fromkeys(names)]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + " or " + quoted[-1]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
