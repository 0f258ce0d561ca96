"""BibTeX, RIS and CSL-JSON, read back by programs of other people: no title breaks out of its field."""

import json
import subprocess
import warnings
from datetime import date
from typing import Any

import bibtexparser
import pypandoc
import pytest
import rispy
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from corpus.types import Metadata
from qa.references.bibtex import SPECIAL, bibtex, one_line
from qa.references.cite import exported
from qa.references.items import BY_KIND, csl_item
from qa.references.ris import ris
from qa.references.styles import style_named
from qa.references.works import Pinpoint, Work

READ_ON = date(2026, 11, 25)
DESK = "https://desk.example"
ATTACKS = [
    "}, author = {Mallory}, x = {",
    "\nER  - \nTY  - BOOK\nTI  - Other",
    "\r\nAU  - Mallory",
    "100 % & more $x$ #1 a_b ~c ^d \\input{/etc/passwd} \\",
    "{{{ unbalanced",
    "}}} @book{evil, title={x}}",
    'A "quoted" – title’s “end”',
    "\u2028AU  - Mallory\x85TI  - x\x1e",
    "Müller über 習近平",
]
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(one_line)
hostile = st.sampled_from(ATTACKS) | texts | st.lists(st.sampled_from(ATTACKS) | texts, min_size=2).map("".join)


def work(title: str, **known: Any) -> Work:
    meta = Metadata(title, **{"authors": ("A. Author",), "published": date(2011, 11, 1), "kind": "report", **known})
    return Work("p1", "doc-1a2b3c4d", meta, "/passages/p1", Pinpoint("page", "12"), paginated=True)


def item(made: Work) -> dict[str, Any]:
    return csl_item(made, DESK, READ_ON)


def plain(text: str) -> str:
    """A BibTeX value as TeX would set it."""
    for character, written in sorted(SPECIAL.items(), key=lambda pair: -len(pair[1])):
        if character != "\\":
            text = text.replace(written, character)
    text = text.replace(r"\{", "{").replace(r"\}", "}") if r"\{" in text else text
    return text.replace(r"\textbackslash{}", "\\")


def parsed(text: str) -> list[dict[str, str]]:
    """The entries that bibtexparser finds: type, key and fields."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        library = bibtexparser.parse_string(text)
    assert library.failed_blocks == []
    assert len(library.blocks) == len(library.entries)
    return [
        {"ENTRYTYPE": entry.entry_type, "ID": entry.key, **{field.key: field.value for field in entry.fields}}
        for entry in library.entries
    ]


@given(hostile, hostile, hostile)
@example(ATTACKS[3], ATTACKS[4], ATTACKS[0])
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_bibtex_comes_back_whatever_stands_in_it(title: str, author: str, publisher: str) -> None:
    made = item(work(title, authors=(f"{author} Office",), publisher=f"{publisher} Press"))
    (entry,) = parsed(bibtex([made]))
    assert entry["ENTRYTYPE"] == "techreport"
    assert set(entry) == {
        "ENTRYTYPE", "ID", "title", "author", "institution", "year", "month", "day", "url", "urldate", "langid",
    }  # fmt: skip
    assert plain(entry["title"].removeprefix("{").removesuffix("}")) == one_line(title)
    assert plain(entry["institution"]) == one_line(f"{publisher} Press")
    assert plain(entry["author"].removeprefix("{").removesuffix("}")) == one_line(made["author"][0]["literal"])
    assert (entry["year"], entry["day"], entry["urldate"]) == ("2011", "1", "2026-11-25")


@given(hostile, hostile, hostile)
@example(ATTACKS[1], ATTACKS[2], ATTACKS[7])
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_ris_comes_back_whatever_stands_in_it(title: str, author: str, publisher: str) -> None:
    made = item(work(title, authors=(f"{author} Office",), publisher=f"{publisher} Press"))
    (record,) = rispy.loads(ris([made]))
    assert set(record) <= {
        "type_of_reference", "id", "title", "authors", "publisher", "year", "date", "urls", "link", "access_date",
        "language", "unknown_tag",
    }  # fmt: skip
    assert record["title"] == one_line(title)
    assert record["authors"] == [one_line(made["author"][0]["literal"]) + ","]
    assert record["publisher"] == one_line(f"{publisher} Press")
    assert (record["type_of_reference"], record["year"], record["date"]) == ("RPRT", "2011", "2011/11/01/")


def read_by_pandoc(text: str, format: str) -> list[dict[str, Any]]:
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), f"--from={format}", "--to=csljson"],
        input=text.encode(), capture_output=True, check=True, timeout=60,
    )  # fmt: skip
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("style", ["bibtex", "ris"])
@pytest.mark.parametrize("title", ["A Title: 100 % & more_of {it} \\ $x$ #1", 'Die "Müller"-Frage – 2002–2012'])
def test_a_reader_of_references_finds_the_same_work(title: str, style: str) -> None:
    made = work(
        title, authors=("Ursula von der Leyen", "NATO Office"), publisher="NATO Press", source_url="https://a.example/b"
    )
    text = exported([made], style_named(style), base_url=DESK, accessed=READ_ON)
    (found,) = read_by_pandoc(text, style)
    said = found["title"].replace('<span class="nocase">', "").replace("</span>", "")
    assert said.translate(str.maketrans("“”’", '""\'')) == title
    assert found["type"] == "report"
    assert found["publisher"] == "NATO Press"
    assert found["URL"] == "https://a.example/b"
    assert found["issued"]["date-parts"][0][:2] == ([2011, 11] if style == "bibtex" else [2011])
    assert found["author"][0]["family"] in ("Leyen", "von der Leyen")
    assert found["author"][1] in ({"literal": "NATO Office"}, {"family": "NATO Office"})


@pytest.mark.parametrize("kind", sorted({*BY_KIND, "brief", "glossary"}))
def test_every_kind_of_document_has_every_format(kind: str) -> None:
    made = [item(work("A Title", kind=kind, publisher="A Press"))]
    assert len(parsed(bibtex(made))) == len(rispy.loads(ris(made))) == 1


@pytest.mark.parametrize(
    ("known", "bib", "day"),
    [
        ({"published": date(2011, 11, 1)}, {"year": "2011", "month": "nov", "day": "1"}, "2011/11/01/"),
        ({"published": None, "published_in": "2011-11"}, {"year": "2011", "month": "nov"}, "2011/11//"),
        ({"published": None, "published_in": "2011"}, {"year": "2011"}, "2011///"),
        ({"published": None}, {}, None),
    ],
)
def test_dates_are_as_precise_as_they_are_known(known: dict[str, Any], bib: dict[str, str], day: str | None) -> None:
    made = [item(work("A Title", **known))]
    (entry,) = parsed(bibtex(made))
    assert {key: entry[key] for key in ("year", "month", "day") if key in entry} == bib
    assert rispy.loads(ris(made))[0].get("date") == day


def test_a_document_comes_once_with_a_note_of_every_passage() -> None:
    meta = Metadata("A Title", ("NATO",), "NATO", kind="report")
    cited = [
        Work("p1", "doc-1", meta, "/passages/p1", Pinpoint("page", "12"), "A Minister"),
        Work("p2", "doc-2", Metadata("Another"), "/passages/p2"),
        Work("p3", "doc-1", meta, "/passages/p3", Pinpoint("section", "Aims")),
    ]
    items = json.loads(exported(cited, style_named("csl-json"), base_url=DESK, accessed=READ_ON))
    assert [each["id"] for each in items] == ["doc-1", "doc-2"]
    assert items[0]["note"] == (
        "Cited: p. 12, https://desk.example/passages/p1 (A Minister); section “Aims”, https://desk.example/passages/p3"
    )
    assert items[0]["custom"] == {"permalink": "https://desk.example/documents/doc-1"}
    assert items[1]["custom"] == {"permalink": "https://desk.example/passages/p2"}
    keys = [entry["ID"] for entry in parsed(exported(cited, style_named("bibtex"), base_url=DESK, accessed=READ_ON))]
    assert len(set(keys)) == 2


def test_an_item_has_its_place_its_permalink_and_no_repeated_publisher() -> None:
    made = item(work("A  Title\nin two lines", authors=("NATO",), publisher="NATO", source_url="https://a.example/b c"))
    assert made == {
        "id": "p1",
        "type": "report",
        "title": "A Title in two lines",
        "author": [{"literal": "NATO"}],
        "issued": {"date-parts": [[2011, 11, 1]]},
        "URL": "https://a.example/b%20c",
        "accessed": {"date-parts": [[2026, 11, 25]]},
        "language": "en",
        "custom": {"permalink": "https://desk.example/passages/p1", "locator": {"label": "page", "value": "12"}},
    }


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://a.example", "http://[broken", ""])
def test_only_web_addresses_are_given(address: str) -> None:
    assert item(work("A Title", source_url=address))["URL"] == "https://desk.example/documents/doc-1a2b3c4d"
    assert "URL" not in csl_item(work("A Title", source_url=address), "", READ_ON)
