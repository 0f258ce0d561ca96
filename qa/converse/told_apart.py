"""The names by which a library tells things of one kind apart: "the Lisbon summit" and "the summit in Chicago".

Patterns over English, no model: a name, a year or a date that stands with a noun, before or after it; and whoever holds
an office, by name.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.glossary import Glossary
from qa.converse.phrases import JOINTS, VERBS, names_in
from qa.names import forms_of

_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DATE = rf"(?:(?:\d{{1,2}} )?{_MONTH} )?(?:19|20)\d\d"
_DATED = re.compile(rf"(?:(?P<month>{_MONTH}) )?(?P<year>(?:19|20)\d\d)")
_PROPER = r"(?:(?:[A-Z]\.){1,3}(?:-[A-Z][\w’'-]*)?|[A-Z][\w’'/-]*)"
_BEFORE = rf"(?:(?:{_DATE}|{_PROPER})[ ]+(?:of[ ]+)?){{1,4}}(?:[a-z][a-z-]*[ ]+)?"
_AFTER = rf"[ ]+(?:(?:in|at|near|with)[ ]+(?:the[ ]+(?=United|Czech|Netherlands|Pentagon))?(?!{_MONTH}\b|The\b){_PROPER}(?:[ ]+{_PROPER}){{0,3}}|(?:of|in|on)[ ]+{_DATE})"
_OFFICES = {
    "general": "Gen", "admiral": "Adm", "senator": "Sen", "secretary": "Sec", "president": "Pres", "representative": "Rep",
    "colonel": "Col", "captain": "Capt", "minister": "Min", "ambassador": "Amb", "congressman": "Cong", "chancellor": "Chanc",
    "director": "Dir", "commander": "Cmdr",
}  # fmt: skip
_RANK = r"(?:Lieutenant|Lt\.|Major|Maj\.|Brigadier|Brig\.|Vice|Rear|Prime|Foreign|Defen[cs]e|Deputy|Under|Assistant)"
_APPOSED = re.compile(r"\b([A-Z][\w-]+)(?:, | \()([A-Z][\w-]+)")
_NOBODY = r"(?!(?:Staff|Assembly|Council|Counsel|Dynamics|Electric|Atomics|Motors|Accounting|Accountability|Secretary|General|Minister|President)\b)"
_OPENING = frozenset(
    "the a an this that its their in on at by for from after before when since under with and but as if no each any both "
    "all then how what who where which was were did does do is are has see then-u.s later so former one two three four five six seven eight nine ten "
    "several some many most few eleven twelve".split()
)
_TENS = re.compile(r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?", re.IGNORECASE)
ON_THE_MATTER = 3.0
"""How many times as much a name counts in a sentence that has a word of what is asked."""
LOOSELY = 0.5
"""What a name counts that another word joins to the noun ("the Romanian news site"), or that says little ("European")."""
_EVERYWHERE = frozenset(sorted(forms_of(name))[0] for name in ("U.S.", "Europe", "EU"))
_INDEFINITE = re.compile(
    r"\b(?:an?|another|any|some|each|every|no|other|more)\s+(?:(?!the\b)[\w$.-]+\s+){0,2}$", re.IGNORECASE
)
"""What stands before something that is not the one of its name ("according to a Romanian news site")."""
_LINKS = frozenset("of in at near with on the".split())
_NO_QUALIFIER = frozenset(
    "first second last next other another such many several some one two three four new old main".split()
)


@dataclass(frozen=True, slots=True)
class Text:
    """Words to look for names in, sentence by sentence or heading by heading; a name in them counts `weight`."""

    lines: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Referent:
    """One of the things of a kind: its name, which takes an article unless it `is_bare` ("General Makarov", "Phase 4");
    the folded words that tell it apart; how much the texts speak of it; and whether they ever do so as of the one thing
    of that name, and not only of "an SM-3 site"."""

    name: str
    keys: frozenset[str]
    weight: float
    is_bare: bool = False
    is_one: bool = True

    @property
    def told(self) -> str:
        """The name as it stands in a sentence."""
        return self.name if self.is_bare else f"the {self.name}"

    @property
    def is_dated(self) -> bool:
        """Whether only a date tells it apart."""
        return all(re.fullmatch(rf"{_MONTH}|\d{{4}}", key, re.IGNORECASE) for key in self.keys)


def told_apart(
    noun: str, texts: Sequence[Text], glossary: Glossary, *, beside: Sequence[str] = (), matter: Sequence[str] = ()
) -> list[Referent]:
    """The things of the kind `noun` that `texts` name, those most spoken of first; in lines that hold all the words
    `beside`. Lines with a word that begins as one of `matter` count more."""
    found: dict[frozenset[str], Referent] = {}
    head = noun.removesuffix("s").rsplit(maxsplit=1)[-1][:4].casefold()
    for text in texts:
        here: dict[frozenset[str], Referent] = {}
        for line in text.lines:
            if head in line.casefold() and all(
                re.search(rf"\b{re.escape(word)}", line, re.IGNORECASE) for word in beside
            ):
                on_it = any(re.search(rf"\b{re.escape(stem)}", line, re.IGNORECASE) for stem in matter)
                for one in _named(noun, line, text.weight * (ON_THE_MATTER if on_it else 1.0), glossary):
                    known = here.get(one.keys)
                    here[one.keys] = _both(one, known, max(one.weight, known.weight if known else 0.0))
        for keys, one in here.items():
            known = found.get(keys)
            found[keys] = _both(one, known, known.weight + one.weight if known else one.weight)
    merged = _merged(_of_one_place(list(found.values()), texts))
    alike = [[one for one in merged if _sort(one) == sort] for sort in ("bare", "named", "dated")]
    kept = (
        alike[0]
        if len(alike[0]) > 1
        else max(alike, key=lambda ones: sorted([0.0, 0.0, *(one.weight for one in ones)])[-2])
    )
    ones = [one for one in kept if one.is_one]
    return sorted(ones if len(ones) > 1 else kept, key=lambda one: (-one.weight, one.name))


def _sort(one: Referent) -> str:
    return "bare" if one.is_bare else "dated" if one.is_dated else "named"


def _both(one: Referent, other: Referent | None, weight: float) -> Referent:
    """What is told of `one` and the `other`, which are the same, as of one thing of that `weight`."""
    if other is None:
        return one
    return replace(_longer(one, other), weight=weight, is_one=one.is_one or other.is_one)


def _added(one: Referent, other: Referent) -> Referent:
    """`one`, with what is told of the `other` under another name."""
    return replace(one, weight=one.weight + other.weight, is_one=one.is_one or other.is_one)


def _longer(one: Referent, other: Referent) -> Referent:
    """The one whose name says more; of names that are joined to the noun by other words, the one with fewer of these."""

    def fullness(each: Referent) -> tuple[int, int, int]:
        words = each.name.split()
        small = sum(word.islower() and word not in _LINKS for word in words)
        return sum(not word.islower() for word in words), -small, len(each.name)

    return max(other, one, key=fullness)


def _of_one_place(found: Sequence[Referent], texts: Sequence[Text]) -> list[Referent]:
    """`found`, those whose places `texts` explain by one another ("Redzikowo (Poland)") taken for one."""
    pairs: set[frozenset[str]] = set()
    for text in texts:
        for line in text.lines:
            pairs.update(
                frozenset((_place(a), _place(b)))
                for a, b in _APPOSED.findall(line)
                if _is_known(b) and not _is_known(a)
            )
    kept: list[Referent] = []
    for one in sorted(found, key=lambda each: -each.weight):
        at = [
            n for n, other in enumerate(kept) if any(frozenset((a, b)) in pairs for a in one.keys for b in other.keys)
        ]
        if at:
            kept[at[0]] = _added(kept[at[0]], one)
        else:
            kept.append(one)
    return kept


def _place(word: str) -> str:
    return sorted(forms_of(word))[0]


def _is_known(word: str) -> bool:
    return len(forms_of(word)) > 1


def _merged(found: Sequence[Referent]) -> list[Referent]:
    """`found`, what says less of a thing taken for the one that says more of it; left out where that may be several."""
    kept = list(found)
    for one in sorted(found, key=lambda each: len(each.keys)):
        wider = [other for other in kept if one.keys < other.keys]
        if wider:
            kept.remove(one)
        if len(wider) == 1:
            told = max((one, wider[0]), key=lambda each: each.weight).name
            kept[kept.index(wider[0])] = replace(_added(wider[0], one), name=told)
    return kept


def _named(noun: str, line: str, weight: float, glossary: Glossary) -> Iterator[Referent]:
    """The things of the kind `noun` that `line` names."""
    for match in _pattern(noun).finditer(line):
        name = _trimmed(re.sub(r"\s+", " ", match.group()))
        keys = _keys(name, noun)
        if keys and _tells_apart(name, match, noun, glossary):
            several = not noun.endswith("s") and any(word.casefold() == f"{noun}s" for word in name.split())
            is_one = not _INDEFINITE.search(line[: match.start()])
            loosely = LOOSELY if several or not is_one or _says_little(name, noun, keys) else 1.0
            yield Referent(_as_asked(name, noun), keys, weight * loosely, is_one=is_one)
    for match in _bare(noun).finditer(line):
        name = re.sub(r"['’]s$", "", match.group())
        yield Referent(name, frozenset(name.casefold().split()[-1:]), weight, True)


def _says_little(name: str, noun: str, keys: frozenset[str]) -> bool:
    """Whether `name` is joined to the noun by another word ("the Romanian news site"), or says no more than where
    everything is ("European")."""
    words = name.split()
    small = any(word.islower() for word in words if word.removesuffix("s") not in noun and word not in _LINKS)
    return small or keys <= _EVERYWHERE


@lru_cache(maxsize=64)
def _pattern(noun: str) -> re.Pattern[str]:
    words = noun_pattern(noun)
    return re.compile(
        rf"(?<![\w-])(?:(?!(?:The|This|That|An?|Its|Their)\s){_BEFORE}(?i:{words})(?![\w-])|(?i:{words}){_AFTER})"
    )


def noun_pattern(noun: str) -> str:
    """`noun` in its singular and plural, as a pattern."""
    return r"[ ]+".join(re.escape(word) for word in noun.removesuffix("s").split()) + "s?"


def _as_asked(name: str, noun: str) -> str:
    """`name` with `noun` in the number in which it is asked for, small where it begins it, and a date after it as one
    that belongs to it."""
    name = re.sub(rf"\b((?i:{noun_pattern(noun)}))\s+(?:in|on)\s+(?={_DATE})", r"\1 of ", name)
    if " " not in noun:
        name = re.sub(rf"^(?i:{noun_pattern(noun)})\b", lambda found: found.group().lower(), name)
    return re.sub(
        rf"\b(?i:{noun_pattern(noun)})\b",
        lambda found: found.group().removesuffix("s") + ("s" if noun.endswith("s") else ""),
        name,
    )


@lru_cache(maxsize=64)
def _bare(noun: str) -> re.Pattern[str]:
    """Whoever holds the office `noun`, by name; of what is numbered, its numbers."""
    head = noun.rsplit(maxsplit=1)[-1]
    short = _OFFICES.get(head)
    if short is None:
        return re.compile(rf"(?<![\w-]){head.capitalize()} (?:\d[A-Z]?|[IVX]+[A-C]?)(?![\w-])")
    return re.compile(
        rf"(?<!Secretary )(?:{_RANK} )*(?:{head.capitalize()}|{short}\.) {_NOBODY}{_PROPER}(?: {_PROPER}){{0,3}}"
    )


def _tells_apart(name: str, match: re.Match[str], noun: str, glossary: Glossary) -> bool:
    """Whether `name` is more than a word with a capital because a sentence begins with it, or a verb's object."""
    words = name.split()
    small = [word for word in words if word.islower() and word != "of"]
    if len(words) < 2 or words[0].endswith("ed"):
        return False
    if re.match(rf"(?i:{noun_pattern(noun)})\b", name):
        return True
    if any(word in JOINTS | VERBS for word in small):
        return False
    opens = match.string[: match.start()].rstrip(" ")[-1:] in ("", ".", "\n", "?", "!", "“", '"')
    known = any(one.sort in ("place", "year", "designator") for one in names_in(name, glossary))
    return known or bool(re.match(r"[A-Z]{2}", name)) or not opens or sum(w[:1].isupper() for w in words) > 2


def _trimmed(name: str) -> str:
    words = name.split()
    while words and (words[0].casefold() in _OPENING or _TENS.fullmatch(words[0])):
        words = words[1:]
    return " ".join(words)


def _keys(name: str, noun: str) -> frozenset[str]:
    """What tells `name` apart: its date, else the words of its name, places in the form that they are sorted by."""
    date = _DATED.search(name)
    if date:
        return frozenset(part.casefold() for part in date.groups() if part)
    own = {word.casefold().removesuffix("s") for word in noun.split()} | _NO_QUALIFIER
    words = re.findall(r"(?:[A-Z]\.)+|[\w/]+", re.sub(r"['’]s\b", "", name))
    return frozenset(
        _place(word)
        for word in words
        if (word[:1].isupper() or word[:1].isdigit()) and word.casefold().removesuffix("s") not in own
    )
