"""Which evidence is about what the question is about, and in a sentence for the reader why none is.

Likeness finds neighbours; it cannot tell a question about the S-400 from one about the S-300. So the names, numbers,
quoted words and kind of thing that a question turns on must stand in the citation itself before it may be called an
answer.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from corpus.glossary import DESIGNATOR
from qa.evidence import Evidence, context_of
from qa.names import YEAR, Name, mentions
from qa.question import Question, said_about

ALL_OF_IT = 0.99
"""The share of the matter from which a sentence has all of it."""


def fitting(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence whose citation (sentence, headings, passage, imprint) holds what the question turns on, best
    first."""
    around = _around(question, evidence)
    about = [item for item in evidence if _is_about(question, item, around)]
    if question.phrases:
        about = [item for item in about if any(holds_words(item.text, phrase) for phrase in question.phrases)]
    if question.wants == "mention":
        about = [item for item in about if all(mentions(item.text, name.forms) for name in question.names)]
    if question.wants in ("date", "number"):
        about = [item for item in about if item.holds_kind]
    return about


def refusal(question: Question, evidence: Sequence[Evidence], scope: str, holds: Callable[[Name], bool]) -> str:
    """Why the question cannot be answered whatever the evidence's probability; empty if it can.

    `scope` names where was searched ("the library"); `holds` tells whether a name occurs anywhere there.
    """
    if question.request == "task":
        return (
            "The desk only quotes the library, word for word. It does not write, translate, sign or change texts, and "
            "takes no instructions about itself."
        )
    if question.request == "advice":
        return "The desk gives no advice or opinion of its own; it can only show what the library says."
    missing = [name.text for name in question.names if not holds(name)]
    if missing:
        return f"{capital(scope)} does not mention {listed(missing)}."
    absent = [phrase for phrase in question.phrases if not any(holds_words(item.text, phrase) for item in evidence)]
    if absent:
        return f"The words {listed(absent)} do not occur in {scope}."
    if question.quote_by and not _quotes(question.quote_by, evidence):
        return f"{capital(scope)} gives no words of {question.quote_by}; it mentions the name at most."
    return ""


def no_answer(question: Question, scope: str, evidence: Sequence[Evidence], *, any_about: bool) -> str:
    """What to say when nothing of `evidence` fits well enough."""
    if not question.names or any_about:
        return f"No passage in {scope} answers this."
    names = listed([name.text for name in question.names], "and")
    around = _around(question, evidence)
    named = [item for item in evidence if _is_named(question, item, around)]
    if around and named and question.topic and not any(_on_topic(question, _stated(item)) for item in named):
        return f"No passage found in {scope} on {names} says anything about {said_about(question.text)}."
    return f"No passage found in {scope} speaks of {names} in the way asked."


def holds_words(text: str, phrase: str) -> bool:
    """Whether `phrase` occurs in `text` word for word, punctuation and capitals aside."""
    return f" {_words(phrase)} " in f" {_words(text)} "


def listed(names: Sequence[str], joint: str = "or") -> str:
    """`names` in quotation marks, as a list in a sentence."""
    quoted = [f"“{name}”" for name in dict.fromkeys(names)]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + f" {joint} " + quoted[-1]


def capital(text: str) -> str:
    """`text` with a capital at its start."""
    return text[:1].upper() + text[1:]


def _is_about(question: Question, item: Evidence, around: Mapping[str, str]) -> bool:
    """Whether the citation names what the question names; a comparison may be met by several citations together."""
    asked = {name for each in question.names for name in DESIGNATOR.findall(each.text)}
    said = set(DESIGNATOR.findall(item.text))
    if asked and said and not asked & said:
        return False  # a sentence on the S-500 does not answer for the S-400, whatever stands around it
    if not _on_topic(question, _stated(item)) or not _is_named(question, item, around):
        return False
    return not named_only_around(question, item) or _holds_the_matter(question, item)


def _is_named(question: Question, item: Evidence, around: Mapping[str, str]) -> bool:
    """Whether the citation has the names of the question; whose a thing is ("Biden's review") may be told elsewhere in
    its document, the passages of which that were read are `around`."""
    stated = _stated(item)
    whole = around.get(item.hit.passage.document_id, stated)
    present = [
        _of_year(item, name.text) if name.is_year else mentions(whole if _owns(question, name) else stated, name.forms)
        for name in question.names
    ]
    if question.wants == "comparison" or len(present) > 3:
        return not present or any(present)
    return all(present)


def _stated(item: Evidence) -> str:
    meta = item.hit.meta
    return f"{context_of(item.hit)}\n{meta.published or ''} {meta.publisher} {' '.join(meta.authors)}"


def _around(question: Question, evidence: Sequence[Evidence]) -> dict[str, str]:
    """The passages of each document, together, where a name in the question only tells whose something is."""
    if not any(_owns(question, name) for name in question.names):
        return {}
    hits = {item.hit.passage.id: item for item in evidence}
    found: dict[str, str] = {}
    for item in hits.values():
        document = item.hit.passage.document_id
        found[document] = f"{found.get(document, '')}\n{_stated(item)}"
    return found


def _owns(question: Question, name: Name) -> bool:
    """Whether the question gives `name` as whose a thing of a year is, which name and year tell by themselves: "Biden's
    2022 Missile Defense Review"."""
    owned = re.search(rf"{re.escape(name.text)}['’]s\s+(?P<year>(?:19|20)\d\d)\s+(?=\S)", question.text)
    return owned is not None and any(question.text.startswith(other.text, owned.end()) for other in question.names)


def _of_year(item: Evidence, year: str) -> bool:
    """Whether the sentence is of `year`: it says so, or names no other and the words before it or over it say so. A
    heading of several years tells nothing of any one sentence."""
    said = YEAR.findall(item.text)
    passage, meta = item.hit.passage, item.hit.meta
    over = [meta.title, *passage.section]
    if year in said or any(set(YEAR.findall(heading)) == {year} for heading in over):
        return True
    if meta.published is not None and str(meta.published.year) == year:
        return True
    earlier = YEAR.findall(passage.text[: item.start - passage.start])
    return not said and bool(earlier) and earlier[-1] == year


def named_only_around(question: Question, item: Evidence) -> bool:
    """Whether a date or a number is asked for, and the names of the question stand further from the sentence: then it
    may well be of something else."""
    return question.wants in ("date", "number") and not _named_nearby(question, item)


def _holds_the_matter(question: Question, item: Evidence) -> bool:
    """Whether the sentence has every word of the question's matter, and that are several: then it may call by another
    name what the passage names ("the Polish site slipped")."""
    return item.matter >= ALL_OF_IT and len(question.matter.split()) > 1


def _named_nearby(question: Question, item: Evidence) -> bool:
    """Whether the names stand in the sentence, the one before it, or over them: a passage may have dates and numbers of
    much else."""
    passage = item.hit.passage
    before = max((start for start, _ in passage.sentences if start < item.start), default=item.start)
    nearby = passage.text[before - passage.start : item.end - passage.start]
    over = "\n".join([item.hit.meta.title, *passage.section, passage.speaker or "", str(item.hit.meta.published or "")])
    return all(mentions(f"{over}\n{nearby}", name.forms) for name in question.names if not name.is_year)


def _on_topic(question: Question, stated: str) -> bool:
    """Whether `stated` holds at least half of what the question asks what is said about."""
    folded = stated.casefold()
    held = sum(any(re.search(rf"\b{re.escape(form)}", folded) for form in forms) for forms in question.topic)
    return 2 * held >= len(question.topic)


def _quotes(person: str, evidence: Sequence[Evidence]) -> bool:
    """Whether a sentence gives words of `person`: a quotation mark or a verb of saying beside the name."""
    name = re.escape(person.rsplit(maxsplit=1)[-1].rstrip(".,"))
    said = r"(?:said|says|stated|told|declared|wrote|remarked|warned|argued|called)"
    pattern = re.compile(rf"\b{name}\b[^.]{{0,40}}\b{said}\b|\b{said}\b[^.]{{0,40}}\b{name}\b|\b{name}\b[^.]*[“\"]")
    return any(pattern.search(item.text) for item in evidence)


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
