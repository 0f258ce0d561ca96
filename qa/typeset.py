"""Data and a template → a PDF. The only module that knows typst.

Everything goes in as data; no word of a question or a document is ever markup.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\uffff\ud800-\udfff]"
)


def typeset(template: Path, inputs: Callable[[bool], Mapping[str, str]]) -> bytes:
    """The PDF: PDF/A-3a and PDF/UA-1 where the fonts at hand have every character, else tagged PDF.

    `inputs` gives what `template` reads in `sys.inputs`; it is asked with False where some characters are not drawn.
    """
    import typst

    for system_fonts in (False, True):
        try:
            return _compiled(template, inputs(True), system_fonts=system_fonts, strict=True)
        except typst.TypstError as error:
            if "could not be displayed" not in str(error):
                raise
    return _compiled(template, inputs(False), system_fonts=True, strict=False)


def _compiled(template: Path, inputs: Mapping[str, str], *, system_fonts: bool, strict: bool) -> bytes:
    """The PDF. `strict` refuses (TypstError) what the standards forbid, such as a character that is in no font."""
    import typst

    return typst.compile(
        str(template),
        format="pdf",
        root=str(template.parent),
        ignore_system_fonts=not system_fonts,
        pdf_standards=["a-3a", "ua-1"] if strict else [],
        sys_inputs=dict(inputs),
    )


def drawable(value: Any) -> Any:
    """`value` (texts, lists, mappings) without characters that draw nothing or turn the text around them about."""
    if isinstance(value, str):
        return _INVISIBLE.sub("", value)
    if isinstance(value, list):
        return [drawable(item) for item in value]
    if isinstance(value, dict):
        return {name: drawable(item) for name, item in value.items()}
    return value
