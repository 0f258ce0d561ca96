"""True sentences and what is made of them: the types of `bench.falsehoods`, and how words are told apart for it."""

from dataclasses import dataclass
from functools import lru_cache

from bench.gazetteer import SAME
from qa.verify.types import Cited

MARKS = ".,;:!?()[]\"'“”‘’"


@dataclass(frozen=True, slots=True)
class Truth:
    """A sentence that `cited` holds: `quote` are its words in the passage, `text` the same or a paraphrase of them."""

    document: str
    text: str
    quote: str
    cited: Cited
    is_paraphrase: bool


@dataclass(frozen=True, slots=True)
class Falsehood:
    """A truth made false: what now stands there, what it cites, and the change in words."""

    kind: str
    text: str
    cited: Cited
    change: str
    truth: Truth


@dataclass(frozen=True, slots=True)
class Material:
    """What a library offers to make falsehoods with: people, countries, places, ships and outlets that it names, and
    all passages."""

    people: tuple[str, ...]
    places: tuple[str, ...]
    outlets: tuple[str, ...]
    ships: tuple[str, ...]
    passages: tuple[tuple[str, Cited], ...]


def bare(word: str) -> str:
    """A word without the marks around it and without a possessive."""
    word = word.strip(MARKS)
    return word[:-2] if word.endswith(("'s", "’s")) else word


def over(cited: Cited) -> str:
    lines = [cited.title, *cited.section, cited.speaker, cited.publisher, *cited.authors]
    return " ".join([*lines, cited.published.strftime("%-d %B %Y") if cited.published else ""])


def words_of(text: str) -> list[str]:
    return [bare(part) for word in text.split() for part in word.replace("–", "-").replace("/", "-").split("-")] + [
        bare(word) for word in text.split()
    ]


@lru_cache(maxsize=4096)
def held(cited: Cited) -> frozenset[str]:
    """The words of a passage and of what stands over it, in lower case."""
    return frozenset(word.lower() for word in words_of(f"{cited.text} {over(cited)}"))


def is_absent(new: str, truth: Truth) -> bool:
    """Whether `new` stands nowhere in the passage, over it, or in the sentence, in any form that is known here."""
    everything = f"{truth.cited.text} {over(truth.cited)} {truth.text}".lower()
    known = held(truth.cited).union(word.lower() for word in words_of(truth.text))
    return not any(
        form.lower() in everything if " " in form else form.lower() in known for form in SAME.get(new.lower(), (new,))
    )


def is_elsewhere(new: str, truth: Truth) -> bool:
    """Whether `new` stands in the passage, but not in the sentence nor in what it paraphrases."""
    near = f"{truth.quote} {truth.text}".lower()
    forms = SAME.get(new.lower(), (new,))
    return new.lower() in truth.cited.text.lower() and not any(form.lower() in near for form in forms)


def swap(kind: str, truth: Truth, old: str, new: str) -> Falsehood | None:
    """`old` replaced everywhere in the sentence, as whole words."""
    text, reached, at = "", 0, truth.text.find(old)
    while at >= 0:
        stop = at + len(old)
        before, after = truth.text[max(0, at - 1) : at], truth.text[stop : stop + 1]
        if not before.isalnum() and not after.isalnum():
            text += truth.text[reached:at] + new
            reached = stop
        at = truth.text.find(old, stop)
    text += truth.text[reached:]
    return None if text == truth.text else Falsehood(kind, text, truth.cited, f"{old} → {new}", truth)


def has(text: str, name: str) -> bool:
    at = text.find(name)
    if at < 0:
        return False
    before, after = text[max(0, at - 1) : at], text[at + len(name) : at + len(name) + 1]
    return not before.isalnum() and not after.isalnum() and before not in ("-",) and after not in ("-",)
