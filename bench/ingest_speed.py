"""Ingest and retrieval beside the plain LangChain recipe, on the same text with the same model.

    python -m bench.ingest_speed

The text: the paragraphs of 16 US National Security Strategies, and those of 9 articles of SQuAD 2.0's development set
among them. Speed: the strategies in three parts, drawn by a seed; each part is ingested by both, taking turns to go
first, as whole commands from start to end. Then everything at once, for retrieval: each answerable SQuAD question is
asked of both, and counts as found when one of the four pieces or passages shown holds the answer where the question set
marked it.
"""

import argparse
import json
import random
import shutil
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.langchain_recipe import PIECES_SHOWN, open_store
from bench.libraries import SHARED, rows
from bench.measuring import MEBIBYTE, Run, percentile, python, report, run
from corpus.encoder import CARRIED
from corpus.settings import Settings

PARTS = 3
SEED = 11
PREPARE_MODEL = "from pathlib import Path; from ingest.embed import ensure_model; ensure_model(Path({!r}), {!r})"

Shown = list[tuple[str, int, int]]
"""(file name, start, end) of each stretch shown for a question, best first."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A question, and where in which file its answer stands."""

    text: str
    file: str
    paragraph: str
    start: int
    end: int
    """Of the answer, in the paragraph."""


@dataclass(frozen=True, slots=True)
class Found:
    """How one side did: for each question the rank of the first stretch that holds the answer (0: none of the four),
    the characters shown, and the milliseconds taken."""

    ranks: list[int]
    characters: list[int]
    milliseconds: list[float]

    def record(self) -> dict[str, float]:
        """Shares, means and medians."""
        return {
            "questions": len(self.ranks),
            "hit@1": round(statistics.mean(rank == 1 for rank in self.ranks), 4),
            "hit@4": round(statistics.mean(rank > 0 for rank in self.ranks), 4),
            "MRR@4": round(statistics.mean(1 / rank if rank else 0.0 for rank in self.ranks), 4),
            "characters shown": round(statistics.mean(self.characters)),
            "ms per question, p50": round(statistics.median(self.milliseconds), 1),
            "ms per question, p95": round(percentile(self.milliseconds, 95), 1),
        }


def by_title(passages: Iterable[dict[str, Any]]) -> dict[str, list[str]]:
    """Title → paragraphs, white space made even."""
    titles: dict[str, list[str]] = defaultdict(list)
    for passage in passages:
        titles[passage["title"]].append(" ".join(passage["text"].split()))
    return titles


def write_files(folder: Path, documents: dict[str, list[str]]) -> Path:
    """One text file per title: the title, then the paragraphs."""
    folder.mkdir(parents=True)
    for title, paragraphs in documents.items():
        words = "\n\n".join([title.replace("_", " "), *paragraphs]) + "\n"
        (folder / file_name(title)).write_text(words, encoding="utf-8")
    return folder


def file_name(title: str) -> str:
    """The name of the file of the document `title`."""
    return "".join(character if character.isalnum() else "-" for character in title) + ".txt"


def questions(passages: Sequence[dict[str, Any]]) -> list[Sought]:
    """The answerable questions of the set."""
    by_id = {passage["id"]: passage for passage in passages}
    sought = []
    for row in rows(SHARED / "eval" / "squad2_dev.questions.jsonl.gz"):
        if not row["answerable"]:
            continue
        passage = by_id[row["passage_ids"][0]]
        raw, start = passage["text"], row["answer_starts"][0]
        before = " ".join((raw[:start] + "|").split())[:-1]
        answer = " ".join(row["answers"][0].split())
        paragraph = " ".join(raw.split())
        place = len(before), len(before) + len(answer)
        if paragraph[slice(*place)] == answer:
            sought.append(Sought(row["question"], file_name(passage["title"]), paragraph, *place))
    return sought


def ingest_with_recipe(files: Path, work: Path) -> Run:
    """The recipe's command, from start to end."""
    return run(python("-m", "bench.langchain_recipe", str(files), str(work / "recipe")))


def ingest_with_refdesk(files: Path, work: Path) -> Run:
    """Refdesk's command, from start to end."""
    return run(python("-m", "ingest", str(files), "--json"), {"REFDESK_DATA": str(work / "refdesk")})


def timed(files: Path, work: Path, models: Path, *, recipe_first: bool) -> dict[str, float]:
    """Both ingests of `files` into `work`, one after the other."""
    shutil.copytree(models, work / "refdesk" / "models")
    sides: dict[str, Callable[[Path, Path], Run]] = {"recipe": ingest_with_recipe, "refdesk": ingest_with_refdesk}
    runs = {side: sides[side](files, work) for side in sorted(sides, reverse=not recipe_first)}
    pieces = json.loads(runs["recipe"].output)["pieces"]
    made = json.loads(runs["refdesk"].output)
    paragraphs = sum(path.read_text(encoding="utf-8").count("\n\n") for path in files.iterdir())
    seconds = {side: each.seconds for side, each in runs.items()}
    return {
        "paragraphs": paragraphs,
        "recipe pieces": pieces,
        "refdesk passages": made["passages_embedded"],
        "recipe seconds": round(seconds["recipe"], 2),
        "refdesk seconds": round(seconds["refdesk"], 2),
        "recipe paragraphs per second": round(paragraphs / seconds["recipe"], 1),
        "refdesk paragraphs per second": round(paragraphs / seconds["refdesk"], 1),
        "refdesk passages per second": round(made["passages_embedded"] / seconds["refdesk"], 1),
        "times faster": round(seconds["recipe"] / seconds["refdesk"], 2),
        "recipe peak MiB": round(runs["recipe"].peak_bytes / MEBIBYTE),
        "refdesk peak MiB": round(runs["refdesk"].peak_bytes / MEBIBYTE),
    }


def ask_recipe(store: Path) -> Callable[[str], Shown]:
    """Questions → the four nearest pieces."""
    chroma = open_store(store)

    def ask(question: str) -> Shown:
        pieces = chroma.similarity_search(question, k=PIECES_SHOWN)
        return [
            (
                piece.metadata["source"],
                piece.metadata["start_index"],
                piece.metadata["start_index"] + len(piece.page_content),
            )
            for piece in pieces
        ]

    return ask


def ask_refdesk(data: Path) -> tuple[Callable[[str], Shown], dict[str, str]]:
    """Questions → the four best passages; and each file's text as Refdesk read it, which its offsets count in."""
    from qa.open import open_desk

    desk = open_desk(Settings(data=data))
    texts = {entry.id: desk.document(entry.id).document.text for entry in desk.documents()}
    paths = desk.catalogue.database.rows("SELECT document_id, path FROM sources")
    names = {row["document_id"]: Path(row["path"]).name for row in paths}

    def ask(question: str) -> Shown:
        passages = (found.passage for found in desk.search(question, k=PIECES_SHOWN))
        return [(names[passage.document_id], passage.start, passage.end) for passage in passages]

    return ask, {names[id]: text for id, text in texts.items()}


def asked(ask: Callable[[str], Shown], sought: Sequence[Sought], texts: dict[str, str]) -> Found:
    """Asks every question. `texts`: by file name, the text that the stretches shown count in."""
    found = Found([], [], [])
    ask(sought[0].text)
    for question in sought:
        began = perf_counter()
        shown = ask(question.text)
        found.milliseconds.append((perf_counter() - began) * 1000)
        at = texts[question.file].index(question.paragraph)
        first, last = at + question.start, at + question.end
        holds = [file == question.file and start <= first and last <= end for file, start, end in shown]
        found.ranks.append(holds.index(True) + 1 if any(holds) else 0)
        found.characters.append(sum(end - start for _, start, end in shown))
    return found


def measure(work: Path) -> dict[str, Any]:
    """All figures, in the folder `work`."""
    strategies = by_title(rows(SHARED / "eval" / "national_security_strategies.passages.jsonl.gz"))
    squad = rows(SHARED / "eval" / "squad2_dev.passages.jsonl.gz")
    models = work / "models"
    prepared = run(python("-c", PREPARE_MODEL.format(str(models), CARRIED)))
    titles = sorted(strategies)
    random.Random(SEED).shuffle(titles)
    parts = []
    for number in range(PARTS):
        part = {title: strategies[title] for title in titles[number::PARTS]}
        files = write_files(work / f"part-{number}" / "files", part)
        parts.append(timed(files, files.parent, models, recipe_first=number % 2 == 0))
        print(f"part {number + 1} of {PARTS}: {parts[-1]}", flush=True)
    files = write_files(work / "all" / "files", {**strategies, **by_title(squad)})
    everything = timed(files, files.parent, models, recipe_first=True)
    print(f"everything: {everything}", flush=True)
    ask, texts = ask_refdesk(files.parent / "refdesk")
    sought = [question for question in questions(squad) if question.paragraph in texts[question.file]]
    raw = {path.name: path.read_text(encoding="utf-8") for path in files.iterdir()}
    return {
        "model prepared once, seconds": round(prepared.seconds, 1),
        "parts": parts,
        "times faster, median of parts": statistics.median(part["times faster"] for part in parts),
        "everything": everything,
        "recipe": asked(ask_recipe(files.parent / "recipe"), sought, raw).record(),
        "refdesk": asked(ask, sought, texts).record(),
    }


def main() -> None:
    """Measures, prints the table, writes the results."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    with tempfile.TemporaryDirectory(prefix="refdesk-bench-", ignore_cleanup_errors=True) as folder:
        found = measure(Path(folder))
    parts, everything = found["parts"], found["everything"]
    names = {"recipe": "LangChain recipe", "refdesk": "Refdesk"}

    def median(key: str) -> dict[str, str]:
        return {side: f"{statistics.median(part[f'{side} {key}'] for part in parts):,.1f}" for side in names}

    faster = found["times faster, median of parts"], everything["times faster"]
    lines: list[tuple[str, dict[str, str]]] = [
        ("paragraphs per second, median of the parts", median("paragraphs per second")),
        (
            "everything: paragraphs per second",
            {side: f"{everything[f'{side} paragraphs per second']:,.1f}" for side in names},
        ),
        ("times as fast: median of the parts", {"recipe": "1.00", "refdesk": f"{faster[0]:.2f}"}),
        ("times as fast: everything", {"recipe": "1.00", "refdesk": f"{faster[1]:.2f}"}),
        ("everything: peak memory, MiB", {side: f"{everything[f'{side} peak MiB']:,}" for side in names}),
        *(
            (f"retrieval: {key}", {side: f"{found[side][key]:,}" for side in names})
            for key in found["recipe"]
            if key != "questions"
        ),
    ]
    report(
        "ingest_speed",
        f"Ingest of {everything['paragraphs']:,} paragraphs, {found['refdesk']['questions']:,} questions",
        [(name, *values.values()) for name, values in lines],
        ["", *names.values()],
        found,
    )


if __name__ == "__main__":
    main()
