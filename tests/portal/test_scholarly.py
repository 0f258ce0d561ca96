"""What pages say of themselves to reference managers: Highwire tags, COinS, schema.org, unAPI and files."""

import json
from datetime import date
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from corpus.types import Metadata
from portal.scholarly import coins, highwire, linked_data, scholarly
from qa.references.items import csl_item
from qa.references.works import Pinpoint, Work

DESK = "https://desk.example"
READ_ON = date(2026, 11, 25)


class Head(HTMLParser):
    """The meta elements, links, span and linked data of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.metas: list[tuple[str, str]] = []
        self.links: list[dict[str, str]] = []
        self.marks: dict[str, str] = {}
        self.data: list[str] = []
        self._in_data = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "meta" and said.get("name", "").startswith("citation_"):
            self.metas.append((said["name"], said["content"]))
        elif tag == "link":
            self.links.append(said)
        elif tag in ("span", "abbr") and said.get("class") in ("Z3988", "unapi-id"):
            self.marks[said["class"]] = said["title"]
        self._in_data = tag == "script" and said.get("type") == "application/ld+json"

    def handle_endtag(self, tag: str) -> None:
        self._in_data = False

    def handle_data(self, data: str) -> None:
        self.data += [data] if self._in_data else []


def test_a_passage_page_says_what_it_is_from(client: TestClient) -> None:
    head = Head(client.get("/passages/paper-2").text)
    assert head.metas == [
        ("citation_title", "Russian Cooperation with the Unites States on Missile Defense"),
        ("citation_author", "Missile Defense Advocacy Alliance"),
        ("citation_publication_date", "2011/11/01"),
        ("citation_technical_report_institution", "Missile Defense Advocacy Alliance"),
        ("citation_language", "en"),
        ("citation_public_url", "http://localhost/passages/paper-2"),
    ]
    assert head.marks["unapi-id"] == "passage:paper-2"
    said = dict(parse_qsl(head.marks["Z3988"]))
    assert (said["rft.genre"], said["rft.date"]) == ("report", "2011-11-01")
    data = json.loads(head.data[-1])
    assert (data["@type"], data["url"]) == ("Quotation", "http://localhost/passages/paper-2")
    assert data["isPartOf"]["@type"] == "Report"
    assert data["isPartOf"]["isBasedOn"] == "https://missiledefenseadvocacy.org/russian-cooperation/"


@pytest.mark.parametrize("address", ["/passages/paper-2", "/documents/paper"])
def test_every_file_that_a_page_names_is_there(client: TestClient, address: str) -> None:
    links = Head(client.get(address).text).links
    assert [link["href"] for link in links if link["rel"] == "unapi-server"] == ["/unapi"]
    files = [link for link in links if link["rel"] == "alternate"]
    assert len(files) == 3
    for file in files:
        response = client.get(file["href"])
        assert response.headers["content-type"] == f"{file['type']}; charset=utf-8"


def test_hostile_words_stay_within_their_values(client: TestClient, hostile: str) -> None:
    head = Head(client.get("/documents/nasty").text)
    assert dict(head.metas)["citation_title"] == f"Unicorns {hostile}"
    assert json.loads(head.data[-1])["name"] == f"Unicorns {hostile}"
    assert dict(parse_qsl(head.marks["Z3988"]))[
        "rft.title" if "dc" in head.marks["Z3988"] else "rft.btitle"
    ].startswith("Unicorns")
    assert "javascript:" not in head.data[-1]


def item(**known: Any) -> dict[str, Any]:
    meta = Metadata(**{"title": "A Title", "authors": ("Ursula von der Leyen", "NATO Office"), **known})
    return csl_item(Work("d", "d", meta, "/documents/d"), DESK, READ_ON)


@pytest.mark.parametrize(
    ("known", "tags", "form"),
    [
        ({"kind": "op-ed", "publisher": "A Paper"}, {"citation_journal_title": "A Paper"}, "dc"),
        ({"kind": "journal-article", "publisher": "A Journal"}, {"citation_journal_title": "A Journal"}, "journal"),
        ({"kind": "guide", "publisher": "A Site"}, {"citation_publisher": "A Site"}, "dc"),
        ({"kind": "report", "publisher": "A Body"}, {"citation_technical_report_institution": "A Body"}, "book"),
        ({"kind": "book", "publisher": "A Press"}, {"citation_publisher": "A Press"}, "book"),
        ({"kind": "report", "authors": ("Jane Doe",)}, {}, "book"),
        ({"published_in": "2011-11"}, {"citation_publication_date": "2011/11"}, "dc"),
    ],
)
def test_kinds_have_their_own_tags(known: dict[str, Any], tags: dict[str, str], form: str) -> None:
    said = list(highwire(item(**known), DESK))
    assert tags.items() <= dict(said).items()
    assert dict(parse_qsl(coins(item(**known))))["rft_val_fmt"] == f"info:ofi/fmt:kev:mtx:{form}"
    assert [content for name, content in said if name == "citation_author"] == (
        ["Doe, Jane"] if "authors" in known else ["von der Leyen, Ursula", "NATO Office"]
    )


def test_persons_institutions_and_places_in_linked_data() -> None:
    meta = Metadata("A Title", ("Martin Luther King Jr.", "NATO"), "A Press", kind="speech")
    work = Work("p", "d", meta, "/passages/p", Pinpoint("page", "12"))
    data = linked_data(work, csl_item(work, DESK, READ_ON), DESK)
    assert data["pagination"] == "p. 12"
    assert data["isPartOf"] == {
        "@type": "CreativeWork",
        "name": "A Title",
        "url": "https://desk.example/documents/d",
        "author": [
            {"@type": "Person", "familyName": "King", "givenName": "Martin Luther", "honorificSuffix": "Jr."},
            {"@type": "Organization", "name": "NATO"},
        ],
        "publisher": {"@type": "Organization", "name": "A Press"},
        "inLanguage": "en",
    }


@example("\x1f")
@given(st.text())
def test_no_title_ends_the_script_that_holds_it(title: str) -> None:
    data = scholarly(Work("d", "d", Metadata(title), "/documents/d"), DESK).linked_data
    assert not {"<", ">", "&", "\u2028", "\u2029"} & set(data)
    assert json.loads(data)["name"] == (" ".join(title.split()) or "[Untitled]")
