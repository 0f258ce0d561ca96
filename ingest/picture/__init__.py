"""Pages of PDF files as pictures, drawn in a process of their own, and where on them quoted words stand."""

import json
import threading
from collections import OrderedDict
from collections.abc import Sequence

from corpus.errors import NotFound, PictureUnavailable
from corpus.originals import Originals
from ingest.errors import IngestError, SourceError
from ingest.read.sandbox import Sandbox

WIDTH_PX = 1400
PAGE_TIMEOUT_S = 15.0
WAIT_S = 20.0
MEMORY_BYTES = 1024**3
KEPT_PICTURES = 24

Box = tuple[float, float, float, float]


class Pictures:
    """Draws pages of the files in `originals`, one at a time. Its process starts with the first page that is asked for
    and ends with `close`. Safe to use from several threads."""

    def __init__(self, originals: Originals) -> None:
        self._originals = originals
        self._sandbox = Sandbox(file_timeout_s=PAGE_TIMEOUT_S, memory_bytes=MEMORY_BYTES, module="ingest.picture.child")
        self._lock, self._shelf = threading.Lock(), threading.Lock()
        self._kept: OrderedDict[tuple[str, int], bytes] = OrderedDict()

    def holds(self, checksum: str) -> bool:
        """Whether the file that a version with this checksum was read from is there."""
        return self._originals.path(checksum) is not None

    def picture(self, checksum: str, number: int) -> bytes:
        """Page `number` (from 1) as PNG. Raises PictureUnavailable, or NotFound for no such page."""
        key = checksum, number
        with self._shelf:
            kept = self._kept.get(key)
        if kept is not None and self.holds(checksum):
            return kept
        answer = self._ask(checksum, {"page": number, "draw": WIDTH_PX, "words": []})
        with self._shelf:
            self._kept[key] = answer
            while len(self._kept) > KEPT_PICTURES:
                self._kept.popitem(last=False)
        return answer

    def places(
        self, checksum: str, number: int, words: Sequence[tuple[int, int, str]]
    ) -> tuple[int, float, tuple[Box, ...]]:
        """(how many pages the file has, page `number`'s height as a multiple of its width, the boxes of `words`).

        Words are given by their offsets in the page's own text; one that does not stand there has no box. Boxes are
        left, top, width and height, each as a share of the page. Raises PictureUnavailable, NotFound for no such page.
        """
        found = json.loads(self._ask(checksum, {"page": number, "draw": 0, "words": list(words)}))
        boxes = tuple((float(a), float(b), float(c), float(d)) for a, b, c, d in found["boxes"])
        return int(found["pages"]), float(found["height"]) / float(found["width"]), boxes

    def close(self) -> None:
        """Ends the drawing process, if there is one."""
        with self._lock:
            self._sandbox.close()

    def _ask(self, checksum: str, asked: dict[str, object]) -> bytes:
        path = self._originals.path(checksum)
        if path is None:
            raise PictureUnavailable("The file of this page is not kept here; its words are on the document's page.")
        request = json.dumps({**asked, "path": str(path.absolute())}).encode()
        if not self._lock.acquire(timeout=WAIT_S):
            raise PictureUnavailable("Many pages are being drawn at the moment; please try again soon.")
        try:
            answer = self._sandbox.ask([request])
        except (SourceError, IngestError) as error:
            raise PictureUnavailable("This page cannot be drawn; its words are on the document's page.") from error
        finally:
            self._lock.release()
        if answer[:1] == b"N":
            raise NotFound("The file has no such page.")
        if answer[:1] == b"E":
            raise PictureUnavailable("This page cannot be drawn; its words are on the document's page.")
        return answer[1:]
