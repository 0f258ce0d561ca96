"""Names as people type them, matched to how the library writes them: "SM6", "FY23", "Deveslu", "Ft. Greeley"."""

import difflib
import re
from collections.abc import Callable, Collection

from qa.names import Name

_CUTOFF = 0.8
_SHORTEST_GUESSED = 5
_NO_NAME = frozenset("the of and a an era new old first second bush obama trump biden clinton reagan".split())


def resolved(name: Name, holds: Callable[[Name], bool], near: Callable[[str], Collection[str]]) -> tuple[Name, ...]:
    """What `name` stands for in a library where `holds` tells whether a name occurs and `near` gives words of like
    beginning.

    The name itself if the library has it or nothing close to it; else another way to write it, the names it is made of,
    or the one word that differs from it by a slip of the keys.
    """
    if holds(name):
        return (name,)
    for variant in variants(name.text):
        candidate = Name(name.text, (variant.casefold(),))
        if holds(candidate):
            return (candidate,)
    words = [word for word in re.split(r"[\s.]+|['’]s\b|-(?=[a-zA-Z])", name.text) if word]
    if len(words) > 1:
        parts = [Name(w, (w.casefold(),)) for w in words if len(w) > 2 and (w[0].isupper() or w[0].isdigit())]
        found = [each for part in parts for each in resolved(part, holds, near)]
        if found and all(holds(each) for each in found):
            return tuple(found)
    guess = _slip(name.text, near)
    if guess and holds(Name(guess.capitalize(), (guess,))):
        return (Name(guess.capitalize(), (guess,)),)
    return (name,)


def corrected(text: str, names: Collection[Name]) -> str:
    """`text` with its misspelt names as `names` (resolved) have them, to be shown to whoever asked."""
    for name in names:
        if name.text not in text:
            words = re.findall(r"\w{5,}", text)
            slip = difflib.get_close_matches(
                name.text.casefold(), [word.casefold() for word in words], n=1, cutoff=_CUTOFF
            )
            if slip:
                text = re.sub(rf"\b{re.escape(slip[0])}\b", name.text, text, flags=re.IGNORECASE)
    return text


def variants(text: str) -> list[str]:
    """Other ways to write a designator, a plural or a fiscal year."""
    found = []
    plural = re.fullmatch(r"(.*[A-Z0-9])s", text)
    singular = plural.group(1) if plural else text
    if plural:
        found.append(singular)
    joined = re.fullmatch(r"([A-Za-z]+)[\s-]?(\d+[A-Za-z]*)", singular)
    if joined:
        letters, number = joined.groups()
        found += [f"{letters}-{number}", f"{letters}{number}", f"{letters} {number}"]
        if letters.upper() == "FY" and len(number) == 2:
            found += [f"FY20{number}", f"fiscal 20{number}", f"fiscal year 20{number}"]
        elif letters.upper() == "FY":
            found += [f"fiscal {number}", f"fiscal year {number}"]
    return found


def _slip(text: str, near: Callable[[str], Collection[str]]) -> str:
    """The library's word that `text` is probably a misspelling of; empty if none is close."""
    word = text.casefold()
    if len(word) < _SHORTEST_GUESSED or not word.isalpha() or word in _NO_NAME:
        return ""
    alike = [other for other in near(word[:2]) if abs(len(other) - len(word)) <= 1]  # Austria is not Australia
    close = difflib.get_close_matches(word, alike, n=1, cutoff=_CUTOFF)
    return close[0] if close else ""
