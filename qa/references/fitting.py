"""What CSL and single styles need an item to be like before a reference is made of it. Words are never changed."""

import re
from typing import Any

from qa.references.items import Item
from qa.references.styles import Style
from qa.references.works import Pinpoint

PERIODICALS = ("article-magazine", "article-newspaper")
WITHOUT_PLACE = (*PERIODICALS, "legislation", "thesis")
"""Types of which the Bluebook style gives no page."""

AS_THEY_ARE = ("id", "type", "URL")

# Characters that pandoc would take for markup or for the end of a locator, and what stands for them meanwhile.
MEANWHILE = {character: chr(0xE000 + at) for at, character in enumerate("<>{}[]¶@")}
NOT_A_LOCATOR = chr(0xE000 + len(MEANWHILE))
GUARD = str.maketrans({**dict.fromkeys((*MEANWHILE.values(), NOT_A_LOCATOR), "\ufffd"), **MEANWHILE})
RELEASE = str.maketrans({**{stand_in: character for character, stand_in in MEANWHILE.items()}, NOT_A_LOCATOR: ""})


def fitted(item: Item, style: Style, place: Pinpoint | None) -> Item:
    """`item` as `style` gets it right.

    Titles keep their case. MLA takes the date of a speech for that of the event. Bluebook gives the page of a
    periodical as the article's own, and no year after an act that is named with its year.
    """
    made = {
        key: value if key in AS_THEY_ARE else guarded(value)
        for key, value in item.items()
        if key not in ("custom", "language")
    }
    for key in ("title", "container-title"):
        if key in made:
            made[key] = f'<span class="nocase">{made[key]}</span>'
    if style.name == "mla" and made["type"] == "speech" and "issued" in made:
        made["event-date"] = made["issued"]
    if style.name == "bluebook":
        if made["type"] in PERIODICALS and place and place.label == "page":
            made["page"] = place.value
        if made["type"] == "legislation" and re.search(r"\b\d{4}$", item["title"]):
            made.pop("issued", None)
    return made


def pointed(item: Item, style: Style, place: Pinpoint | None) -> str:
    """How `style` points to `place` in `item`, in the syntax of pandoc's citations: in braces what CSL calls a locator.

    Chicago and MLA point to a heading with “under”; APA names the section.
    """
    if place is None:
        return ""
    if style.name == "bluebook":
        return _in_bluebook(item, place)
    heading, value = guarded(place.heading), guarded(place.value)
    if place.label == "section":
        shown = value if place.printed else heading
        return f",{NOT_A_LOCATOR} {shown} section" if style.name == "apa" else f"{{under {heading}}}"
    return f"{{{'p.' if place.label == 'page' else 'para.'} {value}}}"


def _in_bluebook(item: Item, place: Pinpoint) -> str:
    """Pages and paragraphs where the style has a place for them, all else in a parenthesis."""
    value = guarded(place.value if place.label == "page" else f"¶ {place.value}")
    if place.label == "section":
        return f" (under {guarded(place.heading)})"
    if item["type"] in PERIODICALS and place.label == "page":
        return ""
    return f" (at {value})" if item["type"] in WITHOUT_PLACE else f"{{p. {value}}}"


def guarded(value: Any) -> Any:
    """`value`, a string or lists and mappings of them, with what could be taken for markup replaced for the while."""
    if isinstance(value, str):
        return value.translate(GUARD)
    if isinstance(value, list):
        return [guarded(each) for each in value]
    if isinstance(value, dict):
        return {key: guarded(each) for key, each in value.items()}
    return value


def released(text: str) -> str:
    """The inverse of `guarded` for a string."""
    return text.translate(RELEASE)
