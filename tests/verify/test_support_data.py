"""What the models that check prose learn from: true claims are true, false ones hold what their text does not."""

import gzip
import json
import random
import re
from pathlib import Path

import pytest

from qa.verify.entailment.changes import RULES, falsified, negated, said_otherwise
from qa.verify.entailment.data import SPAN_SETS, Pair, fever, pairs
from qa.verify.entailment.stated import stated

TEXT = (
    "In May 2016 the United States declared the first site in Romania operational, and it holds 24 interceptors. "
    "The radar at Kürecik in Turkey may watch the eastern approaches for many years before Poland is ready."
)
CLAIM = (
    "The United States declared that the first site in Romania, which may hold 24 interceptors for many years, was "
    "ready in May 2016."
)
OTHERS = ("Ships at Rota in Spain are under the Sixth Fleet, which was based in Naples and moved there in 2004.",)


@pytest.mark.parametrize("kind", RULES)
def test_each_kind_of_change_changes_the_claim(kind: str) -> None:
    made = {RULES[kind][0](CLAIM, TEXT, OTHERS, random.Random(seed)) for seed in range(12)} - {None}  # noqa: S311
    assert made
    for claim in made:
        assert claim != CLAIM
        assert claim is not None
        if kind in ("number", "month", "unit"):
            before, after = set(re.findall(r"\w+", CLAIM)), set(re.findall(r"\w+", claim))
            assert after - before
            assert before - after


@pytest.mark.parametrize("seed", range(20))
def test_a_changed_number_is_not_the_texts_own_number_there(seed: int) -> None:
    kind, claim = falsified("It holds 24 interceptors.", TEXT, (), random.Random(seed)) or ("", "")  # noqa: S311
    assert claim != "It holds 24 interceptors."
    assert kind in ("number", "negation", "antonym", "strength", "name")


def test_what_has_no_handle_is_left_alone() -> None:
    assert falsified("So it goes.", TEXT, (), random.Random(1)) is None  # noqa: S311


def test_denials_are_put_in_and_taken_out() -> None:
    assert negated("The site was ready.") == "The site was not ready."
    assert negated("The site was not ready.") == "The site was ready."
    assert negated("They can't come.") == "They can come."
    assert negated("Ships came.") is None


@pytest.mark.parametrize("seed", range(20))
def test_said_otherwise_leaves_out_or_exchanges_and_keeps_numbers(seed: int) -> None:
    said = said_otherwise(
        "However, approximately 1,200 people (most of them sailors) came to Rota in 2014.",
        random.Random(seed),  # noqa: S311
    )
    assert "1,200 people" in said
    assert "2014" in said
    assert said[0].isupper()
    assert said.endswith(".")


@pytest.mark.parametrize(
    ("question", "answer", "statement"),
    [
        ("Who commanded the fleet in 1905?", "Togo", "Togo commanded the fleet in 1905."),
        ("What is the capital of Romania?", "Bucharest", "The capital of Romania is Bucharest."),
        ("Which country hosts the radar?", "Turkey", None),
        ("Which small country hosted the radar?", "Turkey", "Turkey hosted the radar."),
        ("When was the site declared operational?", "May 2016", "The site was declared operational in May 2016."),
        ("When was the treaty signed in Prague?", "April 8, 2010", "The treaty was signed in Prague on April 8, 2010."),
        ("How many interceptors are there at the site?", "24", "There are 24 interceptors at the site."),
        ("How many people live in Constanta?", "280,000", "280,000 people live in Constanta."),
        ("Why did it fail?", "cost", None),
        ("What is the fleet fed by?", "ships", None),
    ],
)
def test_questions_with_their_answers_become_statements(question: str, answer: str, statement: str | None) -> None:
    assert stated(question, answer) == statement


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The training sets in the small, written as the real ones are."""
    made = tmp_path_factory.mktemp("sets")

    def write(name: str, records: list[dict[str, object]]) -> None:
        with gzip.open(made / f"{name}.jsonl.gz", "wt", encoding="utf-8") as lines:
            lines.writelines(json.dumps(record) + "\n" for record in records)

    write("fever_evidence", [
        {"claim": f"Radar {n} was built in {1900 + n} in Turkey.", "label": ("SUPPORTS", "REFUTES")[n % 2],
         "evidence": [f"Radar {n // 2} was built in {1900 + n // 2 * 2} -LRB- in Turkey -RRB- .",
                      *([f"Only {n} says this ."] if n % 3 else [])]}
        for n in range(240)
    ])  # fmt: skip
    for name in SPAN_SETS:
        texts = [
            f"The site number {n} was declared operational in May {1950 + n}. It holds {n + 3} interceptors of the new "
            f"type at Deveselu. The ceremony was led by the Secretary General of the Alliance in Brussels that year."
            for n in range(30)
        ]
        write(f"{name}.passages", [{"id": f"{name}{n}", "title": "Site", "text": t} for n, t in enumerate(texts)])
        write(f"{name}.questions", [
            {"question": f"When was the site number {n} declared operational?", "passage_ids": [f"{name}{n}"],
             "answers": [f"May {1950 + n}"], "answer_starts": [t.index("May")], "answerable": True}
            for n, t in enumerate(texts)
        ])  # fmt: skip
    write("bioasq_sentence_pairs", [
        {"question": "Is it?", "sentence": f"Protein {n} is secreted by 12 cells. It was found in Turkey in 1990."}
        for n in range(20)
    ])  # fmt: skip
    return made


@pytest.fixture(scope="module")
def material(folder: Path) -> list[Pair]:
    """What is trained on."""
    return pairs(folder)


def test_no_evidence_is_in_two_parts_of_fever(folder: Path) -> None:
    parts = {part: {pair.claim for pair in fever(folder, part) if pair.kind in ("fever supports", "fever refutes")}
             for part in ("train", "weigh", "judge")}  # fmt: skip
    assert all(parts.values())
    assert sum(len(claims) for claims in parts.values()) == 240
    for number in range(0, 240, 2):  # these two share evidence
        own = [part for part, claims in parts.items()
               if claims & {f"Radar {n} was built in {1900 + n} in Turkey." for n in (number, number + 1)}]  # fmt: skip
        assert len(own) == 1


def test_labels_are_those_of_the_set_and_of_how_a_pair_was_made(material: list[Pair]) -> None:
    kinds = {pair.kind: pair.supported for pair in material}
    true = {"fever supports", "fever refutation", "sentence otherwise", "statement"}
    assert true < set(kinds)
    assert {kind for kind, supported in kinds.items() if supported} == true
    assert {"fever refutes", "fever near", "sentence number", "sentence left out", "other paragraph"} < set(kinds)
    assert not any("-LRB-" in pair.text for pair in material)


def test_statements_stand_in_their_text_and_left_out_sentences_do_not(material: list[Pair]) -> None:
    for pair in material:
        if pair.kind == "statement":
            year = re.search(r"May (\d+)", pair.claim)
            assert year and year.group() in pair.text
        if pair.kind == "sentence left out":
            assert pair.claim not in pair.text


def test_pairs_are_the_same_for_the_same_seed(folder: Path, material: list[Pair]) -> None:
    assert pairs(folder) == material
    assert pairs(folder, seed=4) != material
