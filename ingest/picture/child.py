"""The drawing process of `ingest.picture`: `python -m ingest.picture.child <memory in bytes> <seconds per page>`."""

import json
import sys
from collections.abc import Callable

import pypdfium2
from PIL import Image

from ingest.picture.sheet import drawn, placed
from ingest.read.child import serve


def main(arguments: list[str]) -> None:
    """Answers requests until standard input ends: a page's picture, or the places of words on it, or what is wrong."""
    Image.init()
    serve(arguments, _answer)


def _answer(request: bytes, _: Callable[[], bytes]) -> bytes:
    asked = json.loads(request)
    try:
        if asked["draw"]:
            return b"P" + drawn(asked["path"], asked["page"], asked["draw"])
        return b"J" + json.dumps(placed(asked["path"], asked["page"], asked["words"])).encode()
    except IndexError:
        return b"N"
    except (pypdfium2.PdfiumError, MemoryError) as error:
        return b"E" + str(error).encode()


if __name__ == "__main__":
    main(sys.argv[1:])
