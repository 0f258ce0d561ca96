"""The line: so many work at a time, first come first served, and whoever leaves it or finds it full is told apart."""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from portal.door.admission import Admission, BusyError


def test_no_more_than_its_places_work_at_a_time() -> None:
    admission = Admission(places=3, line=100, wait_s=30)
    at_work, most = 0, 0
    lock = threading.Lock()

    def work(_: int) -> None:
        nonlocal at_work, most
        with admission.place():
            with lock:
                at_work += 1
                most = max(most, at_work)
            time.sleep(0.005)
            with lock:
                at_work -= 1

    with ThreadPoolExecutor(24) as threads:
        list(threads.map(work, range(100)))
    assert most == 3
    assert (admission.working, admission.waiting) == (0, 0)


def test_threads_and_coroutines_stand_in_one_line() -> None:
    admission = Admission(places=1, line=10, wait_s=10)
    order: list[str] = []

    async def in_loop(name: str) -> None:
        async with admission.place_in_loop():
            order.append(name)

    def in_thread(name: str) -> None:
        with admission.place():
            order.append(name)

    async def everybody() -> None:
        with admission.place():
            tasks = []
            for name, work in (("a", in_loop), ("b", None), ("c", in_loop), ("d", None)):
                before = admission.waiting
                tasks.append(asyncio.ensure_future(work(name) if work else asyncio.to_thread(in_thread, name)))
                while admission.waiting == before:
                    await asyncio.sleep(0.001)
        await asyncio.gather(*tasks)

    asyncio.run(everybody())
    assert order == ["a", "b", "c", "d"]
    assert (admission.working, admission.waiting) == (0, 0)


def test_a_full_line_says_so_at_once_and_when_to_come_back() -> None:
    admission = Admission(places=1, line=0, wait_s=60)
    with admission.place():
        began = time.perf_counter()
        with pytest.raises(BusyError, match=r"in about 1 second\.") as busy, admission.place():
            raise AssertionError("there was a place")
        assert time.perf_counter() - began < 1
    assert (busy.value.reason, busy.value.retry_after_s) == ("queue full", 1)
    with admission.place():
        assert admission.working == 1


def test_nobody_is_let_into_a_line_that_is_too_slow() -> None:
    """Two seconds for each: the first in line waits two, the second would wait four."""
    admission = Admission(places=1, line=50, wait_s=3, usual_s=2)
    done = threading.Event()

    def wait() -> None:
        with admission.place():
            done.set()

    with admission.place():
        first = threading.Thread(target=wait)
        first.start()
        while admission.waiting == 0:
            time.sleep(0.001)
        with pytest.raises(BusyError) as busy, admission.place():
            raise AssertionError("there was a place")
    first.join(10)
    assert done.is_set()
    assert (busy.value.reason, busy.value.retry_after_s) == ("queue full", 4)


def test_nobody_waits_longer_than_is_allowed() -> None:
    admission = Admission(places=1, line=5, wait_s=0.05, usual_s=0.01)

    async def wait() -> None:
        async with admission.place_in_loop():
            raise AssertionError("there was a place")

    with admission.place():
        for enter in (lambda: asyncio.run(wait()), lambda: admission.place().__enter__()):
            with pytest.raises(BusyError) as busy:
                enter()
            assert busy.value.reason == "waited too long"
            assert admission.waiting == 0
    assert admission.working == 0


def test_whoever_leaves_the_line_takes_no_place() -> None:
    admission = Admission(places=1, line=50, wait_s=10)

    async def wait() -> None:
        async with admission.place_in_loop():
            await asyncio.sleep(0)

    async def come_and_go() -> None:
        for round in range(30):
            with admission.place():
                tasks = [asyncio.ensure_future(wait()) for _ in range(6)]
                await asyncio.sleep(0)
                for task in tasks[round % 2 :: 2]:
                    task.cancel()
                if round % 3:
                    await asyncio.sleep(0)
            for task in tasks[:2]:  # some at the very moment in which the place is given to them
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            assert (admission.working, admission.waiting) == (0, 0)

    asyncio.run(come_and_go())


def test_an_error_in_the_work_frees_the_place() -> None:
    admission = Admission(places=1, line=0)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), admission.place():
            raise ZeroDivisionError
    assert admission.working == 0


def test_closing_sends_everybody_in_line_away() -> None:
    admission = Admission(places=1, line=5, wait_s=30)
    reasons: list[str] = []

    def wait() -> None:
        try:
            with admission.place():
                reasons.append("a place")
        except BusyError as busy:
            reasons.append(busy.reason)

    with admission.place():
        threads = [threading.Thread(target=wait) for _ in range(3)]
        for thread in threads:
            thread.start()
        while admission.waiting < 3:
            time.sleep(0.001)
        admission.close()
        for thread in threads:
            thread.join(5)
        wait()
    assert reasons == ["closing"] * 4
    assert admission.working == 0
