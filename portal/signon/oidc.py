"""OpenID Connect for people who sign in on the page itself: authorization code with PKCE, state and nonce.

The only module that knows Authlib, which is in the extra `oidc`.
"""

import hmac
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import jwt

from corpus.errors import SettingsError
from corpus.types import Tier
from portal.signon.errors import Refused
from portal.signon.fetching import fetched, is_safe
from portal.signon.jwks import PublishedKeys
from portal.signon.tokens import LEEWAY_S

DISCOVERY = "/.well-known/openid-configuration"
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
FRESH_S = 3600.0
TIMEOUT_S = 10.0
LONGEST_TOKEN = 16 * 1024


@dataclass(frozen=True, slots=True)
class SignIn:
    """A provider as the desks file names it. `tiers` says which value of the claim `tier_claim` sees what; whoever has
    none of them gets in nowhere."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    algorithm: str
    tier_claim: str
    tiers: Mapping[str, Tier]
    scopes: tuple[str, ...] = ("openid",)


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in under way: where to send the browser, and what must come back with it."""

    url: str
    redirect_uri: str
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Person:
    """Who has signed in; `subject` is the provider's own name of them."""

    subject: str
    tier: Tier


class Provider:
    """One provider. Raises SettingsError if the extra `oidc` is not installed."""

    def __init__(self, sign_in: SignIn, *, fetch: Callable[[str], object] = fetched) -> None:
        try:
            import authlib.integrations.httpx_client  # noqa: F401 - told now rather than at the first sign-in
        except ImportError as error:
            raise SettingsError(
                "[sign_in] of the desks file needs Authlib: install Refdesk with the extra `oidc`."
            ) from error
        self.sign_in = sign_in
        self._fetch = fetch
        self._lock = threading.Lock()
        self._known: Mapping[str, str] = {}
        self._known_at = float("-inf")
        self._keys: PublishedKeys | None = None

    def begin(self, redirect_uri: str) -> Begun:
        """A new sign-in that comes back to `redirect_uri`. Raises Refused if the provider does not answer."""
        endpoints, _ = self._discovered()
        verifier, state, nonce = secrets.token_urlsafe(48), secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        with self._client(redirect_uri) as client:
            url, _ = client.create_authorization_url(
                endpoints["authorization_endpoint"], state=state, code_verifier=verifier, nonce=nonce
            )
        return Begun(url, redirect_uri, state, nonce, verifier)

    def finish(self, begun: Begun, state: str, code: str) -> Person:
        """Who has signed in, by what the browser brought back. Raises Refused for anything that does not fit."""
        from authlib.integrations.base_client import OAuthError
        from httpx import HTTPError

        if not code or not hmac.compare_digest(state.encode(), begun.state.encode()):
            raise Refused("another state")
        endpoints, keys = self._discovered()
        try:
            with self._client(begun.redirect_uri) as client:
                answer = client.fetch_token(
                    endpoints["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=begun.verifier,
                    redirect_uri=begun.redirect_uri,
                )
        except (OAuthError, HTTPError, ValueError) as error:
            raise Refused(f"the code was not exchanged ({type(error).__name__})") from error
        token = answer.get("id_token")
        if not isinstance(token, str) or len(token) > LONGEST_TOKEN:
            raise Refused("no identity token")
        return self._person(self._claims(token, keys), begun.nonce)

    def _client(self, redirect_uri: str) -> Any:
        from authlib.integrations.httpx_client import OAuth2Client

        return OAuth2Client(
            client_id=self.sign_in.client_id,
            client_secret=self.sign_in.client_secret,
            scope=" ".join(self.sign_in.scopes),
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
            timeout=TIMEOUT_S,
            trust_env=False,
        )

    def _discovered(self) -> tuple[Mapping[str, str], PublishedKeys]:
        """The provider's endpoints, read from it at most once an hour, and its keys."""
        with self._lock:
            if self._keys is None or time.monotonic() - self._known_at > FRESH_S:
                known = self._endpoints()
                if self._keys is None or known["jwks_uri"] != self._known.get("jwks_uri"):
                    self._keys = PublishedKeys(known["jwks_uri"], self.sign_in.algorithm, fetch=self._fetch)
                self._known, self._known_at = known, time.monotonic()
            return self._known, self._keys

    def _endpoints(self) -> Mapping[str, str]:
        try:
            document = self._fetch(self.sign_in.issuer.rstrip("/") + DISCOVERY)
        except ValueError as error:
            raise Refused(f"the provider does not answer: {error}") from error
        if not isinstance(document, dict) or document.get("issuer") != self.sign_in.issuer:
            raise Refused("the provider names another issuer")
        found = {name: document.get(name) for name in ENDPOINTS}
        if not all(isinstance(url, str) and is_safe(url) for url in found.values()):
            raise Refused("the provider's addresses are not HTTPS")
        return {name: str(url) for name, url in found.items()}

    def _claims(self, token: str, keys: PublishedKeys) -> dict[str, Any]:
        try:
            kid = jwt.get_unverified_header(token).get("kid")
            for key in keys.candidates(kid):
                try:
                    return jwt.decode(
                        token,
                        key=key.material,
                        algorithms=[self.sign_in.algorithm],
                        audience=self.sign_in.client_id,
                        issuer=self.sign_in.issuer,
                        leeway=LEEWAY_S,
                        options={"require": ["iss", "aud", "sub", "exp", "iat", "nonce"]},
                    )
                except jwt.InvalidSignatureError:
                    continue
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError) as error:
            raise Refused(f"the identity token is not good ({type(error).__name__})") from error
        raise Refused("the identity token is signed by no key of the provider")

    def _person(self, claims: dict[str, Any], nonce: str) -> Person:
        if not hmac.compare_digest(str(claims["nonce"]).encode("utf-8", "replace"), nonce.encode()):
            raise Refused("another nonce")
        if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != self.sign_in.client_id:
            raise Refused("an identity token for another client too")
        said = claims.get(self.sign_in.tier_claim)
        values = said if isinstance(said, list) else [said]
        tiers = [
            self.sign_in.tiers[value] for value in values if isinstance(value, str) and value in self.sign_in.tiers
        ]
        subject = claims["sub"]
        if not subject.isprintable() or not subject.strip():
            raise Refused("a subject that is no name")
        return Person(subject, max(tiers, default=Tier.PUBLIC))
