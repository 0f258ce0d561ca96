"""The cases that conversations, ambiguous questions and differing figures are measured on."""

import json
import re
from collections import Counter
from datetime import date
from functools import cache
from typing import Any

from bench.talks import DOCUMENTS, meant
from corpus.settings import ROOT

NOTE = re.compile(r"\[\^[^\]]*\]")
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")

NUMBERS = {
    "followups": {"tune": 20, "hold": 40},
    "talks": {"tune": 10, "hold": 20},
    "ambiguous": {"tune": 13, "hold": 27},
    "figures": {"tune": 14, "hold": 26},
}


@cache
def rows(part: str) -> list[dict[str, Any]]:
    """The lines of the file of `part` in bench/."""
    lines = (ROOT / "bench" / f"{part}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@cache
def library() -> dict[str, str]:
    """The words of each document of the library, without notes and addresses."""
    files = {
        path.relative_to(DOCUMENTS).as_posix(): path.read_text(encoding="utf-8") for path in DOCUMENTS.rglob("*.md")
    }
    return {name: LINK.sub(r"\1", NOTE.sub("", text)).replace("**", "") for name, text in files.items()}


def turns() -> list[dict[str, Any]]:
    """The follow-ups, and the turns of the conversations."""
    return [*rows("followups"), *(turn for row in rows("talks") for turn in row["turns"])]


def test_there_are_as_many_cases_for_tuning_and_held_out_as_are_told() -> None:
    assert {part: dict(Counter(row["split"] for row in rows(part))) for part in NUMBERS} == NUMBERS


def test_every_phrase_stands_in_the_library_word_for_word_the_first_in_its_document() -> None:
    answered = [turn for turn in turns() if turn["phrase"]]
    assert [t["phrase"] for t in answered if t["phrase"] not in library()[t["document"]]] == []
    everything = "\n".join(library().values())
    assert [phrase for turn in answered for phrase in turn["also"] if phrase not in everything] == []


def test_a_turn_that_the_library_does_not_answer_has_neither_phrase_nor_document() -> None:
    silent = [turn for turn in turns() if not turn["phrase"]]
    assert 5 <= len(silent) <= len(turns()) // 10
    assert all(turn["document"] is None and turn["also"] == [] for turn in silent)


def test_follow_ups_have_what_came_before_and_what_they_mean() -> None:
    for row in rows("followups"):
        assert 1 <= len(row["history"]) <= 2
        assert row["standalone"][-1] in "?."
        assert row["question"] not in row["history"]


def test_conversations_have_three_to_six_turns() -> None:
    assert {len(row["turns"]) for row in rows("talks")} <= {3, 4, 5, 6}


def test_ambiguous_questions_may_mean_two_things_that_are_named_in_their_documents() -> None:
    assert Counter(row["ambiguous"] for row in rows("ambiguous")) == {True: 24, False: 16}
    for row in rows("ambiguous"):
        assert len(row["meanings"]) >= 2 if row["ambiguous"] else row["meanings"] == []
        assert [each for each in row["meanings"] if not meant(library()[each["document"]], [each])] == []


def test_conflicts_have_two_sides_that_stand_in_their_documents_and_others_have_none() -> None:
    assert Counter(row["conflict"] for row in rows("figures")) == {True: 20, False: 20}
    for row in rows("figures"):
        texts = [given["text"] for given in row["documents"]] or list(library().values())
        assert len(row["sides"]) == (2 if row["conflict"] else 0)
        assert all(any(side in text for text in texts) for side in row["sides"])


def test_made_documents_come_in_pairs_of_the_same_time_where_they_conflict() -> None:
    for row in (row for row in rows("figures") if row["documents"]):
        first, second = (date.fromisoformat(given["published"]) for given in row["documents"])
        assert not row["conflict"] or abs(first - second).days < 60


def test_nothing_is_both_for_tuning_and_held_out() -> None:
    for part in ("followups", "ambiguous", "figures"):
        splits: dict[str, set[str]] = {}
        for row in rows(part):
            splits.setdefault(f"{row.get('history')} {row['question']}", set()).add(row["split"])
        assert all(len(of) == 1 for of in splits.values())


def test_a_meaning_is_named_by_whole_words() -> None:
    inf = [{"words": ["INF"]}]
    assert meant("When did the INF Treaty end?", inf) == 1
    assert meant("What information is there?", inf) == 0
