"""What support is fitted to: parts of FEVER that share nothing, claims as labelled, and false ones made by rule."""

import gzip
import json
import random
import re
from pathlib import Path

import pytest

from bench.changes import RULES, falsified, negated
from bench.fever import Pair, fever

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
    return made


def test_no_evidence_is_in_two_parts_of_fever(folder: Path) -> None:
    parts = {part: {pair.claim for pair in fever(folder, part) if pair.kind in ("fever supports", "fever refutes")}
             for part in ("rest", "weigh", "judge")}  # fmt: skip
    assert all(parts.values())
    assert sum(len(claims) for claims in parts.values()) == 240
    for number in range(0, 240, 2):  # these two share evidence
        own = [part for part, claims in parts.items()
               if claims & {f"Radar {n} was built in {1900 + n} in Turkey." for n in (number, number + 1)}]  # fmt: skip
        assert len(own) == 1


def test_labels_are_those_of_the_set_and_of_how_a_pair_was_made(folder: Path) -> None:
    pairs = [pair for part in ("rest", "weigh", "judge") for pair in fever(folder, part)]
    true = {pair.kind for pair in pairs if pair.supported}
    false = {pair.kind for pair in pairs if not pair.supported}
    assert true == {"fever supports", "fever refutation"}
    assert {"fever refutes", "fever near", "fever number", "fever negation"} <= false
    assert not true & false
    assert not any("-LRB-" in pair.text for pair in pairs)


def test_near_evidence_is_not_the_claims_own(folder: Path) -> None:
    for pair in fever(folder, "judge"):
        number = re.search(r"Radar (\d+) was built in \d+ in Turkey\.", pair.claim)
        if pair.kind == "fever near" and number:
            assert f"Radar {int(number[1]) // 2} was" not in pair.text


def test_pairs_are_the_same_for_the_same_seed(folder: Path) -> None:
    pairs: list[Pair] = fever(folder, "weigh")
    assert pairs == fever(folder, "weigh")
    assert pairs != fever(folder, "weigh", seed=4)
