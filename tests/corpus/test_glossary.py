"""The library's own glossary: its terms in all their forms, found in text as whole words."""

import json

import pytest

from corpus.glossary import Glossary, Term, concept, terms_of
from corpus.settings import ROOT
from corpus.types import Document
from ingest.read import read

GLOSSARY = ROOT / "corpus" / "documents" / "library" / "glossary" / "glossary.md"


@pytest.fixture(scope="module")
def document() -> Document:
    return read(GLOSSARY, "glossary.md")


@pytest.fixture(scope="module")
def glossary(document: Document) -> Glossary:
    return Glossary(terms_of(document))


def term(name: str, *forms: str) -> Term:
    return Term(name, (name, *forms), "meaning", "glossary", 0, 7)


def test_every_entry_quotes_its_document(document: Document) -> None:
    terms = terms_of(document)
    assert len(terms) > 30
    for each in terms:
        assert each.meaning == document.text[each.start : each.end]
        assert each.meaning.strip()
        assert each.forms[0] == each.name
        assert not each.meaning.startswith("Also:")


def test_other_kinds_of_documents_have_no_terms() -> None:
    path = ROOT / "corpus" / "documents" / "library" / "brief" / "c2bmc.md"
    assert terms_of(read(path, "c2bmc.md")) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("EPAA", "European Phased Adaptive Approach"),
        ("SM-3 IB", "SM-3 Block IB"),
        ("the GBIs in Alaska", "Ground-Based Interceptor"),
        ("GBI", "ground-based interceptors"),
        ("GBI", "ground based interceptor"),
    ],
)
def test_two_forms_are_one_concept(one: str, other: str, glossary: Glossary) -> None:
    common = set(glossary.concepts(one)) & set(glossary.concepts(other))
    assert {token for token in common if token != "sm3"}


def test_the_longest_form_wins() -> None:
    glossary = Glossary([term("SM-3"), term("SM-3 Block II"), term("SM-3 Block IIA", "SM-3 IIA")])
    found = glossary.occurrences("The SM-3 Block IIA, the SM-3 Block II, the SM-3 IIA and the SM-3.")
    assert [each.name for _, _, each in found] == ["SM-3 Block IIA", "SM-3 Block II", "SM-3 Block IIA", "SM-3"]


def test_an_acronym_is_not_the_ordinary_word() -> None:
    glossary = Glossary([term("START"), term("NATO")])
    text = "They start talks; the paper starts; a start. START and the STARTs limit NATO, or Nato."
    assert [text[a:b] for a, b, _ in glossary.occurrences(text)] == ["START", "STARTs", "NATO", "Nato"]


@pytest.mark.parametrize("text", ["xEPAA", "EPAA2", "EPAAsx", "SM-33", "interceptor"])
def test_parts_of_words_are_not_found(text: str) -> None:
    glossary = Glossary([term("EPAA"), term("SM-3"), term("Interceptor missile")])
    assert glossary.occurrences(text) == []


def test_hyphens_spaces_and_dashes_are_alike() -> None:
    glossary = Glossary([term("Ground-Based Interceptor")])
    for text in ("ground-based interceptors", "Ground Based Interceptor", "ground–based\ninterceptor"):
        assert [(start, end) for start, end, _ in glossary.occurrences(text)] == [(0, len(text))]


def test_designators_are_concepts_without_an_entry() -> None:
    text = "The S-400, the AN/TPY-2 radar, the MK-41 and the S-400 again; 2011-12, A-, b-2"
    assert Glossary([]).concepts(text) == ["s400", "antpy2", "mk41"]
    assert Glossary([]).occurrences(text) == []


def test_terms_survive_json(glossary: Glossary) -> None:
    assert Glossary.from_records(json.loads(json.dumps(glossary.records()))).terms == glossary.terms


def test_a_form_with_special_characters_is_found_as_it_is() -> None:
    glossary = Glossary([term("C2BMC (network)", "C++"), term("Hit-to-kill")])
    text = "A C2BMC (network) is C++ or hit-to-kill."
    assert [text[a:b] for a, b, _ in glossary.occurrences(text)] == ["C2BMC (network)", "C++", "hit-to-kill"]
    assert concept("C2BMC (network)") == "c2bmcnetwork"
