"""The cookie of a reader who is signed on to the desk's own pages: first-party, out of scripts' reach, of this host."""

from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.types import Scope

SECURE = "__Host-refdesk"
PLAIN = "refdesk_session"
"""On loopback without TLS, where browsers refuse the prefix."""


def cookie_name(scope: Scope) -> str | None:
    """The name of the cookie for a request, or None where there is none: over plain HTTP to another machine."""
    if scope["scheme"] == "https":
        return SECURE
    host = Headers(scope=scope).get("host", "").rsplit(":", 1)[0].strip("[]")
    return PLAIN if is_loopback(host) else None


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine, by name or address."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def secret_in(scope: Scope) -> str | None:
    """What the cookie of the request holds; None without one, and where two of one name contradict each other."""
    name = cookie_name(scope)
    found = set()
    for header in Headers(scope=scope).getlist("cookie"):
        for pair in header.split(";"):
            cookie: SimpleCookie = SimpleCookie()
            try:
                cookie.load(pair)
            except CookieError:
                continue
            found |= {morsel.value for morsel in cookie.values() if morsel.key == name}
    return found.pop() if len(found) == 1 else None


def set_cookie(scope: Scope, secret: str) -> str:
    """The Set-Cookie header's value; the cookie lasts while the browser is open, and what it opens as long as the desk
    says. Raises ValueError where a request can have no cookie."""
    name = cookie_name(scope)
    if name is None:
        raise ValueError("no cookie over plain HTTP to another machine")
    return f"{name}={secret}; Path=/; HttpOnly; SameSite=Lax{'; Secure' if name == SECURE else ''}"


def drop_cookie(scope: Scope) -> str:
    """The value of a Set-Cookie header that takes the cookie back."""
    return f"{set_cookie(scope, '')}; Max-Age=0"
