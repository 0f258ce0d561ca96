"""An answer ↔ what is kept of it: where its quotations stand, not their words.

The words are read from the library each time, so that what was taken back, tightened or erased there is not in the file
of conversations either. Only what stands nowhere in the library is kept as it was written: questions, the desk's own
sentences, and a language model's.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from qa.differences.telling import difference, source_of
from qa.permalink.quote import quote_of
from qa.types import Answer, Citation, Claimed, Difference, Filters, Prose, Side, Statement, Tally

Record = dict[str, Any]
_AS_IT_IS = ("question", "standalone_question", "answerable", "confidence", "mode", "reason", "tally")
_WHERE_THERE_IS_SOME = ("prose", "as_of")
_OFFERED = ("readings", "suggestions")
"""Questions that the desk offered. They are of the moment, and are never shown again: documents that they came from may
have been taken back since. But a question that was chosen from them is known for one that the reader did not write."""


def record_of(answer: Mapping[str, Any], filters: Mapping[str, Any]) -> Record:
    """What is kept of an answer (as `qa.render.answer_json` gives it) that was asked for with `filters`."""
    quotes = {cited["marker"]: cited["quote"] for cited in answer["citations"]}
    return {
        **{name: answer[name] for name in _AS_IT_IS},
        **{name: answer[name] for name in _WHERE_THERE_IS_SOME if answer.get(name)},
        "differences": [_sides(each, quotes) for each in answer.get("differences", ())],
        "id": answer["id"],
        "asked_back": bool(answer.get("readings")),
        "offered": [question for name in _OFFERED for question in answer.get(name, ())],
        "filters": {name: value for name, value in filters.items() if value},
        "statements": [_statement(each, quotes) for each in answer["statements"]],
        "citations": [_place(each) for each in answer["citations"]],
        "related": [_place(each) for each in answer["related"]],
    }


def _statement(statement: Mapping[str, Any], quotes: Mapping[int, str]) -> Record:
    """One without its words where these are just those of its quotations."""
    quoted = " ".join(quotes.get(marker, "") for marker in statement["citations"])
    kept = {**statement, "text": None if statement["text"] == quoted else statement["text"]}
    if "claims" in kept:
        kept["claims"] = [{"document": each["document_id"], "passage": each["passage_id"]} for each in kept["claims"]]
    return kept


def _place(citation: Mapping[str, Any]) -> Record:
    return {
        "marker": citation["marker"],
        "document": citation["document"]["id"],
        "passage": citation["passage_id"],
        "quote": str(quote_of(citation["quote"], citation["start"])),
        "highlights": citation["highlights"],
        "score": citation["score"],
    }


def documents_in(record: Mapping[str, Any]) -> frozenset[str]:
    """The ids of all documents that the answer cites or shows as near, or that a sentence of it claims to rest on."""
    claims = (place for statement in record["statements"] for place in statement.get("claims", ()))
    return frozenset(place["document"] for place in (*record["citations"], *record["related"], *claims))


def filters_of(record: Mapping[str, Any]) -> Filters:
    """What the question was narrowed to."""
    kept = record["filters"]
    days = {name: date.fromisoformat(kept[name]) for name in ("published_from", "published_to") if kept.get(name)}
    return Filters(tuple(kept.get("kinds", ())), tuple(kept.get("documents", ())), **days)


def answer_of(record: Mapping[str, Any], citations: Sequence[Citation], related: Sequence[Citation]) -> Answer:
    """The answer again, with its citations as they were found in the library again."""
    quotes = {citation.marker: citation.quote for citation in citations}
    cited = {citation.marker: citation for citation in citations}
    tally = record["tally"]
    return Answer(
        id=record["id"],
        question=record["question"],
        standalone_question=record["standalone_question"],
        answerable=record["answerable"],
        confidence=record["confidence"],
        mode=record["mode"],
        statements=tuple(_stated(each, quotes) for each in record["statements"]),
        citations=tuple(citations),
        related=tuple(related),
        reason=record["reason"],
        tally=_tally(tally) if tally else None,
        prose=Prose(**record["prose"]) if "prose" in record else None,
        differences=tuple(_difference(each, cited) for each in record.get("differences", ())),
        as_of=record.get("as_of", ""),
    )


def _stated(kept: Mapping[str, Any], quotes: Mapping[int, str]) -> Statement:
    text = kept["text"]
    if text is None:
        text = " ".join(quotes[marker] for marker in kept["citations"])
    claims = tuple(Claimed(place["passage"], place["document"]) for place in kept.get("claims", ()))
    return Statement(text, tuple(kept["citations"]), kept["verdict"], kept.get("why", ""), claims)


def _tally(kept: Mapping[str, Any]) -> Tally:
    return Tally(
        kept["term"], kept["mentions"], kept["inside_longer_terms"], kept["documents"], kept["told"], kept["url"]
    )


def _sides(told: Mapping[str, Any], quotes: Mapping[int, str]) -> Record:
    """A difference without the sources' words: where they stand in the quotations."""
    sides = []
    for side in told["sides"]:
        start = quotes[side["marker"]].index(side["words"])
        place = {"marker": side["marker"], "start": start, "end": start + len(side["words"])}
        sides.append({**place, "dated": side["dated"], "speaker": side["speaker"], "sourced": bool(side["source"])})
    return {"kind": told["kind"], "sides": sides}


def _difference(kept: Mapping[str, Any], citations: Mapping[int, Citation]) -> Difference:
    sides = []
    for side in kept["sides"]:
        cited = citations[side["marker"]]
        source = source_of(cited.meta) if side.get("sourced") else ""
        words = cited.quote[side["start"] : side["end"]]
        sides.append(Side(cited.marker, words, side["dated"], side["speaker"], source))
    return difference(kept["kind"], sides)
