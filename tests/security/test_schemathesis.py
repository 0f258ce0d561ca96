"""Schemathesis: requests that the contract allows and some that it does not, by readers of every role."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.proofs.identities import identities, sign_on_in
from bench.proofs.libraries import ProvenLibrary, built, serving
from bench.proofs.schemas import conforming
from portal.conversations.file import ConversationsFile
from portal.keys import FILE, KeyRing
from portal.parts import Parts

CASES = 300
ROLES = {"public": "none", "member": "member", "staff": "staff", "key": "key"}


@pytest.fixture(scope="module")
def house(
    canary_library: tuple[ProvenLibrary, dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, dict[str, dict[str, str]]]]:
    """The address of a desk with sign-on and keys, and the headers of each role."""
    data: Path = tmp_path_factory.mktemp("contract")
    sign_on, keys = sign_on_in(data), KeyRing(data / FILE)
    known = {who.name: dict(who.headers) for who in identities(sign_on, keys)}
    kept = ConversationsFile(data)
    parts = Parts(sign_on=sign_on, keys=keys, conversations=kept)
    with serving(built(canary_library[0].desk, parts)) as address:
        yield address, {role: known[name] for role, name in ROLES.items()}
    kept.close()
    sign_on.sessions.close()


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_every_answer_is_as_the_contract_says(role: str, house: tuple[str, dict[str, dict[str, str]]]) -> None:
    address, headers = house
    proof = conforming(address, role, headers[role], CASES)
    assert proof.tried >= CASES
    assert proof.failures == ()
