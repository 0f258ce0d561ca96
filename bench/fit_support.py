"""Fits the weights of `qa.verify.support`, and writes `qa/verify/support.json`.

    python -m bench.fit_support

They are fitted to a part of FEVER's claims that nothing else is trained on, with the evidence that supports or refutes
them, with near evidence, and with one thing changed (`bench.fever`); what they are worth is said on
another part. True and false pairs weigh alike in all, so 0.5 is even odds. No weight has a sign that makes no sense:
whoever agrees more is never less probable.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.progress import track
from scipy.optimize import minimize
from sklearn.metrics import balanced_accuracy_score, brier_score_loss, roc_auc_score

from bench.fever import Pair, fever
from bench.libraries import SHARED
from qa.read import AnswerReader
from qa.verify.support import FEATURES, WEIGHTS_FILE, features
from qa.verify.windows import stretches

AGAINST = ("negation_differs",)
"""The features that speak against a claim."""

PRIOR = 3.0
"""How far weights may go: the standard deviation of a Gaussian prior around 0."""

NOT_FITTED = ("fever refutation",)
"""Refuted claims, negated: true, but so many of them would teach that a differing negation speaks for a claim."""


def table(pairs: Sequence[Pair], reader: AnswerReader) -> NDArray[np.float64]:
    """The features of each pair's first stretch; their texts are no longer than one."""
    rows = [features(each.claim, [(each.text, stretches(each.text)[0])], reader)[0] for each in track(pairs)]
    return np.array(rows)


def fit(rows: NDArray[np.float64], true: NDArray[np.bool_]) -> tuple[NDArray[np.float64], float]:
    """The most probable weights and bias; both classes weigh alike."""
    columns = np.column_stack([rows, np.ones(len(rows))])
    signs = np.where(true, 1.0, -1.0)
    share = np.where(true, 0.5 / true.mean(), 0.5 / (1 - true.mean()))
    held = np.array([*([1.0] * len(FEATURES)), 0.0])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = signs * (columns @ weights)
        slope = -(share * signs / (1.0 + np.exp(scores))) @ columns + held * weights / PRIOR**2
        return float((share * np.logaddexp(0.0, -scores)).sum() + (held * weights**2).sum() / PRIOR**2 / 2), slope

    bounds = [(None, 0.0) if name in AGAINST else (0.0, None) for name in FEATURES] + [(None, None)]
    found = minimize(loss, np.zeros(len(FEATURES) + 1), jac=True, method="L-BFGS-B", bounds=bounds).x
    return found[:-1], float(found[-1])


def best_threshold(chances: NDArray[np.float64], true: NDArray[np.bool_]) -> float:
    """The threshold with the best balanced accuracy."""
    tried = np.linspace(0.05, 0.95, 91)
    return float(tried[np.argmax([balanced_accuracy_score(true, chances >= each) for each in tried])])


def main() -> None:
    """Fits, says what it is worth, writes the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=SHARED / "train", metavar="FOLDER")
    parser.add_argument("--out", type=Path, default=WEIGHTS_FILE, metavar="FILE")
    options = parser.parse_args()
    reader = AnswerReader()
    parts = {}
    for part in ("weigh", "judge"):
        pairs = [each for each in fever(options.data, part) if each.kind not in NOT_FITTED]
        parts[part] = pairs, table(pairs, reader), np.array([each.supported for each in pairs])
    _, rows, true = parts["weigh"]
    weights, bias = fit(rows, true)
    chances = 1 / (1 + np.exp(-(rows @ weights + bias)))
    threshold, lenient = best_threshold(chances, true), float(np.quantile(chances[true], 0.05))
    pairs, rows, true = parts["judge"]
    chances = 1 / (1 + np.exp(-(rows @ weights + bias)))
    figures = {
        "auroc": round(float(roc_auc_score(true, chances)), 3),
        "balanced_accuracy": round(float(balanced_accuracy_score(true, chances >= threshold)), 3),
        "brier": round(float(brier_score_loss(true, chances)), 3),
    }
    record = {
        "fitted_on": f"{len(parts['weigh'][0])} pairs of FEVER (CC BY-SA 3.0), by `python -m bench.fit_support`",
        "judged_on": f"{len(pairs)} other pairs of FEVER",
        "figures": figures,
        "reader": reader.identity,
        "threshold": round(threshold, 2),
        "lenient": round(lenient, 3),
        "weights": {name: round(float(weight), 4) for name, weight in zip(FEATURES, weights, strict=True)},
        "bias": round(bias, 4),
    }
    options.out.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(record, indent=1))
    for kind in sorted({each.kind for each in pairs}):
        of_kind = np.array([each.kind == kind for each in pairs])
        passed, kept = (chances[of_kind] >= threshold).mean(), (chances[of_kind] >= lenient).mean()
        print(f"{kind:18} {of_kind.sum():5}  borne out: {passed:.1%}, leniently {kept:.1%}")


if __name__ == "__main__":
    main()
