"""Canaries in documents above a reader's tier: no way in shows them, nor that they are there."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from prometheus_client import generate_latest
from starlette.testclient import TestClient

from bench.proofs.canaries import PER_DOCUMENT, Canary, canaries, secrets_above, seen, write
from bench.proofs.hunt import Hidden, hunt, visible
from bench.proofs.libraries import ProvenLibrary, built, functions
from corpus.types import Tier
from portal.door.door import Door
from portal.identity import Reader
from portal.parts import Parts

Visiting = Callable[[Any, Reader], TestClient]
ASKED = 140


@pytest.mark.parametrize("tier", [Tier.MEMBER, Tier.STAFF])
def test_readers_find_the_canaries_of_their_own_tier(
    tier: Tier, canary_app: FastAPI, visiting: Visiting, made: list[Canary]
) -> None:
    proof = visible(visiting(canary_app, Reader(tier)), made, tier)
    assert proof.tried == len(made) // 2
    assert proof.failures == ()


@pytest.mark.parametrize("tier", [Tier.PUBLIC, Tier.MEMBER])
def test_no_byte_is_different_for_a_reader_below(
    *,
    tier: Tier,
    canary_app: FastAPI,
    visiting: Visiting,
    made: list[Canary],
    hidden: list[Hidden],
    known_papers: Path,
    open_proven: Callable[[Path], ProvenLibrary],
    tmp_path: Path,
) -> None:
    readable = tmp_path / "readable"
    readable.mkdir()
    paths = write(readable, made)
    names = {canary.name for canary in made if canary.tier <= tier}
    names |= {f"glossary-{lower.label}.md" for lower in tier.visible()}
    without = open_proven(tmp_path / "without")
    without.ingest(*[path for path in paths if path.name in names], known_papers)
    above = [each for each in hidden if each.canary.tier > tier]
    reader = Reader(tier)
    proof = hunt(
        visiting(canary_app, reader), visiting(built(without.desk), reader), above, secrets_above(made, tier), ASKED
    )
    assert proof.tried == ASKED
    assert proof.failures == ()


def test_a_reader_who_is_told_of_more_is_told_a_number_and_no_word(
    canary_library: tuple[ProvenLibrary, dict[str, str]],
    visiting: Visiting,
    made: list[Canary],
    hidden: list[Hidden],
) -> None:
    client = visiting(built(canary_library[0].desk, Parts(tell_of_more=True)), Reader())
    asked = client.post("/api/ask", json={"question": f"Who signed the {made[0].asked[0]} agreement?"}).json()
    assert [(each["access"], each["documents"]) for each in asked["also"]][:1] == [("member", 1)]
    assert hunt(client, None, hidden, secrets_above(made, Tier.PUBLIC), 50).failures == ()


@pytest.mark.parametrize("tier", [Tier.PUBLIC, Tier.MEMBER])
def test_the_chat_page_shows_none(
    canary_app: FastAPI, visiting: Visiting, made: list[Canary], hidden: list[Hidden], tier: Tier
) -> None:
    client, numbers = visiting(canary_app, Reader(tier)), functions(canary_app)
    client.get("/")
    for turn, each in enumerate([each for each in hidden if each.canary.tier > tier][::7]):
        question = f"What limit did the {each.canary.asked[0]} agreement set, and who signed it?"
        for name, data in (("opened", []), ("welcomed", []), ("asked", [question, [], [], False, None])):
            session = f"{tier.label}{turn}{name}"
            joined = {"data": data, "fn_index": numbers[name], "session_hash": session}
            assert client.post("/gradio_api/queue/join", json=joined).status_code == 200
            shown = client.get("/gradio_api/queue/data", params={"session_hash": session}).text
            assert '"success":true' in shown.rpartition("process_completed")[2]
            assert seen(shown) & secrets_above(made, tier) == set()


def test_what_is_counted_holds_no_word(
    canary_app: FastAPI, canary_door: Door, visiting: Visiting, made: list[Canary]
) -> None:
    canary = made[0]
    client = visiting(canary_app, Reader(canary.tier))
    assert (
        canary.secret in client.post("/api/ask", json={"question": f"Who signed the {canary.asked[0]} agreement?"}).text
    )
    client.get(f"/{canary.asked[0]}/{canary.asked[1]}?{canary.asked[0]}={canary.asked[1]}")
    client.get(f"/api/documents/{canary.asked[0]}")
    counted = generate_latest(canary_door.metrics.registry).decode()
    assert "refdesk_requests" in counted
    assert seen(counted) == set()
    assert not [word for each in made for word in each.asked if word.lower() in counted.lower()]


def test_every_canary_is_of_its_document_alone() -> None:
    made = canaries(3 * PER_DOCUMENT)
    assert len({canary.secret for canary in made}) == len({word for c in made for word in c.asked}) // 2 == len(made)
    assert seen(" ".join(canary.told for canary in made)) == set()
    assert seen(made[0].sentence) == {made[0].secret.lower()}
    assert set() < secrets_above(made, Tier.MEMBER) < secrets_above(made, Tier.PUBLIC)
    assert secrets_above(made, Tier.STAFF) == set()
