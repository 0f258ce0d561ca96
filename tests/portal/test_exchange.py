"""From the desk's events to what the chat page shows: exact words, the right markers, and no markup but ours."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Metadata
from portal import markup
from portal.exchange import (
    TAKEN_BACK,
    Exchange,
    cards,
    finished,
    followed,
    pieces,
    quotations,
    searching,
    still_shown,
    turns,
)  # fmt: skip
from portal.worded import last_word
from qa.types import Answer, Citation, Claimed, Filters, Statement, Turn

QUESTION = "What does Russia demand before it will cooperate?"


class Tags(HTMLParser):
    """The names of a page's elements and attributes, in order, and its words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names += [tag, *(name for name, _ in attrs)]

    def handle_data(self, data: str) -> None:
        self.words += data


def citation(
    text: str, start: int, end: int, marker: int = 1, highlights: tuple[tuple[int, int], ...] = ()
) -> Citation:
    """A citation of `text[start:end]`, where `text` is a passage that begins at 100 in its document."""
    meta = Metadata(text or "x", (text,), text, kind="report", source_url=text)
    return Citation(
        marker, "p", "d", meta, text[start:end], 100 + start, 100 + end, (text,), None, text or None,
        text[:start], text[end:], 1.0, tuple((100 + a, 100 + b) for a, b in highlights),
    )  # fmt: skip


def exchange_about(words: str) -> Exchange:
    """A finished exchange in which every text is `words`."""
    cited = citation(words, 0, len(words))
    answer = Answer("id", words, f"{words}?", True, 1, "extractive", (Statement(words, (1,)),), (cited,))
    return finished(Exchange(1, words), answer)


def conversed(desk: Any, question: str) -> list[Exchange]:
    """The exchange after each event."""
    exchange = Exchange(1, question)
    steps = []
    for event in desk.stream(question):
        exchange = followed(exchange, event, "Searching 3 documents…")
        steps.append(exchange)
    return steps


def test_an_exchange_follows_the_desk_step_by_step(desk: Any) -> None:
    steps = conversed(desk, QUESTION)
    assert [step.progress for step in steps[:3]] == ["Searching 3 documents…", "Reading 10 passages…", "Writing…"]
    assert [len(step.statements) for step in steps[2:-1]] == list(range(1, len(steps) - 2))
    assert steps[-1].progress == ""
    assert steps[-1].answer is not None
    assert steps[-1].statements == steps[-2].statements


def test_neighbors_from_one_speaker_stand_together(desk: Any) -> None:
    groups = quotations(conversed(desk, "Russia cooperation missile defense United States limits")[-1])
    speakers = [group.source.speaker for group in groups if group.source]
    assert len(speakers) == len(groups)
    assert all(a != b for a, b in pairwise(speakers))


def test_a_statement_without_citation_stands_alone() -> None:
    exchange = Exchange(1, "q", statements=(Statement("No source.", (7,), "unsupported"),))
    group = quotations(exchange)[0]
    assert group.source is None
    assert "Not confirmed by a source" in markup.transcript([exchange], "")


def test_not_in_the_library_looks_different_and_shows_the_nearest(desk: Any) -> None:
    exchange = conversed(desk, "Who won the cup?")[-1]
    assert exchange.nearest
    page = markup.transcript([exchange], "")
    assert "Not in the library" in page
    assert "No document in the library answers this." in page
    assert "<blockquote>" not in page
    panel = markup.sources([exchange])
    assert "Nearest passages, not an answer" in panel
    assert "Back to the answer" not in panel
    assert "Not in the library" in markup.announcement([exchange])


def test_the_conversation_leaves_out_what_ended_in_an_error(desk: Any) -> None:
    good = conversed(desk, QUESTION)[-1]
    assert good.answer is not None
    assert turns([good, Exchange(2, "lost", error="Sorry.")]) == (
        Turn("user", QUESTION),
        Turn("assistant", good.answer.text, tuple(citation.url for citation in good.answer.citations)),
    )


def test_an_answer_is_not_shown_again_once_its_document_is_taken_back(desk: Any) -> None:
    told = conversed(desk, "What does Russia demand for cooperation on missile defense?")[-1:]
    cited = {citation.document_id for citation in told[0].citations}
    assert cited
    assert still_shown(told, cited) == tuple(told)
    (left,) = still_shown(told, cited - {next(iter(cited))})
    assert (left.number, left.question, left.error) == (told[0].number, told[0].question, TAKEN_BACK)
    assert (left.statements, left.citations, left.answer, turns([left])) == ((), (), None, ())
    assert TAKEN_BACK in markup.transcript([left], "")
    struck = Statement("It cost 85.", (), "unsupported", "It says 85.", (Claimed("p1", "another"),))
    claiming = replace(told[0], statements=(*told[0].statements, struck))
    assert still_shown([claiming], {*cited, "another"}) == (claiming,)
    assert still_shown([claiming], cited) == (left,)


def test_a_follow_up_shows_how_it_was_understood(desk: Any) -> None:
    exchange = conversed(desk, QUESTION)[-1]
    assert exchange.answer is not None
    other = replace(exchange, answer=replace(exchange.answer, standalone_question="What does Russia demand in 2011?"))
    shown = markup.transcript([other], "")
    assert 'Looked up as: <span class="read-as-question">What does Russia demand in 2011?</span>' in shown
    assert 'data-edit="What does Russia demand in 2011?"' in shown
    assert "data-edit" not in markup.transcript([other], "", tools=False)
    assert "Looked up as" not in markup.transcript([exchange], "")


def test_readings_and_what_may_come_next_are_offered(desk: Any) -> None:
    exchange = conversed(desk, QUESTION)[-1]
    assert exchange.answer is not None
    hostile = 'When "was" <b>it</b>?'
    following = replace(exchange, answer=replace(exchange.answer, suggestions=(hostile,)))
    offered = '<button type="button" class="example" data-ask="When &#34;was&#34; &lt;b&gt;it&lt;/b&gt;?">'
    assert offered in markup.transcript([following], "")
    assert "To ask next" not in markup.transcript([following], "", tools=False)
    answer = replace(exchange.answer, answerable=False, statements=(), citations=(), reason="Choose.")
    open_one = finished(exchange, replace(answer, readings=(hostile, "When was that?")))
    shown = markup.transcript([open_one], "")
    assert offered in shown and "Which do you mean?" in shown and "Not in the library" not in shown
    assert "data-ask" not in markup.transcript([open_one], "", tools=False)
    assert "There are 2 questions to choose from" in markup.announcement([open_one])


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        (Filters(), "Searching 61 documents…"),
        (Filters(kinds=("brief",)), "Searching the chosen kinds of document…"),
        (Filters(documents=("a",)), "Searching the chosen document…"),
        (Filters(documents=("a", "b")), "Searching 2 chosen documents…"),
    ],
)
def test_the_first_step_says_what_is_searched(filters: Filters, words: str) -> None:
    assert searching(filters, 61) == words


def test_two_quotes_of_one_passage_share_a_card() -> None:
    text = "One sentence. Two sentences. Three."
    card = cards([citation(text, 0, 13, 1), citation(text, 14, 28, 2, ((14, 17),))])
    assert len(card) == 1
    assert [piece.markers for piece in card[0].pieces if piece.markers] == [(1,), (2,)]
    assert [(p.text, p.answering) for p in card[0].pieces if p.quoted] == [
        ("One sentence.", False),
        ("Two", True),
        (" sentences.", False),
    ]


def test_quotes_of_differing_passages_keep_their_own_cards() -> None:
    assert len(cards([citation("One. Two.", 0, 4, 1), citation("Three.", 0, 6, 2)])) == 2


spans = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: (min(pair), max(pair)))


@given(st.text(min_size=61, max_size=90), st.lists(st.tuples(spans, spans), min_size=1, max_size=4))
def test_pieces_are_the_passage_word_for_word(text: str, quotes: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    citations = [citation(text, *quote, n, (answer,)) for n, (quote, answer) in enumerate(quotes, 1)]
    shown = pieces(citations)
    assert "".join(piece.text for piece in shown) == text
    quoted = {i for (start, end), _ in quotes for i in range(start, end)}
    assert sum(len(piece.text) for piece in shown if piece.quoted) == len(quoted)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip))
def test_no_text_becomes_markup(words: str) -> None:
    hostile, plain = exchange_about(words), exchange_about("plain")
    for render in (markup.sources, markup.announcement, lambda shown: markup.transcript(shown, "http://localhost")):
        assert Tags(render([hostile])).names == Tags(render([plain])).names


@given(st.text(max_size=200))
def test_last_word_keeps_every_character(text: str) -> None:
    assert "".join(last_word(text)) == text


def test_rows_of_a_table_are_shown_as_one() -> None:
    said = ("Point | 2019 | 2022", "Length | 100 pages. | 12 <b>pages</b>.", "They differ.")
    statements = tuple(Statement(words, (1,)) for words in said)
    given = exchange_about(" ".join(said)).answer
    assert given
    page = markup.transcript([finished(Exchange(1, QUESTION), replace(given, statements=statements))], "")
    assert re.findall(r"<(?:th|td)[^>]*>([^<]*)", page) == [
        "Point", "2019", "2022", "Length", "100 pages.", "12 &lt;b&gt;pages&lt;/b&gt;.",
    ]  # fmt: skip
    assert re.findall(r'<th scope="(\w+)"', page) == ["col", "col", "col", "row"]
    assert page.count('class="statement"') == page.count("chip marker") == len(said)
    assert "They differ." in page.partition("</table>")[2]
    alone = finished(Exchange(1, QUESTION), replace(given, statements=statements[1:]))
    assert "<table>" not in markup.transcript([alone], "")


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://a.example/x", True),
        ("http://a.example", True),
        ("javascript:alert(1)", False),
        ("JavaScript:alert(1)", False),
        ("data:text/html,x", False),
        ("//a.example", False),
        ("https:", False),
        ("http://[broken", False),
        ("", False),
    ],
)
def test_only_web_addresses_become_links(address: str, kept: bool) -> None:
    assert markup.web_address(address) == (address if kept else "")


def test_copied_answers_name_what_to_cite_in_the_order_of_their_markers(desk: Any) -> None:
    exchange = conversed(desk, QUESTION)[-1]
    for form in markup.copied(exchange, "").values():
        assert "legally binding technical guarantees" in form
    address = urlsplit(markup.cite_all_address(exchange))
    names = [citation.url.removeprefix("/passages/").replace("?quote=", ",") for citation in exchange.citations]
    assert (address.path, parse_qsl(address.query)) == ("/api/cite", [("passage", name) for name in names])
    assert markup.copied(Exchange(1, "q"), "") == {"plain": "", "rich": ""}
    assert markup.cite_all_address(Exchange(1, "q")) == ""


@pytest.mark.parametrize(
    ("kind", "one", "many"),
    [
        ("white-paper", "White paper", "White papers"),
        ("glossary", "Glossary", "Glossaries"),
        ("talking-points", "Talking points", "Talking points"),
        ("then-and-now", "Then and now", "Then and now"),
    ],
)
def test_kinds_are_named_for_readers(kind: str, one: str, many: str) -> None:
    assert (markup.kind_name(kind), markup.kind_name_plural(kind)) == (one, many)
