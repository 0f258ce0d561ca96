"""Answers as JSON, Markdown and references: pure functions of hand-made answers."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from handmade import answered, citation, entry, metadata, passage, unanswered
from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Source, Tier
from qa.permalink.quote import selector_of
from qa.permalink.types import PassageView
from qa.permalink.wording import changes
from qa.references.runs import escaped_markdown
from qa.references.styles import STYLES
from qa.render import (
    answer_json,
    answer_markdown,
    entry_json,
    passage_view_json,
    retrieved_json,
    source_line,
    told_besides,
)
from qa.types import Difference, Retrieved

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
TWO = answered(citation(1), citation(2, "Talks [went] on.", page=7, speaker="A Minister"))

ANSWER_KEYS = {
    "id", "question", "standalone_question", "answerable", "confidence", "mode", "text", "statements", "citations",
    "related", "timings_ms",
}  # fmt: skip
CITATION_KEYS = {"marker", "passage_id", "quote", "start", "end", "section", "page", "document", "url", "score"}
DOCUMENT_KEYS = {"id", "title", "authors", "published", "published_in", "kind", "access", "source_url"}


def test_an_answer_in_json_is_what_the_contract_promises() -> None:
    record = json.loads(json.dumps(answer_json(TWO)))
    assert record.keys() >= ANSWER_KEYS
    assert record["statements"] == [
        {"text": "Nothing was signed.", "citations": [1], "verdict": "quoted"},
        {"text": "Talks [went] on.", "citations": [2], "verdict": "quoted"},
    ]
    first, second = record["citations"]
    assert first.keys() >= CITATION_KEYS
    assert first["document"].keys() == DOCUMENT_KEYS
    assert first["document"] == {
        "id": "d", "title": "A Brief", "authors": ["A. Author"], "published": "2011-11-01", "published_in": "",
        "kind": "brief", "access": "public", "source_url": "",
    }  # fmt: skip
    assert (first["start"], first["end"], first["highlights"]) == (10, 29, [[10, 17]])
    assert (second["page"], second["speaker"], second["section"]) == (7, "A Minister", ["Heading"])
    assert first["url"] == "/passages/p1?quote=10-29-1f338bd0"
    assert record["text"] == "Nothing was signed. [1] Talks [went] on. [2]"
    assert record["timings_ms"] == {"total": 1.0}


def test_no_answer_in_json_says_why_and_shows_what_is_nearest() -> None:
    record = json.loads(json.dumps(answer_json(unanswered(citation(1)))))
    assert record["answerable"] is False
    assert record["statements"] == record["citations"] == []
    assert record["text"] == record["reason"] == "No passage in the library answers this."
    assert [item["quote"] for item in record["related"]] == ["Nothing was signed."]


def test_a_found_passage_in_json() -> None:
    own = passage("Nothing was signed.")
    record = json.loads(json.dumps(retrieved_json(Retrieved(own, metadata(access=Tier.MEMBER), 1 / 3, 2, None))))
    assert (record["score"], record["dense_rank"], record["lexical_rank"]) == (0.333333, 2, None)
    assert (record["passage_id"], record["text"], record["start"]) == (own.id, "Nothing was signed.", 100)
    assert record["document"]["access"] == "member"
    assert record["url"] == f"/passages/{own.id}"


def test_a_passage_page_in_json() -> None:
    source = Source("s", "A Source", "A Press", "https://example.org/s", "2010", "good")
    old = passage("Nothing was signed.")
    span = (old.start, old.end)
    view = PassageView(
        old, metadata(), "reworded", "a", "b", (source,), None, "n", 3, NOON,
        selector_of(" " * old.start + old.text, *span), (span,),
        today=replace(old, text="Nothing was sealed."), today_on=NOON,
        changes=changes(old.text, "Nothing was sealed."), edition=2,
    )  # fmt: skip
    record = json.loads(json.dumps(passage_view_json(view)))
    assert (record["state"], record["now"], record["version"]) == ("reworded", "Nothing was sealed.", 2)
    assert record["url"] == f"/passages/{old.id}"
    assert record["ingested_at"] == record["now_from"] == "2026-01-01T12:00:00+00:00"
    assert [selector["type"] for selector in record["selector"]] == ["TextQuoteSelector", "TextPositionSelector"]
    assert record["selector"][0]["exact"] == old.text
    assert [(change["op"], change["before"], change["now"]) for change in record["changes"]] == [
        ("equal", "Nothing was ", "Nothing was "),
        ("replace", "signed.", "sealed."),
    ]
    assert (record["before"], record["after"], record["previous"], record["next"]) == ("a", "b", None, "n")
    assert record["sources"] == [
        {"id": "s", "title": "A Source", "publisher": "A Press", "url": "https://example.org/s", "date": "2010",
         "quality": "good"}
    ]  # fmt: skip
    own = f"/api{view.url}".replace("?", "/cite?") + "&" if view.quoted else f"/api{view.url}/cite?"
    assert record["references"] == {style: f"{own}style={style}" for style in STYLES}


def test_a_document_in_the_list_in_json() -> None:
    record = json.loads(json.dumps(entry_json(entry("d1", topics=("Russia",), as_of=date(2024, 2, 29)))))
    assert record.keys() >= DOCUMENT_KEYS
    assert (record["id"], record["passages"], record["as_of"], record["topics"]) == ("d1", 1, "2024-02-29", ["Russia"])
    assert record["ingested_at"] == "2026-01-01T00:00:00+00:00"
    assert record["url"] == "/documents/d1"


def test_an_answer_in_markdown() -> None:
    quoted = (
        "**Was it signed?**\n\n> “Nothing was signed.” [1]\n> — A. Author, November 1, 2011\n\n"
        "> “Talks \\[went\\] on.” [2]\n> — A Minister, November 1, 2011\n"
    )
    assert answer_markdown(TWO) == quoted
    assert answer_markdown(TWO, references={1: "A. Author, *A Brief*.", 2: "The same."}) == (
        f"{quoted}\n[1] A. Author, *A Brief*.\n\n[2] The same.\n"
    )


def test_a_quotation_from_a_compiled_document_is_dated_by_the_day_it_was_compiled_for() -> None:
    compiled = answered(citation(1, meta=metadata(as_of=date(2024, 2, 29))))
    assert "> — A. Author, as of February 29, 2024\n" in answer_markdown(compiled)


def test_text_forms_say_of_when_an_answer_is_and_where_sources_differ() -> None:
    differs = Difference("later", "Then: “a” [1]. Later, 2024: “b” [1].", (1,))
    told = replace(answered(citation(1)), as_of="As of 2024.", differences=(differs,))
    assert told_besides(told) == ("As of 2024.", differs.told)
    assert answer_markdown(told).index("As of 2024.") < answer_markdown(told).index("Nothing was signed.")
    record = json.loads(json.dumps(answer_json(told)))
    assert record["as_of"] == "As of 2024."
    assert record["differences"] == [{"kind": "later", "told": differs.told, "markers": [1], "sides": []}]


def test_no_answer_in_markdown_is_never_taken_for_one() -> None:
    text = answer_markdown(unanswered(citation(1)))
    assert text.index("No passage in the library answers this.") < text.index("Nearest passages, not an answer:")
    assert text.index("Nearest passages") < text.index("> “Nothing was signed.” [1]")
    assert "Nearest" not in answer_markdown(unanswered())


HOSTILE = "**bold** [link](javascript:alert(1)) <img src=x> `code` # ~strike~ | _it_ \\ {x}"


def test_markdown_in_a_question_or_quote_stays_text() -> None:
    answer = replace(answered(citation(1, HOSTILE, meta=metadata(HOSTILE))), question=HOSTILE)
    text = answer_markdown(answer)
    assert text.count(escaped_markdown(HOSTILE)) == 2
    unescaped = re.sub(r"\\.", "", text)
    assert not re.search(r"[<`#~|_{}]|\]\(", unescaped.replace("**", ""))


@given(st.text(max_size=60))
def test_escaping_only_adds_backslashes(text: str) -> None:
    assert re.sub(r"\\([\\`*_{}\[\]<>#|~])", r"\1", escaped_markdown(text)) == text


@pytest.mark.parametrize(
    ("fields", "cited", "expected"),
    [
        ({}, {}, "A. Author, A Publisher, November 1, 2011, section “Heading”"),
        ({"publisher": "A. Author"}, {}, "A. Author, November 1, 2011, section “Heading”"),
        ({"published": None, "published_in": "2011-11"}, {"page": 7}, "A. Author, A Publisher, 2011-11, p. 7"),
        ({"authors": (), "publisher": "", "published": None}, {"section": ()}, ""),
        ({}, {"section": ("A Brief", "Part", "[Aside]"), "speaker": "A Minister"},
         "A. Author, A Publisher, November 1, 2011, section [Aside], A Minister"),
        ({}, {"section": ("A Brief",), "speaker": "A. Author"}, "A. Author, A Publisher, November 1, 2011"),
    ],
)  # fmt: skip
def test_a_source_line_names_each_once(fields: dict[str, object], cited: dict[str, object], expected: str) -> None:
    one = replace(citation(1, meta=metadata(**fields)), **cited)  # type: ignore[arg-type]
    assert source_line(one.meta, one.section, one.page, one.speaker) == expected
