"""Documents that say nearly the same: two of one sort crowd out other sources of an answer.

Documents are compared as sets of five-word runs (shingles) by the share that both have, |A and B| / |A or B|: the
resemblance of Broder, "On the resemblance and containment of documents" (1997), counted in full instead of sampled.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from corpus.types import Document
from ingest.lint.written import Problem, Written

RUN_WORDS = 5
MOST_SHARED = 0.3
"""Documents of this library share well below a tenth; a lightly edited copy shares more than a half."""


def likeness_problems(library: Mapping[Path, Document]) -> Iterator[Problem]:
    """One problem for each pair of documents that share too much, given for the second of them."""
    runs = {path: _runs(document.text) for path, document in library.items()}
    holders: dict[str, list[Path]] = defaultdict(list)
    for path, own in runs.items():
        for run in own:
            holders[run].append(path)
    shared = Counter(
        (first, second) for held in holders.values() for i, second in enumerate(held) for first in held[:i]
    )
    for (first, second), count in shared.items():
        share = count / (len(runs[first]) + len(runs[second]) - count)
        if share > MOST_SHARED:
            shown = Written(first).shown
            text = f"shares {share:.0%} of its runs of {RUN_WORDS} words with {shown}; merge or rewrite one of them"
            yield Problem(Written(second).shown, 1, text)


def _runs(text: str) -> frozenset[str]:
    words = re.findall(r"\w+", text.casefold())
    return frozenset(" ".join(words[i : i + RUN_WORDS]) for i in range(len(words) - RUN_WORDS + 1))
