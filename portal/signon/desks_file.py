"""The file that REFDESK_DESKS names → the desks in it. Every mistake is told with its file, desk, key and remedy."""

import difflib
import json
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from corpus.errors import SettingsError
from corpus.settings import PREFIX
from corpus.types import Tier
from portal.signon.cookies import is_loopback
from portal.signon.desks import Desks, Limits, PortalDesk
from portal.signon.jwks import PublishedKeys
from portal.signon.keyring import Keyring, Keys, key_from_text, keys_from_jwks

DESK_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
COLOUR = r"^(#[0-9a-fA-F]{3}|#[0-9a-fA-F]{6}|)$"
LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
LARGEST_JWKS_BYTES = 64 * 1024
USUAL = Limits()
Text = Annotated[str, Field(min_length=1, max_length=300)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class KeyFields(_Strict):
    """One key: its text, or where the text is."""

    kid: Annotated[str, Field(max_length=128)] = ""
    key: str = ""
    key_env: str = ""
    key_file: str = ""

    @model_validator(mode="after")
    def _one_place(self) -> "KeyFields":
        if sum(map(bool, (self.key, self.key_env, self.key_file))) != 1:
            raise ValueError('give each key by exactly one of key = "…", key_env = "…" and key_file = "…"')
        return self


class LimitFields(_Strict):
    """Questions a minute."""

    member_per_minute: Annotated[int, Field(ge=1)] = USUAL.member_per_minute
    address_per_minute: Annotated[int, Field(ge=1)] = USUAL.address_per_minute


class DeskFields(_Strict):
    """A desk as it stands in the file."""

    title: Text
    origins: list[str]
    tier_at_most: Literal["public", "member", "staff"]
    issuer: Text
    audience: Text
    algorithm: Literal["EdDSA", "ES256", "RS256", "HS256"]
    keys: list[KeyFields] = []
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
        parts = urlsplit(url)
        safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
        if url and (not safe or not parts.hostname or parts.username or parts.password):
            raise ValueError("give an address that begins with https:// and holds no password")
        return url

    @model_validator(mode="after")
    def _keys_from_one_place(self) -> "DeskFields":
        if sum(map(bool, (self.keys, self.jwks_file, self.jwks_url))) != 1:
            raise ValueError("give the keys by exactly one of [[desks.….keys]], jwks_file and jwks_url")
        if self.algorithm == "HS256" and not self.keys:
            raise ValueError("HS256 has a shared secret, which no key set may hold; give it in [[desks.….keys]]")
        return self


NESTED: Mapping[str, type[_Strict]] = {"limits": LimitFields, "keys": KeyFields}


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


def listed_desks(path: Path) -> Mapping[str, object]:
    """What the TOML file `path` says of each desk, by its id, as yet unchecked. Raises SettingsError."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"The desks file {path} (REFDESK_DESKS) cannot be read: {error}.") from error
    for name in content:
        if name != "desks":
            raise SettingsError(f"{path}: '{name}' is not known here; desks are written as [desks.members].")
    listed = content.get("desks", {})
    if not isinstance(listed, dict):
        raise SettingsError(f"{path}: 'desks' is no table; desks are written as [desks.members].")
    return listed


def read_desks(path: Path, environment: Mapping[str, str] | None = None) -> Desks:
    """The desks in the TOML file `path`; `environment` is where keys given by `key_env` are.

    Raises SettingsError for the first mistake, with the file, the desk and the key that it is in, and what to do.
    """
    environment = os.environ if environment is None else environment
    desks = [_Reading(path, id, environment).desk(fields) for id, fields in listed_desks(path).items()]
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
    """One desk being read."""

    def __init__(self, path: Path, id: str, environment: Mapping[str, str]) -> None:
        self.path = path
        self.id = id
        self.environment = environment

    def wrong(self, key: str, sentence: str) -> SettingsError:
        return SettingsError(f"{self.path}, desk '{self.id}'{f', {key}' if key else ''}: {sentence}.")

    def desk(self, fields: object) -> PortalDesk:
        if not DESK_ID.fullmatch(self.id):
            raise self.wrong("", "an id has small letters, digits and hyphens, at most 40; rename it")
        try:
            read = DeskFields.model_validate(fields)
        except ValidationError as error:
            raise self._first(error) from error
        return PortalDesk(
            id=self.id,
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

    def _first(self, error: ValidationError) -> SettingsError:
        """The first mistake, with the nearest name for a misspelled one. No value is repeated: it may be a key."""
        mistakes = error.errors(include_input=False, include_url=False)
        first = min(mistakes, key=lambda mistake: mistake["type"] != "extra_forbidden")
        key = ".".join(str(part) for part in first["loc"])
        sentence = first["msg"].removeprefix("Value error, ")
        if first["type"] == "extra_forbidden":
            known = NESTED.get(str(first["loc"][0]), DeskFields).model_fields
            near = difflib.get_close_matches(str(first["loc"][-1]), known, n=1, cutoff=0.5)
            sentence = f"there is no such key; did you mean {near[0]}?" if near else "there is no such key; remove it"
        elif first["type"] == "missing":
            sentence = f"this key is missing; add {key} = …"
        return self.wrong(key, sentence.removesuffix("."))

    def _keys(self, read: DeskFields) -> Keys:
        if read.jwks_url:
            return PublishedKeys(read.jwks_url, read.algorithm)
        if read.jwks_file:
            text = self._text(read.jwks_file, "jwks_file")
            try:
                return Keyring(keys_from_jwks(read.algorithm, json.loads(text)))
            except (ValueError, RecursionError) as error:
                raise self.wrong("jwks_file", str(error)) from error
        found = []
        for number, fields in enumerate(read.keys, 1):
            where = f"key {number}" + (f" ('{fields.kid}')" if fields.kid else "")
            try:
                found.append(key_from_text(read.algorithm, fields.kid, self._key_text(fields, where)))
            except ValueError as error:
                raise self.wrong(where, str(error)) from error
        names = [key.kid for key in found if key.kid]
        if len(set(names)) < len(names):
            raise self.wrong("keys", "two keys have the same kid; give each its own")
        return Keyring(tuple(found))

    def _key_text(self, fields: KeyFields, where: str) -> str:
        if fields.key:
            return fields.key
        if fields.key_file:
            return self._text(fields.key_file, where).strip()
        name = fields.key_env
        if name.upper().startswith(PREFIX):
            raise self.wrong(where, f"variables that begin with {PREFIX} are settings; name {name} otherwise")
        if not self.environment.get(name):
            raise self.wrong(where, f"the environment has no variable {name}; set it, or name another in key_env")
        return self.environment[name].strip()

    def _text(self, name: str, where: str) -> str:
        """The file `name`, which lies beside the desks file unless it says otherwise."""
        file = self.path.parent / name
        try:
            if file.stat().st_size > LARGEST_JWKS_BYTES:
                raise self.wrong(where, f"{file} is too large for a key")
            return file.read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            raise self.wrong(where, f"{file} cannot be read ({error})") from error
