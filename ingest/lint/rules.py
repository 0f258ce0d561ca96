"""What a document of each kind must be like. A kind that is not named here is held to the library's usual rules."""

from dataclasses import dataclass

LONGEST_SENTENCE_WORDS = 45
RELATED = "Related documents"
"""The heading under which a document may point to others without saying anything itself."""

_KEYS = ("title", "kind", "authors", "publisher", "published", "access", "language", "topics", "summary", "questions")


@dataclass(frozen=True, slots=True)
class Rules:
    """`keys` must be in the front matter. `words`: how long the body may be, or None for any length.

    `own_words`: the library's editors wrote it, so its sentences, footnotes and acronyms are theirs to mend. What
    others wrote is kept word for word, with its long sentences and misprints.
    """

    keys: tuple[str, ...] = (*_KEYS, "as_of", "audience", "sources")
    words: tuple[int, int] | None = (400, 1200)
    own_words: bool = True


_USUAL = Rules()
_BY_KIND = {
    "white-paper": Rules(keys=(*_KEYS, "source_url"), words=None, own_words=False),
    "glossary": Rules(words=None),
    "timeline": Rules(words=None),
}


def rules_for(kind: str) -> Rules:
    """The rules for documents of `kind`."""
    return _BY_KIND.get(kind, _USUAL)
