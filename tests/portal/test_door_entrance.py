"""Limits, the line and the ids, through the whole app: what a reader, a program and a supervisor get to see."""

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import httpx
import pytest
from doors import WatchedDesk, serving, until
from fastapi import FastAPI
from starlette.testclient import TestClient

from portal.door.addresses import Proxies
from portal.door.admission import Admission
from portal.door.door import Door
from portal.door.rates import RATES, Rate, Rates
from portal.door.work import ASKING, LOOKING_UP, READING

QUESTION = {"question": "Which countries will host missile defense systems?"}
HTML = {"accept": "text/html"}
FEW = {
    **RATES,
    ASKING.name: Rate(2, 3, 4, 50),
    LOOKING_UP.name: Rate(2, 3, 4, 50),
    READING.name: Rate(30, 30, 30, 300),
}


@pytest.fixture(scope="module")
def limited(build_app: Callable[..., FastAPI]) -> Iterator[Callable[[str], TestClient]]:
    """A client at the given address, of an app with few places whose clients come through a proxy."""
    door = Door(rates=Rates(FEW), admission=Admission(2, 2), proxies=Proxies(["10.0.0.1"]))
    app = build_app(WatchedDesk(), door=door)
    with TestClient(app, base_url="http://localhost", client=("10.0.0.1", 4711), raise_server_exceptions=False) as one:

        def at(address: str) -> TestClient:
            one.headers["x-forwarded-for"] = address
            return one

        yield at


def test_one_question_too_many_is_told_when_to_come_back(limited: Callable[[str], TestClient]) -> None:
    client = limited("203.0.113.1")
    assert [client.post("/api/ask", json=QUESTION).status_code for _ in range(2)] == [200, 200]
    response = client.post("/api/ask", json=QUESTION)
    assert response.status_code == 429
    assert response.headers["content-type"] == "application/problem+json"
    wait = int(response.headers["retry-after"])
    assert 58 <= wait <= 60
    assert f"Please try again in {wait} seconds." in response.json()["detail"]
    assert limited("203.0.113.2").post("/api/ask", json=QUESTION).status_code == 200


def test_forged_addresses_do_not_help(limited: Callable[[str], TestClient]) -> None:
    statuses = [limited(f"198.51.100.{n}, 203.0.113.3").post("/api/ask", json=QUESTION).status_code for n in range(4)]
    assert statuses == [200, 200, 429, 429]


def test_a_person_gets_a_page(limited: Callable[[str], TestClient]) -> None:
    client = limited("203.0.113.4")
    for _ in range(2):
        assert client.post("/check", files={"text": (None, "ballistic missiles")}, headers=HTML).status_code == 200
    response = client.post("/check", files={"text": (None, "ballistic missiles")}, headers=HTML)
    assert response.status_code == 429
    assert response.headers["content-type"].startswith("text/html")
    assert "asked for more in a minute than the desk allows. Please try again in" in response.text
    assert client.get("/check", headers=HTML).status_code == 200


def test_reading_and_watching_go_on(limited: Callable[[str], TestClient]) -> None:
    client = limited("203.0.113.5")
    for _ in range(4):
        client.post("/api/ask", json=QUESTION)
    assert all(client.get("/documents").status_code == 200 for _ in range(20))
    assert all(client.get("/healthz").status_code == 200 for _ in range(100))


def test_every_response_has_its_own_id_and_so_have_its_problems(limited: Callable[[str], TestClient]) -> None:
    client = limited("203.0.113.6")
    seen = set()
    for method, path in (("GET", "/"), ("GET", "/healthz"), ("GET", "/nowhere"), ("POST", "/api/ask")):
        id = client.request(method, path).headers["x-request-id"]
        assert UUID(id).hex == id
        seen.add(id)
    assert len(seen) == 4
    for response in (
        client.post("/api/ask", json={"question": ""}),
        client.post("/api/ask", json={"question": "boom"}),
        client.post("/api/ask", content=b"x" * 300_000),
    ):
        told, id = response.json(), response.headers["x-request-id"]
        assert (told["reference"], told["instance"]) == (id, UUID(id).urn)


def test_what_is_absent_has_no_number(limited: Callable[[str], TestClient]) -> None:
    """Else two answers that must look the same would differ."""
    client = limited("203.0.113.7")
    first, second = (client.get(f"/api/documents/{id}") for id in ("none", "other"))
    assert first.status_code == second.status_code == 404
    assert first.content == second.content


@pytest.mark.parametrize("told", ["0123456789abcdef0123456789abcdef", "01234567-89ab-cdef-0123-456789abcdef"])
def test_an_id_is_taken_from_the_proxy_alone(
    told: str, limited: Callable[[str], TestClient], client: TestClient
) -> None:
    headers = {"x-request-id": told}
    through_proxy = limited("203.0.113.8").get("/healthz", headers=headers).headers["x-request-id"]
    assert through_proxy == "0123456789abcdef0123456789abcdef"
    assert client.get("/healthz", headers=headers).headers["x-request-id"] != through_proxy


@pytest.mark.parametrize("told", ["", "x", "<script>", "0" * 33, "g" * 32])
def test_an_id_of_another_shape_is_not_taken(told: str, limited: Callable[[str], TestClient]) -> None:
    id = limited("203.0.113.9").get("/healthz", headers={"x-request-id": told}).headers["x-request-id"]
    assert id != told
    assert UUID(id).hex == id


# behind a real server


@pytest.fixture(scope="module")
def busy(build_app: Callable[..., FastAPI]) -> Iterator[tuple[WatchedDesk, Admission, str]]:
    """A desk with two places and a line of two."""
    desk, admission = WatchedDesk(), Admission(2, 2, wait_s=30)
    with serving(build_app(desk, door=Door(admission=admission))) as address:
        yield desk, admission, address


def ask(address: str) -> httpx.Response:
    return httpx.post(f"{address}/api/ask", json=QUESTION, timeout=30)


def test_a_full_line_is_told_at_once_while_the_desk_lives(busy: tuple[WatchedDesk, Admission, str]) -> None:
    desk, admission, address = busy
    desk.gate.clear()
    with ThreadPoolExecutor(4) as threads:
        inside = [threads.submit(ask, address) for _ in range(4)]
        until(lambda: admission.waiting == 2)
        refused = [ask(address) for _ in range(5)]
        assert httpx.get(f"{address}/healthz").json() == {"status": "alive"}
        assert httpx.get(f"{address}/documents").status_code == 200
        page = httpx.post(f"{address}/check", files={"text": (None, "missiles")}, headers=HTML)
        desk.gate.set()
        assert [each.result().status_code for each in inside] == [200] * 4
    assert [each.status_code for each in refused] == [503] * 5
    assert all(int(each.headers["retry-after"]) >= 1 for each in refused)
    assert "The desk is busy" in refused[0].json()["detail"]
    assert (page.status_code, "The desk is busy" in page.text) == (503, True)
    assert ask(address).status_code == 200


def test_a_reader_who_leaves_while_waiting_leaves_the_line(busy: tuple[WatchedDesk, Admission, str]) -> None:
    desk, admission, address = busy
    desk.gate.clear()
    begun = desk.begun
    with ThreadPoolExecutor(3) as threads:
        inside = [threads.submit(ask, address) for _ in range(2)]
        until(lambda: desk.at_work == 2)
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(f"{address}/api/ask", json=QUESTION, timeout=0.3)
        until(lambda: admission.waiting == 0)
        desk.gate.set()
        assert [each.result().status_code for each in inside] == [200, 200]
    until(lambda: admission.working == 0)
    assert desk.begun == begun + 2


def test_a_reader_who_leaves_a_stream_ends_the_work(busy: tuple[WatchedDesk, Admission, str]) -> None:
    desk, admission, address = busy
    for _ in range(5):
        desk.gate.clear()
        with httpx.stream("POST", f"{address}/api/ask", json={**QUESTION, "stream": True}, timeout=10) as response:
            next(response.iter_lines())
            assert (desk.at_work, admission.working) == (1, 1)
        given = len(desk.asked)
        desk.gate.set()
        until(lambda: desk.at_work == 0 and admission.working == 0)
        assert len(desk.asked) == given


def test_a_closing_desk_tells_its_streams_and_takes_nobody(build_app: Callable[..., FastAPI]) -> None:
    desk, admission = WatchedDesk(), Admission(4, 4)
    door = Door(admission=admission)
    told: list[str] = []

    def follow(address: str) -> None:
        with httpx.stream("POST", f"{address}/api/ask", json={**QUESTION, "stream": True}, timeout=30) as response:
            told.append(response.read().decode())

    desk.gate.clear()
    with serving(build_app(desk, door=door)) as address:
        threads = [threading.Thread(target=follow, args=(address,)) for _ in range(6)]
        for thread in threads:
            thread.start()
        until(lambda: desk.at_work == 4 and admission.waiting == 2)
        assert httpx.get(f"{address}/readyz").status_code == 200
        door.close()
        ready, alive = (httpx.get(f"{address}{path}") for path in ("/readyz", "/healthz"))
        asked = ask(address)
        for thread in threads:
            thread.join(20)
        assert len(told) == 6  # while the work itself still hangs
        desk.gate.set()
        until(lambda: desk.at_work == 0)
    assert (ready.status_code, ready.json()["ready"], alive.status_code) == (503, False, 200)
    assert (asked.status_code, asked.headers["retry-after"]) == (503, "30")
    assert sum(each.startswith("{") for each in told) == 2  # who was still in line
    assert sum("event: error" in each for each in told) == 4
    for each in told:
        last = each.strip().splitlines()[-1].removeprefix("data: ")
        assert json.loads(last)["detail"] == "The desk is restarting. Please try again in a minute."
