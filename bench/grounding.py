"""Does the check of prose let through only what a passage holds?

    python -m bench.grounding

Five hundred falsehoods (`bench.falsehoods`) are made of true sentences of the library, word for word and paraphrased:
how many are caught, by kind? Of the paraphrases, which somebody wrote without knowing the check, how many are wrongly
held back, and why? And how long does a sentence take? The documents whose paraphrases are marked `tune` were looked at
while the rules were written; figures are of the others, `--tune` gives those of the former. Of the others, those of
half A were read when rules were first mended, those of half B later.

`--blind` measures on sentences that nobody who works on the rules has read, 500 faithful ones
(`paraphrases_blind.jsonl`) and slips of a small model (`slips_blind.jsonl`), by three writers: how many are held back,
without a word of them, and how many of the faithful ones that tell sentences of the library of which no other
paraphrase was read. With `--tune` it takes the sentences that were read.
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from time import perf_counter, process_time

from bench.falsehoods import KINDS, falsehoods, material_of
from bench.gazetteer import PLACES
from bench.measuring import ROOT, percentile, report
from bench.truths import Falsehood, Material, Truth
from corpus.glossary import Glossary, terms_of
from corpus.sentences import sentences
from corpus.settings import load_settings
from corpus.types import Document, Tier
from ingest.embed import ensure_model
from ingest.read import read
from ingest.split import split
from qa.verify.belonging import belonging_in
from qa.verify.check import Verifier
from qa.verify.forms import forms_in
from qa.verify.support import open_support
from qa.verify.types import Check, Checked, Cited

DOCUMENTS = ROOT / "corpus" / "documents"
SEED, TUNE_SEED, FALSEHOODS = 2026, 7, 500
_WORDS = (8, 45)


@dataclass(frozen=True, slots=True)
class Ground:
    """The truths to begin with, of the documents asked for, and the material of the whole library."""

    truths: tuple[Truth, ...]
    material: Material


@cache
def _documents() -> dict[str, Document]:
    found = {}
    for path in sorted(DOCUMENTS.rglob("*.md")):
        name = path.relative_to(DOCUMENTS).as_posix()
        document = read(path, name)
        found[name] = document
    return found


@cache
def cites(name: str) -> tuple[Cited, ...]:
    """The passages of a document as a sentence would cite them."""
    document = _documents()[name]
    meta = document.meta
    return tuple(
        Cited(
            passage.text,
            meta.title,
            passage.section,
            passage.speaker or "",
            meta.publisher,
            meta.authors,
            meta.published,
        )
        for passage in split(document, lambda text: len(text) // 4)
    )


def written(name: str, split: str) -> Iterator[tuple[Truth, str]]:
    """The sentences in `name` of this split, each with its kind of slip; empty of those that are faithful."""
    for row in _rows_of(name):
        if row["split"] == split:
            yield next(_paraphrased(row)), row.get("slip", "")


def _rows_of(name: str) -> Iterator[dict[str, str]]:
    for line in (ROOT / "bench" / name).read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


@cache
def _read_before() -> frozenset[str]:
    """The library's sentences of which paraphrases were read while rules were made."""
    files = ("paraphrases.jsonl", "paraphrases_blind.jsonl", "slips_blind.jsonl")
    return frozenset(
        row["quote"] for name in files for row in _rows_of(name) if row["split"] in ("tune", "hold", "dev")
    )


def blind_figures(split: str, check: Check) -> dict[str, str]:
    """The figures of the sentences of a split, without a word of them."""
    held, of = Counter[str](), Counter[str]()
    for truth, slip in (*written("paraphrases_blind.jsonl", split), *written("slips_blind.jsonl", split)):
        kinds = [f"caught: {slip}", "slips"] if slip else ["faithful"]
        if not slip and truth.quote not in _read_before():
            kinds.append("of sources not read")
        of.update(kinds)
        if check.check(truth.text, [truth.cited]).verdict == "unsupported":
            held.update(kinds)

    def share(kind: str) -> str:
        return f"{held[kind]} of {of[kind]}"

    return {
        "wrongly held back, %": f"{100 * held['faithful'] / max(of['faithful'], 1):.1f}",
        "wrongly held back": share("faithful"),
        "… of sources not read": share("of sources not read"),
        "let through, %": f"{100 - 100 * held['slips'] / max(of['slips'], 1):.1f}",
        **{kind: share(kind) for kind in sorted(of) if kind.startswith("caught: ")},
    }


def ground(splits: Sequence[str]) -> Ground:
    """The truths of the documents whose paraphrases are of these `splits`."""
    rows = list(_rows_of("paraphrases.jsonl"))
    names = {row["document"] for row in rows if row["split"] in splits}
    truths = [truth for row in rows if row["document"] in names for truth in _paraphrased(row)]
    public = [name for name in sorted(names) if _documents()[name].meta.access is Tier.PUBLIC]
    truths += [truth for name in public for truth in _verbatim(name)]
    passages = [(name, cited) for name in _documents() for cited in cites(name)]
    outlets = [source.publisher.split(" (")[0] for d in _documents().values() for source in d.meta.sources]
    named = sorted({each for each in outlets if each[:1].isupper() and 3 < len(each) < 40})
    return Ground(tuple(truths), material_of(passages, named, PLACES))


def _paraphrased(row: dict[str, str]) -> Iterator[Truth]:
    cited = next((each for each in cites(row["document"]) if row["quote"] in each.text), None)
    if cited is None:  # a quotation of two sentences that two passages share
        first = row["quote"].split(". ")[0]
        around = [each for each in cites(row["document"]) if first in each.text]
        if not around:
            raise ValueError(f"{row['document']} does not have “{row['quote']}”")
        at = cites(row["document"]).index(around[0])
        both = cites(row["document"])[at : at + 2]
        cited = Cited("\n\n".join(each.text for each in both), *_over(both[0]))
    yield Truth(row["document"], row["paraphrase"], row["quote"], cited, is_paraphrase=True)


def _over(cited: Cited) -> tuple[str, tuple[str, ...], str, str, tuple[str, ...], date | None]:
    return cited.title, cited.section, cited.speaker, cited.publisher, cited.authors, cited.published


def _verbatim(name: str) -> Iterator[Truth]:
    for cited in cites(name):
        for start, end in sentences(cited.text):
            words = cited.text[start:end]
            plain = words[:1].isupper() and words.endswith(".") and "\n" not in words and "|" not in words
            if plain and _WORDS[0] <= len(words.split()) <= _WORDS[1]:
                yield Truth(name, words, words, cited, is_paraphrase=False)


def verifier(*, support: bool) -> Verifier:
    """The check as the desk uses it, with the glossary's forms; with or without models."""
    terms = [term for document in _documents().values() for term in terms_of(document)]
    glossary, settings = Glossary(terms), load_settings()
    model = open_support(settings) if support else None
    encode = ensure_model(settings.models, settings.embedding_model).questions if support else None
    return Verifier(model, forms_in(glossary), owned=belonging_in(glossary), encode=encode)


def _checked(check: Check, text: str, cited: Cited, times_ms: list[tuple[float, float]]) -> Checked:
    begun = perf_counter(), process_time()
    checked = check.check(text, [cited])
    times_ms.append((1000 * (perf_counter() - begun[0]), 1000 * (process_time() - begun[1])))
    return checked


def measure(found: Ground, check: Check, made: Sequence[Falsehood], show: Callable[[str], None]) -> dict[str, object]:
    """The figures; `show` is told every case that goes wrong."""
    times_ms: list[tuple[float, float]] = []
    caught: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for each in made:
        verdict = _checked(check, each.text, each.cited, times_ms).verdict
        kind = f"{each.kind}, {'paraphrased' if each.truth.is_paraphrase else 'word for word'}"
        of[kind] += 1
        caught[kind] += verdict == "unsupported"
        if verdict != "unsupported":
            show(f"MISSED {kind}: {each.change}\n    {each.text}\n    {each.truth.quote}")
    true = [truth for truth in found.truths if truth.is_paraphrase]
    causes: Counter[str] = Counter()
    held: Counter[str] = Counter()
    halves = Counter(map(_half, true))
    for truth in true:
        checked = _checked(check, truth.text, truth.cited, times_ms)
        if checked.verdict == "unsupported":
            causes[_cause(checked.why)] += 1
            held[_half(truth)] += 1
            show(f"HELD BACK: {checked.why}\n    {truth.text}\n    {truth.quote}")
    literal = [truth for truth in found.truths if not truth.is_paraphrase]
    quoted = sum(check.check(truth.text, [truth.cited]).verdict == "quoted" for truth in literal)
    return {
        "falsehoods": len(made),
        "caught, %": round(100 * sum(caught.values()) / max(len(made), 1), 1),
        **{f"caught: {kind}": f"{_sum(caught, kind)} of {_sum(of, kind)}" for kind in KINDS},
        "caught of paraphrases": f"{_sum(caught, 'paraphrased')} of {_sum(of, 'paraphrased')}",
        "paraphrases": len(true),
        "wrongly held back, %": round(100 * sum(causes.values()) / max(len(true), 1), 1),
        **{f"wrongly held back, half {half}": f"{held[half]} of {of_half}" for half, of_half in sorted(halves.items())},
        "held back because": dict(causes.most_common()),
        "literal sentences that are quoted": f"{quoted} of {len(literal)}",
        **{
            f"p{percent}, ms of {what}": round(percentile([each[at] for each in times_ms], percent), 2)
            for at, what in enumerate(("time", "processor"))
            for percent in (50, 95)
        },
    }


def _half(truth: Truth) -> str:
    """The half that a document is of, by the parity of its name's hash: those of A were read when rules were mended."""
    return "B" if sha256(truth.document.encode()).digest()[-1] % 2 else "A"


def _sum(counts: Counter[str], part: str) -> int:
    return sum(count for kind, count in counts.items() if part in kind)


def _cause(why: str) -> str:
    return " ".join(why.split()[:3])


def main() -> None:
    """Parse, make, check, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tune", action="store_true", help="the documents that the rules were written with")
    parser.add_argument("--rules", action="store_true", help="without the model of support")
    parser.add_argument("--seed", type=int, default=None, help="another draw of the falsehoods")
    parser.add_argument("--show", action="store_true", help="print every case that goes wrong")
    parser.add_argument(
        "--blind", action="store_true", help="sentences that were not read; with --tune, those that were"
    )
    options = parser.parse_args()
    if options.blind:
        figures = blind_figures("dev" if options.tune else "blind", verifier(support=not options.rules))
        name, title = ("grounding-blind-tune", "read") if options.tune else ("grounding-blind", "not read")
        report(name, f"Prose that was {title}", list(figures.items()), ("what", "figure"), figures)
        return
    found = ground(["tune"] if options.tune else ["hold"])
    seed = options.seed or (TUNE_SEED if options.tune else SEED)
    made = falsehoods(found.truths, found.material, FALSEHOODS, seed)
    check = verifier(support=not options.rules)
    measured = measure(found, check, made, print if options.show else lambda _: None)
    name = "grounding-tune" if options.tune else "grounding"
    report(name, "Prose against what it cites", _rows(measured), ("what", "figure"), measured)


def _rows(figures: dict[str, object]) -> list[tuple[str, str]]:
    return [(what, str(figure)) for what, figure in figures.items() if not isinstance(figure, dict)]


if __name__ == "__main__":
    main()
