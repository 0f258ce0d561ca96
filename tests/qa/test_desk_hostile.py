"""Questions that nobody should ask: each ends in a clear refusal or an honest answer, never in another exception."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from promises import check

from corpus.types import Tier
from qa.desk import Desk
from qa.errors import QuestionError
from qa.intake import LONGEST_QUESTION_CHARS, checked
from qa.types import Filters, Turn


@pytest.mark.parametrize(
    "question", ["", " ", "\n\t", "???", "…", "—", '"', "()", "\x00\x1b\x7f", "\u200b\u202e", "\ud800", "🛰️"]
)
def test_a_question_without_a_word_is_asked_for_again(question: str, canary_desk: Desk) -> None:
    for call in (canary_desk.ask, canary_desk.search):
        with pytest.raises(QuestionError, match=r"^Please type a question\.$"):
            call(question)


@pytest.mark.parametrize("piece", ["Which radar is it? ", "俄罗斯", "a?", "🚀a", "interceptor", "«é» "])
def test_a_question_may_be_long(piece: str, desk: Desk) -> None:
    longest = (piece * LONGEST_QUESTION_CHARS)[:LONGEST_QUESTION_CHARS].strip()
    check(desk.ask(longest), desk)


def test_a_question_may_not_be_endless(canary_desk: Desk) -> None:
    with pytest.raises(QuestionError, match=r"has 100,000 characters; the desk takes up to 2,000\."):
        canary_desk.ask("a" * 100_000)
    with pytest.raises(QuestionError, match="Please type a question"):
        canary_desk.ask(" " * 100_000)


def test_nothing_is_read_before_a_question_is_checked(canary_desk: Desk) -> None:
    events = canary_desk.stream("")
    with pytest.raises(QuestionError):
        next(events)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("  Who\n\n hosts\tit? ", "Who hosts it?"),
        ("Who\x00hosts\x1b[31m it?", "Who hosts [31m it?"),
        ("Who \u202ehosts\u202c it?", "Who hosts it?"),
        ("Who \ud83dhosts it?", "Who hosts it?"),
        ("Wer \u2066hält\u2069 sie?", "Wer hält sie?"),
        ("谁?", "谁?"),
    ],
)
def test_control_characters_are_taken_out(question: str, text: str) -> None:
    assert checked(question) == text


OTHERS = {
    "German": "Was fordert Russland, bevor es bei der Raketenabwehr zusammenarbeitet?",
    "Russian": "Чего требует Россия до начала сотрудничества по ПРО?",
    "Arabic": "ما الذي تطالب به روسيا قبل التعاون؟",
    "Chinese": "俄罗斯在合作之前要求什么？",
    "Hindi": "रूस क्या माँगता है?",
    "emoji": "🚀 where is the radar 🛰️🇹🇷?",
    "right to left": "\u202eWhat does Russia demand?\u202c",
    "combining": "Wh\u0301a\u0308t d\u0327oes Ru\u0336ssia demand?",
    "SQL": "'; DROP TABLE documents; --",
    "SQL union": "x' UNION SELECT text FROM versions WHERE '1'='1",
    "field": "title:foo AND (",
    "open quote": 'what "',
    "everything": "*:* what",
    "operators": "radar AND NOT (Poland OR +Romania) -Turkey ~2 ^3",
    "range": "body:[a TO z] what",
    "regex": "body:/.*/ (?:radar){1000}",
    "only operators": "AND OR NOT",
    "template": "{{ 7 * 7 }} ${jndi:ldap://x/a} <script>alert(1)</script>",
    "path": "../../../../etc/passwd",
    "surrogate": "What does \ud800Russia\udfff demand?",
    "half a flag": "radar 🇹",
    "no words that count": "the of and a",
    "one letter": "a",
    "long word": "radar" * 300,
    "numbers": "1e309 NaN -0 999999999999999999999999",
    "format": "%s %n {0} {question}",
}


@pytest.mark.parametrize("question", OTHERS.values(), ids=list(OTHERS))
def test_any_question_gets_an_honest_answer(question: str, desk: Desk) -> None:
    check(desk.ask(question), desk)


@pytest.mark.parametrize("question", OTHERS.values(), ids=list(OTHERS))
def test_any_question_can_be_searched_and_streamed(question: str, canary_desk: Desk) -> None:
    assert all(found.meta.access is Tier.PUBLIC for found in canary_desk.search(question))
    list(canary_desk.stream(question, history=[Turn("user", question), Turn("assistant", question)]))


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=300), history=st.lists(st.text(max_size=80), max_size=3), name=st.text(max_size=20))
def test_any_text_any_history_and_any_filter(text: str, history: list[str], name: str, canary_desk: Desk) -> None:
    turns = [Turn("user", each) for each in history]
    filters = Filters(kinds=(name,), documents=(name,)) if name else Filters()
    try:
        answer = canary_desk.ask(text, history=turns, filters=filters)
    except QuestionError as error:
        assert str(error).endswith(".")
        return
    check(answer, canary_desk)


@pytest.mark.parametrize(
    "earlier",
    ["a" * 100_000, "\ud800\udfff", "\x00\x1b[2J", " ", "What does \ud800 Russia demand? " * 100],
    ids=range(5),
)
def test_what_was_said_before_cannot_break_a_follow_up(earlier: str, canary_desk: Desk) -> None:
    history = [Turn("user", earlier), Turn("assistant", earlier), Turn("elsewhere", earlier)]
    answer = canary_desk.ask("And is that still true?", history=history)
    check(answer, canary_desk)
    assert len(answer.standalone_question) <= LONGEST_QUESTION_CHARS
    answer.standalone_question.encode("utf-8")


def test_a_very_long_conversation_is_followed(canary_desk: Desk) -> None:
    history = [Turn("user", "And then what about it?")] * 2000
    check(canary_desk.ask("And is that still true?", history=history), canary_desk)
