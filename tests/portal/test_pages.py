"""The pages of passages and documents: whole, linked, and inert whatever their words are."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from seen import Seen
from starlette.testclient import TestClient

from corpus.types import LibraryEntry, Metadata
from portal.assets import assets
from portal.markup import library_page


def test_a_passage_stands_in_its_context(client: TestClient) -> None:
    page = client.get("/passages/paper-2").text
    seen = Seen(page)
    assert "legally binding technical guarantees" in seen.words
    assert "From 2011 to 2020 under the PAA" in seen.words
    assert "Missile Defense Advocacy Alliance" in seen.words
    assert "1 Nov 2011" in seen.words
    assert '<link rel="canonical" href="http://localhost/passages/paper-2">' in page
    assert {"/passages/paper-1", "/passages/paper-3"} <= set(seen.links())
    assert any(link.startswith("/documents/paper?quote=") for link in seen.links())


def test_a_reworded_passage_says_so_and_gives_both_wordings(client: TestClient) -> None:
    words = Seen(client.get("/passages/brief-1").text).words
    assert "says this in other words" in words
    assert "These are the words of today." in words
    assert "declared operational on 12 May 2016" in words


@pytest.mark.parametrize(
    ("known", "shown"),
    [
        ({"published": date(2011, 11, 1)}, "1 Nov 2011"),
        ({"published_in": "2011-11"}, "Nov 2011"),
        ({"published_in": "2011"}, "2011"),
        ({}, "undated"),
    ],
)
def test_dates_are_shown_as_far_as_they_are_known(known: dict[str, Any], shown: str) -> None:
    meta = Metadata("A Title", **known)
    entry = LibraryEntry("d", meta, 1, 10, 1, datetime(2026, 1, 1, tzinfo=UTC))
    page = library_page([entry], title="Refdesk")
    assert f"Document · {shown} " in re.sub(r"\s+", " ", Seen(page).words)
    assert page.count("datetime=") == (1 if known else 0)


def test_a_document_holds_every_word_and_an_anchor_for_each_passage(client: TestClient) -> None:
    document = client.get("/api/documents/paper").json()
    page = client.get("/documents/paper").text
    text = re.sub(r"\s+", " ", Seen(page).words)
    for paragraph in document["text"].split("\n\n"):
        assert re.sub(r"\s+", " ", paragraph).strip() in text
    for passage in document["passages"]:
        assert f'id="passage-{passage["passage_id"]}"' in page
    contents = [link for link in Seen(page).links() if link.startswith("#section-")]
    assert len(contents) == 3
    assert all(f'id="{link[1:]}"' in page for link in contents)


def test_notes_lead_to_their_sources(client: TestClient) -> None:
    page = client.get("/documents/brief").text
    for number in (1, 2):
        assert f'href="#note-{number}"' in page
        assert f'id="note-{number}"' in page


@pytest.mark.parametrize("address", ["/passages/nasty-1", "/documents/nasty", "/documents", "/documents/brief"])
def test_hostile_words_stay_words(client: TestClient, address: str) -> None:
    seen = Seen(client.get(address).text)
    for tag, attributes in seen.elements:
        assert tag not in ("img", "iframe", "object", "embed", "base")
        assert (
            tag != "script"
            or attributes.get("type") == "application/ld+json"
            or (attributes.get("src") or "").startswith("/portal/")
        )
        assert not any(name.startswith("on") or name == "style" for name in attributes)
    assert all(link.startswith(("/", "#", "http://", "https://")) for link in seen.links())
    if address != "/documents/brief":
        assert "onerror=" in seen.words


def test_links_that_leave_tell_nothing(client: TestClient) -> None:
    seen = Seen(client.get("/documents/brief").text)
    outward = [a for tag, a in seen.elements if tag == "a" and (a.get("href") or "").startswith("http")]
    assert outward
    assert all(attributes.get("rel") == "noopener noreferrer" for attributes in outward)


@pytest.mark.parametrize("room", ["passages", "documents"])
def test_absent_pages_are_one_friendly_page(client: TestClient, room: str) -> None:
    response = client.get(f"/{room}/none")
    assert response.status_code == 404
    assert response.text == client.get("/passages/<b>other").text
    assert "There is nothing at this address that you can read." in response.text
    assert client.head(f"/{room}/none").status_code == 404


def test_the_library_lists_what_is_there(client: TestClient) -> None:
    seen = Seen(client.get("/documents").text)
    assert "/documents/paper" in seen.links()
    assert "4 documents" in seen.words
    assert "4 passages" in seen.words


def test_assets_are_kept_for_a_year_under_a_hash_of_their_content(client: TestClient) -> None:
    assert {
        "refdesk.css",
        "chat.css",
        "theme.js",
        "refdesk.js",
        "staff.css",
        "staff.js",
        "chat.js",
        "answers.js",
        "frame.css",
        "frame.js",
        "frame-events.js",
        "frame-host.js",
        "frame-look.js",
        "frame-kept.js",
        "kept.css",
        "kept.js",
        "kept-list.js",
        "offers.js",
        "quotes-only.js",
        "frame-reading.js",
        "frame-session.js",
        "widget.js",
        "cite.js",
        "check.css",
        "check.js",
        "check-events.js",
        "hover.js",
        "library.js",
        "mentions.css",
        "receipt.js",
        "permalink.js",
        "reader.js",
        "mark.svg",
    } == set(assets())
    for asset in assets().values():
        response = client.get(asset.url)
        assert response.content == asset.content
        assert "immutable" in response.headers["cache-control"]
    assert client.get("/portal/refdesk.000000000000.css").status_code == 404
    assert client.get("/portal/..%2fweb.py").status_code == 404


def test_no_style_or_script_names_another_host() -> None:
    for name, asset in assets().items():
        found = re.findall(rb"(?:https?:)?//[\w.-]+\.\w+", asset.content.replace(b"http://www.w3.org/2000/svg", b""))
        assert found == [], name
