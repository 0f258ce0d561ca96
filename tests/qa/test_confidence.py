"""How sure an answer is: a probability that grows with the evidence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.confidence import Scale, confidence, fitted_scale, log_odds


@given(st.floats(0, 1), st.floats(0, 1))
def test_confidence_is_a_probability_that_grows_with_the_evidence(low: float, high: float) -> None:
    low, high = sorted((low, high))
    assert 0.0 <= confidence(low) <= confidence(high) <= 1.0


@given(st.floats(1e-6, 1 - 1e-6))
def test_a_scale_of_one_changes_nothing(probability: float) -> None:
    assert confidence(probability, Scale(1.0, 0.0)) == pytest.approx(probability, abs=1e-9)


def test_the_fitted_scale_trusts_more_evidence_more() -> None:
    assert fitted_scale().slope > 0
    assert log_odds(0.5) == 0.0
