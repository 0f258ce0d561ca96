"""What a lookup's verdicts are called where people read them, and the line that sums a lookup up."""

from collections import Counter
from dataclasses import dataclass

from qa.lookup.types import Lookup, Verdict


@dataclass(frozen=True, slots=True)
class Wording:
    """One verdict in words: its name, how a count of it reads ("4 word for word"), what it means, and what to do.

    `tone` groups verdicts by how much care they ask for: `good`, `care` or `none` (nothing was found). It is only ever
    shown together with the name.
    """

    name: str
    counted: str
    meaning: str
    advice: str
    tone: str


WORDINGS: dict[Verdict, Wording] = {
    "exact": Wording(
        "Word for word",
        "word for word",
        "The library has these words as you quote them.",
        "",
        "good",
    ),
    "altered": Wording(
        "Altered",
        "altered",
        "The library has this quotation, but not in these words.",
        "Take the library’s wording, or mark your own changes with brackets and an ellipsis.",
        "care",
    ),
    "stitched": Wording(
        "Joined from several places",
        "joined from several places",
        "The library has each part, but nowhere as one run of words.",
        "Quote the parts one by one, or mark with an ellipsis (…) what you have left out.",
        "care",
    ),
    "elsewhere": Wording(
        "Another speaker or document",
        "from another speaker or document",
        "The library has these words, but not from the source that your draft names.",
        "Name the source below, or look for the words that your source did use.",
        "care",
    ),
    "paraphrase": Wording(
        "Not a quotation (paraphrase)",
        "paraphrased",
        "The library says something like this, in other words.",
        "Take the quotation marks away, or quote the words of a passage below.",
        "none",
    ),
    "not_found": Wording(
        "Not in the library",
        "not in the library",
        "None of the documents that you can read here has these words.",
        "They may be from a document that the library does not hold; look for the original before you quote them.",
        "none",
    ),
}

FOUND: tuple[Verdict, ...] = ("exact", "altered", "stitched", "elsewhere")
"""The verdicts whose occurrences are the words themselves; those of the others are merely the nearest passages."""


def counted(number: int, noun: str) -> str:
    """`1 document`, `1,234 passages`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def summary(lookup: Lookup) -> str:
    """`7 quotations: 4 word for word, 1 altered, 2 not in the library.`, in the order of WORDINGS."""
    verdicts = Counter(finding.verdict for finding in lookup.findings)
    total = len(lookup.findings)
    if total == 0:
        return "There is no quotation in this draft."
    parts = [f"{verdicts[verdict]} {words.counted}" for verdict, words in WORDINGS.items() if verdicts[verdict]]
    if total == 1:
        return f"1 quotation, {parts[0].partition(' ')[2]}."
    return f"{counted(total, 'quotation')}: {', '.join(parts)}."


def searched(lookup: Lookup) -> str:
    """`Searched 71 documents, 1,234 passages.`"""
    return f"Searched {counted(lookup.documents, 'document')}, {counted(lookup.passages, 'passage')}."
