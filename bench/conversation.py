"""Conversations: does the question that the desk makes of a follow-up find what answers it?

    python -m bench.conversation [--limit 300]

prints recall@5 by the desk's own retrieval on the conversations of mtrag and the dialogues of doc2dial, for three
questions: the last turn alone, the standalone question that the rules make of it, and the last turn after the given
history. "With the last turn's passages" counts those that the desk carries along as well: it reads what the last answer
cited together with what it finds, where the question leans. As the sets' answers were not the desk's, the first three
passages for the question before stand for what it cited, so up to eight passages are looked at there. A passage is
right when it overlaps one that the set names. Nothing is fitted to either set: the rules were written on the library's
own conversations.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.libraries import rows
from bench.measuring import ROOT
from bench.quality.cases import Asking, ReadBy
from bench.quality.sets import EVAL, opened, sample
from corpus.types import Passage, Tier
from qa.converse.rewrite import rewritten_after
from qa.retrieve import RetrievalSettings, retrieve
from qa.types import Turn

K = 5
CARRIED = 3
FORMS = ("last turn", "standalone", "history and last turn")
ALONG = "with the last turn's passages"
COLUMNS = (*FORMS, ALONG)
HISTORY_CHARS = 1500


@dataclass(frozen=True, slots=True)
class Followed:
    """A conversation's last question, what was said before it, and where the answer stands in the set's library: in any
    of the places (document, start, end)."""

    question: str
    history: tuple[Turn, ...]
    places: tuple[tuple[str, int, int], ...]


def mtrag(asking: Asking, limit: int) -> Iterator[Followed]:
    """Conversations with at least one turn before the last, over passages of finance, government and cloud services."""
    questions = [row for row in rows(EVAL / "mtrag.questions.jsonl.gz") if row["passage_ids"] and row["history"]]
    for row in sample(questions, limit):
        history = tuple(
            Turn("user" if said["speaker"] == "user" else "assistant", said["text"]) for said in row["history"]
        )
        yield Followed(row["question"], history, tuple(asking.place.places[id] for id in row["passage_ids"]))


def doc2dial(asking: Asking, limit: int) -> Iterator[Followed]:
    """Dialogues over pages of public services, those with at least one turn before the last."""
    questions = [row for row in rows(EVAL / "doc2dial.questions.jsonl.gz") if "\t" in row["question"]]
    for row in sample(questions, limit):
        document, start, _ = asking.place.places[row["passage_ids"][0]]
        at = start + row["answer_starts"][0]
        yield Followed(*said_in(row["question"]), ((document, at, at + 1),))


def said_in(dialogue: str) -> tuple[str, tuple[Turn, ...]]:
    """The last question of `dialogue` (newest turn first, tab separated) and the turns before it, oldest first."""
    turns = [turn.partition(":") for turn in dialogue.split("\t")]
    said = [Turn("assistant" if who.strip() == "agent" else "user", words.strip()) for who, _, words in turns]
    return said[0].content, tuple(reversed(said[1:]))


def forms_of(followed: Followed) -> tuple[dict[str, str], str]:
    """What is looked up in each of the three forms, and how the last turn leans."""
    made = rewritten_after(followed.question, followed.history)
    earlier = " ".join(turn.content for turn in followed.history)[-HISTORY_CHARS:]
    texts = (followed.question, made.question, f"{earlier} {followed.question}")
    return dict(zip(FORMS, texts, strict=True)), made.form.kind


def carried(asking: Asking, followed: Followed) -> list[Passage]:
    """The passages that stand for those which the answer before the last turn cited."""
    asked = [number for number, turn in enumerate(followed.history) if turn.role == "user"]
    if not asked:
        return []
    before = followed.history[: asked[-1]]
    return passages(asking, rewritten_after(followed.history[asked[-1]].content, before).question)[:CARRIED]


def passages(asking: Asking, text: str) -> list[Passage]:
    """The first five passages for `text`."""
    core = asking.question(text).core
    hits = retrieve(
        core, asking.place.encoder.questions([core])[0], asking.index, asking.place.catalogue,
        tier=Tier.PUBLIC, count=K, settings=RetrievalSettings(most_per_document=K),
    )  # fmt: skip
    return [hit.passage for hit in hits.passages]


def is_found(own: Sequence[Passage], places: Iterable[tuple[str, int, int]]) -> bool:
    """Whether one of the passages `own` overlaps one of `places`."""
    return any(p.document_id == d and p.start < end and start < p.end for p in own for d, start, end in places)


def measured(asking: Asking, cases: Iterable[Followed]) -> dict[str, dict[str, list[bool]]]:
    """For all, those that lean, and each kind of follow-up: of each form, which questions found their passage."""
    table: dict[str, dict[str, list[bool]]] = defaultdict(lambda: {form: [] for form in COLUMNS})
    for case in cases:
        texts, kind = forms_of(case)
        own = {form: passages(asking, text) for form, text in texts.items()}
        own[ALONG] = [*own["standalone"], *(carried(asking, case) if kind != "none" else ())]
        for group in ("all", *(() if kind == "none" else ("that lean", f"– {kind}"))):
            for form in COLUMNS:
                table[group][form].append(is_found(own[form], case.places))
    return table


def shown(title: str, table: dict[str, dict[str, list[bool]]]) -> Table:
    """The shares in percent."""
    drawn = Table(title=f"{title}: recall@{K}, %", title_justify="left")
    for column in ("questions", "number", *COLUMNS):
        drawn.add_column(column, justify="left" if column == "questions" else "right")
    for group in sorted(table, key=lambda name: (name != "all", name != "that lean", -len(table[name][FORMS[0]]))):
        shares = [f"{100 * sum(table[group][form]) / len(table[group][form]):.1f}" for form in COLUMNS]
        drawn.add_row(group, str(len(table[group][FORMS[0]])), *shares)
    return drawn


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--limit", type=int, default=0, help="conversations of each set, drawn by a seed (default: all)"
    )
    parser.add_argument("--work", type=Path, default=ROOT / ".bench", metavar="FOLDER", help="for the libraries")
    options = parser.parse_args(arguments)
    console = Console(width=110)
    by = ReadBy.named("")
    for name, cases in (("mtrag", mtrag), ("doc2dial", doc2dial)):
        with opened(options.work, name, rows(EVAL / f"{name}.passages.jsonl.gz"), by) as asking:
            console.print(shown(name, measured(asking, cases(asking, options.limit))))


if __name__ == "__main__":
    main()
