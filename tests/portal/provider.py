"""A small OpenID Connect provider over real HTTP: it holds to the protocol, unless a test tells it to lie."""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from jwt.algorithms import RSAAlgorithm

CLIENT, CLIENT_SECRET = "refdesk", "a secret that the provider gave to the desk"
PRIVATE, STRANGER = generate_private_key(65537, 2048), generate_private_key(65537, 2048)


class OidcProvider:
    """Everybody who comes is signed in as `person`. `lies` changes the claims of the identity token."""

    def __init__(self) -> None:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.get(self)

            def do_POST(self) -> None:
                provider.token(self)

            def log_message(self, format: str, *args: Any) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()
        self.issuer = f"http://127.0.0.1:{self._server.server_address[1]}"
        self.reset()

    def reset(self) -> None:
        """Honest again."""
        self.person: dict[str, Any] = {"sub": "editor-7", "groups": ["library-staff", "choir"]}
        self.lies: dict[str, Any] = {}
        self.sign: Any = lambda claims: jwt.encode(claims, PRIVATE, "RS256", {"kid": "one"})
        self.discovered: dict[str, Any] = {}
        self.answer: Any = None
        self.asked: list[dict[str, str]] = []
        self.codes: dict[str, dict[str, str]] = {}

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def get(self, request: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(request.path)
        if parts.path == "/.well-known/openid-configuration":
            said = {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
            }
            respond(request, 200, {**said, **self.discovered})
        elif parts.path == "/keys":
            key = RSAAlgorithm.to_jwk(PRIVATE.public_key(), as_dict=True)
            respond(request, 200, {"keys": [{**key, "kid": "one", "use": "sig", "alg": "RS256"}]})
        elif parts.path == "/authorize":
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            self.asked.append(asked)
            code = secrets.token_urlsafe(16)
            self.codes[code] = asked
            request.send_response(302)
            query = urlencode({"code": code, "state": asked["state"]})
            request.send_header("location", f"{asked['redirect_uri']}?{query}")
            request.end_headers()

    def token(self, request: BaseHTTPRequestHandler) -> None:
        """Exchanges a code, once, for who proves to have begun with it."""
        body = request.rfile.read(int(request.headers["content-length"])).decode()
        given = {name: values[0] for name, values in parse_qs(body).items()}
        asked = self.codes.pop(given.get("code", ""), None)
        credentials = base64.b64encode(f"{CLIENT}:{CLIENT_SECRET}".encode()).decode()
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            asked is None
            or request.headers.get("authorization") != f"Basic {credentials}"
            or asked["code_challenge_method"] != "S256"
            or asked["code_challenge"] != challenge
            or asked["redirect_uri"] != given["redirect_uri"]
        ):
            respond(request, 400, {"error": "invalid_grant"})
            return
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **self.person,
            **self.lies,
        }
        token = self.sign({name: value for name, value in claims.items() if value is not None})
        answer = {"access_token": "x", "token_type": "Bearer", "id_token": token}
        respond(request, 200, answer if self.answer is None else self.answer)


def respond(request: BaseHTTPRequestHandler, status: int, content: object) -> None:
    body = json.dumps(content).encode()
    request.send_response(status)
    request.send_header("content-type", "application/json")
    request.send_header("content-length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)
