"""Where a request comes from: the socket, or a trusted proxy's word, and never the sender's own."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import SettingsError
from portal.door.addresses import Proxies, address_in

PROXY = "10.0.0.1"
PROXIES = Proxies(["10.0.0.0/8", "127.0.0.1", "2001:db8:1::/48"])


def request(peer: str | None, **headers: str | list[str]) -> dict[str, Any]:
    """The scope of a request from `peer`; `x_forwarded_for` stands for X-Forwarded-For."""
    raw = [
        (name.replace("_", "-").encode(), value.encode("latin-1"))
        for name, values in headers.items()
        for value in ([values] if isinstance(values, str) else values)
    ]
    return {"type": "http", "client": None if peer is None else (peer, 4711), "headers": raw}


@pytest.mark.parametrize(
    ("headers", "origin"),
    [
        ({}, PROXY),
        ({"x_forwarded_for": "203.0.113.7"}, "203.0.113.7"),
        ({"x_forwarded_for": "203.0.113.7:4711"}, "203.0.113.7"),
        ({"x_forwarded_for": "198.51.100.1, 203.0.113.7"}, "203.0.113.7"),
        ({"x_forwarded_for": "198.51.100.1, 203.0.113.7, 10.2.3.4"}, "203.0.113.7"),
        ({"x_forwarded_for": ["198.51.100.1", "203.0.113.7"]}, "203.0.113.7"),
        ({"x_forwarded_for": "10.9.9.9, 10.2.3.4"}, "10.9.9.9"),
        ({"x_forwarded_for": "203.0.113.7, unknown"}, PROXY),
        ({"x_forwarded_for": "203.0.113.7, unknown, 10.2.3.4"}, "10.2.3.4"),
        ({"x_forwarded_for": ""}, PROXY),
        ({"x_forwarded_for": "2001:db8:2:3:4:5:6:7"}, "2001:db8:2:3::/64"),
        ({"x_forwarded_for": "[2001:db8:2:3::9]:443"}, "2001:db8:2:3::/64"),
        ({"x_forwarded_for": "::ffff:203.0.113.7"}, "203.0.113.7"),
        ({"x_forwarded_for": "fe80::1%eth0"}, "fe80::/64"),
        ({"forwarded": "for=203.0.113.7;proto=https"}, "203.0.113.7"),
        ({"forwarded": 'for="[2001:db8:2::17]:4711", for=10.2.3.4'}, "2001:db8:2::/64"),
        ({"forwarded": "proto=https; For=203.0.113.7"}, "203.0.113.7"),
        ({"forwarded": "for=203.0.113.7, for=_hidden"}, PROXY),
        ({"forwarded": "for=203.0.113.7, proto=http"}, PROXY),
        ({"forwarded": "for=203.0.113.7", "x_forwarded_for": "203.0.113.7"}, "203.0.113.7"),
        ({"forwarded": "for=198.51.100.1", "x_forwarded_for": "203.0.113.7"}, PROXY),
        ({"x_real_ip": "203.0.113.7", "x_client_ip": "203.0.113.7"}, PROXY),
    ],
)
def test_a_trusted_proxy_is_believed(headers: dict[str, Any], origin: str) -> None:
    assert PROXIES.origin(request(PROXY, **headers)) == origin


@pytest.mark.parametrize("peer", ["203.0.113.7", "2001:db8:2:3:4:5:6:7", "::ffff:203.0.113.7", None, "testclient"])
@pytest.mark.parametrize("header", ["x_forwarded_for", "forwarded", "x_real_ip"])
def test_nobody_else_is(peer: str | None, header: str) -> None:
    told = "for=198.51.100.1" if header == "forwarded" else "198.51.100.1"
    for proxies in (PROXIES, Proxies()):
        plain = proxies.origin(request(peer))
        assert proxies.origin(request(peer, **{header: told})) == plain
        assert plain in ("203.0.113.7", "2001:db8:2:3::/64", "")
        assert not proxies.speaks(request(peer))


@given(st.lists(st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\0"))), st.ip_addresses(v=4))
def test_what_the_sender_writes_never_counts(made_up: list[str], real: Any) -> None:
    """Whatever stands to the left of the address that the proxy itself has added."""
    if PROXIES.trusts(real):
        return
    assert PROXIES.origin(request(PROXY, x_forwarded_for=[*made_up, str(real)])) == str(real)
    if made_up:
        assert PROXIES.origin(request(PROXY, x_forwarded_for=f"{','.join(made_up)}, {real}")) == str(real)


def test_one_household_is_one_address() -> None:
    everybody = Proxies()
    first, second, other = (
        everybody.origin(request(peer)) for peer in ("2001:db8::1", "2001:db8::ffff:2", "2001:db8:0:1::1")
    )
    assert first == second != other


@pytest.mark.parametrize("text", ["", " ", "unknown", "_x", "1.2.3", "1.2.3.4.5", "localhost", "0x7f.1", "::g", "[]"])
def test_what_is_no_address(text: str) -> None:
    assert address_in(text) is None


@pytest.mark.parametrize("named", ["proxy.example", "10.0.0.0/99", "10.0.0.1:80", "*"])
def test_a_proxy_is_named_by_its_address(named: str) -> None:
    with pytest.raises(SettingsError, match=r"REFDESK_PROXY: .* Give addresses or networks"):
        Proxies([named])
