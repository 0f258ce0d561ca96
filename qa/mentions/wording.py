"""What a search for every mention says of itself, in plain sentences: how much was found, where, and what was not
searched."""

from collections.abc import Iterable

from qa.mentions.types import FormCount, Mentions
from qa.types import Filters

_HOW = {
    "any": "in capital or small letters",
    "as-written": "acronyms exactly as written",
    "capital": "with a capital letter",
}
_ORIGINS = {
    "asked": "as you typed it",
    "glossary": "from the library’s glossary",
    "name": "another name of the same country",
}
NOT_SEARCHED = (
    "Titles are counted apart. Summaries, topics, lists of sources, pictures, and documents that you may not read were "
    "not searched."
)


def finding(found: Mentions) -> str:
    """How often the library mentions the term, in a sentence."""
    documents = sum(document.mentions > 0 for document in found.documents)
    where = "The library" if found.searched.filters == Filters() else "The part of the library that was searched"
    if not found.mentions:
        return f"{where} does not mention “{found.term}”{' by itself' if found.inside else ''}."
    return f"{where} mentions “{found.term}” {times(len(found.mentions))} in {counted(documents, 'document')}."


def apart(found: Mentions) -> str:
    """What was counted apart as a part of longer terms; empty if nothing was."""
    if not found.inside:
        return ""
    longer = [f"{name} ({count:,})" for name, count in found.longer]
    shown = ", ".join(longer[:8]) + (f" and {len(longer) - 8} more" if len(longer) > 8 else "")
    return f"It is also part of longer terms {times(len(found.inside))}, counted apart: {shown}."


def left_out(found: Mentions) -> str:
    """Which spellings were not counted; empty if there were none."""
    if not found.left_out:
        return ""
    shown = ", ".join(f"“{words}” ({count:,})" for words, count in found.left_out[:8])
    return f"Not counted, because it is written otherwise and may be another word: {shown}."


def searched(found: Mentions) -> str:
    """What was searched, in a sentence."""
    part = found.searched
    return (
        f"Every word of {counted(part.documents, 'document')} ({counted(part.passages, 'passage')}, "
        f"{part.characters:,} characters) that a {part.tier.label} reader may see, in generation {part.generation} of "
        f"the library (fingerprint {part.fingerprint[:12]}){narrowed(part.filters)}."
    )


def narrowed(filters: Filters) -> str:
    """What the search was narrowed to; empty for the whole library."""
    parts = []
    if filters.kinds:
        parts.append("kinds " + ", ".join(filters.kinds))
    if filters.documents:
        parts.append("documents " + ", ".join(filters.documents))
    if filters.published_from:
        parts.append(f"published from {filters.published_from.isoformat()}")
    if filters.published_to:
        parts.append(f"published to {filters.published_to.isoformat()}")
    return f"; narrowed to {'; '.join(parts)}" if parts else ""


def form_told(form: FormCount, term: str) -> str:
    """Where a form of `term` is from, and how it must be written."""
    origin = _ORIGINS["asked" if form.form.casefold() == term.casefold() else form.origin]
    return f"{origin}; {_HOW[form.writing]}, singular and plural"


def spellings(form: FormCount) -> str:
    """The spellings of a form that were counted: `NGI (26), NGIs (3)`."""
    return listed(f"{words} ({count:,})" for words, count in form.spellings)


def listed(items: Iterable[str]) -> str:
    """`items` with commas between them."""
    return ", ".join(items)


def times(count: int) -> str:
    """`once`, `twice`, `37 times`."""
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")


def counted(count: int, noun: str) -> str:
    """`1 document`, `65 documents`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
