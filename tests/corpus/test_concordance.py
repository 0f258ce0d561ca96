"""The concordance: every place of every phrase, against a plain scan of the texts."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.concordance import UNKNOWN, Concordance, Shelf, write_concordance
from corpus.errors import IndexUnavailable
from corpus.types import Tier

TEXTS = (
    "To be or not to be. That is the coop-\neration of it.",
    "Be. To cooperation, to be or not.\n\nTo be, a paragraph on.",
    "",
    "not to be",
)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """The texts above, as documents "0" to "3" of versions 10 to 13."""
    return opened(tmp_path_factory.mktemp("concordance"), TEXTS)


def opened(folder: Path, texts: tuple[str, ...]) -> Shelf:
    write_concordance(folder / "public", [(str(n), n + 10, text) for n, text in enumerate(texts)])
    concordance = Concordance(folder)
    assert concordance.problems() == []
    assert concordance.documents() == len(texts)
    (shelf,) = concordance.shelves(list(Tier))
    return shelf


def scanned(shelf: Shelf, texts: tuple[str, ...], phrase: str) -> list[tuple[int, int, int]]:
    """(document, start, end) of every place, by looking at every word."""
    wanted = shelf.read(phrase).keys
    found = []
    for number, text in enumerate(texts):
        read = shelf.read(text)
        for at in range(len(read) - len(wanted) + 1):
            if read.keys[at : at + len(wanted)] == wanted:
                found.append((number, read.spans[at][0], read.spans[at + len(wanted) - 1][1]))
    return found


def searched(shelf: Shelf, phrase: str) -> list[tuple[int, int, int]]:
    numbers = shelf.numbers(shelf.read(phrase).keys)
    starts = shelf.phrase(numbers)
    documents = shelf.document_at(starts)
    return [(int(d), *shelf.span(int(at), int(at) + numbers.size)) for d, at in zip(documents, starts, strict=True)]


@pytest.mark.parametrize(
    ("phrase", "places"),
    [("to be", 5), ("TO BE OR NOT", 2), ("be", 6), ("not to be", 3), ("cooperation", 2), ("be that", 1),
     ("it be", 0), ("whale", 0), ("not to whale", 0), ("or not to be that is the cooperation of it", 1)],
)  # fmt: skip
def test_every_place_of_a_phrase_is_found_and_none_across_documents(shelf: Shelf, phrase: str, places: int) -> None:
    assert len(searched(shelf, phrase)) == places
    assert searched(shelf, phrase) == scanned(shelf, TEXTS, phrase)


def test_words_at_a_lines_end_are_found_joined_and_as_they_stand(shelf: Shelf) -> None:
    assert shelf.read("coop-\neration").keys == ("cooperation",)
    (first, second) = searched(shelf, "coop-\neration")
    assert TEXTS[0][first[1] : first[2]] == "coop-\neration"
    assert TEXTS[1][second[1] : second[2]] == "cooperation"


def test_unknown_words_are_equal_to_nothing(shelf: Shelf) -> None:
    assert list(shelf.numbers(["whale", "be"])) == [UNKNOWN, shelf.numbers(["be"])[0]]
    assert list(shelf.counts(shelf.numbers(["whale", "be"]))) == [0, 6]


@settings(max_examples=40, deadline=None)
@given(
    texts=st.lists(st.lists(st.sampled_from("a b c A, d.".split()), max_size=30), min_size=1, max_size=5),
    phrase=st.lists(st.sampled_from("a b c d".split()), min_size=1, max_size=4),
)
def test_what_a_scan_finds_the_concordance_finds(
    tmp_path_factory: pytest.TempPathFactory, texts: list[list[str]], phrase: list[str]
) -> None:
    written = tuple(" ".join(text) for text in texts)
    shelf = opened(tmp_path_factory.mktemp("any"), written)
    assert searched(shelf, " ".join(phrase)) == scanned(shelf, written, " ".join(phrase))


def test_any_slice_of_the_real_library_is_found_where_it_stands(
    papers: Path, tmp_path: Path, open_library: Callable[..., Any]
) -> None:
    library = open_library(tmp_path / "data")
    assert library.ingest(papers).went_well
    draw = random.Random(5)  # noqa: S311
    with library.live.reading() as index:
        shelves = index.concordance.shelves(list(Tier))
        assert [shelf.tier for shelf in shelves] == list(Tier)
        for shelf in shelves:
            for number, (document_id, version) in enumerate(shelf.documents):
                text = library.catalogue.version_document(version).text
                assert library.texts()[document_id] == text
                spans = shelf.read(text).spans
                for _ in range(60):
                    first = draw.randrange(len(spans))
                    last = min(len(spans), first + draw.choice((1, 2, 5, 20, 100)))
                    start, end = spans[first][0], spans[last - 1][1]
                    assert (number, start, end) in searched(shelf, text[start:end])


@pytest.mark.parametrize("name", ["words", "firsts", "places", "stream", "begins", "ends"])
def test_a_cut_or_changed_file_is_noticed(tmp_path: Path, name: str) -> None:
    opened(tmp_path, TEXTS)
    path = tmp_path / "public" / f"{name}.npy"
    values = np.load(path)
    np.save(path, values[:-1])
    assert Concordance(tmp_path).problems()
    np.save(path, values[::-1])
    assert Concordance(tmp_path).problems()
    np.save(path, values.astype(np.float32))
    with pytest.raises(IndexUnavailable, match=r"cannot be opened .*--rebuild"):
        Concordance(tmp_path)
    path.write_bytes(path.read_bytes()[:70])
    with pytest.raises(IndexUnavailable, match=r"cannot be opened .*--rebuild"):
        Concordance(tmp_path)


def test_a_disk_that_takes_no_more_is_said(tmp_path: Path) -> None:
    (tmp_path / "public").write_text("in the way")
    with pytest.raises(IndexUnavailable, match="cannot be written"):
        write_concordance(tmp_path / "public", [("0", 1, "words")])
