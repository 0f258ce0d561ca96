"""Kept answers after the library has changed: what they quote is checked against what the reader may read now."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from keepers import DEMAND, House, Member

from corpus.types import Tier
from ingest.pipeline import Ingest, Options
from ingest.read import read
from portal.conversations.redrawn import ASKED_BACK, GIVEN_ABOVE
from portal.conversations.store import Conversations
from portal.conversations.types import Owner
from portal.exchange import TAKEN_BACK

WORDS = "Active missile defense cooperation as proposed by either side will not happen"


def paper(papers: Path) -> Path:
    return next(papers.rglob("russian-cooperation*.md"))


def changed(house: House, papers: Path, old: str, new: str) -> None:
    """The library after a change to the white paper."""
    path = paper(papers)
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    house.library.ingest(papers)


def kept(house: House) -> tuple[Member, str, dict[str, Any]]:
    """A member, the conversation that they keep, and what is in it."""
    member = house.member("keeper")
    id = member.keep(DEMAND)
    (said,) = member.read(id)["said"]
    assert WORDS in said["answer"]["text"]
    return member, id, said


def since(said: dict[str, Any]) -> tuple[str, str]:
    """What is told of the words above, and their link."""
    quoted = next(each["marker"] for each in said["answer"]["citations"] if each["quote"].startswith(WORDS))
    (told,) = [each for each in said["since"] if each["marker"] == quoted]
    return told["told"], told["url"]


def test_words_are_shown_as_they_were_quoted_and_what_became_of_them_is_said(own_house: House, papers: Path) -> None:
    member, id, before = kept(own_house)
    anew = WORDS.replace("as proposed by either side", "along the lines that either side has proposed")
    changed(own_house, papers, WORDS, anew)
    (after,) = member.read(id)["said"]
    assert after["answer"]["statements"] == before["answer"]["statements"]
    told, url = since(after)
    assert told == "has been reworded in its document"
    assert WORDS in own_house.client.get(url).text
    page = member.send("GET", f"/embed/conversations/{id}?desk=members").json()["html"][0]
    assert f'{told}. <a href="{url}">' in page
    exported = member.send("GET", f"/api/conversations/{id}/export").text
    assert f"“{WORDS}" in exported
    assert told in exported

    changed(own_house, papers, f"{anew} between Russia and the United States.", "")
    (after,) = member.read(id)["said"]
    assert since(after)[0] == "no longer stands in its document"
    assert after["answer"]["statements"] == before["answer"]["statements"]

    paper(papers).unlink()
    library = own_house.library
    Ingest(library.catalogue, library.data, library.models.encoder, read).run([papers], Options(prune=True))
    assert member.read(id)["said"][0]["gone"] == TAKEN_BACK


def test_what_readers_can_no_longer_read_is_not_shown_to_them(own_house: House, papers: Path) -> None:
    member, id, _ = kept(own_house)
    share = member.send("POST", "/api/shares", {"conversation": id, "audience": "public"}).json()
    link = member.send("POST", f"/api/shares/{share['id']}").json()["url"]
    assert WORDS[:30] in own_house.client.get(link).text
    changed(own_house, papers, "access: public", "access: staff")
    (after,) = member.read(id)["said"]
    assert (after["question"], after["answer"], after["gone"]) == (DEMAND, None, TAKEN_BACK)
    for address in (f"/api/conversations/{id}/export", f"/embed/conversations/{id}?desk=members", link):
        page = member.send("GET", address).text
        assert TAKEN_BACK in page
        assert WORDS[:30] not in page


def test_questions_that_the_desk_offered_are_not_shown_again(house: House) -> None:
    member = house.member("chooser")
    id = member.keep(DEMAND)
    store, owner = Conversations(house.file), Owner("members", member.subject)
    (given,) = store.exchanges(owner, id)
    record = {**given.record, "asked_back": True, "offered": ["Which treaty?"]}
    store.add(owner, id, [replace(given, answer_id="asked back", record=record)])
    reply = member.send("GET", f"/embed/conversations/{id}?desk=members").text
    assert ASKED_BACK in reply
    assert "Which treaty?" not in reply


def test_what_was_answered_at_a_higher_tier_stays_away_from_a_lower_one(house: House) -> None:
    id = house.member("climbing down", Tier.STAFF).keep(DEMAND)
    (said,) = house.member("climbing down", Tier.MEMBER).read(id)["said"]
    assert (said["answer"], said["gone"]) == (None, GIVEN_ABOVE)
    (again,) = house.member("climbing down", Tier.STAFF).read(id)["said"]
    assert again["answer"]["text"]


def test_a_later_question_is_not_told_in_words_of_an_answer_that_stays_away(house: House) -> None:
    id = house.member("going on", Tier.STAFF).keep(DEMAND)
    member = house.member("going on")
    member.ask("What does the Missile Defense Advocacy Alliance say of Russia?")
    follow_up = member.ask("And what of the United States?")
    looked_up = json.loads(follow_up["shown"])["answer"]["standalone_question"]
    assert looked_up != "And what of the United States?"
    member.send("POST", f"/api/conversations/{id}/exchanges", {"exchanges": [follow_up]})
    said = member.read(id)["said"]
    assert said[0]["answer"] is None
    assert said[1]["answer"]["standalone_question"] == said[1]["question"]
