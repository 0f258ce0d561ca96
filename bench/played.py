"""What becomes of answers as language models write them?

    python -m bench.played

`bench/played.jsonl` has answers to questions about the library, written by hand from the passages that the desk gives a
model, as a good model words them and as a small one does: with a wrong year, an inference, a plan told as done. Each
sentence goes through what the desk does with it: how many faithful ones are held back, and how many faulty ones pass?
The answers marked `tune` were looked at while rules were written; figures are of the others, `--tune` gives those.
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from bench.grounding import DOCUMENTS, verifier
from bench.measuring import ROOT, report
from corpus.sentences import sentences
from corpus.types import Document, Passage
from ingest.read import read
from qa.prose.types import Excerpt
from qa.prose.verdict import verdict_on
from qa.types import Retrieved
from qa.verify.types import Check

ANSWERS = ROOT / "bench" / "played.jsonl"


@dataclass(frozen=True, slots=True)
class Played:
    """A sentence of an answer, what it cites of the excerpts that were `given`, and what is wrong with it, if
    anything."""

    text: str
    cited: tuple[Excerpt, ...]
    given: tuple[Excerpt, ...]
    fault: str


@cache
def _document(name: str) -> Document:
    return read(DOCUMENTS / name, name)


def excerpt(name: str, opening: str, closing: str) -> Excerpt:
    """The stretch of the document `name` that begins with `opening` and ends with `closing`."""
    document = _document(name)
    start = document.text.index(opening)
    end = document.text.index(closing, start) + len(closing)
    section = max((each for each in document.sections if each.start <= start), key=lambda each: each.start)
    spans = tuple(sentences(document.text, start, end))
    text = document.text[start:end]
    passage = Passage(f"{name}:{start}", document.id, text, start, end, section.path, None, 0, section.speaker, spans)
    return Excerpt(Retrieved(passage, document.meta, 0.5), start, end)


def played(splits: Sequence[str]) -> Iterator[Played]:
    """The sentences of the answers of these `splits`."""
    for line in ANSWERS.read_text(encoding="utf-8").splitlines():
        answer = json.loads(line)
        if answer["split"] not in splits:
            continue
        given = tuple(excerpt(*place) for place in answer["passages"])
        for sentence in answer["sentences"]:
            cited = tuple(given[number] for number in sentence["cites"])
            yield Played(sentence["text"], cited, given, sentence["fault"])


def measure(found: Iterable[Played], check: Check, show: Callable[[str], None]) -> dict[str, object]:
    """The figures; `show` is told every case that goes wrong."""
    of: Counter[str] = Counter()
    passed: Counter[str] = Counter()
    for each in found:
        checked, _ = verdict_on(each.text, each.cited, each.given, check)
        of[each.fault] += 1
        passed[each.fault] += checked.verdict != "unsupported"
        if (checked.verdict == "unsupported") != bool(each.fault):
            show(f"{'PASSED: ' + each.fault if each.fault else 'HELD BACK: ' + checked.why}\n    {each.text}")
    faithful, faults = of.pop("", 0), dict(sorted(of.items()))
    return {
        "faithful sentences": faithful,
        "held back": faithful - passed.pop("", 0),
        "faulty sentences": sum(faults.values()),
        "let through": sum(passed.values()),
        "let through, by fault": {fault: f"{passed[fault]} of {count}" for fault, count in faults.items()},
    }


def main() -> None:
    """Parse, replay, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tune", action="store_true", help="the answers that the rules were written with")
    parser.add_argument("--rules", action="store_true", help="without the model of support")
    parser.add_argument("--show", action="store_true", help="print every case that goes wrong")
    options = parser.parse_args()
    found = played(["tune"] if options.tune else ["hold"])
    figures = measure(found, verifier(support=not options.rules), print if options.show else lambda _: None)
    rows = [(what, str(figure)) for what, figure in figures.items() if not isinstance(figure, dict)]
    name = "played-tune" if options.tune else "played"
    report(name, "Answers as models write them", rows, ("what", "figure"), figures)


if __name__ == "__main__":
    main()
