"""Conversations with the desk: what was cited is carried along, read off, narrowed and dropped."""

from collections.abc import Sequence

import pytest
from promises import check

from corpus.types import Tier
from qa.converse.answering import APART
from qa.converse.scope import documents_named
from qa.desk import Desk
from qa.permalink.quote import link
from qa.types import Answer, Filters, Turn

DEMAND = "What does Russia demand before it will cooperate?"
NEXT = "What does the white paper say about the NATO missile defense shield?"
EVERYTHING = Filters()


def turns(*answers: Answer, cited: bool = True) -> tuple[Turn, ...]:
    """The conversation of `answers`, with permalinks of what they cited or as text alone."""
    told: list[Turn] = []
    for answer in answers:
        links = tuple(citation.url for citation in answer.citations) if cited else ()
        told += [Turn("user", answer.question), Turn("assistant", answer.text, links)]
    return tuple(told)


class Talk:
    """A conversation with a desk: each question is asked after those before it."""

    def __init__(
        self, desk: Desk, tier: Tier = Tier.PUBLIC, *, cited: bool = True, filters: Filters = EVERYTHING
    ) -> None:
        self.desk, self.tier, self.cited, self.filters = desk, tier, cited, filters
        self.answers: list[Answer] = []

    def __call__(self, question: str) -> Answer:
        told = turns(*self.answers, cited=self.cited)
        answer = self.desk.ask(question, history=told, tier=self.tier, filters=self.filters)
        check(answer, self.desk, tier=self.tier)
        self.answers.append(answer)
        return answer


def quotes(answer: Answer) -> list[str]:
    """What the answer quotes, in order."""
    return [citation.quote for citation in answer.citations]


def test_the_answer_to_a_part_of_the_question(desk: Desk) -> None:
    talk = Talk(desk)
    talk(DEMAND)
    answer = talk("And what does the U.S. answer to the technical part?")
    assert any("technical capability or boost velocity" in quote for quote in quotes(answer))
    assert {citation.speaker for citation in answer.citations} == {"U.S. position, as the paper reports it"}
    limits = talk("only the part about limits")
    assert quotes(limits) and all("limit" in quote for quote in quotes(limits))
    assert limits.standalone_question == (
        "What does the U.S. answer to the part about limits of what Russia demands before it will cooperate?"
    )
    cited = {citation.document_id for citation in answer.citations}
    assert {citation.document_id for citation in limits.citations} <= cited


@pytest.mark.parametrize("cited", [True, False], ids=["by permalink", "by its words"])
def test_the_sentences_around_a_quotation_are_read_off(desk: Desk, cited: bool) -> None:
    talk = Talk(desk, cited=cited)
    first = talk(DEMAND)
    after = talk("the sentence after that")
    (one,) = after.citations
    last = first.citations[-1]
    text = desk.document(last.document_id).document.text
    assert one.document_id == last.document_id
    assert text[last.end : one.start].strip() in ("", *(heading for heading in one.section))
    assert after.standalone_question.startswith("What is the sentence after “")
    assert quotes(talk("and the one before that")) == [last.quote]
    on = talk("read on").citations
    assert on[0].start == one.start and len({citation.section for citation in on}) == 1


def test_the_ends_of_a_document_are_said(desk: Desk) -> None:
    view = desk.document(next(entry.id for entry in desk.documents() if entry.meta.kind == "white-paper"))
    passage = view.passages[-1]
    start, end = passage.sentences[-1]
    words = view.document.text[start:end]
    told = (Turn("user", NEXT), Turn("assistant", words, (link(passage.id, words, start),)))
    answer = desk.ask("the sentence after that", history=told)
    check(answer, desk)
    assert not answer.answerable
    assert answer.reason == f"That stands at the end of “{view.entry.meta.title}”: there is no sentence after it."


def test_sources_and_quotations_once_more(desk: Desk) -> None:
    talk = Talk(desk)
    first = talk(DEMAND)
    for question in ("quote it", "source?", "who said that?"):
        assert quotes(desk.ask(question, history=turns(first))) == quotes(first)[:4]


def test_in_one_sentence_and_more(desk: Desk) -> None:
    talk = Talk(desk)
    first = talk(DEMAND)
    assert len(first.statements) > 1
    short = desk.ask("in one sentence", history=turns(first))
    best = max(first.citations, key=lambda citation: citation.score)
    assert quotes(short) == [best.quote]
    more = desk.ask("more", history=turns(first))
    check(more, desk)
    assert not set(quotes(more)) & set(quotes(first))


def test_a_correction_of_where_to_look(desk: Desk) -> None:
    talk = Talk(desk)
    talk("What does the brief say about NATO-Russia cooperation?")
    answer = talk("no, I meant in the white paper")
    assert answer.standalone_question == "What does the white paper say about NATO-Russia cooperation?"
    assert {citation.meta.kind for citation in (*answer.citations, *answer.related)} == {"white-paper"}


def test_the_other_document(desk: Desk) -> None:
    talk = Talk(desk)
    first = talk(DEMAND)
    other = talk("no, the other one")
    assert first.citations[0].document_id not in {each.document_id for each in (*other.citations, *other.related)}


def test_a_correction_that_names_a_document(desk: Desk) -> None:
    titles = {
        "No, I meant in the Kurecik brief": "The AN/TPY-2 Radar at Kurecik (Turkey)",
        "no, the brief on the phased approach": "The European Phased Adaptive Approach",
        "what about the Turkish brief?": "The AN/TPY-2 Radar at Kurecik (Turkey)",
    }
    for correction, title in titles.items():
        talk = Talk(desk)
        talk("Who runs the radar in Turkey?")
        answer = talk(correction)
        assert answer.standalone_question == f"Who runs the radar in Turkey, in “{title}”?"
        assert {citation.meta.title for citation in (*answer.citations, *answer.related)} == {title}
        changed = desk.ask(answer.standalone_question.replace("Who runs", "Where is"))
        assert {citation.meta.title for citation in (*changed.citations, *changed.related)} == {title}
        why = talk("Since when?")
        assert why.standalone_question == f"Since when: who runs the radar in Turkey, in “{title}”?"


def test_a_title_that_is_not_the_readers_is_none(desk: Desk) -> None:
    entry = next(entry for entry in desk.documents(tier=Tier.STAFF) if entry.meta.access is Tier.STAFF)
    question = f"Who runs the radar in Turkey, in “{entry.meta.title}”?"
    assert desk.meant(question, history=(), tier=Tier.STAFF).filters.documents == (entry.id,)
    assert desk.meant(question, history=(), tier=Tier.PUBLIC).filters.documents == ()
    told = turns(desk.ask("Who runs the radar in Turkey?"))
    words = " ".join(entry.meta.title.split()[:2])
    for tier, count in ((Tier.PUBLIC, 0), (Tier.STAFF, 1)):
        found = documents_named(f"{entry.meta.title} document", desk.documents(tier=tier))
        assert sum(one.id == entry.id for one in found) == count
    assert (
        entry.id not in desk.meant(f"I meant in the {words} document", history=told, tier=Tier.PUBLIC).filters.documents
    )


def test_the_other_reading(desk: Desk) -> None:
    talk = Talk(desk)
    offered = talk("When was the treaty signed?").readings
    assert talk("the second one").standalone_question == offered[1]
    assert talk("no, the other one").standalone_question == offered[0]
    assert talk("no, the other one").standalone_question == offered[2]
    talk = Talk(desk)
    offered = talk("When was the treaty signed?").readings
    talk(offered[0])
    assert talk("no, the other one").standalone_question == offered[1]


def test_the_reading_that_was_asked_about(desk: Desk) -> None:
    talk = Talk(desk)
    talk("What is the ABM Treaty?")
    answer = talk("When was the treaty signed?")
    assert answer.standalone_question == "When was the ABM Treaty signed?" and not answer.readings
    talk("And who withdrew?")
    assert talk("When was the treaty signed?").standalone_question == answer.standalone_question
    talk("How fast is the SM-3 Block IIA?")
    assert talk("When was the treaty signed?").readings


@pytest.mark.parametrize(
    ("question", "by_itself"),
    [
        ("And when was New START signed?", "When was New START signed?"),
        ("How do decoys work?", "How do decoys work?"),
    ],
)
def test_a_whole_question_is_answered_by_itself_where_its_topic_has_no_answer(
    desk: Desk, question: str, by_itself: str
) -> None:
    talk = Talk(desk)
    talk("Who commands NORTHCOM?")
    answer = talk(question)
    assert answer.standalone_question == by_itself and answer.answerable
    assert answer.reason.startswith(APART)


def test_after_a_question_answered_by_itself_the_conversation_is_there(desk: Desk) -> None:
    talk = Talk(desk)
    talk("Who commands NORTHCOM?")
    talk("And when was New START signed?")
    assert talk("Who signed it?").standalone_question == "Who signed New START?"


@pytest.mark.parametrize("question", ["Were there objections?", "Who objected?", "When did he object?"])
def test_what_needs_its_topic_is_never_put_without_it(desk: Desk, question: str) -> None:
    talk = Talk(desk)
    talk("What does Golden Dome cost?")
    answer = talk(question)
    assert answer.standalone_question == f"About Golden Dome: {question[0].lower()}{question[1:]}"
    assert APART not in answer.reason


def test_an_answer_from_where_the_conversation_is_comes_before_readings(desk: Desk) -> None:
    talk = Talk(desk)
    where = talk("Which radar is in Kurecik?")
    assert desk.ask("Who controls the radar?").readings
    answer = talk("Who controls the radar?")
    assert not answer.readings
    assert answer.citations[0].document_id in {citation.document_id for citation in where.citations}


def test_a_reading_picked_by_its_words(desk: Desk) -> None:
    talk = Talk(desk)
    offered = talk("What about the summit?").readings
    chicago = next(reading for reading in offered if "Chicago" in reading)
    answer = talk("the one in Chicago")
    assert answer.standalone_question == chicago and answer.answerable
    other = talk("I meant the other summit")
    assert other.readings or (other.standalone_question in offered and other.standalone_question != chicago)


def test_the_other_document_that_was_cited(desk: Desk) -> None:
    talk = Talk(desk)
    cited = list(dict.fromkeys(citation.document_id for citation in talk(DEMAND).citations))
    other = talk("no, the other one")
    assert len(cited) > 1
    assert {each.document_id for each in (*other.citations, *other.related)} == {cited[1]}
    title = desk.document(cited[1]).entry.meta.title
    assert other.standalone_question == f"{DEMAND[:-1]}, in “{title}”?"


def carried(desk: Desk, question: str, told: Sequence[Turn], tier: Tier = Tier.PUBLIC) -> tuple[str, ...]:
    """The passages that join the candidates for `question`."""
    return desk.meant(question, history=told, tier=tier).carried


def test_what_was_cited_is_carried_and_dropped_with_its_topic(desk: Desk) -> None:
    told = turns(desk.ask(DEMAND))
    passages = {citation.passage_id for citation in desk.ask(DEMAND).citations}
    assert set(carried(desk, "Why does it want that?", told)) == passages
    assert set(carried(desk, "Why does it want that?", [Turn(t.role, t.content) for t in told])) == passages
    assert carried(desk, "When did the Kurecik radar start work?", told) == ()
    assert desk.meant("When did the Kurecik radar start work?", history=told, tier=Tier.PUBLIC).question == (
        "When did the Kurecik radar start work?"
    )


def test_a_permalink_that_is_not_the_readers_is_nothing(desk: Desk) -> None:
    view = next(
        desk.document(entry.id, tier=Tier.STAFF)
        for entry in desk.documents(tier=Tier.STAFF)
        if entry.meta.access is Tier.STAFF
    )
    passage = view.passages[0]
    start, end = passage.sentences[0]
    words = view.document.text[start:end]
    told = (Turn("user", DEMAND), Turn("assistant", words, (link(passage.id, words, start),)))
    nothing = (Turn("user", DEMAND), Turn("assistant", words, ("/passages/none?quote=1-2-00000000",)))
    assert carried(desk, "Why?", told, Tier.STAFF) == (passage.id,)
    assert carried(desk, "Why?", told) == ()
    for question in ("the sentence after that", "quote it", "source?", "Is that true?", "Why?"):
        seen, blank = desk.ask(question, history=told), desk.ask(question, history=nothing)
        assert (seen.text, seen.standalone_question) == (blank.text, blank.standalone_question)
        assert words not in seen.standalone_question


@pytest.mark.parametrize(
    "cited",
    ["", "/passages/", "https://elsewhere.example/passages/x", "/passages/x?quote=9-1-zzzzzzzz", "javascript:alert(1)"],
)
def test_what_is_no_permalink_is_nothing(desk: Desk, cited: str) -> None:
    told = (Turn("user", DEMAND), Turn("assistant", "Atlantis is demanding everything. [1]", (cited,)))
    assert carried(desk, "Why?", told) == ()
    answer = desk.ask("the sentence after that", history=told)
    assert not answer.answerable and "Atlantis" not in answer.standalone_question


def test_a_conversation_keeps_to_the_filters(desk: Desk) -> None:
    first = desk.ask(DEMAND)
    answer = desk.ask("quote it", history=turns(first), filters=Filters(kinds=("brief",)))
    assert {citation.meta.kind for citation in (*answer.citations, *answer.related)} <= {"brief"}
