"""Documents survive the way into JSON and back, whatever is in them."""

import json

from hypothesis import given
from hypothesis import strategies as st

from corpus.record import document_from_record, document_to_record, metadata_from_record, metadata_to_record
from corpus.types import Block, Document, Metadata, Note, Page, Section, Source, Speaker, Tier

words = st.text(max_size=20)
several = st.lists(words, max_size=3).map(tuple)
numbers = st.integers(0, 10_000)
dates = st.none() | st.dates()

metadata = st.builds(
    Metadata,
    title=words, authors=several, publisher=words, published=dates, published_in=words, as_of=dates, kind=words,
    access=st.sampled_from(Tier), audience=words, source_url=words, language=words, topics=several, summary=words,
    questions=several, sources=st.lists(st.builds(Source, *[words] * 6), max_size=2).map(tuple),
    speakers=st.lists(st.builds(Speaker, words, several), max_size=2).map(tuple),
)  # fmt: skip
pages = st.builds(Page, numbers, numbers, numbers, st.lists(st.tuples(numbers, numbers), max_size=3).map(tuple))
documents = st.builds(
    Document,
    id=words, meta=metadata, checksum=words, text=words,
    sections=st.lists(st.builds(Section, numbers, numbers, several, numbers, st.none() | words), max_size=3).map(tuple),
    blocks=st.lists(st.builds(Block, words, numbers, numbers), max_size=3).map(tuple),
    pages=st.lists(pages, max_size=2).map(tuple),
    notes=st.lists(st.builds(Note, numbers, words), max_size=2).map(tuple),
)  # fmt: skip


@given(metadata)
def test_metadata_comes_back(meta: Metadata) -> None:
    assert metadata_from_record(json.loads(json.dumps(metadata_to_record(meta)))) == meta


@given(documents)
def test_a_document_comes_back(document: Document) -> None:
    assert document_from_record(json.loads(json.dumps(document_to_record(document)))) == document


@given(st.builds(Metadata, title=words))
def test_what_older_records_lack_has_its_default(meta: Metadata) -> None:
    assert metadata_from_record({"title": meta.title, "access": "public"}) == meta
