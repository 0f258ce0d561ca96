"""Work that is followed: its steps in order, its result, its error, and its end once nobody follows."""

from threading import Event

import pytest

from portal.progress import AbandonedError, Done, Step, followed
from qa.lookup.types import Progress


def test_steps_come_in_order_and_the_result_last() -> None:
    def work(progress: Progress) -> str:
        for done in range(3):
            progress(done, 3)
        return "made"

    assert list(followed(work)) == [Step(0, 3), Step(1, 3), Step(2, 3), Done("made")]


def test_an_error_of_the_work_is_raised_where_it_is_followed() -> None:
    def work(progress: Progress) -> str:
        progress(0, 1)
        raise ValueError("broken")

    heard = followed(work)
    assert next(heard) == Step(0, 1)
    with pytest.raises(ValueError, match="broken"):
        next(heard)


def test_work_ends_at_its_next_step_once_nobody_follows_it() -> None:
    closed, ended = Event(), Event()

    def work(progress: Progress) -> str:
        progress(0, 2)
        closed.wait(10)
        try:
            progress(1, 2)
        except AbandonedError:
            ended.set()
            raise
        return "made"

    heard = followed(work)
    assert next(heard) == Step(0, 2)
    heard.close()
    closed.set()
    assert ended.wait(10)
