"""The styles a reference can have, and what each of them is called, made with and sent as."""

from dataclasses import dataclass
from typing import Literal

from qa.errors import StyleError

Form = Literal["note", "bibliography", "in-text"]


@dataclass(frozen=True, slots=True)
class Style:
    """One style or file format.

    `csl` is the name of its CSL style, empty for a file format. `forms` are those that it has, the usual one first.
    `alone`: each reference is made by itself, since the style would put a dash for an author that it has just named.
    """

    name: str
    title: str
    media_type: str
    ending: str
    csl: str = ""
    forms: tuple[Form, ...] = ("bibliography",)
    alone: bool = False

    @property
    def is_file(self) -> bool:
        """Whether it is a format for other programs rather than words for readers."""
        return not self.csl

    def form(self, wanted: str | None) -> Form:
        """The form called `wanted`, or the usual one for None. Raises StyleError for one that the style has not."""
        for form in self.forms:
            if wanted in (None, form):
                return form
        raise StyleError(f"{self.title} has no form “{_short(wanted)}”; it has {', '.join(self.forms)}.")


_TEXT = "text/plain"
STYLES: dict[str, Style] = {
    style.name: style
    for style in (
        Style("chicago", "Chicago", _TEXT, "txt", "chicago-notes-bibliography-access-dates", ("note", "bibliography")),
        Style("apa", "APA", _TEXT, "txt", "apa", ("bibliography", "in-text")),
        Style("mla", "MLA", _TEXT, "txt", "modern-language-association", ("bibliography", "in-text"), alone=True),
        Style("bluebook", "Bluebook", _TEXT, "txt", "bluebook-law-review", ("note",)),
        Style("bibtex", "BibTeX", "application/x-bibtex", "bib"),
        Style("ris", "RIS", "application/x-research-info-systems", "ris"),
        Style("csl-json", "CSL-JSON", "application/vnd.citationstyles.csl+json", "json"),
    )
}
DEFAULT = "chicago"


def style_named(name: str) -> Style:
    """The style called `name`. Raises StyleError, which lists the known ones."""
    if name not in STYLES:
        raise StyleError(f"There is no style “{_short(name)}” here; use one of {', '.join(STYLES)}.")
    return STYLES[name]


def _short(wanted: object) -> str:
    return "".join(character for character in str(wanted)[:40] if character.isprintable())
