"""What handles files for the web app: whoever runs it hands these in, for they work in processes of their own."""

from dataclasses import dataclass

from portal.sheets import Pictures
from qa.lookup.types import ReadDraft


@dataclass(frozen=True, slots=True)
class Files:
    """`read_draft` reads files whose quotations are to be checked; without it the app takes none. `pictures` draws the
    pages of PDF documents; without it none is shown."""

    read_draft: ReadDraft | None = None
    pictures: Pictures | None = None
