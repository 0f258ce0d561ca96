"""Whatever is done to a document: a link shows its own words, or today's next to them with a diff; never others."""

import random
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.folding import same
from corpus.types import Block, Document, Metadata, Section, Tier
from ingest.split import Lengths, split
from qa.permalink.anchor import Text, find, has
from qa.permalink.quote import link
from qa.permalink.view import passage_view

WORDS = "radar ship crew Spain Turkey not never five four cost paid went said allies missile site the of and a".split()
EDITS = ("drop", "insert", "swap", "change word", "change number", "join", "cut", "title", "twice")


def sentence(chance: random.Random) -> str:
    words = chance.choices(WORDS, k=chance.randint(3, 12))
    return " ".join(words).capitalize() + chance.choice(".?!")


def paragraphs(chance: random.Random) -> list[str]:
    return [" ".join(sentence(chance) for _ in range(chance.randint(1, 5))) for _ in range(chance.randint(2, 7))]


def edited(parts: list[str], chance: random.Random) -> list[str]:
    """The paragraphs after one edit of a kind that editors make."""
    parts, at = list(parts), chance.randrange(len(parts))
    match chance.choice(EDITS):
        case "drop" if len(parts) > 1:
            del parts[at]
        case "insert":
            parts.insert(at, sentence(chance))
        case "swap":
            other = chance.randrange(len(parts))
            parts[at], parts[other] = parts[other], parts[at]
        case "change word" | "change number":
            words = parts[at].split(" ")
            words[chance.randrange(len(words))] = chance.choice([*WORDS, "17", "not,"])
            parts[at] = " ".join(words)
        case "join" if len(parts) > 1:
            parts[at : at + 2] = [" ".join(parts[at : at + 2])]
        case "cut":
            half = len(parts[at]) // 2
            space = parts[at].find(" ", half)
            parts[at : at + 1] = [parts[at][:space], parts[at][space + 1 :]] if space > 0 else [parts[at]]
        case "title":
            parts[at] = f"# {sentence(chance)}\n\n{parts[at]}"
        case "twice":
            parts.append(parts[at])
    return parts


def document(parts: list[str], id: str = "paper") -> Document:
    """A document of these paragraphs; those that begin with `# ` are headings."""
    texts = [part for both in parts for part in both.split("\n\n")]
    text, blocks, starts = "", [], list[tuple[int, str]]()
    for part in texts:
        text += "\n\n" if text else ""
        is_heading, words = part.startswith("# "), part.removeprefix("# ")
        if is_heading:
            starts.append((len(text), words))
        blocks.append(Block("heading" if is_heading else "paragraph", len(text), len(text) + len(words)))
        text += words
    edges = [(0, ""), *starts] if not starts or starts[0][0] else starts
    ends = [start for start, _ in edges[1:]] + [len(text)]
    sections = tuple(
        Section(start, end, (label,) if label else (), 1) for (start, label), end in zip(edges, ends, strict=True)
    )
    return Document(id, Metadata("A paper"), "", text, sections, tuple(blocks))


def as_text(whole: Document) -> Text:
    passages = split(whole, lambda text: len(text.split()), Lengths(20, 40))
    return Text(whole.text, [span for passage in passages for span in passage.sentences])


def inside(text: str, chance: random.Random) -> tuple[int, int]:
    """A stretch of `text` from the start of a word to the end of one."""
    starts = [0, *(at + 1 for at, c in enumerate(text) if c == " ")]
    start = chance.choice(starts)
    ends = [at for at, c in enumerate(text) if c in " \n" and at > start] + [len(text)]
    end = chance.choice(ends[:25])
    return (start, end) if text[start:end].strip() else (0, len(text))


@given(st.integers(0, 2**32), st.integers(0, 4))
@settings(max_examples=150, deadline=None)
def test_words_that_are_found_are_the_very_words(seed: int, edits: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    parts = paragraphs(chance)
    old = as_text(document(parts))
    for _ in range(edits):
        parts = edited(parts, chance)
    new = as_text(document(parts))
    span = inside(old.words, chance)
    found = find(old, span, new)
    wanted = old.words[span[0] : span[1]]
    if edits == 0:
        assert found is not None
        assert not found.reworded
    if found is None:
        assert not has(new.words, wanted)
    elif found.reworded:
        (place,) = found.spans
        assert found.was[0] <= span[0] < span[1] <= found.was[1]
        assert new.whole(place) == place, "today's wording is shown in whole sentences"
    else:
        shown = " ".join(new.words[a:b] for a, b in found.spans)
        assert same(shown, wanted) if len(found.spans) == 1 else sorted(shown.split()) == sorted(wanted.split())


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, open_library: Callable[..., Any]) -> Any:
    return open_library(tmp_path_factory.mktemp("shelf"))


NUMBERS = count()


@given(st.integers(0, 2**32), st.integers(0, 3))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_link_shows_its_words_or_says_what_they_are_now(shelf: Any, seed: int, edits: int) -> None:
    chance, id = random.Random(seed), f"paper-{next(NUMBERS)}"  # noqa: S311
    parts = paragraphs(chance)
    first = document(parts, id)
    publish(shelf, first)
    passages = split(first, shelf.encoder.count_tokens, Lengths(20, 40))
    links: list[tuple[str, str]] = [(f"{passage.id}", passage.text) for passage in passages]
    for passage in passages:
        start, end = inside(passage.text, chance)
        words = passage.text[start:end]
        links.append((link(passage.id, words, passage.start + start).removeprefix("/passages/"), words))
    for _ in range(edits):
        parts = edited(parts, chance)
        publish(shelf, document(parts, id))
    today = shelf.catalogue.document(id, Tier.PUBLIC)[1].text
    for address, words in links:
        passage_id, _, quote = address.partition("?quote=")
        view = passage_view(shelf.catalogue, passage_id, Tier.PUBLIC, quote)
        shown = view.selector.exact
        assert not view.quote_missed
        match view.state:
            case "current" | "moved":
                whole = " ".join([shown, *(part.text for part in view.parts)])
                assert same(whole, words) or sorted(whole.split()) == sorted(words.split())
                assert shown in today
            case "reworded":
                assert same(shown, words)
                assert spaced(words) in spaced(view.passage.text)  # a later version may break its lines elsewhere
                assert view.now in today
                assert "".join(change.before for change in view.changes) == view.passage.text
                assert "".join(change.now for change in view.changes) == view.now
                assert any(change.op != "equal" for change in view.changes)
            case "removed":
                assert (shown, view.now) == (words, "")
                assert view.gone_on is not None


def spaced(text: str) -> str:
    """`text` with one space wherever it has white space."""
    return " ".join(text.split())


def publish(library: Any, whole: Document) -> None:
    """Makes `whole` the version that is read, without building indexes, which links do not use."""
    passages = split(whole, library.encoder.count_tokens, Lengths(20, 40))
    library.catalogue.stage(whole, [(passage, passage.id) for passage in passages], "recipe", "model", {})
    with library.database.writing() as write:
        write.execute("UPDATE documents SET current = staged, staged = NULL WHERE id = ?", (whole.id,))
