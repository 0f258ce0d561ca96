"""How sure it is that the library answers: the probability that the best sentence is a right answer.

The evidence's own probability says how a sentence compares with the others of all questions; those of many sentences
together make even a good one improbable. So the log-odds of the best sentence are put on the scale of "is it right?" by
a logistic of one variable (Platt 1999), fitted by `bench/fit_evidence.py`; its two numbers lie in `evidence.json`. More
signs (its lead over other passages, what it covers of the question, the reader's raw scores) were tried and told
nothing more on questions that the fit had not seen.
"""

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Scale:
    """The fitted logistic: confidence is that of `slope * log-odds + bias`."""

    slope: float
    bias: float


@cache
def fitted_scale() -> Scale:
    """The scale that comes with the program."""
    record = json.loads((Path(__file__).parent / "evidence.json").read_text(encoding="utf-8"))["confidence"]
    return Scale(record["slope"], record["bias"])


def confidence(probability: float, scale: Scale | None = None) -> float:
    """The probability (0 to 1) that the best sentence of a question is right, given the evidence's own for it."""
    scale = scale or fitted_scale()
    return 1.0 / (1.0 + math.exp(-(scale.slope * log_odds(probability) + scale.bias)))


def log_odds(probability: float) -> float:
    """The logit of `probability`, kept finite."""
    kept = min(max(probability, 1e-6), 1.0 - 1e-6)
    return math.log(kept / (1.0 - kept))
