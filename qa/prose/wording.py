"""What readers are told of prose: who wrote it, what was held back, and why there is none."""

from qa.errors import ChatError
from qa.types import Answer, Prose

NO_CHAT_MODEL = (
    "No chat model is set up at this desk, so it writes no prose of its own. "
    "Ask with mode auto or extractive for an answer made of quotations."
)
QUOTES_ONLY = (
    "This desk answers with quotations only. Ask with mode auto or extractive for an answer made of quotations."
)
ONLY_A_PART = "The language model found an answer to only a part of the question in these passages."
SO_QUOTED = ", so this answer is quoted from the library."
CITES_NOTHING = "It cites no passage."
ABOVE = (
    "What is written above was checked, sentence by sentence, against the passages that it cites, "
    "and may lack what was to follow."
)
FOLLOWS = "What follows is quoted from the library."
FAILURES = {
    "changed": "The library changed while the language model was writing.",
    "nothing": "The language model found no answer in these passages.",
    "torn": "The language model stopped in the middle of a sentence.",
    "timeout": "The language model did not answer in time.",
    "unsupported": "Nothing that the language model wrote is borne out by the passages that it cited.",
}


def failed(kind: str) -> ChatError:
    """The error for prose that cannot be shown, of one of the kinds above."""
    return ChatError(kind, FAILURES[kind])


def fallback(error: ChatError, *, answerable: bool) -> str:
    """Why the answer is quoted from the library instead, as one sentence."""
    cause = str(error).rstrip(". ")
    return f"{cause}{SO_QUOTED}" if answerable else f"{cause}."


def broken_off(prose: Prose) -> str:
    """The same after sentences of prose that were shown and cannot be taken back: each was checked by itself."""
    quoted = prose.fallback.endswith(SO_QUOTED)
    after = f" {FOLLOWS}" if quoted else ""
    return f"{prose.fallback.removesuffix(SO_QUOTED).rstrip('.')}. {ABOVE}{after}"


def told(answer: Answer, *, struck: bool = False) -> str:
    """Who wrote the answer and how much of it was verified, or why it is quoted; empty where no model was asked.

    `struck` says that what is not supported is shown struck out.
    """
    prose = answer.prose
    if prose is None:
        return ""
    if prose.fallback:
        return prose.fallback
    shown = struck and any(statement.verdict == "unsupported" for statement in answer.statements)
    return f"Written by a language model ({prose.model}) from the passages cited; {counted(prose, struck=shown)}"


def counted(prose: Prose, *, struck: bool = False) -> str:
    """How much of it was verified; `struck` says that the rest is shown struck out."""
    sentences = "sentence" if prose.written == 1 else "sentences"
    missing = prose.written - prose.verified
    rest = f", {missing} {'struck out' if struck else 'held back'}" if missing else ""
    return f"{prose.verified} of {prose.written} {sentences} verified{rest}."


def written(prose: Prose | None) -> bool:
    """Whether a model's prose was given."""
    return prose is not None and not prose.fallback
