"""Stories of receipts: one that tests only read from, and new ones to go on with."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from receipt_stories import Story, begun

from qa.receipt.files import write_receipt


@pytest.fixture
def story(tmp_path: Path, open_library: Callable[..., Any]) -> Story:
    """The paper, ingested once, for a test to go on with."""
    return begun(tmp_path, open_library(tmp_path / "data"))


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory, open_library: Callable[..., Any]) -> Story:
    """The same for all tests that change nothing."""
    folder = tmp_path_factory.mktemp("told")
    return begun(folder, open_library(folder / "data"))


@pytest.fixture(params=["json", "pdf"])
def saved(request: pytest.FixtureRequest, told: Story, tmp_path: Path) -> Path:
    """A receipt in a file of each format."""
    path = tmp_path / f"receipt.{request.param}"
    write_receipt(told.receipt(), path)
    return path
