"""The HTML of "Check a quotation": the form, its result, and both as a page or as a room of the chat page."""

from dataclasses import dataclass

from portal.checked import Checked
from portal.markup import rendered
from portal.perimeter import MAX_DRAFT_BYTES
from qa.lookup.quotations import LONGEST_DRAFT_CHARS

LONGEST_LINK_CHARS = 4_000
"""Of a text that comes with the address."""

LEAD = (
    "Is it in the library, where, and in exactly these words? Each quotation in your text is compared, word for word, "
    "with every document that you can read here."
)


@dataclass(frozen=True, slots=True)
class CheckForm:
    """The form as it is shown: its `text`, a `sample` to try, and a `result` or why there is none (`failed`)."""

    text: str = ""
    sample: str = ""
    result: Checked | None = None
    failed: str = ""


def check_page(form: CheckForm, *, title: str, takes_files: bool) -> str:
    """A page of its own; it needs no script."""
    return rendered("check.html", title=title, **_values(form, takes_files))


def check_room(form: CheckForm, *, takes_files: bool) -> str:
    """The same for a tab of the chat page."""
    return rendered("check_room.html", **_values(form, takes_files))


def check_result(result: Checked) -> str:
    """The result alone, for a page that has the form already."""
    return rendered("check_result.html", it=result)


def _values(form: CheckForm, takes_files: bool) -> dict[str, object]:
    return {
        "takes_files": takes_files,
        "lead": LEAD,
        "text": form.text,
        "sample": form.sample,
        "result": form.result,
        "failed": form.failed,
        "most_chars": LONGEST_DRAFT_CHARS,
        "most_bytes": MAX_DRAFT_BYTES,
    }
