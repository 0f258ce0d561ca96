"""A text as its words are compared: typography folded, contractions opened, each word with what it may be matched by.

The same reading is made of a sentence of prose and of the passages it cites, so that what is folded on one side is
folded on the other. Every pattern here runs in time that grows with the length of the text.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.folding import fold
from corpus.sentences import sentences
from corpus.words import INVISIBLE
from qa.names import all_names, forms_of
from qa.verify.stems import stem
from qa.verify.synonyms import GROUPS
from qa.verify.wording import FORMS, SMALL

_MARKERS = re.compile(r"\[\d{1,3}(?:\s?,\s?\d{1,3})*\]|\[\^[\w-]{1,40}\]|[⁰¹²³⁴-⁹]+")
_HIDDEN = re.compile(f"[{INVISIBLE}]")
_CONTRACTIONS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), instead)
    for pattern, instead in (
        (r"\bwon't\b", "will not"),
        (r"\bcan't\b", "can not"),
        (r"\bshan't\b", "shall not"),
        (r"\bcannot\b", "can not"),
        (r"\bain't\b", "is not"),
        (r"(?<=\w)n't\b", " not"),
        (r"(?<=\w)'re\b", " are"),
        (r"(?<=\w)'ve\b", " have"),
        (r"(?<=\w)'ll\b", " will"),
        (r"\b(i)'m\b", r"\1 am"),
        (r"\b(it|that|there|he|she|what|who|where)'s\b", r"\1 is"),
        (r"\blet's\b", "let us"),
    )
)
_DECADE = re.compile(r"\d{3}0s")
_NON = re.compile(r"\bnon-(?=[a-z])", re.IGNORECASE)
_FISCAL = re.compile(r"\bFY\s?(\d{4})\b")
_IDIOMS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(?:a|)round[ -]the[ -]clock\b", re.IGNORECASE), "24 hours a day"),
    (re.compile(r"\b(?:an?|one) (year|month|week|day|hour|decade) and a half\b", re.IGNORECASE), r"1.5 \1s"),
    (re.compile(r"\bg(?:ive|ives|ave|iven|iving) up\b", re.IGNORECASE), "abandoned"),
    (re.compile(r"\bvice[ -]versa\b", re.IGNORECASE), "the reverse"),
    (re.compile(r"\b[Ww]hite [Pp]aper\b"), "whitepaper"),
    (re.compile(r"\bhand(?:s|ed|ing|) over\b", re.IGNORECASE), "delivered"),
    (re.compile(r"\bke(?:ep|eps|pt) ((?:\w+ ){0,3})from (?=\w+ing\b)"), r"prevented \1from "),
    (re.compile(r"\b([\w.]+) times the speed of sound\b"), r"Mach \1"),
    (re.compile(r"\b(?:leaves?|leaving|left) open\b", re.IGNORECASE), "not settled"),
    (re.compile(r"\b(?:leaves?|leaving|left) out\b", re.IGNORECASE), "omitted"),
    (re.compile(r"(?<=[a-z])/s\b"), " per second"),
    (re.compile(r"\bUSD ?(?=\d)|\bUS\$ ?"), "$"),
    (re.compile(r"(?<=[$€£])(\d[\d.,]*) ?(?:mn?|mln)\b", re.IGNORECASE), r"\1 million"),
    (re.compile(r"(?<=[$€£])(\d[\d.,]*) ?bn?\b", re.IGNORECASE), r"\1 billion"),
    (re.compile(r"([$€£]?\b\d[\d.,]*)(?:-plus\b|\+(?!\w))"), r"at least \1"),
    (re.compile(r"~ ?(?=[$€£]?\d)"), "about "),
    (re.compile(r"\bFY ?'?(\d\d)\b"), r"fiscal year 20\1"),
    (re.compile(r"(?<=[a-z])/h\b"), " per hour"),
    (re.compile(r"\bhow many\b", re.IGNORECASE), "what number"),
    (re.compile(r"\bhow long\b", re.IGNORECASE), "what duration"),
    (re.compile(r"\bhow often\b", re.IGNORECASE), "what frequency"),
    (re.compile(r"\b(set|setting|sets) back\b", re.IGNORECASE), "setback"),
)
_TOKEN = re.compile(
    r"(?P<bill>\b(?:S|H\.R|H)\.\s?\d{1,5}\b)"
    r"|(?P<initials>[A-Za-z](?:\.[A-Za-z])+\b\.?)"
    r"|(?P<iso>\d{4}-\d\d-\d\d(?!\d))"
    r"|(?P<ordinal>\d+(?:st|nd|rd|th)\b)"
    r"|(?P<decade>\d{3}0s\b)"
    r"|(?P<number>\d{1,9}(?:[.,]\d{1,9}){0,3}(?=(?:km|m|bn|mn|kg|mph|nm|ft|k|s)\b)"
    r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\w)|\d+(?:\.\d+)?(?!\w|\.\d))"
    r"|(?P<designator>[A-Z][A-Za-z]{0,5}(?:/[A-Z]{2,6})?-\d+[A-Za-z]{0,3}(?!\w))"
    r"|(?P<word>[^\W_]+(?:'[^\W_]+)?)"
    r"|(?P<symbol>[$€£¥%])"
    r"|(?P<dash>(?<=\d)\s?-\s?(?=[$€£]?\d))"
    r"|(?P<mark>\.\.\.|[,;:()\[\]\"!?.]|(?<=\s)-(?=\s)|--+)"
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or mark. `key` is the word without case; `ids` are what it may be matched by: its stem, the
    groups of synonyms that it belongs to, the names that it is a form of. `group` says which of the pattern it is."""

    text: str
    key: str
    group: str
    ids: frozenset[str]
    start: int
    end: int
    own: frozenset[str]
    """Those of `ids` that are no synonyms'."""

    @property
    def is_word(self) -> bool:
        """Whether it says something: no mark and no symbol."""
        return self.group not in ("mark", "symbol", "dash")

    @property
    def is_content(self) -> bool:
        """Whether it is a word that carries meaning of its own."""
        return self.group in ("bill", "initials", "designator", "word") and self.key not in SMALL

    @property
    def is_capital(self) -> bool:
        """Whether it is written like a name."""
        return self.group in ("bill", "initials", "designator") or self.text[:1].isupper() or not self.text.islower()


@dataclass(frozen=True, slots=True)
class Read:
    """A text read: `text` as tidied, `tokens` of each of its sentences."""

    text: str
    sentences: tuple[tuple[Token, ...], ...]

    @property
    def tokens(self) -> list[Token]:
        """All tokens in order."""
        return [token for sentence in self.sentences for token in sentence]


def tidied(text: str) -> str:
    """`text` with one kind of quotation mark, dash and digit, without what shows nothing and without markers.

    >>> tidied("It’s  “87 %” [1], isn’t it?")
    'It is "87 %", is not it?'
    """
    text = unicodedata.normalize("NFKC", _MARKERS.sub("", _HIDDEN.sub("", text)))
    text = fold(text).text.strip()
    for pattern, instead in _CONTRACTIONS:
        if "'" in text or "annot" in text:
            text = pattern.sub(instead, text)
    text = _NON.sub("non", text)
    for pattern, instead in _IDIOMS:
        text = pattern.sub(instead, text)
    text = _FISCAL.sub(r"fiscal year \1", text)
    return re.sub(r" +(?=[,.;:!?](?:\s|$))", "", text)


def read(text: str) -> Read:
    """`text` read. Blank lines and list items end sentences, as full stops do."""
    text = tidied_lines(text)
    found = tuple(tuple(_tokens(text, start, end)) for start, end in sentences(text))
    return Read(text, tuple(sentence for sentence in found if sentence))


def tidied_lines(text: str) -> str:
    """`text` tidied, its paragraphs kept apart."""
    paragraphs = re.split(r"\n\s*\n|\n(?=\s*[-*•] )", text)
    return "\n\n".join(filter(None, (tidied(paragraph) for paragraph in paragraphs)))


def _tokens(text: str, start: int, end: int) -> Iterator[Token]:
    raw = [(found.lastgroup or "", found.group(), *found.span()) for found in _TOKEN.finditer(text, start, end)]
    at = 0
    while at < len(raw):
        width, name = _place_at(raw, at)
        group, words, begin, stop = raw[at]
        if width > 1:
            stop = raw[at + width - 1][3]
            words = text[begin:stop]
        ids = _ids(words, name)
        yield Token(words, _key(words), group, ids, begin, stop, _own(ids))
        at += max(width, 1)


_Raw = tuple[str, str, int, int]


def _place_at(raw: Sequence[_Raw], at: int) -> tuple[int, str]:
    """How many words from `at` on are one known name of a country or its like, and its one name; (0, "") if none."""
    if not raw[at][1][:1].isupper():
        return 0, ""
    for length in _PLACES.get(_key(raw[at][1]), ()):
        key = tuple(_key(word) for _, word, _, _ in raw[at : at + length])
        name = _PLACE_OF.get(key) if len(key) == length else None
        if name and raw[at][1] not in ("Us",):
            return length, name
    return 0, ""


def _key(word: str) -> str:
    key = word.casefold()
    key = key.removesuffix("'s").removesuffix("'")
    if key.endswith("s") and key[-2:-1].isdigit() and not _DECADE.fullmatch(key):
        key = key[:-1]  # "S-400s"
    if len(key) > 2 and key.count(".") > 1 and not key.endswith("."):
        key += "."
    return FORMS.get(key, key)


@lru_cache(maxsize=50_000)
def _ids(word: str, name: str) -> frozenset[str]:
    key = _key(word)
    if name:
        return frozenset({f"@{name}"})
    if key.isdigit() or not key[:1].isalnum():
        return frozenset({key})
    if _DECADE.fullmatch(key):
        return frozenset({key, "decad"})
    flat = re.sub(r"[-/.\s]", "", key)
    root = stem(key) if key.isalpha() else flat
    start = {f"^{key[:6]}"} if word[:1].isupper() and key.isalpha() and len(key) > 5 else set()
    return frozenset({root, flat, *start, *(f"~{group}" for group in GROUPS.get(root, ()) or GROUPS.get(key, ()))})


@lru_cache(maxsize=50_000)
def _own(ids: frozenset[str]) -> frozenset[str]:
    return frozenset(each for each in ids if not each.startswith("~"))


def _places() -> tuple[dict[str, tuple[int, ...]], dict[tuple[str, ...], str]]:
    first: dict[str, set[int]] = {}
    names: dict[tuple[str, ...], str] = {}
    for form in all_names():
        key = tuple(_key(word) for word in form.split())
        names[key] = min(forms_of(form))
        first.setdefault(key[0], set()).add(len(key))
    return {word: tuple(sorted(lengths, reverse=True)) for word, lengths in first.items()}, names


_PLACES, _PLACE_OF = _places()
