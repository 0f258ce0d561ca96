"""Requests of every shape that `/openapi.json` allows, and of shapes that it does not, as readers of each role."""

import warnings
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bench.proofs.proof import Proof

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
SEED = 20111101
WITHIN_S = 30


def conforming(address: str, role: str, headers: Mapping[str, str], cases: int) -> Proof:
    """At least `cases` requests to the app at `address`, with `headers`, spread over all operations of its contract;
    every one must be answered as the contract says, and none with a fault of the server."""
    session = requests.Session()
    session.trust_env = False
    session.headers.update(headers)
    contract = session.get(f"{address}/openapi.json", timeout=WITHIN_S).json()
    schema = schemathesis.openapi.from_dict(contract)
    operations = [result.ok() for result in schema.get_all_operations()]
    each = -(-cases // len(operations))  # twice as many as would do, for some have few shapes
    tried, failures = 0, []
    for operation in operations:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            told = _tried(operation, mode, address, session, each)
            tried += told[0]
            failures += [f"{role}: {operation.label} {fault}" for fault in told[1]]
    return Proof(f"contract as {role}", tried, tuple(failures), f"{len(operations)} operations")


def _tried(
    operation: Any, mode: GenerationMode, address: str, session: requests.Session, count: int
) -> tuple[int, list[str]]:
    """How many requests were sent, and what was wrong with the answers."""
    tried, faults = 0, []

    @seed(SEED)
    @settings(
        max_examples=count, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: Any) -> None:
        nonlocal tried
        tried += 1
        reply = case.call(base_url=address, session=session, timeout=WITHIN_S)
        try:
            case.validate_response(reply, checks=CHECKS)
        except (FailureGroup, AssertionError) as failure:
            said = failure.exceptions if isinstance(failure, FailureGroup) else (failure,)
            faults.extend(f"{reply.status_code}: {type(each).__name__} {str(each)[:200]!r}" for each in said)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with suppress(Unsatisfiable):  # nothing can be wrong with a request that has nothing in it
            send()
    return tried, faults
