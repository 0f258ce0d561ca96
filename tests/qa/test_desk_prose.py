"""Answers in prose from a whole desk, with a model and a check that do as they are told."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from handmade import CODES, SECRETS
from promises import check, check_prose
from prose_models import FakeModel, Says, fake_writer, first_sentences, passages

from corpus.types import Tier
from qa.answer import DOUBT
from qa.asked.digest import digest_of
from qa.asked.export import questions_table
from qa.asked.figures import figures
from qa.asked.read import answers, digest_given
from qa.asked.types import Period
from qa.desk import Desk
from qa.errors import ChatError, ProseUnavailable, ReceiptRefused
from qa.prose.wording import ONLY_A_PART
from qa.receipt.check import verify
from qa.receipt.files import write_receipt
from qa.receipt.issue import asked_again, receipt_of
from qa.receipt.read import read_receipt
from qa.receipt.terminal import told
from qa.render import answer_json
from qa.types import Filters, Finished, Found, Replaced, Retrieving, Stated, Turn, Writing

QUESTION = "What does Russia demand as a condition for cooperation?"
TODAY = datetime.now(UTC).date()
NOW = Period(TODAY - timedelta(days=1), TODAY + timedelta(days=1))
HISTORY = (Turn("user", "What is the white paper about?"), Turn("assistant", "It is about missile defense. [1]"))


@pytest.fixture
def prose_desk(small_library: Any, plain_desk: Callable[..., Desk]) -> Callable[..., tuple[Desk, FakeModel]]:
    """Makes a desk over the small library whose model says what a test tells it."""

    def make(says: Says | None = None, *, quotes_only: bool = False, **how: object) -> tuple[Desk, FakeModel]:
        writer, model = fake_writer(*([says] if says else []), **how)
        return plain_desk(small_library, writer=writer, quotes_only=quotes_only), model

    return make


Make = Callable[..., tuple[Desk, FakeModel]]


def test_an_answer_is_written_from_the_passages_and_verified(prose_desk: Make) -> None:
    desk, model = prose_desk()
    answer = desk.ask(QUESTION)
    assert answer.mode == "generative"
    check_prose(answer, desk)
    assert answer.prose is not None
    assert (answer.prose.model, answer.prose.fallback) == ("fake:model", "")
    assert answer.prose.verified == answer.prose.written == len(answer.statements) > 0
    assert len(model.prompts) == 1


def test_prose_says_of_when_its_newest_source_is_where_now_is_asked_for(prose_desk: Make) -> None:
    desk, _ = prose_desk()
    answer = desk.ask("What does Russia demand now as a condition for cooperation?")
    assert answer.mode == "generative"
    assert answer.as_of.startswith("As of 2016, the newest date among these sentences.")
    assert not desk.ask(QUESTION).as_of


def test_the_events_tell_each_sentence_once_it_is_verified(prose_desk: Make) -> None:
    desk, _ = prose_desk()
    events = list(desk.stream(QUESTION))
    kinds = [type(event) for event in events if not isinstance(event, Writing)]
    (answer,) = [event.answer for event in events if isinstance(event, Finished)]
    assert kinds == [Retrieving, Found, *[Stated] * len(answer.statements), Finished]
    assert [event.statement for event in events if isinstance(event, Stated)] == list(answer.statements)
    shown = {citation for event in events if isinstance(event, Stated) for citation in event.citations}
    assert shown == set(answer.citations)


@pytest.mark.parametrize(
    "question",
    [
        "Who sold the S-400 to Guam?",
        "Write a press release about Russia.",
        "Should we cooperate with Russia?",
        "Does the white paper mention Turkey?",
        "Where does the library mention NATO?",
        "What is the sentence after the heading U.S. Position?",
        "Quote what Russia demands as a condition.",
        "What are the exact words on Russia's condition?",
    ],
)
def test_no_model_is_asked_where_its_words_are_not_called_for(question: str, prose_desk: Make) -> None:
    desk, model = prose_desk()
    answer = desk.ask(question)
    assert model.prompts == []
    assert (answer.mode, answer.prose) == ("extractive", None)
    check(answer, desk)


def test_quotations_may_be_asked_for(prose_desk: Make) -> None:
    desk, model = prose_desk()
    answer = desk.ask(QUESTION, mode="extractive")
    assert (answer.mode, answer.prose, model.prompts) == ("extractive", None, [])
    assert answer.statements


def test_prose_cannot_be_had_where_there_is_none(prose_desk: Make, small_desk: Desk) -> None:
    desk, model = prose_desk(quotes_only=True)
    assert desk.ask(QUESTION).mode == "extractive"
    assert model.prompts == []
    with pytest.raises(ProseUnavailable, match="quotations only"):
        desk.ask(QUESTION, mode="generative")
    with pytest.raises(ProseUnavailable, match="No chat model"):
        small_desk.ask(QUESTION, mode="generative")


FAILURES: dict[str, tuple[Says, str]] = {
    "error": (lambda *_: failing(), "The language model cannot be reached, so this answer is quoted from the library."),
    "none": (lambda *_: ["NONE"], "The language model found no answer in these passages, so this answer is quoted"),
    "empty": (lambda *_: [], "found no answer"),
    "unsupported": (lambda *_: ["It is all a hoax. Believe nobody."], "borne out"),
    "refusal": (lambda *_: ["I'm sorry, but I can't help with that."], "borne out"),
    "torn": (lambda found, _: [*said(found), "And then it st"], "stopped in the middle of a sentence"),
    "midway": (lambda found, _: failing(*said(found)), "cannot be reached"),
}


def failing(*before: str) -> Iterator[str]:
    """A model that fails after what it has said."""
    yield from before
    raise ChatError("unavailable", "The language model cannot be reached.")


def said(found: dict[str, str]) -> list[str]:
    """The first passage's first words, and the beginning of a second sentence."""
    key, text = next(iter(found.items()))
    return [f"{' '.join(text.split()[:6])} [{key}]. ", "This too. "]


@pytest.mark.parametrize("kind", FAILURES)
def test_whatever_goes_wrong_the_quotations_remain(kind: str, prose_desk: Make) -> None:
    says, told = FAILURES[kind]
    desk, _ = prose_desk(says)
    events = list(desk.stream(QUESTION))
    answer = events[-1].answer if isinstance(events[-1], Finished) else None
    assert answer is not None
    assert answer.mode == "extractive"
    quoted = desk.ask(QUESTION, mode="extractive")
    assert (answer.statements, answer.citations, answer.reason) == (quoted.statements, quoted.citations, quoted.reason)
    assert answer.prose is not None
    assert told in answer.prose.fallback
    assert answer.prose.verified == 0
    stated = [event for event in events if isinstance(event, Stated | Replaced)]
    if kind in ("torn", "midway"):
        assert isinstance(stated[0], Stated)
        assert stated.pop(0) != stated[0]
    assert stated.pop(0) == Replaced(answer.prose.fallback)
    assert [event.statement for event in stated if isinstance(event, Stated)] == list(answer.statements)


@pytest.mark.parametrize("question", ["When was it signed?", "What colour is the moon?"])
def test_a_doubt_remains_with_prose(question: str, prose_desk: Make) -> None:
    desk, model = prose_desk()
    quoted = desk.ask(question, mode="extractive")
    assert quoted.reason
    answer = desk.ask(question)
    assert model.prompts
    assert answer.mode == "generative"
    assert answer.reason == (quoted.reason if quoted.statements else DOUBT)
    signs = [event for event in desk.stream(question) if isinstance(event, Writing)]
    assert set(signs) == {Writing(model.name, answer.reason)}, "the doubt is told before the first word"


def test_the_desk_tells_that_a_part_is_not_answered(prose_desk: Make) -> None:
    def says(found: dict[str, str], question: str) -> Iterable[str]:
        yield from first_sentences(found, question)
        yield "The passages do not say who paid for it."

    desk, _ = prose_desk(says)
    answer = desk.ask(QUESTION)
    assert answer.prose is not None
    assert (answer.mode, answer.prose.written) == ("generative", answer.prose.verified)
    assert "who paid" not in answer.text
    assert answer.reason == (desk.ask(answer.question, mode="extractive").reason or ONLY_A_PART)


@pytest.mark.parametrize("tier", list(Tier))
@pytest.mark.parametrize("code", CODES.values())
def test_no_passage_above_the_reader_enters_the_prompt(code: str, tier: Tier, prose_desk: Make) -> None:
    desk, model = prose_desk()
    staff = desk.ask(f"What does the canary {code} sing of at dawn?", tier=Tier.STAFF)
    history = (
        Turn("user", "What do the canaries sing of?"),
        Turn("assistant", staff.text, tuple(citation.url for citation in staff.citations)),
    )
    model.prompts.clear()
    for question in ("What do the canaries sing of at dawn?", "Who refused it?", "What else does it sing of?"):
        desk.ask(question, history=history, tier=tier)
        desk.ask(question, tier=tier)
    assert model.prompts
    sent = "\n".join(message.content for prompt in model.prompts for message in prompt)
    for name, secret in SECRETS.items():
        assert (secret in sent) <= (Tier.named(name) <= tier), secret
    assert any(passages(prompt) for prompt in model.prompts)


def test_earlier_answers_do_not_enter_the_prompt_and_earlier_questions_do(prose_desk: Make) -> None:
    desk, model = prose_desk()
    desk.ask(QUESTION, history=HISTORY)
    sent = model.prompts[0][1].content
    assert HISTORY[0].content in sent
    assert HISTORY[1].content not in sent


@pytest.mark.parametrize("unsupported", ["hold", "strike"])
def test_what_is_taken_back_meanwhile_is_not_told(prose_desk: Make, small_library: Any, unsupported: str) -> None:
    desk: Desk

    def says(found: dict[str, str], _: str) -> Iterable[str]:
        yield from said(found)
        for entry in desk.documents(tier=Tier.STAFF):
            if entry.meta.kind == "white-paper":
                small_library.catalogue.remove(entry.id)
        yield f"{' '.join(next(iter(found.values())).split()[:9])} [{next(iter(found))}]. So it goes. "
        yield f"It cost 85 billions [{next(iter(found))}]. So it goes. "

    desk, _ = prose_desk(says, unsupported=unsupported)
    events = list(desk.stream(QUESTION))
    stated = [event for event in events if isinstance(event, Stated)]
    assert len(stated) >= 1
    assert "85 billions" not in repr(events)
    answer = events[-1].answer if isinstance(events[-1], Finished) else None
    assert answer is not None
    assert answer.mode == "extractive"
    assert answer.prose is not None
    assert "The library changed" in answer.prose.fallback
    assert any(isinstance(event, Replaced) for event in events)
    check(answer, desk)


def test_leaving_ends_the_models_request(prose_desk: Make) -> None:
    def says(found: dict[str, str], _: str) -> Iterable[str]:
        yield from said(found)
        while True:
            yield ""

    desk, model = prose_desk(says)
    events = desk.stream(QUESTION)
    assert any(isinstance(event, Stated) for event in events)
    events.close()  # type: ignore[attr-defined]
    assert model.closed == 1


def test_the_time_counts_from_the_question_on(prose_desk: Make) -> None:
    desk, model = prose_desk(timeout_s=0.001)
    answer = desk.ask(QUESTION)
    assert answer.prose is not None
    assert (
        answer.prose.fallback == "The language model did not answer in time, so this answer is quoted from the library."
    )
    assert model.prompts == []


def test_what_became_of_asking_the_model_is_kept_and_counted(prose_desk: Make, small_library: Any) -> None:
    desk, model = prose_desk()
    written = desk.ask(QUESTION, tier=Tier.MEMBER)
    model.says = lambda *_: ["NONE"]
    fallen_back, quoted = desk.ask(QUESTION), desk.ask(QUESTION, mode="extractive")
    asked = {one.id: one for one in answers(small_library.database, NOW)}
    assert [asked[one.id].prose for one in (written, fallen_back, quoted)] == [written.prose, fallen_back.prose, None]
    assert [asked[one.id].mode for one in (written, fallen_back)] == ["generative", "extractive"]
    found = figures(list(asked.values())).prose
    assert written.prose is not None
    assert (found.written, found.quoted) == (1, 1)
    assert (found.sentences, found.held) == (written.prose.written, written.prose.written - written.prose.verified)
    rows = {row["answer"]: row for row in questions_table(asked.values()).records()}
    assert rows[written.id]["sentences"] == written.prose.written
    assert rows[fallen_back.id]["fallback"] == fallen_back.prose.fallback if fallen_back.prose else ""
    assert "Russia demands" not in str(small_library.database.rows("SELECT * FROM prose")[0])


def test_an_answer_is_known_again_by_its_digest_alone(prose_desk: Make, small_library: Any) -> None:
    desk, _ = prose_desk()
    answer = desk.ask(QUESTION, tier=Tier.MEMBER)
    kept = digest_given(small_library.database, answer.id, Tier.MEMBER)
    shown = json.loads(json.dumps(answer_json(answer)).replace(": 1.0,", ": 1,"))
    assert kept == digest_of(shown) == digest_of({**shown, "timings_ms": {}, "also": []})
    assert digest_given(small_library.database, answer.id, Tier.PUBLIC) == ""
    assert digest_given(small_library.database, "\ud800", Tier.STAFF) == ""
    for change in ({"question": "Another?"}, {"text": answer.text + " "}, {"confidence": 0.1}, {"id": "x"}):
        assert digest_of({**shown, **change}) != kept


@pytest.fixture
def shown(prose_desk: Make) -> tuple[Desk, dict[str, Any]]:
    """An answer in prose as a page has it, with a sentence struck out, and the desk that gave it."""

    def says(found: dict[str, str], question: str) -> Iterable[str]:
        yield from first_sentences(found, question)
        yield f"It cost 85 billions [{next(iter(found))}]. "

    desk, _ = prose_desk(says, unsupported="strike")
    return desk, json.loads(json.dumps(answer_json(desk.ask(QUESTION))))


def test_a_receipt_of_prose_certifies_what_is_checked_anew(shown: tuple[Desk, dict[str, Any]], tmp_path: Path) -> None:
    desk, answer = shown
    again = asked_again(desk, answer, (), Filters(), Tier.PUBLIC)
    check_prose(again, desk)
    receipt = receipt_of(desk, again, Tier.PUBLIC)
    assert receipt["answer"]["prose"] == answer["prose"]
    assert "85 billions" in str(answer)
    assert "85 billions" not in str(receipt)
    assert [one["text"] for one in receipt["statements"]] == [one["text"] for one in answer["statements"][:-1]]
    for name in ("receipt.json", "receipt.pdf"):
        write_receipt(receipt, tmp_path / name)
        read = read_receipt(tmp_path / name)
        assert verify(read, desk.catalogue, Tier.PUBLIC).exit_code == 0
        assert any("language model" in line for line in told(read, verify(read, desk.catalogue, Tier.PUBLIC)))


@pytest.mark.parametrize(
    "change",
    [
        {"id": "0" * 32}, {"id": "\ud800"}, {"question": "Who won?"}, {"text": "Nothing was agreed."},
        {"confidence": 10**400},
        {"statements": [{"text": "Nothing was agreed.", "citations": [1], "verdict": "supported"}]},
    ],
)  # fmt: skip
def test_no_receipt_for_prose_that_the_desk_did_not_write(
    change: dict[str, Any], shown: tuple[Desk, dict[str, Any]]
) -> None:
    desk, answer = shown
    with pytest.raises(ReceiptRefused, match="no record that it gave this answer"):
        asked_again(desk, {**answer, **change}, (), Filters(), Tier.PUBLIC)


def test_no_receipt_for_prose_whose_source_has_gone_or_that_nothing_can_check(
    shown: tuple[Desk, dict[str, Any]], small_library: Any, small_desk: Desk
) -> None:
    desk, answer = shown
    again = asked_again(small_desk, answer, (), Filters(), Tier.PUBLIC)
    with pytest.raises(ReceiptRefused, match="no language model now"):
        receipt_of(small_desk, again, Tier.PUBLIC)
    doctored = replace(
        again, statements=(replace(again.statements[0], text="It cost 85 billions.", verdict="supported"),)
    )
    with pytest.raises(ReceiptRefused, match="not held by the passages"):
        receipt_of(desk, doctored, Tier.PUBLIC)
    small_library.catalogue.remove(answer["citations"][0]["document"]["id"])
    with pytest.raises(ReceiptRefused, match="Quotation 1 no longer stands"):
        asked_again(desk, answer, (), Filters(), Tier.PUBLIC)
    with pytest.raises(ReceiptRefused, match="Quotation 1 no longer stands"):
        receipt_of(desk, again, Tier.PUBLIC)


def test_a_receipt_of_an_answer_that_the_model_failed_is_of_the_quotations(prose_desk: Make) -> None:
    desk, _ = prose_desk(lambda *_: ["NONE"])
    answer = json.loads(json.dumps(answer_json(desk.ask(QUESTION))))
    assert answer["prose"]["fallback"]
    assert receipt_of(desk, asked_again(desk, answer, (), Filters(), Tier.PUBLIC), Tier.PUBLIC)["statements"]
