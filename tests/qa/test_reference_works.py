"""From the catalogue to works: how the place is named, who speaks, and who may see it."""

from typing import Any

import pytest
from handmade import CODES, citation, metadata

from corpus.erasure import erase_document
from corpus.errors import NotFound
from corpus.types import Block, Document, Metadata, Page, Passage, Section, Tier
from qa.desk import Desk
from qa.permalink.quote import link
from qa.references.works import (
    Pinpoint,
    cite_address,
    cited_passage,
    passage_of,
    pinpoint,
    whole_document,
    work_name,
)

TEXT = "Title\n\nFirst words.\n\nSecond words.\n\nAims\n\nThird words."
BLOCKS = tuple(
    Block(kind, TEXT.index(words), TEXT.index(words) + len(words))
    for kind, words in [
        ("heading", "Title"), ("paragraph", "First words."), ("item", "Second words."), ("heading", "Aims"),
        ("paragraph", "Third words."),
    ]
)  # fmt: skip
AIMS = TEXT.index("Aims")
SECTIONS = (Section(0, AIMS, ("Title",), 1), Section(AIMS, len(TEXT), ("Title", "Aims"), 2))


def document(**known: Any) -> Document:
    return Document(
        "d", Metadata("Title", ("NATO",), "NATO"), "", TEXT, **{"sections": SECTIONS, "blocks": BLOCKS, **known}
    )


def passage(words: str, section: tuple[str, ...], page: int | None = None, speaker: str | None = None) -> Passage:
    start = TEXT.index(words)
    return Passage("p", "d", words, start, start + len(words), section, page, 0, speaker, ())


@pytest.mark.parametrize(
    ("words", "section", "page", "place"),
    [
        ("Third words.", ("Title", "Aims"), None, Pinpoint("section", "Aims")),
        ("Third words.", ("Title", "Aims"), 4, Pinpoint("page", "4")),
        ("First words.", ("Title",), None, Pinpoint("paragraph", "1")),
        ("Second words.", ("Title",), None, Pinpoint("paragraph", "2")),
        ("Third words.", ("[Closing analysis]",), None, Pinpoint("section", "Closing analysis", printed=False)),
    ],
)
def test_a_place_is_a_page_else_a_heading_else_a_paragraph(
    words: str, section: tuple[str, ...], page: int | None, place: Pinpoint
) -> None:
    assert passage_of(document(), passage(words, section, page), document().meta).pinpoint == place


def test_places_in_words() -> None:
    places = (Pinpoint("page", "4"), Pinpoint("paragraph", "2"), Pinpoint("section", "Aims"))
    assert [place.words for place in places] == ["p. 4", "paragraph 2", "section “Aims”"]
    assert Pinpoint("section", "Aims", printed=False).words == "section [Aims]"
    assert pinpoint(Metadata("Title"), (), None) is None


def test_only_others_than_the_author_speak() -> None:
    meta = document().meta
    made = [
        passage_of(document(), passage("First words.", (), None, name), meta) for name in ("NATO", "A Minister", None)
    ]
    assert [work.speaker for work in made] == ["", "A Minister", ""]


def test_a_citation_is_cited_by_what_it_says_itself() -> None:
    work = cited_passage(citation(1, page=7, speaker="A Minister"))
    assert (work.id, work.document_id, work.path) == ("p1", "d", citation(1).url)
    assert (work.pinpoint, work.speaker, work.paginated) == (Pinpoint("page", "7"), "A Minister", True)
    assert cited_passage(citation(1)).meta == metadata()


def test_documents_with_pages_are_told_apart() -> None:
    paged = document(pages=(Page(1, 0, len(TEXT)),))
    assert whole_document(paged, paged.meta).paginated
    whole = whole_document(document(), document().meta)
    assert (whole.paginated, whole.whole, whole.path) == (False, True, "/documents/d")


def test_links_to_the_very_words_lead_to_their_references() -> None:
    assert cite_address("/passages/p1") == "/api/passages/p1/cite?"
    assert cite_address("/passages/p1?quote=10-29-1f338bd0") == "/api/passages/p1/cite?quote=10-29-1f338bd0&"
    assert work_name("/passages/p1?quote=10-29-1f338bd0") == "p1,10-29-1f338bd0"
    assert work_name("/documents/d") == "d"


def test_a_quotation_keeps_its_own_link(canary_desk: Desk) -> None:
    entry = canary_desk.documents()[0]
    passage = canary_desk.document(entry.id).passages[0]
    path = link(passage.id, passage.text[:20], passage.start)
    (work,) = canary_desk.works(passages=[work_name(path)])
    assert (work.id, work.path) == (passage.id, path)
    (work,) = canary_desk.works(passages=[f"{passage.id},0-5-00000000"])
    assert work.path == f"/passages/{passage.id}"


@pytest.mark.parametrize("tier", list(Tier))
def test_the_desk_gives_works_of_what_a_reader_may_see_and_of_nothing_else(canary_desk: Desk, tier: Tier) -> None:
    titles = {f"Song of {code}": Tier.named(name) for name, code in CODES.items()}
    for entry in canary_desk.documents(tier=Tier.STAFF):
        own = canary_desk.document(entry.id, tier=Tier.STAFF).passages[0].id
        if titles.get(entry.meta.title, entry.meta.access) <= tier:
            passage, whole = canary_desk.works(passages=[own], documents=[entry.id], tier=tier)
            assert (passage.id, whole.id, passage.meta.title) == (own, entry.id, entry.meta.title)
            continue
        with pytest.raises(NotFound):
            canary_desk.works(passages=[own], tier=tier)
        with pytest.raises(NotFound):
            canary_desk.works(documents=[entry.id], tier=tier)


def test_words_that_were_erased_cannot_be_cited(small_library: Any, small_desk: Desk) -> None:
    entry = small_desk.documents()[0]
    own = small_desk.document(entry.id).passages[0].id
    assert small_desk.works(passages=[own], documents=[entry.id])
    erase_document(small_library.database, entry.id)
    for named in ({"passages": [own]}, {"documents": [entry.id]}):
        with pytest.raises(NotFound):
            small_desk.works(**named)
