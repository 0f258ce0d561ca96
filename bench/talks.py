"""Conversations, ambiguous questions, and figures that differ: how the desk does on cases written for it by hand.

    python -m bench.talks                      # the figures of the cases held out, over the library in REFDESK_DATA
    python -m bench.talks --tune --show        # of those for tuning, and each of them that is not right
    python -m bench.talks figures ambiguous    # only these parts

Cases held out are shown only with `--show-hold`: rules are not made with them in sight. All is asked as the staff, so
that the whole library may answer; what was cited is carried along as the page carries it. A turn is found when one of
its phrases is in the first five passages, quoted when it is in a quotation of the answer; one that the library does not
answer is right without an answer. The cases lie in `bench/followups.jsonl`, `bench/talks.jsonl`,
`bench/ambiguous.jsonl` and `bench/figures.jsonl`; they were written without sight of the rules they measure.
"""

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.measuring import ROOT, percentile
from corpus.catalogue import Catalogue
from corpus.database import Database
from corpus.live import LiveIndex
from corpus.recipe import Recipe
from corpus.settings import load_settings
from corpus.types import Block, Document, Metadata, Tier
from ingest.pipeline import Ingest
from ingest.read import read
from qa.desk import Desk
from qa.open import open_desk
from qa.types import Answer, Turn

DOCUMENTS = ROOT / "corpus" / "documents"
K = 5
TIER = Tier.STAFF
COLUMNS = ("last turn found", "standalone found", "as written by hand", "last turn quoted", "quoted")
"""What is told of a turn: the passage found for the last turn alone, for the question that the desk makes of it and for
the one that was written by hand; the phrase quoted when the last turn is asked alone, and when in its conversation."""

Row = dict[str, Any]
Told = tuple[Table, list[str]]
"""What a part has to tell: its table, and a line for each case that is not right."""


@dataclass(slots=True)
class Conversation:
    """Questions put to `desk` one after another, as the page puts them."""

    desk: Desk
    turns: tuple[Turn, ...] = ()

    def ask(self, question: str) -> Answer:
        """The answer to `question` after what was said before."""
        answer = self.desk.ask(question, history=self.turns, tier=TIER, kept=False)
        cited = tuple(citation.url for citation in answer.citations)
        self.turns += (Turn("user", question), Turn("assistant", answer.text, cited))
        return answer


def cases(part: str, split: str) -> list[Row]:
    """The cases of `part` that are of `split`."""
    lines = (ROOT / "bench" / f"{part}.jsonl").read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["split"] == split]


@cache
def identity(document: str) -> str:
    """The id of the library's document at the path `document`."""
    return read(DOCUMENTS / document, document).id


def found(desk: Desk, text: str, phrases: Sequence[str]) -> bool:
    """Whether one of the first five passages for `text` holds one of `phrases`."""
    hits = desk.search(text, k=K, tier=TIER)
    return any(phrase in hit.passage.text for hit in hits for phrase in phrases)


def is_quoted(answer: Answer, phrases: Sequence[str], document: str = "") -> bool:
    """Whether `answer` quotes one of `phrases`, from the document with the id `document` if one is given; where there
    are no phrases, whether it gives no answer."""
    if not phrases:
        return not answer.statements
    quotes = [c.quote for c in answer.citations if document in ("", c.document_id)]
    return any(phrase in quote for quote in quotes for phrase in phrases)


def measured(conversation: Conversation, turn: Row, standalone: str) -> tuple[dict[str, bool], Answer]:
    """`turn` put to `conversation`: what is told of it by the names of COLUMNS (nothing of finding, where the library
    does not answer), and the answer."""
    desk, question = conversation.desk, turn["question"]
    phrases = [turn["phrase"], *turn["also"]] if turn["phrase"] else []
    only = identity(turn["document"]) if turn.get("kind") == "document" else ""
    alone = desk.ask(question, tier=TIER, kept=False)
    answer = conversation.ask(question)
    right = {COLUMNS[3]: is_quoted(alone, phrases, only), COLUMNS[4]: is_quoted(answer, phrases, only)}
    if phrases:
        looked_up = (question, answer.standalone_question, standalone)
        right |= {name: found(desk, text, phrases) for name, text in zip(COLUMNS[:3], looked_up, strict=True) if text}
    return right, answer


def drawn(title: str, groups: dict[str, list[dict[str, bool]]]) -> Table:
    """The shares in percent, by group of turns."""
    table = Table(title=title, title_justify="left")
    for column in ("turns", "number", *COLUMNS):
        table.add_column(column, justify="left" if column == "turns" else "right")
    for group, rights in groups.items():
        told = [[right[name] for right in rights if name in right] for name in COLUMNS]
        table.add_row(group, str(len(rights)), *(share(each) for each in told))
    return table


def share(right: Sequence[bool]) -> str:
    """The share of `right` in percent; a dash where there is nothing."""
    return f"{100 * sum(right) / len(right):.0f}" if right else "–"


def failure(answer: Answer, wanted: str) -> str:
    """A line on a case that is not right: the question, what it was looked up as, what was wanted, and the answer."""
    offered = f" | offered: {' / '.join(answer.readings)}" if answer.readings else ""
    return f"{answer.question} → {answer.standalone_question}\n  wanted: {wanted}\n  got: {answer.text}{offered}"


def followups(desk: Desk, rows: Sequence[Row], _work: Path) -> Told:
    """Follow-ups after one or two questions, by their kind."""
    wrong, groups = list[str](), defaultdict[str, list[dict[str, bool]]](list)
    for row in rows:
        conversation = Conversation(desk)
        for earlier in row["history"]:
            conversation.ask(earlier)
        right, answer = measured(conversation, row, row["standalone"])
        for group in ("all", f"– {row['kind']}"):
            groups[group].append(right)
        if not right["quoted"]:
            wrong.append(failure(answer, f"{row['phrase']} ({row['kind']}, after {row['history'][-1]!r})"))
    return drawn(f"Follow-ups: found among the first {K}, quoted, %", groups), wrong


def talks(desk: Desk, rows: Sequence[Row], _work: Path) -> Told:
    """Whole conversations, turn by turn."""
    wrong, groups = list[str](), defaultdict[str, list[dict[str, bool]]](list)
    for row in rows:
        conversation = Conversation(desk)
        for number, turn in enumerate(row["turns"], start=1):
            right, answer = measured(conversation, turn, "")
            silent = () if turn["phrase"] else ("– not in the library",)
            for group in ("all", "– first turns" if number == 1 else "– later turns", *silent):
                groups[group].append(right)
            if not right["quoted"]:
                wrong.append(failure(answer, f"{turn['phrase']} (turn {number})"))
    return drawn(f"Conversations, {len(rows)}: found among the first {K}, quoted, %", groups), wrong


def meant(text: str, meanings: Iterable[Row]) -> int:
    """How many of `meanings` `text` names."""
    return sum(any(re.search(rf"\b{re.escape(w)}\b", text, re.I) for w in each["words"]) for each in meanings)


def ambiguous(desk: Desk, rows: Sequence[Row], _work: Path) -> Told:
    """Questions that may mean several things here, and such as look like them."""
    wrong, took = list[str](), list[float]()
    groups = defaultdict[str, list[bool]](list)
    for row in rows:
        began = perf_counter()
        answer = desk.ask(row["question"], tier=TIER, kept=False)
        took.append((perf_counter() - began) * 1000)
        offered = bool(answer.readings)
        if not row["ambiguous"]:
            groups["clear: wrongly offered readings"].append(offered)
            groups["clear: answered"].append(bool(answer.statements))
            failed = offered
        else:
            quotes = " ".join(citation.quote for citation in answer.citations)
            silent = bool(answer.statements) and meant(quotes, row["meanings"]) < 2
            groups["ambiguous: offered readings"].append(offered)
            groups["ambiguous: one meaning picked in silence"].append(silent)
            groups["ambiguous: nothing offered, no answer"].append(not offered and not answer.statements)
            named = [bool(meant(reading, row["meanings"])) for reading in answer.readings]
            groups["readings that name a true meaning"].extend(named)
            several = meant(" ".join(answer.readings), row["meanings"]) > 1
            groups["ambiguous: two true meanings or more to choose from"].append(several)
            failed = not several or not all(named)
        if failed:
            wrong.append(failure(answer, "readings" if row["ambiguous"] else "no readings"))
    title = f"Ambiguous questions: p50 {percentile(took, 50):.0f} ms, p95 {percentile(took, 95):.0f} ms"
    return counted(title, groups), wrong


def counted(title: str, groups: dict[str, list[bool]]) -> Table:
    """How many of each group, and the share in percent."""
    table = Table("", "of them", "%", title=title, title_justify="left")
    for group, right in sorted(groups.items()):
        table.add_row(group, f"{sum(right)} of {len(right)}", share(right))
    return table


@contextmanager
def made(desk: Desk, rows: Sequence[Row], work: Path) -> Iterator[Desk]:
    """A desk with the models of `desk` over the documents that `rows` bring along, in a library below `work` that is
    built the first time."""
    documents = {}
    for given in (given for row in rows for given in row["documents"]):
        name = sha256(json.dumps(given).encode()).hexdigest()
        meta = Metadata(given["title"], published=date.fromisoformat(given["published"]))
        whole = (Block("paragraph", 0, len(given["text"])),)
        documents[f"{name[:12]}.txt"] = Document(name[:12], meta, name, given["text"], blocks=whole)
    folder = work / f"figures-{sha256(' '.join(documents).encode()).hexdigest()[:12]}"
    sources = folder / "sources"
    sources.mkdir(parents=True, exist_ok=True)
    for name in documents:
        (sources / name).touch()
    encoder = desk.models.encoder
    catalogue = Catalogue(Database(folder / "catalogue.sqlite3"))
    Ingest(catalogue, folder, encoder, lambda path, _: documents[path.name]).run([sources])
    own = Desk(catalogue, LiveIndex(catalogue, folder, Recipe.of(encoder.card)), desk.models)
    try:
        yield own
    finally:
        own.close()


def figures(desk: Desk, rows: Sequence[Row], work: Path) -> Told:
    """Figures that differ for the same thing, and such as only seem to."""
    wrong, groups = list[str](), defaultdict[str, list[bool]](list)
    with made(desk, rows, work) as own:
        for row in rows:
            answer = (own if row["documents"] else desk).ask(row["question"], tier=TIER, kept=False)
            conflicts = [each for each in answer.differences if each.kind == "conflict"]
            where = "made documents" if row["documents"] else "library"
            if not row["conflict"]:
                groups[f"only alike, {where}: false alarms"].append(bool(conflicts))
                failed = bool(conflicts)
            else:
                quotes = {citation.marker: citation.quote for citation in answer.citations}
                sets = [" ".join(quotes[marker] for marker in each.markers) for each in conflicts]
                shown = any(all(side in quoted for side in row["sides"]) for quoted in sets)
                groups[f"conflicts, {where}: shown with both sides"].append(shown)
                whole = " ".join(quotes.values())
                groups[f"conflicts, {where}: both quoted"].append(all(side in whole for side in row["sides"]))
                failed = not shown
            if failed:
                kinds = ", ".join(f"{each.kind}: {each.told}" for each in answer.differences)
                wrong.append(failure(answer, f"{row['why']} {row['sides']}; told {kinds or 'nothing'}"))
    return counted("Figures", groups), wrong


PARTS: dict[str, Callable[[Desk, Sequence[Row], Path], Told]] = {
    "followups": followups,
    "talks": talks,
    "ambiguous": ambiguous,
    "figures": figures,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the tables of each part, and what is not right if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)} (default: all)")
    parser.add_argument("--tune", action="store_true", help="the cases for tuning instead of those held out")
    parser.add_argument("--show", action="store_true", help="print each case for tuning that is not right")
    parser.add_argument("--show-hold", action="store_true", help="print each case held out that is not right")
    parser.add_argument("--work", type=Path, default=ROOT / ".bench", metavar="FOLDER", help="for the made library")
    options = parser.parse_args(arguments)
    unknown = [part for part in options.parts if part not in PARTS]
    if unknown:
        parser.error(f"no such part: {unknown[0]}; there are {', '.join(PARTS)}")
    if options.show and not options.tune:
        parser.error("--show prints cases for tuning, so it needs --tune")
    split, shows = ("tune", options.show) if options.tune else ("hold", options.show_hold)
    console, desk = Console(width=120, highlight=False), open_desk(load_settings())
    for part in options.parts or PARTS:
        table, wrong = PARTS[part](desk, cases(part, split), options.work)
        for line in wrong if shows else ():
            console.print(line, markup=False, soft_wrap=True)
        console.print(table)
    desk.close()


if __name__ == "__main__":
    main()
