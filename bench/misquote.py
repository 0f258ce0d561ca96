"""Quotations and misquotations, made from documents by seeded mutation: what `bench.lookup` puts to the desk."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corpus.sentences import sentences
from qa.lookup.types import Verdict

SEED = 23
COUNTS = {
    "untouched": 320, "typography": 320, "number changed": 150, "negation changed": 150, "word changed": 170,
    "words dropped": 170, "two sentences stitched": 250, "honest ellipsis": 120, "document named rightly": 100,
    "document named wrongly": 150, "close paraphrase": 120, "foreign text": 280,
}  # fmt: skip
"""Quotations of each class; 2,300 in all."""

_SENTENCE_WORDS = (9, 45)
_APART_CHARS = 400
_PLAIN = re.compile(r"[A-Z][^\n|…\[\]<>]*\.")
_BROKEN = re.compile(r"\.\s?\.|\s[.,;]|[^\w\s.,;:'’\"“”()%$/&–—-]|\b\w\s\w\s\w\b|\d[a-z]{3}")
_NUMBER = re.compile(r"(?<![\w.,-])\d{1,4}(?![\w,-]|\.\d)")
_NOT = re.compile(r"\b(is|are|was|were|will|must|can|has|have|should|would|does|do|did)\b(?! not)")
_SYNONYMS = {
    "important": "significant", "nations": "countries", "help": "assist", "ensure": "make sure", "threat": "danger",
    "threats": "dangers", "maintain": "keep up", "strengthen": "reinforce", "support": "back", "continue": "go on",
    "security": "safety", "allies": "partners", "prevent": "stop", "develop": "build", "provide": "give",
    "must": "have to", "forces": "troops", "weapons": "arms", "said": "declared", "began": "started",
    "planned": "intended", "new": "fresh", "large": "big", "also": "too", "however": "yet", "use": "employ",
    "used": "employed", "states": "countries", "united states": "America", "goal": "aim", "goals": "aims",
    "efforts": "endeavors", "many": "numerous", "increase": "raise", "reduce": "lower", "defense": "protection",
    "defend": "protect", "attack": "strike", "world": "globe", "government": "administration",
    "economic": "financial", "growth": "expansion", "policy": "course", "interests": "concerns", "military": "armed",
    "will": "is going to", "need": "require", "against": "counter to", "missile": "rocket", "missiles": "rockets",
    "test": "trial", "tests": "trials", "site": "place", "report": "account", "because": "since",
    "during": "in the course of", "before": "ahead of", "after": "following", "our": "the nation's",
    "we": "the nation", "people": "citizens", "effective": "successful", "challenges": "difficulties",
    "peace": "calm", "freedom": "liberty", "build": "construct", "work": "labor", "through": "by way of",
    "other": "further",
}  # fmt: skip
"""For paraphrases: every word that stands here is replaced, then the halves of the sentence change places."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A sentence of the library: `text == document[start:start + len(text)]`."""

    document_id: str
    title: str
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Case:
    """One draft, the class that its quotation belongs to, and the verdicts that are right for it."""

    kind: str
    draft: str
    right: frozenset[Verdict]
    quotation: str
    origins: tuple[Origin, ...] = ()


def origins(documents: Sequence[tuple[str, str, str]]) -> list[Origin]:
    """The whole, readable sentences of (document id, title, text)."""
    found = []
    for document_id, title, text in documents:
        for start, end in sentences(text):
            words = text[start:end]
            plain = _PLAIN.fullmatch(words) and not _BROKEN.search(words) and '"' not in words and "“" not in words
            if plain and _SENTENCE_WORDS[0] <= len(words.split()) <= _SENTENCE_WORDS[1]:
                found.append(Origin(document_id, title, start, words))
    return found


def cases(
    known: Sequence[Origin], foreign: Sequence[str], holds: Callable[[str], set[str]], seed: int = SEED
) -> list[Case]:
    """The cases of every class. `holds` gives the documents that have words: a mutation that happens to stand in one
    word for word is drawn again, and so is a document named wrongly that has the words too."""
    draw = random.Random(seed)
    makers: dict[str, Callable[[], Case | None]] = {
        "untouched": lambda: _case("untouched", draw.choice(known), lambda text: text, "exact"),
        "typography": lambda: _case("typography", draw.choice(known), lambda text: _retyped(text, draw), "exact"),
        "number changed": lambda: _changed("number changed", draw.choice(known), _other_number, draw),
        "negation changed": lambda: _changed("negation changed", draw.choice(known), _negated, draw),
        "word changed": lambda: _changed("word changed", draw.choice(known), _reworded(known), draw),
        "words dropped": lambda: _changed("words dropped", draw.choice(known), _dropped, draw),
        "two sentences stitched": lambda: _stitched(known, draw),
        "honest ellipsis": lambda: _elided(draw.choice(known), draw),
        "document named rightly": lambda: _named(known, draw),
        "document named wrongly": lambda: _named(known, draw, holds),
        "close paraphrase": lambda: _paraphrased(draw.choice(known)),
        "foreign text": lambda: Case("foreign text", (text := draw.choice(foreign)), frozenset({"not_found"}), text),
    }
    made: list[Case] = []
    for kind, count in COUNTS.items():
        seen: set[str] = set()
        while len(seen) < count:
            case = makers[kind]()
            if case is None or case.draft in seen:
                continue
            if "exact" in case.right or kind == "document named wrongly" or not holds(case.quotation):
                seen.add(case.draft)
                made.append(case)
    return made


def _case(kind: str, origin: Origin, change: Callable[[str], str], right: Verdict) -> Case:
    words = change(origin.text)
    return Case(kind, words, frozenset({right}), words, (origin,))


def _changed(
    kind: str, origin: Origin, change: Callable[[str, random.Random], str], draw: random.Random
) -> Case | None:
    words = change(origin.text, draw)
    return None if words == origin.text else Case(kind, words, frozenset({"altered"}), words, (origin,))


def _retyped(text: str, draw: random.Random) -> str:
    """Several of: other quotation marks, dashes, line breaks, hyphens at a line's end, ligatures, soft hyphens,
    no-break spaces, the first letter's case, the closing full stop."""
    ways: list[Callable[[str], str]] = [
        lambda t: t.replace("'", "’") if "'" in t else t.replace("’", "'"),
        lambda t: t.replace("—", " -- ").replace("–", "-").replace(" - ", " — "),
        lambda t: _at_random(t, " ", "\n", draw),
        lambda t: _at_random(t, " ", "\u00a0", draw),
        lambda t: t.replace("fi", "ﬁ").replace("fl", "ﬂ"),
        lambda t: re.sub(r"(\w{4})(\w{4})", "\\1\u00ad\\2", t, count=draw.randint(1, 3)),
        lambda t: re.sub(r"\b([a-z]{4})([a-z]{5,})\b", "\\1\u00ad\n\\2", t, count=1),
        lambda t: t[0].swapcase() + t[1:],
        lambda t: t[:-1] + draw.choice((",", "", ";")),
        lambda t: "“" + t + "”",
        lambda t: "> " + _at_random(t, " ", "\n> ", draw),
    ]
    for way in draw.sample(ways[:-2], draw.randint(1, 4)):
        text = way(text)
    return draw.choice((lambda t: t, ways[-1], ways[-2]))(text)


def _at_random(text: str, old: str, new: str, draw: random.Random) -> str:
    places = [found.start() for found in re.finditer(re.escape(old), text)]
    for at in sorted(draw.sample(places, min(len(places), draw.randint(1, 3))), reverse=True):
        text = text[:at] + new + text[at + len(old) :]
    return text


def _other_number(text: str, draw: random.Random) -> str:
    found = [*_NUMBER.finditer(text)]
    if not found:
        return text
    number = draw.choice(found)
    other = int(number.group()) + draw.choice((1, 2, 3, 10))
    return text[: number.start()] + str(other) + text[number.end() :]


def _negated(text: str, draw: random.Random) -> str:
    if " not " in text:
        return text.replace(" not ", " ", 1)
    found = [*_NOT.finditer(text)]
    if not found:
        return text
    at = draw.choice(found).end()
    return text[:at] + " not" + text[at:]


def _reworded(known: Sequence[Origin]) -> Callable[[str, random.Random], str]:
    def change(text: str, draw: random.Random) -> str:
        places = [found for found in re.finditer(r"\b[a-z]{4,}\b", text)]
        others = re.findall(r"\b[a-z]{4,}\b", draw.choice(known).text)
        if not places or not others:
            return text
        place, other = draw.choice(places), draw.choice(others)
        return text if other == place.group() else text[: place.start()] + other + text[place.end() :]

    return change


def _dropped(text: str, draw: random.Random) -> str:
    words = text.split(" ")
    count = draw.randint(1, 3)
    at = draw.randrange(1, len(words) - count)
    return " ".join(words[:at] + words[at + count :])


def _stitched(known: Sequence[Origin], draw: random.Random) -> Case | None:
    """Two whole sentences, of one document or two, in any order; never neighbours."""
    first = draw.choice(known)
    pool = known if draw.random() < 0.5 else [each for each in known if each.document_id == first.document_id]
    second = draw.choice(pool)
    near = first.document_id == second.document_id and abs(first.start - second.start) < _APART_CHARS
    if near or first.text == second.text:
        return None
    joint = draw.choice((" ", " ", " … "))
    if joint == " … " and first.document_id == second.document_id and 0 < second.start - first.start < 3_000:
        return None
    words = f"{first.text}{joint}{second.text}"
    return Case("two sentences stitched", words, frozenset({"stitched"}), words, (first, second))


def _elided(origin: Origin, draw: random.Random) -> Case | None:
    words = origin.text.split(" ")
    count = draw.randint(2, min(12, len(words) - 6))
    at = draw.randrange(3, len(words) - count - 2)
    dropped = " ".join(words[at : at + count])
    if re.search(r"\b(?:not|no|never|nor|neither|none|without|cannot|nothing)\b|n['’]t", dropped, re.IGNORECASE):
        return None
    dots = draw.choice(("…", "...", ". . .", "[…]"))
    text = " ".join([*words[:at], dots, *words[at + count :]])
    return Case("honest ellipsis", text, frozenset({"exact"}), text, (origin,))


def _named(known: Sequence[Origin], draw: random.Random, holds: Callable[[str], set[str]] | None = None) -> Case | None:
    """A sentence, and the document that it is from named for it; with `holds`, one that does not have it."""
    origin, other = draw.choice(known), draw.choice(known)
    rightly = holds is None
    if holds is not None and other.document_id in holds(origin.text):
        return None
    title = origin.title if rightly else other.title
    lead = draw.choice(("According to {}, ", "{} says: ", "As we read in {}, ")).format(title)
    kind = "document named rightly" if rightly else "document named wrongly"
    right: Verdict = "exact" if rightly else "elsewhere"
    return Case(kind, f"{lead}“{origin.text}”", frozenset({right}), origin.text, (origin,))


def _paraphrased(origin: Origin) -> Case | None:
    """The sentence with all known words replaced, its halves swapped; None if too little of it changes."""
    changed = 0
    text = origin.text[:-1]

    def other(found: re.Match[str]) -> str:
        nonlocal changed
        changed += 1
        return _SYNONYMS[found.group().lower()]

    pattern = "|".join(sorted(map(re.escape, _SYNONYMS), key=len, reverse=True))
    text = re.sub(rf"\b(?:{pattern})\b", other, text, flags=re.IGNORECASE)
    if changed * 4 < len(text.split()):
        return None
    halves = re.split(r",\s+|\s+(?=and\b|which\b|that\b)", text, maxsplit=1)
    text = f"{halves[-1]}, {halves[0]}." if len(halves) == 2 else f"{text}."
    return Case("close paraphrase", text, frozenset({"paraphrase", "altered"}), text, (origin,))


def draft_of(made: Sequence[Case], prose: Sequence[str], count: int) -> str:
    """A draft of about ten pages: `count` quotations of all classes, in quotation marks, among foreign prose."""
    draw = random.Random(SEED)
    chosen = draw.sample([case for case in made if "“" not in case.draft and '"' not in case.draft], count)
    return "\n\n".join(_paragraphs(chosen, prose))


def _paragraphs(chosen: Sequence[Case], prose: Sequence[str]) -> Iterator[str]:
    for number, case in enumerate(chosen):
        words = re.sub(r"\s*\n(?:> ?)?", " ", case.draft).removeprefix("> ")
        yield f"{prose[number % len(prose)]} It has been said that “{words}” Whether it holds is another matter."
