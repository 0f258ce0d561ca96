"""What is planned, expected or possible must not be told as done, nor one of two opposites as the other."""

import pytest

from qa.verify.check import Verifier
from qa.verify.types import Cited

SHIPS = Cited("The sixth destroyer at Rota is expected in 2026, said the Navy. The fifth came to Rota in October 2024.")
BUY = Cited("The agency planned in October 2023 to buy 20 interceptors starting in 2028, and had 44 interceptors then.")
TREATY = Cited("The State Department called the Russian suspension legally invalid in March 2023.")


@pytest.mark.parametrize(
    ("cited", "sentence"),
    [
        (SHIPS, "The sixth destroyer is expected at Rota in 2026."),
        (SHIPS, "The fifth destroyer came to Rota in October 2024."),
        (BUY, "The agency planned to buy 20 interceptors from 2028."),
        (TREATY, "The State Department called the suspension legally invalid."),
    ],
)
def test_plans_told_as_plans_are_supported(cited: Cited, sentence: str) -> None:
    assert Verifier().check(sentence, [cited]).verdict == "supported"


@pytest.mark.parametrize(
    ("cited", "sentence", "why"),
    [
        (SHIPS, "The sixth destroyer came to Rota in 2026.", "with “expected”"),
        (BUY, "The agency bought 20 interceptors in October 2023.", "with “planned"),
        (TREATY, "The State Department called the suspension legally valid.", "where the passage cited says “invalid”"),
    ],
)
def test_plans_told_as_done_are_not(cited: Cited, sentence: str, why: str) -> None:
    checked = Verifier().check(sentence, [cited])
    assert checked.verdict == "unsupported"
    assert why in checked.why
