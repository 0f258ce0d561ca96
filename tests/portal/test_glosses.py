"""The glossary's terms in the words that a reader sees: nothing of the words changes, and nothing is told too much."""

import re
from dataclasses import replace
from typing import Any

import pytest
from fake_desk import FakeDesk
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape
from starlette.testclient import TestClient

from corpus.glossary import Glossary, Term
from corpus.types import Metadata, Tier
from portal import markup
from portal.exchange import Exchange, pieces
from portal.glosses import NO_GLOSSES, Glosses, Mark, Place, cut, gloss, readable_glosses
from qa.types import Answer, Citation, Statement

TERMS = (
    Term("SM-3", ("SM-3", "Standard Missile-3"), "An interceptor of the U.S. Navy. It has blocks.", "terms", 10, 60),
    Term("NATO", ("NATO",), "An alliance\nof states", "terms", 70, 95),
    Term("Secret", ("Secret",), "Not for you.", "hidden", 0, 9),
)
GLOSSES = Glosses(Glossary(TERMS), {"terms"})
SPAN = re.compile(r'<span class="term"[^>]*>(.*?)</span>')


def bare(page: str) -> str:
    """`page` as it was before any term was marked."""
    return SPAN.sub(r"\1", page)


def answered(text: str, start: int, end: int, *highlights: tuple[int, int]) -> Exchange:
    """An answer that quotes `text[start:end]`."""
    quote = text[start:end]
    citation = Citation(
        1, "p", "d", Metadata("NATO and the SM-3"), quote, start, end, ("NATO",), None, "NATO",
        text[:start], text[end:], 1.0, highlights,
    )  # fmt: skip
    statement = Statement(quote, (1,))
    answer = Answer("a", "NATO?", "NATO?", True, 1.0, "extractive", (statement,), (citation,))
    return Exchange(1, "NATO?", "", (statement,), (citation,), answer)


def test_a_gloss_is_the_first_sentence_and_leads_to_the_entry() -> None:
    assert gloss(TERMS[0]).meaning == "An interceptor of the U.S. Navy."
    assert gloss(TERMS[0]).url == "/documents/terms#entry-10"
    assert gloss(TERMS[1]).meaning == "An alliance of states"


def test_each_term_is_marked_once_and_not_beside_its_own_entry() -> None:
    text = "NATO has no SM-3; NATO may buy the Standard Missile-3."
    told: set[str] = set()
    assert [text[m.start : m.end] for m in GLOSSES.marks(text, told)] == ["NATO", "SM-3"]
    assert GLOSSES.marks(text, told) == ()
    assert [m.gloss.name for m in GLOSSES.marks(text, set(), Place("terms", 0, 12))] == ["NATO"]
    assert len(GLOSSES.marks(text, set(), Place("d", 0, 12))) == 2


def test_a_glossary_that_the_library_no_longer_shows_tells_nothing() -> None:
    assert GLOSSES.marks("A Secret of NATO", set())[0].gloss.name == "NATO"
    assert NO_GLOSSES.marks("A Secret of NATO", set()) == ()


@pytest.mark.parametrize("tier", list(Tier))
def test_a_reader_is_told_what_the_tier_may_know(tier: Tier) -> None:
    marks = readable_glosses(FakeDesk(), tier).marks("Spain, Turkey and an ICBM", set())  # type: ignore[arg-type]
    assert [mark.gloss.name for mark in marks] == (["Spain", "ICBM"] if tier is Tier.STAFF else ["ICBM"])


@given(st.text(max_size=40), st.lists(st.integers(0, 40), max_size=8), st.integers(0, 40), st.integers(0, 40))
def test_cutting_loses_no_character(text: str, edges: list[int], start: int, end: int) -> None:
    ordered = sorted({min(edge, len(text)) for edge in edges})
    pairs = zip(ordered[::2], ordered[1::2], strict=False)
    marks = [Mark(first, last, gloss(TERMS[0])) for first, last in pairs]
    runs = cut(text, marks, start, end)
    assert "".join(run.text for run in runs) == text[start : min(end, len(text))]
    assert all(run.text for run in runs)


def test_the_quote_and_the_answer_in_it_stay_marked_under_a_term() -> None:
    text = "Then the Standard Missile-3 flew. NATO saw it."
    exchange = answered(text, 0, 33, (9, 17))  # "Standard" answers, half of the term
    found = pieces(exchange.citations, GLOSSES.marks(text, set()))
    assert [(p.text, p.quoted, p.answering) for p in found] == [
        ("Then the ", True, False),
        ("Standard", True, True),
        (" Missile-3 flew.", True, False),
        (" NATO saw it.", False, False),
    ]
    rest = found[2].words[0]
    assert (rest.text, rest.gloss and rest.gloss.name, rest.opening) == (" Missile-3", "SM-3", False)
    panel = markup.sources([exchange], GLOSSES)
    assert panel.count('role="term"') == 2  # the term that was cut is one stop for the keyboard
    assert bare(panel) == bare(markup.sources([exchange]))


def test_answers_and_cards_are_the_same_words_with_and_without_marks() -> None:
    exchange = answered("NATO has the SM-3 & more <b>of it</b> for NATO", 0, 46)
    for render in (markup.sources, lambda shown, *glosses: markup.transcript(shown, "", *glosses)):
        plain, marked = render([exchange]), render([exchange], GLOSSES)
        assert SPAN.findall(marked) == ["NATO", "SM-3"]
        assert bare(marked) == plain
    assert SPAN.findall(markup.announcement([exchange])) == []
    assert SPAN.findall(markup.copied(exchange, "")["rich"]) == []


def test_an_answer_explains_a_term_once() -> None:
    exchange = answered("NATO is large.", 0, 14)
    assert exchange.answer is not None
    twice = replace(exchange, statements=(exchange.statements[0], exchange.statements[0]))
    assert len(SPAN.findall(markup.transcript([twice], "", GLOSSES))) == 1


def test_pages_mark_words_and_no_titles(client: TestClient) -> None:
    page = client.get("/documents/nasty").text
    assert re.search(r"<h2>[^\n]*Hostile heading", page)
    assert SPAN.findall(page) == ["unicorns"]
    passage = client.get("/passages/paper-4").text
    assert SPAN.findall(passage) == ["ICBM"]
    assert 'data-entry="/documents/terms#entry-6"' in passage
    assert 'id="entry-6"' in client.get("/documents/terms").text


def test_a_glossary_does_not_explain_itself(client: TestClient) -> None:
    assert SPAN.findall(client.get("/documents/terms").text) == []


def test_meanings_stay_words(client: TestClient, hostile: str) -> None:
    page = client.get("/passages/nasty-1").text
    assert str(escape(hostile)) in page
    assert "<img" not in page


@pytest.mark.parametrize("address", ["/documents/paper", "/passages/paper-1", "/documents"])
def test_no_web_reader_is_told_what_is_for_staff(client: TestClient, address: str) -> None:
    page = client.get(address).text
    assert "Words that only staff may read" not in page
    assert "taken back" not in page


def test_pages_stand_without_an_index(client: TestClient, desk: Any) -> None:
    desk.ready = False
    page = client.get("/passages/paper-4")
    assert page.status_code == 200
    assert SPAN.findall(page.text) == []
