"""A term becomes the forms to look for: as typed, as the library's glossary has it, and a country's other names.

A form matches whole words on folded text (`corpus.texts`), with any white space, hyphen or stroke between its words, in
the singular and the plural. Acronyms and designators must be written as they are: "start" is no mention of START.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from corpus.glossary import Glossary, Term, concept
from corpus.texts import folded
from qa.mentions.types import Origin, Writing
from qa.names import all_names, forms_of

LONGEST_ACRONYM = 5
"""Letters: longer words in capitals are taken for a heading's way of writing, unless they hold a digit."""
_WORD = re.compile(r"[^\s\-/]+")
_INITIALS = frozenset("us usa uk eu uae rok dprk prc ussr".split())


@dataclass(frozen=True)
class Form:
    """One way to write a term; `label` is what a longer term that it stands for is listed as."""

    text: str
    origin: Origin
    label: str = ""
    writing: Writing = field(init=False)

    def __post_init__(self) -> None:
        strict: Writing = "as-written" if any(_is_acronym(word) for word in self.text.split()) else "any"
        object.__setattr__(self, "writing", "capital" if self.origin == "name" and strict == "any" else strict)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words, folded."""
        return tuple(_WORD.findall(folded(self.text)))

    @cached_property
    def key(self) -> str:
        """Letters that every folded text with a match holds."""
        longest = max(self.words, key=len)
        return longest.removesuffix("y") or longest

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the folded `text` has the form as whole words, left to right; matches may overlap."""
        if self.key not in text:
            return
        found = self._pattern.search(text)
        while found:
            start, end = found.span()
            if not (start and _is_word(text[start - 1]) and _is_word(text[start])):
                yield start, end
            found = self._pattern.search(text, start + 1)

    def is_written(self, words: str) -> bool:
        """Whether the words of a match, as the document has them, are written as the form must be."""
        if self.writing == "capital":
            last = re.findall(r"\w+", words)[-1:]
            return bool(last) and not last[0][0].islower()
        pairs = zip(_letters(words), self._strict, strict=False)
        return all(must in ("", written) for written, must in pairs)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        parts = [re.escape(self.words[0])]
        written = folded(self.text)
        for before, after in pairwise(_WORD.finditer(written)):
            parts += [_joint(before.group(), after.group(), written[before.end() : after.start()])]
            parts += [re.escape(after.group())]
        parts[-1] = _with_plural(self.words[-1], acronym=_is_acronym(self.text.split()[-1]))
        return re.compile("".join(parts) + (r"(?!\w)" if _is_word(self.words[-1][-1]) else ""))

    @cached_property
    def _strict(self) -> tuple[str, ...]:
        """For each letter and digit of the form: itself where it must be written so, else nothing."""
        return tuple(letter if _is_acronym(word) else "" for word in self.text.split() for letter in _letters(word))

    def is_within(self, longer: "Form") -> bool:
        """Whether `longer` has all of its words in a row, and more."""
        own, others = _singular(self.words), _singular(longer.words)
        size = len(own)
        return len(others) > size and any(others[i : i + size] == own for i in range(len(others) - size + 1))


@dataclass(frozen=True)
class Wanted:
    """A term to look for: its forms, and the longer terms that it may be a part of. `name` is the glossary's name."""

    term: str
    name: str
    forms: tuple[Form, ...]
    longer: tuple[Form, ...]


def wanted(term: str, glossary: Glossary) -> Wanted:
    """`term` with every form that is searched for it."""
    entry = _entry(term, glossary)
    forms = [Form(form, "glossary") for form in entry.forms] if entry else []
    named = forms_of(term)
    if len(named) > 1:
        forms += [Form(_written(form), "name") for form in named]
    own = _once([*forms, *([] if len(named) > 1 else [Form(term, "asked")])])
    longer = [form for each in glossary.terms if each is not entry for form in _longer(each, own)]
    longer += [Form(_written(form), "name", _written(form)) for form in _names_with(own) if form not in named]
    known = {form.words for form in own}
    longer = [form for form in _once(longer) if form.words not in known]
    return Wanted(term, entry.name if entry else "", tuple(own), tuple(longer))


def _entry(term: str, glossary: Glossary) -> Term | None:
    """The glossary's entry that has `term` among its forms, in the singular or plural."""
    asked = concept(folded(term))
    for form in (asked, asked.removesuffix("s")):
        for each in glossary.terms:
            if any(form == concept(folded(own)) for own in each.forms):
                return each
    return None


def _longer(entry: Term, forms: Sequence[Form]) -> list[Form]:
    """The forms of `entry` that hold one of `forms` and more, under its name if that does too."""
    named = any(form.is_within(Form(entry.name, "glossary")) for form in forms)
    longer = [Form(form, "glossary", entry.name if named else form) for form in entry.forms]
    return [each for each in longer if any(form.is_within(each) for form in forms)]


def _names_with(forms: Iterable[Form]) -> set[str]:
    """Names of countries that hold one of `forms` and more ("north korea" for Korea)."""
    return {name for name in all_names() if any(form.is_within(Form(name, "name")) for form in forms)}


def _once(forms: Iterable[Form]) -> list[Form]:
    """Each of `forms` once; a plural goes with its singular, which finds it too."""
    found: dict[tuple[str, ...], Form] = {}
    for form in forms:
        if form.words:
            found.setdefault(form.words, form)
    return [
        form
        for words, form in found.items()
        if (*words[:-1], words[-1].removesuffix("s")) not in found.keys() - {words}
    ]


def _written(name: str) -> str:
    """A name that `qa.names` has in small letters, as documents write it."""
    if name in _INITIALS or "." in name:
        return name.upper()
    return " ".join(word[:1].upper() + word[1:] for word in name.split())


def _is_acronym(word: str) -> bool:
    letters = _letters(word)
    capitals = [letter for letter in letters if letter.isalpha()]
    if not capitals or not all(letter.isupper() for letter in capitals) or len(letters) < 2:
        return False
    return len(capitals) <= LONGEST_ACRONYM or len(capitals) < len(letters)


def _joint(before: str, after: str, written: str) -> str:
    """What may stand between two words, `written` between them in the form; nothing need, between letters and a number
    ("SM3"). A single letter keeps its hyphen: "a 135-mile range" is no mention of A-135."""
    if before[-1].isalpha() and after[0].isdigit():
        if len(before) == 1 and not written.isspace():
            return rf"(?:[\-/][\s\-/]*|{re.escape(written)})?"
        return r"[\s\-/]*"
    return r"[\s\-/]+"


def _with_plural(word: str, *, acronym: bool) -> str:
    if not word[-1].isalpha() or len(word) < 2:
        return re.escape(word)
    if acronym:
        return re.escape(word) + "s?"
    if word[-1] == "y" and word[-2] not in "aeiou":
        return re.escape(word[:-1]) + "(?:y|ies)"
    return re.escape(word) + ("(?:es)?" if re.search(r"(?:[sxz]|ch|sh)$", word) else "s?")


def _singular(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.removesuffix("s") for word in words)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"
