"""When a provider is left alone, and when it gets another chance."""

from collections.abc import Callable

import pytest

from qa.chat.breaker import FAILURES, PAUSE_S, Breaker


@pytest.fixture
def opened(clock: Callable[..., float]) -> Breaker:
    """A breaker that has just opened."""
    breaker = Breaker(clock)
    for _ in range(FAILURES):
        assert breaker.admits()
        breaker.failed()
    assert breaker.state == "open"
    return breaker


def test_opens_only_after_failures_in_a_row(clock: Callable[..., float]) -> None:
    breaker = Breaker(clock)
    for _ in range(3):
        for _ in range(FAILURES - 1):
            breaker.failed()
        breaker.succeeded()
    assert breaker.state == "closed"
    assert breaker.admits()


def test_lets_one_try_after_a_pause(opened: Breaker, clock: Callable[..., float]) -> None:
    clock(PAUSE_S - 0.1)
    assert not opened.admits()
    clock(0.1)
    assert opened.state == "half-open"
    assert [opened.admits() for _ in range(3)] == [True, False, False]


def test_a_try_that_fails_opens_it_for_another_pause(opened: Breaker, clock: Callable[..., float]) -> None:
    clock(PAUSE_S)
    assert opened.admits()
    clock(PAUSE_S / 2)
    opened.failed()
    clock(PAUSE_S - 0.1)
    assert not opened.admits()
    clock(0.1)
    assert opened.admits()
    opened.succeeded()
    assert [opened.admits() for _ in range(3)] == [True] * 3


def test_a_try_that_is_given_up_leaves_the_next_to_another(opened: Breaker, clock: Callable[..., float]) -> None:
    clock(PAUSE_S)
    assert opened.admits()
    assert not opened.admits()
    opened.abandoned()
    assert opened.admits()


def test_a_try_whose_end_is_never_told_does_not_keep_it_open(opened: Breaker, clock: Callable[..., float]) -> None:
    clock(PAUSE_S)
    assert opened.admits()
    clock(PAUSE_S)
    assert opened.admits()


def test_what_was_under_way_when_it_opened_does_not_lengthen_the_pause(
    opened: Breaker, clock: Callable[..., float]
) -> None:
    clock(PAUSE_S - 1)
    opened.failed()
    opened.abandoned()
    assert not opened.admits()
    clock(1)
    assert opened.admits()
