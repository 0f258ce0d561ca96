"""The noun phrases of a question: whom it is about, and what.

Patterns over English, no model: names that the library or geography knows, and runs of words between those that only join.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from corpus.glossary import DESIGNATOR, Glossary
from qa.names import YEAR, all_names

Sort = Literal["place", "term", "designator", "year", "name", "thing"]

JOINTS = frozenset(
    "is are was were be been being am do does did has have had having can could will would shall should may might must "
    "who whom whose what which when where why how that if whether because before after since until while than then so as "
    "and or but not no nor to at by from with without about on in into over under for of off out up down against between "
    "during amid per via through towards toward among regarding concerning across within i we you he she it they me us him her "
    "them my our your there here this these those any some each every all both other another such only also ever never "
    "still yet now already just please instead much many more most less few long often far ago exactly actually really".split()
)
VERBS = frozenset(
    "send sends sent choose chooses chose vote votes voted write writes wrote buy buys bought sell sold win won lose lost leave "
    "leaves left hit hits fall fell fly flies flew react reacts reacted respond responds responded sign signs "
    "say says said think thinks thought want wants wanted demand demands demanded need needs needed answer answers answered "
    "reply replies replied offer offers offered propose proposes proposed agree agrees agreed cover covers covered cost costs "
    "mean means meant make makes made give gives gave get gets got go goes went come comes came take takes took put puts "
    "see sees saw hold holds held host hosts hosted build builds built building use uses used using threaten threatens "
    "threatened oppose opposes opposed object objects objected reject rejects rejected refuse refuses refused accept accepts "
    "accepted believe believes believed claim claims claimed argue argues argued recommend recommends recommended conclude "
    "concludes concluded predict predicts predicted announce announces announced decide decides decided carry carries carried "
    "carrying fire fires fired shoot shot launch launches launched test tests tested testing deploy deploys deployed run runs "
    "ran running lead leads led leading start starts started begin began begun end ends ended happen happens happened change "
    "changes changed become becomes became declared cancelled canceled dropped delayed created founded signed released "
    "completed finished planned withdrew withdraw withdrawn introduced control controls controlled command commands commanded "
    "pay pays paid own owns differ differs compare compares mention mentions mentioned describe describes described tell tells "
    "told ask asks asked require requires required include includes included find found show shows showed stop stops stopped "
    "protect protects protected defend defends defended intercept intercepts intercepted join joined work works worked replace "
    "replaces replaced arrive arrived catch catches caught follow follows followed reach reaches reached miss misses missed destroy destroys destroyed expire expires expired suspend suspends suspended operational ready accepted based located first last originally supposed responsible "
    "aimed called named quote list limit limits limited violate violates violated mark marks prevent prevents prevented allow allows allowed meant shown built finished gone".split()
)
_DETERMINERS = frozenset("the a an its their his her our your my this that these those".split())
_NO_PART = JOINTS | _DETERMINERS | VERBS
_DOCUMENT = re.compile(r"\b(?:paper|memo|memorandum|document|report|library|article|brief)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\s,;:?!()\"“”„«»]+")
_AFTER_SUBJECT = re.compile(
    r"(?:['’]s?)?\s+(?:(?:first|ever|also|really|still|actually|now|\w+ly)\s+)?(?P<verb>[a-z]+)\b"
    r"(?P<rest>\s*(?:$|[?.,A-Z]|(?:the|a|an|its|their|to|in|on|for|at|from|with|through|up|out|off|down|back|away)\b))?"
)
_SMALL = re.compile(
    r"(?<![\w-])(?:[a-z]{1,3}(?:/[a-z]{2,4})?-(?!(?:19|20)\d\d)\d+[a-z]{0,3}|[a-z][a-z\d&]{2,7})(?![\w-])"
)
"""What may be an acronym or a designator written small."""
_LINKS = frozenset("of in on for at between with from against to".split())


_DATE = re.compile(
    r"(?:(?:early|late|mid)[ -])?(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|"
    r"December)(?: \d{1,2})?,?(?: (?:19|20)\d\d)?"
)
_IS = re.compile(r"\b(?:is|are|was|were)\s+$", re.IGNORECASE)
_OF_BEING = ("part", "able", "likely", "same", "there")
"""What is said of a thing right after it: "is the radar part of …"."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase at `start:end` of a question; `sort` says of a name what it names."""

    text: str
    start: int
    end: int
    sort: Sort

    @property
    def is_plural(self) -> bool:
        """Whether its head seems to be a plural."""
        return is_plain_plural(self.text)

    @property
    def is_of_kind(self) -> bool:
        """Whether it is a word for a kind of things ("interceptors") and no name."""
        return self.sort == "term" and self.text[:1].islower()

    @property
    def is_document(self) -> bool:
        """Whether it names a document rather than a matter."""
        return bool(_DOCUMENT.search(self.text))


def is_plain_plural(words: str) -> bool:
    """Whether the head of `words` seems to be a plural, and no name."""
    head = head_of(words)
    acronyms = re.fullmatch(r"[A-Z][A-Z\d/-]+s", head) is not None  # "GBIs"
    return acronyms or (head.endswith("s") and not head.endswith(("ss", "us", "is")) and not head[:1].isupper())


def head_of(text: str) -> str:
    """The last word of a phrase before what is joined to it: "the radar in Turkey" has the head "radar"."""
    words = re.sub(r"['’]s$", "", text).split()
    for number, word in enumerate(words):
        if number and word.casefold() in _LINKS:
            return words[number - 1]
    return words[-1] if words else ""


def names_in(text: str, glossary: Glossary) -> list[Phrase]:
    """Names, glossary terms, designators and years in `text`, left to right, without overlaps."""
    found: list[Phrase] = []

    def add(spans: Iterable[tuple[int, int]], sort: Sort) -> None:
        for start, end in spans:
            if end > start and not any(start < one.end and one.start < end for one in found):
                found.append(Phrase(text[start:end], start, end, sort))

    terms = glossary.occurrences(text)
    places = [match.span() for match in _places().finditer(text) if _is_place(match.group())]
    add([(a, b) for a, b, _ in terms if (a, b) not in places and " " in text[a:b].strip()], "term")
    add([match.span() for match in DESIGNATOR.finditer(text)], "designator")
    add(_small(text, glossary), "designator")
    add(places, "place")
    add([(a, b) for a, b, _ in terms], "term")
    add([match.span() for match in YEAR.finditer(text)], "year")
    add([span for match in _CAPITALS.finditer(text) for span in _proper(match)], "name")
    return sorted(found, key=lambda one: one.start)


def _small(text: str, glossary: Glossary) -> Iterator[tuple[int, int]]:
    """Acronyms and designators in small letters ("thaad", "sm-3"), no words of everyday among them ("start")."""
    for match in _SMALL.finditer(text):
        word = match.group().upper()
        if DESIGNATOR.fullmatch(word) or (word in _acronyms(glossary) and word.lower() not in JOINTS | VERBS):
            yield match.span()


@lru_cache(maxsize=8)
def _acronyms(glossary: Glossary) -> frozenset[str]:
    return frozenset(form for term in glossary.terms for form in term.forms if form.isupper())


def phrases_in(text: str, glossary: Glossary) -> list[Phrase]:
    """The noun phrases of `text`, left to right: names with the words around them, and runs of other words. A phrase that
    is joined to the one before it ("the radar in Turkey") is part of it."""
    names = names_in(text, glossary)
    runs = [run for run in _runs(text, names) if run]
    found = [_phrase(text, run, names) for run in runs]
    return _joined(text, [one for one in found if one is not None])


def _runs(text: str, names: Sequence[Phrase]) -> list[list[tuple[int, int]]]:
    """Word spans in runs, broken at words that join, at verbs outside names, and at punctuation."""
    runs: list[list[tuple[int, int]]] = [[]]
    last = 0
    verb = _verb_after_subject(text, names)
    for match in _WORD.finditer(text):
        start, end = match.start(), match.end() - (1 if match.group().endswith(".") and match.end() == len(text) else 0)
        folded = text[start:end].casefold().strip("'’")
        named = any(one.start <= start < one.end and one.sort != "year" for one in names)
        if re.search(r"[,;:?!()\"“”]", text[last:start]):
            runs.append([])
        last = end
        if not named and folded in _DETERMINERS and folded in ("the", "a", "an"):
            runs.append([(start, end)])
        elif start == verb or (not named and (folded in _NO_PART or folded.endswith("ly"))):
            runs.append([])
        else:
            runs[-1].append((start, end))
    return runs


def _verb_after_subject(text: str, names: Sequence[Phrase]) -> int:
    """Where the verb of a question of the form "did NAME verb …" begins; -1 for others."""
    last = re.search(r"([a-z]+)[?. ]*$", text)
    ends_in_verb = last is not None and last[1] in VERBS  # "does the Aegis Ashore site in Poland cost?"
    for name in names:
        asked = re.search(
            r"\b(?:do|does|did|will|would|can|could|should|may)\s+(?:the\s+)?$", text[: name.start], re.IGNORECASE
        )
        after = _AFTER_SUBJECT.match(text[name.end :])
        if asked and after and (after["verb"] in VERBS or (after["rest"] is not None and not ends_in_verb)):
            return name.end + after.start("verb")
    return -1


def _phrase(text: str, run: Sequence[tuple[int, int]], names: Sequence[Phrase]) -> Phrase | None:
    if len(run) > 1 and _IS.search(text[: run[0][0]]) and text[slice(*run[-1])].casefold() in _OF_BEING:
        run = run[:-1]
    start, end = run[0][0], run[-1][1]
    words = text[start:end]
    if words.casefold() in ("the", "a", "an") or not re.search(r"[^\W\d_]|\d", words):
        return None
    inside = [one for one in names if one.start >= start and one.end <= end]
    whole = [
        one
        for one in inside
        if re.sub(r"^(?:the|a|an)\s+", "", words, flags=re.IGNORECASE) in (one.text, one.text + "'s")
    ]
    sort: Sort = whole[0].sort if whole else "thing"
    return Phrase(re.sub(r"['’]s$", "", words), start, end, sort)


def _joined(text: str, found: Sequence[Phrase]) -> list[Phrase]:
    joined: list[Phrase] = []
    for one in found:
        between = text[joined[-1].end : one.start] if joined else ""
        dated = one.sort == "year" or bool(_DATE.fullmatch(one.text))
        joint = r"\s+of\s+(?:the\s+)?" if dated else r"\s+(?:of|in|on|for|between)\s+(?:the\s+)?"
        if joined and joined[-1].sort != "year" and re.fullmatch(joint, between):
            before = joined.pop()
            sort = before.sort if before.sort != "place" else "thing"
            joined.append(Phrase(text[before.start : one.end], before.start, one.end, sort))
        else:
            joined.append(one)
    return joined


def _is_place(word: str) -> bool:
    return word.casefold() != "us" or word == "US"


@cache
def _places() -> re.Pattern[str]:
    forms = sorted(all_names(), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, forms)) + r")(?!\w)", re.IGNORECASE)


_CAPITALS = re.compile(r"(?<![\w])[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)*")
_NOT_NAMES = (
    JOINTS
    | _DETERMINERS
    | frozenset("mr mrs ms dr okay ok thanks yes tell give show quote explain compare name list describe".split())
)


def _proper(match: re.Match[str]) -> list[tuple[int, int]]:
    """The span of the proper name in a run of capitalised words, without sentence openings."""
    start, words = match.start(), list(re.finditer(r"\S+", match.group()))
    kept = [(start + w.start(), start + w.end(), w.group()) for w in words]
    while kept and re.sub(r"['’]s$", "", kept[0][2]).casefold() in _NOT_NAMES | VERBS:
        kept = kept[1:]
    if not kept:
        return []
    last = kept[-1]
    end = last[1] - (2 if re.search(r"['’]s$", last[2]) else 0)
    return [(kept[0][0], end)]
