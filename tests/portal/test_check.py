"""Check a quotation over HTTP: the page without script, the stream, the report, and input that cannot be taken."""

from typing import Any

import pytest
from attacks import ATTACKS
from hostile_lookup import hostile_lookup
from seen import Seen
from starlette.testclient import TestClient
from test_api import events
from test_checked import EVERY_VERDICT

from portal.check_markup import LONGEST_LINK_CHARS
from portal.perimeter import LARGER_BODIES, MAX_DRAFT_BYTES, PAGE_POLICY
from portal.verdicts import WORDINGS
from qa.lookup.quotations import LONGEST_DRAFT_CHARS

STREAM = {"Accept": "text/event-stream"}
EXACT = "“Russia continues to block any cooperation efforts”"


def as_text(text: str) -> dict[str, Any]:
    """The form as a browser sends it."""
    return {"files": {"text": (None, text), "file": ("", b"")}}


def as_file(name: str, content: bytes) -> dict[str, Any]:
    return {"files": {"text": (None, ""), "file": (name, content)}}


def assert_inert(page: str) -> Seen:
    """Nothing in the page is but what its templates put there."""
    seen = Seen(page)
    for tag, attributes in seen.elements:
        assert tag not in ("img", "iframe", "object", "embed", "base", "video", "audio", "style", "marquee", "template")
        assert tag != "script" or (attributes.get("src") or "").startswith("/portal/")
        assert not any(name.startswith("on") or name in ("style", "srcdoc", "formaction") for name in attributes)
    assert all(link.startswith(("/", "#")) for link in seen.links())
    return seen


def test_the_page_needs_no_script(client: TestClient) -> None:
    response = client.get("/check")
    seen = Seen(response.text)
    assert response.headers["content-security-policy"] == PAGE_POLICY
    form = next(attributes for tag, attributes in seen.elements if tag == "form")
    assert (form["method"], form["action"], form["enctype"]) == ("post", "/check#check-summary", "multipart/form-data")
    assert {"text", "file"} <= {attributes.get("name") for tag, attributes in seen.elements}
    assert client.head("/check").status_code == 200
    assert [link for link in seen.links() if link == "/check"]


@pytest.mark.parametrize("verdict", list(WORDINGS))
def test_every_verdict_is_shown_in_words(client: TestClient, verdict: Any) -> None:
    page = client.post("/check", **as_text(EVERY_VERDICT)).text
    seen = assert_inert(page)
    wording = WORDINGS[verdict]
    assert f'verdict-{verdict}"' in page
    assert wording.name in seen.words
    assert wording.meaning in seen.words
    number = list(WORDINGS).index(verdict) + 1
    assert {f"#quotation-{number}", f"#draft-{number}"} <= set(seen.links())


def test_the_summary_comes_first_and_says_what_was_searched(client: TestClient) -> None:
    words = " ".join(Seen(client.post("/check", **as_text(EVERY_VERDICT)).text).words.split())
    assert "6 quotations: 1 word for word, 1 altered," in words
    assert "Searched 4 documents, 10 passages." in words
    assert "Your draft says 2018.; the library says 2016.." in words
    assert words.index("6 quotations") < words.index("Your draft says")


def test_the_draft_is_kept_in_the_form_and_nowhere_else(client: TestClient, desk: Any) -> None:
    page = client.post("/check", **as_text("\nA “draft”\r\nof two lines")).text
    assert desk.looked_up[0][0].text == "\nA “draft”\nof two lines"
    assert "A “draft”" in Seen(page).words
    assert "of two lines" not in client.get("/check").text


def test_a_link_brings_a_short_text(client: TestClient) -> None:
    assert "1 quotation, word for word." in client.get("/check", params={"text": EXACT}).text
    long = client.get("/check", params={"text": "x" * (LONGEST_LINK_CHARS + 1)})
    assert long.status_code == 422
    assert "4,000 characters" in Seen(long.text).words


def test_the_example_is_made_from_the_library(client: TestClient, desk: Any) -> None:
    seen = Seen(client.get("/check").text)
    (sample,) = [a["data-check-sample"] for _, a in seen.elements if "data-check-sample" in a]
    client.post("/check", **as_text(sample or ""))
    found = desk.lookup(desk.looked_up[0][0])
    assert [finding.verdict for finding in found.findings] == ["exact", "altered", "not_found"]


def test_the_stream_tells_progress_and_then_the_result(client: TestClient) -> None:
    response = client.post("/check", headers=STREAM, **as_text(EVERY_VERDICT))
    assert response.headers["content-type"].startswith("text/event-stream")
    told = events(response.text)
    assert [name for name, _ in told][-1] == "result"
    assert {name for name, _ in told[:-1]} == {"progress"}
    html = told[-1][1]["html"]
    assert Seen(html).words.count("Word for word") >= 2
    assert "<html" not in html


@pytest.mark.parametrize("name", ["draft.txt", "ドラフト.txt"])
def test_a_file_is_checked_instead_of_the_text(client: TestClient, desk: Any, name: str) -> None:
    page = client.post("/check", **as_file(name, EXACT.encode())).text
    assert desk.looked_up[0][0].text == EXACT
    assert f"Your file: {name}." in Seen(page).words


REFUSED = {
    "empty": (as_text(" \n\t "), "Please paste some text"),
    "long": (as_text("long " * (LONGEST_DRAFT_CHARS // 5 + 1)), "Please check it in parts."),
    "a megabyte": (as_text("word " * 210_000), "1,050,000 characters"),
    "a large file": (as_file("draft.txt", b"x" * (MAX_DRAFT_BYTES + 1)), "takes files of up to 5 MB."),
    "a binary file": (as_file("draft.exe", bytes(range(256))), "is no text file."),
}


@pytest.mark.parametrize("sent", list(REFUSED))
def test_what_cannot_be_taken_is_said_in_a_sentence(client: TestClient, desk: Any, sent: str) -> None:
    form, sentence = REFUSED[sent]
    page = client.post("/check", **form)
    assert page.status_code == 422
    assert sentence in Seen(page.text).words
    name, problem = events(client.post("/check", headers=STREAM, **form).text)[-1]
    assert name == "error"
    assert sentence in problem["detail"]
    assert sentence in client.post("/check/report", **form).json()["detail"]
    assert desk.looked_up == []


@pytest.mark.parametrize("address", ["/check", "/check/report"])
def test_a_body_beyond_all_limits_is_refused_before_it_is_read(client: TestClient, desk: Any, address: str) -> None:
    sent = client.post(address, **as_file("draft.txt", b"x" * LARGER_BODIES[address]))
    assert sent.status_code == 413
    assert desk.looked_up == []


@pytest.mark.parametrize(
    "text",
    [
        "Россия требует гарантий",
        "俄罗斯要求有法律约束力的保证",
        "روسيا تطالب بضمانات",
        "\u202eабв\u202c",
        "🚀 “a 🚀 b”",
    ],
)
def test_every_script_is_looked_up_and_shown(client: TestClient, desk: Any, text: str) -> None:
    page = client.post("/check", **as_text(text))
    assert page.status_code == 200
    assert desk.looked_up[0][0].text == text
    assert text in Seen(page.text).words


def test_errors_are_sentences(client: TestClient, desk: Any) -> None:
    broken = client.post("/check", **as_text("boom"))
    assert broken.status_code == 500
    assert "logged under reference" in broken.text
    assert "hunter2" not in broken.text
    desk.ready = False
    closed = client.post("/check", **as_text(EXACT))
    assert closed.status_code == 503
    assert "There is no index yet" in closed.text
    name, problem = events(client.post("/check", headers=STREAM, **as_text(EXACT)).text)[-1]
    assert (name, problem["status"]) == ("error", 503)


def test_the_report_is_a_file_to_keep(client: TestClient) -> None:
    response = client.post("/check/report", **as_text(EVERY_VERDICT))
    assert response.headers["content-type"] == "text/markdown; charset=utf-8"
    assert response.headers["content-disposition"] == 'attachment; filename="quotations-checked.md"'
    assert response.text.startswith("# Quotations checked\n\n6 quotations:")
    assert "http://localhost/passages/paper-2" in response.text


def test_other_sites_cannot_make_a_reader_send_a_draft(client: TestClient, desk: Any) -> None:
    sent = client.post("/check", headers={"Origin": "https://attack.invalid"}, **as_text(EXACT))
    assert sent.status_code == 403
    assert desk.looked_up == []


def test_attacks_stay_words(client: TestClient, desk: Any) -> None:
    draft, desk.told = hostile_lookup(ATTACKS)
    page = client.post("/check", **as_text(draft)).text
    seen = assert_inert(page)
    shown = "".join(seen.words.split())
    for attack in ATTACKS:
        assert shown.count("".join(attack.split())) >= 5, attack
    html = events(client.post("/check", headers=STREAM, **as_text(draft)).text)[-1][1]["html"]
    assert_inert(html)


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_in_a_file_s_name_or_a_link_stays_words(client: TestClient, attack: str) -> None:
    assert_inert(client.get("/check", params={"text": attack}).text)
    name = f"{attack}.txt".replace("\n", " ")
    told = client.post("/check", headers=STREAM, **as_file(name, EXACT.encode()))
    assert_inert(events(told.text)[-1][1]["html"])
