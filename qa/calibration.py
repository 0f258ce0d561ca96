"""The weights of a named reader's scores, fitted to it on the library's own questions.

`evidence.json` weighs the scores of the carried reader; another's are on another scale. What is fitted here are the
weights of the reader's features and the bias; all other features keep their weights. No weight may fall below 0: a
sentence that the reader scores higher never becomes less probable.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError
from qa.evidence import FEATURES, Weights, fitted

OF_READER = ("reader_margin", "reader_margin_over_best", "reader_relevance")
PRIOR = 2.0
"""How strongly the weights are held to where they begin; few questions should not move them far."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was fitted: for the reader `identity`, beside the other features' weights as `beside` names them."""

    identity: str
    beside: str
    weights: dict[str, float]
    bias: float
    questions: int


def uncalibrated() -> Weights:
    """The weights for a named reader that nothing was fitted to: the shipped ones, but none of the reader's below 0."""
    shipped = fitted()
    features = (
        max(weight, 0.0) if name in OF_READER else weight
        for name, weight in zip(FEATURES, shipped.features, strict=True)
    )
    return Weights(tuple(features), shipped.bias)


def weights_for(data: Path, identity: str) -> Weights:
    """The weights fitted to the reader `identity` for the library in `data`; `uncalibrated` if there are none.

    Raises ModelError if those there cannot be read, or were fitted beside other weights than the shipped ones are now.
    """
    path = calibration_path(data, identity)
    if not path.exists():
        return uncalibrated()
    try:
        record = Calibration(**json.loads(path.read_text(encoding="utf-8")))
        features = tuple(
            float(record.weights[name]) if name in OF_READER else weight
            for name, weight in zip(FEATURES, fitted().features, strict=True)
        )
        found = Weights(features, float(record.bias))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ModelError(f"{path} cannot be read ({error}). {_AGAIN}") from error
    if (record.identity, record.beside) != (identity, _shipped()):
        raise ModelError(f"{path} was made for another reader or another version of Refdesk. {_AGAIN}")
    return found


def calibrated(identity: str, table: NDArray[np.float64], answers: NDArray[np.bool_], questions: int) -> Calibration:
    """The calibration of the reader `identity`: the most probable weights, given for each sentence its features
    `(sentences, len(FEATURES))` and whether it answers; logistic, with a Gaussian prior around `uncalibrated`."""
    from scipy.optimize import minimize

    begin = uncalibrated()
    own = [FEATURES.index(name) for name in OF_READER]
    others = [number for number in range(len(FEATURES)) if number not in own]
    rest = table[:, others] @ np.array(begin.features)[others]
    columns = np.column_stack([table[:, own], np.ones(len(table))])
    start = np.array([*(begin.features[number] for number in own), begin.bias])
    signs = np.where(answers, 1.0, -1.0)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = signs * (rest + columns @ weights)
        pull = np.array([1.0, 1.0, 1.0, 0.0]) * (weights - start) / PRIOR**2
        slope = -(signs / (1.0 + np.exp(scores))) @ columns + pull
        return float(np.logaddexp(0.0, -scores).sum() + pull @ (weights - start) / 2), slope

    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0.0, None)] * len(own) + [(None, None)]).x
    weights = dict(zip(OF_READER, (round(float(weight), 4) for weight in found), strict=False))
    return Calibration(identity, _shipped(), weights, round(float(found[-1]), 4), questions)


def write_calibration(data: Path, calibration: Calibration) -> Path:
    """Keeps `calibration` beside the library in `data`. Returns its file."""
    path = calibration_path(data, calibration.identity)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(calibration), indent=1) + "\n", encoding="utf-8")
    return path


def calibration_path(data: Path, identity: str) -> Path:
    """Where the calibration of the reader `identity` lies, once there is one."""
    slug = "".join(character if character.isalnum() or character in "-." else "-" for character in identity)
    return data / "readers" / f"{slug.strip('-.')}.json"


def _shipped() -> str:
    """Names the shipped weights, which a calibration rests on."""
    return hashlib.sha256(repr(fitted()).encode()).hexdigest()[:12]


_AGAIN = "Run `python -m qa.calibrate` again, or delete the file."
