"""Conversations shared by link: to those they are meant for alone, and with nothing from above their tier."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from keepers import DEMAND, LIMITS, House, Member

from bench.proofs.canaries import Canary, canaries, secrets_above, seen, write
from bench.proofs.hunt import steadied
from corpus.types import Tier

CANARIES = 20
Opening = Callable[[Path, Path], House]


def prepared(member: Member, id: str, audience: str) -> dict[str, Any]:
    reply = member.send("POST", "/api/shares", {"conversation": id, "audience": audience})
    assert reply.status_code == 201, reply.text
    share: dict[str, Any] = reply.json()
    return share


def shared(member: Member, id: str, audience: str) -> str:
    """The path of a new link."""
    share = prepared(member, id, audience)
    reply = member.send("POST", f"/api/shares/{share['id']}")
    assert reply.status_code == 200, reply.text
    return str(reply.json()["url"]).removeprefix("http://localhost")


def anybody(house: House, path: str) -> Any:
    return house.client.get(path, headers={"accept": "text/html"})


@pytest.fixture(scope="module")
def houses(open_house: Opening, tmp_path_factory: pytest.TempPathFactory, write_papers: Any) -> dict[Tier, House]:
    """A house with canaries of all tiers (under STAFF), and for lower tiers one that never had those above."""
    made = canaries(CANARIES)
    opened = {}
    for tier in Tier:
        folder = tmp_path_factory.mktemp(f"upto-{tier.label}")
        papers = write_papers(folder / "papers")
        write(papers, made)
        for path in papers.rglob("*.md"):
            text = path.read_text("utf-8")
            found = re.search(r"^access: (\w+)$", text, re.MULTILINE)
            if found and Tier.named(found[1]) > tier:
                path.unlink()
        opened[tier] = open_house(papers, folder / "data")
    return opened


def asked_about(canary: Canary) -> tuple[str, ...]:
    one, other = canary.asked
    return (
        f"What limit did the {one} agreement with {other} set, and who signed it?",
        f"How often does the library mention {other}?",
        "And who signed it?",
        "What will be deployed there in 2018?",
    )


@pytest.mark.parametrize("tier", [Tier.PUBLIC, Tier.MEMBER])
def test_no_byte_of_what_a_link_shows_depends_on_documents_above_its_readers(
    houses: dict[Tier, House], tier: Tier
) -> None:
    made = canaries(CANARIES)
    above = secrets_above(made, tier)
    for canary in [canary for canary in made if canary.tier > tier][::6]:
        pages = []
        for house in (houses[Tier.STAFF], houses[tier]):
            staff = house.member("sharer", Tier.STAFF)
            id = staff.keep(*asked_about(canary))
            if house is houses[Tier.STAFF]:
                assert seen(str(staff.read(id))) & above, "the staff's own answers are made of the hidden documents"
            path = shared(staff, id, tier.label)
            reader = house.member("somebody", tier) if tier else None
            reply = reader.send("GET", path, accept="text/html") if reader else anybody(house, path)
            assert reply.status_code == 200
            pages.append((sorted(reply.headers.items()), re.sub(r"/shared/[\w-]+", "", steadied(reply.text))))
        assert seen(str(pages)) & above == set()
        assert pages[0][1] == pages[1][1]


def test_a_question_that_a_hidden_document_offered_is_left_out(houses: dict[Tier, House]) -> None:
    house = houses[Tier.STAFF]
    canary = next(canary for canary in canaries(CANARIES) if canary.tier is Tier.STAFF)
    offered = next(
        question
        for entry in house.library.desk.documents(tier=Tier.STAFF)
        for question in entry.meta.questions
        if canary.secret.lower() in question
    )
    staff = house.member("chooser", Tier.STAFF)
    id = staff.keep(offered, DEMAND)
    assert canary.secret.lower() in staff.read(id)["name"]
    share = prepared(staff, id, "public")
    assert (share["anew"], share["left_out"], share["name"]) == (True, 1, DEMAND)
    path = staff.send("POST", f"/api/shares/{share['id']}").json()["url"].removeprefix("http://localhost")
    assert canary.secret.lower() not in anybody(house, path).text.lower()
    refused = staff.send("POST", "/api/shares", {"conversation": staff.keep(offered), "audience": "public"})
    assert (refused.status_code, "None of its questions" in refused.text) == (409, True)


def test_answers_that_were_given_at_the_readers_tier_are_shared_as_they_are(house: House) -> None:
    member = house.member("sharer of the same", Tier.MEMBER)
    id = member.keep(DEMAND, LIMITS)
    share = prepared(member, id, "member")
    assert (share["anew"], share["left_out"], share["published"]) == (False, 0, False)
    page = member.send("GET", share["preview"], accept="text/html").text
    for each in member.read(id)["said"]:
        for statement in each["answer"]["statements"]:
            assert all(word in page for word in statement["text"].split()[:3])
    landmarks = re.findall(r'<(?:section|aside|nav)\b[^>]* aria-label(?:ledby)?="([^"]*)"', page)
    assert sorted(landmarks) == sorted({*landmarks, "sources-title-1 question-1", "sources-title-2 question-2"})


@pytest.mark.parametrize("audience", ["public", "member", "staff"])
def test_a_link_opens_for_those_it_is_meant_for_and_is_not_there_for_others(house: House, audience: str) -> None:
    owner = house.member("giver", Tier.STAFF)
    path = shared(owner, owner.keep(DEMAND), audience)
    tier = Tier.named(audience)
    readers = {
        Tier.PUBLIC: [house.member("a guest", Tier.PUBLIC)],
        Tier.MEMBER: [house.member("a member", Tier.MEMBER)],
        Tier.STAFF: [house.member("an editor", Tier.STAFF), owner],
    }
    elsewhere = house.member("of another desk", Tier.STAFF, desk="another")
    for own, those in readers.items():
        for reader in those:
            reply = reader.send("GET", path, accept="text/html")
            assert reply.status_code == (200 if own >= tier else 404)
    assert elsewhere.send("GET", path).status_code == (200 if tier is Tier.PUBLIC else 404)
    assert anybody(house, path).status_code == (200 if tier is Tier.PUBLIC else 404)
    if tier is not Tier.PUBLIC:
        unknown = anybody(house, f"/shared/{'x' * 43}")
        reply = anybody(house, path)
        assert (reply.text, reply.status_code) == (unknown.text, unknown.status_code)
        assert [line for line in reply.headers.items() if line[0] != "x-request-id"] == [
            line for line in unknown.headers.items() if line[0] != "x-request-id"
        ]


def test_what_a_link_shows_is_not_to_be_found_and_names_nobody(house: House) -> None:
    owner = house.member("Wilhelmina Sharer", Tier.MEMBER)
    reply = anybody(house, shared(owner, owner.keep(DEMAND), "public"))
    assert reply.headers["x-robots-tag"] == "noindex, nofollow, noarchive"
    assert reply.headers["referrer-policy"] == "no-referrer"
    assert reply.headers["cache-control"] == "no-store"
    assert '<meta name="robots" content="noindex' in reply.text
    for word in ("Wilhelmina", owner.subject, "data-seal", "data-shown", "data-answer"):
        assert word not in reply.text


def test_nothing_opens_before_it_is_published_or_after_it_is_taken_back(house: House) -> None:
    owner = house.member("waverer")
    id = owner.keep(DEMAND)
    share = prepared(owner, id, "public")
    assert anybody(house, f"/shared/{share['id']}").status_code == 404
    assert owner.send("GET", "/api/conversations").json()["shares"] == []
    first = owner.send("POST", f"/api/shares/{share['id']}").json()["url"]
    second = owner.send("POST", f"/api/shares/{share['id']}").json()["url"]
    assert anybody(house, first).status_code == 404
    assert anybody(house, second).status_code == 200
    (listed,) = owner.send("GET", "/api/conversations").json()["shares"]
    assert (listed["id"], "url" in listed) == (share["id"], False)
    assert second.rpartition("/")[2].encode() not in house.bytes_on_disk()
    assert owner.send("DELETE", f"/api/shares/{share['id']}").status_code == 204
    assert anybody(house, second).status_code == 404


def test_links_go_with_their_conversation(house: House) -> None:
    owner = house.member("cleaner")
    id = owner.keep("What do the bandicoots demand before Russia will cooperate?")
    path = shared(owner, id, "public")
    assert b"bandicoots" in house.bytes_on_disk()
    owner.send("DELETE", f"/api/conversations/{id}")
    assert anybody(house, path).status_code == 404
    assert b"bandicoots" not in house.bytes_on_disk()


def test_what_is_asked_later_is_not_shared(house: House) -> None:
    owner = house.member("goer on")
    id = owner.keep(DEMAND)
    path = shared(owner, id, "public")
    before = anybody(house, path).text
    owner.send("POST", f"/api/conversations/{id}/exchanges", {"exchanges": [owner.ask(LIMITS)]})
    owner.send("PATCH", f"/api/conversations/{id}", {"name": "Another name"})
    assert anybody(house, path).text == before


def test_nobody_shares_above_their_own_tier_or_what_is_another_s(house: House) -> None:
    owner, other = house.member("climber"), house.member("taker")
    id = owner.keep(DEMAND)
    refused = owner.send("POST", "/api/shares", {"conversation": id, "audience": "staff"})
    assert (refused.status_code, "your own tier" in refused.text) == (409, True)
    share = prepared(owner, id, "public")
    for method, address in (("POST", "/api/shares/"), ("DELETE", "/api/shares/"), ("GET", "/conversations/shares/")):
        reply = other.send(method, f"{address}{share['id']}", accept="text/html")
        absent = other.send(method, f"{address}none", accept="text/html")
        assert (reply.status_code, reply.text) == (404, absent.text)
