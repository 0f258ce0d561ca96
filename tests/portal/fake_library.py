"""The small library behind the fake desk: four documents, one of them nasty, and a glossary."""

import re
from collections.abc import Sequence
from datetime import date

from corpus.glossary import Glossary, Term
from corpus.types import Block, Document, Metadata, Note, Page, Passage, Section, Source, Tier
from qa.types import Filters

MDAA = "Missile Defense Advocacy Alliance"
HOSTILE = (
    "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>${document.title='owned'}"
)

PAPER = """\
From 2011 to 2020 under the PAA, U.S. missile defense systems will be deployed in Poland, Romania, Spain, and Turkey \
as well as in international waters around Europe.

Russia continues to block any cooperation efforts and meaningful dialogue on missile defense with the United States \
and NATO. Russia is demanding legally binding technical guarantees of limits on U.S. missile defenses as a condition \
for cooperation.

Russian Position

Russian officials maintain the NATO missile defense shield is a unilateral project that does not add stability and \
security in Europe. Technically, Russia is concerned about future modernization, sophistication, and the potential \
increase in numbers of U.S. interceptors based in Europe.

U.S. Position

The United States is willing to cooperate with Russia on missile defense, but will not accept any limitations or \
restrictions on the development or deployment of U.S. missile defenses. The U.S. missile defense systems in place in \
Europe today and those planned to be in place by 2020 do not have the technical capability or boost velocity on \
interceptors to intercept a Russian ICBM headed towards the United States from Russia."""

BRIEF = """\
The site

The Deveselu site in Romania was declared operational on 12 May 2016. Romania and the United States signed the \
agreement for the site on 13 September 2011."""

NASTY = f"""\
Hostile heading {HOSTILE}

This hostile sentence about unicorns says {HOSTILE} and nothing else.

Beast | Where it lives | What it says
Lion | In the south. | Nothing at all.
Hydra | In every land, under {HOSTILE}. | It is told below."""

TERMS = f"""\
ICBM

A rocket weapon that crosses from one continent to another. More is said further on.

Deveselu site

An Aegis Ashore battery near Caracal, by the Olt & <b>Danube</b>. It is one of two.

Unicorn

A beast that says {HOSTILE} and is gone. An ICBM it is not."""

SENTENCE = re.compile(r"\S.*?[.!?>](?=\s+[A-Z<]|\s*\Z)", re.DOTALL)
STOP = frozenset(
    {"what", "which", "does", "the", "of", "is", "are", "will", "in", "on", "to", "and", "for", "with", "by"}
)
EVERYTHING = Filters()


def _document(
    name: str, text: str, meta: Metadata, headings: Sequence[str] = (), notes: tuple[Note, ...] = ()
) -> Document:
    sections, blocks = [], []
    for found in re.finditer(r"\S(?:.*?\S)?(?=\n\n|\Z)", text, re.DOTALL):
        words = found.group()
        heading = words in headings or words.startswith("Hostile heading")
        kind = "heading" if heading else "table" if " | " in words else "paragraph"
        blocks.append(Block(kind, found.start(), found.end()))
        if heading or found.start() == 0:
            sections.append((found.start(), words if heading else "[Opening]"))
    ends = [start for start, _ in sections[1:]] + [len(text)]
    listed = tuple(
        Section(start, end, (label,), 2, speaker=label if label.endswith("Position") else None)
        for (start, label), end in zip(sections, ends, strict=True)
    )
    pages = (Page(1, 0, len(text)),) if name == "brief" else ()
    return Document(name, meta, "0" * 64, text, listed, tuple(blocks), pages, notes)


def library() -> tuple[Document, ...]:
    """A white paper, a brief with a source, a document whose every word is an attack, and a glossary."""
    paper = Metadata(
        "Russian Cooperation with the Unites States on Missile Defense",
        (MDAA,),
        MDAA,
        date(2011, 11, 1),
        kind="white-paper",
        audience="Members of the 112th Congress",
        source_url="https://missiledefenseadvocacy.org/russian-cooperation/",
        topics=("Russia", "NATO", "Europe"),
        summary="The association's memo to Congress on the Russian and U.S. positions on missile defense cooperation.",
        questions=(
            "What does Russia demand before it will cooperate?",
            "Which countries will host U.S. missile defense systems?",
            "Will the United States accept limits on its missile defenses?",
        ),
    )
    brief = Metadata(
        "Aegis Ashore Deveselu (Romania)",
        ("Refdesk library editors",),
        "Refdesk Resource Library",
        date(2026, 11, 23),
        as_of=date(2021, 5, 12),
        kind="brief",
        topics=("Europe", "Aegis Ashore"),
        summary="How the Romanian site came about and when it became operational.",
        questions=("When was the Deveselu site declared operational?",),
        sources=(
            Source("eucom-2021", "Aegis Ashore Romania", "EUCOM", "https://www.eucom.mil/x", "2021-05", "government"),
            Source("script", "A bad address", "Nobody", "javascript:document.title='owned'", "", "weak"),
        ),
    )
    nasty = Metadata(
        f"Unicorns {HOSTILE}",
        (HOSTILE,),
        HOSTILE,
        date(2020, 1, 1),
        kind="report",
        source_url="javascript:document.title='owned'",
        topics=(HOSTILE,),
        summary=HOSTILE,
    )
    terms = Metadata("A glossary", (MDAA,), kind="glossary", topics=("Europe",), summary="What the words mean.")
    full_stop = BRIEF.index("2016.") + 5
    return (
        _document("paper", PAPER, paper, ("Russian Position", "U.S. Position")),
        _document("brief", BRIEF, brief, ("The site",), (Note(full_stop, "eucom-2021"), Note(len(BRIEF), "script"))),
        _document("nasty", NASTY, nasty),
        _document("terms", TERMS, terms, ("ICBM", "Deveselu site", "Unicorn")),
    )


def passages_of(document: Document) -> tuple[Passage, ...]:
    """One passage for each paragraph or table."""
    found: list[Passage] = []
    for block in document.blocks:
        if block.kind == "heading":
            continue
        section = next(s for s in document.sections if s.start <= block.start < s.end)
        text = document.text[block.start : block.end]
        sentences = tuple((block.start + m.start(), block.start + m.end()) for m in SENTENCE.finditer(text))
        speaker = section.speaker and f"{section.speaker.replace('Position', 'position')}, as the paper reports it"
        page = 1 if document.pages else None
        found.append(
            Passage(
                f"{document.id}-{len(found) + 1}", document.id, text, block.start, block.end, section.path, page,
                len(found), speaker or (MDAA if document.id == "paper" else None), sentences,
            )
        )  # fmt: skip
    return tuple(found)


def glossary(tier: Tier) -> Glossary:
    """The terms of the glossary; for staff one more, and for everyone one from a glossary that is gone since."""

    def term(name: str, meaning: str, *forms: str) -> Term:
        start = TERMS.index(meaning)
        return Term(name, (name, *forms), meaning, "terms", start, start + len(meaning))

    paragraphs = TERMS.split("\n\n")
    known = [term("ICBM", paragraphs[1]), term("Deveselu site", paragraphs[3]), term("Unicorn", paragraphs[5])]
    known.append(Term("Turkey", ("Turkey",), "Words of a glossary that was taken back.", "taken-back", 0, 40))
    if tier is Tier.STAFF:
        known.append(Term("Spain", ("Spain",), "Words that only staff may read.", "terms", 0, 0))
    return Glossary(known)


def words(text: str) -> set[str]:
    """The words that count when a question meets a sentence."""
    return {word[:6] for word in re.findall(r"[a-z]+", text.lower())} - {word[:6] for word in STOP}
