"""A portal's token for the member who is signed on, with PyJWT (`pip install pyjwt[crypto]`).

    python refdesk_token.py MEMBER TIER       prints one, from the same settings as below

Four things must never happen:

- the secret in a page, in a script that a browser gets, in a repository or in a log;
- a token in a page that a cache or a proxy may keep, or in an address that a server logs. Give it in answer to a POST
  that the page's script makes, with `Cache-Control: no-store`;
- a token for anybody but the member of the portal's own session: never take the member or the tier from the request;
- one token for two frames: each is good once, for a minute.
"""

import hashlib
import hmac
import os
import secrets
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass

import jwt


@dataclass(frozen=True)
class Portal:
    """What the desk knows the portal by; the same four values stand in the desk's file.

    `signing_key` is the secret shared with the desk (HS256) or the portal's private key in PEM (EdDSA, ES256, RS256).
    `pseudonym_key` is a second secret that never leaves the portal: with it a member has a name that the desk cannot
    trace back.
    """

    issuer: str
    audience: str
    signing_key: str
    pseudonym_key: str
    algorithm: str = "HS256"

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Portal":
        """The portal as its environment variables say. Raises KeyError for one that is missing."""
        return cls(
            environment["PORTAL_ISSUER"],
            environment["PORTAL_AUDIENCE"],
            environment["PORTAL_SIGNING_KEY"],
            environment["PORTAL_PSEUDONYM_KEY"],
            environment.get("PORTAL_ALGORITHM", "HS256"),
        )


def refdesk_token(portal: Portal, member: str, tier: str) -> str:
    """A token that says: this is `member`, who may read what `tier` may (`public`, `member` or `staff`)."""
    now = int(time.time())
    name = hmac.new(portal.pseudonym_key.encode(), member.encode(), hashlib.sha256).hexdigest()
    claims = {
        "iss": portal.issuer,
        "aud": portal.audience,
        "sub": name,
        "iat": now,
        "exp": now + 60,
        "jti": secrets.token_urlsafe(24),
        "tier": tier,
    }
    return jwt.encode(claims, portal.signing_key, algorithm=portal.algorithm)


if __name__ == "__main__":
    print(refdesk_token(Portal.of(os.environ), *sys.argv[1:3]))
