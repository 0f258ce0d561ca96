"""The file that REFDESK_DESKS names → the desks in it. Every mistake is told with its file, desk, key and remedy."""

import difflib
import json
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator

from corpus.errors import SettingsError
from corpus.types import Tier
from portal.signon.cookies import is_loopback
from portal.signon.desks import Desks, Limits, PortalDesk
from portal.signon.fetching import is_safe
from portal.signon.jwks import PublishedKeys
from portal.signon.keyring import Keyring, Keys, key_from_text, keys_from_jwks
from portal.signon.oidc import SignIn
from portal.signon.places import KeyFields, Places, SecretFields, Strict

DESK_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
COLOUR = r"^(#[0-9a-fA-F]{3}|#[0-9a-fA-F]{6}|)$"
LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
USUAL = Limits()
Text = Annotated[str, Field(min_length=1, max_length=300)]


class LimitFields(Strict):
    """Questions a minute."""

    member_per_minute: Annotated[int, Field(ge=1)] = USUAL.member_per_minute
    address_per_minute: Annotated[int, Field(ge=1)] = USUAL.address_per_minute


class SignInFields(Strict):
    """The provider with which people sign in on the page itself."""

    issuer: Text
    client_id: Text
    client_secret: SecretFields
    algorithm: Literal["EdDSA", "ES256", "RS256"]
    tier_claim: Text
    tiers: Annotated[dict[str, Literal["member", "staff"]], Field(min_length=1)]
    scopes: list[str] = Field(default_factory=list)

    @field_validator("issuer")
    @classmethod
    def _safe(cls, url: str) -> str:
        if not is_safe(url):
            raise ValueError("give an address that begins with https:// and holds no password")
        return url


class DeskFields(Strict):
    """A desk as it stands in the file."""

    title: Text
    origins: list[str]
    tier_at_most: Literal["public", "member", "staff"]
    issuer: Text
    audience: Text
    algorithm: Literal["EdDSA", "ES256", "RS256", "HS256"]
    keys: list[KeyFields] = Field(default_factory=list)
    jwks_file: str = ""
    jwks_url: str = ""
    limits: LimitFields = LimitFields()
    accent: Annotated[str, Field(pattern=COLOUR)] = ""
    greeting: Annotated[str, Field(max_length=300)] = ""
    language: Annotated[str, Field(pattern=LANGUAGE)] = "en"
    tell_of_more: bool = False

    @field_validator("origins")
    @classmethod
    def _exact(cls, origins: list[str]) -> list[str]:
        for origin in origins:
            check_origin(origin)
        return origins

    @field_validator("jwks_url")
    @classmethod
    def _safe(cls, url: str) -> str:
        if url and not is_safe(url):
            raise ValueError("give an address that begins with https:// and holds no password")
        return url

    @model_validator(mode="after")
    def _keys_from_one_place(self) -> "DeskFields":
        if sum(map(bool, (self.keys, self.jwks_file, self.jwks_url))) != 1:
            raise ValueError("give the keys by exactly one of [[desks.….keys]], jwks_file and jwks_url")
        if self.algorithm == "HS256" and not self.keys:
            raise ValueError("HS256 has a shared secret, which no key set may hold; give it in [[desks.….keys]]")
        return self


NESTED: Mapping[str, type[Strict]] = {"limits": LimitFields, "keys": KeyFields, "client_secret": SecretFields}


def check_origin(origin: str) -> None:
    """Raises ValueError, saying what to write, unless `origin` is scheme, host and port as browsers send them."""
    parts = urlsplit(origin)
    try:
        port = parts.port
    except ValueError:
        port = -1
    host = parts.hostname or ""
    spelled = f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{f':{port}' if port is not None else ''}"
    if "*" in origin:
        raise ValueError(f"'{origin}' has a wildcard; list each origin by itself")
    if not host or origin != spelled or not re.fullmatch(r"[a-z0-9.:\[\]-]+", parts.netloc):
        raise ValueError(f"'{origin}' is no origin; write https://portal.example, in lower case and without a path")
    if (parts.scheme, port) in (("https", 443), ("http", 80)):
        raise ValueError(f"'{origin}' names the usual port, which browsers leave out; leave it out too")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        raise ValueError(f"'{origin}' is not https; only this machine (http://localhost:8080) may do without")


def _content(path: Path) -> dict[str, Any]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"The desks file {path} (REFDESK_DESKS) cannot be read: {error}.") from error
    for name in content:
        if name not in ("desks", "sign_in"):
            raise SettingsError(f"{path}: '{name}' is not known here; desks are written as [desks.members].")
    return content


def listed_desks(path: Path) -> Mapping[str, object]:
    """What the TOML file `path` says of each desk, by its id, as yet unchecked. Raises SettingsError."""
    listed = _content(path).get("desks", {})
    if not isinstance(listed, dict):
        raise SettingsError(f"{path}: 'desks' is no table; desks are written as [desks.members].")
    return listed


def read_sign_in(path: Path, environment: Mapping[str, str] | None = None) -> SignIn | None:
    """The provider of the table [sign_in] in the TOML file `path`, if it has one. Raises SettingsError."""
    fields = _content(path).get("sign_in")
    return None if fields is None else _Reading(path, "[sign_in]", environment).sign_in(fields)


def read_desks(path: Path, environment: Mapping[str, str] | None = None) -> Desks:
    """The desks in the TOML file `path`; `environment` is where keys given by `key_env` are.

    Raises SettingsError for the first mistake, with the file, the desk and the key that it is in, and what to do.
    """
    desks = [_Reading(path, f"desk '{id}'", environment).desk(id, fields) for id, fields in listed_desks(path).items()]
    seen: dict[tuple[str, str], str] = {}
    for desk in desks:
        other = seen.setdefault((desk.issuer, desk.audience), desk.id)
        if other != desk.id:
            raise SettingsError(
                f"{path}: the desks '{other}' and '{desk.id}' have the same issuer and audience, so that a token for "
                "one would open the other; give each an audience of its own."
            )
    return Desks(desks)


class _Reading:
    """One table being read; `name` is what it is called in a mistake."""

    def __init__(self, path: Path, name: str, environment: Mapping[str, str] | None) -> None:
        self.path = path
        self.name = name
        self.places = Places(path.parent, os.environ if environment is None else environment)

    def wrong(self, key: str, sentence: str) -> SettingsError:
        return SettingsError(f"{self.path}, {self.name}{f', {key}' if key else ''}: {sentence}.")

    def desk(self, id: str, fields: object) -> PortalDesk:
        """The desk of that id."""
        if not DESK_ID.fullmatch(id):
            raise self.wrong("", "an id has small letters, digits and hyphens, at most 40; rename it")
        try:
            read = DeskFields.model_validate(fields)
        except ValidationError as error:
            raise self._first(error, DeskFields) from error
        return PortalDesk(
            id=id,
            title=read.title,
            origins=tuple(dict.fromkeys(read.origins)),
            tier_at_most=Tier.named(read.tier_at_most),
            issuer=read.issuer,
            audience=read.audience,
            algorithm=read.algorithm,
            keys=self._keys(read),
            limits=Limits(read.limits.member_per_minute, read.limits.address_per_minute),
            accent=read.accent,
            greeting=read.greeting,
            language=read.language,
            tell_of_more=read.tell_of_more,
        )

    def _first(self, error: ValidationError, fields: type[Strict]) -> SettingsError:
        """The first mistake, with the nearest name for a misspelled one. No value is repeated: it may be a key."""
        mistakes = error.errors(include_input=False, include_url=False)
        first = min(mistakes, key=lambda mistake: mistake["type"] != "extra_forbidden")
        key = ".".join(str(part) for part in first["loc"])
        sentence = first["msg"].removeprefix("Value error, ")
        if first["type"] == "extra_forbidden":
            known = NESTED.get(str(first["loc"][0]), fields).model_fields
            near = difflib.get_close_matches(str(first["loc"][-1]), known, n=1, cutoff=0.5)
            sentence = f"there is no such key; did you mean {near[0]}?" if near else "there is no such key; remove it"
        elif first["type"] == "missing":
            sentence = f"this key is missing; add {key} = …"
        return self.wrong(key, sentence.removesuffix("."))

    def _keys(self, read: DeskFields) -> Keys:
        if read.jwks_url:
            return PublishedKeys(read.jwks_url, read.algorithm)
        if read.jwks_file:
            try:
                return Keyring(keys_from_jwks(read.algorithm, json.loads(self.places.file(read.jwks_file))))
            except (ValueError, RecursionError) as error:
                raise self.wrong("jwks_file", str(error)) from error
        found = []
        for number, fields in enumerate(read.keys, 1):
            try:
                found.append(key_from_text(read.algorithm, fields.kid, self.places.text(fields)))
            except ValueError as error:
                raise self.wrong(f"key {number}" + (f" ('{fields.kid}')" if fields.kid else ""), str(error)) from error
        names = [key.kid for key in found if key.kid]
        if len(set(names)) < len(names):
            raise self.wrong("keys", "two keys have the same kid; give each its own")
        return Keyring(tuple(found))

    def sign_in(self, fields: object) -> SignIn:
        """The provider of the table [sign_in]."""
        try:
            read = SignInFields.model_validate(fields)
        except ValidationError as error:
            raise self._first(error, SignInFields) from error
        try:
            secret = self.places.text(read.client_secret)
        except ValueError as error:
            raise self.wrong("client_secret", str(error)) from error
        return SignIn(
            issuer=read.issuer,
            client_id=read.client_id,
            client_secret=secret,
            algorithm=read.algorithm,
            tier_claim=read.tier_claim,
            tiers={value: Tier.named(tier) for value, tier in read.tiers.items()},
            scopes=tuple(dict.fromkeys(("openid", *read.scopes))),
        )
