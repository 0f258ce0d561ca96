"""References over HTTP: media types, files, styles that there are not, and what may not be seen."""

import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

PAPER = "/api/passages/paper-2/cite"
TITLE = "Russian Cooperation with the Unites States on Missile Defense"


def test_a_reference_is_plain_text_that_can_be_pasted(client: TestClient) -> None:
    response = client.get(PAPER)
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.headers["content-disposition"] == 'inline; filename="refdesk-paper-2-chicago.txt"'
    assert response.text.startswith(f"Missile Defense Advocacy Alliance, {TITLE} (2011), under [Opening], accessed ")
    assert response.text.endswith("Permalink: http://localhost/passages/paper-2.\n")
    listed = client.get(PAPER, params={"style": "chicago", "form": "bibliography"}).text
    assert listed.startswith(f"Missile Defense Advocacy Alliance. {TITLE}. 2011. Accessed ")


def test_a_page_gets_json_with_words_and_looks(client: TestClient) -> None:
    response = client.get(PAPER, params={"style": "apa"}, headers={"Accept": "application/json"})
    content = response.json()
    assert (content["style"], content["form"], "Accept" in response.headers["vary"]) == ("apa", "bibliography", True)
    (reference,) = content["references"]
    assert "".join(run["text"] for run in reference["runs"]) == reference["text"]
    assert {"text": TITLE, "look": "italic"} in reference["runs"]
    assert reference["in_text"] == "(Missile Defense Advocacy Alliance, 2011, [Opening] section)"
    assert reference["pinpoint"] == {"label": "section", "value": "Opening"}
    assert (reference["passage_id"], reference["document_id"]) == ("paper-2", "paper")
    assert f"<i>{TITLE}</i>" in reference["html"]
    assert f"*{TITLE}*" in reference["markdown"]


def test_html_when_asked_for(client: TestClient) -> None:
    response = client.get("/api/documents/nasty/cite", params={"style": "mla"}, headers={"Accept": "text/html"})
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "&lt;script&gt;" in response.text
    assert set(re.findall(r"<(\w+)", response.text)) <= {"p", "i", "span", "a"}


@pytest.mark.parametrize(
    ("style", "media_type", "name", "begins"),
    [
        ("bibtex", "application/x-bibtex", "refdesk-paper-2.bib", "@techreport{missile2011russian-"),
        ("ris", "application/x-research-info-systems", "refdesk-paper-2.ris", "TY  - RPRT\r\n"),
        ("csl-json", "application/vnd.citationstyles.csl+json", "refdesk-paper-2.json", "["),
    ],
)
def test_files_have_their_type_and_name(
    client: TestClient, style: str, media_type: str, name: str, begins: str
) -> None:
    response = client.get(PAPER, params={"style": style})
    assert response.headers["content-type"] == f"{media_type}; charset=utf-8"
    assert response.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert response.text.startswith(begins)
    assert "http://localhost/passages/paper-2" in response.text


def test_a_whole_document(client: TestClient) -> None:
    assert client.get("/api/documents/brief/cite", params={"style": "bluebook"}).text.startswith(
        "Refdesk library editors, Aegis Ashore Deveselu (Romania) (2026), http://localhost/documents/brief."
    )
    (item,) = client.get("/api/documents/terms/cite", params={"style": "csl-json"}).json()
    assert item["type"] == "webpage"
    assert item["custom"] == {"permalink": "http://localhost/documents/terms"}


def test_all_that_an_answer_cites(client: TestClient) -> None:
    wanted = {"passage": ["paper-2", "brief-1", "paper-3"], "document": ["terms"], "style": "mla"}
    lines = client.get("/api/cite", params=wanted).text.splitlines()
    assert [line[:30] for line in lines] == [
        "Missile Defense Advocacy Allia", "Refdesk library editors. Aegis", "Missile Defense Advocacy Allia",
        "Missile Defense Advocacy Allia",
    ]  # fmt: skip
    files = client.get("/api/cite", params={**wanted, "style": "csl-json"})
    assert [item["id"] for item in files.json()] == ["paper", "brief", "terms"]
    assert 'filename="refdesk-references.json"' in files.headers["content-disposition"]


def assert_problem(response: Any, status: int) -> str:
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    return str(response.json()["detail"])


@pytest.mark.parametrize("address", [PAPER, "/api/documents/paper/cite", "/api/cite?passage=paper-2"])
def test_an_unknown_style_names_the_known_ones(client: TestClient, address: str) -> None:
    detail = assert_problem(client.get(address, params={"style": "harvard"} | ({"passage": "paper-2"})), 422)
    assert detail == (
        "There is no style “harvard” here; use one of chicago, apa, mla, bluebook, bibtex, ris, csl-json."
    )
    assert "it has note, bibliography" in assert_problem(client.get(PAPER, params={"form": "in-text"}), 422)


def test_what_is_absent_is_one_problem_like_any_other(client: TestClient) -> None:
    absent = assert_problem(client.get("/api/nothing"), 404)
    for address in ("/api/passages/none/cite", "/api/documents/none/cite", "/api/cite?passage=paper-2&passage=none"):
        assert assert_problem(client.get(address), 404) == absent
        assert assert_problem(client.get(address, params={"style": "ris", "passage": "none"}), 404) == absent


@pytest.mark.parametrize("query", ["", "?passage=", "?" + "&".join(["passage=paper-2"] * 61)])
def test_what_cannot_be_cited_is_refused(client: TestClient, query: str) -> None:
    assert_problem(client.get(f"/api/cite{query}"), 422)


def test_unapi_lists_formats_and_gives_them(client: TestClient) -> None:
    general = client.get("/unapi")
    assert general.headers["content-type"].startswith("application/xml")
    assert [f.get("name") for f in ElementTree.fromstring(general.content)] == ["bibtex", "ris"]  # noqa: S314
    own = client.get("/unapi", params={"id": "passage:paper-2"})
    assert (own.status_code, ElementTree.fromstring(own.content).get("id")) == (300, "passage:paper-2")  # noqa: S314
    assert client.get("/unapi", params={"id": "document:paper", "format": "ris"}).text.startswith("TY  - RPRT")
    assert client.get("/unapi", params={"id": "document:paper", "format": "mods"}).status_code == 406
    for id in ("passage:none", "document:none", "paper", "staff:paper"):
        assert_problem(client.get("/unapi", params={"id": id, "format": "ris"}), 404)


def test_the_style_of_a_reference_is_in_the_description_of_the_routes(client: TestClient) -> None:
    routes = client.get("/openapi.json").json()["paths"]
    assert "csl-json" in json.dumps(routes["/api/passages/{passage_id}/cite"])
    assert {"/api/documents/{document_id}/cite", "/api/cite"} <= routes.keys()
