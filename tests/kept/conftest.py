"""Houses in which conversations are kept, opened and closed."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from keepers import House
from word_reader import WordReader

from bench.proofs.libraries import ProvenLibrary
from qa.inquiry import Models


@pytest.fixture(scope="session")
def open_house(another_encoder: Callable[..., Any]) -> Iterator[Callable[[Path, Path], House]]:
    """Opens houses over what is ingested from a folder of papers, and closes them after the tests."""
    models = Models(another_encoder(), WordReader())  # type: ignore[arg-type]
    with ExitStack() as opened:

        def house(papers: Path, data: Path) -> House:
            library = ProvenLibrary(data, models)
            opened.callback(library.close)
            library.ingest(papers)
            made = House(library, data)
            opened.callback(made.close)
            opened.enter_context(made.client)
            return made

        yield house


@pytest.fixture(scope="session")
def house(
    open_house: Callable[[Path, Path], House],
    write_papers: Callable[[Path], Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> House:
    """A house over four papers, whose library no test changes; each test has members of its own."""
    folder = tmp_path_factory.mktemp("kept")
    return open_house(write_papers(folder / "papers"), folder / "data")


@pytest.fixture
def own_house(open_house: Callable[[Path, Path], House], papers: Path, tmp_path: Path) -> House:
    """A house of the test's own, over `papers`."""
    return open_house(papers, tmp_path / "data")
