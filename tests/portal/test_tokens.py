"""A portal's tokens: good ones are taken once, and every bad one is refused in the same words."""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from forgery import HS, forgeries, signed
from hypothesis import given, settings
from hypothesis import strategies as st
from members import MEMBERS, OTHER_SECRET, SECRET, claims, desk_named, sign_on_in, token
from starlette.testclient import TestClient

from corpus.types import Tier
from portal.signon.errors import Refused
from portal.signon.keyring import Keyring, key_from_text
from portal.signon.tokens import verified


def exchanged(client: TestClient, given: str, desk: str = "members") -> Any:
    return client.post("/api/session", json={"desk": desk, "token": given})


def test_every_forgery_is_refused_in_the_same_words(client: TestClient) -> None:
    known = exchanged(client, "made up")
    assert known.status_code == 401
    wrong, tried = [], 0
    for name, forged in forgeries():
        response = exchanged(client, forged)
        tried += 1
        if (response.status_code, response.content) != (401, known.content):
            wrong.append(f"{name}: {response.status_code} {response.text[:80]}")
    assert wrong == []
    assert tried > 150
    headers = {name: value for name, value in known.headers.items() if name != "date"}
    assert headers["www-authenticate"] == "Bearer"
    assert "set-cookie" not in headers


def test_a_desk_that_is_none_is_refused_in_the_same_words(client: TestClient) -> None:
    known = exchanged(client, "made up")
    for desk in ("", "none", "Members", "../members", "members\0", "x" * 10_000, "another"):
        response = exchanged(client, token(), desk)
        assert (response.status_code, response.content) == (401, known.content)


def test_a_request_that_is_no_exchange_says_what_is_wrong_and_repeats_nothing(client: TestClient) -> None:
    for body in ({}, {"desk": "members"}, {"desk": "members", "token": {"a": "secret"}}, {"token": token(), "tier": 1}):
        response = client.post("/api/session", json=body)
        assert response.status_code == 422
        assert "secret" not in response.text


def test_a_token_is_taken_once(client: TestClient) -> None:
    given = token()
    assert exchanged(client, given).status_code == 200
    assert exchanged(client, given).status_code == 401
    again = jwt.encode({**jwt.decode(given, options={"verify_signature": False}), "sub": "other"}, SECRET, "HS256")
    assert exchanged(client, again).status_code == 401


def test_of_fifty_at_once_one_gets_a_session(served: tuple[Any, str]) -> None:
    body = {"desk": "members", "token": token()}
    start = threading.Barrier(50)

    def race(_: int) -> int:
        with httpx.Client() as own:
            start.wait(timeout=20)
            return own.post(f"{served[1]}/api/session", json=body, timeout=30).status_code

    with ThreadPoolExecutor(50) as pool:
        assert Counter(pool.map(race, range(50))) == {200: 1, 401: 49}


def test_a_restart_makes_no_token_good_again(tmp_path: Path) -> None:
    for attempt in range(2):
        opened = sign_on_in(tmp_path)
        subject = opened.sessions.subject("members", "4711")
        if attempt == 0:
            opened.sessions.exchange("members", subject, Tier.MEMBER, "j" * 16)
        else:
            with pytest.raises(Refused, match="reused"):
                opened.sessions.exchange("members", subject, Tier.MEMBER, "j" * 16)
        opened.sessions.close()


@pytest.mark.parametrize(
    ("claimed", "most", "seen"), [(0, 2, 0), (1, 2, 1), (2, 2, 2), (2, 1, 1), (2, 0, 0), (1, 0, 0)]
)
def test_the_tier_is_at_most_the_desks(claimed: int, most: int, seen: int) -> None:
    desk = desk_named("members", tier_at_most=Tier(most))
    assert verified(token(Tier(claimed).label), desk).tier is Tier(seen)


def test_clocks_may_differ_a_little() -> None:
    now = int(time.time())
    assert verified(token(iat=now + 3, exp=now + 63), MEMBERS).subject == "member-1"
    assert verified(token(iat=now - 61, exp=now - 1), MEMBERS).subject == "member-1"


def pairs() -> list[Any]:
    """For each algorithm with two keys: the private key, and another one of its kind."""
    makers = {
        "EdDSA": ed25519.Ed25519PrivateKey.generate,
        "ES256": lambda: ec.generate_private_key(ec.SECP256R1()),
        "RS256": lambda: rsa.generate_private_key(65537, 2048),
    }
    return [pytest.param(name, make(), make(), id=name) for name, make in makers.items()]


def public_pem(private: Any) -> str:
    return str(private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode())


@pytest.mark.parametrize(("algorithm", "private", "stranger"), pairs())
def test_public_keys(algorithm: str, private: Any, stranger: Any) -> None:
    pem = public_pem(private)
    desk = desk_named("members", algorithm=algorithm, keys=Keyring((key_from_text(algorithm, "", pem),)))
    assert verified(jwt.encode(claims(), private, algorithm), desk).tier is Tier.MEMBER
    forged = [
        jwt.encode(claims(), stranger, algorithm),
        signed(HS, claims(), pem),  # the public key, which everybody has, as the secret of HS256
        signed({"alg": algorithm}, claims(), pem),
        signed({"alg": "none"}, claims()),
    ]
    for token_of_theirs in forged:
        with pytest.raises(Refused):
            verified(token_of_theirs, desk)


def test_keys_are_rotated_without_a_gap() -> None:
    old, new = key_from_text("HS256", "2025", SECRET), key_from_text("HS256", "2026", OTHER_SECRET)

    def by(secret: str, kid: str | None) -> str:
        return jwt.encode(claims(), secret, "HS256", {"kid": kid} if kid else None)

    both = desk_named("members", keys=Keyring((old, new)))
    for secret, kid in ((SECRET, "2025"), (OTHER_SECRET, "2026"), (SECRET, None), (OTHER_SECRET, None)):
        assert verified(by(secret, kid), both).tier is Tier.MEMBER
    for secret, kid in ((SECRET, "2026"), (OTHER_SECRET, "2025"), (SECRET, "2024")):
        with pytest.raises(Refused):
            verified(by(secret, kid), both)
    with pytest.raises(Refused):
        verified(by(SECRET, "2025"), desk_named("members", keys=Keyring((new,))))


@settings(max_examples=60)
@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda raw: raw.decode("latin-1")))
def test_nothing_made_up_is_a_token(made_up: str) -> None:
    with pytest.raises(Refused):
        verified(made_up, MEMBERS)


@settings(max_examples=60)
@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists, max_leaves=5))
def test_a_signed_claim_of_any_kind_is_taken_or_refused(value: Any) -> None:
    for claim in claims():
        try:
            assert verified(signed(HS, {**claims(), claim: value}), MEMBERS).tier is Tier.MEMBER
        except Refused:
            continue
