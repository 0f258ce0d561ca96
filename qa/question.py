"""What a question asks for: its scope, the names and numbers it turns on, and the kind of answer it wants.

Patterns over English questions, no model. They only ever make the desk more careful (an answer must then hold what was
asked about) or more pointed (a question of when prefers a sentence with a date); none of them makes an answer up.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.glossary import DESIGNATOR, Glossary, Term
from corpus.types import Speaker
from qa.dated.asked import asks_for_now, counts_at_present, timeless
from qa.measures import Measure, measure_asked
from qa.names import YEAR, Name, forms_of, mentions
from qa.pointed.purposes import of_which_purpose
from qa.wants import Wants, wanted

Request = Literal["task", "advice", "none"]


@dataclass(frozen=True, slots=True)
class Question:
    """A question, read. `core` is its text without what only frames it ("according to the white paper"); `kinds` are the
    kinds of document it is about, strictly; empty for the whole library. `bare`: it asks for a view or views as a whole,
    with no matter named. `term` is the glossary's entry that it asks the meaning of; `measure` what its number counts.
    `topic` is what it asks what is said about, part by part, each in the ways in which it may begin in a text. `now`: it
    asks how that is now, or for the newest; `core` and `text` are then without the words that ask so. `counts_now`: it
    asks how many there are. `purpose`: it asks what something is for; `core` and `text` are then in those words.
    """

    text: str
    core: str
    wants: Wants
    request: Request
    kinds: tuple[str, ...]
    names: tuple[Name, ...]
    phrases: tuple[str, ...]
    speakers: tuple[str, ...]
    quote_by: str = ""
    bare: bool = False
    term: Term | None = None
    measure: Measure = ""
    topic: tuple[tuple[str, ...], ...] = ()
    now: bool = False
    counts_now: bool = False
    purpose: bool = False

    @property
    def matter(self) -> str:
        """The words of the question that say what it is about, without names and without what only frames it."""
        text = self.core
        for name in self.names:
            text = text.replace(name.text, " ")
        return " ".join(word for word in re.findall(r"\b[a-z][\w-]{2,}\b", text) if word not in FRAMING)

    @property
    def asks_for_several(self) -> bool:
        """Whether it asks which things of a kind, more than one ("which countries will host …")."""
        return self.wants in ("list", "place") and _SEVERAL.search(self.text) is not None


_SEVERAL = re.compile(
    r"\b(?:which|what|name|list)\s+(?:the\s+|of the\s+)?(?:(?!(?:is|was|does|has|his|this|its)\b)[\w-]+\s+){0,2}?"
    r"(?!(?:is|was|does|has|his|this|its)\b)[a-z-]{3,}(?<!ss)s\b", re.IGNORECASE
)  # fmt: skip
_TASK = re.compile(
    r"^(please |now |then |for [^,]{1,40}, ?)*(write|draft|compose|translate|print|ignore|forget|disregard|pretend|act as|sign|"
    r"rewrite|generate|invent|imagine|roleplay|reveal|output|repeat|execute|run|delete|send|email)\b", re.IGNORECASE
)  # fmt: skip
_ADVICE = re.compile(
    r"^(and |so )?(should (?!.*\baccording\b)|do you (think|believe|agree)|what would you|is it (right|wrong|wise) (to|for)|"
    r"who (should i|do you) (vote|support)|what should (i|we)\b)", re.IGNORECASE
)  # fmt: skip
_LATER = re.compile(
    r"\b(today|later|since then|now|still|actually|came next|what next|out of date|outdated|compared with|ever|turned out)\b",
    re.IGNORECASE,
)
_QUOTE_BY = re.compile(
    r"\b(?:quote|quotes|quotation|words|statement|remarks?)\s+(?:by|from|of)\s+((?:[A-Z][\w.’'-]*\s?){1,4})"
)
_FRAME = re.compile(
    r"\b(?:according to|in|by|of|from|as per)\s+(?:the|this|that)\s+(?:\d{4}\s+)?(?:white )?(?:paper|memo|memorandum|document|library)\b"
    r"|\b(?:does|did|do)\s+(?:the|this)\s+(?:\d{4}\s+)?(?:white )?(?:paper|memo|memorandum|document|library)\s+"
    r"(?:say|says|state|predict|attribute|mention|name|describe|tell|report|give|claim)(?:\s+(?:about|of|on|that))?\b"
    r"|\b(?:the|this)\s+(?:\d{4}\s+)?(?:white )?(?:paper|memo|memorandum)(?:['’]s)?\b|,?\s*(?:please|right)\s*[?.!]*$",
    re.IGNORECASE,
)
_SAYS = (
    r"(?:says?|said|states?|stated|names?|named|predicts?|predicted|mentions?|mentioned|describes?|described|claims?|claimed|"
    r"argues?|argued|notes?|noted|wants?|recommends?|concludes?|concluded|reports?|reported|gives?|gave|calls?|called|lists?|"
    r"attributes?)"
)
_PHRASE = re.compile(r"[\"“„«]([^\"“”„«»]{3,400})[\"”»]")
_ABOUT = re.compile(
    r"\b(?:say|says|said|write|writes|wrote|tell|tells|state|states|anything|something|nothing|word|words) (?:us |me )?"
    r"(?:about|on|regarding|concerning) ([^?;:]{3,80})", re.IGNORECASE
)  # fmt: skip
_CAPITALISED = re.compile(r"(?<![\w])(?:[A-Z][\w’'-]*\.?(?:\s+(?:of|the|and)\s+(?=[A-Z]))?[ ]?)+")
_INITIALS = re.compile(r"(?:\w\.){2,}")
_OF_VIEWS = frozenset(
    "compare comparison contrast differ differs difference differences position positions view views stance side sides two both columns "
    "column table think thinks believe believes own itself themselves opposed governments recommend recommends recommendation "
    "recommendations conclude concludes conclusion conclusions predict predicts say says as to on with between how and versus vs "
    "opinion argue argues want wants do you its their overall summary main".split()
)
_DEFINING = frozenset(
    "what is are was were meant by the a an does do did mean means meaning of define definition stand stands for in s and "
    "exactly term acronym word please tell me explain it this library remind whats speak plain english simple terms "
    "again short full form".split()
)
_SKIP = frozenset(
    "what which who whom whose when where why how is are was were does do did has have had can could will would may "
    "might should the a an in on at by for from to of and or but if list name compare find give tell show quote put "
    "please about as since until exact according describe explain summarize summarise outline recap sketch discuss i it this that these those paper white phase block position positions "
    "jan feb mar apr jun jul aug sep sept oct nov dec january february march april may june july august september october november december mr mrs president "
    "prime minister senator secretary general summit then also ok okay thanks s".split()
)

FRAMING = (
    _SKIP | _OF_VIEWS | _DEFINING | frozenset("many much long year date time number there some ever first last".split())
)
"""Words that frame a question and name no matter."""


def read_question(text: str, glossary: Glossary, kinds: Collection[str], speakers: Sequence[Speaker]) -> Question:
    """`text` read against the library's `glossary`, its documents' `kinds` and the `speakers` that its sections
    have."""
    thing = of_which_purpose(text)
    text = f"What is {thing} for?" if thing else text
    phrases = tuple(match.strip() for match in _PHRASE.findall(text))
    quote_by = _QUOTE_BY.search(text)
    term = _term_asked(text, glossary)
    measure: Measure = "" if term else measure_asked(text)
    wants = "definition" if term else "number" if measure else wanted(text)
    asked = _speakers(text, wants, speakers)
    now = asks_for_now(text)
    return Question(
        text=timeless(text) if now else text,
        core=timeless(_core(text)) if now else _core(text),
        wants=wants,
        request="task" if _TASK.search(text) else "advice" if _ADVICE.search(text) else "none",
        kinds=_scope(text, kinds),
        names=tuple(_names(_PHRASE.sub(" ", text), glossary)),
        phrases=phrases,
        speakers=asked,
        bare=bool(asked) and not _matter(text, [s for s in speakers if s.name in asked]),
        quote_by=quote_by.group(1).strip(" .") if quote_by else "",
        term=term,
        measure=measure,
        topic=_topic(text, glossary),
        now=now,
        purpose=bool(thing),
        counts_now=wants == "number" and not measure and counts_at_present(text),
    )


def said_about(text: str) -> str:
    """What the question `text` asks what is said about; empty where it does not ask so.

    >>> said_about("What did the review say about gliders?")
    'gliders'
    """
    about = _ABOUT.search(text)
    return about.group(1).strip() if about else ""


def _topic(text: str, glossary: Glossary) -> tuple[tuple[str, ...], ...]:
    """The parts of what the question asks what is said about: the glossary's terms by their forms, other words by their
    beginnings; names, which are checked by themselves, left out."""
    matter = said_about(text)
    parts = []
    for start, end, term in reversed(glossary.occurrences(matter)):
        parts.append(tuple(form.casefold() for form in term.forms))
        matter = matter[:start] + " " * (end - start) + matter[end:]
    words = [word for word in re.findall(r"\b[a-z]{4,}\b", matter) if word not in _SKIP | _OF_VIEWS | _DEFINING]
    return tuple(parts + [(word[:6],) for word in words])


def _core(text: str) -> str:
    core = re.sub(r"\s+", " ", _FRAME.sub(" ", text)).strip()
    return core if len(re.findall(r"\w+", core)) >= 2 else text


def _term_asked(text: str, glossary: Glossary) -> Term | None:
    """The glossary's term that the question is about, if it asks nothing else of it than what it is ("RKV?")."""
    left = text
    found = glossary.occurrences(text)
    for start, end, _ in found:
        left = left[:start] + " " * (end - start) + left[end:]
    rest = [word for word in re.findall(r"\w+", left.casefold()) if word not in _DEFINING]
    return found[0][2] if found and not rest else None


def _scope(text: str, kinds: Collection[str]) -> tuple[str, ...]:
    """The kinds that the question keeps to ("in the white paper"); none if it also asks what came of it."""
    folded = text.casefold()
    found = []
    for kind in sorted(kinds):
        words = kind.replace("-", " ")
        names = {words} | ({words.split()[-1]} if " " in words else set())
        noun = r"(?:the|this|that|its|mdaa.s)\s+(?:\d{4}\s+)?(?:" + "|".join(map(re.escape, sorted(names))) + ")"
        pattern = rf"\b(?:in|by|of|from|per|to|does|did|do|is|has|sign|signed|wrote|published|received)\s+{noun}\b|\b{noun}(?:['’]s\b|\s+{_SAYS}\b)"
        if re.search(pattern, folded):
            found.append(kind)
    return () if _LATER.search(text) else tuple(found)


def _speakers(text: str, wants: Wants, speakers: Sequence[Speaker]) -> tuple[str, ...]:
    """The speakers whose view is asked for: all that a comparison names, else the one the question makes its
    subject."""
    named = [s for s in speakers if mentions(text, tuple(alias.casefold() for alias in s.aliases))]
    if wants != "comparison":
        named = [s for s in named if any(_is_subject(text, alias) for alias in s.aliases)]
    return tuple(dict.fromkeys(speaker.name for speaker in named))


def _matter(text: str, speakers: Sequence[Speaker]) -> list[str]:
    """The words of `text` that name a matter, beyond whose view is asked for and that it is a view."""
    left = text.casefold()
    for alias in sorted((a.casefold() for s in speakers for a in s.aliases), key=len, reverse=True):
        left = re.sub(rf"(?<!\w){re.escape(alias)}(?:['’]s)?(?!\w)", " ", left)
    words = re.findall(r"[a-z]+", _FRAME.sub(" ", left))
    return [word for word in words if len(word) > 1 and word not in _DEFINING and word not in _OF_VIEWS]


def _is_subject(text: str, alias: str) -> bool:
    name = re.escape(alias)
    pattern = (
        rf"\b(?:does|do|did|is|are|was|were|has|have|would|will|according to|by|why)\s+(?:the\s+)?{name}(?!\w)"
        rf"|(?<!\w){name}(?:['’]s)?\s+(?:itself|own|themselves|position|view|stance|answer|recommendation|conclusion|demand)"
    )
    return re.search(pattern, text, re.IGNORECASE) is not None


def _names(text: str, glossary: Glossary) -> list[Name]:
    """Names, glossary terms, designators and years of the question, each once."""
    found: dict[str, Name] = {}
    covered: list[tuple[int, int]] = []
    for start, end, term in glossary.occurrences(text):
        if not all(word[:1].isupper() or word[:1].isdigit() for word in text[start:end].split()):
            continue
        found.setdefault(term.name.casefold(), Name(text[start:end], tuple(form.casefold() for form in term.forms)))
        covered.append((start, end))
    for match in [*DESIGNATOR.finditer(text), *YEAR.finditer(text)]:
        if not _within(match.start(), covered):
            found.setdefault(match.group().casefold(), Name(match.group(), (match.group().casefold(),)))
            covered.append(match.span())
    for start, end in covered:
        text = text[:start] + "," * (end - start) + text[end:]
    for match in _CAPITALISED.finditer(text):
        for name in _proper(match.group()):
            found.setdefault(forms_of(name)[0], Name(name, forms_of(name)))
    return list(found.values())


def _within(offset: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= offset < end for start, end in spans)


def _proper(run: str) -> list[str]:
    """The proper names in a run of capitalised words, without question words at its start."""
    words = run.strip(" ,;:?!'’").split()
    if words and not _INITIALS.fullmatch(words[-1]):
        words[-1] = words[-1].rstrip(".")
    while words and re.sub(r"['’]s$", "", words[0]).casefold() in _SKIP:
        words = words[1:]
    while words and words[-1].casefold() in _SKIP:
        words = words[:-1]
    if not words:
        return []
    whole = " ".join(words)
    if len(forms_of(whole)) > 1 or len(words) == 1:
        return [re.sub(r"['’]s$", "", whole)]
    parts = [part for part in re.split(r"\s+(?:and|of|the)\s+", whole) if part]
    return [re.sub(r"['’]s$", "", part) for part in parts]
