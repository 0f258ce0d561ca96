"""Can a reader tell by the clock that a document is there which they may not read?"""

from collections.abc import Sequence
from time import perf_counter

from starlette.testclient import TestClient

from bench.proofs.hunt import Hidden
from bench.proofs.proof import Proof

MOST_AUC = 0.55
"""Half is a guess. More than this, either way, and the clock tells."""


def told_apart(client: TestClient, hidden: Sequence[Hidden], rounds: int) -> Proof:
    """`rounds` requests each for pages that are forbidden and for pages that are not there, in turn."""
    forbidden, missing = [], []
    for number in range(rounds):
        each = hidden[number % len(hidden)]
        for id, times in ((each.document_id, forbidden), (f"{each.document_id[:-8]}{number:08}", missing)):
            began = perf_counter()
            status = client.get(f"/api/documents/{id}").status_code
            times.append(perf_counter() - began)
            assert status == 404
    found = auc(forbidden, missing)
    faults = () if abs(found - 0.5) <= MOST_AUC - 0.5 else (f"the clock tells with an AUC of {found:.3f}",)
    return Proof("forbidden or absent, by the clock", 2 * rounds, faults, f"AUC {found:.3f}")


def auc(one: Sequence[float], other: Sequence[float]) -> float:
    """How probable it is that a time of `one` is the longer of a pair (0.5: nothing to tell them by)."""
    ordered = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    ranks = sum(rank for rank, (_, which) in enumerate(ordered, start=1) if which == 0)
    return (ranks - len(one) * (len(one) + 1) / 2) / (len(one) * len(other))
