"""A language model and a check of sentences that do as a test tells them; prompts taken apart again."""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence

from corpus.sentences import sentences
from qa.chat.types import Message
from qa.generate import Writer, Writing
from qa.verify.types import Checked, Cited

_BLOCK = re.compile(
    r"^----- (?P<fence>[0-9a-f]{24}) (?P<kind>passage|earlier|question)(?: (?P<key>[a-z0-9]{6}))?\n(?P<body>.*?)\n"
    r"----- (?P=fence) end$",
    re.MULTILINE | re.DOTALL,
)

Says = Callable[[dict[str, str], str], Iterable[str]]
"""What a model says, given the words of each passage by its key, and the question."""


def blocks(messages: Sequence[Message]) -> list[re.Match[str]]:
    """The blocks of a prompt, in order."""
    return list(_BLOCK.finditer(messages[-1].content))


def passages(messages: Sequence[Message]) -> dict[str, str]:
    """The words of each passage of a prompt, by its key."""
    return {b["key"]: b["body"].partition("\n\n")[2] for b in blocks(messages) if b["kind"] == "passage"}


class FakeModel:
    """Says what `says` makes of the prompt. `prompts` are those that it got; `closed` counts the answers that were left
    before their end."""

    name = "fake:model"

    def __init__(self, says: Says) -> None:
        self.says = says
        self.prompts: list[Sequence[Message]] = []
        self.closed = 0

    def stream(self, messages: Sequence[Message], *, within_s: float, tokens: int) -> Iterator[str]:
        self.prompts.append(messages)
        asked = next(block["body"] for block in blocks(messages) if block["kind"] == "question")
        try:
            yield from self.says(passages(messages), asked)
        except GeneratorExit:
            self.closed += 1
            raise


class WordCheck:
    """Holds a sentence supported whose longer words and numbers all stand in what it cites, one after the other or not,
    each of which has some, and quoted where it stands there as it is. `pause_s` is how long it takes."""

    def __init__(self, pause_s: float = 0.0) -> None:
        self.pause_s = pause_s

    def check(self, sentence: str, cited: Sequence[Cited]) -> Checked:
        time.sleep(self.pause_s)
        text = " ".join(one.text for one in cited)
        if cited and sentence.rstrip(".") in text:
            return Checked("quoted")
        words = set(re.findall(r"\w{4,}|\d+", sentence.casefold()))
        missing = words - set(re.findall(r"\w+", text.casefold()))
        if any(not words & set(re.findall(r"\w+", one.text.casefold())) for one in cited) and len(cited) > 1:
            return Checked("unsupported", "One of the passages has nothing of it.")
        if missing or not cited:
            return Checked("unsupported", f"The passage does not say “{sorted(missing)[0]}”." if missing else "")
        return Checked("supported")


def first_sentences(found: dict[str, str], _question: str, most: int = 3) -> Iterable[str]:
    """An honest model: the first sentence of each passage, with its key."""
    for key, text in list(found.items())[:most]:
        start, end = next(sentences(text))
        yield f"{' '.join(text[start:end].split())} [{key}] "


def fake_writer(says: Says = first_sentences, **how: object) -> tuple[Writer, FakeModel]:
    """A writer with the two fakes, and the model in it."""
    model = FakeModel(says)
    return Writer(model, lambda _: WordCheck(), Writing(**how)), model  # type: ignore[arg-type]
