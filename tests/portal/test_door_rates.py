"""Limits: by reader first, then by address; the time to wait is exact; reading is hardly limited."""

import time
from dataclasses import dataclass

import pytest
from limits import RateLimitItem, RateLimitItemPerSecond

from corpus.types import Tier
from portal.door.calls import Call
from portal.door.rates import RATES, Rate, Rates, TooMany
from portal.door.work import (
    ASKING,
    CHATTING,
    FEEDBACK,
    LOOKING_UP,
    PROGRAM,
    READING,
    SEARCHING,
    SIGNING_ON,
    STAFF,
    WATCHING,
    Work,
    work_of,
)
from portal.identity import Reader

FEW = {ASKING.name: Rate(public=2, member=3, staff=4, address=5)}


def two_seconds(amount: int) -> RateLimitItem:
    return RateLimitItemPerSecond(amount, 2)


def call(subject: str = "", address: str = "203.0.113.7", tier: Tier = Tier.PUBLIC, desk: str = "") -> Call:
    return Call(address=address, reader=Reader(tier, subject, desk))


def taken(rates: Rates, who: Call, work: Work = ASKING) -> int:
    """How many requests are taken before one is refused."""
    count = 0
    while rates.refused(who, work) is None:
        count += 1
        assert count < 10_000
    return count


def test_each_tier_has_its_own_rate() -> None:
    for tier, most in ((Tier.PUBLIC, 2), (Tier.MEMBER, 3), (Tier.STAFF, 4)):
        assert taken(Rates(FEW), call("anna", tier=tier)) == most


def test_readers_do_not_share_but_their_address_has_an_end() -> None:
    rates = Rates(FEW)
    assert taken(rates, call("anna", tier=Tier.MEMBER)) == 3
    assert rates.refused(call("anna", "198.51.100.1", Tier.MEMBER), ASKING).by == "reader"  # type: ignore[union-attr]
    assert taken(rates, call("ben", tier=Tier.MEMBER)) == 2
    over = rates.refused(call("carla", tier=Tier.MEMBER), ASKING)
    assert over is not None
    assert over.by == "address"
    assert taken(rates, call("carla", "198.51.100.1", Tier.MEMBER)) == 3


def test_nobody_in_particular_is_counted_by_address() -> None:
    rates = Rates(FEW)
    assert taken(rates, call()) == 2
    assert taken(rates, call(address="198.51.100.1")) == 2
    assert taken(rates, call("anna", tier=Tier.MEMBER)) == 3  # whoever is signed on is not kept out by them


def test_what_is_refused_is_not_counted() -> None:
    rates = Rates(FEW, window=two_seconds)
    who = call("anna", tier=Tier.MEMBER)
    for _ in range(50):
        rates.refused(who, ASKING)
    assert taken(rates, call("ben", tier=Tier.MEMBER)) == 2  # of five for the address, anna has taken three


def test_the_time_to_wait_is_exact() -> None:
    """After it there is room for one more; a second before there was none."""
    rates = Rates(FEW, window=two_seconds)
    who = call()
    assert rates.refused(who, ASKING) is None
    time.sleep(1.2)
    assert rates.refused(who, ASKING) is None
    over = rates.refused(who, ASKING)
    assert over == TooMany("address", 1)
    time.sleep(over.retry_after_s)
    assert rates.refused(who, ASKING) is None
    assert rates.refused(who, ASKING) == TooMany("address", 1)


def test_a_full_window_says_how_long_it_lasts() -> None:
    rates = Rates(FEW)
    taken(rates, call())
    assert rates.refused(call(), ASKING) == TooMany("address", 60)


@dataclass
class Allowed:
    member_per_minute: int
    address_per_minute: int


def test_a_desk_has_its_own_rates_for_questions() -> None:
    rates = Rates(FEW, of_desk={"portal": Allowed(6, 1)}.get)
    assert taken(rates, call(desk="portal")) == 1
    framed = call(address="198.51.100.9")
    framed.framed = "portal"
    assert taken(rates, framed) == 1
    assert taken(rates, call(desk="another")) == 2
    assert taken(rates, call()) == 0  # who names a desk that is none gains nothing by it
    assert taken(rates, call("anna", "198.51.100.1", Tier.MEMBER, "portal")) == 5  # the address's end comes first
    wide = Rates({ASKING.name: Rate(2, 3, 4, 50)}, of_desk={"portal": Allowed(6, 1)}.get)
    assert taken(wide, call("anna", tier=Tier.MEMBER, desk="portal")) == 6


def test_kinds_of_work_are_counted_apart() -> None:
    rates = Rates()
    assert taken(rates, call(), ASKING) == RATES[ASKING.name].public
    assert taken(rates, call(), LOOKING_UP) == RATES[LOOKING_UP.name].public
    assert taken(rates, call(), READING) == RATES[READING.name].public >= 600
    assert all(rates.refused(call(), WATCHING) is None for _ in range(5_000))


def test_names_that_are_no_longer_seen_are_forgotten() -> None:
    """Else whoever owns many addresses could fill the memory."""
    rates = Rates(FEW, window=lambda amount: RateLimitItemPerSecond(amount, 1))
    for number in range(900):
        rates.refused(call(address=f"10.0.{number // 256}.{number % 256}"), ASKING)
    assert rates.names == 900
    time.sleep(1.1)
    for number in range(150):
        rates.refused(call(address=f"10.9.9.{number % 100}"), ASKING)
        time.sleep(0.001)
    assert rates.names <= 100


@pytest.mark.parametrize(
    ("method", "address", "work"),
    [
        ("POST", "/api/ask", ASKING),
        ("POST", "/api/receipt", ASKING),
        ("POST", "/api/lookup", LOOKING_UP),
        ("POST", "/check", LOOKING_UP),
        ("POST", "/check/report", LOOKING_UP),
        ("GET", "/check", READING),
        ("GET", "/check?text=", READING),
        ("GET", "/check?text=Poland", LOOKING_UP),
        ("GET", "/mentions?term=NGI", SEARCHING),
        ("GET", "/mentions", READING),
        ("GET", "/api/mentions", SEARCHING),
        ("GET", "/api/search", SEARCHING),
        ("POST", "/api/feedback", FEEDBACK),
        ("POST", "/api/session", SIGNING_ON),
        ("POST", "/api/session/ticket", SIGNING_ON),
        ("POST", "/gradio_api/queue/join", CHATTING),
        ("GET", "/gradio_api/queue/data", READING),
        ("POST", "/v1/chat/completions", PROGRAM),
        ("POST", "/mcp", PROGRAM),
        ("POST", "/staff/documents", STAFF),
        ("POST", "/something/new", ASKING),
        ("PUT", "/something/new", ASKING),
        ("GET", "/documents", READING),
        ("HEAD", "/passages/white-1", READING),
        ("GET", "/healthz", WATCHING),
        ("HEAD", "/readyz", WATCHING),
        ("GET", "/static/chat.css", WATCHING),
    ],
)
def test_what_a_request_costs(method: str, address: str, work: Work) -> None:
    path, _, query = address.partition("?")
    assert work_of({"method": method, "path": path, "query_string": query.encode()}) == work
