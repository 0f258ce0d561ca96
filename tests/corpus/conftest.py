"""Small documents, staged without any file."""

import hashlib
from collections.abc import Callable

import pytest

from corpus import generations
from corpus.types import Block, Document, Metadata, Passage, Section, Tier

Staged = Callable[..., list[Passage]]


def document_of(
    id: str, *paragraphs: str, access: Tier = Tier.PUBLIC, section: str = "Section", **meta: object
) -> Document:
    """A document of one section with these paragraphs, each to be a passage."""
    text = "\n\n".join(paragraphs)
    starts = [text.index(paragraph) for paragraph in paragraphs]
    blocks = tuple(Block("paragraph", start, start + len(p)) for start, p in zip(starts, paragraphs, strict=True))
    sections = (Section(0, len(text), (section,), 2),)
    checksum = hashlib.sha256(text.encode()).hexdigest()
    return Document(id, Metadata(f"Title of {id}", access=access, **meta), checksum, text, sections, blocks)  # type: ignore[arg-type]


def passages_of(document: Document) -> list[Passage]:
    """One for each block; its id is made of the document and the words."""
    made = []
    for position, block in enumerate(document.blocks):
        text = document.text[block.start : block.end]
        id = f"{document.id}:{text[:24]}"
        section = document.sections[0]
        sentences = ((block.start, block.end),)
        made.append(
            Passage(id, document.id, text, block.start, block.end, section.path, None, position, None, sentences)
        )
    return made


@pytest.fixture(scope="session")
def stage() -> Staged:
    """Stages a document of these paragraphs in a library, with vectors of its encoder; gives its passages."""

    def staged(library: object, id: str, *paragraphs: str, **more: object) -> list[Passage]:
        document = document_of(id, *paragraphs, **more)  # type: ignore[arg-type]
        passages = passages_of(document)
        catalogue, encoder = library.catalogue, library.encoder  # type: ignore[attr-defined]
        contents = [hashlib.sha256(passage.text.encode()).hexdigest() for passage in passages]
        whole, parts = encoder.passages([p.text for p in passages], [[(0, len(p.text))] for p in passages])
        vectors = {content: (whole[n], parts[n]) for n, content in enumerate(contents)}
        model = encoder.card.identity
        catalogue.stage(document, list(zip(passages, contents, strict=True)), f"{model} test", model, vectors)
        return passages

    return staged


@pytest.fixture(scope="session")
def switch() -> Callable[..., int]:
    """Builds and switches to the next generation of a library."""

    def switched(library: object, step: Callable[[str], None] = lambda _: None) -> int:
        return generations.build(library.catalogue, library.data, library.recipe, step=step)  # type: ignore[attr-defined]

    return switched
