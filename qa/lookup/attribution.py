"""Whom or what a draft names for a quotation, and whether a place in the library is by that speaker or document.

Read off the sentence around the quotation: a document by its title or its kind ("the white paper", "the 2011 paper"),
a speaker by a verb of saying ("General Makarov said", "according to MDAA"), or the line under a block quote. What the
sentence does not name is not guessed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.sentences import sentences
from corpus.types import LibraryEntry, Speaker
from corpus.words import words
from qa.lookup.types import Occurrence

_BEFORE_CHARS, _AFTER_CHARS = 320, 220
_SAYS = (
    "said|says|say|stated|states|state|wrote|writes|write|argued|argues|argue|claimed|claims|claim|warned|warns|declared|"
    "declares|announced|announces|noted|notes|explained|explains|added|adds|insisted|insists|maintained|maintains|"
    "maintain|demanded|demands|concluded|concludes|reported|reports|told|tells|put|puts|observed|observes|remarked|"
    "acknowledged|acknowledges|admitted|admits|asserted|asserts|testified|promised|reads"
)
_CAPITAL = r"(?:U\.S\.|[A-Z][\w’'-]*\.?)"
_PERSON = rf"{_CAPITAL}(?:\s+(?:of\s+the\s+|of\s+|for\s+|and\s+|de\s+|von\s+)?{_CAPITAL}){{0,7}}"
_OFFICE = r"(?:\s+(?:officials?|diplomats?|leaders?|government|position|side|spokes\w+|analysts?|generals?))?"
_NAME = rf"(?:[Tt]he\s+)?(?P<name>{_PERSON}{_OFFICE})"
_CUES = (
    re.compile(rf"\b[Aa]ccording\s+to\s+{_NAME}"),
    re.compile(
        rf"{_NAME}(?:\s*,[^,.;]{{1,60}},)?\s+(?:has\s+|have\s+|also\s+|once\s+|itself\s+|himself\s+|herself\s+)*(?:{_SAYS})\b"
    ),
    re.compile(rf"\b(?:said|says|wrote|writes|stated|added|adds)\s+{_NAME}"),
    re.compile(rf"\b(?:[Ii]n\s+the\s+words\s+of|[Qq]uoting|[Aa]s\s+put\s+by|(?:said|stated|written)\s+by)\s+{_NAME}"),
    re.compile(rf"(?:^|[.!?]\s+|\n)\s*{_NAME}\s*:\s*\Z"),
    re.compile(rf"{_NAME}[’']s?\s+(?:words|view|statement|claim|position|own\s+words)\b"),
)
_CREDIT = re.compile(r"\A[\s>”\"]*(?:[—–―]|--)\s*(?P<name>[^\n]{2,120})")
_PARENTHESIS = re.compile(r"\A[”\"’'.,\s]*\((?P<name>[^()\n]{3,120})\)")
_NOT_NAMES = frozenset(
    "i he she it we you they this that these those there here what who which as in on at by from for with the a an and "
    "but or so if when while after before since although though because however moreover also thus then one some many "
    "most all his her their our its your my not no yes today yesterday according".split()
)
_KIND = (
    r"\b(?:the|this|that|its|our|association[’']s|MDAA[’']s)\s+(?:[^\W\d]\w*\s+)?(?:(?P<before>\d{{4}})\s+)?(?P<kind>{kinds})\b"
    r"(?:\s+(?:of|from)\s+(?:\w+\s+)?(?P<after>\d{{4}}))?"
)
_KIND_WORDS = {"paper": "white-paper", "memo": "white-paper", "memorandum": "white-paper"}
_TITLE_WORDS, _LONG_TITLE_WORDS = 2, 4
"""A title of so many words names its document wherever it stands; a shorter one may only name the thing."""

_CITES = re.compile(
    r"(?:\b(?:according\s+to|(?:read|written|stated|found|quoted|said|reported)\s+in|"
    r"(?:brief|document|guide|profile|note|text|paper|article|report|page|entry)(?:\s+(?:on|about|called|titled|entitled))?)"
    r"\s+(?:the\s+)?[“\"‘'*_]*|[“\"‘*_])\Z",
    re.IGNORECASE,
)
_SPEAKS = re.compile(rf"[”\"’'*_)]*(?:\s*\([^()]*\))?\s*,?\s+(?:also\s+)?(?:{_SAYS})\b|[”\"’*_]")


@dataclass(frozen=True, slots=True)
class Named:
    """What a draft names for a quotation: `label` in its words; the documents and speakers that it may mean, and the
    words by which a person that the library's front matter does not know would be named there."""

    label: str = ""
    documents: frozenset[str] = frozenset()
    speakers: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    is_document: bool = False

    def fits(self, place: Occurrence, around: str) -> bool | None:
        """Whether `place`, in the paragraph `around`, is where the draft says; None if it names nothing."""
        if not self.label:
            return None
        if self.is_document and place.document_id not in self.documents:
            return False
        if not self.words:
            return True
        if place.speaker in self.speakers:
            return True
        meta = place.meta
        if place.speaker is not None and self.speakers and place.speaker not in meta.authors:
            return False
        imprint = (
            " ".join([*meta.authors, meta.publisher]) if place.speaker is None or place.speaker in meta.authors else ""
        )
        return _holds(around, self.words) or _holds(imprint, self.words) or _holds(place.speaker or "", self.words)


class Names:
    """The documents and speakers of a library, as drafts may name them."""

    def __init__(self, entries: Sequence[LibraryEntry]) -> None:
        self._entries = entries
        self._titles: list[tuple[str, str]] | None = None
        speakers = {speaker.name: speaker for entry in entries for speaker in entry.meta.speakers}
        self._speakers: list[Speaker] = list(speakers.values())
        kinds = {entry.meta.kind for entry in entries}
        self._kinds = {kind.replace("-", " "): kind for kind in kinds if kind != "document"}
        self._kinds |= {word: kind for word, kind in _KIND_WORDS.items() if kind in kinds and word not in self._kinds}
        forms = "|".join(
            re.escape(form).replace(r"\ ", r"[\s-]+") for form in sorted(self._kinds, key=len, reverse=True)
        )
        self._kind_pattern = re.compile(_KIND.format(kinds=forms), re.IGNORECASE)

    def named(self, text: str, start: int, end: int) -> Named:
        """What the draft `text` names for its quotation at `start:end`."""
        before = text[max(0, start - _BEFORE_CHARS) : start]
        after = text[end : end + _AFTER_CHARS]
        before = _last_sentence(before)
        credit = _CREDIT.match(after) or _PARENTHESIS.match(after)
        after = credit.group("name") if credit else _rest_of_sentence(text[start:end], after)
        if not re.search(r"\w", before + after):
            return Named()
        document = self._document(before, after, credit is not None)
        speaker = self._speaker(before, after, credit is not None)
        if document is None:
            return speaker or Named()
        if speaker is None or not speaker.speakers or speaker.label in document.label:
            return document
        return Named(f"{speaker.label}, {document.label}", document.documents, speaker.speakers, speaker.words, True)

    def _document(self, before: str, after: str, is_credit: bool) -> Named | None:
        context = f"{before} \n {after}"
        keys = f" {' '.join(words(context).keys)} "
        credit = f" {' '.join(words(after).keys)} " if is_credit else ""
        titles = [
            (title, id)
            for title, id in self._title_keys()
            if f" {title} " in credit or (f" {title} " in keys and _is_cited(title, context))
        ]
        if titles:
            longest = max(titles, key=lambda each: len(each[0]))[0]
            ids = frozenset(id for title, id in titles if title == longest)
            label = next(entry.meta.title for entry in self._entries if entry.id in ids)
            return Named(label, ids, is_document=True)
        return self._kind(context)

    def _kind(self, context: str) -> Named | None:
        """The documents of a kind that the sentence speaks of, of the year that it gives."""
        if not self._kinds:
            return None
        for found in self._kind_pattern.finditer(context):
            kind = self._kinds[" ".join(re.split(r"[\s-]+", found.group("kind").lower()))]
            year = found.group("before") or found.group("after")
            ids = frozenset(
                entry.id
                for entry in self._entries
                if entry.meta.kind == kind and (not year or str(entry.meta.published or "")[:4] == year)
            )
            return Named(" ".join(found.group().split()), ids, is_document=True)
        return None

    def _title_keys(self) -> list[tuple[str, str]]:
        """(words of a title, document id), also without what stands in parentheses."""
        if self._titles is None:
            self._titles = []
            metas = [entry.meta for entry in self._entries]
            names = {
                name for meta in metas for name in (*meta.authors, meta.publisher, *(s.name for s in meta.speakers))
            }
            people = {" ".join(words(name).keys) for name in names}
            for entry in self._entries:
                for form in {entry.meta.title, re.sub(r"\s*\([^)]*\)", "", entry.meta.title)}:
                    keys = words(form).keys
                    keys = keys[1:] if keys[:1] in (("the",), ("a",), ("an",)) else keys
                    if len(keys) >= _TITLE_WORDS and " ".join(keys) not in people:
                        self._titles.append((" ".join(keys), entry.id))
        return self._titles

    def _speaker(self, before: str, after: str, is_credit: bool) -> Named | None:
        candidates = [name for part in (before, after) for name in _candidates(part)]
        if is_credit:
            candidates.append(after.partition(",")[0].strip())
        for name in candidates:
            keys = words(name).keys
            speakers = frozenset(
                speaker.name for speaker in self._speakers if _means(keys, (speaker.name, *speaker.aliases))
            )
            telling = tuple(key for key in keys if key not in _NOT_NAMES)
            if telling:
                last = telling if speakers else telling[-1:]
                forms = {
                    key
                    for s in self._speakers
                    if s.name in speakers
                    for a in s.aliases
                    for key in [" ".join(words(a).keys)]
                }
                return Named(name, speakers=speakers, words=tuple(dict.fromkeys([*forms, " ".join(last)])))
        return None


def _is_cited(title: str, context: str) -> bool:
    """Whether the sentence speaks of the document called `title` (its words without case), not of what it is about."""
    keys = title.split()
    if len(keys) >= _LONG_TITLE_WORDS:
        return True
    pattern = r"\W+".join(map(re.escape, keys))
    return any(
        _CITES.search(context[: found.start()]) or _SPEAKS.match(context, found.end())
        for found in re.finditer(rf"\b{pattern}\b", context, re.IGNORECASE)
    )


def _candidates(part: str) -> Iterator[str]:
    """The names that a verb of saying or the like goes with, those nearest to the end first."""
    found = [(match.start("name"), match.group("name")) for cue in _CUES for match in cue.finditer(part)]
    for _, name in sorted(found, reverse=True):
        parts = re.sub(r"[’']s$", "", name.strip()).split()
        while parts and parts[0].lower() in _NOT_NAMES:
            parts.pop(0)
        if parts:
            yield re.sub(r"(?<=[a-z]{2})\.$", "", " ".join(parts))


def _means(keys: Sequence[str], forms: Sequence[str]) -> bool:
    """Whether a name as a draft has it, `keys`, is one of the forms of a speaker, or begins with it."""
    for form in forms:
        own = words(form).keys
        if own and (tuple(keys) == own or (len(own) < len(keys) and tuple(keys[: len(own)]) == own)):
            return True
    return False


def _holds(text: str, forms: Sequence[str]) -> bool:
    keys = f" {' '.join(words(text).keys)} "
    return any(f" {form} " in keys for form in forms)


def _last_sentence(before: str) -> str:
    """The sentence that the end of `before` is in the middle of; empty if it has come to its end there."""
    lead = before.rstrip(" \t\r\n>“\"„«»‘'")
    if re.search(r"\n\s*\n|\n[ \t]*>", before[len(lead) :]) and not lead.endswith(":"):
        return ""
    before, spans = lead, list(sentences(lead))
    if not spans:
        return ""
    start, end = spans[-1]
    return "" if before[end - 1] in ".!?" and not before[start:end].endswith("U.S.") else before[start:end]


def _rest_of_sentence(quotation: str, after: str) -> str:
    """How the sentence goes on after a quotation; empty if the quotation ended it."""
    rest = after.lstrip("”\"’'»“")
    if quotation.rstrip()[-1:] in (".", "!", "?", "…") and re.match(r"\s+[\"“A-Z]|\s*\Z|\s*\n\s*\n", rest):
        return ""
    if re.match(r"[.!?](?:\s|\Z)|\s*\n[ \t]*\n", rest):
        return ""
    spans = list(sentences(rest))
    return rest[: spans[0][1]] if spans else ""
