"""References in every style, held against what its rules say (`references.json`), and their closing words."""

import json
import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpus.types import Metadata
from qa.errors import StyleError
from qa.references.cite import Reference, exported, references
from qa.references.runs import Run, Runs, as_html, as_markdown
from qa.references.styles import STYLES, style_named
from qa.references.works import Pinpoint, Work, pinpoint

CASES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("references.json").read_text(encoding="utf-8"))
EXPECTED = [
    pytest.param(number, key, id=f"{key}: {case['case']}")
    for number, case in enumerate(CASES)
    for key in case
    if key.split(" ")[0] in STYLES
]
READ_ON = date(2026, 11, 25)
DESK = "https://desk.example"


def work(number: int) -> Work:
    """The work of a case: document `d…` and passage `p…`."""
    case = CASES[number]
    known = dict(case["meta"])
    known["authors"] = tuple(known.get("authors", ()))
    if "published" in known:
        known["published"] = date.fromisoformat(known["published"])
    meta = Metadata(**known)
    place = pinpoint(meta, tuple(case.get("section", ())), case.get("page"))
    if "paragraph" in case:
        place = Pinpoint("paragraph", str(case["paragraph"]))
    return Work(
        f"p{number}", f"d{number}", meta, f"/passages/p{number}", place, case.get("speaker", ""), "page" in case
    )


@cache
def made(style: str, form: str | None = None) -> tuple[Reference, ...]:
    """The references of all cases."""
    works = [work(number) for number in range(len(CASES))]
    return references(works, style_named(style), form=form, base_url=DESK, accessed=READ_ON)


def marked(runs: Runs) -> str:
    """Italics in asterisks, small capitals in carets."""
    marks = {"italic": "*", "small-caps": "^"}
    return "".join(f"{marks.get(run.look, '')}{run.text}{marks.get(run.look, '')}" for run in runs)


@pytest.mark.parametrize(("number", "key"), EXPECTED)
def test_a_reference_is_as_the_style_has_it(number: int, key: str) -> None:
    style, form = key.split(" ")
    assert marked(made(style, form)[number].body) == CASES[number][key]


def test_every_style_has_every_case() -> None:
    forms = {f"{style.name} {form}" for style in STYLES.values() if not style.is_file for form in style.forms}
    assert all(forms <= case.keys() for case in CASES)
    assert len(CASES) >= 8


@pytest.mark.parametrize(
    ("style", "form", "number", "closing"),
    [
        ("chicago", "note", 0, "Speaking: Russian position, as the paper reports it. Permalink: {link}."),
        ("chicago", "bibliography", 1, "Cited: p. 12. Permalink: {link}."),
        ("apa", "bibliography", 6, "Cited: section “Article V.” Accessed November 25, 2026, {link}."),
        ("apa", "bibliography", 4, "Permalink: {link}."),
        ("mla", "bibliography", 9, "Cited: paragraph 3. Accessed November 25, 2026, {link}."),
        ("bluebook", "note", 7, "Accessed November 25, 2026, {link}."),
        ("apa", "in-text", 1, ""),
    ],
)
def test_closing_words_give_what_the_style_has_no_place_for(style: str, form: str, number: int, closing: str) -> None:
    reference = made(style, form)[number]
    assert marked(reference.closing) == closing.format(link=f"{DESK}/passages/p{number}")
    assert reference.text == f"{''.join(run.text for run in (*reference.body, Run(' '), *reference.closing))}".rstrip()


def test_every_reference_gives_the_day_and_the_permalink() -> None:
    for style in ("chicago", "apa", "mla", "bluebook"):
        for reference in made(style):
            assert "2026" in reference.text
            assert reference.permalink in reference.text


def test_a_document_of_the_desk_is_its_own_permalink() -> None:
    whole = Work("d", "d", Metadata("A Title", ("A. Author",), published=date(2011, 11, 1)), "/documents/d")
    (reference,) = references([whole], style_named("apa"), base_url=DESK, accessed=READ_ON)
    assert reference.text == (
        "Author, A. (2011, November 1). A Title. https://desk.example/documents/d Accessed November 25, 2026."
    )
    (reference,) = references([whole], style_named("chicago"), base_url=DESK, accessed=READ_ON)
    assert reference.text.endswith("accessed November 25, 2026, https://desk.example/documents/d.")


HOSTILE = (
    "}, author = {Mallory}",
    '<b>bold</b> & <span class="nocase">x</span>',
    "--- en -- dash ...",
    "'90s, 'single' and ‘curly’",
    "@d0 [@d1; @d2]",
    "a*b*c _d_ `e`",
    "“Wholly quoted”",
    "&lt;i&gt; &amp; $x^2$ \\textbf{x}",
    "[Bracketed]",
    "習近平 談治國理政",
    "عنوان بالعربية",
    "iPad and eBay in the U.S.: a NATO view",
    "{under p. 3} 4",
    "private \ue000\ue001 use",
)


@pytest.mark.parametrize("style", ["chicago", "apa", "bluebook"])
def test_every_word_of_a_title_and_a_heading_comes_out_as_it_is(style: str) -> None:
    def bare(text: str) -> str:
        """Without white space and quotation marks, which styles set in their own way."""
        return re.sub(r"[\s\"'“”‘’]+", "", text.translate({0xE000: 0xFFFD, 0xE001: 0xFFFD}))

    cited = [
        Work(f"p{n}", f"d{n}", Metadata(title, (f"Office {n}",)), f"/passages/p{n}", Pinpoint("section", title))
        for n, title in enumerate(HOSTILE)
    ]
    for work, reference in zip(
        cited, references(cited, style_named(style), base_url=DESK, accessed=READ_ON), strict=True
    ):
        assert bare(reference.text).count(bare(work.meta.title).rstrip(".")) == 2
        assert set(re.findall(r"<(\w+)", reference.html)) <= {"i", "span", "a"}


def works(*documents: Sequence[str]) -> list[Work]:
    meta = Metadata("A Title", ("Refdesk library editors",), published=date(2026, 11, 23))
    return [Work(passage, document, meta, f"/passages/{passage}") for document, passage in documents]


def test_a_list_tells_works_of_one_author_and_year_apart_but_not_passages_of_one() -> None:
    cited = references(
        works(("one", "a"), ("two", "b"), ("one", "c")), style_named("apa"), base_url=DESK, accessed=READ_ON
    )
    assert [reference.in_text[0].text for reference in cited] == [
        f"(Refdesk library editors, 2026{letter})" for letter in "aba"
    ]


def test_notes_are_full_even_for_what_was_just_cited() -> None:
    cited = references(works(("one", "a"), ("one", "b")), style_named("chicago"), base_url=DESK, accessed=READ_ON)
    assert all(reference.text.startswith("Refdesk library editors, “A Title,”") for reference in cited)


def test_an_author_is_never_a_dash() -> None:
    cited = references(works(("one", "a"), ("two", "b")), style_named("mla"), base_url=DESK, accessed=READ_ON)
    assert all(reference.text.startswith("Refdesk library editors. ") for reference in cited)


def test_nothing_to_cite_gives_nothing() -> None:
    assert references([], style_named("chicago"), base_url=DESK, accessed=READ_ON) == ()
    assert exported([], style_named("ris"), base_url=DESK, accessed=READ_ON) == ""


def test_an_unknown_style_or_form_names_those_that_there_are() -> None:
    with pytest.raises(StyleError, match="no style “harvard” here; use one of chicago, apa, mla, bluebook, bibtex"):
        style_named("harvard")
    with pytest.raises(StyleError, match="APA has no form “note”; it has bibliography, in-text"):
        style_named("apa").form("note")
    assert style_named("chicago").form(None) == "note"


def test_looks_become_markup_and_words_never_do() -> None:
    runs = (Run("A & <b>", "italic"), Run(" x_y*z "), Run("Sm", "small-caps"), Run("https://a.example/?a=1&b", "link"))
    assert as_html(runs) == (
        '<i>A &amp; &lt;b&gt;</i> x_y*z <span style="font-variant:small-caps">Sm</span>'
        '<a href="https://a.example/?a=1&amp;b">https://a.example/?a=1&amp;b</a>'
    )
    assert as_markdown(runs) == r"*A & \<b\>* x\_y\*z Sm<https://a.example/?a=1&b>"
