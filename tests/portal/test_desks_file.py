"""The desks file: what it allows, and that every mistake in it is told with its place and its remedy."""

import json
import re
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm
from members import SECRET, claims
from test_tokens import public_pem

from corpus.errors import SettingsError
from corpus.settings import load_settings
from corpus.types import Tier
from portal.signon.desks_file import read_desks
from portal.signon.errors import Refused
from portal.signon.sign_on import desks_of
from portal.signon.tokens import verified

GOOD = """\
[desks.members]
title = "The members' desk"
origins = ["https://portal.example", "http://localhost:8080"]
tier_at_most = "member"
issuer = "https://portal.example"
audience = "refdesk:members"
algorithm = "HS256"
"""
KEY = '[[desks.members.keys]]\nkid = "2026"\nkey_env = "DESK_SECRET"\n'
ENVIRONMENT = {"DESK_SECRET": SECRET, "SHORT": "x7" * 15, "DULL": "ab" * 40, "HEX": "0123456789abcdef" * 3}


def read(folder: Path, text: str = GOOD + KEY) -> Any:
    path = folder / "desks.toml"
    path.write_text(text, encoding="utf-8")
    return read_desks(path, ENVIRONMENT)


def test_a_desk_as_it_stands_in_the_file(tmp_path: Path) -> None:
    more = 'accent = "#1f4e79"\ngreeting = "Ask away."\nlanguage = "de-AT"\ntell_of_more = true\n'
    limits = "[desks.members.limits]\nmember_per_minute = 7\n"
    desk = read(tmp_path, GOOD + more + limits + KEY).get("members")
    assert (desk.id, desk.title, desk.tier_at_most) == ("members", "The members' desk", Tier.MEMBER)
    assert desk.origins == ("https://portal.example", "http://localhost:8080")
    assert (desk.accent, desk.greeting, desk.language, desk.tell_of_more) == ("#1f4e79", "Ask away.", "de-AT", True)
    assert (desk.limits.member_per_minute, desk.limits.address_per_minute) == (7, 30)
    assert verified(jwt.encode(claims(), SECRET, "HS256", {"kid": "2026"}), desk).subject == "member-1"
    assert SECRET not in repr(desk)


def test_without_a_file_there_is_no_desk(tmp_path: Path) -> None:
    assert desks_of(load_settings({}, tmp_path / "none.toml")).all() == ()
    assert read(tmp_path, "").all() == ()


def test_no_origins_are_nobody(tmp_path: Path) -> None:
    assert read(tmp_path, re.sub(r"origins = .*", "origins = []", GOOD) + KEY).get("members").origins == ()


MISTAKES = [
    ("origins = ", "origin = ", "origin: there is no such key; did you mean origins"),
    ('algorithm = "HS256"', "", "algorithm: this key is missing"),
    ('"HS256"', '"HS512"', "algorithm: .*'HS256'"),
    ('"HS256"', '"none"', "algorithm: .*'HS256'"),
    ('tier_at_most = "member"', 'tier_at_most = "root"', "tier_at_most: .*'member'"),
    ('tier_at_most = "member"', "tier_at_most = 2", "tier_at_most: .*'member'"),
    ('"https://portal.example", "http', '"*", "http', "origins: .*wildcard"),
    ('"https://portal.example", "http', '"https://*.portal.example", "http', "origins: .*wildcard"),
    ('"https://portal.example", "http', '"https://portal.example/", "http', "origins: .*without a path"),
    ('"https://portal.example", "http', '"https://Portal.example", "http', "origins: .*lower case"),
    ('"https://portal.example", "http', '"https://portal.example:443", "http', "origins: .*usual port"),
    ('"https://portal.example", "http', '"https://portal.example:x", "http', "origins: .*no origin"),
    ('"https://portal.example", "http', '"https://me@portal.example", "http', "origins: .*no origin"),
    ('"https://portal.example", "http', '"https://a.example;script-src x", "http', "origins: .*no origin"),
    ('"https://portal.example", "http', '"http://portal.example", "http', "origins: .*not https"),
    ('"https://portal.example", "http', '"null", "http', "origins: .*no origin"),
    ('"https://portal.example", "http', '"", "http', "origins: .*no origin"),
    ("[desks.members]", "[desks.Members]", "desk 'Members': an id has small letters"),
    ("[desks.members]", "[desk.members]", r"'desk' is not known here; desks are written as \[desks"),
    ('kid = "2026"', "kid = 2026", "kid: .*string"),
    ('key_env = "DESK_SECRET"', "", "keys.0: give it by exactly one"),
    ('key_env = "DESK_SECRET"', 'key_env = "DESK_SECRET"\nkey = "x"', "keys.0: give it by exactly one"),
    ('key_env = "DESK_SECRET"', 'key_environment = "X"', "did you mean key_env"),
    ("DESK_SECRET", "NOT_THERE", r"key 1 \('2026'\): the environment has no variable NOT_THERE"),
    ("DESK_SECRET", "REFDESK_SECRET", "begin with REFDESK_ are settings"),
    ("DESK_SECRET", "SHORT", "less than 256 bits; .*new-secret"),
    ("DESK_SECRET", "HEX", "less than 256 bits"),
    ("DESK_SECRET", "DULL", "not random"),
    ('key_env = "DESK_SECRET"', 'key_file = "nowhere.key"', "nowhere.key cannot be read"),
    (KEY, "", "exactly one of"),
    (KEY, 'jwks_file = "keys.json"\n', "HS256 has a shared secret"),
    (KEY, 'jwks_url = "http://portal.example/jwks.json"\n', "begins with https"),
    (KEY, 'jwks_url = "https://me:pass@portal.example/"\n', "holds no password"),
    (KEY, KEY + KEY, "the same kid"),
    ("[desks.members]", 'accent = "red"\n[desks.members]', "'accent' is not known here"),
    ("title =", 'accent = "red;}"\ntitle =', "accent: "),
    ("title =", 'language = "x y"\ntitle =', "language: "),
    ("title =", "title", "cannot be read"),
]


@pytest.mark.parametrize(("before", "after", "said"), MISTAKES)
def test_mistakes(tmp_path: Path, before: str, after: str, said: str) -> None:
    text = GOOD + KEY
    assert before in text
    with pytest.raises(SettingsError, match=said) as caught:
        read(tmp_path, text.replace(before, after))
    sentence = str(caught.value)
    assert "desks.toml" in sentence
    assert not [secret for secret in ENVIRONMENT.values() if secret in sentence]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.toml \(REFDESK_DESKS\) cannot be read"):
        read_desks(tmp_path / "none.toml")


def test_two_desks_never_take_each_others_tokens(tmp_path: Path) -> None:
    second = (GOOD + KEY).replace("desks.members", "desks.second")
    with pytest.raises(SettingsError, match="'members' and 'second' have the same issuer and audience"):
        read(tmp_path, GOOD + KEY + second)
    desks = read(tmp_path, GOOD + KEY + second.replace("refdesk:members", "refdesk:second"))
    with pytest.raises(Refused):
        verified(jwt.encode(claims(), SECRET, "HS256"), desks.get("second"))


KEYS: dict[str, tuple[Any, Any]] = {
    "EdDSA": (ed25519.Ed25519PrivateKey.generate(), OKPAlgorithm),
    "ES256": (ec.generate_private_key(ec.SECP256R1()), ECAlgorithm),
    "RS256": (rsa.generate_private_key(65537, 2048), RSAAlgorithm),
}

OTHER_CURVE = ec.generate_private_key(ec.SECP384R1())
WEAK = rsa.generate_private_key(65537, 1024)  # noqa: S505 - refused, which is what is tested


def with_algorithm(algorithm: str, rest: str) -> str:
    return GOOD.replace("HS256", algorithm) + rest


def jwk(algorithm: str, **more: str) -> dict[str, Any]:
    private, kind = KEYS[algorithm]
    return {**kind.to_jwk(private.public_key(), as_dict=True), **more}


@pytest.mark.parametrize("algorithm", KEYS)
def test_public_keys_from_files_in_both_forms(tmp_path: Path, algorithm: str) -> None:
    private = KEYS[algorithm][0]
    (tmp_path / "public.pem").write_text(public_pem(private))
    others = [jwk(name) for name in KEYS if name != algorithm]
    other_use = {**jwk(algorithm, kid="x"), "use": "enc"}
    (tmp_path / "jwks.json").write_text(json.dumps({"keys": [*others, other_use, jwk(algorithm, kid="a", use="sig")]}))
    for rest in ('keys = [{key_file = "public.pem"}]', 'jwks_file = "jwks.json"'):
        desk = read(tmp_path, with_algorithm(algorithm, rest)).get("members")
        assert verified(jwt.encode(claims(), private, algorithm, {"kid": "a"}), desk).subject == "member-1"


def private_pem(private: Any) -> str:
    return str(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode())


@pytest.mark.parametrize(
    ("algorithm", "name", "content", "said"),
    [
        ("EdDSA", "key.pem", private_pem(KEYS["EdDSA"][0]), "private key, which belongs in the portal"),
        ("EdDSA", "key.pem", public_pem(KEYS["ES256"][0]), "EdDSA takes an Ed25519 key"),
        ("ES256", "key.pem", public_pem(OTHER_CURVE), "ES256 takes a key on the curve P-256"),
        ("RS256", "key.pem", public_pem(WEAK), "has 1024 bits"),
        ("RS256", "key.pem", "no key", "no public key in PEM"),
        ("HS256", "key.pem", public_pem(KEYS["RS256"][0]), "not a PEM key"),
        ("RS256", "keys.json", "{", "keys.json|jwks_file"),
        ("RS256", "keys.json", "[]", "no JSON Web Key Set"),
        ("RS256", "keys.json", '{"keys": []}', "no key for RS256"),
        ("RS256", "keys.json", json.dumps({"keys": [jwk("ES256")]}), "no key for RS256"),
        ("RS256", "keys.json", json.dumps({"keys": [jwk("RS256", n="!")]}), "cannot be read"),
        ("EdDSA", "keys.json", json.dumps({"keys": [jwk("EdDSA", d="x")]}), "private key"),
        ("RS256", "keys.json", "x" * 100_000, "too large"),
    ],
)  # fmt: skip
def test_keys_that_will_not_do(tmp_path: Path, algorithm: str, name: str, content: str, said: str) -> None:
    (tmp_path / name).write_text(content)
    rest = f'jwks_file = "{name}"' if name.endswith("json") else f'keys = [{{key_file = "{name}"}}]'
    with pytest.raises(SettingsError, match=said) as caught:
        read(tmp_path, with_algorithm(algorithm, rest))
    assert "desk 'members'" in str(caught.value)
