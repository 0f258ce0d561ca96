"""What the reader is trained on: answers stand where they are marked, and questions without an answer have none."""

import gzip
import json
import random
from collections import Counter
from pathlib import Path

import pytest

from qa.reader.data import SPAN_SETS, TIMES_BESIDE, TIMES_UNANSWERABLE, examples
from qa.reader.unanswerable import ANTONYMS, changed

PARAGRAPHS = {
    "Deveselu_0": (
        "The first site in Romania was declared operational in May 2016 at Deveselu. "
        "It holds twenty-four interceptors of the type SM-3 Block IB. The ceremony was led by the Secretary General."
    ),
    "Deveselu_1": (
        "A second site in Poland was delayed for several years by trouble with the contractor. "
        "Its construction at Redzikowo began in 2016, and the Navy accepted it in December 2023."
    ),
    "Deveselu_2": (
        "The radar at Kürecik in Turkey has watched the eastern approaches since 2011. "
        "It passes its tracks to ships in the Mediterranean and to the command centre at Ramstein in Germany."
    ),
}
ASKED = (
    ("When was the first site in Romania declared operational?", "Deveselu_0", "May 2016"),
    ("Where did construction of the site in Poland begin in 2016?", "Deveselu_1", "Redzikowo"),
    ("Which approaches has the radar in Turkey watched since 2011?", "Deveselu_2", "eastern"),
)

UNANSWERABLE, CONTESTED = "When was the site in Spain declared operational?", "Deveselu_0"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The training sets in the small, written as the real ones are."""

    def write(name: str, records: list[dict[str, object]]) -> None:
        with gzip.open(tmp_path / f"{name}.jsonl.gz", "wt", encoding="utf-8") as lines:
            lines.writelines(json.dumps(record) + "\n" for record in records)

    for name in SPAN_SETS:
        passages = [{"id": id, "title": "Deveselu_site", "text": text} for id, text in PARAGRAPHS.items()]
        questions: list[dict[str, object]] = [
            {"question": question, "passage_ids": [id], "answers": [answer],
             "answer_starts": [PARAGRAPHS[id].index(answer)], "answerable": True}
            for question, id, answer in ASKED
        ]  # fmt: skip
        questions.append({"question": UNANSWERABLE, "passage_ids": [CONTESTED],
                          "answers": [], "answer_starts": [], "answerable": False})  # fmt: skip
        write(f"{name}.passages", [*passages, *({"id": f"x{n}", "title": "Other", "text": f"Filler {n} " * 30}
                                                for n in range(70))])  # fmt: skip
        write(f"{name}.questions", questions)
    pairs = [
        (f"Is radar number {n} new?", f"Radar number {n} is new, `` quite '' new -LRB- they say -RRB- .")
        for n in range(70)
    ]
    write("bioasq_sentence_pairs", [{"question": q, "sentence": s} for q, s in pairs])
    write("fever_evidence", [{"claim": q, "label": "SUPPORTS", "evidence": [s]} for q, s in pairs])
    return tmp_path


def test_marked_answers_are_the_answers(folder: Path) -> None:
    marked = [example for example in examples(folder) if example.end]
    times = {answer: len(SPAN_SETS) * (TIMES_BESIDE if id == CONTESTED else 1) for _, id, answer in ASKED}
    assert Counter(example.passage[example.start : example.end] for example in marked) == times
    assert all(example.relevant for example in marked)


def test_questions_marked_unanswerable_are_seen_often_and_their_paragraph_answers_too(folder: Path) -> None:
    found = [example for example in examples(folder) if example.question == UNANSWERABLE]
    assert len(found) == TIMES_UNANSWERABLE * len(SPAN_SETS)
    assert not any(example.relevant or example.end for example in found)
    assert len({example.passage for example in found}) > 1


def test_what_has_no_answer_does_not_hold_it(folder: Path) -> None:
    answers = {question: answer for question, _, answer in ASKED}
    without = [example for example in examples(folder) if not example.relevant and example.question in answers]
    assert without
    for example in without:
        assert answers[example.question].casefold() not in example.passage.casefold()


def test_examples_are_the_same_for_the_same_seed(folder: Path) -> None:
    assert examples(folder, seed=4) == examples(folder, seed=4)
    assert set(examples(folder, seed=4)) != set(examples(folder, seed=5))


def test_treebank_marks_become_punctuation(folder: Path) -> None:
    pairs = [example for example in examples(folder) if not example.has_span]
    assert pairs
    assert all(" is new, “quite” new (they say)." in example.passage for example in pairs)


def test_passages_are_runs_of_whole_sentences(folder: Path) -> None:
    texts = " ".join(PARAGRAPHS.values())
    for example in (each for each in examples(folder) if each.end):
        words = example.passage.removeprefix("Deveselu site\n")
        assert words in texts
        assert words.endswith(".")


@pytest.mark.parametrize("seed", range(40))
def test_a_changed_question_brings_in_what_the_passage_does_not_hold(seed: int) -> None:
    question, id, answer = ASKED[seed % len(ASKED)]
    passage = PARAGRAPHS[id]
    others = [text for each, text in PARAGRAPHS.items() if each != id]
    made = changed(question, passage, answer, others, random.Random(seed))  # noqa: S311
    assert made is not None
    before, after = question.split(), made.split()
    assert before != after
    fresh = [word.strip("?,") for word in after if word not in before]
    assert fresh
    assert answer not in made
    negated = {"not", "never"} & set(fresh)
    swapped = [word for word in fresh if word.casefold() not in passage.casefold() or word in ANTONYMS.values()]
    another_of_the_passage = all(word in passage for word in fresh)  # a name that the passage holds, put elsewhere
    assert negated or swapped or another_of_the_passage


def test_a_question_without_a_handle_is_left_alone() -> None:
    assert changed("Why is it so?", "It is so.", "so", [], random.Random(1)) is None  # noqa: S311
