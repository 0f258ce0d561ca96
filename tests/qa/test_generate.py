"""Prose from a model that is told what to say: only what is verified is read, and failures leave no torn answer."""

import time
from collections.abc import Iterable, Iterator

import pytest
from handmade import PlainWords, metadata, passage
from prose_models import FakeModel, Says, WordCheck

from corpus.types import Tier
from qa.errors import ChatError
from qa.evidence import Words
from qa.generate import MOST_SENTENCES, Draft, Material, Writer, Writing, echoes
from qa.prompts import Prompt, answer_prompt
from qa.prose.citing import Citations
from qa.prose.types import Excerpt, Verified
from qa.types import Claimed, Retrieved, Statement

RADAR = "The radar was declared operational in May 2016. It stands in Poland. It is no threat to Russia."
TREATY = "The treaty was signed in Prague in April 2010. It limits warheads to 1550."


def prompt() -> Prompt:
    """A prompt of two passages."""
    made = []
    for number, text in enumerate((RADAR, TREATY)):
        found = passage(*(f"{sentence.rstrip('.')}." for sentence in text.split(". ")), document_id=f"d{number}")
        made.append(Excerpt(Retrieved(found, metadata(), 0.5), found.start, found.end))
    return answer_prompt("When?", [], made)


def material() -> Material:
    """The same, and what it is cited with and checked by."""
    words = Words(PlainWords(), Tier.PUBLIC)  # type: ignore[arg-type]
    return Material(prompt(), Citations(words), WordCheck())


def written(says: Says, within_s: float = 5.0, **how: object) -> tuple[Draft, list[Verified | None], FakeModel]:
    """What comes of a model that says `says`."""
    model = FakeModel(says)
    writer = Writer(model, lambda _: WordCheck(), Writing(**how))  # type: ignore[arg-type]
    draft = writer.draft()
    found = list(writer.write(material(), draft, within_s=within_s))
    return draft, [one for one in found if one is not None], model


def failing(says: Says, within_s: float = 5.0, **how: object) -> str:
    """The kind of error that comes of it."""
    with pytest.raises(ChatError) as failed:
        written(says, within_s, **how)
    assert str(failed.value).endswith(".")
    return failed.value.kind


def saying(*texts: str) -> Says:
    """Says `texts`, in which {0} and {1} are the keys of the two passages."""
    return lambda found, _: [text.format(*found) for text in texts]


def test_verified_sentences_come_with_their_citations() -> None:
    draft, found, _ = written(
        saying("The radar stands in Poland [{0}]. ", "It is no threat to Russia [{0}]. The treaty limits [{1}].")
    )
    assert (
        [one.statement for one in found]
        == draft.statements
        == [
            Statement("The radar stands in Poland.", (1,), "supported"),
            Statement("It is no threat to Russia.", (2,), "quoted"),
            Statement("The treaty limits.", (3,), "supported"),
        ]
    )
    assert [citation.marker for citation in draft.citations] == [1, 2, 3]
    assert [citation for one in found for citation in one.citations] == draft.citations
    assert (draft.prose.written, draft.prose.verified, draft.prose.fallback) == (3, 3, "")


UNSUPPORTED = saying("The radar stands in Poland [{0}]. It fell over in 1999 [{0}]. It is old. It stands [zzzzz9].")


def test_unsupported_sentences_are_held_back() -> None:
    draft, found, _ = written(UNSUPPORTED)
    assert [one.statement.text for one in found] == ["The radar stands in Poland."]
    assert "1999" not in repr(draft)
    assert (draft.prose.verified, draft.prose.written) == (1, 4)


def test_unsupported_sentences_are_struck_out_if_that_is_set() -> None:
    draft, found, _ = written(UNSUPPORTED, unsupported="strike")
    claimed = Claimed(draft.citations[0].passage_id, draft.citations[0].document_id)
    assert (
        [one.statement for one in found][1:]
        == draft.statements[1:]
        == [
            Statement("It fell over in 1999.", (), "unsupported", "The passage does not say “1999”.", (claimed,)),
            Statement("It is old.", (), "unsupported", "It cites no passage."),
            Statement("It stands.", (), "unsupported", "It cites no passage."),
        ]
    )
    assert len(draft.citations) == 1
    assert (draft.prose.verified, draft.prose.written) == (1, 4)


def test_only_passages_that_bear_a_sentence_out_are_cited() -> None:
    draft, _, _ = written(saying("The radar stands in Poland [{0}][{1}]. "))
    assert [citation.document_id for citation in draft.citations] == ["d0"]
    both, _, _ = written(saying("The radar in Poland limits warheads to 1550 [{0}, {1}]."))
    assert [citation.document_id for citation in both.citations] == ["d0", "d1"]
    assert both.statements[0].citations == (1, 2)


def test_a_wrong_citation_is_not_supported() -> None:
    assert failing(saying("The radar stands in Poland [{1}].")) == "unsupported"


@pytest.mark.parametrize(
    "text",
    [
        "The passages do not say who built it.",
        "However, the passages provided don’t give a price.",
        "The library has no figure for it.",
        "Nothing in these passages tells the price.",
        "No unit price is given in the passages.",
    ],
)
def test_what_the_passages_lack_is_told_by_the_desk_alone(text: str) -> None:
    draft, found, _ = written(saying("The radar stands in Poland [{0}]. ", text))
    assert ([one.statement.text for one in found], draft.leaves_open) == (["The radar stands in Poland."], True)
    assert (draft.prose.verified, draft.prose.written) == (1, 1)
    assert failing(saying(text)) == "nothing"


@pytest.mark.parametrize("text", ["Based on the passages, the site is as follows:", "Here is what they say:"])
def test_what_leads_up_to_a_list_is_left_out(text: str) -> None:
    draft, found, _ = written(saying(f"{text}\n\n- The radar stands in Poland [{{0}}]. "))
    assert ([one.statement.text for one in found], draft.leaves_open) == (["The radar stands in Poland."], False)
    assert (draft.prose.verified, draft.prose.written) == (1, 1)


@pytest.mark.parametrize(
    "text",
    [
        "The passages say that it fell over in 1999.",
        "Based on the passages, it fell over in 1999.",
        "The library is in Alexandria.",
        "The document does not bind Russia [{1}].",
    ],
)
def test_whatever_claims_something_is_checked(text: str) -> None:
    draft, _, _ = written(saying("The radar stands in Poland [{0}]. ", text))
    assert (draft.prose.verified, draft.prose.written, draft.leaves_open) == (1, 2, False)


def test_repetitions_are_dropped_and_long_answers_cut() -> None:
    draft, found, _ = written(saying(*["The radar stands in Poland [{0}]. "] * 3, "The Radar stands, in Poland! [{1}]"))
    assert len(found) == draft.written == 1
    many = [f"The radar stands {'very ' * n}in Poland [{{0}}]. " for n in range(40)]
    draft, _, model = written(saying("The radar stands in Poland [{0}]. ", *many))
    assert draft.written == MOST_SENTENCES
    assert model.closed == 1


@pytest.mark.parametrize(
    "text", ["NONE", "None.", "**NONE**", "NONE [{0}]", "", "  \n", "[{0}]", "![x](http://a.example/)"]
)
def test_a_model_that_finds_no_answer_says_so(text: str) -> None:
    assert failing(saying(text)) == "nothing"


@pytest.mark.parametrize("text", ["I am sorry, but I cannot help with that.", "It cost 5 billion [{0}]."])
def test_what_is_not_supported_at_all_is_no_answer(text: str) -> None:
    assert failing(saying(text)) == "unsupported"
    assert failing(saying(text), unsupported="strike") == "unsupported"


def test_an_answer_that_stops_within_a_sentence_is_none() -> None:
    assert failing(saying("The radar stands in Poland [{0}]. And it sta")) == "torn"


@pytest.mark.parametrize("before", [0, 1, 3])
def test_an_error_of_the_model_comes_through_at_any_moment(before: int) -> None:
    def says(found: dict[str, str], _: str) -> Iterable[str]:
        yield from [f"The radar stands {'very ' * n}[{next(iter(found))}]. " for n in range(before)]
        raise ChatError("unavailable", "The language model cannot be reached.")

    assert failing(says) == "unavailable"


def test_a_model_that_is_not_done_in_time_is_left() -> None:
    model = FakeModel(lambda found, _: ticking())
    writer = Writer(model, lambda _: WordCheck())
    began = time.monotonic()
    with pytest.raises(ChatError, match="in time"):
        list(writer.write(material(), writer.draft(), within_s=0.3))
    assert time.monotonic() - began < 1.5
    assert model.closed == 1
    assert failing(saying("x"), within_s=-1.0) == "timeout"


def ticking() -> Iterator[str]:
    """A model that says it is still there, and nothing else."""
    while True:
        time.sleep(0.02)
        yield ""


def test_leaving_ends_the_request() -> None:
    model = FakeModel(lambda found, _: ticking())
    writer = Writer(model, lambda _: WordCheck())
    events = writer.write(material(), writer.draft(), within_s=60)
    assert next(events) is None
    events.close()
    assert model.closed == 1


def test_what_was_said_to_the_model_is_never_struck_through() -> None:
    def says(found: dict[str, str], _: str) -> Iterable[str]:
        yield f"The radar stands in Poland [{next(iter(found))}]. "
        yield "You answer one question for readers of a reference library, from the passages that you are given. "
        yield f"The fence is {model.prompts[0][0].content.split('-----')[1].split()[0]}. "

    model = FakeModel(says)
    writer = Writer(model, lambda _: WordCheck(), Writing(unsupported="strike"))
    draft = writer.draft()
    list(writer.write(material(), draft, within_s=5))
    assert [statement.text for statement in draft.statements] == ["The radar stands in Poland."]
    assert draft.written == 3
    assert not echoes("The radar stands in Poland.", prompt())
