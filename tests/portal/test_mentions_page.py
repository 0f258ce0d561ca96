"""The page and the route of every mention: whole, linked, narrowed, and inert whatever was looked for."""

import csv
import re
from io import StringIO
from urllib.parse import quote

import pytest
from fake_desk import FakeDesk
from seen import Seen
from starlette.testclient import TestClient

from corpus.types import Tier
from portal import mentions_page


def test_the_page_says_how_often_and_where(client: TestClient) -> None:
    page = client.get("/mentions?term=Russia").text
    seen = Seen(page)
    total = len(
        re.findall("Russia", " ".join(p["text"] for p in client.get("/api/documents/paper").json()["passages"]))
    )
    assert f"The library mentions “Russia” {total} times in 1 document." in seen.words
    marked = re.findall(r'<mark class="quoted">(.*?)</mark>', page)
    assert marked == ["Russia"] * total
    assert "fingerprint ffffffffffff" in seen.words
    assert any(link.startswith("/passages/paper-2?quote=") for link in seen.links())
    assert "Russian position, as the paper reports it" in seen.words
    assert "selected>White paper" not in page


def test_the_chart_has_words_and_a_table(client: TestClient) -> None:
    page = client.get("/mentions?term=Russia").text
    assert '<svg class="chart"' in page
    assert re.search(r'role="img" aria-labelledby="chart-published"><title id="chart-published">[^<]*2011, \d+', page)
    assert '<th scope="row">2011-11-01</th>' in page


def test_the_form_keeps_what_was_asked_and_works_without_a_term(client: TestClient) -> None:
    page = client.get("/mentions?term=Romania&kind=brief").text
    assert 'value="Romania"' in page
    assert '<option value="brief" selected>' in page
    assert "narrowed to kinds brief" in page
    empty = client.get("/mentions")
    assert empty.status_code == 200
    assert "The complete list of places" in empty.text


def test_the_documents_can_be_sorted(client: TestClient, desk: FakeDesk) -> None:
    found = desk.mentions("the")
    titles = [one.meta.title for one in mentions_page.ordered(found.documents, "title")]
    assert titles == sorted(titles, key=str.casefold)
    counts = [one.mentions for one in mentions_page.ordered(found.documents, "")]
    assert counts == sorted(counts, reverse=True)
    dates = [one.meta.published for one in mentions_page.ordered(found.documents, "date") if one.meta.published]
    assert dates == sorted(dates, reverse=True)
    page = client.get("/mentions?term=the&sort=title").text
    assert 'aria-sort="ascending"' in page
    assert "/mentions?term=the&amp;sort=mentions#documents" in page


def test_a_long_list_comes_in_parts_without_a_gap(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    total = client.get("/api/mentions?term=e").json()["total"]
    monkeypatch.setattr(mentions_page, "SHOWN_AT_ONCE", 50)
    parts = -(-total // 50)
    marked = []
    for number in range(1, parts + 1):
        page = client.get(f"/mentions?term=e&page={number}").text
        assert f"Part {number} of {parts}" in page
        marked += re.findall(r'<mark class="quoted">', page)
    assert len(marked) == total > 100
    assert f"Part {parts} of {parts}" in client.get("/mentions?term=e&page=999999").text


def test_mentions_inside_longer_terms_are_listed_apart(client: TestClient) -> None:
    page = client.get("/mentions?term=CBM").text
    assert "does not mention “CBM” by itself" in page
    assert "counted apart: ICBM (" in page
    assert "part of “ICBM”" in page


@pytest.mark.parametrize(
    "address", ["/mentions?term={}", "/mentions?term=unicorns&kind={}&document={}&published_from={}"]
)
def test_hostile_terms_stay_words(client: TestClient, hostile: str, address: str) -> None:
    page = client.get(address.replace("{}", quote(hostile)))
    seen = Seen(page.text)
    for tag, attributes in seen.elements:
        assert tag not in ("img", "iframe", "object", "embed", "base")
        assert tag != "script" or (attributes.get("src") or "").startswith("/portal/")
        assert not any(name.startswith("on") or name == "style" for name in attributes)
    assert all(link.startswith(("/", "#")) for link in seen.links())


def test_hostile_documents_stay_words(client: TestClient) -> None:
    seen = Seen(client.get("/mentions?term=unicorns").text)
    assert "onerror=" in seen.words
    assert not [tag for tag, _ in seen.elements if tag == "img"]


def test_what_cannot_be_looked_for_is_explained(client: TestClient, desk: FakeDesk) -> None:
    answer = client.get("/mentions?term=%3F%3F")
    assert (answer.status_code, "Please give a term" in answer.text) == (422, True)
    dated = client.get("/mentions?term=x&published_from=yesterday")
    assert (dated.status_code, "write dates as 2011-11-01" in dated.text) == (422, True)
    desk.ready = False
    closed = client.get("/mentions?term=Russia")
    assert (closed.status_code, "There is no index yet" in closed.text) == (503, True)


def test_the_route_gives_json_and_csv(client: TestClient) -> None:
    record = client.get("/api/mentions?term=Russia").json()
    plain = client.get("/api/mentions?term=Russia&format=csv")
    rows = list(csv.DictReader(StringIO(plain.text)))
    assert len(rows) == record["total"] == len(record["mentions"])
    assert rows[0]["url"] == record["mentions"][0]["url"]
    assert rows[0]["url"].startswith(f"http://localhost/passages/{rows[0]['passage']}?quote={rows[0]['start']}-")
    assert plain.headers["content-type"] == "text/csv; charset=utf-8"
    assert plain.headers["content-disposition"] == 'attachment; filename="mentions-Russia-generation-1.csv"'
    marked = client.get("/api/mentions?term=Russia&format=csv&bom=true")
    assert marked.content == b"\xef\xbb\xbf" + plain.content
    assert record["searched"]["tier"] == Tier.PUBLIC.label


@pytest.mark.parametrize("query", ["", "term=", "term=x&format=xml", "term=x&published_to=soon", f"term={'x' * 201}"])
def test_the_route_refuses_what_it_cannot_take(client: TestClient, query: str) -> None:
    response = client.get(f"/api/mentions?{query}")
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


def test_the_name_of_the_file_cannot_break_out_of_its_header(client: TestClient) -> None:
    response = client.get("/api/mentions?format=csv&term=" + quote('x";\r\nSet-Cookie: a=b'))
    assert response.headers["content-disposition"] == (
        'attachment; filename="mentions-x----Set-Cookie--a-b-generation-1.csv"'
    )
    assert "set-cookie" not in response.headers
