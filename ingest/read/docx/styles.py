"""The styles of a Word document → what a paragraph in each of them is."""

import re
from dataclasses import dataclass, replace
from typing import Any

from docx.oxml.ns import qn

_HEADING = re.compile(r"(?i)heading ([1-9])")
_LIST = re.compile(r"(?i)list (bullet|number|continue)?\s*\d*")
_QUOTE = re.compile(r"(?i)(intense |block )?quot(e|ation).*|block text")
_CONTENTS = re.compile(r"(?i)(toc|contents) \d|toc heading|table of (figures|authorities)")
_CODE = re.compile(r"(?i).*\bcode\b.*|html preformatted|plain text|macro text")
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Style:
    """`kind` is a Block's kind, or `contents` for lines of a table of contents; `level` is set for headings."""

    kind: str = "paragraph"
    level: int = 0


def styles_of(styles: Any) -> dict[str, Style]:
    """The meaning of each paragraph style, by id; `styles` is the root element of the styles part."""
    elements = {element.get(qn("w:styleId")): element for element in styles.iterfind(qn("w:style"))}
    return {name: _style(name, elements, _DEEPEST) for name in elements}


def paragraph_style(paragraph: Any, styles: dict[str, Style]) -> Style:
    """What a paragraph element is, by its own properties first and then by its style."""
    properties = paragraph.find(qn("w:pPr"))
    if properties is None:
        return Style()
    named = properties.find(qn("w:pStyle"))
    style = styles.get(named.get(qn("w:val")), Style()) if named is not None else Style()
    return _refined(properties, style)


def _style(name: str, elements: dict[str, Any], deepest: int) -> Style:
    element = elements.get(name)
    if element is None or deepest == 0:
        return Style()
    by_name = _by_name(element)
    if by_name.kind != "paragraph":
        return by_name
    based_on = element.find(qn("w:basedOn"))
    style = _style(based_on.get(qn("w:val")), elements, deepest - 1) if based_on is not None else Style()
    properties = element.find(qn("w:pPr"))
    return style if properties is None else _refined(properties, style)


def _by_name(element: Any) -> Style:
    named = element.find(qn("w:name"))
    name = (named.get(qn("w:val")) or "") if named is not None else ""
    heading = _HEADING.fullmatch(name)
    if heading:
        return Style("heading", int(heading[1]))
    if name.lower() == "title":
        return Style("heading", 1)
    for kind, pattern in (("contents", _CONTENTS), ("quote", _QUOTE), ("code", _CODE)):
        if pattern.fullmatch(name):
            return Style(kind)
    return Style("item") if _LIST.fullmatch(name) and name.lower() != "list" else Style()


def _refined(properties: Any, style: Style) -> Style:
    """`style` as a paragraph's (or style's) own outline level and numbering change it."""
    outline = properties.find(qn("w:outlineLvl"))
    if outline is not None and (outline.get(qn("w:val")) or "").isdigit() and style.kind in ("paragraph", "heading"):
        level = int(outline.get(qn("w:val"))) + 1
        return Style("heading", level) if level < 10 else Style()
    numbering = properties.find(f"{qn('w:numPr')}/{qn('w:numId')}")
    if numbering is not None and style.kind in ("paragraph", "item"):
        return replace(style, kind="paragraph" if numbering.get(qn("w:val")) == "0" else "item")
    return style
