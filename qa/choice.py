"""Which of the fitting sentences make the answer, and in which order they are read."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from qa.evidence import Evidence
from qa.odds import by_probability, odds, times
from qa.pointed.purposes import purpose_told
from qa.question import Question
from qa.rows import columns_over, names_columns

_ANAPHOR = re.compile(
    r"^(?:They|It|He|She|These|Those|Such|Both|Its|Their|His|Her|The (?:latter|former|same)|This|That|Neither|Instead|However|"
    r"For (?:this|that) reason|Hence|Therefore|Thus)\b"
)
_GOES_ON = re.compile(
    r"^(?:(?:They|It|He|She|This|These|Those)\b[^.]{0,40}\balso\b|Also\b|Moreover\b|In addition\b|Further(?:more)?\b|Second(?:ly)?\b)"
)
_STANDS_FIRM = re.compile(
    r"\b(?:must|should|ought to|will not|best[^.]{0,30}interest|necessary|recommends?|calls? for)\b", re.IGNORECASE
)
_OPEN_ENDED = ("list", "comparison", "reason", "view")
_POINTED = ("date", "number", "definition", "check", "mention")


@dataclass(frozen=True, slots=True)
class ChoiceSettings:
    """`share`: of the best sentence's odds that a further one needs, `share_of_open` where the question is open to several
    answers; `most`: sentences in an answer (one more for lists and reasons), `most_of_side` for each side of a comparison;
    `most_per_document` of them; `alike`: cosine from which two sentences say the same."""

    share: float = 0.3
    share_of_open: float = 0.15
    most: int = 4
    most_of_side: int = 4
    most_per_document: int = 3
    alike: float = 0.93


OF_FACTS = ("place", "list", "number", "date", "person")
OF_A_POSITION = 0.5
"""The odds that are left to a sentence of somebody's position where a fact is asked for."""
WITHOUT_REASON = 0.5
"""Of the odds of the sentence that gives the reason asked for, what one needs that gives none."""
OF_NOW = ChoiceSettings(share=0.15)
"""Where the newest is asked for: older sentences have lost probability before."""


def choose(
    question: Question,
    about: Sequence[Evidence],
    settings: ChoiceSettings = ChoiceSettings(),
    beside: Callable[[Evidence], int] = lambda _: 0,
) -> list[Evidence]:
    """The sentences that answer, the most telling first, from the fitting evidence `about` (best first, not empty).

    Of those that are probable enough, the less a sentence is `beside` the point, the sooner it is taken.
    """
    sides = [side(question, speaker, about, settings) for speaker in question.speakers]
    if sides and all(sides) and question.wants in ("comparison", "view"):
        return [item for own in sides for item in own]
    defining = _definition(question, about)
    if defining and not (question.purpose and any(purpose_told(item.text) for item in about)):
        return defining
    chosen: list[Evidence] = []
    per_document: Counter[str] = Counter()
    share = settings.share if question.wants in _POINTED else settings.share_of_open
    floor = share * odds(about[0].probability)
    most = settings.most + (1 if question.wants in _OPEN_ENDED else 0)
    for item in sorted((item for item in about if odds(item.probability) >= floor), key=beside):
        if len(chosen) >= most:
            break
        document = item.hit.passage.document_id
        if chosen and gives_no_reason(question, item, about[0]):
            continue
        if per_document[document] < settings.most_per_document and not _repeats(item, chosen, settings.alike):
            per_document[document] += 1
            chosen.append(item)
    return chosen


def gives_no_reason(question: Question, item: Evidence, best: Evidence) -> bool:
    """Whether a reason is asked for that the best sentence gives, and `item`, much less likely, gives none."""
    unreasoned = question.wants == "reason" and best.holds_kind and not item.holds_kind
    return unreasoned and odds(item.probability) < WITHOUT_REASON * odds(best.probability)


def facts_before_positions(question: Question, about: Sequence[Evidence]) -> Sequence[Evidence]:
    """`about` (best first), with what a speaker only holds of a matter behind what documents state of it, where a fact is
    asked for and nobody's view."""
    if question.wants not in OF_FACTS or question.speakers or question.phrases:
        return about
    return by_probability(_held(item) for item in about)


def side(
    question: Question, speaker: str, about: Sequence[Evidence], settings: ChoiceSettings = ChoiceSettings()
) -> list[Evidence]:
    """The sentences in which `speaker` has the word, the most telling first.

    Asked for a view as a whole, a side is what the speaker stands firm on ("must", "will not"), in document order; where
    positions are compared as wholes, their first sentences.
    """
    own = [item for item in about if item.hit.passage.speaker == speaker]
    if question.bare:
        own.sort(key=lambda item: (item.hit.passage.document_id, item.start))
        firm = [item for item in own if _STANDS_FIRM.search(item.text)]
        own = firm if firm and question.wants == "view" else own
    chosen: list[Evidence] = []
    for item in own:
        if len(chosen) < settings.most_of_side and not _repeats(item, chosen, settings.alike):
            chosen.append(item)
    return chosen


def defines(question: Question, item: Evidence) -> bool:
    """Whether `item` is of the glossary's own entry for the term asked about, or gives it with its long form in
    brackets."""
    term = question.term
    if term is None:
        return False
    passage = item.hit.passage
    if passage.document_id == term.document_id and term.start <= item.start < term.end:
        return True
    text = item.text.casefold()
    acronyms = [form for form in term.forms if form.isupper()]
    return any(f"({form.casefold()})" in text for form in acronyms) and any(
        form.casefold() in text for form in term.forms if not form.isupper()
    )


def readable(chosen: Sequence[Evidence], evidence: Sequence[Evidence]) -> list[Evidence]:
    """Passages in order of their best sentence, sentences in document order; what a "They" refers to comes before
    it, and so do the names of a row's columns."""
    place = {(item.hit.passage.id, item.start): item for item in evidence}
    wanted = dict.fromkeys((item.hit.passage.id, item.start) for item in chosen)
    for item in chosen:
        starts = [start for start, _ in item.hit.passage.sentences]
        number = starts.index(item.start)
        before = (item.hit.passage.id, starts[number - 1])
        if number and _ANAPHOR.match(item.text) and before in place:
            wanted.setdefault(before)
        after = (item.hit.passage.id, starts[number + 1]) if number + 1 < len(starts) else before
        if after in place and _GOES_ON.match(place[after].text):
            wanted.setdefault(after)
        columns = columns_over(item)
        if columns is not None and (item.hit.passage.id, columns) in place:
            wanted.setdefault((item.hit.passage.id, columns))
    first: dict[str, int] = {}
    for order, item in enumerate(chosen):
        first.setdefault(item.hit.passage.id, order)
    shown = [place[key] for key in sorted(wanted, key=lambda key: (first[key[0]], key[1]))]
    return [replace(item, spans=()) if names_columns(item) else item for item in shown]


def leans_back(text: str) -> bool:
    """Whether a sentence begins with a word that points to the one before it."""
    return bool(_ANAPHOR.match(text) or _GOES_ON.match(text))


def grouped(ordered: Sequence[Evidence]) -> list[list[Evidence]]:
    """The sentences of an answer, `ordered` for reading, each with those after it that lean on it, and the rows of a
    table together."""
    groups: list[list[Evidence]] = []
    for item in ordered:
        if groups and _leans_on(item, groups[-1][-1]):
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups


def _leans_on(item: Evidence, before: Evidence) -> bool:
    if before.hit.passage.id != item.hit.passage.id or item.start < before.end:
        return False
    row = columns_over(item)
    return leans_back(item.text) or (row is not None and row == columns_over(before))


def behind(
    ordered: Sequence[Evidence], beside: Callable[[Evidence], int], first: Evidence | None = None
) -> list[Evidence]:
    """The sentences of an answer, `ordered` for reading, with what is `beside` the point behind, and what leans on it
    with it; of those equally near to it, the group with the sentence `first` first."""

    def place(group: Sequence[Evidence]) -> tuple[int, bool]:
        leads = first is not None and any(
            (e.hit.passage.id, e.start) == (first.hit.passage.id, first.start) for e in group
        )
        return min(map(beside, group)), not leads

    return [item for group in sorted(grouped(ordered), key=place) for item in group]


def _definition(question: Question, about: Sequence[Evidence]) -> list[Evidence]:
    """The glossary's entry for the term asked about, then the first other document that spells the term out."""
    own = [item for item in about if defines(question, item)]
    entry = [item for item in own if question.term and item.hit.passage.document_id == question.term.document_id]
    others = [item for item in own if item not in entry]
    others.sort(key=lambda item: (item.hit.meta.kind != "white-paper", -item.probability))
    return sorted(entry, key=lambda item: item.start)[:2] + others[:1]


def _repeats(item: Evidence, chosen: Sequence[Evidence], alike: float) -> bool:
    return any(float(item.vector @ other.vector) > alike or item.text == other.text for other in chosen)


def _held(item: Evidence) -> Evidence:
    """`item` as probable as it is where a fact is asked for: less, if it is of a speaker other than the authors."""
    speaker, meta = item.hit.passage.speaker, item.hit.meta
    if speaker is None or speaker in (*meta.authors, meta.publisher):
        return item
    return times(item, OF_A_POSITION)
