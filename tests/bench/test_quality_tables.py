"""The tables of `bench/quality`: which way of choosing stands in which column, and what changed."""

import io

import pytest
from rich.console import Console

from bench.quality.cases import WAYS, Case
from bench.quality.tables import lines, record, rows_of, show

SETS = ("squad2_gold", "squad2_open", "wikiqa", "scifact", "doc2dial", "library_tune")


def cases(reader_finds: int) -> list[Case]:
    """Ten answerable questions and ten others; similarity finds the answers to three, the evidence to some."""
    made = []
    for number in range(20):
        answerable = number < 10
        case = Case(answerable, ("May 2016",) if answerable else (), relevant=frozenset("r"))
        found = {"similarity": number < 3, "reader": number < reader_finds, "evidence": number < reader_finds}
        for way in WAYS:
            case.right[way] = answerable and found[way]
            case.words[way] = "in May 2016" if found[way] else "nothing"
            case.score[way] = float(number if way == "similarity" else -number)
        case.ranked = {"dense": ["x"], "lexical": ["x"], "fused": ["x", "r"], "with": ["r", "x"]}
        case.ms = {"without": 10.0, "with": 90.0}
        case.outcome = {"quoted": True, "answered": answerable, "fair": True}
        made.append(case)
    return made


def figures(name: str, *runs: list[Case]) -> dict[str, list[float | None]]:
    """By label, the values of a set's rows and their change; "alone" are those of the reader alone."""
    found, last = {}, ""
    for line in lines(name, runs, resamples=20):
        last = last if line.label.startswith("   ") else line.label
        label = f"{last}, alone" if line.label.startswith("   ") else line.label
        found[label] = [each and round(each.value, 4) for each in (*line.figures, line.change)]
    return found


def test_before_and_after_stand_side_by_side() -> None:
    found = figures("squad2_open", cases(8))
    assert found["sentence with the answer first"] == [0.3, 0.8, 0.5]
    assert found["sentence with the answer first, alone"] == [None, 0.8, None]
    assert found["exact match of the words that answer"] == [0.0, 0.0, 0.0]
    assert found["F1 of the words that answer"] == [0.24, 0.64, 0.4]
    assert found["answerable or not: AUROC"] == [0.0, 1.0, 1.0]
    assert found["passage with the answer in the first 1"] == [0.0, 1.0, 1.0]
    assert found["passage with the answer in the first 5"] == [1.0, 1.0, 0.0]
    assert found["a question, p50"] == [10.0, 90.0, 80.0]


def test_two_readers_are_compared_with_each_other() -> None:
    found = figures("wikiqa", cases(5), cases(9))
    assert found["sentence with the answer first"] == [0.3, 0.5, 0.9, 0.4]
    assert found["sentence with the answer first, alone"] == [None, 0.5, 0.9, 0.4]


def test_abstracts_are_judged_by_their_order() -> None:
    found = figures("scifact", cases(5))
    assert found["nDCG@10, fused"] == [0.6309, 1.0, 0.3691]
    assert found["nDCG@10 of the dense leg"] == [0.0, 0.0, 0.0]


def test_the_whole_desk_is_judged_on_the_library() -> None:
    found = figures("library_tune", cases(5))
    assert found["whole desk: answers with every phrase"] == [None, 1.0, None]
    assert found["whole desk: answers or declines rightly"] == [None, 1.0, None]


@pytest.mark.parametrize("name", SETS)
def test_every_row_is_shown_and_kept(name: str) -> None:
    found = lines(name, [cases(5)], resamples=20)
    console = Console(file=io.StringIO(), width=200)
    show(name, ["carried"], found, console)
    printed = console.file.getvalue()  # type: ignore[attr-defined]
    assert [row.label for row in rows_of(name)] == [line["label"] for line in record(found)]
    assert all(row.label.strip() in printed for row in rows_of(name))
    assert "with carried" in printed
