"""Pages of PDF files as pictures: the quoted words are marked and no others, in a process that may be taken down."""

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi import FastAPI
from PIL import Image
from starlette.testclient import TestClient

from corpus.errors import NotFound, PictureUnavailable
from corpus.originals import Originals, wanted
from corpus.types import Tier
from ingest.erase import erase, to_erase
from ingest.errors import SourceError
from ingest.originals import keeping, settle
from ingest.picture import WIDTH_PX, Pictures
from ingest.read import read
from portal.pages import pages
from portal.perimeter import Perimeter
from portal.sheets import laid_sheet, sheets, words_on
from qa.desk import Desk
from qa.permalink.quote import quote_of

sys.path.append(str(Path(__file__).resolve().parents[1] / "read"))
from papers import lines, pdf

FIRST = lines(
    "The radar in Turkey went to work in the last days",
    "of the year, as the ministry of that coun-",
    "try said in a short note to all of the allies.",
    "",
    "Four destroyers sailed to Spain in two pairs.",
)
SECOND = lines("Nobody has ever published what all of this cost,", "nor who paid for the greater part of it.")


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, open_library: Callable[..., Any]) -> Iterator[Any]:
    """A library of one PDF of two pages, and what draws its pages."""
    folder = tmp_path_factory.mktemp("papers")
    (folder / "paper.pdf").write_bytes(pdf([FIRST, SECOND], title="A paper of two pages"))
    library = open_library(tmp_path_factory.mktemp("data"))
    originals = Originals(library.data)
    assert library.ingest(folder, read_file=keeping(read, originals)).went_well
    (entry,) = library.catalogue.entries(Tier.PUBLIC)
    _, document, _ = library.catalogue.document(entry.id, Tier.PUBLIC)
    pictures = Pictures(originals)
    yield SimpleNamespace(
        library=library, folder=folder, originals=originals, document=document, meta=entry.meta, pictures=pictures
    )
    pictures.close()


def inked(shelf: Any, number: int, box: tuple[float, float, float, float]) -> bool:
    """Whether there is print in this part of the page."""
    with Image.open(io.BytesIO(shelf.pictures.picture(shelf.document.checksum, number))) as page:
        left, top, width, height = box
        part = page.convert("L").crop(
            (
                round(left * page.width),
                round(top * page.height),
                round((left + width) * page.width),
                round((top + height) * page.height),
            )
        )
        return part.getextrema()[0] < 100


@pytest.mark.parametrize(
    ("words", "page", "lines_marked"),
    [
        ("destroyers sailed", 1, 1),
        ("the ministry of that country said", 1, 2),
        ("the last days of the year", 1, 2),
        ("Nobody has ever published what all of this cost, nor who paid", 2, 2),
    ],
)
def test_quoted_words_are_marked_where_they_are_printed(shelf: Any, words: str, page: int, lines_marked: int) -> None:
    text = shelf.document.text
    quote = quote_of(words, text.index(words))
    placed = words_on(shelf.document, page, quote)
    assert [word for _, _, word in placed] == words.split()
    pages, ratio, boxes = shelf.pictures.places(shelf.document.checksum, page, placed)
    assert (pages, ratio) == (2, 792 / 612)
    assert len(boxes) == lines_marked
    assert all(inked(shelf, page, box) for box in boxes)
    sheet = laid_sheet(shelf.document, shelf.meta, page, str(quote), shelf.pictures)
    assert (sheet.words, sheet.pages, len(sheet.boxes)) == (words, 2, lines_marked)
    other = laid_sheet(shelf.document, shelf.meta, 3 - page, str(quote), shelf.pictures)
    assert (other.words, other.boxes) == ("", ())


def test_words_that_do_not_stand_there_are_not_marked(shelf: Any) -> None:
    wrong = [(0, 3, "The"), (4, 9, "tower"), (4000, 4005, "never"), (5, 2, "back")]
    _, _, boxes = shelf.pictures.places(shelf.document.checksum, 1, wrong)
    assert len(boxes) == 1
    sheet = laid_sheet(shelf.document, shelf.meta, 1, "0-3-00000000", shelf.pictures)
    assert (sheet.boxes, sheet.query) == ((), "")


def test_a_picture_is_as_wide_as_promised_and_no_page_is_absent(shelf: Any) -> None:
    with Image.open(io.BytesIO(shelf.pictures.picture(shelf.document.checksum, 2))) as page:
        assert abs(page.width - WIDTH_PX) <= 1
    with pytest.raises(NotFound):
        shelf.pictures.picture(shelf.document.checksum, 3)
    with pytest.raises(PictureUnavailable, match="is not kept"):
        shelf.pictures.picture("0" * 64, 1)
    with pytest.raises(PictureUnavailable, match="is not kept"):
        shelf.pictures.picture("../catalogue", 1)


def test_a_broken_file_takes_nothing_down(shelf: Any) -> None:
    broken = shelf.originals.path(shelf.document.checksum).with_name(f"{'b' * 64}.pdf")
    broken.write_bytes(b"%PDF-1.4 and nothing more %%EOF")
    with pytest.raises(PictureUnavailable, match="cannot be drawn"):
        shelf.pictures.picture("b" * 64, 1)
    assert shelf.pictures.picture(shelf.document.checksum, 1).startswith(b"\x89PNG")
    broken.unlink()


def test_files_are_kept_as_long_as_a_version_needs_them(tmp_path: Path, open_library: Callable[..., Any]) -> None:
    folder, library = tmp_path / "papers", open_library(tmp_path / "data")
    folder.mkdir()
    path, originals = folder / "paper.pdf", Originals(tmp_path / "data")
    path.write_bytes(pdf([FIRST]))
    library.ingest(folder)
    (first,) = wanted(library.catalogue)
    assert originals.path(first) is None, "read by a program that kept no files"
    settle(library.catalogue, originals)
    assert originals.path(first) is not None
    (originals.path(first).parent / "cut.growing").write_bytes(b"half")  # type: ignore[union-attr]
    path.write_bytes(pdf([SECOND]))
    library.ingest(folder, read_file=keeping(read, originals))
    settle(library.catalogue, originals)
    (second,) = wanted(library.catalogue)
    assert first != second
    assert [file.name for file in (tmp_path / "data" / "originals").iterdir()] == [f"{second}.pdf"]


def test_an_erased_document_leaves_no_file(tmp_path: Path, open_library: Callable[..., Any]) -> None:
    folder, library = tmp_path / "papers", open_library(tmp_path / "data")
    folder.mkdir()
    path, originals = folder / "paper.pdf", Originals(tmp_path / "data")
    path.write_bytes(pdf([FIRST]))
    library.ingest(folder, read_file=keeping(read, originals))
    path.unlink()
    (entry,) = library.catalogue.entries(Tier.PUBLIC)
    assert list((tmp_path / "data" / "originals").iterdir())
    erase(library.catalogue, library.data, library.recipe, to_erase(library.catalogue, entry.id, ()))
    assert list((tmp_path / "data" / "originals").iterdir()) == []
    assert not [file for file in library.data.rglob("*") if file.is_file() and b"destroyers" in file.read_bytes()]


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf([FIRST]))

    def slow(path: Path, name: str) -> Any:
        document = read(path, name)
        path.write_bytes(pdf([SECOND]))
        return document

    with pytest.raises(SourceError, match="changed while it was read"):
        keeping(slow, Originals(tmp_path / "data"))(path, "paper.pdf")


def test_pages_over_http(shelf: Any, plain_app: Callable[..., Any]) -> None:
    """The page, its picture and the way to them; what is absent and what is not for this reader look the same."""
    client = plain_app(shelf)
    text, id = shelf.document.text, shelf.document.id
    quote = quote_of("destroyers sailed", text.index("destroyers sailed"))
    (passage,) = [p for p in shelf.library.catalogue.document(id, Tier.PUBLIC)[2] if "destroyers" in p.text]
    address = f"/documents/{id}/pages/1"
    assert f'href="{address}?quote={quote}"' in client.get(f"/passages/{passage.id}?quote={quote}").text
    assert f'href="{address}"' in client.get(f"/documents/{id}").text
    page = client.get(f"{address}?quote={quote}").text
    assert page.count('class="sheet-mark"') == 1
    assert "“destroyers sailed”" in page
    assert f'href="/documents/{id}/pages/2?quote={quote}"' in page
    picture = client.get(f"{address}.png")
    assert (picture.headers["content-type"], picture.content[:4]) == ("image/png", b"\x89PNG")
    assert picture.headers["cache-control"] == "no-store"
    absent = client.get("/documents/none/pages/1")
    assert absent.status_code == 404
    for other in (f"/documents/{id}/pages/{n}" for n in ("3", "0", "-1", "01", "x", "1.pdf", "99999", "3.png")):
        assert (client.get(other).status_code, client.get(other).text) == (404, absent.text), other
    with shelf.library.database.writing() as write:
        write.execute("UPDATE documents SET access = 2")
    try:
        for closed in (address, f"{address}.png"):
            assert (client.get(closed).status_code, client.get(closed).text) == (404, absent.text)
    finally:
        with shelf.library.database.writing() as write:
            write.execute("UPDATE documents SET access = 0")


@pytest.fixture
def plain_app() -> Iterator[Callable[..., TestClient]]:
    """Serves the pages of a library without a chat, to whoever asks from this machine."""

    def made(shelf: Any) -> TestClient:
        desk = Desk(shelf.library.catalogue, shelf.library.live, SimpleNamespace(encoder=shelf.library.encoder))  # type: ignore[arg-type]
        app = FastAPI()
        app.include_router(pages(desk, title="Refdesk", public_url="", pictures=shelf.pictures))
        app.include_router(sheets(desk, shelf.pictures, title="Refdesk"))
        app.add_middleware(Perimeter)
        return TestClient(app, base_url="http://localhost")

    yield made
